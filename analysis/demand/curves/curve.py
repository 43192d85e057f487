"""What every demand curve can do: quantity, elasticity, turning point, derivatives, simulation.

Derivations: unit demand with heterogeneous maximum prices gives D(p) = 1 - F(p) and
elasticity p f(p) / (1 - F(p)), the generalised failure rate (Bessen, "AI and Jobs: The Role of
Demand", NBER c14029, section 10.2; Lariviere and Porteus 2001).
"""

from __future__ import annotations

import math
import numbers
from abc import ABC, abstractmethod
from typing import ClassVar, Literal, Self, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import DemandError

FloatArray = NDArray[np.float64]
ErrorScale = Literal["log", "level"]

ERROR_SCALES: tuple[ErrorScale, ...] = ("log", "level")

# Observations on which a start is chosen where there are more than twice as many.
_ROWS_TO_START = 64


class Curve(ABC):
    """A demand curve with its parameters.

    Subclasses are frozen dataclasses. The class methods ending in ``_at`` take parameters as an
    array of shape (..., k) and log prices of shape (n,) and broadcast, so an estimator can
    evaluate many parameter vectors at once; the instance methods use the curve's own parameters.
    Parameters must exceed ``lower`` (an open limit).
    """

    label: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    lower: ClassVar[tuple[float, ...]]

    @property
    def params(self) -> FloatArray:
        """Parameters in the order of ``names``, shape (k,)."""
        return np.array([getattr(self, name) for name in self.names])

    @classmethod
    def from_params(cls, params: ArrayLike) -> Self:
        """Make the curve from an array in the order of ``names``."""
        return cls(*(float(value) for value in np.asarray(params, dtype=float)))

    @classmethod
    @abstractmethod
    def log_quantity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log quantity, shape (..., n)."""

    @classmethod
    @abstractmethod
    def elasticity_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Own-price elasticity as a positive number, -d ln q / d ln p, shape (..., n)."""

    @classmethod
    @abstractmethod
    def log_gradient_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (..., n, k)."""

    @classmethod
    def level_at(
        cls, params: FloatArray, log_price: FloatArray
    ) -> tuple[FloatArray, list[FloatArray]]:
        """Quantity, shape (..., n), and its derivatives in the parameters, k such arrays."""
        level = np.exp(cls.log_quantity_at(params, log_price))
        gradient = cls.log_gradient_at(params, log_price)
        # A quantity of zero has zero derivatives, though its log has infinite ones.
        inside = level > 0.0
        return level, [
            np.where(inside, level * np.where(inside, gradient[..., j], 0.0), 0.0)
            for j in range(gradient.shape[-1])
        ]

    @classmethod
    @abstractmethod
    def shapes(cls, log_price: FloatArray) -> FloatArray:
        """Candidate parameters with scale one, shape (m, k), spread over what the data allow."""

    @classmethod
    @abstractmethod
    def log_turning_at(cls, params: FloatArray, threshold: float) -> float | None:
        """Log price at which the elasticity rises through the threshold, params of shape (k,)."""

    @classmethod
    def bounds(
        cls,
        log_price: FloatArray,  # noqa: ARG003
        error: ErrorScale,  # noqa: ARG003
    ) -> tuple[FloatArray, FloatArray]:
        """Closed limits an estimate may lie on, two arrays of shape (k,); infinite where none."""
        free = np.full(len(cls.names), np.inf)
        return -free, free

    @classmethod
    def start(
        cls, log_price: FloatArray, quantity: FloatArray, error: ErrorScale = "log"
    ) -> FloatArray:
        """Parameters of the best member of ``shapes``, the scale fitted in closed form.

        Parameters
        ----------
        log_price, quantity : arrays of shape (n,)
        error : {"log", "level"}
            The scale on which squared residuals are summed.

        Returns
        -------
        array of shape (k,)
        """
        check_option("error", error, ERROR_SCALES)
        candidates, low_high = cls.shapes(log_price), cls.bounds(log_price, error)
        if log_price.size > 2 * _ROWS_TO_START:
            log_price, quantity = _thinned(log_price, quantity)
        log_shape = cls.log_quantity_at(candidates, log_price)
        usable = np.isfinite(log_shape).all(axis=1) if error == "log" else log_shape.max(1) > -600.0
        candidates, log_shape = candidates[usable], log_shape[usable]
        scale, ssr = concentrate_scale(log_shape, quantity, error)
        best = int(np.argmin(ssr))
        params = candidates[best].copy()
        params[cls.names.index("scale")] = scale[best]
        return np.asarray(np.clip(params, *low_high))

    def turning_point(self, threshold: float = 1.0) -> float | None:
        """Price below which elasticity is under ``threshold`` and above which it is over it.

        At threshold one this is where spending p q(p), and with p = w / A employment, peaks.
        None where the elasticity never crosses the threshold from below as the price rises.
        """
        log_point = type(self).log_turning_at(self.params, threshold)
        return None if log_point is None else price_from_log(log_point)

    def has_single_peak(self) -> bool:
        """Whether spending p q(p), and with p = w / A employment, has exactly one peak.

        An elasticity that increases in the price and passes one is sufficient (Lariviere and
        Porteus 2001; Banciu and Mirchandani 2013).
        """
        return self.turning_point() is not None

    def turning_points(self, threshold: float = 1.0) -> tuple[float, ...]:
        """All prices at which the elasticity rises through ``threshold``, in ascending order."""
        point = self.turning_point(threshold)
        return () if point is None else (point,)

    @overload
    def log_quantity(self, p: float) -> float: ...
    @overload
    def log_quantity(self, p: ArrayLike) -> FloatArray: ...
    def log_quantity(self, p: ArrayLike) -> float | FloatArray:
        """Log quantity at prices ``p``: a float for one price, an array for several."""
        return like(p, type(self).log_quantity_at(self.params, log_prices(p)))

    @overload
    def quantity(self, p: float) -> float: ...
    @overload
    def quantity(self, p: ArrayLike) -> FloatArray: ...
    def quantity(self, p: ArrayLike) -> float | FloatArray:
        """Quantity at prices ``p``, in the unit of ``scale``."""
        return like(p, np.exp(type(self).log_quantity_at(self.params, log_prices(p))))

    @overload
    def elasticity(self, p: float) -> float: ...
    @overload
    def elasticity(self, p: ArrayLike) -> FloatArray: ...
    def elasticity(self, p: ArrayLike) -> float | FloatArray:
        """Own-price elasticity as a positive number, -d ln q / d ln p, at prices ``p``.

        Examples
        --------
        >>> from analysis.demand import Lognormal
        >>> round(Lognormal(0.0, 1.0).elasticity(1.0), 3)
        0.798
        """
        return like(p, type(self).elasticity_at(self.params, log_prices(p)))

    def log_jacobian(self, p: ArrayLike) -> FloatArray:
        """Derivatives of log quantity in the parameters, shape (n, k)."""
        return type(self).log_gradient_at(self.params, log_prices(p))

    def jacobian(self, p: ArrayLike) -> FloatArray:
        """Derivatives of quantity in the parameters, shape (n, k)."""
        _, columns = type(self).level_at(self.params, log_prices(p))
        return np.stack(columns, axis=-1)

    def simulate(
        self, p: ArrayLike, noise: float, seed: int, error: ErrorScale = "log"
    ) -> FloatArray:
        """Quantities drawn around the curve.

        Parameters
        ----------
        p : prices, shape (n,)
        noise : float
            Standard deviation of the normal error: in log points for ``error="log"``, in the
            unit of quantity for ``"level"``.
        seed : int
        error : {"log", "level"}
        """
        check_option("error", error, ERROR_SCALES)
        check_noise(noise, seed)
        prices = prices_of(p)
        draws = np.random.default_rng(seed).normal(0.0, noise, size=prices.shape)
        if error == "log":
            return np.asarray(np.exp(self.log_quantity(prices) + draws))
        return np.asarray(self.quantity(prices) + draws)


class ServedCurve(Curve):
    """A curve with a saturation level: the share of potential demand already served exists."""

    @classmethod
    def log_share_at(cls, params: FloatArray, log_price: FloatArray) -> FloatArray:
        """Log of the share of potential demand served, shape (..., n)."""
        scale = np.asarray(params)[..., cls.names.index("scale"), None]
        return cls.log_quantity_at(params, log_price) - np.log(scale)

    @overload
    def share_served(self, p: float) -> float: ...
    @overload
    def share_served(self, p: ArrayLike) -> FloatArray: ...
    def share_served(self, p: ArrayLike) -> float | FloatArray:
        """Share of potential demand served at prices ``p``, between zero and one."""
        return like(p, np.exp(type(self).log_share_at(self.params, log_prices(p))))


def log_prices(p: ArrayLike) -> FloatArray:
    """Logs of prices, at least one-dimensional.

    Raises
    ------
    DemandError
        If a price is not a positive finite number.
    """
    prices = prices_of(p)
    bad = ~(np.isfinite(prices) & (prices > 0.0))
    if bad.any():
        where = int(np.flatnonzero(bad.ravel())[0])
        raise DemandError(
            f"price at position {where} is {prices.ravel()[where]}; allowed: positive and finite"
        )
    return np.asarray(np.log(prices))


def prices_of(p: ArrayLike) -> FloatArray:
    """Prices as an array, at least one-dimensional."""
    try:
        return np.atleast_1d(np.asarray(p, dtype=float))
    except (TypeError, ValueError):
        raise DemandError(f"prices are {p!r}; allowed: positive and finite numbers") from None


def check_noise(noise: float, seed: int) -> None:
    """Refuse noise that no normal error has, and seeds that are none.

    Raises
    ------
    DemandError
    """
    if not (isinstance(noise, numbers.Real) and 0.0 <= float(noise) < math.inf):
        raise DemandError(f"noise is {noise!r}; allowed: a finite number, not below 0")
    if not isinstance(seed, numbers.Integral) or seed < 0:
        raise DemandError(f"seed is {seed!r}; allowed: a whole number, not below 0")


def like(p: ArrayLike, values: FloatArray) -> float | FloatArray:
    """Values at prices: a float where the prices were one number."""
    return float(np.ravel(values)[0]) if np.ndim(p) == 0 else values


def price_from_log(log_price: float) -> float:
    """Price with this log; infinite where it exceeds the largest number, NaN for NaN."""
    return math.inf if log_price >= 709.0 else math.exp(log_price)


def columns(params: FloatArray) -> list[FloatArray]:
    """The k parameters of an array of shape (..., k), each of shape (..., 1) to broadcast."""
    array = np.asarray(params, dtype=float)
    return [array[..., i, None] for i in range(array.shape[-1])]


def stack(*derivatives: FloatArray) -> FloatArray:
    """Derivatives, each broadcastable to (..., n), as one array of shape (..., n, k)."""
    arrays = [np.asarray(one) for one in derivatives]
    out = np.empty((*np.broadcast_shapes(*(one.shape for one in arrays)), len(arrays)))
    for j, one in enumerate(arrays):
        out[..., j] = one
    return out


def require_positive(curve: str, **values: float) -> None:
    """Check that parameters are positive and finite.

    Raises
    ------
    DemandError
    """
    for name, value in values.items():
        if not (np.isfinite(value) and value > 0.0):
            raise DemandError(f"{curve}: {name} is {value}; allowed: positive and finite")


def require_finite(curve: str, **values: float) -> None:
    """Check that parameters are finite.

    Raises
    ------
    DemandError
    """
    for name, value in values.items():
        if not np.isfinite(value):
            raise DemandError(f"{curve}: {name} is {value}; allowed: finite")


def check_option(option: str, found: str, allowed: tuple[str, ...]) -> None:
    """Check that an option is one of the allowed ones.

    Raises
    ------
    DemandError
    """
    if found not in allowed:
        raise DemandError(f"{option} is {found!r}; allowed: {', '.join(allowed)}")


def _thinned(log_price: FloatArray, quantity: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Observations at equal ranks of the price, both ends among them: enough to choose a start."""
    ranks = np.linspace(0, log_price.size - 1, _ROWS_TO_START).astype(np.intp)
    rows = np.argsort(log_price, kind="stable")[ranks]
    return log_price[rows], quantity[rows]


def concentrate_scale(
    log_shape: FloatArray, quantity: FloatArray, error: ErrorScale
) -> tuple[FloatArray, FloatArray]:
    """Best scale and its sum of squared residuals for each row of ``log_shape``."""
    if error == "log":
        gap = np.log(quantity) - log_shape
        mean = gap.mean(axis=1)
        return np.exp(np.clip(mean, -600.0, 600.0)), ((gap - mean[:, None]) ** 2).sum(axis=1)
    peak = log_shape.max(axis=1, keepdims=True)
    shape = np.exp(log_shape - peak)
    factor = shape @ quantity / (shape**2).sum(axis=1)
    ssr = ((quantity - factor[:, None] * shape) ** 2).sum(axis=1)
    return factor * np.exp(np.clip(-peak[:, 0], -600.0, 600.0)), ssr
