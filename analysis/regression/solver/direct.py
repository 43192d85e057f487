"""The direct way to a minimum: one run of Levenberg-Marquardt, judged by its own end.

It serves fits that are well posed, which most are: derivatives are forward differences where none
are given, nothing is evaluated twice, and the end has to be a minimum inside the bounds at which
every parameter has its own effect. Whatever else happens is left to `optimise.solve`.
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
    is_perfect,
    negligible,
)
from analysis.regression.solver.problem import Shortest
from analysis.regression.solver.tangent import tangent

_FORWARD_STEP: float = float(np.finfo(np.float64).eps) ** 0.5
_EXTRAPOLATED_STEP = 8.0 * float(np.finfo(np.float64).eps) ** (1 / 3)
_PLACES = np.array([1.0, -1.0, 0.5, -0.5])
_LONG = 20_000
# Share of the length of the data by which evaluation in another order may differ.
_SAME = 1e-12
_ROUNDING = float(np.finfo(np.float64).eps)
# Accuracy asked of MINPACK; undamped steps do the rest.
_TOLERANCE = 1e-5
_STEPS = 10
# Steps that shrink by this factor or more will go on shrinking.
_SHRINKING = 0.5
# The least share by which the factor is taken to be uncertain.
_LEAST = 0.01
# What may then be left, as a share of each parameter.
_REST = 5e-9
_FACTOR = 100.0
# From where a step at zero is looked for, if one of the usual size shows nothing or too much.
_FIRST_STEP_AT_ZERO = 1e-24
_LONGER = 1e3
_TRIES_AT_ZERO = 14
_HIDDEN, _TOO_LONG, _SMALL = 1e-11, 1e-3, 1e-3


def direct(
    objective: Objective, shortest: Shortest, start: FloatArray, differences: bool
) -> Solution | None:
    """Minimise from a start, None unless that ends at a well-conditioned minimum.

    Parameters
    ----------
    objective : Objective
    shortest : Shortest
        Minus the residuals of the objective.
    start : array, shape (k,)
    differences : bool
        Whether derivatives are forward differences instead of those of the objective.
    """
    path = _Path(objective, shortest, differences)
    reach = _FACTOR if start.any() else _FACTOR * power_of_two(objective.length)
    with np.errstate(all="ignore"):
        try:
            params, _ = leastsq(
                path.deviations, start, Dfun=path.slopes, col_deriv=differences, ftol=_TOLERANCE,
                xtol=_TOLERANCE, gtol=_ROUNDING, maxfev=2 * objective.budget, factor=reach,
            )  # fmt: skip
            found = path.end(np.atleast_1d(params))
            for _ in range(_STEPS):
                if found is None or found.perfect or _still(found):
                    break
                last = path.last_step(found)
                if last is not None:
                    found = last
                    break
                trial = path.end(found.params + found.tangent.step)
                if trial is None or not trial.offset < found.offset:
                    break
                found = trial
        except BudgetError:
            return None
    return found if found is not None and found.converged else None


def _along(step: FloatArray, following: FloatArray) -> float:
    """By what factor the following step goes on in the direction of a step, or back."""
    length = float(step @ step)
    return float(following @ step) / length if length > 0.0 else math.inf


def _still(found: Solution) -> bool:
    return negligible(found.tangent.step, found.params, _REST)


class _Path:
    """Evaluations along the way; the last of them is remembered."""

    def __init__(self, objective: Objective, shortest: Shortest, differences: bool) -> None:
        self.objective, self.shortest, self.calls = objective, shortest, 0
        self.differences = differences
        # Whether the function broadcasts is found out at the first differences.
        self.together = False if shortest.several is None else None
        # The last points at which slopes were taken, in their order.
        self.trail: list[FloatArray] = []
        self.last: tuple[bytes, FloatArray] = (b"", np.empty(0))
        self.last_slopes: tuple[bytes, FloatArray] = (b"", np.empty(0))
        self.bounded = objective.bounded

    def outside(self, params: FloatArray) -> bool:
        """Whether a parameter lies on a bound or beyond it."""
        low, high = self.objective.lower, self.objective.upper
        return bool((params <= low).any() or (params >= high).any())

    def deviations(self, params: FloatArray) -> FloatArray:
        """Fitted minus observed in working units, not a number beyond the bounds."""
        key = params.tobytes()
        if key != self.last[0]:
            self.calls += 1
            if self.calls > self.objective.budget:
                raise BudgetError
            self.last = key, self._at(params)
        return self.last[1]

    def end(self, params: FloatArray) -> Solution | None:
        """The point judged as a minimum, None if it is none or badly conditioned."""
        if self.bounded and self.outside(params):
            return None
        values = self.deviations(params)
        ssr = float(values @ values)
        if not math.isfinite(ssr):
            return None
        jacobian = self._extrapolated(params).T if self.differences else self.slopes(params)
        self._passes(params)
        plane = tangent(jacobian, -values)
        if plane.inverse is None:
            return None
        perfect = is_perfect(ssr, self.objective)
        return Solution(
            params, -values, jacobian, ssr, plane.offset(ssr), self.calls, "lm", perfect, plane,
            self.objective.tolerance,
        )  # fmt: skip

    def last_step(self, found: Solution) -> Solution | None:
        """Where undamped steps lead, if that is clear from the last of them; no slopes are made.

        Near a minimum each step is a fraction of the one before, about the same fraction each time,
        so that all that are still to come add up to a geometric series (Aitken 1926).
        """
        plane = found.tangent
        if len(self.trail) < 3:
            return None
        steps = [*(np.diff(self.trail, axis=0) * plane.scales), plane.step * plane.scales]
        before, factor = (_along(steps[i], steps[i + 1]) for i in (0, 1))
        rest = plane.step * max(abs(factor - before), _LEAST * abs(factor)) / (1.0 - factor)
        if not abs(factor) < _SHRINKING or not negligible(rest, found.params, _REST):
            return None
        params = found.params + plane.step / (1.0 - factor)
        if self.bounded and self.outside(params):
            return None
        values = self.deviations(params)
        ssr = float(values @ values)
        if not ssr <= found.ssr:
            return None
        return Solution(
            params, -values, found.jacobian, ssr, factor**2 * found.offset, self.calls, "lm",
            found.perfect, plane, self.objective.tolerance,
        )  # fmt: skip

    def _passes(self, params: FloatArray) -> None:
        if not self.trail or (self.trail[-1] != params).any():
            self.trail = [*self.trail[-2:], params.copy()]

    def _at(self, params: FloatArray) -> FloatArray:
        values = self.shortest.one(params)
        return np.full_like(values, np.nan) if self.bounded and self.outside(params) else values

    def slopes(self, params: FloatArray) -> FloatArray:
        """Derivatives of the deviations, (k, n) if forward differences, (n, k) if given."""
        key = params.tobytes()
        if key == self.last_slopes[0]:
            return self.last_slopes[1]
        self._passes(params)
        if self.differences:
            self.last_slopes = key, self._forward(params)
        else:
            self.last_slopes = key, self.objective.jacobian(params)
        return self.last_slopes[1]

    def _forward(self, params: FloatArray) -> FloatArray:
        """Forward differences: good to eight digits, enough for steps."""
        base, points = self.deviations(params), np.empty((params.size, params.size))
        points[:] = params
        for j, value in enumerate(params.tolist()):
            points[j, j] = value + (_FORWARD_STEP * abs(value) or self._width(params, base, j))
        widths = points.diagonal() - params
        return np.asarray((self._several(points) - base) / widths[:, None])

    def _extrapolated(self, params: FloatArray) -> FloatArray:
        """Central differences with one extrapolation, for where the fit ends, (k, n)."""
        k, places = params.size, _PLACES if self.last[1].size <= _LONG else _PLACES[:2]
        widths = [
            _EXTRAPOLATED_STEP * abs(value) or self._width(params, self.last[1], j)
            for j, value in enumerate(params.tolist())
        ]
        # Moved up and down by a whole step and by half of it; in long series the data speak louder
        # than what the first of them is off by.
        points = params + places[:, None, None] * np.diag(widths)
        spans = np.diagonal(points, axis1=1, axis2=2)
        found = self._several(points.reshape(-1, k)).reshape(places.size, k, -1)
        full: FloatArray = (found[0] - found[1]) / (spans[0] - spans[1])[:, None]
        if places.size == 2:
            return full
        half = (found[2] - found[3]) / (spans[2] - spans[3])[:, None]
        return np.asarray((4.0 * half - full) / 3.0)

    def _several(self, points: FloatArray) -> FloatArray:
        """Deviations at several points, (R, k) to (R, n): at once where the function broadcasts."""
        self.calls += points.shape[0]
        if self.together and self.shortest.several is not None:
            found = self.shortest.several(points)
        else:
            found = np.stack([self.shortest.one(point) for point in points])
            if self.together is None:
                self.together = self._broadcasts(points, found)
        if self.bounded:
            for row, point in zip(found, points, strict=True):
                if self.outside(point):
                    row[:] = np.nan
        return found

    def _broadcasts(self, points: FloatArray, expected: FloatArray) -> bool:
        """Whether all points at once give what they give one by one, to rounding."""
        if self.shortest.several is None or points.shape[0] == 1:
            return False
        try:
            found = self.shortest.several(points)
        except Exception:
            return False
        if type(found) is not np.ndarray or found.shape != expected.shape:
            return False
        scale = max(self.objective.length, float(np.max(np.abs(expected), initial=0.0)))
        return bool(np.max(np.abs(found - expected), initial=0.0) <= _SAME * scale)

    def _width(self, params: FloatArray, base: FloatArray, j: int) -> float:
        """A step at zero that moves the mean visibly, but little."""
        size = max(float(np.max(np.abs(base), initial=0.0)), self.objective.length * _SMALL)
        point = params.copy()

        def rise(step: float) -> float:
            point[j] = step
            self.calls += 1
            return float(np.max(np.abs(self._at(point) - base), initial=0.0))

        if _HIDDEN * size < rise(_FORWARD_STEP) < _TOO_LONG * size:
            return _FORWARD_STEP
        step = _FIRST_STEP_AT_ZERO
        for _ in range(_TRIES_AT_ZERO):
            if not rise(step) <= _HIDDEN * size:
                break
            step *= _LONGER
        return step
