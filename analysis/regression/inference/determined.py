"""Which functions of the parameters have a standard error where some parameters have none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from analysis.regression.arrays import FloatArray
from analysis.regression.fit import Fit
from analysis.regression.identification import AT_BOUND
from analysis.regression.inference.flatness import moves_far

_ROUNDING = 1e-9


def why_without_error(
    fit: Fit,
    refused: Mapping[str, str],
    slope: FloatArray,
    se: float,
    function: Callable[[FloatArray], float],
) -> str:
    """Why a function of the parameters has no standard error, empty if it has one.

    Parameters that have none may make up a function that has one: their product where only that
    enters the mean, or a slope at zero where the ceiling is far off. To first order the function
    may not change where the mean does not; beyond that it may not go as far, in its own standard
    errors, as a flat parameter does at no cost.

    Parameters
    ----------
    fit : Fit
    refused : mapping
        Parameters without a standard error, with the reason.
    slope : array, shape (k,)
        Derivatives of the function.
    se : float
        Its standard error by the delta method.
    function : callable
        The function of an array of parameters.
    """
    entering = [name for name, s in zip(fit.names, slope, strict=True) if s != 0.0]
    singular = fit.identification.refused
    held = [name for name in entering if singular.get(name) == AT_BOUND]
    # What else it depends on has an error given the bound; alone there is nothing to vary.
    if held and len(held) == len(entering):
        return f"it depends on {', '.join(map(repr, held))}, {AT_BOUND}"
    moved = [name for name in entering if name in refused and name not in held]
    if not moved:
        return ""
    if fit.unusable or not fit.identifies(slope[None, :])[0]:
        name = next((name for name in moved if name in singular), moved[0])
        return f"it depends on {name!r}, {refused[name]}"
    if all(name in singular for name in moved):
        return ""
    far = [name for name in moved if name not in singular]
    far = [name for name in far if moves_far(fit, refused, name, function, se)]
    if not far:
        return ""
    return refused[far[0]] if entering == far else f"it depends on {far[0]!r}, {refused[far[0]]}"


def means_without_error(fit: Fit, refused: Mapping[str, str], slopes: FloatArray) -> FloatArray:
    """Which means with derivatives ``slopes`` (m, k) have no standard error, shape (m,).

    Where a parameter is flat or curved, a mean that is no less certain than the least certain of
    the sample is as good as those; beyond it is an extrapolation along the parameter.
    """
    unknown = ~fit.identifies(slopes)
    vague = [j for j, name in enumerate(fit.names) if name in refused]
    vague = [j for j in vague if fit.names[j] not in fit.identification.refused]
    if vague and fit.problem is not None:
        seen = np.zeros((fit.nobs, slopes.shape[1]))
        params = fit.params[:-1] if fit.ar1 else fit.params
        seen[:, : params.size] = fit.problem.mean_function.jacobian(params, fit.data.exog)
        most = np.max(_variance(fit, seen))
        moved = (slopes[:, vague] != 0.0).any(axis=1)
        unknown |= moved & (_variance(fit, slopes) > most * (1.0 + _ROUNDING))
    return np.asarray(unknown)


def _variance(fit: Fit, slopes: FloatArray) -> FloatArray:
    bread = fit.tangent_regression.bread
    return np.asarray(np.einsum("ij,jk,ik->i", slopes, bread, slopes))
