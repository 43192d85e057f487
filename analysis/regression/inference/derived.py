"""Functions of the parameters with delta-method intervals."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

import numpy as np

from analysis.errors import FunctionError, RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.display.rendering import Shown, Summary, number
from analysis.regression.fit import Fit
from analysis.regression.inference import intervals
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.determined import why_without_error
from analysis.regression.inference.labelled import call_labelled
from analysis.regression.inference.profile import (
    ProfileInterval,
    profile_function,
    refuse_unless_iid,
)
from analysis.regression.inference.profile_curve import ProfileCurve, function_curve

Quantity = Callable[[Any], float]
DerivedMethod = Literal["delta", "profile", "bootstrap"]

_COMPLEX_STEP = 1e-20
_STEP = float(np.finfo(np.float64).eps) ** (1 / 3)
_SHARE = 1e-3
# Zero without a standard error has no size; only there is a step absolute.
_SIZE_OF_ZERO = 1e-8


class Replicated(Protocol):
    """Bootstrap replications that can give the interval of a derived quantity."""

    def derived(self, quantity: Derived, alpha: float = 0.05) -> tuple[float, float]:
        """Interval of a function of the parameters."""
        ...


@dataclass(frozen=True, repr=False)
class Derived(Shown):
    """A function of the parameters.

    Parameters
    ----------
    name : str
    estimate : float
    gradient : array, shape (k,)
    fit : Fit
    covariance : Covariance
    function : callable
    refused : mapping
        Parameters without a standard error, with the reason.

    Examples
    --------
    >>> import numpy as np
    >>> from analysis.regression import NonlinearLS
    >>> x = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
    >>> y = np.array([0.9, 1.6, 2.6, 3.4, 4.3, 4.4])
    >>> model = NonlinearLS(lambda p, x: p[0] * x / (p[1] + x), y, x, names=["ceiling", "half"])
    >>> slope = model.fit().derived("slope at zero", lambda p: p["ceiling"] / p["half"])
    >>> slope
    <Derived: slope at zero 2.487 (0.21)>
    >>> [round(end, 2) for end in slope.conf_int(method="profile")]
    [1.98, 3.15]
    """

    name: str
    estimate: float
    gradient: FloatArray
    fit: Fit
    covariance: Covariance
    function: Quantity
    refused: Mapping[str, str]

    @property
    def se(self) -> float:
        """Delta-method standard error, NaN where there is none, with the `reason`."""
        return math.nan if self.reason else delta_se(self.gradient, self.covariance.matrix)

    @cached_property
    def reason(self) -> str:
        """Why there is no standard error, empty if there is one."""
        se = delta_se(self.gradient, self.fit.iid_covariance)
        return why_without_error(self.fit, self.refused, self.gradient, se, self._at)

    @property
    def held(self) -> tuple[str, ...]:
        """Parameters it depends on that lie on a bound; a standard error takes them as known."""
        moved = zip(self.fit.names, self.gradient, self.fit.free, strict=True)
        return tuple(name for name, slope, free in moved if slope != 0.0 and not free)

    @property
    def note(self) -> str:
        """Why there is no standard error, or what it takes as known; empty if neither."""
        if self.reason:
            return f"no standard error: {self.reason}"
        verb = "are" if len(self.held) > 1 else "is"
        return f"{', '.join(self.held)} {verb} held at the bound" if self.held else ""

    def conf_int(
        self,
        alpha: float = 0.05,
        method: DerivedMethod = "delta",
        bootstrap: Replicated | None = None,
    ) -> tuple[float, float]:
        """Interval by the delta method, profile likelihood or a bootstrap made beforehand."""
        if method == "delta":
            df = delta_df(self.gradient, self.covariance.df)
            lower, upper = intervals.wald(
                np.array([self.estimate]), np.array([self.se]), np.array([df]), alpha
            )
            return float(lower[0]), float(upper[0])
        if method == "profile":
            found = self.profile(alpha)
            return found.lower, found.upper
        if method == "bootstrap":
            if bootstrap is None:
                raise RegressionError("method='bootstrap' needs bootstrap=result.bootstrap(...)")
            return bootstrap.derived(self, alpha)
        raise RegressionError(f"method={method!r}; allowed: 'delta', 'profile', 'bootstrap'")

    def summary(self, alpha: float = 0.05) -> Summary:
        """Estimate, standard error and interval by the delta method."""
        level = f"{100 * (1 - alpha):g}%"
        header = ("", "estimate", "std. error", f"{level} lower", f"{level} upper")
        values = (self.estimate, self.se, *self.conf_int(alpha))
        row = (self.name, *map(number, values))
        facts = (("covariance", self.covariance.description),)
        notes = (self.note,) if self.note else ()
        title = "Function of the parameters, delta method"
        return Summary(title, facts, header, (row,), notes)

    def __repr__(self) -> str:
        return f"<Derived: {self.name} {self.estimate:.4g} ({self.se:.2g})>"

    def profile(self, alpha: float = 0.05) -> ProfileInterval:
        """Profile-likelihood interval with its trace; see `NLSResults.profile`."""
        refuse_unless_iid(self.fit, self.covariance)
        if not self.fit.identifies(self.gradient[None, :])[0]:
            raise RegressionError(f"no profile of {self.name!r}: {self.reason}")
        # A profile needs no standard error that means something, only a first step.
        se = delta_se(self.gradient, self.covariance.matrix)
        return profile_function(self.fit, self._curve(se), se, alpha)

    def _at(self, params: FloatArray) -> float:
        return evaluate(self.function, params, self.fit.names, self.name)

    def _curve(self, se: float) -> ProfileCurve:
        return quantity_curve(self.fit, self.name, self.estimate, se, self.function)


def quantity_curve(
    fit: Fit, name: str, estimate: float, se: float, function: Quantity
) -> ProfileCurve:
    """The profile of a function of labelled parameters."""
    names, spread = fit.names, fit.standard_errors
    return function_curve(
        fit, name, estimate, se,
        lambda p: evaluate(function, p, names, name),
        lambda p: gradient(function, p, names, name, spread),
    )  # fmt: skip


def derive(
    fit: Fit, covariance: Covariance, name: str, function: Quantity, refused: Mapping[str, str]
) -> Derived:
    """Evaluate a function of the parameters and its gradient at the estimate."""
    value = evaluate(function, fit.params, fit.names, name)
    return Derived(
        name,
        value,
        gradient(function, fit.params, fit.names, name, fit.standard_errors),
        fit,
        covariance,
        function,
        refused,
    )


def evaluate(function: Quantity, params: FloatArray, names: tuple[str, ...], what: str) -> float:
    """Value of a function of labelled parameters.

    Raises
    ------
    FunctionError
        If it raises or does not return one real number.
    """
    try:
        value = np.asarray(call_labelled(function, names, params))
    except Exception as error:
        raise FunctionError(f"derived {what!r} raised {type(error).__name__}: {error}") from error
    if value.size != 1 or value.dtype.kind not in "fiu":
        raise FunctionError(
            f"derived {what!r} returned dtype {value.dtype}, shape {value.shape}; "
            "expected one real number"
        )
    return float(value.reshape(()))


def gradient(
    function: Quantity, params: FloatArray, names: tuple[str, ...], what: str,
    spread: FloatArray | None = None,
) -> FloatArray:  # fmt: skip
    """Gradient by complex steps where they agree with central differences, else by those.

    Steps are relative to the parameters, or to their standard errors ``spread`` where those are
    larger by orders of magnitude: a parameter near zero is no smaller than its error.
    """
    sizes = np.abs(params)
    if spread is not None:
        sizes = np.fmax(sizes, _SHARE * spread)
    sizes = np.where(sizes > 0.0, sizes, _SIZE_OF_ZERO)
    places = range(params.size)
    numeric = np.array(
        [_difference(function, params, names, j, what, _STEP * float(sizes[j])) for j in places]
    )
    try:
        exact = np.array([_complex(function, params, names, j, float(sizes[j])) for j in places])
    except (ArithmeticError, AttributeError, TypeError, ValueError, Warning):
        return numeric
    # What parameters of different units add to the function is comparable, their slopes are not.
    gap, shown = np.abs(exact - numeric) * sizes, np.abs(numeric) * sizes
    return exact if bool(np.all(gap <= 1e-4 * np.max(shown))) else numeric


def _difference(
    function: Quantity, params: FloatArray, names: tuple[str, ...], j: int, what: str, step: float
) -> float:
    upper, lower = params.copy(), params.copy()
    upper[j] += step
    lower[j] -= step
    rise = evaluate(function, upper, names, what) - evaluate(function, lower, names, what)
    return rise / float(upper[j] - lower[j])


def _complex(
    function: Quantity, params: FloatArray, names: tuple[str, ...], j: int, size: float
) -> float:
    step = _COMPLEX_STEP * size
    point = params.astype(np.complex128)
    point[j] += 1j * step
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return float(np.imag(call_labelled(function, names, point))) / step


def delta_se(slope: FloatArray, matrix: FloatArray) -> float:
    """Delta-method standard error; parameters with zero slope do not matter."""
    moved = slope != 0.0
    variance = float(slope[moved] @ matrix[np.ix_(moved, moved)] @ slope[moved])
    # Of what is not identified it is nothing but rounding, which may fall below zero.
    return math.sqrt(variance) if variance >= 0.0 else math.nan


def delta_df(slope: FloatArray, df: FloatArray) -> float:
    """Smallest degrees of freedom among the parameters that matter, on the safe side."""
    moved = slope != 0.0
    return float(np.nanmin(df[moved] if moved.any() else df))
