"""The profile of one quantity: restricted minima at values of it, each found once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.errors import FunctionError, RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.fit import Fit
from analysis.regression.solver.constrained import Restricted, fixed_function, fixed_parameter
from analysis.regression.solver.problem import objective_of

# A restricted minimum lower than the minimum by this share is a better minimum.
_BETTER = 1e-7
_CAP = 1e3


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


def parameter_curve(fit: Fit, j: int) -> ProfileCurve:
    """The profile of the j-th parameter, to be evaluated at any value."""
    if fit.problem is None:
        raise RegressionError("the result was read back without its function; pass function")
    objective = objective_of(fit.problem, fit.lower, fit.upper)

    def restricted(value: float, start: FloatArray) -> Restricted:
        return fixed_parameter(objective, j, value, start)

    return ProfileCurve(fit, fit.names[j], float(fit.params[j]), restricted)


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


class LostError(Exception):
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
        raise LostError(value)

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
