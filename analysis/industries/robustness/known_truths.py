"""What the lognormal fit of an industry reports when the truth is known."""

from __future__ import annotations

import pandas as pd

from analysis.demand.checks import simulated
from analysis.demand.checks.simulated import WRONG, years_needed
from analysis.findings import Quantity, derived, finds
from analysis.industries.fitted import Fitted


@derived
def false_turns(fitted: Fitted, *, seed: int, draws: int = simulated.DRAWS) -> pd.DataFrame:
    """How often the fit reports a turn where the elasticity is constant.

    As :func:`analysis.demand.checks.simulated.false_turns`.
    """
    return simulated.false_turns(fitted.results, seed=seed, draws=draws)


@derived
def reported_share(
    fitted: Fitted, truth: float = 0.3, *, seed: int, draws: int = simulated.DRAWS
) -> pd.DataFrame:
    """What share served the fit reports when the true share is known.

    As :func:`analysis.demand.checks.simulated.reported_share`.
    """
    return simulated.reported_share(fitted.results, truth, seed=seed, draws=draws)


@derived
def power(fitted: Fitted, *, seed: int) -> pd.DataFrame:
    """How many years it takes to tell two elasticities at the last observation apart.

    As :func:`analysis.demand.checks.simulated.power`.
    """
    return simulated.power(fitted.results, seed=seed)


@finds
def turns_not_there(turns: pd.DataFrame) -> dict[str, Quantity]:
    """The constant elasticity fitted, and how often a turn is reported where it is the truth."""
    return {
        "flat": Quantity(float(turns["elasticity"].iloc[0]), "elasticity"),
        "false_log": Quantity(turns["crossing"]["log"], "share"),
        "false_level": Quantity(turns["crossing"]["level"], "share"),
    }


@finds
def shares_reported(shares: pd.DataFrame) -> dict[str, Quantity]:
    """What share served is reported, on each error scale."""
    low, high = shares["low"], shares["high"]
    return {
        "share_log_low": Quantity(low["log"], "share"),
        "share_log_high": Quantity(high["log"], "share"),
        "share_level_low": Quantity(low["level"], "share"),
        "share_level_high": Quantity(high["level"], "share"),
        "over_half_level": Quantity(shares["over_half"]["level"], "share"),
    }


@finds
def true_share(shares: pd.DataFrame) -> dict[str, Quantity]:
    """The share served in the market that was simulated."""
    return {"true_share": Quantity(float(shares["truth"].iloc[0]), "share", declared=True)}


@finds
def record_needed(table: pd.DataFrame) -> dict[str, Quantity]:
    """How long a record it takes to tell the pair of elasticities apart."""
    needed = years_needed(table)
    return {"years_needed": Quantity(needed, "years", text="more years than were tried")}


@finds
def true_elasticities(table: pd.DataFrame) -> dict[str, Quantity]:
    """The pair of elasticities simulated, and how often each has to be told from one."""
    return {
        "true_above": Quantity(float(table["above"].iloc[0]), "elasticity", declared=True),
        "true_below": Quantity(float(table["below"].iloc[0]), "elasticity", declared=True),
        "right_side": Quantity(1.0 - WRONG, "share", declared=True),
    }
