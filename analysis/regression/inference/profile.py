"""Profile likelihood of parameters and of functions of them, by exact root finding.

The interval is the set of values at which the sum of squares, minimised over everything else,
rises by no more than the squared t quantile times the residual variance (Bates and Watts 1988,
ch. 6): exact for linear models, invariant to reparametrisation, and unbounded where the data say
so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize, stats

from analysis.errors import FunctionError, RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.display.rendering import Shown, Summary, number
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.intervals import check_alpha
from analysis.regression.parameters import position
from analysis.regression.solver.constrained import Restricted, fixed_function, fixed_parameter
from analysis.regression.solver.problem import Problem, objective_of

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
_BETTER = 1e-7
_CAP = 1e3
# How near to the cut-off tau has to be at a limit, and how near ends the search; relative.
_EXACT = 1e-6
_HIT = 1e-11
_BISECTIONS = 2000
_SMALLEST = float(np.finfo(np.float64).tiny)
# Only parameters whose variance the others inflate this much are examined; less will do where the
# standard error is large beside the estimate, which alone means nothing for a location near zero.
_INFLATION = 1e3
_MILD_INFLATION = 30.0
_RELATIVE_ERROR = 0.5
_DISTANCE = 20.0


@dataclass(frozen=True)
class Trace:
    """Points at which a profile was evaluated, in increasing order.

    Parameters
    ----------
    value : array, shape (m,)
        Value held fixed.
    tau : array, shape (m,)
        Signed root of the rise of the sum of squares over the residual variance; for a linear
        model, the t statistic.
    params : array, shape (m, k)
        Minimising parameters.
    """

    value: FloatArray
    tau: FloatArray
    params: FloatArray


@dataclass(frozen=True)
class ProfileInterval:
    """Profile interval of one quantity; infinite limits are unbounded sides.

    ``notes`` gives the reason for every limit that is not a crossing of the cut-off.
    """

    name: str
    estimate: float
    se: float
    alpha: float
    cutoff: float
    lower: float
    upper: float
    trace: Trace
    notes: tuple[str, ...]


def profile_parameters(
    fit: Fit, covariance: Covariance, names: Sequence[str | int] | None, alpha: float
) -> Profile:
    """Profile intervals of the parameters named, or of all."""
    refuse_unless_iid(fit, covariance)
    places = range(fit.params.size) if names is None else [position(fit.names, n) for n in names]
    return Profile(tuple(profile_parameter(fit, covariance, j, alpha) for j in places))


def profile_parameter(fit: Fit, covariance: Covariance, j: int, alpha: float) -> ProfileInterval:
    """Profile interval of the j-th parameter."""
    name = fit.names[j]
    reason = fit.identification.refused.get(name)
    if reason is not None:
        raise RegressionError(f"no profile of {name!r}: {reason}")
    se = math.sqrt(covariance.matrix[j, j])
    limits = float(fit.lower[j]), float(fit.upper[j])
    return _interval(fit, parameter_curve(fit, j), se, alpha, limits)


def parameter_curve(fit: Fit, j: int) -> ProfileCurve:
    """The profile of the j-th parameter, to be evaluated at any value."""
    if fit.problem is None:
        raise RegressionError("the result was read back without its function; pass function")
    objective = objective_of(fit.problem, fit.lower, fit.upper)

    def restricted(value: float, start: FloatArray) -> Restricted:
        return fixed_parameter(objective, j, value, start)

    return ProfileCurve(fit, fit.names[j], float(fit.params[j]), restricted)


def profile_function(fit: Fit, curve: ProfileCurve, se: float, alpha: float) -> ProfileInterval:
    """Profile interval of a function of the parameters."""
    if not (math.isfinite(se) and se > 0.0):
        raise RegressionError(
            f"no profile of {curve.name!r}: it has no delta-method standard error"
        )
    return _interval(fit, curve, se, alpha, (-math.inf, math.inf))


def function_curve(
    fit: Fit, name: str, estimate: float, se: float,
    function: Callable[[FloatArray], float], gradient: Callable[[FloatArray], FloatArray],
) -> ProfileCurve:  # fmt: skip
    """The profile of a function of the parameters, to be evaluated at any value.

    ``se`` is the unit in which a value is met; where the function raises, it has no value.
    """
    if fit.problem is None:
        raise RegressionError("the result was read back without its function; pass function")
    objective = objective_of(fit.problem, fit.lower, fit.upper)

    def at(params: FloatArray) -> float:
        try:
            with np.errstate(all="ignore"):
                return function(params)
        except FunctionError:
            return math.nan

    def slope(params: FloatArray) -> FloatArray:
        try:
            with np.errstate(all="ignore"):
                return gradient(params)
        except FunctionError:
            return np.full(params.size, np.nan)

    def restricted(value: float, start: FloatArray) -> Restricted:
        return fixed_function(objective, at, slope, value, se, start)

    return ProfileCurve(fit, name, estimate, restricted)


def refuse_unless_iid(fit: Fit, covariance: Covariance) -> Problem:
    """Refuse a profile where the likelihood is not the one the covariance stands for."""
    if fit.problem is None:
        raise RegressionError("the result was read back without its function; pass function")
    if fit.stage is not None:
        raise RegressionError(
            "no profile with a control function: it would take the first stage as known; "
            "bootstrap instead"
        )
    if covariance.cov_type != "nonrobust":
        raise RegressionError(
            f"no profile with cov_type={covariance.cov_type!r}: the profile likelihood assumes "
            "the errors of 'nonrobust'; use with_cov('nonrobust'), errors='ar1', or a bootstrap"
        )
    if fit.search.perfect:
        raise RegressionError("no profile of a perfect fit: there is no residual variance")
    if fit.unusable:
        raise RegressionError(f"no profile: {fit.unusable}")
    return fit.problem


def _interval(
    fit: Fit, curve: ProfileCurve, se: float, alpha: float, limits: tuple[float, float]
) -> ProfileInterval:
    check_alpha(alpha)
    cutoff = float(stats.t.ppf(1.0 - alpha / 2.0, fit.df_resid))
    lower, below = _crossing(curve, -se, cutoff, limits[0])
    upper, above = _crossing(curve, se, cutoff, limits[1])
    notes = tuple(f"{curve.name}: {note}" for note in (below, above) if note)
    trace = curve.trace(fit.params.size)
    return ProfileInterval(
        curve.name, curve.estimate, se, alpha, cutoff, lower, upper, trace, notes
    )


class _LostError(Exception):
    """The restricted minimum could not be found at a value."""


class ProfileCurve:
    """The profile of one quantity, remembering every point it was evaluated at."""

    def __init__(
        self, fit: Fit, name: str, estimate: float,
        restricted: Callable[[float, FloatArray], Restricted],
    ) -> None:  # fmt: skip
        self.name = name
        self.best = fit.objective
        self.scale = fit.objective / fit.df_resid
        self.estimate = estimate
        self.restricted = restricted
        self.points: dict[float, tuple[float, FloatArray]] = {estimate: (0.0, fit.params)}

    def distance(self, value: float) -> float:
        """Absolute tau at a value, capped where the mean is not defined."""
        if value in self.points:
            return abs(self.points[value][0])
        near = min(self.points, key=lambda known: abs(known - value))
        found = self._approach(near, value)
        if found.ssr < self.best * (1.0 - _BETTER):
            raise RegressionError(
                f"the profile of {self.name!r} found a smaller sum of squares ({found.ssr:.10g} "
                f"instead of {self.best:.10g}): fit again with start={found.params.tolist()}"
            )
        return min(self._remember(value, found), _CAP)

    def _approach(self, near: float, value: float) -> Restricted:
        """Restricted minimum at a value, in ever smaller steps from a known point if need be."""
        undefined: Restricted | None = None
        for parts in (1, 6):
            params = self.points[near][1]
            for stop in self._stops(near, value, parts):
                found = self._restricted(stop, params)
                if not math.isfinite(found.ssr):
                    break
                params = found.params
            else:
                return found
            if math.isinf(found.ssr):
                undefined = found
        if undefined is not None:
            return undefined
        raise _LostError(value)

    def _stops(self, near: float, value: float, parts: int) -> list[float]:
        """Stops on the way to a value, by orders of magnitude where it is much further out."""
        close, far = near - self.estimate, value - self.estimate
        if abs(far) > 10.0 * abs(close) > 0.0 and close * far > 0.0:
            return [*(self.estimate + np.geomspace(close, far, parts + 1)[1:-1]).tolist(), value]
        return [*np.linspace(near, value, parts + 1)[1:-1].tolist(), value]

    def _restricted(self, value: float, start: FloatArray) -> Restricted:
        """Restricted minimum from a start; none where the model function raises on the way."""
        try:
            return self.restricted(value, start)
        except FunctionError:
            return Restricted(math.nan, start)

    def _remember(self, value: float, found: Restricted) -> float:
        tau = math.sqrt(max(found.ssr - self.best, 0.0) / self.scale)
        if math.isfinite(tau):
            self.points[value] = (math.copysign(tau, value - self.estimate), found.params)
        return tau

    def nearest_below(self, value: float, cutoff: float) -> float:
        """Tau within the cut-off at the known point nearest to a value."""
        known = [v for v, (tau, _) in self.points.items() if abs(tau) < cutoff]
        return abs(self.points[min(known, key=lambda v: abs(v - value))][0])

    def trace(self, nparams: int) -> Trace:
        """All finite points in increasing order of the value."""
        values = sorted(self.points)
        tau = np.array([self.points[v][0] for v in values])
        params = np.array([self.points[v][1] for v in values]).reshape(-1, nparams)
        return Trace(np.array(values), tau, params)


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


def _crossing(curve: ProfileCurve, se: float, cutoff: float, bound: float) -> tuple[float, str]:
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
        except _LostError:
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
    except _LostError:
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
    except _LostError as lost:
        where = f"no minimum is found at {lost.args[0]:.6g}"
        return math.nan, f"not determined between {inside:.3g} and {outside:.3g}: {where}"
    if abs(tau - cutoff) <= _EXACT * cutoff:
        return root, ""
    reached = f"tau jumps from {curve.nearest_below(root, cutoff):.3g} past {cutoff:.3g}"
    return math.nan, f"not determined: at {root:.6g} {reached}"


def flat_parameters(fit: Fit) -> dict[str, str]:
    """Parameters whose standard error means nothing although there is one, with the reason.

    A parameter can move far at little cost if the sum of squares, minimised over the others,
    rises by less than one residual variance within 20 standard errors to one side; a sound one
    rises by 400. Where the profile ends further out the parameter is merely curved; where it does
    not, the data do not identify it.
    """
    if fit.problem is None:
        return {} if fit.stored is None else dict(fit.stored.refused)
    if fit.unusable:
        return {}
    bread = np.diag(fit.tangent_regression.bread)
    found: dict[str, str] = {}
    for j, name in enumerate(fit.names):
        if name in fit.identification.refused or (fit.ar1 and j == fit.params.size - 1):
            continue
        se = float(fit.standard_errors[j])
        length = float(np.linalg.norm(fit.jacobian[:, j]))
        inflation = bread[j] * length**2
        vague = se > _RELATIVE_ERROR * abs(float(fit.params[j]))
        alone = fit.params.size == 1
        if inflation > _INFLATION or (vague and (alone or inflation > _MILD_INFLATION)):
            limits = float(fit.lower[j]), float(fit.upper[j])
            reason = flat_side(fit, parameter_curve(fit, j), se, limits)
            if reason:
                found[name] = reason
    return found


def flat_side(fit: Fit, curve: ProfileCurve, se: float, limits: tuple[float, float]) -> str:
    """Why a standard error means nothing, empty if the profile rises on both sides."""
    for sign, side, bound in ((1.0, "above", limits[1]), (-1.0, "below", limits[0])):
        value = curve.estimate + sign * _DISTANCE * se
        if not limits[0] < value < limits[1]:
            continue
        try:
            tau = curve.distance(value)
        except (_LostError, RegressionError):
            continue
        if tau < 1.0:
            rise = (
                f"the sum of squares rises by {tau**2:.2g} residual variances up to {value:.4g}, "
                f"{_DISTANCE:g} standard errors {side}"
            )
            end = _end(fit, curve, sign * se, bound)
            if math.isnan(end):
                return f"not identified: flat profile, {rise}"
            return f"curved: {rise}, though its profile ends at {end:.4g} (95%)"
    return ""


def _end(fit: Fit, curve: ProfileCurve, se: float, bound: float) -> float:
    """Limit of a profile on one side, NaN if it crosses no cut-off."""
    cutoff = float(stats.t.ppf(0.975, fit.df_resid))
    try:
        limit, note = _crossing(curve, se, cutoff, bound)
    except RegressionError:
        return math.nan
    return math.nan if note else limit


@dataclass(frozen=True, repr=False)
class Profile(Shown):
    """Profile intervals of several quantities with their traces.

    Examples
    --------
    >>> import numpy as np
    >>> from analysis.regression import NonlinearLS
    >>> x = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
    >>> y = np.array([0.9, 1.6, 2.6, 3.4, 4.3, 4.4])
    >>> model = NonlinearLS(lambda p, x: p[0] * x / (p[1] + x), y, x, names=["ceiling", "half"])
    >>> profile = model.fit().profile()
    >>> profile.conf_int().round(2).loc["half"].tolist()
    [1.52, 2.82]
    >>> profile.notes
    ()
    """

    intervals: tuple[ProfileInterval, ...]

    def conf_int(self) -> pd.DataFrame:
        """Limits, columns ``lower`` and ``upper``."""
        return pd.DataFrame(
            {
                "lower": [i.lower for i in self.intervals],
                "upper": [i.upper for i in self.intervals],
            },
            index=[i.name for i in self.intervals],
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Reasons for limits that are not crossings of the cut-off."""
        return tuple(note for interval in self.intervals for note in interval.notes)

    def summary(self) -> Summary:
        """Estimates and limits, with the reasons for limits that are no crossings."""
        rows = tuple((i.name, *map(number, (i.estimate, i.lower, i.upper))) for i in self.intervals)
        levels = sorted({f"{100 * (1 - i.alpha):g}%" for i in self.intervals})
        facts = (("level", ", ".join(levels)),)
        return Summary(
            "Profile likelihood", facts, ("", "estimate", "lower", "upper"), rows, self.notes
        )

    def __repr__(self) -> str:
        return f"<Profile: {', '.join(i.name for i in self.intervals)}>"

    def plot(self) -> Any:
        """Signed root profiles with their cut-offs; straight where Wald intervals are exact.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from analysis.regression.display.profile_plot import signed_roots

        return signed_roots(self.intervals)
