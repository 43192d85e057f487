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
from analysis.regression.inference.derived import gradient
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


def wald_test(fit: Fit, covariance: Covariance, restriction: Any, value: Any) -> WaldTest:
    """Test restrictions; see `NLSResults.wald_test`.

    Raises
    ------
    RegressionError
        If restrictions are redundant or concern a parameter without a standard error.
    """
    gap, slopes = _restrictions(fit, restriction, value)
    moved = (slopes != 0.0).any(axis=0)
    refused = fit.identification.refused
    for name, used in zip(fit.names, moved.tolist(), strict=True):
        if used and name in refused:
            raise RegressionError(f"no test of {name!r}: {refused[name]}")
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


def _restrictions(fit: Fit, restriction: Any, value: Any) -> tuple[FloatArray, FloatArray]:
    """How far the estimate is from the restrictions (q,), and their derivatives (q, k)."""
    k = fit.params.size
    if isinstance(restriction, Mapping):
        places = [position(fit.names, name) for name in restriction]
        target = np.array(list(restriction.values()), dtype=np.float64)
        return fit.params[places] - target, np.eye(k)[places]
    if callable(restriction):
        return _nonlinear(fit, restriction, value)
    matrix = np.atleast_2d(np.asarray(restriction, dtype=np.float64))
    if matrix.ndim != 2 or matrix.shape[1] != k:
        raise RegressionError(
            f"restriction has shape {matrix.shape}; expected (q, {k}), a mapping from names to "
            "values, or a function of the parameters"
        )
    return matrix @ fit.params - np.broadcast_to(value, matrix.shape[:1]), matrix


def _nonlinear(
    fit: Fit, restriction: Callable[[Any], Any], value: Any
) -> tuple[FloatArray, FloatArray]:
    found = np.atleast_1d(np.asarray(restriction(pd.Series(fit.params, index=list(fit.names)))))
    if found.ndim != 1 or found.dtype.kind not in "fiu":
        raise FunctionError(
            f"restriction returned shape {found.shape}, dtype {found.dtype}; expected real numbers"
        )

    def component(i: int) -> Callable[[Any], Any]:
        return lambda params: np.atleast_1d(np.asarray(restriction(params)))[i]

    slopes = [
        gradient(component(i), fit.params, fit.names, "restriction", fit.standard_errors)
        for i in range(found.size)
    ]
    return found - np.broadcast_to(value, found.shape), np.stack(slopes)
