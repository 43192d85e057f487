"""Ranges taken as what they are: a likelihood for pay known only between two ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from analysis.errors import WageError
from analysis.money import one_unit
from analysis.regression import cluster_meat, sandwich
from analysis.wages.synthesis import SOURCE, require_sources, vote_weights

Array = NDArray[np.float64]


@dataclass(frozen=True)
class CensoredFit:
    """Lognormal pay from intervals, by maximum likelihood.

    Attributes
    ----------
    mean, spread : float
        Mean and standard deviation of log pay.
    median : float
        Pay at the mean of logs.
    std_error : float
        Of `mean`, from scores summed by source (sandwich, G / (G - 1)).
    conf_int : tuple of float
        95% interval of the median pay, t with G - 1 degrees of freedom.
    exact, intervals, open_ended : int
        Quotes that are a point, a range, or "up to" / "at least".
    sources : int
    loglikelihood : float
    """

    mean: float
    spread: float
    median: float
    std_error: float
    conf_int: tuple[float, float]
    exact: int
    intervals: int
    open_ended: int
    sources: int
    loglikelihood: float


def fit_censored(quotes: pd.DataFrame) -> CensoredFit:
    """Fit lognormal pay to quotes that are points, ranges, or open at one end.

    The quotes of a source share its one vote. A point adds the density of its log, a range the
    probability of its ends, "up to" and "at least" the probability of a tail.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Hourly pay in one unit; ``low`` and ``high`` as from `hourly_wage`, nought below "up to".

    Raises
    ------
    WageError, MoneyError
    WageError
        Where the likelihood has no maximum.
    """
    one_unit(quotes)
    sources = require_sources(quotes, "censored likelihood")
    lower, upper = _log_ends(quotes)
    weights = vote_weights(quotes)
    theta = maximise(lower, upper, weights)
    groups = pd.factorize(quotes[SOURCE])[0]
    meat = cluster_meat(_scores(theta, lower, upper, weights), groups)
    information = _information(theta, lower, upper, weights)
    bread = np.asarray(np.linalg.inv(information), dtype=np.float64)
    matrix = sandwich(bread, sources / (sources - 1) * meat)
    error = float(np.sqrt(matrix[0, 0]))
    half = float(stats.t.ppf(0.975, sources - 1)) * error
    mean, spread = float(theta[0]), float(np.exp(theta[1]))
    exact = lower == upper
    open_ended = np.isinf(lower) | np.isinf(upper)
    return CensoredFit(
        mean=mean,
        spread=spread,
        median=float(np.exp(mean)),
        std_error=error,
        conf_int=(float(np.exp(mean - half)), float(np.exp(mean + half))),
        exact=int(exact.sum()),
        intervals=int((~exact & ~open_ended).sum()),
        open_ended=int(open_ended.sum()),
        sources=sources,
        loglikelihood=float(loglikelihood(theta, lower, upper).sum()),
    )


def loglikelihood(theta: ArrayLike, lower: Array, upper: Array) -> Array:
    """Contribution of each interval.

    Parameters
    ----------
    theta : array_like, shape (2,)
        Mean and log standard deviation of log pay.
    lower, upper : array, shape (n,)
        Ends in logs; equal for a point, infinite where open.
    """
    mean, log_spread = np.asarray(theta, dtype=float)
    spread = np.exp(log_spread)
    a, b = (lower - mean) / spread, (upper - mean) / spread
    exact = lower == upper
    # The tail with less mass gives the difference of probabilities without cancellation.
    flip = a + b > 0
    left, right = np.where(flip, -b, a), np.where(flip, -a, b)
    upper_tail, lower_tail = stats.norm.logcdf(right), stats.norm.logcdf(left)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = upper_tail + np.log1p(-np.exp(lower_tail - upper_tail))
    density = stats.norm.logpdf(np.where(exact, a, 0.0)) - log_spread
    return np.asarray(np.where(exact, density, between))


def maximise(lower: Array, upper: Array, weights: Array) -> Array:
    """Mean and log standard deviation that maximise the weighted likelihood.

    Raises
    ------
    WageError
        Where all ranges overlap, or the search does not settle.
    """
    if lower.max() <= upper.min():
        raise WageError(
            f"all {lower.size} intervals overlap: any pay within {np.exp(lower.max()):.3g} to "
            f"{np.exp(upper.min()):.3g} without spread fits; allowed: two that do not"
        )
    finite = np.where(np.isinf(lower), upper, np.where(np.isinf(upper), lower, (lower + upper) / 2))
    start = np.array([finite.mean(), np.log(max(float(finite.std()), 0.1))])

    def loss(theta: Array) -> float:
        return -float(weights @ loglikelihood(theta, lower, upper))

    found = optimize.minimize(
        loss,
        start,
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 4000, "maxfev": 8000},
    )
    if not found.success or not np.isfinite(found.fun) or abs(found.x[1]) > 10:
        raise WageError(
            f"no maximum of the likelihood of {lower.size} intervals: {found.message} "
            f"(spread {np.exp(found.x[1]):.3g})"
        )
    return np.asarray(found.x)


_STEP = 1e-5


def _scores(theta: Array, lower: Array, upper: Array, weights: Array) -> Array:
    columns = []
    for j in range(2):
        step = np.zeros(2)
        step[j] = _STEP
        rise = loglikelihood(theta + step, lower, upper) - loglikelihood(theta - step, lower, upper)
        columns.append(weights * rise / (2 * _STEP))
    return np.column_stack(columns)


def _information(theta: Array, lower: Array, upper: Array, weights: Array) -> Array:
    rows = []
    for j in range(2):
        step = np.zeros(2)
        step[j] = 1e-4
        rise = _scores(theta + step, lower, upper, weights) - _scores(
            theta - step, lower, upper, weights
        )
        rows.append(-rise.sum(axis=0) / 2e-4)
    matrix = np.array(rows)
    return np.asarray((matrix + matrix.T) / 2)


def _log_ends(quotes: pd.DataFrame) -> tuple[Array, Array]:
    low, high = (quotes[name].to_numpy(dtype=float) for name in ("low", "high"))
    with np.errstate(divide="ignore"):
        lower = np.where(np.isnan(low), -np.inf, np.log(low))
        upper = np.where(np.isnan(high), np.inf, np.log(high))
    return lower, upper
