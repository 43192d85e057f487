"""Benchmarks without a story about users: constant, and log-linearly rising, elasticity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from analysis.demand.curves.curve import (
    Curve,
    FloatArray,
    columns,
    require_finite,
    require_positive,
    stack,
)

INF = np.inf


@dataclass(frozen=True, init=False, repr=False)
class ConstantElasticity(Curve):
    """scale * p**-elasticity: no saturation, and no turning point ever.

    Parameters
    ----------
    elasticity : float
        Own-price elasticity as a positive number; kept as ``exponent``, since ``elasticity`` is
        the method every curve has.
    scale : float
        Quantity at price one.
    """

    exponent: float
    scale: float

    label: ClassVar[str] = "constant elasticity"
    names: ClassVar[tuple[str, ...]] = ("elasticity", "scale")
    lower: ClassVar[tuple[float, ...]] = (-INF, 0.0)

    def __init__(self, elasticity: float, scale: float = 1.0) -> None:
        require_finite("ConstantElasticity", elasticity=elasticity)
        require_positive("ConstantElasticity", scale=scale)
        object.__setattr__(self, "exponent", elasticity)
        object.__setattr__(self, "scale", scale)

    def __repr__(self) -> str:
        return f"ConstantElasticity(elasticity={self.exponent!r}, scale={self.scale!r})"

    @property
    def params(self) -> FloatArray:
        """Parameters in the order of ``names``; ``elasticity`` as a name is kept in a field."""
        return np.array([self.exponent, self.scale])

    @classmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity: ln scale - elasticity ln p."""
        exponent, scale = columns(params)
        return np.log(scale) - exponent * log_price

    @classmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """The elasticity at any price."""
        exponent, _ = columns(params)
        return exponent + np.zeros_like(log_price)

    @classmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""
        _, scale = columns(params)
        return stack(-log_price, 1.0 / scale)

    @classmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:  # noqa: ARG003
        """Candidates to start from, scale one, shape (m, k)."""
        exponent = np.linspace(-5.0, 10.0, 151)
        return np.column_stack([exponent, np.ones_like(exponent)])

    @classmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:  # noqa: ARG003
        """None: the elasticity never passes anything."""
        return None


@dataclass(frozen=True)
class QuadraticLog(Curve):
    """Log demand quadratic in log price: the flexible benchmark.

    ln q = ln scale - slope ln p - curvature (ln p)**2, elasticity slope + 2 curvature ln p.
    With curvature at or below zero the elasticity never rises through one, so there is no peak.

    Parameters
    ----------
    slope : float
        Elasticity at price one.
    curvature : float
        Half the change of the elasticity per log point of price.
    scale : float
        Quantity at price one.
    """

    slope: float
    curvature: float
    scale: float = 1.0

    label: ClassVar[str] = "quadratic in logs"
    names: ClassVar[tuple[str, ...]] = ("slope", "curvature", "scale")
    lower: ClassVar[tuple[float, ...]] = (-INF, -INF, 0.0)

    def __post_init__(self) -> None:
        require_finite("QuadraticLog", slope=self.slope, curvature=self.curvature)
        require_positive("QuadraticLog", scale=self.scale)

    @classmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity: ln scale - slope ln p - curvature (ln p)**2."""
        slope, curvature, scale = columns(params)
        return np.log(scale) - slope * log_price - curvature * log_price**2

    @classmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Elasticity: slope + 2 curvature ln p."""
        slope, curvature, _ = columns(params)
        return slope + 2.0 * curvature * log_price

    @classmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""
        _, _, scale = columns(params)
        return stack(-log_price, -(log_price**2), 1.0 / scale)

    @classmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:
        """Candidates to start from, scale one, shape (m, k)."""
        centre = float(log_price.mean())
        middle, curvature = np.meshgrid(
            np.linspace(-2.0, 8.0, 41), np.linspace(-1.0, 1.0, 41), indexing="ij"
        )
        slope = (middle - 2.0 * curvature * centre).ravel()
        return np.column_stack([slope, curvature.ravel(), np.ones_like(slope)])

    @classmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:
        """Turning price: (threshold - slope) / (2 curvature); None unless curvature is positive."""
        slope, curvature, _ = params.tolist()
        return (threshold - slope) / (2.0 * curvature) if curvature > 0.0 else None
