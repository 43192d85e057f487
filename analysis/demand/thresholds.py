"""The elasticities at which employment turns: per head, with partial pass-through, and in total.

Employment is L = Pop q(p) / A with productivity A. With pass-through theta = -d ln p / d ln A:
per head it turns where theta * elasticity = 1; in total, demand growing by itself at rate g and
productivity at g_A, where theta * elasticity = 1 - g / g_A. Additive non-labour cost makes theta
labour's share of the price; proportional mark-ups and ad-valorem fees leave it at one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.results import DemandResults
from analysis.errors import DemandError


@dataclass(frozen=True)
class Thresholds:
    """The three elasticities at which employment stops growing.

    Parameters
    ----------
    per_head : float
        Employment per head at full pass-through: one.
    per_head_pass_through : float
        Employment per head at the pass-through given: 1 / theta.
    total : float
        Total employment: (1 - g / g_A) / theta.
    """

    per_head: float
    per_head_pass_through: float
    total: float

    def items(self) -> tuple[tuple[str, float], ...]:
        """Names and values, in the order above."""
        return (
            ("employment per head, full pass-through", self.per_head),
            ("employment per head, pass-through given", self.per_head_pass_through),
            ("total employment", self.total),
        )


def thresholds(pass_through: float, demand_growth: float, productivity_growth: float) -> Thresholds:
    """The three thresholds.

    Parameters
    ----------
    pass_through : float
        theta, share of a productivity gain that reaches the price; positive.
    demand_growth : float
        g, growth per year of demand at given price (population, income, new uses).
    productivity_growth : float
        g_A, growth per year of output per hour; positive.

    Raises
    ------
    DemandError
    """
    if not (np.isfinite(pass_through) and pass_through > 0.0):
        raise DemandError(f"pass_through is {pass_through}; allowed: positive and finite")
    if not (np.isfinite(productivity_growth) and productivity_growth > 0.0):
        raise DemandError(
            f"productivity_growth is {productivity_growth}; allowed: positive and finite"
        )
    if not np.isfinite(demand_growth):
        raise DemandError(f"demand_growth is {demand_growth}; allowed: finite")
    total = (1.0 - demand_growth / productivity_growth) / pass_through
    return Thresholds(1.0, 1.0 / pass_through, total)


def threshold_table(results: DemandResults, levels: Thresholds) -> pd.DataFrame:
    """Where an estimated curve passes each of the three thresholds.

    Returns
    -------
    DataFrame
        One row a threshold: its elasticity, the relative price there with its 95% interval,
        whether the price lies within the data, the first year from which the price stays below,
        and what that means in words. A threshold at or below zero is never passed: total
        employment then grows at any elasticity.
    """
    rows = {}
    for name, level in levels.items():
        point = results.turning_point(level)
        price = point.price
        rows[name] = {
            "elasticity": level,
            "price": np.nan if price is None else price.value,
            "lower": np.nan if price is None else price.lower,
            "upper": np.nan if price is None else price.upper,
            "within": point.within,
            "first_below": point.first_below,
            "reason": point.reason,
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "threshold"
    return table
