"""Forecasts of a curve: rolling origins, and Diebold-Mariano.

Forecasts are conditional on the price that came about: they test the curve, not a price forecast.
Errors are in logs for every curve, so that log and level fits are comparable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analysis.demand.checks.limits import limit_fit
from analysis.demand.curves.curve import FloatArray
from analysis.demand.equation import Equation
from analysis.demand.series import DemandSeries
from analysis.errors import DemandError

HORIZONS = (1, 5, 10)


@dataclass(frozen=True)
class RollingForecasts:
    """Log forecast errors from expanding samples.

    Parameters
    ----------
    errors : DataFrame
        Log quantity less log forecast; one row an origin (label of the last year used), one
        column a horizon; NaN where the data end.
    unsettled : tuple of object
        Origins at which the parameters were still moving when the fit was stopped; their
        forecasts count.
    every : int
        Observations between origins.
    """

    errors: pd.DataFrame
    unsettled: tuple[object, ...]
    every: int = 1

    def overlap(self, horizon: int) -> int:
        """Number of consecutive forecasts at this horizon whose periods overlap."""
        return -(-horizon // self.every)

    def rmse(self) -> pd.Series:
        """Root mean squared error by horizon, over the origins that have an outcome."""
        return pd.Series(np.sqrt((self.errors**2).mean()), name="rmse")

    def __str__(self) -> str:
        return self.rmse().to_frame().to_string(float_format="{:.4g}".format)

    def _repr_html_(self) -> str:
        return self.rmse().to_frame().to_html(float_format="{:.4g}".format)


def rolling_origin(
    equation: Equation,
    series: DemandSeries,
    horizons: Sequence[int] = HORIZONS,
    first_window: int | None = None,
    every: int = 1,
) -> RollingForecasts:
    """Forecast from expanding samples.

    Parameters
    ----------
    equation : Equation
    series : DemandSeries
    horizons : sequence of int
        Observations ahead.
    first_window : int, optional
        Observations in the first sample; half of all, and at least three a parameter, if not given.
    every : int
        Observations between origins.

    Raises
    ------
    DemandError
        If no origin leaves an observation to forecast.
    """
    smallest = max(series.nobs // 2, 3 * len(equation.names))
    window = smallest if first_window is None else first_window
    if not len(equation.names) < window < series.nobs:
        raise DemandError(
            f"first window of {window} observations; allowed: more than {len(equation.names)} "
            f"parameters and fewer than {series.nobs} observations"
        )
    exog, log_quantity = equation.regressors(series), np.log(series.quantity)
    rows, origins, unsettled = [], [], []
    for stop in range(window, series.nobs, every):
        origin = series.index[stop - 1]
        fitted = limit_fit(equation, series.rows(0, stop))
        if not fitted.converged:
            unsettled.append(origin)
        with np.errstate(divide="ignore"):
            gap = log_quantity - equation.log_mean(fitted.params, exog)
        rows.append([gap[stop + h - 1] if stop + h <= series.nobs else np.nan for h in horizons])
        origins.append(origin)
    errors = pd.DataFrame(rows, index=pd.Index(origins, name="origin"), columns=list(horizons))
    errors.columns.name = "horizon"
    return RollingForecasts(errors, tuple(unsettled), every)


@dataclass(frozen=True)
class DieboldMariano:
    """Test of equal squared forecast errors.

    Parameters
    ----------
    difference : float
        Mean of squared errors of the first less those of the second: negative if the first
        forecasts better.
    statistic, pvalue : float
        With the small-sample correction of Harvey, Leybourne and Newbold; t distribution.
    nobs : int
        Origins both have.
    """

    difference: float
    statistic: float
    pvalue: float
    nobs: int

    def __str__(self) -> str:
        return (
            f"squared errors differ by {self.difference:.3g}: t = {self.statistic:.2f}, "
            f"p = {self.pvalue:.3f}, {self.nobs} origins"
        )


def diebold_mariano(first: pd.Series, second: pd.Series, overlap: int) -> DieboldMariano:
    """Compare two series of forecast errors at one overlap.

    Parameters
    ----------
    first, second : Series
        Errors by origin; origins that only one has are left out.
    overlap : int
        Consecutive forecasts whose periods overlap: the overlap if every observation is an origin.

    References
    ----------
    Diebold, F. and Mariano, R. (1995), JBES 13(3), 253-263. Harvey, D., Leybourne, S. and
    Newbold, P. (1997), International Journal of Forecasting 13(2), 281-291.

    Raises
    ------
    DemandError
        With fewer than overlap + 2 common origins.
    """
    both = pd.concat([first, second], axis=1, join="inner").dropna()
    loss = (both.iloc[:, 0] ** 2 - both.iloc[:, 1] ** 2).to_numpy()
    n = len(loss)
    if n < overlap + 2:
        raise DemandError(f"{n} common origins; allowed: at least {overlap + 2}")
    mean = float(loss.mean())
    variance = _overlap_variance(loss - mean, overlap) / n
    if not variance > 0.0:
        return DieboldMariano(mean, np.nan, np.nan, n)
    correction = np.sqrt((n + 1 - 2 * overlap + overlap * (overlap - 1) / n) / n)
    statistic = float(correction * mean / np.sqrt(variance))
    return DieboldMariano(mean, statistic, float(2 * student.sf(abs(statistic), n - 1)), n)


def _overlap_variance(centred: FloatArray, overlap: int) -> float:
    """Long-run variance of overlap-step losses.

    Rectangular weights up to overlap - 1 lags as in the paper; Bartlett weights where those give
    a negative variance.
    """
    n = len(centred)
    gammas = [float(centred[lag:] @ centred[: n - lag]) / n for lag in range(overlap)]
    rectangular = gammas[0] + 2.0 * sum(gammas[1:])
    if rectangular > 0.0:
        return rectangular
    weights = [1.0 - lag / overlap for lag in range(1, overlap)]
    return gammas[0] + 2.0 * sum(w * g for w, g in zip(weights, gammas[1:], strict=True))
