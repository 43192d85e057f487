"""One curve fitted to many quantities at the same prices, all at once.

Bootstraps, simulated walks and power need tens of thousands of fits that differ only in the
quantities. A grid of shapes finds the start of each exactly as a
single fit does; damped Gauss-Newton steps, taken for all at once, end it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.demand.curves.curve import Curve, ErrorScale, FloatArray
from analysis.demand.curves.isoelastic import ConstantElasticity
from analysis.demand.curves.lognormal import Lognormal
from analysis.demand.curves.reservation_prices import LogLogistic, Weibull
from analysis.demand.equation import DemandEquation
from analysis.demand.series import DemandSeries
from analysis.errors import DemandError
from analysis.regression.arrays import BoolArray

_STEPS = 40
_CONVERGED = 1e-8
# A fit no better than its limit after so many steps is on its way there.
_PATIENCE = 12
_NO_BETTER = 1.0 - 1e-6
_DEGENERATING: tuple[type[Curve], ...] = (Lognormal, LogLogistic, Weibull)
_DAMPING = 1e-3
_LIMIT = 1e8
_LONGEST = 50.0
_FLAT = 1e-200
_RIDGE = 1e-12


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
        Whether the last step no longer lowered the sum and the fit beats a constant elasticity,
        into which the curve degenerates as its spread grows without end. Others are kept and
        counted.
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
    endog = np.log(quantity) if error == "log" else quantity
    positive = np.array(curve.lower) == 0.0
    theta = _encode(_starts(curve, log_price, quantity, error), positive)
    ssr = _sums(curve, theta, positive, log_price, endog, error)
    damping = np.full(len(theta), _DAMPING)
    limit = _limit(curve, log_price, quantity, error)
    settled = np.zeros(len(theta), dtype=np.bool_)
    for step in range(_STEPS):
        open_ = ~settled if step < _PATIENCE else ~settled & (ssr < limit)
        rows = np.flatnonzero(open_)
        if not rows.size:
            break
        moved = theta[rows] + _step(
            curve, theta[rows], positive, log_price, endog[rows], error, damping[rows]
        )
        total = _sums(curve, moved, positive, log_price, endog[rows], error)
        better = total < ssr[rows]
        gain = (ssr[rows] - total) / ssr[rows]
        settled[rows] = (better & (gain < _CONVERGED)) | (damping[rows] > _LIMIT)
        theta[rows[better]], ssr[rows[better]] = moved[better], total[better]
        damping[rows] = np.where(better, damping[rows] / 5.0, damping[rows] * 4.0)
    return CurveFits(curve, _decode(theta, positive), ssr, settled & (ssr < limit))


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
        Unless the price over income, and nothing else, explains the quantity.
    """
    return fit_curves(model.equation.curve, relative_prices(model), quantity, model.equation.error)


def relative_prices(model: Modelled) -> FloatArray:
    """Logs of the prices at which the curve of a model is refitted, shape (n,).

    Raises
    ------
    DemandError
        Unless the price over income, and nothing else, explains the quantity.
    """
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
) -> FloatArray:
    """Sum of squares that a fit has to beat, that of the constant elasticity; else infinite."""
    if curve not in _DEGENERATING:
        return np.full(len(quantity), np.inf)
    return np.asarray(fit_curves(ConstantElasticity, log_price, quantity, error).ssr * _NO_BETTER)


def fitted_quantities(fits: CurveFits, log_price: FloatArray) -> FloatArray:
    """Fitted quantities, shape (B, n)."""
    return np.asarray(np.exp(fits.curve.log_quantity_at(fits.params, log_price)))


def _starts(
    curve: type[Curve], log_price: FloatArray, quantity: FloatArray, error: ErrorScale
) -> FloatArray:
    shapes = curve.shapes(log_price)
    log_shape = curve.log_quantity_at(shapes, log_price)
    usable = log_shape.max(axis=1) > -600.0
    usable &= np.isfinite(log_shape).all(axis=1) if error == "log" else True
    shapes, log_shape = shapes[usable], log_shape[usable]
    if error == "log":
        centred = log_shape - log_shape.mean(axis=1, keepdims=True)
        logs = np.log(quantity)
        sums = (centred**2).sum(axis=1) - 2.0 * logs @ centred.T
        best = sums.argmin(axis=1)
        scale = np.exp(logs.mean(axis=1) - log_shape.mean(axis=1)[best])
    else:
        peak = log_shape.max(axis=1)
        level = np.exp(log_shape - peak[:, None])
        size = (level**2).sum(axis=1)
        product = quantity @ level.T
        best = (np.where(product > 0.0, product, 0.0) ** 2 / size).argmax(axis=1)
        factor = np.take_along_axis(product, best[:, None], 1)[:, 0] / size[best]
        scale = np.maximum(factor, 1e-12) * np.exp(-peak[best])
    params = np.array(shapes[best])
    params[:, curve.names.index("scale")] = scale
    return params


def _encode(params: FloatArray, positive: BoolArray) -> FloatArray:
    return np.where(positive, np.log(np.where(positive, params, 1.0)), params)


def _decode(theta: FloatArray, positive: BoolArray) -> FloatArray:
    return np.where(positive, np.exp(np.clip(theta, -600.0, 600.0)), theta)


def _sums(
    curve: type[Curve], theta: FloatArray, positive: BoolArray, log_price: FloatArray,
    endog: FloatArray, error: ErrorScale,
) -> FloatArray:  # fmt: skip
    with np.errstate(all="ignore"):
        mean = curve.log_quantity_at(_decode(theta, positive), log_price)
        gap = endog - (mean if error == "log" else np.exp(np.minimum(mean, 600.0)))
        total = (gap**2).sum(axis=1)
    return np.where(np.isfinite(total), total, np.inf)


def _step(
    curve: type[Curve], theta: FloatArray, positive: BoolArray, log_price: FloatArray,
    endog: FloatArray, error: ErrorScale, damping: FloatArray,
) -> FloatArray:  # fmt: skip
    params = _decode(theta, positive)
    with np.errstate(all="ignore"):
        mean = curve.log_quantity_at(params, log_price)
        slope = curve.log_gradient_at(params, log_price)
        slope = slope * np.where(positive, params, 1.0)[:, None, :]
        if error == "level":
            mean = np.exp(np.minimum(mean, 600.0))
            slope = slope * mean[..., None]
        slope = np.nan_to_num(slope, nan=0.0, posinf=0.0, neginf=0.0)
        gap = np.nan_to_num(endog - mean, nan=0.0, posinf=0.0, neginf=0.0)
    cross = np.einsum("bnj,bnk->bjk", slope, slope)
    score = np.einsum("bnj,bn->bj", slope, gap)
    size = np.einsum("bjj->bj", cross)
    # In units of each parameter's own slope the equations stay solvable where one has none.
    unit = np.sqrt(np.where(size > _FLAT, size, 1.0))
    cross = cross / (unit[:, :, None] * unit[:, None, :])
    cross += np.einsum("b,jk->bjk", damping + _RIDGE, np.eye(theta.shape[1]))
    step = np.linalg.solve(cross, (score / unit)[..., None])[..., 0] / unit
    return np.clip(step, -_LONGEST, _LONGEST)
