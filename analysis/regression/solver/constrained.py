"""Least squares with one parameter, or one function of the parameters, held fixed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.regression.arrays import FloatArray
from analysis.regression.solver.optimise import Objective, resolve

Scalar = Callable[[FloatArray], float]
Gradient = Callable[[FloatArray], FloatArray]

_NEWTON_STEPS = 25
_MET = 1e-11


@dataclass(frozen=True)
class Restricted:
    """Restricted minimum: sum of squares and parameters.

    The sum is infinite where the mean is not defined, NaN where no minimum was found.
    """

    ssr: float
    params: FloatArray


def fixed_parameter(objective: Objective, j: int, value: float, start: FloatArray) -> Restricted:
    """Minimise over all parameters but the j-th, which is held at ``value``."""
    others = np.arange(start.size) != j

    def full(rest: FloatArray) -> FloatArray:
        params = np.empty(start.size)
        params[others], params[j] = rest, value
        return params

    point = full(start[others])
    if start.size == 1:
        return Restricted(_sum_of_squares(objective, point), point)
    inner = Objective(
        lambda rest: objective.residuals(full(rest)),
        lambda rest: np.ascontiguousarray(objective.jacobian(full(rest))[:, others]),
        objective.lower[others], objective.upper[others], objective.length,
    )  # fmt: skip
    if not math.isfinite(_sum_of_squares(objective, point)):
        return Restricted(math.inf, point)
    found = resolve(inner, start[others])
    if found is None:
        return Restricted(math.nan, point)
    return Restricted(found.ssr, full(found.params))


def fixed_function(
    objective: Objective, function: Scalar, gradient: Gradient, value: float, unit: float,
    start: FloatArray,
) -> Restricted:  # fmt: skip
    """Minimise subject to ``function(params) == value``.

    The parameter that moves the function most is solved for, given the others, by Newton steps;
    the rest is an unrestricted problem with the chain rule in its derivatives. Values that no
    parameters reach give infinity.
    """
    slope = gradient(start)
    j = int(np.argmax(np.abs(slope) * np.maximum(np.abs(start), unit)))
    others = np.arange(start.size) != j
    memory: dict[bytes, FloatArray] = {}

    def full(rest: FloatArray) -> FloatArray:
        key = rest.tobytes()
        if key not in memory:
            guess = start.copy()
            guess[others] = rest
            memory[key] = _solved(function, gradient, guess, j, value, unit)
        return memory[key]

    def jacobian(rest: FloatArray) -> FloatArray:
        point = full(rest)
        along, jac = gradient(point), objective.jacobian(point)
        return jac[:, others] - np.outer(jac[:, j], along[others] / along[j])

    point = full(start[others])
    if start.size == 1 or not math.isfinite(_sum_of_squares(objective, point)):
        return Restricted(_sum_of_squares(objective, point), point)
    inner = Objective(
        lambda rest: objective.residuals(full(rest)), jacobian,
        objective.lower[others], objective.upper[others], objective.length,
    )  # fmt: skip
    found = resolve(inner, start[others])
    if found is None:
        return Restricted(math.nan, point)
    return Restricted(found.ssr, full(found.params))


def _solved(
    function: Scalar, gradient: Gradient, guess: FloatArray, j: int, value: float, unit: float
) -> FloatArray:
    """Parameters with the j-th moved so that the function has its value, NaN if it cannot."""
    params = guess.copy()
    for _ in range(_NEWTON_STEPS):
        gap = function(params) - value
        if not math.isfinite(gap):
            break
        if abs(gap) <= _MET * unit:
            return params
        slope = float(gradient(params)[j])
        if slope == 0.0:
            break
        params[j] -= gap / slope
    return np.full_like(guess, np.nan)


def _sum_of_squares(objective: Objective, params: FloatArray) -> float:
    with np.errstate(all="ignore"):
        values = objective.residuals(params)
        total = float(values @ values)
    return total if math.isfinite(total) else math.inf
