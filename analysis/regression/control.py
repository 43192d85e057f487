"""Control function: first-stage residuals of an endogenous regressor enter the equation.

Wooldridge (2015, Journal of Human Resources 50(2), 420-445). The endogenous column of ``exog``
is regressed on a constant and the instruments; its residual becomes the last column of what the
model function receives as ``exog``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, frozen
from analysis.regression.parameters import position
from analysis.regression.solver.mean_function import MeanFunction

_STEP = float(np.finfo(np.float64).eps) ** (1 / 3)


@dataclass(frozen=True)
class ControlFunction:
    """Which regressor is endogenous and what moves it.

    Parameters
    ----------
    column : str or int
        Column of ``exog``, by name or position.
    instruments : array or DataFrame, shape (n, q)
        Excluded instruments and, usually, the exogenous regressors; a constant is added.

    Examples
    --------
    A price that answers to demand, moved by a cost; the true slope is -1.

    >>> import numpy as np
    >>> from analysis.regression import NonlinearLS
    >>> cost, demand = np.random.default_rng(0).standard_normal((2, 5000))
    >>> price = cost + demand
    >>> quantity = 3.0 - price + demand
    >>> def line(p, x):
    ...     return p[0] + p[1] * x[..., 0] + (p[2] * x[..., 1] if len(p) == 3 else 0.0)
    >>> naive = NonlinearLS(line, quantity, price[:, None], start=[0, 0]).fit()
    >>> control = ControlFunction(0, cost)
    >>> fit = NonlinearLS(line, quantity, price[:, None], start=[0, 0, 0], controls=control).fit()
    >>> round(float(naive.params["p1"]), 1), round(float(fit.params["p1"]), 1)
    (-0.5, -1.0)
    """

    column: str | int
    instruments: Any


@dataclass(frozen=True)
class FirstStage:
    """Least squares of the endogenous regressor on the instruments.

    Parameters
    ----------
    column : int
        Position of the endogenous regressor among the columns of exog.
    design : array, shape (n, q + 1)
        Constant and instruments.
    coefficients : array, shape (q + 1,)
    residuals : array, shape (n,)
    fvalue : float
        F statistic of the instruments that are no regressors of the equation themselves.
    df : tuple of int
        Its degrees of freedom.
    """

    column: int
    design: FloatArray
    coefficients: FloatArray
    residuals: FloatArray
    fvalue: float
    df: tuple[int, int]


def first_stage(
    exog: FloatArray, instruments: FloatArray, column: str | int, names: tuple[str, ...]
) -> FirstStage:
    """Fit the first stage.

    Raises
    ------
    RegressionError
        If the instruments are collinear or none of them is excluded from the equation.
    """
    table = exog[:, None] if exog.ndim == 1 else exog
    place = position(names, column)
    design = np.column_stack([np.ones(table.shape[0]), instruments])
    n, q = design.shape
    if np.linalg.matrix_rank(design) < q or n <= q:
        raise RegressionError(f"{q - 1} instruments are collinear or too many for {n} rows")
    excluded = [
        j for j in range(q)
        if j > 0 and not any(np.array_equal(design[:, j], other) for other in table.T)
    ]  # fmt: skip
    if not excluded:
        raise RegressionError("every instrument is a regressor of the equation; none excluded")
    endogenous = table[:, place]
    coefficients, residuals = _least_squares(design, endogenous)
    kept = [j for j in range(q) if j not in excluded]
    _, restricted = _least_squares(design[:, kept], endogenous)
    ssr, df = float(residuals @ residuals), (len(excluded), n - q)
    gain = float(restricted @ restricted) - ssr
    fvalue = float(np.inf) if ssr == 0.0 else gain / df[0] / (ssr / df[1])
    return FirstStage(place, design, coefficients, residuals, fvalue, df)


def _least_squares(design: FloatArray, endog: FloatArray) -> tuple[FloatArray, FloatArray]:
    coefficients = np.asarray(np.linalg.lstsq(design, endog)[0], dtype=np.float64)
    return coefficients, np.asarray(endog - design @ coefficients, dtype=np.float64)


def augmented(exog: FloatArray, stage: FirstStage) -> FloatArray:
    """Regressors with the first-stage residual as last column, shape (n, m + 1)."""
    return frozen(np.column_stack([exog, stage.residuals]))


def correction(
    mean_function: MeanFunction, params: FloatArray, exog: FloatArray, jacobian: FloatArray,
    root_weights: FloatArray | None, stage: FirstStage,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """What estimating the first stage adds to the scores and to the nonrobust meat.

    Expanding the estimating equations around the true first stage (Murphy and Topel 1985, JBES
    3(4), 370-379), the scores become J u + C z v with C = J'DZ (Z'Z)^-1 and D the derivative of
    the mean by the residual.

    Returns
    -------
    scores : array, shape (n, k)
    meat : array, shape (k, k)
    """
    step = _STEP * (float(np.std(exog[:, -1])) or 1e-8)
    above, below = np.array(exog), np.array(exog)
    above[:, -1] += step
    below[:, -1] -= step
    slope = (mean_function.mean(params, above) - mean_function.mean(params, below)) / (2.0 * step)
    if root_weights is not None:
        slope = slope * root_weights
    inverse = np.linalg.inv(stage.design.T @ stage.design)
    share = (jacobian * slope[:, None]).T @ stage.design @ inverse
    variance = float(stage.residuals @ stage.residuals) / stage.df[1]
    scores = (stage.design * stage.residuals[:, None]) @ share.T
    meat = variance * share @ (stage.design.T @ stage.design) @ share.T
    return np.asarray(scores), np.asarray(meat)
