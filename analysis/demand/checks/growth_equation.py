"""Growth in calendar time as a regression: the equation of a demand model without its price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.demand.curves.curve import ErrorScale, FloatArray
from analysis.demand.curves.growth import GrowthCurve, GrowthKind, log_growth, log_growth_gradient
from analysis.demand.equation import scaled_quantity, trailing
from analysis.demand.series import DemandSeries


@dataclass(frozen=True)
class GrowthEquation:
    """ln q = growth curve(year) + controls, or the exponential of it in levels.

    Parameters
    ----------
    kind : {"logistic", "gompertz"}
    error : {"log", "level"}
    control_names : tuple of str
    """

    kind: GrowthKind
    error: ErrorScale
    control_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters."""
        return (*GrowthCurve.names, *self.control_names)

    @property
    def multiplier(self) -> str | None:
        """Parameter that multiplies the whole mean, if the error is in levels."""
        return "ceiling" if self.error == "level" else None

    def regressors(self, series: DemandSeries) -> FloatArray:
        """Columns: year, the controls."""
        years = series.index.to_numpy(dtype=float)
        return np.column_stack([years, series.controls])

    def endog(self, series: DemandSeries) -> FloatArray:
        """Quantity on the scale of the error, shape (n,)."""
        return scaled_quantity(self.error, series)

    def log_mean(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Log of the mean quantity, shape (..., n); NaN outside the domain."""
        params, exog = np.asarray(params, dtype=float), np.asarray(exog)
        own = params[..., :3]
        inside = np.all(own > np.array(GrowthCurve.lower), axis=-1, keepdims=True)
        own = np.where(inside, own, 1.0)
        value = np.where(inside, log_growth(self.kind, own, exog[..., 0]), np.nan)
        if self.control_names:
            value = value + np.einsum("...j,...nj->...n", params[..., 3:], exog[..., 1:])
        return value

    def batched(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Mean on the scale of the error; parameters (k,), or (k, R, 1) giving (R, n)."""
        value = self.log_mean(trailing(params), exog)
        return value if self.error == "log" else np.asarray(np.exp(value))

    def batched_jacobian(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Derivatives of ``batched``, shape (n, k) or (R, n, k)."""
        params, exog = trailing(params), np.asarray(exog)
        own = np.where(params[..., :3] > np.array(GrowthCurve.lower), params[..., :3], 1.0)
        gradient = log_growth_gradient(self.kind, own, exog[..., 0])
        if self.control_names:
            shape = (*gradient.shape[:-1], len(self.control_names))
            controls = np.broadcast_to(exog[..., 1:], shape)
            gradient = np.concatenate([gradient, controls], axis=-1)
        if self.error == "log":
            return gradient
        return np.asarray(gradient * np.exp(self.log_mean(params, exog))[..., None])

    def start(self, series: DemandSeries) -> FloatArray:
        """Best of a grid of midpoints and rates, controls at zero, shape (k,)."""
        years = series.index.to_numpy(dtype=float)
        own = GrowthCurve.start(years, series.quantity, self.error, self.kind)
        return np.concatenate([own, np.zeros(len(self.control_names))])

    def bounds(self, series: DemandSeries) -> list[tuple[float, float]]:  # noqa: ARG002
        """No closed limits."""
        return [(-np.inf, np.inf)] * len(self.names)
