"""Whether the estimate of an industry is one: decades left out, breaks at declared dates."""

from __future__ import annotations

import pandas as pd

from analysis.demand.checks import stability
from analysis.findings import Quantity, derived, finds
from analysis.industries.declared import DECLARED, MINIMUM_OBSERVATIONS
from analysis.industries.fitted import Fitted


@derived
def leave_one_decade_out(fitted: Fitted) -> pd.DataFrame:
    """Elasticity at both ends with each decade left out in turn, one row a decade."""
    return stability.leave_one_decade_out(fitted.model)


@derived
def breaks(fitted: Fitted, *, seed: int, draws: int = stability.DRAWS) -> pd.DataFrame:
    """Whether the curve differs before and after each declared date of its industry.

    As :func:`analysis.demand.checks.stability.break_test`, the row ``largest`` last.
    """
    dates = DECLARED[fitted.specification.industry].breaks
    return stability.break_test(
        fitted.results, dates, seed=seed, draws=draws, smallest=MINIMUM_OBSERVATIONS
    )


@finds
def last_without_a_decade(decades: pd.DataFrame) -> dict[str, Quantity]:
    """Between which values the last elasticity moves when a decade is left out."""
    return {
        "last_without_low": Quantity(float(decades["last"].min()), "elasticity"),
        "last_without_high": Quantity(float(decades["last"].max()), "elasticity"),
    }


@finds
def largest_break(breaks: pd.DataFrame) -> dict[str, Quantity]:
    """The declared date at which the curve changes most, and the p-value of the largest change."""
    dates = breaks.drop(index=stability.LARGEST, errors="ignore")["statistic"].dropna()
    if dates.empty:
        text = "no declared date leaves enough years on both sides"
        return {
            "break_p": Quantity(None, "p-value", text=text),
            "break_year": Quantity(None, "year", text=text),
        }
    return {
        "break_p": Quantity(float(breaks["p"][stability.LARGEST]), "p-value"),
        "break_year": Quantity(int(str(dates.idxmax())), "year"),
    }
