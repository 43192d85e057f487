"""Linear least squares with the covariances of `NonlinearLS`, on arrays."""

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
from analysis.regression.inference import intervals
from analysis.regression.inference.covariance import (
    Covariance,
    CovType,
    TangentRegression,
    estimate,
)
from analysis.regression.labels import labels_of


@dataclass(frozen=True, repr=False)
class LinearResults(Shown):
    """Coefficients of a linear regression and their covariance.

    Parameters
    ----------
    names : tuple of str
    coefficients : array, shape (k,)
    residuals : array, shape (n,)
    covariance : Covariance
    """

    names: tuple[str, ...]
    coefficients: FloatArray
    residuals: FloatArray
    covariance: Covariance

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.residuals.size

    @property
    def params(self) -> pd.Series[float]:
        """Estimates, labelled."""
        return pd.Series(self.coefficients, index=list(self.names))

    @property
    def bse(self) -> pd.Series[float]:
        """Standard errors."""
        return pd.Series(np.sqrt(np.diag(self.covariance.matrix)), index=list(self.names))

    @property
    def df(self) -> pd.Series[float]:
        """Degrees of freedom of the t distribution of each coefficient."""
        return pd.Series(self.covariance.df, index=list(self.names))

    @property
    def tvalues(self) -> pd.Series[float]:
        """Estimates over standard errors."""
        return self.params / self.bse

    def conf_int(self, alpha: float = 0.05) -> pd.DataFrame:
        """Student intervals, columns ``lower`` and ``upper``."""
        lower, upper = intervals.wald(
            self.coefficients, np.asarray(self.bse), self.covariance.df, alpha
        )
        return pd.DataFrame({"lower": lower, "upper": upper}, index=list(self.names))

    def summary(self, alpha: float = 0.05) -> Summary:
        """Estimates with standard errors, tests and intervals."""
        level = f"{100 * (1 - alpha):g}%"
        header = ("", "estimate", "std. error", "t", "p", f"{level} lower", f"{level} upper")
        tails = 2.0 * stats.t.sf(np.abs(self.tvalues), self.covariance.df)
        columns = (self.params, self.bse, self.tvalues, tails, *self.conf_int(alpha).T.to_numpy())
        rows = tuple(
            (name, *map(number, row))
            for name, row in zip(self.names, zip(*columns, strict=True), strict=True)
        )
        facts = (("observations", str(self.nobs)), ("covariance", self.covariance.description))
        return Summary("Linear least squares", facts, header, rows)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name} {value:.4g}" for name, value in self.params.items())
        return f"<LinearResults: {shown}; n = {self.nobs}, {self.covariance.cov_type}>"


def linear_ls(
    design: Any,
    endog: Any,
    cov_type: CovType = "nonrobust",
    cov_kwds: Mapping[str, Any] | None = None,
    use_t: bool = True,
) -> LinearResults:
    """Regress endog on the columns of a design; no constant is added.

    Parameters
    ----------
    design : array or DataFrame, shape (n, k)
    endog : array, shape (n,)
    cov_type, cov_kwds, use_t
        As in `NonlinearLS.fit`.

    Raises
    ------
    RegressionError
        If shapes do not match, values are missing, or columns are collinear.
    RegressionError
    RegressionError
        If the covariance is unknown or not defined here.

    Examples
    --------
    Two firms report four wages each; errors within a firm may move together.

    >>> import numpy as np
    >>> experience = np.array([1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0])
    >>> log_wage = np.array([2.0, 2.3, 2.4, 2.7, 2.2, 2.3, 2.6, 2.7])
    >>> design = np.column_stack([np.ones(8), experience])
    >>> firm = np.repeat(["a", "b"], 4)
    >>> fit = linear_ls(design, log_wage, "cluster", {"groups": firm, "kind": "CR1"})
    >>> fit.params.round(2).tolist()
    [1.9, 0.2]
    >>> fit.covariance.description
    'cluster, CR1, 2 clusters, t(1)'
    """
    labels = tuple(map(str, design.columns)) if isinstance(design, pd.DataFrame) else None
    table, outcome = _numbers(design), _numbers(endog)
    if table.ndim != 2 or outcome.shape != table.shape[:1]:
        raise RegressionError(
            f"design has shape {table.shape}, endog {outcome.shape}; expected (n, k) and (n,)"
        )
    index = labels_of(endog, design)
    n, k = table.shape
    if n <= k:
        raise RegressionError(f"{n} observations for {k} coefficients; at least {k + 1} are needed")
    if np.linalg.matrix_rank(table) < k:
        raise RegressionError(f"the {k} columns of the design are collinear")
    inverse = np.linalg.pinv(table)
    params = inverse @ outcome
    residuals = outcome - table @ params
    regression = TangentRegression(
        table, residuals, table * residuals[:, None], inverse @ inverse.T,
        float(residuals @ residuals) / (n - k), n - k, None, np.ones(n, dtype=np.bool_), index,
    )  # fmt: skip
    names = labels if labels is not None else tuple(f"x{j}" for j in range(k))
    return LinearResults(names, params, residuals, estimate(regression, cov_type, cov_kwds, use_t))


def _numbers(values: Any) -> FloatArray:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise RegressionError(f"design or endog is not numeric: {error}") from error
    if not np.isfinite(array).all():
        raise RegressionError("design or endog has missing or infinite values")
    return array
