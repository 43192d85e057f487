"""Restrictions as tests take them, and t tests of linear ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.display.rendering import Shown, Summary, number
from analysis.regression.fit import Fit
from analysis.regression.inference import intervals
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.derived import delta_df, delta_se
from analysis.regression.inference.restrictions import linear, values
from analysis.regression.inference.wald import wald_test


@dataclass(frozen=True)
class ContrastTest(Shown):
    """Tests of linear restrictions one by one, under statsmodels' names.

    Parameters
    ----------
    labels : tuple of str
    effect : array, shape (q,)
        Estimates of the combinations of parameters.
    sd : array, shape (q,)
        Their standard errors.
    statistic : array, shape (q,)
        Distance from the hypothesis in standard errors.
    pvalue : array, shape (q,)
        Two-sided.
    df : array, shape (q,)
        Degrees of freedom; infinite is the normal.
    """

    labels: tuple[str, ...]
    effect: FloatArray
    sd: FloatArray
    statistic: FloatArray
    pvalue: FloatArray
    df: FloatArray

    @property
    def tvalue(self) -> FloatArray:
        """The statistics."""
        return self.statistic

    def conf_int(self, alpha: float = 0.05) -> FloatArray:
        """Intervals of the combinations, shape (q, 2)."""
        return np.column_stack(intervals.wald(self.effect, self.sd, self.df, alpha))

    def summary_frame(self, alpha: float = 0.05) -> pd.DataFrame:
        """One row a restriction, with the columns of statsmodels."""
        letter, limits = self._letter(), self.conf_int(alpha)
        columns = {
            "coef": self.effect, "std err": self.sd, letter: self.statistic,
            f"P>|{letter}|": self.pvalue, "Conf. Int. Low": limits[:, 0],
            "Conf. Int. Upp.": limits[:, 1],
        }  # fmt: skip
        return pd.DataFrame(columns, index=list(self.labels))

    def summary(self, alpha: float = 0.05) -> Summary:
        """The tests as a table."""
        frame, level = self.summary_frame(alpha), f"{100 * (1 - alpha):g}%"
        head = (
            "",
            "estimate",
            "std. error",
            self._letter(),
            "p",
            f"{level} lower",
            f"{level} upper",
        )
        rows = tuple(
            (label, *map(number, row.tolist()))
            for label, row in zip(self.labels, frame.to_numpy(), strict=True)
        )
        return Summary("Tests of restrictions", (), head, rows)

    def _letter(self) -> str:
        return "z" if np.isinf(self.df).all() else "t"


def restriction(fit: Fit, given: Any, value: Any) -> tuple[Any, Any]:
    """A restriction on all parameters as one on those estimated, and what it should equal.

    Raises
    ------
    RegressionError
        If it cannot be read.
    """
    if not callable(given):
        found = linear(fit, given, value)
        return found.matrix, found.target - found.shift
    function = given if fit.held is None else fit.held.on_estimated(given)
    names = list(fit.names)
    try:
        count = np.size(function(pd.Series(fit.params, index=names)))
    except Exception as error:
        raise RegressionError(f"restriction raised {type(error).__name__}: {error}") from error
    return function, values(value, count)


def t_test(
    fit: Fit, covariance: Covariance, given: Any, value: Any, without: Mapping[str, str]
) -> ContrastTest:
    """Test linear restrictions one by one; see `NLSResults.t_test`.

    Raises
    ------
    RegressionError
        If they are not linear or concern something without a standard error.
    """
    if callable(given):
        raise RegressionError("t_test takes linear restrictions; wald_test takes functions")
    found = linear(fit, given, value)
    matrix, target = found.matrix, found.target
    effect = matrix @ fit.params + found.shift
    for row, aim in zip(matrix, target - found.shift, strict=True):
        wald_test(fit, covariance, row, aim, without)
    sd = np.array([delta_se(row, covariance.matrix) for row in matrix])
    df = np.array([delta_df(row, covariance.df) for row in matrix])
    statistic = (effect - target) / sd
    pvalue = 2.0 * stats.t.sf(np.abs(statistic), df)
    return ContrastTest(found.labels, effect, sd, statistic, np.asarray(pvalue), df)
