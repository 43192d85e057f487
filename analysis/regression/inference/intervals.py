"""Confidence limits from standard errors and from bootstrap replications."""

from __future__ import annotations

import numpy as np
from scipy import stats

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray


def check_alpha(alpha: float) -> None:
    """Refuse a level that is none."""
    if not 0.0 < alpha < 1.0:
        raise RegressionError(f"alpha={alpha!r}; allowed: between 0 and 1, .05 for 95%")


def wald(
    estimate: FloatArray, se: FloatArray, df: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Estimate plus and minus a t quantile of standard errors; all arrays of one shape."""
    check_alpha(alpha)
    half = stats.t.ppf(1.0 - alpha / 2.0, df) * se
    return estimate - half, estimate + half


def percentile(draws: FloatArray, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Quantiles of the replications (R, q)."""
    check_alpha(alpha)
    lower, upper = np.quantile(draws, [alpha / 2.0, 1.0 - alpha / 2.0], axis=0)
    return lower, upper


def basic(estimate: FloatArray, draws: FloatArray, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Quantiles reflected at the estimate."""
    lower, upper = percentile(draws, alpha)
    return 2.0 * estimate - upper, 2.0 * estimate - lower


def studentized(
    estimate: FloatArray, se: FloatArray, draws: FloatArray, draws_se: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Quantiles of the t statistics of the replications, standard errors (q,) and (R, q).

    Raises
    ------
    RegressionError
        If the standard error of a replication is undefined: leaving it out would select.
    """
    undefined = int((~np.isfinite(draws_se) | (draws_se <= 0.0)).any(axis=1).sum())
    if undefined:
        raise RegressionError(
            f"{undefined} of {draws.shape[0]} replications have no standard error; "
            "allowed: 'percentile', 'basic', 'bca'"
        )
    lower, upper = percentile((draws - estimate) / draws_se, alpha)
    return estimate - upper * se, estimate - lower * se


def bca(
    estimate: FloatArray, draws: FloatArray, left_out: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Bias-corrected and accelerated limits (Efron 1987, JASA 82(397), 171-185).

    ``left_out`` holds the estimates with one unit left out, shape (units, q).
    """
    check_alpha(alpha)
    count = draws.shape[0]
    below = (draws < estimate).sum(axis=0) + 0.5 * (draws == estimate).sum(axis=0)
    if bool(((below == 0) | (below == count)).any()):
        raise RegressionError(
            "all replications lie on one side of an estimate: BCa does not exist; "
            "allowed: 'percentile', 'basic', 'studentized'"
        )
    bias = stats.norm.ppf(below / count)
    deviation = left_out.mean(axis=0) - left_out
    acceleration = (deviation**3).sum(axis=0) / (6.0 * (deviation**2).sum(axis=0) ** 1.5)
    limits = []
    for tail in (alpha / 2.0, 1.0 - alpha / 2.0):
        shifted = bias + stats.norm.ppf(tail)
        levels = stats.norm.cdf(bias + shifted / (1.0 - acceleration * shifted))
        limits.append(np.array([np.quantile(draws[:, j], level) for j, level in enumerate(levels)]))
    return limits[0], limits[1]
