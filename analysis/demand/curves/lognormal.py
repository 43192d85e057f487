"""Bessen's lognormal curve, and the same curve with the elasticity floor of a learning curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from scipy.optimize import brentq
from scipy.special import erfcx, log_ndtr, ndtr

from analysis.demand.curves.curve import (
    ErrorScale,
    FloatArray,
    ServedCurve,
    columns,
    require_finite,
    require_positive,
    stack,
)
from analysis.errors import DemandError

HALF_LOG_TWO_PI = 0.5 * np.log(2.0 * np.pi)
ROOT_TWO = np.sqrt(2.0)
ONE_OVER_ROOT_TWO_PI = 1.0 / np.sqrt(2.0 * np.pi)
ROOT_TWO_OVER_PI = np.sqrt(2.0 / np.pi)
FLOOR_LIMIT = 1.0 - 1e-6
INF = np.inf


def inverse_mills(z: FloatArray) -> FloatArray:
    """phi(z) / Phi(z), the inverse Mills ratio, from the scaled complementary error function.

    The plain ratio is 0/0 beyond z = -38; this keeps full relative precision in both tails.
    """
    return np.asarray(ROOT_TWO_OVER_PI / erfcx(-z / ROOT_TWO))


def log_inverse_mills(z: float) -> float:
    """Log of phi(z) / Phi(z), also where the ratio itself is too small to represent."""
    if z > 0.0:
        return float(-0.5 * z**2 - HALF_LOG_TWO_PI - log_ndtr(z))
    return float(np.log(ROOT_TWO_OVER_PI) - np.log(erfcx(-z / ROOT_TWO)))


def solve_inverse_mills(level: float) -> float:
    """The z at which phi(z) / Phi(z) equals ``level`` > 0; unique, since the ratio falls in z."""
    # phi / Phi exceeds -z, so the root lies above -level; where the ratio is small it is phi.
    low, high = -2.0 * level - 1.0, 1.0 + np.sqrt(2.0 * max(-np.log(level), 0.0))
    target = np.log(level)
    root = brentq(lambda z: log_inverse_mills(z) - target, low, high, xtol=1e-14, rtol=1e-14)
    return float(root)


@dataclass(frozen=True)
class Lognormal(ServedCurve):
    """Demand when maximum prices are lognormal: scale * Phi((mu - ln p) / sigma).

    Elasticity phi(z) / (sigma Phi(z)) with z = (mu - ln p) / sigma; it rises from zero to
    infinity in the price, so there is one turning point for every sigma > 0 (Bessen, NBER
    c14029, section 10.2).

    Parameters
    ----------
    mu, sigma : float
        Mean and standard deviation of the log maximum price.
    scale : float
        Quantity at saturation.
    """

    mu: float
    sigma: float
    scale: float = 1.0

    label: ClassVar[str] = "lognormal"
    names: ClassVar[tuple[str, ...]] = ("mu", "sigma", "scale")
    lower: ClassVar[tuple[float, ...]] = (-INF, 0.0, 0.0)

    def __post_init__(self) -> None:
        require_finite("Lognormal", mu=self.mu)
        require_positive("Lognormal", sigma=self.sigma, scale=self.scale)

    @classmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity: ln scale + ln Phi((mu - ln p) / sigma)."""
        mu, sigma, scale = columns(params)
        return np.log(scale) + log_ndtr((mu - log_price) / sigma)

    @classmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Elasticity: phi(z) / (sigma Phi(z)), z = (mu - ln p) / sigma."""
        mu, sigma, _ = columns(params)
        return inverse_mills((mu - log_price) / sigma) / sigma

    @classmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""
        mu, sigma, scale = columns(params)
        z = (mu - log_price) / sigma
        hazard = inverse_mills(z) / sigma
        return stack(hazard, -hazard * z, 1.0 / scale)

    @classmethod
    def level_at(
        cls, params: FloatArray, log_price: FloatArray
    ) -> tuple[FloatArray, list[FloatArray]]:
        """Quantity and its derivatives: scale Phi(z), and the density for mu and sigma."""
        mu, sigma, scale = columns(params)
        z = (mu - log_price) / sigma
        share, density = ndtr(z), z * z
        density *= -0.5
        np.exp(density, out=density)
        density *= scale / sigma * ONE_OVER_ROOT_TWO_PI
        z *= -density
        return scale * share, [density, z, share]

    @classmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:
        """Candidates to start from, scale one, shape (m, k)."""
        mu, sigma = _lognormal_grid(log_price)
        return np.column_stack([mu, sigma, np.ones_like(mu)])

    @classmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:
        """Turning price: mu - sigma z with phi(z) / Phi(z) = sigma * threshold."""
        mu, sigma = float(params[0]), float(params[1])
        if not 0.0 < sigma * threshold < INF:
            return None
        return mu - sigma * solve_inverse_mills(sigma * threshold)


@dataclass(frozen=True)
class FloorLognormal(ServedCurve):
    """Lognormal demand by many users, each buying more as the price falls.

    scale * p**-floor * Phi((mu - ln p) / sigma), elasticity floor + phi(z) / (sigma Phi(z)).
    With floor zero it is `Lognormal`; with sigma large it nears constant elasticity. The floor
    is 1 / (1 + b) when each task has a power-law learning curve with exponent b.

    Parameters
    ----------
    mu, sigma : float
        Position and spread of the extensive margin, in log price.
    floor : float
        Elasticity of the intensive margin, in [0, 1).
    scale : float
        Quantity at price one were every user served.
    """

    mu: float
    sigma: float
    floor: float
    scale: float = 1.0

    label: ClassVar[str] = "floor lognormal"
    names: ClassVar[tuple[str, ...]] = ("mu", "sigma", "floor", "scale")
    lower: ClassVar[tuple[float, ...]] = (-INF, 0.0, -INF, 0.0)

    def __post_init__(self) -> None:
        require_finite("FloorLognormal", mu=self.mu)
        require_positive("FloorLognormal", sigma=self.sigma, scale=self.scale)
        if not 0.0 <= self.floor < 1.0:
            raise DemandError(
                f"FloorLognormal: floor is {self.floor}; allowed: from 0 up to but not 1"
            )

    @classmethod
    def from_learning_curve(
        cls,
        mu: float,
        sigma: float,
        b: float,
        a: float,
        e_inf: float = 0.0,
        M: float = 1.0,  # noqa: N803
    ) -> Self:
        """Demand for labels by M tasks whose error falls as a n**-b + e_inf.

        A task of value V (ln V normal with mean ``mu`` and standard deviation ``sigma``) buys
        n = (V a b / p)**(1 / (1 + b)) labels if V is at least kappa p, where the surplus of
        doing the task is nil, with
        kappa = ((1 + 1/b) (a b)**(1/(1+b)) / (1 - e_inf))**((1+b)/b).

        Parameters
        ----------
        mu, sigma : float
            Mean and standard deviation of log task value, value in money per unit of error.
        b, a : float
            Exponent and level of the learning curve, positive.
        e_inf : float
            Error that no number of labels removes, in [0, 1).
        M : float
            Number of tasks.

        Raises
        ------
        DemandError
        """
        require_positive("FloorLognormal", sigma=sigma, b=b, a=a, M=M)
        if not 0.0 <= e_inf < 1.0:
            raise DemandError(f"FloorLognormal: e_inf is {e_inf}; allowed: from 0 up to but not 1")
        floor = 1.0 / (1.0 + b)
        log_cost = np.log1p(1.0 / b) + floor * np.log(a * b)
        log_kappa = (log_cost - np.log1p(-e_inf)) * (1.0 + b) / b
        log_scale = np.log(M) + floor * (np.log(a * b) + mu) + 0.5 * (floor * sigma) ** 2
        position = mu + floor * sigma**2 - log_kappa
        return cls(float(position), sigma, floor, float(np.exp(log_scale)))

    @classmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity: ln scale - floor ln p + ln Phi((mu - ln p) / sigma)."""
        mu, sigma, floor, scale = columns(params)
        return np.log(scale) - floor * log_price + log_ndtr((mu - log_price) / sigma)

    @classmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Elasticity: floor + phi(z) / (sigma Phi(z)), z = (mu - ln p) / sigma."""
        mu, sigma, floor, _ = columns(params)
        return floor + inverse_mills((mu - log_price) / sigma) / sigma

    @classmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""
        mu, sigma, _, scale = columns(params)
        z = (mu - log_price) / sigma
        hazard = inverse_mills(z) / sigma
        return stack(hazard, -hazard * z, -log_price, 1.0 / scale)

    @classmethod
    def bounds(cls, log_price: FloatArray, error: ErrorScale) -> tuple[FloatArray, FloatArray]:
        """Closed limits of the parameters; see `Curve.bounds`."""
        low, high = super().bounds(log_price, error)
        low[2], high[2] = 0.0, FLOOR_LIMIT
        return low, high

    @classmethod
    def log_share_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log share served: ln Phi((mu - ln p) / sigma)."""
        mu, sigma, _, _ = columns(params)
        return np.asarray(log_ndtr((mu - log_price) / sigma))

    @classmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:
        """Candidates to start from, scale one, shape (m, k)."""
        mu, sigma = _lognormal_grid(log_price)
        floors = np.array([0.0, 0.3, 0.6, 0.9])
        position = np.tile(mu, len(floors))
        spread = np.tile(sigma, len(floors))
        floor = np.repeat(floors, len(mu))
        return np.column_stack([position, spread, floor, np.ones_like(floor)])

    @classmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:
        """Turning price: mu - sigma z with phi(z) / Phi(z) = sigma (threshold - floor)."""
        mu, sigma, floor, _ = params.tolist()
        level = sigma * (threshold - floor)
        return mu - sigma * solve_inverse_mills(level) if 0.0 < level < INF else None


def _lognormal_grid(log_price: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Positions and spreads to start from: medians from far below to far above the prices seen."""
    low, high = float(log_price.min()), float(log_price.max())
    width = max(high - low, 1e-3)
    mu = np.linspace(low - 2.0 * width, high + width, 31)
    sigma = width * np.geomspace(0.03, 3.0, 15)
    grid = np.meshgrid(mu, sigma, indexing="ij")
    return grid[0].ravel(), grid[1].ravel()
