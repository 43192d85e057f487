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
# Accuracy asked of MINPACK: its own usual one, and where the end is not near enough then, this.
_USUAL, _TIGHT = 1e-8, 1e-12
_STEPS = 10
# How long the last step may be then, and what it may leave, as shares of each parameter.
_REST, _LEFT = 5e-9, 2e-8
_FACTOR = 100.0
# From where a step at zero is looked for, if one of the usual size shows nothing or too much.
_FIRST_STEP_AT_ZERO = 1e-24
_LONGER = 1e3
_TRIES_AT_ZERO = 14
_HIDDEN, _TOO_LONG, _SMALL = 1e-11, 1e-3, 1e-3


def direct(
    objective: Objective, shortest: Vector, slopes: Vector | None, start: FloatArray
) -> Solution | None:
    """Minimise from a start, None unless that ends at a well-conditioned minimum.

    Parameters
    ----------
    objective : Objective
    shortest : callable
        Minus the residuals of the objective.
    slopes : callable or None
        Their derivatives, (n, k); differences if there are none.
    start : array, shape (k,)
    """
    path = _Path(objective, shortest, slopes)
    reach = _FACTOR if start.any() else _FACTOR * power_of_two(objective.length)
    with np.errstate(all="ignore"):
        try:
            if slopes is None and not path.takes_usual_steps(start):
                return None
            found = path.walk(start, _USUAL, reach)
            if found is not None and not found.perfect:
                if found.converged and path.near(found):
                    return path.rounded_off(found)
                found = path.walk(found.params, _TIGHT, reach)
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

    def __init__(self, objective: Objective, shortest: Vector, given: Vector | None) -> None:
        self.objective, self.shortest = objective, shortest
        self.given = objective.jacobian if given is None else given
        self.calls, self.bounded, self.differences = 0, objective.bounded, given is None
        self.last: tuple[bytes, FloatArray] = (b"", np.empty(0))
        self.last_slopes: tuple[bytes, FloatArray] = (b"", np.empty(0))
        # Points at which derivatives were taken; where MINPACK's first difference from the last
        # point asked for would lie.
        self.bases: list[bytes] = []
        self.beside = math.nan

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
            first = params.item(0)
            if self.differences and first == self.beside:
                self.bases.append(self.last[0])
            self.beside = first + (_FORWARD_STEP * abs(first) or _FORWARD_STEP)
            self.last = key, self.at(params)
        return self.last[1]

    def takes_usual_steps(self, start: FloatArray) -> bool:
        """Whether differences of the usual width, which are MINPACK's, show all effects at zero."""
        if all(start.tolist()):
            return True
        base, zeros = self.deviations(start), np.flatnonzero(start == 0.0).tolist()
        return all(self._width(start, base, j) == _FORWARD_STEP for j in zeros)

    def walk(self, start: FloatArray, tolerance: float, reach: float) -> Solution | None:
        """Where MINPACK ends, judged as `end` does."""
        params, _ = leastsq(
            self.deviations, start, Dfun=None if self.differences else self.slopes,
            ftol=tolerance, xtol=tolerance, gtol=_ROUNDING, maxfev=2 * self.objective.budget,
            factor=reach, epsfcn=_ROUNDING,
        )  # fmt: skip
        return self.end(np.atleast_1d(params))

    def near(self, found: Solution) -> bool:
        """Whether a Gauss-Newton step from there leaves little.

        Such steps shrink by a factor that settles near the minimum; the larger of the last two
        seen is taken for those to come. No where fewer were made, one grew or leads beyond a bound.
        """
        here = found.params.tobytes()
        past = [key for key in self.bases if key != here][-2:]
        beyond = self.bounded and self.outside(found.params + found.tangent.step)
        if len(past) < 2 or beyond:
            return False
        # In units of their effects, few enough for plain floats.
        scales, point = found.tangent.scales.tolist(), found.params.tolist()
        older, old = (np.frombuffer(key).tolist() for key in past)
        rest = found.tangent.step.tolist()
        last = math.hypot(*(s * d for s, d in zip(scales, rest, strict=True)))
        before = math.hypot(*(s * (a - b) for s, a, b in zip(scales, point, old, strict=True)))
        first = math.hypot(*(s * (a - b) for s, a, b in zip(scales, old, older, strict=True)))
        if not 0.0 < last < before < first:
            return False
        shrinks = max(last / before, before / first)
        left = shrinks / (1.0 - shrinks)
        return all(abs(d) * left <= _LEFT * abs(p) for d, p in zip(rest, point, strict=True))

    def end(self, params: FloatArray) -> Solution | None:
        """The point judged as a minimum, None if it is none or badly conditioned."""
        if self.bounded and self.outside(params):
            return None
        values = self.deviations(params)
        ssr = float(values @ values)
        if not math.isfinite(ssr):
            return None
        residuals = -values
        jacobian = self._central(params, values) if self.differences else self.slopes(params)
        plane = tangent(jacobian, residuals)
        if self.differences and plane.inverse is not None and _inflated(plane.inverse):
            plane = tangent(self._extrapolated(params, values), residuals)
        if plane.inverse is None:
            return None
        perfect = is_perfect(ssr, self.objective)
        return Solution(
            params, residuals, plane.jacobian, ssr, plane.offset(ssr), self.calls, "lm", perfect,
            plane, self.objective.tolerance,
        )  # fmt: skip

    def rounded_off(self, found: Solution) -> Solution:
        """The last step, so small that the mean follows its tangent plane to the last digit."""
        params = found.params + found.tangent.step
        if self.bounded and self.outside(params):
            return found
        residuals = found.residuals - found.jacobian @ found.tangent.step
        return Solution(
            params, residuals, found.jacobian, float(residuals @ residuals), found.offset,
            self.calls, "lm", found.perfect, found.tangent, self.objective.tolerance,
        )  # fmt: skip

    def slopes(self, params: FloatArray) -> FloatArray:
        """Derivatives of the deviations as the user gives them, (n, k)."""
        key = params.tobytes()
        if key != self.last_slopes[0]:
            self.bases.append(key)
            self.last_slopes = key, self.given(params)
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
            high, low = value + width, value - width
            up, down = params.copy(), params.copy()
            up[j], down[j] = high, low
            rise = np.subtract(self.at(up), self.at(down), out=found[j])
            rise /= high - low
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
