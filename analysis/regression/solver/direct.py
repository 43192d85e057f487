"""The direct way to a minimum: Levenberg-Marquardt, stopped where a step leaves little.

It serves fits that are well posed, which most are. MINPACK takes forward differences where no
derivatives are given. When a step of it leads so near to the minimum that its own errors are no
longer seen, the fit ends there; else where MINPACK ends by itself, judged by central differences.
Either end has to be a minimum inside the bounds at which every parameter has its own effect.
Whatever else happens is left to `optimise.solve`.
"""

from __future__ import annotations

import math
from operator import mul, sub, truediv

import numpy as np
from scipy.optimize import leastsq

from analysis.regression.arrays import FloatArray, power_of_two
from analysis.regression.solver.around import Around, shows
from analysis.regression.solver.optimise import (
    BudgetError,
    Ending,
    Objective,
    Solution,
    Vector,
    is_perfect,
    negligible,
)
from analysis.regression.solver.tangent import normal_equations, tangent

_ROUNDING = float(np.finfo(np.float64).eps)
# MINPACK's relative step: wider than its usual one, as rounding of a difference counts fully and
# its curvature only by the share that a Gauss-Newton step leaves.
_FORWARD_STEP = 2.0**-24
# Units in the last place of the data by which a difference may be rounded.
_UNITS = 4.0
# Sum of variance inflation factors from which the rounding of a central one would be seen.
_INFLATED = 30.0
# Accuracy asked of MINPACK, where no step of it ends the fit before.
_TIGHT = 1e-12
_STEPS = 10
# A longer step is not looked at as the last; what that may leave; how long it may be after
# MINPACK's own end: shares of each parameter.
_LAST, _LEFT, _REST = 1e-6, 2e-8, 5e-9
_FACTOR = 100.0


def direct(
    objective: Objective, shortest: Vector, slopes: Vector | None, start: FloatArray
) -> Ending | None:
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
    with np.errstate(all="ignore"):
        try:
            found = path.walk(start)
            for _ in range(_STEPS):
                if found is None or found.perfect:
                    break
                if negligible(found.tangent.step, found.params, _REST):
                    found = path.rounded_off(found)
                    break
                trial = path.end(found.params + found.tangent.step)
                if trial is None or not trial.offset < found.offset:
                    break
                found = trial
        except _SettledError:
            return path.settled
        except (BudgetError, _UnfitStepError):
            return None
    return found if found is not None and found.converged else None


class _SettledError(Exception):
    """The next step of MINPACK ends the fit."""


class _UnfitStepError(Exception):
    """A difference at zero that shows nothing, or too much."""


def _inflated(inverse: FloatArray) -> bool:
    return bool(sum(inverse.diagonal().tolist()) > _INFLATED)


def _beside(value: float) -> float:
    """Where MINPACK's difference from a value lies."""
    return value + (_FORWARD_STEP * abs(value) or _FORWARD_STEP)


def _near(trial: list[float], base: list[float]) -> bool:
    """Whether a step is so short that it may end a fit."""
    # The first of the parameters mostly tells.
    if abs(trial[0] - base[0]) > _LAST * abs(base[0]):
        return False
    return all(abs(t - b) <= _LAST * abs(b) for t, b in zip(trial, base, strict=True))


def _outside(objective: Objective, params: FloatArray) -> bool:
    """Whether a parameter lies on a bound or beyond it."""
    return bool((params <= objective.lower).any() or (params >= objective.upper).any())


def _inside(shortest: Vector, objective: Objective) -> Vector:
    """The deviations, not a number beyond the bounds."""

    def found(params: FloatArray) -> FloatArray:
        values = shortest(params)
        return np.full_like(values, np.nan) if _outside(objective, params) else values

    return found


