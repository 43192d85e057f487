"""One curve fitted to many quantities at the same prices, all at once.

Bootstraps, simulated walks and power need tens of thousands of fits that differ only in the
quantities. A grid of shapes finds the start of each exactly as a single fit does; the batched
solver of `analysis.regression` ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.demand.curves.curve import Curve, ErrorScale, FloatArray
from analysis.demand.curves.isoelastic import ConstantElasticity
from analysis.demand.curves.lognormal import Lognormal
from analysis.demand.curves.reservation_prices import LogLogistic, Weibull
from analysis.demand.equation import DemandEquation, trailing
from analysis.demand.results import refuse_held
from analysis.demand.series import DemandSeries
from analysis.errors import DemandError
from analysis.regression import fit_many, grid_start
from analysis.regression.arrays import BoolArray

# A fit has to be better than its limit by more than rounding.
_NO_BETTER = 1.0 - 1e-6
_DEGENERATING: tuple[type[Curve], ...] = (Lognormal, LogLogistic, Weibull)
# Logs of positive parameters and of quantities: their exponentials are numbers.
_LARGEST_LOG = 600.0
# Of the largest quantity: a scale of zero has no logarithm to start from.
_SMALLEST_SHARE = 1e-12


class Modelled(Protocol):
    """A demand model, or its results."""

    @property
    def equation(self) -> DemandEquation:
        """What is fitted."""
        ...

    @property
    def series(self) -> DemandSeries:
        """What it is fitted to."""
        ...


@dataclass(frozen=True)
class CurveFits:
    """Estimates of B fits.

    Attributes
    ----------
    curve : type of Curve
    params : array, shape (B, k)
    ssr : array, shape (B,)
        Sum of squared residuals on the scale of the error.
    converged : array of bool, shape (B,)
        Whether a minimum was reached and the fit beats a constant elasticity, into which the
        curve degenerates as its spread grows without end. Others are kept and counted.
    """

    curve: type[Curve]
    params: FloatArray
    ssr: FloatArray
    converged: BoolArray

    def elasticity(self, log_price: float) -> FloatArray:
        """Elasticity of each fit at a price, shape (B,)."""
        with np.errstate(over="ignore"):
            return self.curve.elasticity_at(self.params, np.array([log_price]))[:, 0]


def fit_curves(
    curve: type[Curve], log_price: FloatArray, quantity: FloatArray, error: ErrorScale
) -> CurveFits:
    """Least squares of one curve on each row of quantities.

    Parameters
    ----------
    curve : type of Curve
        Without bounds on its parameters other than their domain.
    log_price : array, shape (n,)
    quantity : array, shape (B, n)
        Positive for errors in logs.
    error : {"log", "level"}
    """
    positive = np.array(curve.lower) == 0.0
    largest = np.where(positive, _LARGEST_LOG, np.inf)

    def mean_and_slopes(theta: FloatArray, log_price: FloatArray) -> tuple[FloatArray, FloatArray]:
        return _mean(curve, _decode(trailing(theta), positive), positive, log_price, error)

    found = fit_many(
        mean_and_slopes,
        np.log(quantity) if error == "log" else quantity,
        log_price,
        _encode(_starts(curve, log_price, quantity, error), positive),
        bounds=(-largest, largest),
        to_beat=_limit(curve, log_price, quantity, error),
    )
    return CurveFits(curve, _decode(found.params, positive), found.ssr, found.converged)


def degenerates(model: Modelled) -> bool:
    """Whether the sum of squares falls for ever as the curve nears a constant elasticity.

    The end of that road is a curve of constant elasticity, which a fit is then no better than.
    Curves that cannot degenerate so never do.
    """
    if model.equation.curve not in _DEGENERATING:
        return False
    return not bool(refitted(model, model.series.quantity[None]).converged[0])


def refitted(model: Modelled, quantity: FloatArray) -> CurveFits:
    """The curve of a model fitted to other quantities at its prices, shape (B, n).

    Raises
    ------
    DemandError
        As `relative_prices`.
    """
    return fit_curves(model.equation.curve, relative_prices(model), quantity, model.equation.error)


def relative_prices(model: Modelled) -> FloatArray:
    """Logs of the prices at which the curve of a model is refitted, shape (n,).

    Raises
    ------
    DemandError
        Unless the price over income, and nothing else, explains the quantity, and no parameter
        is held.
    """
    refuse_held(model)
    equation = model.equation
    if equation.free_income or equation.control_names:
        found = "a free income elasticity" if equation.free_income else "controls"
        raise DemandError(
            f"refits by the thousand of a model with {found}; allowed: a curve in the price, or "
            "in the price over income, alone"
        )
    return model.series.log_relative_price


def _limit(
    curve: type[Curve], log_price: FloatArray, quantity: FloatArray, error: ErrorScale
) -> FloatArray | None:
    """Sum of squares that a fit has to beat, that of the constant elasticity."""
    if curve not in _DEGENERATING:
        return None
    return np.asarray(fit_curves(ConstantElasticity, log_price, quantity, error).ssr * _NO_BETTER)


def fitted_quantities(fits: CurveFits, log_price: FloatArray) -> FloatArray:
    """Fitted quantities, shape (B, n)."""
    return np.asarray(np.exp(fits.curve.log_quantity_at(fits.params, log_price)))


def _starts(
    curve: type[Curve], log_price: FloatArray, quantity: FloatArray, error: ErrorScale
) -> FloatArray:
    """The best of the curve's shapes for each row, its scale by least squares, shape (B, k)."""
    shapes = curve.shapes(log_price)
    log_shape = curve.log_quantity_at(shapes, log_price)
    usable = log_shape.max(axis=1) > -_LARGEST_LOG
    usable &= np.isfinite(log_shape).all(axis=1) if error == "log" else True
    shapes, log_shape = shapes[usable], log_shape[usable]
    if error == "log":
        best, shift = grid_start(log_shape, np.log(quantity), "shift")
        scale = np.exp(shift)
    else:
        peak = log_shape.max(axis=1)
        best, factor = grid_start(np.exp(log_shape - peak[:, None]), quantity, "factor")
        smallest = _SMALLEST_SHARE * np.abs(quantity).max(axis=1)
        scale = np.maximum(factor, smallest) * np.exp(-peak[best])
    params = np.array(shapes[best])
    params[:, curve.names.index("scale")] = scale
    return params


def _encode(params: FloatArray, positive: BoolArray) -> FloatArray:
    """Logs of the positive parameters, so that no step leaves their domain."""
    return np.where(positive, np.log(np.where(positive, params, 1.0)), params)


def _decode(theta: FloatArray, positive: BoolArray) -> FloatArray:
    return np.where(positive, np.exp(np.where(positive, theta, 0.0)), theta)


def _mean(
    curve: type[Curve], params: FloatArray, positive: BoolArray, log_price: FloatArray,
    error: ErrorScale,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Mean on the scale of the error (B, n) and its slopes (B, n, k), in logs where positive."""
    mean = curve.log_quantity_at(params, log_price)
    slopes = curve.log_gradient_at(params, log_price)
    slopes = slopes * np.where(positive, params, 1.0)[:, None, :]
    if error == "level":
        mean = np.exp(np.minimum(mean, _LARGEST_LOG))
        slopes = slopes * mean[..., None]
    return mean, slopes
