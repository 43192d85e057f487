"""Growth in calendar time: the rival of a demand curve that needs no price at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, overload

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from analysis.demand.curves.curve import (
    ERROR_SCALES,
    ErrorScale,
    FloatArray,
    check_noise,
    check_option,
    columns,
    concentrate_scale,
    like,
    require_finite,
    require_positive,
    stack,
)

GrowthKind = Literal["logistic", "gompertz"]
GROWTH_KINDS: tuple[GrowthKind, ...] = ("logistic", "gompertz")
LARGEST_EXPONENT = 700.0


@dataclass(frozen=True)
class GrowthCurve:
    """Quantity as a function of the year alone.

    Logistic: ceiling / (1 + exp(-rate (t - midpoint))). Gompertz:
    ceiling * exp(-exp(-rate (t - midpoint))). If such a curve fits as well as a demand curve,
    the price is not doing the work.

    Parameters
    ----------
    ceiling : float
        Quantity in the long run.
    rate : float
        Growth parameter per year.
    midpoint : float
        Year of the inflection, where growth in units is fastest.
    kind : {"logistic", "gompertz"}
    """

    ceiling: float
    rate: float
    midpoint: float
    kind: GrowthKind = "logistic"

    names: ClassVar[tuple[str, ...]] = ("ceiling", "rate", "midpoint")
    lower: ClassVar[tuple[float, ...]] = (0.0, 0.0, -np.inf)

    def __post_init__(self) -> None:
        check_option("kind", self.kind, GROWTH_KINDS)
        require_positive("GrowthCurve", ceiling=self.ceiling, rate=self.rate)
        require_finite("GrowthCurve", midpoint=self.midpoint)

    @property
    def params(self) -> FloatArray:
        """Parameters in the order of ``names``, shape (3,)."""
        return np.array([self.ceiling, self.rate, self.midpoint])

    @overload
    def log_quantity(self, year: float) -> float: ...
    @overload
    def log_quantity(self, year: ArrayLike) -> FloatArray: ...
    def log_quantity(self, year: ArrayLike) -> float | FloatArray:
        """Log quantity in the years given: a float for one year, an array for several."""
        return like(year, log_growth(self.kind, self.params, _years(year)))

    @overload
    def quantity(self, year: float) -> float: ...
    @overload
    def quantity(self, year: ArrayLike) -> FloatArray: ...
    def quantity(self, year: ArrayLike) -> float | FloatArray:
        """Quantity in the years given, in the unit of ``ceiling``."""
        return like(year, np.exp(np.asarray(self.log_quantity(year))))

    def jacobian(self, year: ArrayLike) -> FloatArray:
        """Derivatives of quantity in the parameters, shape (n, 3)."""
        gradient = log_growth_gradient(self.kind, self.params, _years(year))
        return np.atleast_1d(self.quantity(year))[..., None] * gradient

    @overload
    def share_served(self, year: float) -> float: ...
    @overload
    def share_served(self, year: ArrayLike) -> FloatArray: ...
    def share_served(self, year: ArrayLike) -> float | FloatArray:
        """Quantity as a share of the ceiling."""
        return like(year, np.exp(np.asarray(self.log_quantity(year)) - np.log(self.ceiling)))

    def simulate(
        self, year: ArrayLike, noise: float, seed: int, error: ErrorScale = "log"
    ) -> FloatArray:
        """Quantities drawn around the curve; see `analysis.demand.curves.curve.Curve.simulate`."""
        check_option("error", error, ERROR_SCALES)
        check_noise(noise, seed)
        draws = np.random.default_rng(seed).normal(0.0, noise, size=_years(year).shape)
        if error == "log":
            return np.asarray(np.exp(self.log_quantity(_years(year)) + draws))
        return np.asarray(self.quantity(_years(year)) + draws)

    @classmethod
    def start(
        cls,
        year: FloatArray,
        quantity: FloatArray,
        error: ErrorScale = "log",
        kind: GrowthKind = "logistic",
    ) -> FloatArray:
        """Best of a grid of midpoints and rates, the ceiling fitted in closed form, shape (3,)."""
        first, last = float(year.min()), float(year.max())
        width = last - first
        midpoint, rate = np.meshgrid(
            np.linspace(first - width, last + width, 31),
            np.geomspace(0.3, 60.0, 25) / width,
        )
        ones = np.ones(midpoint.size)
        candidates = np.column_stack([ones, rate.ravel(), midpoint.ravel()])
        log_shape = log_growth(kind, candidates, year)
        # A shape that is nowhere above exp(-600) has no usable scale.
        usable = log_shape.max(axis=1) > -600.0
        candidates, log_shape = candidates[usable], log_shape[usable]
        ceiling, ssr = concentrate_scale(log_shape, quantity, error)
        best = int(np.argmin(ssr))
        return np.array([ceiling[best], candidates[best, 1], candidates[best, 2]])


def log_growth(kind: GrowthKind, params: FloatArray, year: FloatArray) -> FloatArray:
    """Log quantity of a growth curve, parameters (..., 3), years (n,), result (..., n)."""
    ceiling, rate, midpoint = columns(params)
    time = rate * (year - midpoint)
    if kind == "logistic":
        return np.log(ceiling) - np.logaddexp(0.0, -time)
    return np.log(ceiling) - np.exp(np.minimum(-time, LARGEST_EXPONENT))


def log_growth_gradient(kind: GrowthKind, params: FloatArray, year: FloatArray) -> FloatArray:
    """Derivatives of `log_growth` in the parameters, shape (..., n, 3)."""
    ceiling, rate, midpoint = columns(params)
    distance = year - midpoint
    if kind == "logistic":
        speed = np.asarray(expit(-rate * distance))
    else:
        speed = np.exp(np.minimum(-rate * distance, LARGEST_EXPONENT))
    return stack(1.0 / ceiling, speed * distance, -speed * rate)


def _years(year: ArrayLike) -> FloatArray:
    return np.atleast_1d(np.asarray(year, dtype=float))
