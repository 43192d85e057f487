"""Wald tests of linear and nonlinear restrictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import FunctionError, RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.display.rendering import Shown, Summary, number
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.derived import (
    Quantity,
    delta_se,
    evaluate,
    gradient,
)
from analysis.regression.inference.determined import why_without_error
from analysis.regression.parameters import position

_RANK = 1e-10


@dataclass(frozen=True)
class WaldTest(Shown):
    """F statistic (chi-squared over its degrees of freedom where df_denom is infinite)."""

    statistic: float
    df_num: int
    df_denom: float
    pvalue: float

    def __str__(self) -> str:
        return (
            f"Wald test: F({self.df_num}, {self.df_denom:g}) = {self.statistic:.4f}, "
            f"p = {self.pvalue:.4f}"
        )

    def summary(self) -> Summary:
        """The test as a table of one row."""
        values = (self.statistic, float(self.df_num), self.df_denom, self.pvalue)
        header = ("", "F", "df", "df of the denominator", "p")
        return Summary("Wald test", (), header, (("restrictions", *map(number, values)),))


def wald_test(
    fit: Fit, covariance: Covariance, restriction: Any, value: Any, without: Mapping[str, str]
) -> WaldTest:
    """Test restrictions; see `NLSResults.wald_test`.

    Raises
    ------
    RegressionError
        If restrictions are redundant or concern something without a standard error; ``without``
        holds the parameters that have none, with the reason.
    """
    gap, slopes, functions = _restrictions(fit, restriction, value)
    moved = (slopes != 0.0).any(axis=0)
    for slope, function in zip(slopes, functions, strict=True):
        reason = _reason(fit, without, slope, function)
        if reason:
            names = ", ".join(n for n, s in zip(fit.names, slope, strict=True) if s != 0.0)
            raise RegressionError(f"no test of {names}: {reason}")
    part = slopes[:, moved]
    variance = part @ covariance.matrix[np.ix_(moved, moved)] @ part.T
    scales = np.sqrt(np.diag(variance))
    if not scales.all() or np.linalg.cond(variance / np.outer(scales, scales)) > 1.0 / _RANK:
        raise RegressionError(f"{gap.size} restrictions are redundant")
    statistic = float(gap @ np.linalg.solve(variance, gap)) / gap.size
    denominator = float(np.min(covariance.df[moved]))
    if np.isfinite(denominator):
        pvalue = float(stats.f.sf(statistic, gap.size, denominator))
    else:
        pvalue = float(stats.chi2.sf(statistic * gap.size, gap.size))
    return WaldTest(statistic, gap.size, denominator, pvalue)


def _reason(fit: Fit, without: Mapping[str, str], slope: FloatArray, function: Quantity) -> str:
    """Why there is no standard error of a restriction, empty if there is one."""
    se = delta_se(slope, fit.iid_covariance)
    return why_without_error(
        fit, without, slope, se, lambda p: evaluate(function, p, fit.names, "restriction")
    )


def _restrictions(
    fit: Fit, restriction: Any, value: Any
) -> tuple[FloatArray, FloatArray, list[Quantity]]:
    """Distance from the restrictions (q,), their derivatives (q, k), and they as functions."""
    k = fit.params.size
    if isinstance(restriction, Mapping):
        places = [position(fit.names, name) for name in restriction]
        target = np.array(list(restriction.values()), dtype=np.float64)
        rows = np.eye(k)[places]
        return fit.params[places] - target, rows, _products(rows)
    if callable(restriction):
        return _nonlinear(fit, restriction, value)
    matrix = np.atleast_2d(np.asarray(restriction, dtype=np.float64))
    if matrix.ndim != 2 or matrix.shape[1] != k:
        raise RegressionError(
            f"restriction has shape {matrix.shape}; expected (q, {k}), a mapping from names to "
            "values, or a function of the parameters"
        )
    gap = matrix @ fit.params - np.broadcast_to(value, matrix.shape[:1])
    return gap, matrix, _products(matrix)


def _products(matrix: FloatArray) -> list[Quantity]:
    def product(row: FloatArray) -> Quantity:
        return lambda params: row @ params.to_numpy()

    return [product(row) for row in matrix]


def _nonlinear(
    fit: Fit, restriction: Callable[[Any], Any], value: Any
) -> tuple[FloatArray, FloatArray, list[Quantity]]:
    found = np.atleast_1d(np.asarray(restriction(pd.Series(fit.params, index=list(fit.names)))))
    if found.ndim != 1 or found.dtype.kind not in "fiu":
        raise FunctionError(
            f"restriction returned shape {found.shape}, dtype {found.dtype}; expected real numbers"
        )

    def component(i: int) -> Callable[[Any], Any]:
        return lambda params: np.atleast_1d(np.asarray(restriction(params)))[i]

    functions = [component(i) for i in range(found.size)]
    slopes = [
        gradient(function, fit.params, fit.names, "restriction", fit.standard_errors)
        for function in functions
    ]
    return found - np.broadcast_to(value, found.shape), np.stack(slopes), functions
