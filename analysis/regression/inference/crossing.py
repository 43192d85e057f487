"""Where a profile crosses its cut-off, looked for ever further from the estimate."""

from __future__ import annotations

import math

import numpy as np
from scipy import optimize

from analysis.regression.inference.profile_curve import (
    LostError,
    ProfileCurve,
)

# Values looked at on a side before it is given up; steps that double before distances grow faster;
# steps needed to judge that a profile levels off, the rise (in cut-offs) that may then be left, and
# how much further one looks before it is called unbounded.
_LOOKS = 200
_DOUBLINGS = 8
_STEPS_SEEN = 5
_FLAT_REST = 0.05
_LEVEL = 1e-6
_FAR = 2.0**20
_WALL = 1e-6
_PATIENCE = 4
# How near to the cut-off tau has to be at a limit, and how near ends the search; relative.
_EXACT = 1e-6
_HIT = 1e-11
_BISECTIONS = 2000
_SMALLEST = float(np.finfo(np.float64).tiny)


class _Walk:
    """Values to look at on one side of the estimate, ever further from it.

    Steps double at first; a side still open after some doublings may end at any order of
    magnitude, so that distances are multiplied by 4, 16, 256 and so on. A value at which no
    restricted minimum is found becomes a wall, towards which steps shrink. A wall at zero is
    approached by orders of magnitude as well: a positive quantity has no other way to it.
    """

    def __init__(self, estimate: float, se: float, cutoff: float, bound: float) -> None:
        self.estimate, self.se, self.bound = estimate, se, bound
        self.inside, self.step = estimate, 0.5 * cutoff * se
        self.wall: float | None = None
        self.growth, self.shrinkage = 4.0, 0.5
        self.rises: list[float] = []
        self.doublings, self.patience = _DOUBLINGS, _PATIENCE

    def next(self) -> float | None:
        """Where to look, None if there is nowhere left or too much was looked for in vain."""
        if self.patience == 0:
            return None
        if self.wall is not None:
            return self._towards(self.wall)
        value = self.inside + self.step
        if (value - self.bound) * self.se >= 0.0:
            value = self.bound
        return value if math.isfinite(value) and value != self.inside else None

    def _towards(self, wall: float) -> float | None:
        inside = self.inside
        if wall == 0.0:
            return inside * self.shrinkage or None
        if wall * inside < 0.0:
            return 0.0
        if abs(wall - inside) <= _WALL * max(abs(inside), min(abs(self.se), abs(wall))):
            return None
        if 0.0 < 4.0 * abs(wall) < abs(inside):
            return math.copysign(math.sqrt(abs(inside)) * math.sqrt(abs(wall)), inside)
        near, far = abs(inside - self.estimate), abs(wall - self.estimate)
        if 0.0 < 4.0 * near < far:
            return self.estimate + math.copysign(math.sqrt(near) * math.sqrt(far), self.se)
        return 0.5 * (inside + wall)

    def lost(self, value: float) -> None:
        """No minimum was found there."""
        self.wall = value
        self.patience -= 1

    def passed(self, value: float, tau: float) -> None:
        """The profile stays below the cut-off up to there."""
        self.inside = value
        self.rises.append(tau)
        if self.wall == 0.0:
            self.shrinkage *= self.shrinkage
        self.doublings -= 1
        if self.doublings > 0:
            self.step *= 2.0
            return
        if self.doublings == 0:
            self.rises = [tau]
        self.step = (self.growth - 1.0) * (value - self.estimate)
        self.growth *= self.growth

    def level(self, cutoff: float) -> bool:
        """Whether the profile levels off; before a wall rises shrink because the steps do."""
        return self.wall is None and self.inside != self.bound and _flat(self.rises, cutoff)


def crossing(curve: ProfileCurve, se: float, cutoff: float, bound: float) -> tuple[float, str]:
    """Where the profile crosses the cut-off on one side, and a note if it does not.

    ``se`` carries the sign of the side.
    """
    walk = _Walk(curve.estimate, se, cutoff, bound)
    for _ in range(_LOOKS):
        value = walk.next()
        if value is None:
            break
        try:
            tau = curve.distance(value)
        except LostError:
            walk.lost(value)
            continue
        if tau >= cutoff:
            return _root(curve, walk.inside, value, cutoff)
        walk.passed(value, tau)
        if walk.level(cutoff):
            return _unbounded(curve, walk.inside, cutoff)
    inside, reached = walk.inside, curve.distance(walk.inside)
    if inside == bound:
        return bound, f"limit {bound:.6g} is the bound, where tau is {reached:.3g}"
    note = f"not determined beyond {inside:.3g}, where tau is {reached:.3g} of {cutoff:.3g}"
    return math.nan, note


def _unbounded(curve: ProfileCurve, inside: float, cutoff: float) -> tuple[float, str]:
    """Infinity where a profile has levelled off, unless it crosses the cut-off further out."""
    distance = inside - curve.estimate
    value = inside + _FAR * distance
    try:
        if math.isfinite(value) and curve.distance(value) >= cutoff:
            return _root(curve, inside, value, cutoff)
    except LostError:
        # So far out a minimum need not be found; up to here the profile levels off.
        pass
    side, tau = "above" if distance > 0 else "below", curve.distance(inside)
    note = f"unbounded {side}: tau is {tau:.3g} of {cutoff:.3g} at {inside:.3g}"
    return math.copysign(math.inf, distance), note


def _flat(rises: list[float], cutoff: float) -> bool:
    """Whether a profile seen at ever larger steps will not reach the cut-off.

    Rises that shrink geometrically are summed to infinity, and the rest taken twice to be safe.
    """
    if len(rises) < _STEPS_SEEN:
        return False
    last, before = rises[-1] - rises[-2], rises[-2] - rises[-3]
    if abs(last) <= _LEVEL * cutoff:
        return abs(before) <= _LEVEL * cutoff or 0.0 <= last < 0.75 * before
    if not 0.0 <= last < 0.75 * before:
        return False
    rest = last * last / (before - last)
    return rest < _FLAT_REST * cutoff and rises[-1] + 2.0 * rest < cutoff


def _root(curve: ProfileCurve, inside: float, outside: float, cutoff: float) -> tuple[float, str]:
    """Crossing between a point inside the interval and one outside, to ten digits of itself.

    A jump of the profile changes sides, too: where the mean ends, or where another minimum takes
    over. Only a value with tau at the cut-off is a limit.
    """

    def excess(value: float) -> float:
        gap = curve.distance(float(value)) - cutoff
        return 0.0 if abs(gap) <= _HIT * cutoff else gap

    try:
        # Relative to the root alone: a limit may be smaller than the estimate by many orders.
        root = float(
            optimize.brentq(
                excess, inside, outside, xtol=_SMALLEST, rtol=1e-12, maxiter=_BISECTIONS
            )
        )
        tau = curve.distance(root)
    except LostError as lost:
        where = f"no minimum is found at {lost.args[0]:.6g}"
        return math.nan, f"not determined between {inside:.3g} and {outside:.3g}: {where}"
    if abs(tau - cutoff) <= _EXACT * cutoff:
        return root, ""
    reached = f"tau jumps from {curve.nearest_below(root, cutoff):.3g} past {cutoff:.3g}"
    return math.nan, f"not determined: at {root:.6g} {reached}"
