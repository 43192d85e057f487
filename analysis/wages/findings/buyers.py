"""The power of buyers: one requester's sets the markdown, the market's the response of hours."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.findings import Quantity, derived, finds, resting
from analysis.wages.monopsony import Monopsony, reservation_spread
from analysis.wages.named import PARTICIPATION_AT_MEDIAN, REQUESTER_SUPPLY, named

DEMAND_ELASTICITY = 2.0
"""Of demand for labels, as assumed where scarce labour is said to damp employment."""


@finds
def power_of_buyers(published: pd.DataFrame) -> dict[str, Quantity]:
    """What published elasticities of labour supply imply for pay and employment.

    Supply to one requester says what share of its worth an hour is paid by a requester that uses
    its power; supply to the whole market how far hours can follow when demand rises. The one says
    nothing of the other.

    Parameters
    ----------
    published : pandas.DataFrame
        Table ``labour_supply``.
    """
    to_one = to_one_requester(published)
    supply, market = (
        named(published, name) for name in (REQUESTER_SUPPLY, PARTICIPATION_AT_MEDIAN)
    )
    elasticity, participation = (float(rows["value"].iloc[0]) for rows in (supply, market))
    positive = to_one.loc[to_one["value"] > 0, "value"]
    shares = [Monopsony(float(value)).wage_share for value in positive]
    return {
        "supply_elasticity": Quantity(elasticity, "elasticity", rows=supply),
        "supply_reanalysed": Quantity(
            float(to_one["value"].median()), "elasticity",
            (float(to_one["value"].min()), float(to_one["value"].max())), 1.0, rows=to_one,
        ),
        "monopsony_share": Quantity(
            Monopsony(elasticity).wage_share, "share", (min(shares), max(shares)), 1.0, rows=to_one
        ),
        "market_supply": Quantity(participation, "elasticity", rows=market),
        "market_damping": Quantity(
            Monopsony(participation).damping(DEMAND_ELASTICITY), "ratio", rows=market
        ),
        "reservation_spread": Quantity(
            reservation_spread(participation), "log points", rows=market
        ),
    }  # fmt: skip


@derived
def requester_elasticities(published: pd.DataFrame) -> pd.DataFrame:
    """Published elasticities of supply to one requester, and the share of its worth an hour gets.

    Returns
    -------
    pandas.DataFrame
        ``estimate``, ``elasticity`` and ``wage_share`` (missing where the elasticity is not
        positive: no markdown follows).
    """
    rows = to_one_requester(published)
    shares = [Monopsony(value).wage_share if value > 0 else np.nan for value in rows["value"]]
    table = pd.DataFrame(
        {"estimate": rows["note"], "elasticity": rows["value"], "wage_share": shares}
    )
    return resting(table.reset_index(drop=True), rows)


def to_one_requester(published: pd.DataFrame) -> pd.DataFrame:
    """Rows on supply to one requester."""
    return published[published["quantity"].str.contains("to one requester")]
