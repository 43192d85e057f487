"""Conditional mean at given regressors, with confidence and prediction bands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, listing
from analysis.regression.columns import aligned
from analysis.regression.data import numeric
from analysis.regression.fit import Fit
from analysis.regression.inference import intervals
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.determined import means_without_error

Band = Literal["confidence", "prediction"]


def predict(
    fit: Fit, covariance: Covariance, exog: Any, interval: Band | None, alpha: float,
    refused: Mapping[str, str],
) -> float | pd.Series[float] | pd.DataFrame:  # fmt: skip
    """Mean at ``exog`` and, if asked for, its band; see `NLSResults.predict`."""
    exog = _by_name(fit, exog)
    if exog is not None and np.ndim(exog) == 0 and fit.data.exog.ndim == 1:
        found = predict(fit, covariance, np.atleast_1d(exog), interval, alpha, refused)
        first = found.iloc[0] if isinstance(found, (pd.Series, pd.DataFrame)) else found
        return first if isinstance(first, pd.Series) else float(first)
    if interval not in (None, "confidence", "prediction"):
        raise RegressionError(f"interval={interval!r}; allowed: None, 'confidence', 'prediction'")
    if fit.problem is None:
        raise RegressionError("the result was read back without its function; pass function")
    table, index = regressors(fit, exog)
    params = fit.params[:-1] if fit.ar1 else fit.params
    mean = fit.problem.mean_function.mean(params, table)
    if interval is None:
        return pd.Series(mean, index=index, name="mean")
    slopes = fit.problem.mean_function.jacobian(params, table)
    se = standard_errors(slopes, covariance.matrix[: params.size, : params.size])
    if refused:
        all_slopes = np.zeros((mean.size, fit.params.size))
        all_slopes[:, : params.size] = slopes
        se = np.where(means_without_error(fit, refused, all_slopes), np.nan, se)
    spread = se if interval == "confidence" else np.sqrt(se**2 + _error_variance(fit, exog))
    df = np.full(mean.size, float(np.nanmin(covariance.df)))
    lower, upper = intervals.wald(mean, spread, df, alpha)
    return pd.DataFrame({"mean": mean, "se": spread, "lower": lower, "upper": upper}, index=index)


def _by_name(fit: Fit, exog: Any) -> Any:
    """Columns of a frame in the order of the fit, a single one as a Series if it was one there."""
    stage = None if fit.stage is None else fit.data.exog_names[-1]
    exog = aligned(exog, fit.data.exog_names, stage)
    if isinstance(exog, pd.DataFrame) and fit.data.exog.ndim == 1 and exog.shape[1] == 1:
        return exog.iloc[:, 0]
    return exog


def regressors(fit: Fit, exog: Any) -> tuple[FloatArray, Any]:
    """New regressors, or those of the fit for None, and their labels."""
    if exog is None:
        return fit.data.exog, fit.data.index
    exog = _by_name(fit, exog)
    labelled = isinstance(exog, (pd.Series, pd.DataFrame))
    return _regressors(fit, exog), exog.index if labelled else None


def standard_errors(slopes: FloatArray, matrix: FloatArray) -> FloatArray:
    """Delta-method standard errors of means with derivatives ``slopes``, shape (n,)."""
    return np.asarray(np.sqrt(np.einsum("ij,jk,ik->i", slopes, matrix, slopes)))


def _error_variance(fit: Fit, exog: Any) -> FloatArray | float:
    """Variance of a new error: marginal where errors are AR(1), by weight within the sample."""
    scale = fit.ssr / fit.df_resid
    if fit.ar1:
        return float(scale / (1.0 - fit.params[-1] ** 2))
    if fit.data.weights is not None and exog is None:
        return np.asarray(scale / fit.data.weights)
    return scale


def _shape(expected: FloatArray) -> str:
    return "(n,)" if expected.ndim == 1 else f"(n, {expected.shape[1]})"


def _regressors(fit: Fit, exog: Any) -> FloatArray:
    """New regressors as the function expects them; a missing first-stage residual is zero."""
    expected = fit.data.exog
    if np.ndim(exog) == 0 and expected.ndim == 2:
        raise RegressionError(
            f"exog is {exog!r}; the fit has {expected.shape[1]} regressors, "
            f"{listing(fit.data.exog_names)}: pass a frame with these columns or an array of "
            f"shape (n, {expected.shape[1]})"
        )
    table = numeric(exog, "exog", (1, 2))
    if isinstance(exog, pd.Series) and expected.ndim == 2 and expected.shape[1] == 1:
        table = table[:, None]
    if not np.isfinite(table.sum()):
        raise RegressionError("exog has missing or infinite values")
    if fit.stage is not None:
        wide = table[:, None] if table.ndim == 1 else table
        if wide.shape[1] == expected.shape[1] - 1:
            table = np.column_stack([wide, np.zeros(wide.shape[0])])
    if table.shape[1:] != expected.shape[1:]:
        raise RegressionError(
            f"exog has shape {table.shape}; expected {_shape(expected)} as in the fit, "
            f"regressors {listing(fit.data.exog_names)}"
        )
    return table
