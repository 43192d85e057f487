"""Whether the end of a fit is a minimum, and a Jacobian the derivative of its function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analysis.errors import FunctionError
from analysis.regression.arrays import BoolArray, FloatArray, ModelFunction
from analysis.regression.solver.mean_function import MeanFunction, central_difference
from analysis.regression.solver.problem import Problem
from analysis.regression.solver.tangent import Tangent

# A wrong Jacobian is off by order one; differences are good to nine digits where they are any good.
_AGREEMENT = 1e-3
# Length of a step beside the estimate in residual standard deviations: short, so that the sum of
# squares is a parabola; a fall by less than this share of it may be rounding.
_STEP = 0.1
_FALL = 1e-7
# Singular values below this share of the largest are left alone: their directions are examined as
# flat, and a step that long leaves the neighbourhood.
_UNFIT = 1e-6
_FLAT = 1e-12
_SHARES = (1e-3, 1e-2, 0.1, 1.0)


@dataclass(frozen=True)
class Point:
    """Where a fit ended.

    Parameters
    ----------
    params, lower, upper : array, shape (k,)
    free : array of bool, shape (k,)
        Parameters that do not lie on a bound.
    plane : Tangent
        Tangent plane over them.
    objective : float
        Sum of squares of the working residuals.
    """

    params: FloatArray
    lower: FloatArray
    upper: FloatArray
    free: BoolArray
    plane: Tangent
    objective: float

    def inside(self, params: FloatArray) -> bool:
        """Whether parameters lie within the bounds."""
        return bool(((params >= self.lower) & (params <= self.upper)).all())


def wrong_jacobian(problem: Problem, names: tuple[str, ...], point: Point) -> str:
    """Where a Jacobian that was given is not the derivative of the function, empty if nowhere."""
    mean_function = problem.mean_function
    if mean_function.jac is None:
        return ""
    params = point.params[:-1] if problem.ar1 else point.params
    try:
        with np.errstate(all="ignore"):
            given = mean_function.jacobian(params, problem.exog)
            numeric = central_difference(_mean_alone(mean_function), params, problem.exog)
    except FunctionError:
        return ""
    usable = np.isfinite(given) & np.isfinite(numeric)
    gap = np.where(usable, np.abs(given - numeric), 0.0)
    sizes = np.where(usable, np.maximum(np.abs(given), np.abs(numeric)), 0.0)
    off = gap > _AGREEMENT * np.max(sizes, axis=0, initial=0.0)
    if not off.any():
        return ""
    row, column = (int(i) for i in np.unravel_index(np.argmax(np.where(off, gap, -1.0)), gap.shape))
    return (
        f"jac is not the derivative of function: by {names[column]!r} it gives "
        f"{given[row, column]:.4g} in row {row}, differences give {numeric[row, column]:.4g}"
    )


def _mean_alone(mean_function: MeanFunction) -> ModelFunction:
    if mean_function.jac is True:
        return lambda params, exog: mean_function.function(params, exog)[0]
    return mean_function.function


def no_minimum(problem: Problem, point: Point) -> str:
    """Why a stationary point is no minimum, empty if it is one.

    The slope is zero on a saddle and at a maximum, too; there the sum of squares falls along some
    direction of the tangent plane.
    """
    for step in _steps(problem, point):
        for moved in (point.params + step, point.params - step):
            if not point.inside(moved):
                continue
            with np.errstate(all="ignore"):
                residuals = problem.residuals(moved)
                total = float(residuals @ residuals)
            if total < point.objective * (1.0 - _FALL):
                return (
                    "no minimum but a saddle or a maximum: the sum of squares falls from "
                    f"{point.objective:.6g} to {total:.6g} beside it; fit again with "
                    f"start={moved.tolist()}"
                )
    return ""


def _steps(problem: Problem, point: Point) -> Iterable[FloatArray]:
    """Steps along the directions of the tangent plane, short in units of the residuals.

    A direction in which the mean has no slope at all has no such unit: there several shares of the
    parameters are tried, or of one where a parameter is zero.
    """
    values, right = point.plane.decomposition
    sigma = np.sqrt(point.objective / max(problem.nobs - values.size, 1))
    sizes = np.where(point.params != 0.0, np.abs(point.params), 1.0)[point.free]
    level = []
    for value, direction in zip(values, right, strict=True):
        step = np.zeros_like(point.params)
        if value > _UNFIT * values[0]:
            step[point.free] = _STEP * sigma / value * direction / point.plane.scales
            yield step
        elif value <= _FLAT * values[0]:
            level.append(sizes * direction)
    # A product of two parameters at zero falls along neither of them, but between them.
    between = [a + sign * b for a, b in combinations(level, 2) for sign in (1.0, -1.0)]
    for direction in (*level, *between):
        for share in _SHARES:
            step = np.zeros_like(point.params)
            step[point.free] = share * direction
            yield step
