"""One least-squares fit by MINPACK or trust region, with a test of convergence of its own."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from scipy.optimize import least_squares, leastsq

from analysis.errors import ConvergenceError
from analysis.regression.arrays import BoolArray, FloatArray, power_of_two
from analysis.regression.solver.tangent import Tangent, nowhere, tangent

Vector = Callable[[FloatArray], FloatArray]

# MINPACK stops when neither the sum of squares nor the parameters move in this relative sense;
# the relative offset below, not its exit code, decides whether a fit converged.
_TOLERANCE = 1e-8
_TIGHT = 1e-14
_ROUNDING = float(np.finfo(np.float64).eps)
_MAX_EVALUATIONS = 2000
_OFFSET_TOLERANCE = 1e-5
# Relative change of a parameter below which a fit is finished.
_POLISHED = 1e-7
_POLISHING_STEPS = 10
# Residuals this small relative to the data are rounding error of the data.
_PERFECT = 1e-11
_NEAR_OFFSET = 5e-4
_REJECTED = 1e100
# How far inside a start on a bound begins, as a share of the parameter's size.
_HAIR = 1e-8
# A bound is tried if going there moves the mean by less than this share of the residuals.
_CLOSE = 1e-3


@dataclass(frozen=True)
class Ending:
    """Where a fit ended.

    ``offset`` is the relative offset of `Tangent`. ``perfect`` marks residuals that are rounding
    error of the data, where that ratio means nothing.
    """

    params: FloatArray
    residuals: FloatArray
    offset: float
    evaluations: int
    method: str
    perfect: bool


@dataclass(frozen=True)
class Solution(Ending):
    """Where an optimiser stopped, and how good a place that is by its tangent plane."""

    jacobian: FloatArray
    ssr: float
    tangent: Tangent
    tolerance: float = _OFFSET_TOLERANCE

    @property
    def converged(self) -> bool:
        """Whether the point is a minimum to working precision."""
        return self.perfect or self.offset < self.tolerance

    def moves(self, free: BoolArray | None = None) -> bool:
        """Whether a Gauss-Newton step would still change a parameter noticeably."""
        params = self.params if free is None or free.all() else self.params[free]
        return not negligible(self.tangent.step, params)


class Objective(NamedTuple):
    """Residuals, minus their Jacobian, bounds, the length of the data, evaluations allowed.

    ``tolerance`` is the relative offset below which a point counts as a minimum.
    """

    residuals: Vector
    jacobian: Vector
    lower: FloatArray
    upper: FloatArray
    length: float
    budget: int = _MAX_EVALUATIONS
    tolerance: float = _OFFSET_TOLERANCE

    @property
    def bounded(self) -> bool:
        """Whether any parameter has a bound."""
        # Plain floats: there are few of them.
        lower, upper = self.lower.tolist(), self.upper.tolist()
        return max(lower, default=-math.inf) > -math.inf or min(upper, default=math.inf) < math.inf


def solve(objective: Objective, start: FloatArray) -> Solution:
    """Minimise a sum of squares from one start.

    Raises
    ------
    ConvergenceError
        If none of the methods reached a minimum; the message names each and where it stopped.
    """
    tried: list[Solution] = []
    for attempt in _attempts(objective, start):
        tried.append(attempt)
        if attempt.converged and not attempt.tangent.degenerate():
            break
    settled = [t for t in tried if t.converged]
    if not settled:
        raise _not_converged(_failure(start, tried), tried)
    best = min(settled, key=lambda t: t.ssr)
    if best.tangent.degenerate() and best.tangent.rank < _rank(objective, start):
        plateau = "parameters ran to where the mean no longer depends on them; "
        raise _not_converged(plateau + _failure(start, tried), tried)
    return best


def _rank(objective: Objective, point: FloatArray) -> int:
    with np.errstate(all="ignore"):
        values, jac = objective.residuals(point), objective.jacobian(point)
        usable = np.isfinite(jac.sum()) and np.isfinite(values.sum())
        return tangent(jac, values).rank if usable else 0


def resolve(objective: Objective, start: FloatArray, methods: int = 3) -> Solution | None:
    """Minimise from a start that is near, as along a profile; None if that fails.

    The excess of the sum of squares over its minimum is the squared relative offset times the
    residual variance and the number of parameters, so a slightly larger offset does here.
    """
    for attempt in itertools.islice(_attempts(objective, start), methods):
        if attempt.perfect or attempt.offset < _NEAR_OFFSET:
            return attempt
    return None


def _attempts(objective: Objective, start: FloatArray) -> Iterable[Solution]:
    """Solutions by ever more patient methods, cheapest first, each made only when asked for."""
    first: Solution | None = None
    if not objective.bounded:
        first = marquardt(objective, start, 100.0, _TOLERANCE)
        yield first
        # Tighter tolerances lead along the same way, only further.
        if first.evaluations <= objective.budget:
            yield marquardt(objective, start, 100.0, _TIGHT)
    for scaling in ("jac", "start"):
        region = trust_region(objective, start, scaling)
        yield region
        if not objective.bounded:
            yield marquardt(objective, region.params, 100.0, _TIGHT)
    if first is not None:
        yield marquardt(objective, start, 0.1, _TIGHT)
        yield marquardt(objective, first.params, 1.0, _TIGHT)


class BudgetError(Exception):
    """More evaluations than allowed."""


def marquardt(objective: Objective, start: FloatArray, factor: float, tolerance: float) -> Solution:
    """Levenberg-Marquardt of MINPACK, parameters scaled by the columns of the Jacobian."""
    calls, last = 0, start

    # The sign of the residuals is turned rather than that of the larger Jacobian.
    def deviations(params: FloatArray) -> FloatArray:
        nonlocal calls
        calls += 1
        if calls > objective.budget:
            raise BudgetError
        return -objective.residuals(params)

    def slopes(params: FloatArray) -> FloatArray:
        nonlocal last
        last = params.copy()
        return objective.jacobian(params)

    free = np.ones(start.size, dtype=np.bool_)
    # The first step is limited relative to the start, or in units of endog where that is zero.
    reach = factor if start.any() else factor * power_of_two(objective.length)
    with np.errstate(all="ignore"):
        try:
            # MINPACK warns for tolerances below rounding and for its own limit of evaluations;
            # neither is reached, so that its quicker, shorter output will do.
            params, _ = leastsq(
                deviations, start, Dfun=slopes, ftol=tolerance, xtol=tolerance, gtol=_ROUNDING,
                maxfev=2 * objective.budget, factor=reach,
            )  # fmt: skip
        except BudgetError:
            params = last
        end = _solution(objective, np.atleast_1d(params), free, calls, "lm")
        return _settle(objective, end, free)


def trust_region(objective: Objective, start: FloatArray, scaling: str) -> Solution:
    """Trust-region reflective steps, which respect bounds, scaled by the Jacobian or the start.

    The tolerances of scipy are absolute, so that it sees parameters in units of their size and
    residuals in units of their length; powers of two, which change no digit.
    """
    lower, upper = objective.lower, objective.upper
    with np.errstate(all="ignore"):
        sizes = _sizes(objective, start)
        inside = _strictly_inside(start, lower, upper, sizes) / sizes
        unit = _length(objective, inside * sizes)
    x_scale: Literal["jac"] | FloatArray = "jac"
    if scaling == "start":
        x_scale = np.where(inside != 0.0, np.abs(inside), 1.0)

    def residuals(params: FloatArray) -> FloatArray:
        return finite(objective.residuals(params * sizes) / unit)

    def slope(params: FloatArray) -> FloatArray:
        return np.nan_to_num(objective.jacobian(params * sizes) * (-sizes / unit))

    with np.errstate(all="ignore"):
        found = least_squares(
            residuals, inside, jac=slope, bounds=(lower / sizes, upper / sizes), method="trf",
            x_scale=x_scale, ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=objective.budget,
        )  # fmt: skip
        params = _on_bounds(objective, np.asarray(found.x) * sizes)
        free = (params > lower) & (params < upper)
        end = _solution(objective, params, free, int(found.nfev), f"trf/{scaling}")
        return _settle(objective, end, free)


def _sizes(objective: Objective, start: FloatArray) -> FloatArray:
    """What counts as large for each parameter, powers of two, shape (k,).

    The start; where that is zero, the bounds; where those say nothing either, what would move the
    mean by the length of the data.
    """
    lower, upper = objective.lower, objective.upper
    effects: FloatArray | None = None
    sizes = np.empty(start.size)
    for j in range(start.size):
        candidates = [abs(start[j]), upper[j] - lower[j], abs(lower[j]), abs(upper[j])]
        usable = [c for c in candidates if math.isfinite(c) and c > 0.0]
        if usable:
            sizes[j] = power_of_two(float(usable[0]))
            continue
        if effects is None:
            effects = np.sqrt(np.sum(objective.jacobian(start) ** 2, axis=0))
        # Infinite or undefined on a bound, zero for an idle parameter: one is as good as any.
        sizes[j] = power_of_two(float(np.nan_to_num(objective.length / effects[j], nan=0.0)))
    return sizes


def _strictly_inside(
    start: FloatArray, lower: FloatArray, upper: FloatArray, sizes: FloatArray
) -> FloatArray:
    """The start, moved inside by a hair where it lies on a bound: steps begin strictly inside."""
    hair = _HAIR * np.minimum(sizes, upper - lower)
    inside = np.where(start <= lower, lower + hair, start)
    return np.where(start >= upper, upper - hair, inside)


def _length(objective: Objective, point: FloatArray) -> float:
    """Length of the residuals, or of the data if a poor start makes them longer than those."""
    values = objective.residuals(point)
    found = math.sqrt(float(values @ values))
    # Residuals that are rounding error of the data have no length of their own.
    usable = math.isfinite(found) and found > _PERFECT * objective.length
    return power_of_two(min(found, objective.length) if usable else objective.length)


def _on_bounds(objective: Objective, params: FloatArray) -> FloatArray:
    """Put parameters exactly on the bound they stopped short of, if that does not fit worse.

    Trust-region reflective steps stay strictly inside, however good the bound is.
    """
    if not objective.bounded:
        return params
    values = objective.residuals(params)
    ssr = float(values @ values)
    limit = ssr * (1.0 + 1e-10)
    effects = np.sqrt(np.sum(objective.jacobian(params) ** 2, axis=0))
    for j in range(params.size):
        for bound in (objective.lower[j], objective.upper[j]):
            # Undefined effects are those of a point beside a singularity.
            if math.isfinite(bound) and not effects[j] * abs(params[j] - bound) > _CLOSE * ssr**0.5:
                moved = params.copy()
                moved[j] = bound
                values = objective.residuals(moved)
                if float(values @ values) <= limit:
                    params = moved
    return params


def finite(values: FloatArray) -> FloatArray:
    """Replace residuals that overflowed by huge ones, so that the step is rejected."""
    return values if np.isfinite(values @ values) else np.full_like(values, _REJECTED)


def _settle(objective: Objective, best: Solution, free: BoolArray) -> Solution:
    """Where a few Gauss-Newton steps lead from the point where a method stopped, if they help.

    MINPACK stops when the sum of squares no longer moves, which fixes the parameters only to the
    square root of that precision; undamped steps have no such limit.
    """
    for _ in range(_POLISHING_STEPS):
        if best.perfect or not best.converged or not best.moves(free):
            break
        moved = best.params.copy()
        moved[free] += best.tangent.step
        moved = np.clip(moved, objective.lower, objective.upper)
        trial = _solution(objective, moved, free, best.evaluations + 1, best.method)
        if not trial.offset < best.offset:
            break
        best = trial
    return best


def _solution(
    objective: Objective, params: FloatArray, free: BoolArray, calls: int, method: str
) -> Solution:
    """Judge a point: its tangent plane over the free parameters, and how far it is from flat."""
    values, jac = objective.residuals(params), objective.jacobian(params)
    ssr = float(values @ values)
    used = jac if free.all() else jac[:, free]
    if not math.isfinite(ssr):
        return Solution(
            params, values, math.inf, calls, method, False, jac, math.inf, nowhere(used),
            objective.tolerance,
        )  # fmt: skip
    perfect = is_perfect(ssr, objective)
    plane = tangent(used, values)
    return Solution(
        params, values, plane.offset(ssr), calls, method, perfect, jac, ssr, plane,
        objective.tolerance,
    )  # fmt: skip


def negligible(step: FloatArray, params: FloatArray, share: float = _POLISHED) -> bool:
    """Whether a step changes no parameter by more than a share of itself."""
    return bool((abs(step) <= share * abs(params)).all())


def is_perfect(ssr: float, objective: Objective) -> bool:
    """Whether residuals are rounding error of the data."""
    return ssr <= (_PERFECT * objective.length) ** 2


def _not_converged(message: str, tried: list[Solution]) -> ConvergenceError:
    best = min(tried, key=lambda t: t.ssr)
    return ConvergenceError(message, tuple(best.params.tolist()), best.ssr)


def _failure(start: FloatArray, tried: list[Solution]) -> str:
    lines = [f"no minimum found from start {start.tolist()}; tried:"]
    lines += [
        f"  {t.method}: stopped at {t.params.tolist()} after {t.evaluations} evaluations, "
        f"sum of squares {t.ssr:.6g}, relative offset {t.offset:.2g} "
        f"(needs < {t.tolerance:g})"
        for t in tried
    ]
    return "\n".join(lines)
