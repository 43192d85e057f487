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

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.display.rendering import Shown, Summary, number
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.intervals import check_alpha
from analysis.regression.parameters import position
from analysis.regression.solver.constrained import Restricted, fixed_function, fixed_parameter
from analysis.regression.solver.optimise import Objective
from analysis.regression.solver.problem import Problem, objective_of

# Doublings of the distance after which a side counts as unbounded in any case; doublings needed to
# judge that a profile levels off, and the rise (in cut-offs) that may then be left.
_DOUBLINGS = 30
_DOUBLINGS_SEEN = 5
_FLAT_REST = 0.05
_WALL = 1e-6
_BETTER = 1e-7
_CAP = 1e3
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


def profile_function(
    fit: Fit, objective: Objective, name: str, estimate: float, se: float, alpha: float,
    function: Callable[[FloatArray], float], gradient: Callable[[FloatArray], FloatArray],
) -> ProfileInterval:  # fmt: skip
    """Profile interval of a function of the parameters."""
    if not (math.isfinite(se) and se > 0.0):
        raise RegressionError(f"no profile of {name!r}: it has no delta-method standard error")

    def restricted(value: float, start: FloatArray) -> Restricted:
        return fixed_function(objective, function, gradient, value, se, start)

    curve = ProfileCurve(fit, name, estimate, restricted)
    return _interval(fit, curve, se, alpha, (-math.inf, math.inf))


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
    return fit.problem


def _interval(
    fit: Fit, curve: ProfileCurve, se: float, alpha: float, limits: tuple[float, float]
) -> ProfileInterval:
    check_alpha(alpha)
    cutoff = float(stats.t.ppf(1.0 - alpha / 2.0, fit.df_resid))
    lower, below = _crossing(curve, curve.estimate, -se, cutoff, limits[0])
    upper, above = _crossing(curve, curve.estimate, se, cutoff, limits[1])
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
        for parts in (1, 6):
            params = self.points[near][1]
            for stop in np.linspace(near, value, parts + 1)[1:].tolist():
                found = self.restricted(stop, params)
                if not math.isfinite(found.ssr):
                    break
                params = found.params
            else:
                return found
            if math.isinf(found.ssr):
                return found
        raise _LostError(value)

    def _remember(self, value: float, found: Restricted) -> float:
        tau = math.sqrt(max(found.ssr - self.best, 0.0) / self.scale)
        if math.isfinite(tau):
            self.points[value] = (math.copysign(tau, value - self.estimate), found.params)
        return tau

    def trace(self, nparams: int) -> Trace:
        """All finite points in increasing order of the value."""
        values = sorted(self.points)
        tau = np.array([self.points[v][0] for v in values])
        params = np.array([self.points[v][1] for v in values]).reshape(-1, nparams)
        return Trace(np.array(values), tau, params)


def _crossing(
    curve: ProfileCurve, estimate: float, se: float, cutoff: float, bound: float
) -> tuple[float, str]:
    """Where the profile crosses the cut-off on one side, and a note if it does not.

    ``se`` carries the sign of the side. Steps double until the cut-off is passed; a value at
    which no restricted minimum is found becomes a wall, towards which steps are halved.
    """
    inside, step, wall = estimate, 0.5 * cutoff * se, bound
    rises: list[float] = []
    while abs(wall - inside) > _WALL * max(abs(inside), abs(se)):
        value = inside + step
        if (value - wall) * se >= 0.0:
            value = wall if wall == bound else 0.5 * (inside + wall)
        try:
            tau = curve.distance(value)
        except _LostError:
            wall = value
            continue
        if tau >= cutoff:
            return _root(curve, inside, value, cutoff), ""
        inside, step = value, 2.0 * step
        rises.append(tau)
        if _flat(rises, cutoff):
            side = "above" if se > 0 else "below"
            note = f"unbounded {side}: tau is {tau:.3g} of {cutoff:.3g} at {value:.3g}"
            return math.copysign(math.inf, se), note
    reached = curve.distance(inside)
    if wall == bound:
        return bound, f"limit {bound:.6g} is the bound, where tau is {reached:.3g}"
    note = f"not determined beyond {inside:.3g}, where tau is {reached:.3g} of {cutoff:.3g}"
    return math.nan, note


def _flat(rises: list[float], cutoff: float) -> bool:
    """Whether a profile seen at doubling distances will not reach the cut-off.

    Rises that shrink geometrically are summed to infinity, and the rest taken twice to be safe.
    """
    if len(rises) > _DOUBLINGS:
        return True
    if len(rises) < _DOUBLINGS_SEEN:
        return False
    last, before = rises[-1] - rises[-2], rises[-2] - rises[-3]
    if not 0.0 <= last < 0.75 * before:
        return last <= 0.0
    rest = last * last / (before - last)
    return rest < _FLAT_REST * cutoff and rises[-1] + 2.0 * rest < cutoff


def _root(curve: ProfileCurve, inside: float, outside: float, cutoff: float) -> float:
    """Crossing between a point inside the interval and one outside, to ten digits."""
    if curve.distance(outside) == cutoff:
        return outside
    tolerance = 1e-11 * abs(outside - inside)
    root = optimize.brentq(
        lambda v: curve.distance(float(v)) - cutoff, inside, outside, xtol=tolerance, rtol=1e-12
    )
    return float(root)


def flat_parameters(fit: Fit) -> dict[str, str]:
    """Parameters that can move far at no cost, with the reason.

    A parameter is flat if the sum of squares, minimised over the others, rises by less than one
    residual variance within 20 standard errors to one side; a sound one rises by 400.
    """
    if fit.problem is None or fit.search.perfect:
        return {}
    bread = np.diag(fit.tangent_regression.bread)
    found: dict[str, str] = {}
    for j, name in enumerate(fit.names):
        if name in fit.identification.refused or (fit.ar1 and j == fit.params.size - 1):
            continue
        se = math.sqrt(bread[j] * fit.tangent_regression.scale)
        length = float(np.linalg.norm(fit.jacobian[:, j]))
        inflation = bread[j] * length**2
        vague = se > _RELATIVE_ERROR * abs(float(fit.params[j]))
        alone = fit.params.size == 1
        if inflation > _INFLATION or (vague and (alone or inflation > _MILD_INFLATION)):
            reason = _flat_side(parameter_curve(fit, j), fit, j, se)
            if reason:
                found[name] = reason
    return found


def _flat_side(curve: ProfileCurve, fit: Fit, j: int, se: float) -> str:
    estimate = float(fit.params[j])
    for sign, side in ((1.0, "above"), (-1.0, "below")):
        value = estimate + sign * _DISTANCE * se
        if not fit.lower[j] < value < fit.upper[j]:
            continue
        try:
            tau = curve.distance(value)
        except (_LostError, RegressionError):
            continue
        if tau < 1.0:
            return (
                f"not identified: flat profile, the sum of squares rises by {tau**2:.2g} residual "
                f"variances up to {value:.4g}, {_DISTANCE:g} standard errors {side}"
            )
    return ""


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
