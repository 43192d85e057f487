"""The user's model function and Jacobian behind one checked interface."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.errors import FunctionError, RaisedError
from analysis.regression.arrays import FloatArray, ModelFunction
from analysis.regression.solver.steps import straight_step

Derivative = Literal["given", "complex step", "finite difference"]

# Steps are relative to the parameter, so that its unit does not matter. Only zero has no size:
# there a complex step may be as small as numbers go, and a difference grows until it shows.
_COMPLEX_STEP = 1e-20
_COMPLEX_STEP_AT_ZERO = 1e-100
_CENTRAL_STEP = float(np.finfo(np.float64).eps) ** (1 / 3)
# A larger step than for a plain difference: extrapolation removes its leading error.
_EXTRAPOLATED_STEP = 8.0 * _CENTRAL_STEP
_FIRST_STEP_AT_ZERO = 1e-24
# Curvature of a difference, as a share of it, that extrapolation removes to eight digits.
_BENT = 1e-2
# A rise of the mean by less than this share of it is half rounding: a parameter that lies much
# closer to zero than its effect is wide needs a longer step.
_VISIBLE = 1e-9
_LONGER = 1e3
_TRIES = 4
_TRIES_AT_ZERO = 12
# Complex step and central differences agree to about 1e-9 where both are valid; a function that
# is not analytic (abs, maximum, a cast to real) is off by order one.
_AGREEMENT = 1e-4


class MeanFunction(NamedTuple):
    """A conditional mean ``function(params, exog)`` with its first derivatives.

    Parameters
    ----------
    function : callable
        Returns the mean, shape (n,), or the pair (mean, Jacobian) if ``jac is True``.
    jac : callable, True or None
        Returns the derivatives, shape (n, k), or a sequence of k columns.
    derivative : {"given", "complex step", "finite difference"} or None
        How derivatives are taken; None while that is not decided, see `decided`.
    both : callable, optional
        Mean and derivatives, as k columns, of many parameter vectors in one call.
    """

    function: ModelFunction
    jac: ModelFunction | Literal[True] | None
    derivative: Derivative | None
    both: ModelFunction | None = None

    def decided(self, params: FloatArray, exog: FloatArray) -> MeanFunction:
        """The same with the most exact derivatives the function allows at a point."""
        if self.derivative is not None:
            return self
        return self._replace(derivative=choose_derivative(self.function, self.jac, params, exog))

    def mean(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Conditional mean at ``params``, shape (n,)."""
        try:
            value = self.function(params, exog)
        except Exception as error:
            raise _raised("function", error, params, exog) from error
        return as_mean(value[0] if self.jac is True else value, exog.shape[0])

    def jacobian(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Derivatives of the mean with respect to the parameters, shape (n, k)."""
        if self.jac is True:
            value = call(self.function, params, exog, "function")[1]
            return as_jacobian(value, exog.shape[0], params.size)
        if self.jac is not None:
            value = call(self.jac, params, exog, "jac")
            return as_jacobian(value, exog.shape[0], params.size)
        if self.derivative == "complex step":
            return complex_step(self.function, params, exog)
        return central_difference(self.function, params, exog)


def call(function: ModelFunction, params: npt.NDArray[Any], exog: FloatArray, what: str) -> Any:
    """Call user code and turn whatever it raises into a typed error."""
    try:
        return function(params, exog)
    except Exception as error:
        raise _raised(what, error, params, exog) from error


def _raised(what: str, error: Exception, params: npt.NDArray[Any], exog: FloatArray) -> RaisedError:
    values = params.tolist() if params.ndim == 1 else f"of shape {params.shape}"
    return RaisedError(
        f"{what} raised {type(error).__name__}: {error}; called with params {values} and exog of "
        f"shape {exog.shape}"
    )


def as_mean(value: Any, nobs: int) -> FloatArray:
    """Check that a function value is a real vector with one entry an observation."""
    if isinstance(value, np.ndarray) and value.dtype == np.float64 and value.shape == (nobs,):
        return value
    array = np.asarray(value)
    if array.shape != (nobs,):
        raise FunctionError(f"function returned shape {array.shape}; expected ({nobs},)")
    if array.dtype.kind not in "fiub":
        raise FunctionError(f"function returned dtype {array.dtype}; expected real numbers")
    return array.astype(np.float64)


def as_jacobian(value: Any, nobs: int, nparams: int) -> FloatArray:
    """Check a Jacobian given as an (n, k) array or as a sequence of k columns."""
    if isinstance(value, (tuple, list)):
        if len(value) != nparams:
            raise FunctionError(f"jac returned {len(value)} columns; expected {nparams}")
        out = np.empty((nparams, nobs))
        for row, column in zip(out, value, strict=True):
            row[:] = column
        return out.T
    array = np.asarray(value)
    if array.shape != (nobs, nparams):
        raise FunctionError(
            f"jac returned shape {array.shape}; expected ({nobs}, {nparams}) or {nparams} columns"
        )
    return array.astype(np.float64, copy=False)


def complex_step(function: ModelFunction, params: FloatArray, exog: FloatArray) -> FloatArray:
    """Derivatives exact to rounding from imaginary parts (Squire and Trapp 1998)."""
    out = np.empty((exog.shape[0], params.size))
    for j in range(params.size):
        step = _COMPLEX_STEP * abs(float(params[j])) or _COMPLEX_STEP_AT_ZERO
        point = params.astype(np.complex128)
        point[j] += 1j * step
        out[:, j] = np.imag(call(function, point, exog, "function")) / step
    return out


def central_difference(function: ModelFunction, params: FloatArray, exog: FloatArray) -> FloatArray:
    """Central differences with one Richardson extrapolation, error of order step^4."""
    return _differences(function, params, exog)[0]


def _differences(
    function: ModelFunction, params: FloatArray, exog: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Central differences, shape (n, k), and the steps they were taken with, shape (k,)."""
    out, steps = np.empty((exog.shape[0], params.size)), np.empty(params.size)

    def at(point: FloatArray) -> FloatArray:
        return as_mean(call(function, point, exog, "function"), exog.shape[0])

    base = at(params)
    for j, value in enumerate(params.tolist()):
        first = _EXTRAPOLATED_STEP * abs(value) or _FIRST_STEP_AT_ZERO
        if value:
            first, _, _ = straight_step(at, params, base, j, first, _BENT)
        full, steps[j] = _visible_difference(function, params, exog, j, first)
        half, _ = _difference(function, params, exog, j, float(steps[j]) / 2)
        out[:, j] = (4.0 * half - full) / 3.0
    return out, steps


def _visible_difference(
    function: ModelFunction, params: FloatArray, exog: FloatArray, j: int, first: float
) -> tuple[FloatArray, float]:
    """Difference by one parameter with a step that moves the mean beyond rounding."""
    size, step = abs(float(params[j])), first
    slope, visible = _difference(function, params, exog, j, step)
    for _ in range(_TRIES if size else _TRIES_AT_ZERO):
        if visible:
            return slope, step
        try:
            with np.errstate(all="ignore"):
                longer, visible = _difference(function, params, exog, j, _LONGER * step)
        except FunctionError:
            return slope, step
        if not np.isfinite(longer.sum()):
            return slope, step
        slope, step = longer, _LONGER * step
    # The mean does not move at all: the parameter is idle.
    return (slope, step) if visible else (np.zeros_like(slope), first)


def _difference(
    function: ModelFunction, params: FloatArray, exog: FloatArray, j: int, step: float
) -> tuple[FloatArray, bool]:
    """Central difference by one parameter, and whether the mean moved by more than rounding."""
    upper, lower = params.copy(), params.copy()
    upper[j] += step
    lower[j] -= step
    above = as_mean(call(function, upper, exog, "function"), exog.shape[0])
    below = as_mean(call(function, lower, exog, "function"), exog.shape[0])
    rise = above - below
    hidden = np.max(np.abs(rise), initial=0.0) < _VISIBLE * np.max(np.abs(above), initial=0.0)
    return np.asarray(rise / (upper[j] - lower[j])), not hidden


def choose_derivative(
    function: ModelFunction,
    jac: ModelFunction | Literal[True] | None,
    params: FloatArray,
    exog: FloatArray,
) -> Derivative:
    """Pick the most exact derivative the function supports at ``params``."""
    if jac is not None:
        return "given"
    try:
        with np.errstate(all="ignore"):
            exact = _checked_complex_step(function, params, exog)
    except (FunctionError, _NotComplexError):
        return "finite difference"
    with np.errstate(all="ignore"):
        numeric, steps = _differences(function, params, exog)
    usable = np.isfinite(exact) & np.isfinite(numeric)
    scale = np.max(np.abs(np.where(usable, numeric, 0.0)), axis=0, initial=0.0)
    # Differences below rounding of the mean itself say nothing about the complex step.
    noise = 1e-9 * float(np.max(np.abs(as_mean(function(params, exog), exog.shape[0]))))
    floor = noise * _EXTRAPOLATED_STEP / steps
    wrong = np.abs(exact - numeric) > _AGREEMENT * scale + floor
    return "finite difference" if bool(np.any(wrong & usable)) else "complex step"


class _NotComplexError(Exception):
    pass


def _checked_complex_step(
    function: ModelFunction, params: FloatArray, exog: FloatArray
) -> FloatArray:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        point = params.astype(np.complex128)
        point[0] += 1j * (_COMPLEX_STEP * abs(float(params[0])) or _COMPLEX_STEP_AT_ZERO)
        value = np.asarray(call(function, point, exog, "function"))
        if value.dtype.kind != "c" or value.shape != (exog.shape[0],):
            raise _NotComplexError
        return complex_step(function, params, exog)
