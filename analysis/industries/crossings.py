"""When the elasticity passes a threshold: an interval where years are missing, a distribution.

The elasticity of a fitted curve rises and falls with the price, so it may pass a threshold more
than once. The year of passing is the one that parts the years above from the years at or below
with the fewest exceptions; between two observations it may be any year after the first of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.curves.curve import FloatArray
from analysis.findings import Quantity
from analysis.industries.fitted import Fitted
from analysis.regression.arrays import BoolArray

LEVEL = 0.95
NEVER, BEFORE = "not within the data", "before the data begin"


@dataclass(frozen=True)
class Passing:
    """Years in which a threshold is passed, one interval a draw.

    Attributes
    ----------
    low, high : array, shape (B,)
        First and last year that it may have been: minus infinity and the first year of the data
        where it was passed before, the year after the last and infinity where it was not.
    """

    low: FloatArray
    high: FloatArray

    @property
    def within(self) -> BoolArray:
        """Which draws pass it within the data."""
        return np.isfinite(self.low) & np.isfinite(self.high)

    @property
    def passed(self) -> float:
        """Share of draws that had passed it when the data end."""
        return float(np.isfinite(self.high).mean())

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """Years that hold a share `level` of the draws, infinite where they leave the data."""
        tail = (1.0 - level) / 2.0
        low = np.quantile(self.low, tail, method="inverted_cdf")
        return float(low), float(np.quantile(self.high, 1.0 - tail, method="inverted_cdf"))


def passing(below: BoolArray, years: FloatArray) -> Passing:
    """Years in which each row goes from above a threshold to at or below it.

    Parameters
    ----------
    below : array of bool, shape (B, n)
    years : array, shape (n,)

    Examples
    --------
    >>> import numpy as np
    >>> found = passing(np.array([[False, True, False, True, True]]), np.arange(1900.0, 1905))
    >>> found.low, found.high
    (array([1901.]), array([1901.]))
    """
    before = np.concatenate([np.zeros((len(below), 1)), below.cumsum(axis=1)], axis=1)
    above_after = (~below).sum(axis=1, keepdims=True) - (np.arange(below.shape[1] + 1) - before)
    place = np.argmin(before + above_after, axis=1)
    low = np.concatenate([[-math.inf], years + 1.0])[place]
    high = np.concatenate([years, [math.inf]])[place]
    return Passing(low, high)


def passing_of(elasticity: pd.Series[float], threshold: float = 1.0) -> tuple[float, float]:
    """Interval of years in which a path of elasticities passes a threshold."""
    years = elasticity.index.to_numpy(dtype=float)
    found = passing((elasticity.to_numpy() <= threshold)[None], years)
    return float(found.low[0]), float(found.high[0])


def drawn_passing(fitted: Fitted, threshold: float = 1.0) -> Passing:
    """The same over the bootstrap draws of a fit."""
    draws = fitted.draws.fits
    with np.errstate(over="ignore"):
        below = draws.curve.elasticity_at(draws.params, fitted.log_price) <= threshold
    return passing(below, fitted.relative_price.index.to_numpy(dtype=float))


def passes(fitted: Fitted, threshold: float, *rests: object) -> Quantity:
    """Year in which the fitted elasticity passes a threshold, with its bootstrap interval.

    Where no year of the data is it, the words say on which side it lies; in a hole of the data the
    value is the last year that it may have been.

    Parameters
    ----------
    fitted : Fitted
    threshold : float
    *rests : object
        What the threshold rests on.
    """
    low, high = passing_of(fitted.elasticity, threshold)
    limits, rows = drawn_passing(fitted, threshold).interval(), (fitted, rests)
    if math.isinf(high):
        return Quantity(None, "year", limits, LEVEL, text=NEVER, rows=rows)
    if math.isinf(low):
        return Quantity(None, "year", limits, LEVEL, text=BEFORE, rows=rows)
    return Quantity(int(high), "year", limits, LEVEL, rows=rows)


def in_words(low: float, high: float) -> str:
    """An interval of years in words."""
    if math.isinf(high):
        return NEVER
    if math.isinf(low):
        return BEFORE
    return f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"


def drawn_words(fitted: Fitted, threshold: float = 1.0) -> str:
    """The bootstrap interval of the year in which the elasticity passes, in words."""
    low, high = drawn_passing(fitted, threshold).interval()
    start, end = fitted.elasticity.index[[0, -1]]
    first = f"before {start}" if math.isinf(low) else f"{low:.0f}"
    return f"{first} to {f'after {end}' if math.isinf(high) else f'{high:.0f}'}"
