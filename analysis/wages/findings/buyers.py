"""The power of buyers: what published elasticities of labour supply imply."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.wages.monopsony import Monopsony, reservation_spread
from analysis.wages.named import PARTICIPATION_AT_MEDIAN, REQUESTER_SUPPLY, named

DEMAND_ELASTICITY = 2.0
"""Of demand for labels, as assumed where buyers' power is said to damp employment."""


@finds
def power_of_buyers(published: pd.DataFrame) -> dict[str, Quantity]:
    """What published elasticities of labour supply imply for pay and employment.

    Parameters
    ----------
    published : pandas.DataFrame
        Table ``labour_supply``.
    """
    supply, spread = (
        named(published, name) for name in (REQUESTER_SUPPLY, PARTICIPATION_AT_MEDIAN)
    )
    elasticity = float(supply["value"].iloc[0])
    buyer = Monopsony(elasticity)
    damped = buyer.damping(DEMAND_ELASTICITY)
    wages = reservation_spread(float(spread["value"].iloc[0]))
    return {
        "supply_elasticity": Quantity(elasticity, "elasticity", rows=supply),
        "monopsony_share": Quantity(buyer.wage_share, "share", rows=supply),
        "monopsony_damping": Quantity(damped, "ratio", rows=supply),
        "reservation_spread": Quantity(wages, "log points", rows=spread),
    }
