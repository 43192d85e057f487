"""Confidence limits from standard errors and from bootstrap replications."""

from __future__ import annotations

from scipy import stats

from analysis.errors import RegressionInputError
from analysis.regression.arrays import FloatArray


def check_alpha(alpha: float) -> None:
    """Refuse a level that is none."""
    if not 0.0 < alpha < 1.0:
        raise RegressionInputError(f"alpha={alpha!r}; allowed: between 0 and 1, .05 for 95%")


def wald(
    estimate: FloatArray, se: FloatArray, df: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Estimate plus and minus a t quantile of standard errors; all arrays of one shape."""
    check_alpha(alpha)
    half = stats.t.ppf(1.0 - alpha / 2.0, df) * se
    return estimate - half, estimate + half
