"""The regression function of a demand model, with its exact derivatives, starts and bounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.demand.curves.curve import Curve, ErrorScale, FloatArray
from analysis.demand.curves.reservation_prices import Linear
from analysis.demand.series import DemandSeries

GAMMA = "gamma"
GAMMA_STARTS = (0.0, 0.5, 1.0, 1.5, 2.0)


class Equation(Protocol):
    """What a fit needs of a regression function, with a price or without."""

    @property
    def error(self) -> ErrorScale:
        """Scale of the additive error."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters."""
        ...

    @property
    def multiplier(self) -> str | None:
        """Parameter that multiplies the whole mean, if the error is in levels."""
        ...

    def regressors(self, series: DemandSeries) -> FloatArray:
        """Regressors, shape (n, m)."""
        ...

    def endog(self, series: DemandSeries) -> FloatArray:
        """Quantity on the scale of the error, shape (n,)."""
        ...

    def log_mean(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Log of the mean quantity, shape (..., n)."""
        ...

    def batched(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Mean on the scale of the error; parameters (k,) or (k, R, 1)."""
        ...

    def batched_jacobian(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Derivatives of ``batched``."""
        ...

    def start(self, series: DemandSeries) -> FloatArray:
        """Parameters to start from, shape (k,)."""
        ...

    def bounds(self, series: DemandSeries) -> list[tuple[float, float]]:
        """Lower and upper limit of each parameter."""
        ...


@dataclass(frozen=True)
class DemandEquation:
    """ln q = curve(ln p - gamma ln y) + controls, or the exponential of it in levels.

    Income enters less its sample mean, so that parameters keep the unit of price over income
    whatever gamma is: relative price = (p / ybar) (y / ybar)**-gamma, ybar the geometric mean.

    Parameters
    ----------
    curve : type of Curve
    error : {"log", "level"}
        Scale of the additive error.
    free_income : bool
        Whether gamma is a parameter; otherwise it is one.
    control_names : tuple of str
    """

    curve: type[Curve]
    error: ErrorScale
    free_income: bool
    control_names: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters: the curve's, gamma if free, the controls."""
        gamma = (GAMMA,) if self.free_income else ()
        return (*self.curve.names, *gamma, *self.control_names)

    @property
    def multiplier(self) -> str | None:
        """Parameter that multiplies the whole mean, if the error is in levels."""
        return "scale" if self.error == "level" else None

    @property
    def curve_size(self) -> int:
        """Number of parameters of the curve itself."""
        return len(self.curve.names)

    def regressors(self, series: DemandSeries) -> FloatArray:
        """Columns: log price less mean log income, log income less its mean, the controls."""
        return np.column_stack(
            [
                series.log_price - series.income_centre,
                series.centred_log_income,
                series.controls,
            ]
        )

    def endog(self, series: DemandSeries) -> FloatArray:
        """Quantity on the scale of the error, shape (n,)."""
        return scaled_quantity(self.error, series)

    def gamma(self, params: FloatArray) -> FloatArray:
        """Income elasticity over price elasticity, shape (...)."""
        array = np.asarray(params, dtype=float)
        return array[..., self.curve_size] if self.free_income else np.ones(array.shape[:-1])

    def log_relative_price(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Log price relative to income at the params' gamma, shape (..., n)."""
        exog = np.asarray(exog)
        return exog[..., 0] - self.gamma(params)[..., None] * exog[..., 1]

    def _own(self, params: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
        """The curve's parameters, ones where outside its domain, and whether inside, (..., 1)."""
        own = params[..., : self.curve_size]
        inside = (own > _domain(self.curve)).all(axis=-1, keepdims=True)
        return own if inside.all() else np.where(inside, own, 1.0), np.asarray(inside)

    def log_mean(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Log of the curve with its controls, shape (..., n); NaN outside the domain."""
        params = np.asarray(params, dtype=float)
        own, inside = self._own(params)
        log_price = self.log_relative_price(params, exog)
        value = self.curve.log_quantity_at(own, log_price)
        if not inside.all():
            value = np.where(inside, value, np.nan)
        if self.control_names:
            effects = params[..., -len(self.control_names) :]
            value = value + np.einsum("...j,...nj->...n", effects, np.asarray(exog)[..., 2:])
        return value

    def function(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Mean on the scale of the error, shape (..., n)."""
        value = self.log_mean(params, exog)
        return value if self.error == "log" else np.asarray(np.exp(value))

    def jacobian(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Derivatives of ``function``, shape (..., n, k)."""
        params, exog = np.asarray(params, dtype=float), np.asarray(exog)
        own, _ = self._own(params)
        log_price = self.log_relative_price(params, exog)
        parts = [self.curve.log_gradient_at(own, log_price)]
        if self.free_income:
            # ln q falls by the elasticity per unit of log price, which falls by ln y per gamma.
            slope = self.curve.elasticity_at(own, log_price) * exog[..., 1]
            parts.append(slope[..., None])
        if self.control_names:
            shape = (*parts[0].shape[:-1], len(self.control_names))
            parts.append(np.broadcast_to(exog[..., 2:], shape))
        gradient = np.concatenate(parts, axis=-1)
        if self.error == "log":
            return gradient
        # A quantity of zero has zero derivatives, though its log has infinite ones.
        level = np.exp(self.log_mean(params, exog))[..., None]
        if (level > 0.0).all():
            return np.asarray(level * gradient)
        return np.where(level > 0.0, level * np.where(level > 0.0, gradient, 0.0), 0.0)

    def both(self, params: FloatArray, exog: FloatArray) -> tuple[FloatArray, list[FloatArray]]:
        """``function`` and its derivatives as k arrays, for parameters (k, R, 1) giving (R, n)."""
        rows = trailing(params)
        if self.error == "log" or len(self.names) > self.curve_size:
            slopes = self.jacobian(rows, exog)
            return self.function(rows, exog), [slopes[..., j] for j in range(slopes.shape[-1])]
        own, inside = self._own(rows)
        level, slopes_of_own = self.curve.level_at(own, self.log_relative_price(rows, exog))
        return level if inside.all() else np.where(inside, level, np.nan), slopes_of_own

    def start(self, series: DemandSeries) -> FloatArray:
        """Parameters to start from: the best of the curve's candidates over a few gammas."""
        exog, endog = self.regressors(series), self.endog(series)
        best, least = np.empty(0), np.inf
        for gamma in GAMMA_STARTS if self.free_income else (1.0,):
            log_price = exog[:, 0] - gamma * exog[:, 1]
            own = self.curve.start(log_price, series.quantity, self.error)
            extra = [gamma] if self.free_income else []
            params = np.array([*own, *extra, *np.zeros(len(self.control_names))])
            ssr = float(((endog - self.function(params, exog)) ** 2).sum())
            if ssr < least:
                best, least = params, ssr
        return best

    def bounds(self, series: DemandSeries) -> list[tuple[float, float]]:
        """Lower and upper limit of each parameter."""
        low, high = self.curve.bounds(series.log_relative_price, self.error)
        if self.free_income and self.curve is Linear:
            # The highest relative price, which the choke price must exceed, is not known yet.
            low[0] = -np.inf
        extra = len(self.names) - self.curve_size
        return [*zip(low.tolist(), high.tolist(), strict=True), *[(-np.inf, np.inf)] * extra]

    def batched(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """``function`` for parameters of shape (k,), or (k, R, 1) giving (R, n)."""
        return self.function(trailing(params), exog)

    def batched_jacobian(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """``jacobian`` for parameters of shape (k,), or (k, R, 1) giving (R, n, k)."""
        return self.jacobian(trailing(params), exog)


@cache
def _domain(curve: type[Curve]) -> FloatArray:
    """What the parameters of a curve must exceed, shape (k,)."""
    return np.array(curve.lower)


def scaled_quantity(error: ErrorScale, series: DemandSeries) -> FloatArray:
    """Log quantity for an error in logs, quantity for one in levels, shape (n,)."""
    return np.asarray(np.log(series.quantity)) if error == "log" else series.quantity


def trailing(params: FloatArray) -> FloatArray:
    """Parameters of shape (k,) as they are, of shape (k, R, 1) as (R, k)."""
    array = np.asarray(params, dtype=float)
    return array if array.ndim == 1 else array[..., 0].T
