"""Several populations of users: a sum of curves, which may have more than one peak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import logsumexp, softmax

from analysis.demand.curves.curve import Curve, FloatArray, like, require_positive
from analysis.errors import DemandError

GRID_POINTS = 4001


@dataclass(frozen=True)
class Mixture:
    """The sum of several demand curves with weights.

    A mixture of curves that each have one peak need not have one: two populations of users can
    give two employment peaks. ``turning_points`` finds them all.

    Parameters
    ----------
    curves : tuple of Curve
    weights : tuple of float
        Positive; they multiply the curves' own scales.
    """

    curves: tuple[Curve, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.curves or len(self.curves) != len(self.weights):
            raise DemandError(
                f"Mixture: {len(self.curves)} curves and {len(self.weights)} weights; "
                "allowed: one weight a curve, at least one curve"
            )
        for i, weight in enumerate(self.weights):
            require_positive("Mixture", **{f"weights[{i}]": weight})

    def _log_parts(self, p: ArrayLike) -> FloatArray:
        """Log of each weighted component, shape (number of curves, n)."""
        parts = [
            np.log(weight) + curve.log_quantity(p)
            for curve, weight in zip(self.curves, self.weights, strict=True)
        ]
        return np.stack(parts)

    @overload
    def log_quantity(self, p: float) -> float: ...
    @overload
    def log_quantity(self, p: ArrayLike) -> FloatArray: ...
    def log_quantity(self, p: ArrayLike) -> float | FloatArray:
        """Log quantity at prices ``p``: a float for one price."""
        return like(p, np.asarray(logsumexp(self._log_parts(p), axis=0)))

    @overload
    def quantity(self, p: float) -> float: ...
    @overload
    def quantity(self, p: ArrayLike) -> FloatArray: ...
    def quantity(self, p: ArrayLike) -> float | FloatArray:
        """Quantity at prices ``p``."""
        return like(p, np.exp(np.asarray(self.log_quantity(p))))

    @overload
    def elasticity(self, p: float) -> float: ...
    @overload
    def elasticity(self, p: ArrayLike) -> FloatArray: ...
    def elasticity(self, p: ArrayLike) -> float | FloatArray:
        """Quantity-weighted mean of the components' elasticities."""
        shares = softmax(self._log_parts(p), axis=0)
        parts = np.stack([curve.elasticity(p) for curve in self.curves])
        # A component that sells nothing may have an infinite elasticity and must not count.
        return like(p, np.asarray((shares * np.where(shares > 0.0, parts, 0.0)).sum(axis=0)))

    def turning_points(self, threshold: float = 1.0) -> tuple[float, ...]:
        """All prices at which the elasticity rises through ``threshold``, in ascending order.

        At threshold one each is a local peak of spending, and with p = w / A of employment.
        """
        grid = self._grid(threshold)
        gap = self.elasticity(np.exp(grid)) - threshold
        rising = np.flatnonzero((gap[:-1] < 0.0) & (gap[1:] >= 0.0))
        return tuple(self._crossing(grid[i], grid[i + 1], threshold) for i in rising)

    def turning_point(self, threshold: float = 1.0) -> float | None:
        """The turning point at which most is spent; None where there is none.

        With several (see ``turning_points``) the others are local peaks.
        """
        points = self.turning_points(threshold)
        if not points:
            return None
        spending = np.log(points) + self.log_quantity(points)
        return points[int(np.argmax(spending))]

    def has_single_peak(self) -> bool:
        """Whether spending p q(p) has exactly one peak."""
        return len(self.turning_points()) == 1

    def _grid(self, threshold: float) -> FloatArray:
        """Log prices from well below the lowest to well above the highest component's point."""
        points = [p for curve in self.curves for p in curve.turning_points(threshold)]
        centres = np.log(points) if points else np.zeros(1)
        margin = 5.0 + np.ptp(centres)
        return np.linspace(centres.min() - margin, centres.max() + margin, GRID_POINTS)

    def _crossing(self, low: float, high: float, threshold: float) -> float:
        def gap(log_price: float) -> float:
            return self.elasticity(float(np.exp(log_price))) - threshold

        return float(np.exp(brentq(gap, low, high, xtol=1e-13)))
