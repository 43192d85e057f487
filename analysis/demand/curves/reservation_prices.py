"""Unit demand under other distributions of the maximum price.

Log-logistic, Weibull, exponential and uniform maximum prices all have an increasing generalised
failure rate (Banciu and Mirchandani 2013).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from analysis.demand.curves.curve import (
    ErrorScale,
    FloatArray,
    ServedCurve,
    columns,
    require_positive,
    stack,
)

INF = np.inf
LARGEST_EXPONENT = 700.0


def _exp(exponent: FloatArray) -> FloatArray:
    """Exponential that stops short of overflow: demand there is zero to double precision."""
    return np.asarray(np.exp(np.minimum(exponent, LARGEST_EXPONENT)))


@dataclass(frozen=True)
class LogLogistic(ServedCurve):
    """scale / (1 + (p / alpha)**beta); elasticity beta (1 - share served), from 0 to beta.

    The elasticity crosses one only if beta > 1.

    Parameters
    ----------
    alpha : float
        Median maximum price.
    beta : float
        Elasticity at very high prices.
    scale : float
        Quantity at saturation.
    """

    alpha: float
    beta: float
    scale: float = 1.0

    label: ClassVar[str] = "log-logistic"
    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "scale")
    lower: ClassVar[tuple[float, ...]] = (0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        require_positive("LogLogistic", alpha=self.alpha, beta=self.beta, scale=self.scale)

    @classmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity: ln scale - ln(1 + (p / alpha)**beta)."""
        alpha, beta, scale = columns(params)
        return np.log(scale) - np.logaddexp(0.0, beta * (log_price - np.log(alpha)))

    @classmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Elasticity: beta (1 - share served)."""
        alpha, beta, _ = columns(params)
        return np.asarray(beta * expit(beta * (log_price - np.log(alpha))))

    @classmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""
        alpha, beta, scale = columns(params)
        distance = log_price - np.log(alpha)
        unserved = expit(beta * distance)
        return stack(beta * unserved / alpha, -unserved * distance, 1.0 / scale)

    @classmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:
        """Candidates to start from, scale one, shape (m, k)."""
        return _position_slope_grid(log_price)

    @classmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:
        """Turning price: alpha (threshold / (beta - threshold))**(1 / beta); None from beta on."""
        alpha, beta = float(params[0]), float(params[1])
        if not 0.0 < threshold < beta:
            return None
        return math.log(alpha) + math.log(threshold / (beta - threshold)) / beta


@dataclass(frozen=True)
class Weibull(ServedCurve):
    """scale * exp(-(p / alpha)**beta), "Gompertz in log price"; elasticity beta (p / alpha)**beta.

    Parameters
    ----------
    alpha : float
        Price at which a share 1/e of demand is served.
    beta : float
        How fast the elasticity rises: its own elasticity in the price.
    scale : float
        Quantity at saturation.
    """

    alpha: float
    beta: float
    scale: float = 1.0

    label: ClassVar[str] = "Weibull"
    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "scale")
    lower: ClassVar[tuple[float, ...]] = (0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        require_positive("Weibull", alpha=self.alpha, beta=self.beta, scale=self.scale)

    @classmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity: ln scale - (p / alpha)**beta."""
        alpha, beta, scale = columns(params)
        return np.log(scale) - _exp(beta * (log_price - np.log(alpha)))

    @classmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Elasticity: beta (p / alpha)**beta."""
        alpha, beta, _ = columns(params)
        return beta * _exp(beta * (log_price - np.log(alpha)))

    @classmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""
        alpha, beta, scale = columns(params)
        distance = log_price - np.log(alpha)
        hazard = _exp(beta * distance)
        return stack(beta * hazard / alpha, -hazard * distance, 1.0 / scale)

    @classmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:
        """Candidates to start from, scale one, shape (m, k)."""
        return _position_slope_grid(log_price)

    @classmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:
        """Turning price: alpha (threshold / beta)**(1 / beta)."""
        alpha, beta, _ = params.tolist()
        return math.log(alpha) + math.log(threshold / beta) / beta if threshold > 0.0 else None


@dataclass(frozen=True)
class Exponential(ServedCurve):
    """scale * exp(-rate p); elasticity rate * p, crossing one at 1 / rate.

    Parameters
    ----------
    rate : float
        Inverse of the mean maximum price.
    scale : float
        Quantity at saturation.
    """

    rate: float
    scale: float = 1.0

    label: ClassVar[str] = "exponential"
    names: ClassVar[tuple[str, ...]] = ("rate", "scale")
    lower: ClassVar[tuple[float, ...]] = (0.0, 0.0)

    def __post_init__(self) -> None:
        require_positive("Exponential", rate=self.rate, scale=self.scale)

    @classmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity: ln scale - rate p."""
        rate, scale = columns(params)
        return np.log(scale) - rate * _exp(log_price)

    @classmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Elasticity: rate p."""
        rate, _ = columns(params)
        return rate * _exp(log_price)

    @classmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""
        _, scale = columns(params)
        return stack(-_exp(log_price), 1.0 / scale)

    @classmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:
        """Candidates to start from, scale one, shape (m, k)."""
        rate = np.exp(-np.median(log_price)) * np.geomspace(1e-3, 1e2, 101)
        return np.column_stack([rate, np.ones_like(rate)])

    @classmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:
        """Turning price: threshold / rate."""
        return math.log(threshold / params[0]) if threshold > 0.0 else None


@dataclass(frozen=True)
class Linear(ServedCurve):
    """scale * (1 - p / choke), zero above the choke price; elasticity p / (choke - p).

    Maximum prices are uniform between zero and the choke price; spending peaks at half of it.

    Parameters
    ----------
    choke : float
        Price at which nothing is bought.
    scale : float
        Quantity at price zero.
    """

    choke: float
    scale: float = 1.0

    label: ClassVar[str] = "linear"
    names: ClassVar[tuple[str, ...]] = ("choke", "scale")
    lower: ClassVar[tuple[float, ...]] = (0.0, 0.0)

    def __post_init__(self) -> None:
        require_positive("Linear", choke=self.choke, scale=self.scale)

    @classmethod
    def bounds(cls, log_price: FloatArray, error: ErrorScale) -> tuple[FloatArray, FloatArray]:
        """Closed limits of the parameters; see `Curve.bounds`."""
        low, high = super().bounds(log_price, error)
        if error == "log":
            # A quantity of zero has no logarithm: every price seen must be below the choke price.
            low[0] = np.exp(log_price.max()) * (1.0 + 1e-6)
        return low, high

    @classmethod
    def _bought(
        cls, choke: FloatArray, log_price: FloatArray
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Price over choke price, and whether anything is bought at it."""
        ratio = _exp(log_price - np.log(choke))
        return ratio, ratio < 1.0

    @classmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity: ln scale + ln(1 - p / choke); minus infinity above the choke price."""
        choke, scale = columns(params)
        ratio, bought = cls._bought(choke, log_price)
        return np.where(bought, np.log(scale) + np.log1p(-np.where(bought, ratio, 0.0)), -INF)

    @classmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Elasticity: p / (choke - p); infinite above the choke price."""
        choke, _ = columns(params)
        ratio, bought = cls._bought(choke, log_price)
        return np.where(bought, ratio / np.where(bought, 1.0 - ratio, 1.0), INF)

    @classmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""
        choke, scale = columns(params)
        ratio, bought = cls._bought(choke, log_price)
        slope = np.where(bought, ratio / np.where(bought, 1.0 - ratio, 1.0) / choke, 0.0)
        return stack(slope, np.where(bought, 1.0 / scale, 0.0))

    @classmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:
        """Candidates to start from, scale one, shape (m, k)."""
        choke = np.exp(log_price.max()) * np.concatenate(
            [np.geomspace(0.02, 0.99, 30), 1.0 + np.geomspace(1e-3, 1e2, 60)]
        )
        return np.column_stack([choke, np.ones_like(choke)])

    @classmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:
        """Turning price: choke * threshold / (1 + threshold)."""
        if threshold <= 0.0:
            return None
        price = params[0] * threshold / (1.0 + threshold)
        # As a product it may be below the smallest number.
        return math.log(price) if price else math.log(params[0]) + math.log(threshold)


def _position_slope_grid(log_price: FloatArray) -> FloatArray:
    """Candidates (alpha, beta, 1): positions around the prices seen, slopes per their width."""
    low, high = float(log_price.min()), float(log_price.max())
    width = max(high - low, 1e-3)
    alpha = np.exp(np.linspace(low - 2.0 * width, high + width, 31))
    beta = np.geomspace(0.1, 30.0, 25) / width
    grid = np.meshgrid(alpha, beta, indexing="ij")
    position, slope = grid[0].ravel(), grid[1].ravel()
    return np.column_stack([position, slope, np.ones_like(position)])
