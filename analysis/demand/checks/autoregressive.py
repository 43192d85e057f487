"""Curves with first-order autoregressive errors, by exact likelihood; gaps of years are gaps.

A curve in the price and a curve in calendar time are put on one footing: errors of both may carry
over from year to year. The error in logs is stationary with u_t = rho^d u_(t-d) + e_t over a gap of
d years, so a persistence near one is the likelihood's way to say that the level of the curve is
never returned to: price and quantity then share no long-run relation.

References
----------
Harvey, A. C. (1989). Forecasting, structural time series models and the Kalman filter, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import least_squares, minimize_scalar

from analysis.demand.curves.curve import FloatArray
from analysis.demand.curves.growth import GROWTH_KINDS, GrowthCurve, log_growth
from analysis.demand.curves.registry import curve_named
from analysis.demand.model import DemandModel
from analysis.demand.series import DemandSeries

CURVES = ("lognormal", "log_logistic", "weibull", "quadratic_log", "constant_elasticity")
GRID = np.concatenate([[0.0], np.linspace(0.1, 0.9, 9), [0.95, 0.98, 0.99, 0.995]])
LARGEST = 0.9995
_LIMIT = 30.0
_LARGEST_LOG = 600.0

LogMean = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class AutoregressiveFit:
    """A curve fitted with independent and with autoregressive errors in logs.

    Attributes
    ----------
    curve : str
    in_time : bool
        Whether it knows the calendar alone.
    params : array, shape (k,)
        Of the mean, on the scale of the optimiser, at the autoregressive estimate.
    rho : float
        Persistence from one year to the next.
    llf, llf_iid : float
        Log-likelihood of log quantity with autoregressive and with independent errors.
    nobs : int
    """

    curve: str
    in_time: bool
    params: FloatArray
    rho: float
    llf: float
    llf_iid: float
    nobs: int

    @property
    def aicc(self) -> float:
        """Corrected Akaike criterion, persistence and variance counted."""
        return _aicc(self.llf, self.params.size + 2, self.nobs)

    @property
    def aicc_iid(self) -> float:
        """The same with independent errors."""
        return _aicc(self.llf_iid, self.params.size + 1, self.nobs)


def fit_autoregressive(model: DemandModel, curve: str) -> AutoregressiveFit:
    """Exact maximum likelihood of one curve, or of growth in calendar time.

    Parameters
    ----------
    model : DemandModel
        Its series; its own curve and error scale do not matter.
    curve : str
        One of `analysis.demand.CURVES`, "logistic" or "gompertz".
    """
    series = model.series
    mean, starts = _growth(series, curve) if curve in GROWTH_KINDS else _priced(series, curve)
    logs = np.log(series.quantity)
    steps = np.diff(series.index.to_numpy(dtype=float))
    known: dict[float, tuple[float, FloatArray]] = {}

    def at(rho: float, begin: Sequence[FloatArray]) -> tuple[float, FloatArray]:
        found = _given_persistence(mean, logs, steps, rho, begin)
        known[rho] = found
        return found

    iid, params = at(0.0, starts)
    for rho in GRID[1:]:
        _, params = at(float(rho), [params])
    best = max(known, key=lambda rho: known[rho][0])
    place = int(np.argmin(np.abs(best - GRID)))
    low, high = GRID[max(place - 1, 0)], (*GRID, LARGEST)[place + 1]
    minimize_scalar(
        lambda rho: -at(float(rho), [known[best][1]])[0], bounds=(low, high), method="bounded",
        options={"xatol": 1e-4},
    )  # fmt: skip
    best = max(known, key=lambda rho: known[rho][0])
    llf, params = known[best]
    return AutoregressiveFit(curve, curve in GROWTH_KINDS, params, best, llf, iid, series.nobs)


def autoregressive_rivals(
    model: DemandModel, curves: Sequence[str] = CURVES
) -> tuple[AutoregressiveFit, ...]:
    """Curves in the price and growth in calendar time, all with autoregressive errors."""
    return tuple(fit_autoregressive(model, name) for name in (*curves, *GROWTH_KINDS))


def rivals_frame(fits: Sequence[AutoregressiveFit]) -> pd.DataFrame:
    """The fits as a table, lowest AICc first.

    Returns
    -------
    pandas.DataFrame
        By curve: ``in_time``, ``k``, ``rho``, ``aicc`` with autoregressive and ``aicc_iid`` with
        independent errors.
    """
    rows = {
        fit.curve: {
            "in_time": fit.in_time,
            "k": fit.params.size + 2,
            "rho": fit.rho,
            "aicc": fit.aicc,
            "aicc_iid": fit.aicc_iid,
        }
        for fit in fits
    }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("curve")
    return table.sort_values("aicc", kind="stable")


def whitened(errors: FloatArray, steps: FloatArray, rho: float) -> tuple[FloatArray, FloatArray]:
    """Independent innovations of equal variance, and the log of the variances taken out.

    Parameters
    ----------
    errors : array, shape (n,)
    steps : array, shape (n - 1,)
        Years between observations.
    rho : float
    """
    carried = rho**steps
    scale = np.concatenate([[1.0], 1.0 - carried**2])
    fresh = np.concatenate([errors[:1], errors[1:] - carried * errors[:-1]])
    return fresh / np.sqrt(scale), np.log(scale)


def _given_persistence(
    mean: LogMean, logs: FloatArray, steps: FloatArray, rho: float, begin: Sequence[FloatArray]
) -> tuple[float, FloatArray]:
    """Log-likelihood and mean parameters, the persistence held."""
    n = len(logs)

    def gap(theta: FloatArray) -> FloatArray:
        return whitened(logs - mean(theta), steps, rho)[0]

    fits = [least_squares(gap, start, x_scale="jac", max_nfev=400) for start in begin]
    best = min(fits, key=lambda found: found.cost)
    _, scale = whitened(logs, steps, rho)
    variance = 2.0 * best.cost / n
    return float(-0.5 * (n * np.log(2.0 * np.pi * variance) + scale.sum() + n)), best.x


def _priced(series: DemandSeries, curve: str) -> tuple[LogMean, list[FloatArray]]:
    kind, prices = curve_named(curve), series.log_relative_price
    positive = np.array(kind.lower) == 0.0

    def mean(theta: FloatArray) -> FloatArray:
        own = np.where(positive, np.exp(np.clip(theta, -_LARGEST_LOG, _LARGEST_LOG)), theta)
        return np.asarray(kind.log_quantity_at(own[None], prices)[0])

    shapes = kind.shapes(prices)
    scale = kind.names.index("scale")
    logs = np.log(series.quantity)
    gaps = logs - kind.log_quantity_at(shapes, prices)
    usable = np.isfinite(gaps).all(axis=1) & (np.abs(gaps.mean(axis=1)) < _LARGEST_LOG)
    shapes, gaps = np.array(shapes)[usable], gaps[usable]
    shapes[:, scale] *= np.exp(gaps.mean(axis=1))
    order = np.argsort(gaps.var(axis=1), kind="stable")[:3]
    starts = [
        np.where(positive, np.log(np.where(positive, row, 1.0)), row) for row in shapes[order]
    ]
    return mean, starts


def _growth(series: DemandSeries, kind: str) -> tuple[LogMean, list[FloatArray]]:
    years = series.index.to_numpy(dtype=float)
    middle = float(years.mean())

    def mean(theta: FloatArray) -> FloatArray:
        own = np.array([np.exp(np.clip(theta[0], -_LIMIT, _LIMIT)), np.exp(theta[1]), 0.0])
        own[2] = middle + 10.0 * theta[2]
        return np.asarray(log_growth(kind, own[None], years)[0])  # type: ignore[arg-type]

    own = GrowthCurve.start(years, series.quantity, "log", kind)  # type: ignore[arg-type]
    start = np.array([np.log(own[0]), np.log(own[1]), (own[2] - middle) / 10.0])
    return mean, [start, start + np.array([0.5, -0.5, 2.0])]


def _aicc(llf: float, k: int, n: int) -> float:
    return -2.0 * llf + 2.0 * k * n / (n - k - 1)
