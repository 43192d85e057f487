"""The direct way to a minimum: one run of Levenberg-Marquardt, judged by its own end.

It serves fits that are well posed, which most are: where no derivatives are given MINPACK takes
forward differences, and the end has to be a minimum inside the bounds, by central differences, at
which every parameter has its own effect. Whatever else happens is left to `optimise.solve`.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import leastsq

from analysis.regression.arrays import FloatArray, power_of_two
from analysis.regression.solver.optimise import (
    BudgetError,
    Objective,
    Solution,
    Vector,
    is_perfect,
    negligible,
)
from analysis.regression.solver.tangent import tangent

_FORWARD_STEP: float = float(np.finfo(np.float64).eps) ** 0.5
_CENTRAL_STEP = float(np.finfo(np.float64).eps) ** (1 / 3)
_WIDE = 8.0 * _CENTRAL_STEP
# Sum of variance inflation factors from which the rounding of a difference would be seen.
_INFLATED = 30.0
_ROUNDING = float(np.finfo(np.float64).eps)
# Accuracy asked of MINPACK: a last round costs less than the plane that would show how to spare it.
_TOLERANCE = 1e-12
_STEPS = 10
# What may then be left, as a share of each parameter.
_REST = 5e-9
_NO_WORSE = 1.0 + 1e-12
_FACTOR = 100.0
# From where a step at zero is looked for, if one of the usual size shows nothing or too much.
_FIRST_STEP_AT_ZERO = 1e-24
_LONGER = 1e3
_TRIES_AT_ZERO = 14
_HIDDEN, _TOO_LONG, _SMALL = 1e-11, 1e-3, 1e-3


def direct(
    objective: Objective, shortest: Vector, start: FloatArray, differences: bool
) -> Solution | None:
    """Minimise from a start, None unless that ends at a well-conditioned minimum.

    Parameters
    ----------
    objective : Objective
    shortest : callable
        Minus the residuals of the objective.
    start : array, shape (k,)
    differences : bool
        Whether derivatives are forward differences instead of those of the objective.
    """
    path = _Path(objective, shortest, differences)
    reach = _FACTOR if start.any() else _FACTOR * power_of_two(objective.length)
    with np.errstate(all="ignore"):
        try:
            if differences and not path.takes_usual_steps(start):
                return None
            params, _ = leastsq(
                path.deviations, start,
                Dfun=None if differences else path.slopes, ftol=_TOLERANCE, xtol=_TOLERANCE,
                gtol=_ROUNDING, maxfev=2 * objective.budget, factor=reach, epsfcn=_ROUNDING,
            )  # fmt: skip
            found = path.end(np.atleast_1d(params))
            for _ in range(_STEPS):
                if found is None or found.perfect:
                    break
                if _still(found):
                    found = path.rounded_off(found)
                    break
                trial = path.end(found.params + found.tangent.step)
                if trial is None or not trial.offset < found.offset:
                    break
                found = trial
        except BudgetError:
            return None
    return found if found is not None and found.converged else None


def _still(found: Solution) -> bool:
    return negligible(found.tangent.step, found.params, _REST)


def _inflated(inverse: FloatArray) -> bool:
    return bool(sum(inverse.diagonal().tolist()) > _INFLATED)


class _Path:
    """Evaluations along the way; the last that MINPACK asked for is remembered."""

    def __init__(self, objective: Objective, shortest: Vector, differences: bool) -> None:
        self.objective, self.shortest, self.calls = objective, shortest, 0
        self.differences, self.bounded = differences, objective.bounded
        self.last: tuple[bytes, FloatArray] = (b"", np.empty(0))
        self.last_slopes: tuple[bytes, FloatArray] = (b"", np.empty(0))

    def outside(self, params: FloatArray) -> bool:
        """Whether a parameter lies on a bound or beyond it."""
        low, high = self.objective.lower, self.objective.upper
        return bool((params <= low).any() or (params >= high).any())

    def at(self, params: FloatArray) -> FloatArray:
        """Fitted minus observed in working units, not a number beyond the bounds."""
        self.calls += 1
        if self.calls > self.objective.budget:
            raise BudgetError
        values = self.shortest(params)
        return np.full_like(values, np.nan) if self.bounded and self.outside(params) else values

    def deviations(self, params: FloatArray) -> FloatArray:
        """The same, remembered: MINPACK asks for the start twice, and again before slopes."""
        key = params.tobytes()
        if key != self.last[0]:
            self.last = key, self.at(params)
        return self.last[1]

    def takes_usual_steps(self, start: FloatArray) -> bool:
        """Whether differences of the usual width, which are MINPACK's, show all effects at zero."""
        if all(start.tolist()):
            return True
        base, zeros = self.deviations(start), np.flatnonzero(start == 0.0).tolist()
        return all(self._width(start, base, j) == _FORWARD_STEP for j in zeros)

    def end(self, params: FloatArray) -> Solution | None:
        """The point judged as a minimum, None if it is none or badly conditioned."""
        if self.bounded and self.outside(params):
            return None
        values = self.deviations(params)
        ssr = float(values @ values)
        if not math.isfinite(ssr):
            return None
        jacobian = self._central(params, values) if self.differences else self.slopes(params)
        plane = tangent(jacobian, -values)
        if self.differences and plane.inverse is not None and _inflated(plane.inverse):
            plane = tangent(self._extrapolated(params, values), -values)
        if plane.inverse is None:
            return None
        perfect = is_perfect(ssr, self.objective)
        return Solution(
            params, -values, plane.jacobian, ssr, plane.offset(ssr), self.calls, "lm", perfect,
            plane, self.objective.tolerance,
        )  # fmt: skip

    def rounded_off(self, found: Solution) -> Solution:
        """The last step, too small to change the plane: it takes off what differences left."""
        params = found.params + found.tangent.step
        if self.bounded and self.outside(params):
            return found
        values = self.at(params)
        ssr = float(values @ values)
        if not ssr <= found.ssr * _NO_WORSE:
            return found
        return Solution(
            params, -values, found.jacobian, ssr, found.offset, self.calls, "lm", found.perfect,
            found.tangent, self.objective.tolerance,
        )  # fmt: skip

    def slopes(self, params: FloatArray) -> FloatArray:
        """Derivatives of the deviations as the user gives them, (n, k)."""
        key = params.tobytes()
        if key != self.last_slopes[0]:
            self.last_slopes = key, self.objective.jacobian(params)
        return self.last_slopes[1]

    def _extrapolated(self, params: FloatArray, base: FloatArray) -> FloatArray:
        """Two of them put together, good to twelve, where rounding of one would be inflated."""
        half, full = (self._central(params, base, _WIDE * part) for part in (0.5, 1.0))
        return np.asarray((4.0 * half - full) / 3.0)

    def _central(
        self, params: FloatArray, base: FloatArray, step: float = _CENTRAL_STEP
    ) -> FloatArray:
        """Central differences, good to ten digits, for where the fit ends, (n, k)."""
        found = np.empty((params.size, base.size))
        for j, value in enumerate(params.tolist()):
            width = step * abs(value) or self._width(params, base, j)
            up, down = params.copy(), params.copy()
            up[j], down[j] = value + width, value - width
            found[j] = (self.at(up) - self.at(down)) / (up[j] - down[j])
        return found.T

    def _width(self, params: FloatArray, base: FloatArray, j: int) -> float:
        """A step at zero that moves the mean visibly, but little."""
        size = max(float(np.abs(base).max()), self.objective.length * _SMALL)
        point = params.copy()

        def rise(step: float) -> float:
            point[j] = step
            return float(np.abs(self.at(point) - base).max())

        if _HIDDEN * size < rise(_FORWARD_STEP) < _TOO_LONG * size:
            return _FORWARD_STEP
        step = _FIRST_STEP_AT_ZERO
        for _ in range(_TRIES_AT_ZERO):
            if not rise(step) <= _HIDDEN * size:
                break
            step *= _LONGER
        return step
