"""A supremum test of a break of the curve at an unknown date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import f as fisher

from analysis.demand.checks.random_walks import default_block, residual_blocks
from analysis.demand.curves.curve import FloatArray
from analysis.demand.model import DemandModel
from analysis.errors import BreakDateError

IntArray = NDArray[np.intp]

TRIMMING = 0.15
DRAWS = 999


@dataclass(frozen=True)
class BreakTest:
    """Supremum F test that all parameters of the curve are the same before and after a date.

    Parameters
    ----------
    statistic : float
        Largest F over the dates.
    date : object
        Label of the last observation before the break that gives it.
    pvalue : float
        Bootstrap.
    critical : dict of float to float
        Bootstrap critical values by significance level.
    path : Series
        F by date.
    declared : DataFrame
        F, its p-value and the bootstrap p-value for the dates named beforehand.
    """

    statistic: float
    date: object
    pvalue: float
    critical: dict[float, float]
    path: pd.Series
    declared: pd.DataFrame


def break_test(
    model: DemandModel,
    dates: Sequence[object] = (),
    n: int = DRAWS,
    seed: int = 0,
    block_length: int | None = None,
    trimming: float = TRIMMING,
) -> BreakTest:
    """Test for a break of all parameters at an unknown date.

    F statistics are those of the regression linearised at the full-sample estimate (one
    Gauss-Newton step for each half, Andrews and Fair 1988). The null distribution comes from
    blocks of residuals, since trending regressors and dependent errors invalidate the tables.

    Parameters
    ----------
    model : DemandModel
    dates : sequence of labels
        Last observations before breaks named in advance.
    n : int
        Bootstrap draws.
    seed : int
    block_length : int, optional
        n**(1/3) rounded up if not given.
    trimming : float
        Share of observations at each end where no break is looked for.

    References
    ----------
    Andrews, D. (1993), Econometrica 61(4), 821-856. Andrews, D. and Fair, R. (1988), Review of
    Economic Studies 55(4), 615-640.

    Raises
    ------
    BreakDateError
        For a declared date that is not a row, or leaves a side with too few observations.
    """
    series, equation = model.series, model.equation
    fitted = model.fit()
    exog = equation.regressors(series)
    jacobian = equation.batched_jacobian(fitted.mean_params, exog)
    jacobian = jacobian / np.linalg.norm(jacobian, axis=0)
    residuals = equation.endog(series) - equation.batched(fitted.mean_params, exog)
    splits = _splits(series.nobs, jacobian.shape[1], trimming)
    observed = f_path(jacobian, residuals[:, None], splits)[:, 0]
    length = default_block(series.nobs) if block_length is None else block_length
    drawn = residual_blocks(residuals, length, n, np.random.default_rng(seed))
    null = f_path(jacobian, drawn, splits)
    best = int(np.argmax(observed))
    largest = null.max(axis=0)
    return BreakTest(
        float(observed[best]),
        series.index[splits[best] - 1],
        float((1 + (largest >= observed[best]).sum()) / (1 + n)),
        {level: float(np.quantile(largest, 1 - level)) for level in (0.10, 0.05, 0.01)},
        pd.Series(observed, index=series.index[splits - 1], name="F"),
        _declared(dates, series.index, jacobian, residuals, drawn),
    )


def _splits(nobs: int, size: int, trimming: float) -> IntArray:
    """Numbers of observations before a break, leaving enough for every parameter on both sides."""
    margin = max(int(np.ceil(trimming * nobs)), size + 1)
    return np.arange(margin, nobs - margin + 1, dtype=np.intp)


def f_path(jacobian: FloatArray, residuals: FloatArray, splits: IntArray) -> FloatArray:
    """F statistics of a break after each number of observations.

    Parameters
    ----------
    jacobian : array of shape (n, k)
    residuals : array of shape (n, m)
        Several sets at once.
    splits : int array of shape (s,)

    Returns
    -------
    array of shape (s, m)
    """
    nobs, size = jacobian.shape
    restricted = _unexplained(jacobian, residuals)
    rows = []
    for split in splits:
        before, after = jacobian[:split], jacobian[split:]
        free = _unexplained(before, residuals[:split]) + _unexplained(after, residuals[split:])
        rows.append((restricted - free) / size / (free / (nobs - 2 * size)))
    return np.array(rows)


def _unexplained(design: FloatArray, values: FloatArray) -> FloatArray:
    """Sums of squares left by least squares, for each column of values, shape (m,)."""
    basis, _ = np.linalg.qr(design)
    projected = basis.T @ values
    return np.asarray((values**2).sum(axis=0) - (projected**2).sum(axis=0))


def _declared(
    dates: Sequence[object],
    index: pd.Index,
    jacobian: FloatArray,
    residuals: FloatArray,
    drawn: FloatArray,
) -> pd.DataFrame:
    nobs, size = jacobian.shape
    rows = {}
    for date in dates:
        if date not in index:
            raise BreakDateError(
                f"break after {date!r}; allowed: a row from {index[0]} to {index[-1]}"
            )
        split = np.array([int(np.flatnonzero(index == date)[0]) + 1])
        if not size < split[0] < nobs - size:
            raise BreakDateError(
                f"break after {date!r} leaves {split[0]} and {nobs - split[0]} observations; "
                f"allowed: more than {size} on each side"
            )
        statistic = float(f_path(jacobian, residuals[:, None], split)[0, 0])
        null = f_path(jacobian, drawn, split)[0]
        rows[date] = {
            "F": statistic,
            "p": float(fisher.sf(statistic, size, nobs - 2 * size)),
            "bootstrap_p": float((1 + (null >= statistic).sum()) / (1 + len(null))),
        }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["F", "p", "bootstrap_p"])
    table.index.name = "last_before"
    return table
