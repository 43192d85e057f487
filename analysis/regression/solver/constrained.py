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
_HALVINGS = 12
# How near to its value a function has to come, in standard errors; and how near will do where no
# step comes nearer.
_MET = 1e-11
_NEARLY_MET = 1e-8
_RATIO = 2.0
# Evaluations of a restricted fit by one method: near its start it needs few, or another road.
_BUDGET = 100
_CANCELLED = 1e-9
_ROUNDING = 4.0 * float(np.finfo(np.float64).eps)


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
        objective.lower[others], objective.upper[others], objective.length, _BUDGET,
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

    One parameter is solved for, given the others, by Newton steps; the rest is an unrestricted
    problem with the chain rule in its derivatives. Where the function turns in that parameter the
    steps fail though the value is reached elsewhere, so that the others are tried in turn. NaN if
    none leads to a minimum: that says nothing about whether there is one.
    """
    constraint = _Constraint(function, gradient, value, unit)
    for j in _candidates(objective, gradient(start), start):
        found = _eliminating(objective, constraint, j, start)
        if math.isfinite(found.ssr):
            return found
    return Restricted(math.nan, start)


def _candidates(objective: Objective, slope: FloatArray, start: FloatArray) -> list[int]:
    """Parameters that move the function, first those that do so at little cost to the fit.

    Both slope and length of a column change with the unit of the parameter, their ratio does not.
    """
    with np.errstate(all="ignore"):
        cost = np.sqrt(np.sum(objective.jacobian(start) ** 2, axis=0))
        effect = np.nan_to_num(np.abs(slope) / cost, nan=0.0)
    order = np.argsort(-effect, kind="stable")
    return [int(j) for j in order if np.isfinite(slope[j]) and slope[j] != 0.0]


@dataclass(frozen=True)
class _Constraint:
    """A function of the parameters, its gradient, the value it has to have, its standard error."""

    function: Scalar
    gradient: Gradient
    value: float
    unit: float

    def met(self, gap: float) -> bool:
        """Whether a distance from the value is rounding, of the value itself where that is small.

        A positive quantity reaches zero at no parameters, however small beside its error it gets.
        """
        size = abs(self.value)
        return abs(gap) <= max(_MET * min(self.unit, size), _ROUNDING * size)

    def solved(self, guess: FloatArray, j: int, secant: float) -> FloatArray:
        """Parameters with the j-th moved so that the function has its value, NaN if it cannot.

        ``secant`` is a slope from nearby, NaN if none is known.
        """
        params, gap = guess, self.function(guess) - self.value
        for _ in range(_NEWTON_STEPS):
            if self.met(gap):
                return params
            found = self._nearer(params, gap, j, secant)
            if found is None and not math.isnan(secant):
                found = self._nearer(params, gap, j, math.nan)
            if found is None:
                # Differences of large numbers, and functions that are themselves computed by
                # iteration, come no nearer than their own rounding.
                rounding = abs(gap) <= _NEARLY_MET * self.unit
                return params if rounding else np.full_like(guess, np.nan)
            secant = (found[1] - gap) / float(found[0][j] - params[j])
            params, gap = found
        return np.full_like(guess, np.nan)

    def _nearer(
        self, params: FloatArray, gap: float, j: int, secant: float
    ) -> tuple[FloatArray, float] | None:
        """A Newton step, halved until it comes nearer to the value; a secant saves a gradient."""
        ratio = 1.0 + gap / self.value if self.value != 0.0 else 0.0
        by_factor = ratio > _RATIO or 0.0 < ratio < 1.0 / _RATIO
        known = math.isfinite(secant) and not by_factor
        slope = secant if known else float(self.gradient(params)[j])
        if slope == 0.0 or not math.isfinite(gap / slope):
            return None
        # A quantity with one sign that is off by a factor: its logarithm is nearer to a line.
        step = math.log(ratio) * (self.value + gap) / slope if by_factor else gap / slope
        for _ in range(_HALVINGS):
            trial = params.copy()
            trial[j] -= step
            left = self.function(trial) - self.value
            if abs(left) < abs(gap):
                return trial, left
            step /= 2.0
        return None


def _eliminating(
    objective: Objective, constraint: _Constraint, j: int, start: FloatArray
) -> Restricted:
    """The restricted minimum with the j-th parameter solved for."""
    others = np.arange(start.size) != j
    memory: dict[bytes, FloatArray] = {}
    slope = float(constraint.gradient(start)[j])

    def full(rest: FloatArray) -> FloatArray:
        key = rest.tobytes()
        if key not in memory:
            guess = start.copy()
            guess[others] = rest
            point = constraint.solved(guess, j, slope)
            # Not a number is outside, too.
            inside = objective.lower[j] <= point[j] <= objective.upper[j]
            memory[key] = point if inside else np.full_like(start, np.nan)
        return memory[key]

    def residuals(rest: FloatArray) -> FloatArray:
        point = full(rest)
        if math.isnan(point[j]):
            return np.full(nobs, np.nan)
        return objective.residuals(point)

    def jacobian(rest: FloatArray) -> FloatArray:
        point = full(rest)
        if math.isnan(point[j]):
            return np.full((nobs, rest.size), np.nan)
        along, jac = constraint.gradient(point), objective.jacobian(point)
        direct, through = jac[:, others], np.outer(jac[:, j], along[others] / along[j])
        left = direct - through
        # Where only the function enters the mean the two cancel, but for rounding.
        gone = np.sum(left**2, axis=0) <= _CANCELLED**2 * np.sum(direct**2 + through**2, axis=0)
        return np.where(gone, 0.0, left)

    nobs = objective.residuals(start).size
    point = full(start[others])
    if math.isnan(point[j]):
        return Restricted(math.nan, start)
    total = _sum_of_squares(objective, point)
    if start.size == 1 or not math.isfinite(total):
        return Restricted(total if math.isfinite(total) else math.nan, point)
    inner = Objective(
        residuals, jacobian, objective.lower[others], objective.upper[others], objective.length,
        _BUDGET,
    )  # fmt: skip
    found = resolve(inner, start[others], methods=1)
    if found is None:
        return Restricted(math.nan, point)
    return Restricted(found.ssr, full(found.params))


def _sum_of_squares(objective: Objective, params: FloatArray) -> float:
    with np.errstate(all="ignore"):
        values = objective.residuals(params)
        total = float(values @ values)
    return total if math.isfinite(total) else math.inf
