"""Benchmarks with one elasticity: constant elasticity, first differences, error correction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student
from statsmodels.regression.linear_model import OLS
from statsmodels.tsa.ardl import UECM

from analysis.demand.curves.curve import FloatArray
from analysis.demand.curves.isoelastic import ConstantElasticity
from analysis.demand.estimates import Estimate
from analysis.demand.estimation import GAPS_CLOSED, estimate
from analysis.demand.model import DemandModel
from analysis.demand.results import DemandResults
from analysis.demand.series import DemandSeries
from analysis.errors import DemandError

ALPHA = 0.05
SERIAL_LAGS = 4


@dataclass(frozen=True)
class Baseline:
    """A benchmark elasticity of demand.

    Parameters
    ----------
    name : str
    price : Estimate
        Own-price elasticity, as a positive number.
    income : Estimate or None
        Income elasticity where it is estimated apart.
    rsquared : float
    note : str
        Covariance, and what else a reader must know.
    """

    name: str
    price: Estimate
    income: Estimate | None
    rsquared: float
    note: str

    def __str__(self) -> str:
        return f"{self.name}: {self.price}; {self.note}"


def constant_elasticity(model: DemandModel) -> Baseline:
    """The model's own equation with constant elasticity, standard errors robust to dependence."""
    equation = replace(model.equation, curve=ConstantElasticity)
    fitted = estimate(equation, model.series, "iid", "HAC", {"maxlags": SERIAL_LAGS, **GAPS_CLOSED})
    results = DemandResults(equation, model.series, fitted)
    income = results.income_elasticity() if equation.free_income else None
    note = f"{model.error} errors, Newey-West with {SERIAL_LAGS} lags"
    return Baseline("constant elasticity", results.elasticity(), income, results.rsquared, note)


def first_differences(model: DemandModel) -> Baseline:
    """Growth of quantity on growth of price and income: no common trend can drive it.

    Short-run: year to year only; a change over a gap of years is none and is left out. Price and
    income enter apart if the model has income.

    Raises
    ------
    DemandError
        With fewer than five yearly changes a parameter.
    """
    names, logs = _logs(model, apart=True)
    yearly = np.diff(model.series.index.to_numpy(dtype=float)) == 1.0
    steps = np.diff(logs, axis=0)[yearly]
    if len(steps) < 5 * (1 + len(names)):
        raise DemandError(
            f"{len(steps)} changes from one year to the next; allowed: at least "
            f"{5 * (1 + len(names))}"
        )
    design = np.column_stack([np.ones(len(steps)), steps[:, 1:]])
    fitted = OLS(steps[:, 0], design).fit(
        cov_type="HAC", cov_kwds={"maxlags": SERIAL_LAGS}, use_t=True
    )
    price, income = _pair(
        names, lambda i: (fitted.params[i + 1], fitted.bse[i + 1], float(fitted.df_resid))
    )
    note = f"Newey-West with {SERIAL_LAGS} lags; {len(steps)} changes from year to year"
    return Baseline("first differences", price, income, float(fitted.rsquared), note)


def error_correction(model: DemandModel, lags: int = 1) -> Baseline:
    """Long-run elasticities of a log-linear autoregressive distributed-lag model.

    In error-correction form (Pesaran, Shin and Smith 2001); the elasticity is the coefficient of
    the lagged price over that of lagged quantity, its standard error by the delta method. Price
    and income enter apart if the model's income elasticity is free.

    Parameters
    ----------
    model : DemandModel
    lags : int
        Lags of quantity and of each regressor.

    Raises
    ------
    DemandError
        If years are not consecutive or fewer than five a parameter.
    """
    names, logs = _logs(model, apart=model.equation.free_income)
    _require_consecutive(model.series.index)
    if len(logs) < 5 * (2 + 2 * (lags + 1) * len(names)):
        raise DemandError(f"{len(logs)} years are too few for {lags} lags of {names}")
    endog = pd.Series(logs[:, 0], name="quantity")
    exog = pd.DataFrame(logs[:, 1:], columns=list(names))
    fitted = UECM(endog, lags, exog, lags, trend="c").fit()
    speed = int(np.flatnonzero(fitted.params.index == "quantity.L1")[0])
    price, income = _pair(names, lambda i: _long_run(fitted, speed, f"{names[i]}.L1"))
    statistic, _, pvalues, *_ = fitted.bounds_test(case=3)
    note = (
        f"{lags} lags; adjustment {float(fitted.params.iloc[speed]):.3f} a year; bounds F "
        f"{float(statistic):.2f}, p from {float(pvalues['upper']):.3f} (I(1)) to "
        f"{float(pvalues['lower']):.3f} (I(0))"
    )
    steps = np.diff(logs[:, 0])[-len(fitted.resid) :]
    unexplained = float((np.asarray(fitted.resid) ** 2).sum())
    rsquared = 1.0 - unexplained / float(((steps - steps.mean()) ** 2).sum())
    return Baseline("error correction, long run", price, income, rsquared, note)


def baselines(model: DemandModel) -> pd.DataFrame:
    """The three benchmarks as one table, one row each."""
    made = [constant_elasticity(model), first_differences(model), error_correction(model)]
    rows = {}
    for item in made:
        row: dict[str, object] = {
            "price_elasticity": item.price.value,
            "price_se": item.price.se,
            "price_lower": item.price.lower,
            "price_upper": item.price.upper,
        }
        for column in ("value", "se", "lower", "upper"):
            label = "income_elasticity" if column == "value" else f"income_{column}"
            row[label] = np.nan if item.income is None else getattr(item.income, column)
        rows[item.name] = row | {"rsquared": item.rsquared, "note": item.note}
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "benchmark"
    return table


def _logs(model: DemandModel, apart: bool) -> tuple[tuple[str, ...], FloatArray]:
    """Log quantity and regressors: price and income apart, or price relative to income."""
    series: DemandSeries = model.series
    quantity = np.log(series.quantity)
    if series.log_income is None:
        return ("price",), np.column_stack([quantity, series.log_price])
    if apart:
        return ("price", "income"), np.column_stack([quantity, series.log_price, series.log_income])
    return ("relative price",), np.column_stack([quantity, series.log_relative_price])


def _require_consecutive(index: pd.Index) -> None:
    steps = np.diff(index.to_numpy(dtype=float))
    gap = np.flatnonzero(steps != 1.0)
    if gap.size:
        raise DemandError(
            f"no row between {index[gap[0]]} and {index[gap[0] + 1]}; allowed: consecutive years"
        )


def _pair(
    names: tuple[str, ...], make: Callable[[int], tuple[float, float, float]]
) -> tuple[Estimate, Estimate | None]:
    """Price elasticity with its sign turned, and income elasticity if income enters apart."""
    found = []
    for i, name in enumerate(names):
        value, se, df = make(i)
        value = -value if "price" in name else value
        half = float(student.ppf(1 - ALPHA / 2, df)) * se
        label = "price elasticity" if "price" in name else "income elasticity"
        found.append(Estimate(label, value, se, value - half, value + half, ALPHA, "delta"))
    return found[0], found[1] if len(found) > 1 else None


def _long_run(fitted: Any, speed: int, name: str) -> tuple[float, float, float]:
    position = int(np.flatnonzero(fitted.params.index == name)[0])
    params = fitted.params.to_numpy()
    value = -params[position] / params[speed]
    slope = np.zeros(len(params))
    slope[position] = -1.0 / params[speed]
    slope[speed] = params[position] / params[speed] ** 2
    se = float(np.sqrt(slope @ fitted.cov_params().to_numpy() @ slope))
    return float(value), se, float(fitted.df_resid)
