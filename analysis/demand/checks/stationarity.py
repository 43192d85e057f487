"""Whether the series have unit roots, and whether price and quantity share them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.tools.sm_exceptions import InterpolationWarning
from statsmodels.tsa.stattools import adfuller, kpss

from analysis.demand.checks.limits import limit_fit
from analysis.demand.checks.random_walks import default_block, joint_walks
from analysis.demand.curves.curve import FloatArray
from analysis.demand.model import DemandModel
from analysis.demand.series import DemandSeries

LEVEL = 0.05
DRAWS = 499


def unit_root_tests(model: DemandModel) -> pd.DataFrame:
    """Augmented Dickey-Fuller and KPSS on the logs, in levels with trend and in differences.

    Returns
    -------
    DataFrame
        One row a series and transformation: ADF statistic, p-value and lags (by AIC); KPSS
        statistic, p-value and whether that lies at the end of its table (true p-value beyond);
        and the reading of the two together at 5%.
    """
    rows = {}
    for name, values in _log_series(model.series).items():
        rows[name, "level"] = _row(values, "ct")
        rows[name, "difference"] = _row(np.diff(values), "c")
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(table.index, names=["series", "form"])
    return table


def _log_series(series: DemandSeries) -> dict[str, FloatArray]:
    found = {"log quantity": np.log(series.quantity), "log price": series.log_price}
    if series.log_income is not None:
        found |= {"log income": series.log_income, "log relative price": series.log_relative_price}
    return found


def _row(values: FloatArray, regression: str) -> dict[str, object]:
    adf = adfuller(values, regression=regression, autolag="AIC", result_object=True)
    with warnings.catch_warnings(record=True) as caught:
        # Outside its table the p-value is the table's end; the column says so.
        warnings.simplefilter("always", InterpolationWarning)
        stationary = kpss(values, regression=regression, nlags="auto", result_object=True)
    at_end = any(issubclass(item.category, InterpolationWarning) for item in caught)
    return {
        "adf": float(adf.statistic),
        "adf_p": float(adf.pvalue),
        "adf_lags": int(adf.lags),
        "kpss": float(stationary.statistic),
        "kpss_p": float(stationary.pvalue),
        "kpss_p_at_table_end": at_end,
        "reading": reading(float(adf.pvalue), float(stationary.pvalue)),
    }


def reading(adf_p: float, kpss_p: float) -> str:
    """What a test of a unit root and one of stationarity say together at 5%."""
    unit_root_rejected, stationary_rejected = adf_p < LEVEL, kpss_p < LEVEL
    if unit_root_rejected and stationary_rejected:
        return "the tests contradict each other"
    if stationary_rejected:
        return "unit root"
    if unit_root_rejected:
        return "stationary"
    return "the tests do not say"


@dataclass(frozen=True)
class Cointegration:
    """Dickey-Fuller test of the residuals of a demand curve.

    Parameters
    ----------
    statistic : float
        t ratio of the lagged residual; the more negative, the more the residuals return.
    critical : dict of float to float
        Bootstrap critical values by significance level.
    pvalue : float
        Share of bootstrap statistics at or below the observed one.
    lags : int
        Lagged differences in the test regression.
    unsettled : int
        Bootstrap fits whose parameters were still moving when stopped.
    """

    statistic: float
    critical: dict[float, float]
    pvalue: float
    lags: int
    unsettled: int

    @property
    def reading(self) -> str:
        """Whether price and quantity share a trend, at 5%."""
        if self.pvalue < LEVEL:
            return "the residuals return to the curve: cointegrated"
        return "no cointegration found: the fit may be spurious"

    def __str__(self) -> str:
        return f"Dickey-Fuller {self.statistic:.2f}, p = {self.pvalue:.3f}: {self.reading}"


def cointegration_test(
    model: DemandModel,
    n: int = DRAWS,
    seed: int = 0,
    lags: int = 1,
    block_length: int | None = None,
) -> Cointegration:
    """Engle-Granger test on nonlinear least-squares residuals.

    The null is drawn by fitting the same curve to random walks made of blocks of the observed
    steps of all series together, so that no table of critical values, which would be for linear
    relations, is needed.

    Parameters
    ----------
    model : DemandModel
    n : int
        Bootstrap draws.
    seed : int
    lags : int
        Lagged differences in the test regression.
    block_length : int, optional
        n**(1/3) rounded up if not given.

    References
    ----------
    Engle, R. and Granger, C. (1987), Econometrica 55(2), 251-276. Paparoditis, E. and Politis,
    D. (2003), Econometrica 71(3), 813-855.
    """
    series = model.series
    length = default_block(series.nobs) if block_length is None else block_length
    generator = np.random.default_rng(seed)
    observed = _dickey_fuller(limit_fit(model.equation, series).residuals, lags)
    fits = [limit_fit(model.equation, joint_walks(series, generator, length)) for _ in range(n)]
    drawn = np.array([_dickey_fuller(fit.residuals, lags) for fit in fits])
    critical = {level: float(np.quantile(drawn, level)) for level in (0.01, 0.05, 0.10)}
    pvalue = float((1 + (drawn <= observed).sum()) / (1 + n))
    return Cointegration(observed, critical, pvalue, lags, sum(not fit.converged for fit in fits))


def _dickey_fuller(residuals: FloatArray, lags: int) -> float:
    """T ratio of the lagged level, no constant: residuals are centred by the fit itself."""
    steps = np.diff(residuals)
    columns = [residuals[lags:-1]]
    columns += [steps[lags - lag : len(steps) - lag] for lag in range(1, lags + 1)]
    design, endog = np.column_stack(columns), steps[lags:]
    params, *_ = np.linalg.lstsq(design, endog)
    gap = endog - design @ params
    variance = float(gap @ gap) / (len(endog) - design.shape[1])
    return float(params[0] / np.sqrt(variance * np.linalg.inv(design.T @ design)[0, 0]))