class _Path:
    """The way of MINPACK to a minimum.

    ``bases`` are the points at which it took derivatives, ``last`` the values at ``point``, where
    it was last: points are kept as plain floats, of which there are few.
    """

    def __init__(self, objective: Objective, shortest: Vector, given: Vector | None) -> None:
        self.objective, self.given = objective, given
        self.calls, self.budget, self.bounded = 0, objective.budget, objective.bounded
        # Nothing here may hold the path itself: a circle would keep its arrays until it is found.
        self.at = _inside(shortest, objective) if self.bounded else shortest
        self.bases: list[list[float]] = []
        self.point: list[float] = []
        self.last = np.empty(0)
        self.settled: Ending | None = None

    @property
    def around(self) -> Around:
        """Central differences of what is counted."""
        return Around(self._counted, self.objective.length, _FORWARD_STEP)

    def _counted(self, params: FloatArray) -> FloatArray:
        self.calls += 1
        if self.calls > self.budget:
            raise BudgetError
        return self.at(params)

    def walk(self, start: FloatArray) -> Solution | None:
        """Where MINPACK ends, judged as `end` does."""
        reach = _FACTOR if any(start.tolist()) else _FACTOR * power_of_two(self.objective.length)
        ask, slopes = (self._differing(), None) if self.given is None else self._told(self.given)
        params, _ = leastsq(
            ask, start, Dfun=slopes, ftol=_TIGHT, xtol=_TIGHT, gtol=_ROUNDING,
            maxfev=2 * self.budget, factor=reach, epsfcn=_FORWARD_STEP**2,
        )  # fmt: skip
        return self.end(np.atleast_1d(params))

    # What MINPACK calls are closures: attributes would take a tenth of the time of a fit.

    def _differing(self) -> Vector:
        """The deviations, where MINPACK takes differences.

        The first of them shows that it accepted the point before: it moves one parameter of that
        after another, and then tries a step, and a shorter one if that is no use. It asks for the
        start twice.
        """
        at, bases, length = self.at, self.bases, self.objective.length
        before: list[float] = []
        around: list[FloatArray] = []
        here = last = self.last
        ahead, flat = 0, False

        def ask(params: FloatArray) -> FloatArray:
            nonlocal before, around, here, last, ahead, flat
            if not ahead:
                point = params.tolist()
                if point == before:
                    return last
                if before and point[0] == _beside(before[0]) and point[1:] == before[1:]:
                    bases.append(before)
                    here, around, ahead, flat = last, [], len(point), not all(before)
                    self.calls += ahead
                else:
                    if len(bases) > 2 and _near(point, bases[-1]):
                        widths = [_beside(value) - value for value in bases[-1]]
                        self._settle(np.array([*around, here]), widths)
                    self.point = before = point
                    self.last = last = self._counted(params)
                    return last
            values = at(params)
            around.append(values)
            ahead -= 1
            if flat and not before[-1 - ahead] and not shows(here, values, length):
                raise _UnfitStepError
            return values

        return ask

    def _told(self, given: Vector) -> tuple[Vector, Vector]:
        """The deviations and their derivatives, where these are given."""
        bases = self.bases
        before: list[float] = []
        base: list[float] = []
        here = last = there = self.last

        def ask(params: FloatArray) -> FloatArray:
            nonlocal before, last
            point = params.tolist()
            if point != before:
                if len(bases) > 2 and _near(point, base):
                    self._settle(np.array([*there.T, here]), None)
                self.point = before = point
                self.last = last = self._counted(params)
            return last

        def slopes(params: FloatArray) -> FloatArray:
            nonlocal base, here, there
            point = params.tolist()
            if point != base:
                here, base, there = last, point, given(params)
                bases.append(point)
            return there

        return ask, slopes

    def _settle(self, rows: FloatArray, widths: list[float] | None) -> None:
        """End the fit with the step from the last base, if it leaves little.

        Parameters
        ----------
        rows : array, shape (k + 1, n)
            Derivatives at the base and, last, the deviations; these beside it, one parameter moved
            after the other, instead of derivatives where there are ``widths``, of the moves.
        """
        here = rows[-1]
        if widths is not None:
            rows[:-1] -= here
        gram = rows.dot(rows.T)
        *slopes, ssr = gram[-1].tolist()
        solved = normal_equations(gram[:-1, :-1], slopes)
        if solved is None:
            return
        # Solved in units of the moves, as is.
        back, scales = solved.step, solved.scales
        if widths is not None:
            back = list(map(mul, back, widths))
            scales = list(map(truediv, scales, widths))
        off = self._off(back, scales, solved.inflation, ssr / here.size)
        if not off < self.objective.tolerance:
            return
        params = np.array(list(map(sub, self.bases[-1], back)))
        if self.bounded and _outside(self.objective, params):
            return
        # The mean follows its tangent plane over so short a step to the last digit.
        residuals = np.array([*solved.step, -1.0]).dot(rows)
        perfect = is_perfect(ssr, self.objective)
        self.settled = Ending(params, residuals, off, self.calls, "lm", perfect)
        raise _SettledError

    def _off(
        self, step: list[float], scales: list[float], inflation: list[float], variance: float
    ) -> float:
        """Largest share of its standard error by which a parameter may be off after a step.

        Steps shrink by a factor that settles near the minimum; the larger of the last two seen is
        taken for those to come. Infinite where that is more than a small share of a parameter, too.
        """
        base = self.bases[-1]
        # Data without errors have no standard errors; every digit is wanted there.
        if not variance or not all(base):
            return math.inf
        # In units of their effects.
        older, old, here = [list(map(mul, scales, point)) for point in self.bases[-3:]]
        last = math.hypot(*map(mul, scales, step))
        before, first = math.dist(here, old), math.dist(old, older)
        if not last < before < first:
            return math.inf
        shrinks = max(last / before, before / first)
        left, curved, rounded = shrinks / (1.0 - shrinks), 0.0, 0.0
        error = math.sqrt(variance)
        if self.given is None:
            curved = 0.5 * _FORWARD_STEP * shrinks * math.hypot(*here)
            rounded = _UNITS * _ROUNDING / _FORWARD_STEP * self.objective.length * error
        most = 0.0
        for d, b, s, v in zip(step, base, scales, inflation, strict=True):
            size, root = abs(b), math.sqrt(v)
            off = abs(d) * left + curved * v / s + rounded * root / s / (s * size)
            if not off <= _LEFT * size:
                return math.inf
            most = max(off * s / (error * root), most)
        return most

    def end(self, params: FloatArray) -> Solution | None:
        """The point judged as a minimum, None if it is none or badly conditioned."""
        if self.bounded and _outside(self.objective, params):
            return None
        values = self.last
        if params.tolist() != self.point:
            values = self._counted(params)
        ssr = float(values @ values)
        if not math.isfinite(ssr):
            return None
        residuals = -values
        jacobian = self.around.central(params, values) if self.given is None else self.given(params)
        plane = tangent(jacobian, residuals)
        if self.given is None and plane.inverse is not None and _inflated(plane.inverse):
            plane = tangent(self.around.extrapolated(params, values), residuals)
        if plane.inverse is None:
            return None
        perfect = is_perfect(ssr, self.objective)
        return Solution(
            params, residuals, plane.offset(ssr), self.calls, "lm", perfect, plane.jacobian, ssr,
            plane, self.objective.tolerance,
        )  # fmt: skip

    def rounded_off(self, found: Solution) -> Solution:
        """The last step, so small that the mean follows its tangent plane to the last digit."""
        params = found.params + found.tangent.step
        if self.bounded and _outside(self.objective, params):
            return found
        residuals = found.residuals - found.jacobian @ found.tangent.step
        return Solution(
            params, residuals, found.offset, self.calls, "lm", found.perfect, found.jacobian,
            float(residuals @ residuals), found.tangent, self.objective.tolerance,
        )  # fmt: skip
