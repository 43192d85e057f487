"""Parameters with a standard error but a flat profile, which are not identified either."""

from __future__ import annotations

import math

import numpy as np

from analysis.errors import ProfileError
from analysis.regression.fit import Fit
from analysis.regression.inference.profile import Curve, LostError, parameter_curve

# Only parameters whose variance the others inflate this much are examined; less will do where the
# standard error is large beside the estimate, which alone means nothing for a location near zero.
_INFLATION = 1e3
_MILD_INFLATION = 30.0
_RELATIVE_ERROR = 0.5
_DISTANCE = 20.0


def flat_parameters(fit: Fit) -> dict[str, str]:
    """Parameters that can move far at no cost, with the reason.

    A parameter is flat if the sum of squares, minimised over the others, rises by less than one
    residual variance within 20 standard errors to one side; a sound one rises by 400.
    """
    if fit.problem is None or fit.search.perfect:
        return {}
    bread = np.diag(fit.linearised.bread)
    found: dict[str, str] = {}
    for j, name in enumerate(fit.names):
        if name in fit.identification.refused or (fit.ar1 and j == fit.params.size - 1):
            continue
        se = math.sqrt(bread[j] * fit.linearised.scale)
        length = float(np.linalg.norm(fit.jacobian[:, j]))
        inflation = bread[j] * length**2
        vague = se > _RELATIVE_ERROR * abs(float(fit.params[j]))
        alone = fit.params.size == 1
        if inflation > _INFLATION or (vague and (alone or inflation > _MILD_INFLATION)):
            reason = _reason(parameter_curve(fit, j), fit, j, se)
            if reason:
                found[name] = reason
    return found


def _reason(curve: Curve, fit: Fit, j: int, se: float) -> str:
    estimate = float(fit.params[j])
    for sign, side in ((1.0, "above"), (-1.0, "below")):
        value = estimate + sign * _DISTANCE * se
        if not fit.lower[j] < value < fit.upper[j]:
            continue
        try:
            tau = curve.distance(value)
        except (LostError, ProfileError):
            continue
        if tau < 1.0:
            return (
                f"not identified: flat profile, the sum of squares rises by {tau**2:.2g} residual "
                f"variances up to {value:.4g}, {_DISTANCE:g} standard errors {side}"
            )
    return ""
