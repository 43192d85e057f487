"""Bands of predictions and p-values from bootstrap replications."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.bootstrap.replications import Plan
from analysis.regression.bootstrap.resampling import needs_problem
from analysis.regression.inference import intervals
from analysis.regression.inference.prediction import Band, regressors

# A child of the seed that no block of replications has.
_ERRORS = 2**31
_CELLS = 2**22


def prediction_band(
    plan: Plan, draws: FloatArray, exog: Any, interval: Band, alpha: float
) -> pd.DataFrame:
    """Percentile band of the mean, or of a new observation; see `BootstrapResults.predict`.

    Raises
    ------
    RegressionError
        If the fit has no function, regressors have another shape, or new errors have unknown
        variances.
    """
    if interval not in ("confidence", "prediction"):
        raise RegressionError(f"interval={interval!r}; allowed: 'confidence', 'prediction'")
    intervals.check_alpha(alpha)
    fit = plan.fit
    problem = needs_problem(fit)
    if interval == "prediction" and fit.data.weights is not None:
        raise RegressionError("no prediction band with weights: those of a new row are unknown")
    table, index = regressors(fit, exog)
    center = problem.mean_function.mean(fit.params[: fit.params.size - fit.ar1], table)
    child = np.random.SeedSequence(plan.seed, spawn_key=(_ERRORS,))
    rng, errors = np.random.default_rng(child), _errors(plan)
    limits = np.empty((2, table.shape[0]))
    spread = np.empty(table.shape[0])
    step = max(1, _CELLS // draws.shape[0])
    for first in range(0, table.shape[0], step):
        part = slice(first, first + step)
        means = _means(plan, draws, table[part])
        if interval == "prediction":
            means = means + rng.choice(errors, size=means.shape)
        limits[:, part] = intervals.percentile(means, alpha)
        spread[part] = np.std(means, axis=0, ddof=1)
    columns = {"mean": center, "se": spread, "lower": limits[0], "upper": limits[1]}
    return pd.DataFrame(columns, index=index)


def _means(plan: Plan, draws: FloatArray, table: FloatArray) -> FloatArray:
    """Means of all replications, shape (R, m)."""
    params = draws[:, : draws.shape[1] - plan.fit.ar1]
    return replace(plan.mean, nobs=table.shape[0]).mean(params, table, stacked=False)


def _errors(plan: Plan) -> FloatArray:
    """Residuals as new errors: centred, blown up by the degrees of freedom the fit used."""
    fit = plan.fit
    residuals = fit.data.endog - fit.fitted
    return np.asarray((residuals - residuals.mean()) * np.sqrt(fit.nobs / fit.df_resid))


def percentile_pvalues(draws: FloatArray) -> FloatArray:
    """Twice the smaller share of replications on a side of zero, each share counting one more.

    Where it is at most alpha, the percentile interval of level 1 - alpha leaves zero out; one
    more is counted as in Davison and Hinkley (1997, eq. 4.11).
    """
    count = draws.shape[0]
    below, above = (draws <= 0.0).sum(axis=0), (draws >= 0.0).sum(axis=0)
    return np.asarray(np.minimum(1.0, 2.0 * (1.0 + np.minimum(below, above)) / (count + 1.0)))
