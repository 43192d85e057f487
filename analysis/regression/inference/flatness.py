"""Parameters whose standard error means nothing although there is one: flat or curved."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from scipy import stats

from analysis.errors import FunctionError, RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.fit import Fit
from analysis.regression.inference.profile_curve import (
    LostError,
    ProfileCurve,
    parameter_curve,
)

# Only parameters whose variance the others inflate this much are examined; less will do where the
# standard error is large beside the estimate, which alone means nothing for a location near zero.
_INFLATION = 1e3
_MILD_INFLATION = 30.0
_RELATIVE_ERROR = 0.5
_DISTANCE = 20.0
# Multiples of that distance at which a flat profile may have ended after all.
_FURTHER = (4.0, 64.0, 16384.0)


class Refusals(dict[str, str]):
    """Parameters without a standard error, with the reason; and how far flat ones can go.

    ``points`` holds, for each flat or curved parameter, parameters on its profile that are 20
    standard errors away and fit about as well as the estimate.
    """

    points: dict[str, FloatArray]

    def __init__(self, reasons: Mapping[str, str], points: Mapping[str, FloatArray]) -> None:
        super().__init__(reasons)
        self.points = dict(points)


def moves_far(
    fit: Fit, refused: Mapping[str, str], name: str, function: Callable[[FloatArray], float],
    se: float,
) -> bool:  # fmt: skip
    """Whether a function goes as far, in its own standard errors, as a flat parameter does.

    Its standard error means nothing then: at almost no cost in fit it can be 20 of them away.
    """
    point = refused.points.get(name) if isinstance(refused, Refusals) else None
    if point is None:
        return True
    try:
        gap = abs(function(point) - function(fit.params))
    except FunctionError:
        return True
    return not gap < _DISTANCE * se


def flat_parameters(fit: Fit) -> Refusals:
    """Parameters whose standard error means nothing although there is one, with the reason.

    A parameter can move far at little cost if the sum of squares, minimised over the others,
    rises by less than one residual variance within 20 standard errors to one side; a sound one
    rises by 400. Where the profile ends further out the parameter is merely curved; where it does
    not, the data do not identify it.
    """
    if fit.problem is None:
        return Refusals({} if fit.stored is None else fit.stored.refused, {})
    if fit.unusable:
        return Refusals({}, {})
    bread = np.diag(fit.tangent_regression.bread)
    found, points = {}, {}
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
            flat = _flat_side(fit, parameter_curve(fit, j), se, limits)
            if flat is not None:
                found[name], points[name] = flat
    return Refusals(found, points)


def _flat_side(
    fit: Fit, curve: ProfileCurve, se: float, limits: tuple[float, float]
) -> tuple[str, FloatArray] | None:
    """Why a standard error means nothing, and a point that shows it; None if it means something."""
    for sign, side, bound in ((1.0, "above", limits[1]), (-1.0, "below", limits[0])):
        value = curve.estimate + sign * _DISTANCE * se
        if not limits[0] < value < limits[1]:
            continue
        try:
            tau = curve.distance(value)
        except (LostError, RegressionError):
            continue
        if tau < 1.0:
            rise = (
                f"the sum of squares rises by {tau**2:.2g} residual variances up to {value:.4g}, "
                f"{_DISTANCE:g} standard errors {side}"
            )
            point = curve.points[value][1]
            if _ends(fit, curve, sign * se, bound):
                return f"curved: {rise}, though its profile ends further out (95%)", point
            return f"not identified: flat profile, {rise}", point
    return None


def _ends(fit: Fit, curve: ProfileCurve, se: float, bound: float) -> bool:
    """Whether a profile that is flat so far crosses its cut-off within orders of magnitude.

    Where exactly is asked of the profile itself, which takes far more looks.
    """
    cutoff = float(stats.t.ppf(0.975, fit.df_resid))
    for distance in _FURTHER:
        value = curve.estimate + distance * _DISTANCE * se
        if not (math.isfinite(value) and (bound - value) * se > 0.0):
            return False
        try:
            if curve.distance(value) >= cutoff:
                return True
        except (LostError, RegressionError):
            return False
    return False
