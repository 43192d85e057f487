"""Intervals by a Poisson bootstrap over workers: people are drawn, not assignments.

Assignments of one person are alike, so drawing them would make intervals too short. Each worker
counts a Poisson number of times with mean one (Hanley and MacGibbon 2006), which for many workers
is drawing with replacement and needs no second pass over the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from analysis.tasklogs.measures.spread import Values
from analysis.tasklogs.rules import (
    DRAWS,
    FEWEST_DRAWN,
    LEVEL,
    MANY_DRAWS,
    MANY_WORKERS,
)

Interval = tuple[float, float]
BLOCK = 64
FEW = f"too few workers for an interval: under {FEWEST_DRAWN}"


@dataclass(frozen=True)
class Intervals:
    """Intervals at the level of the rules; None where there are too few workers.

    Attributes
    ----------
    headline, median, weighted_median : tuple of float or None
    draws : int
    """

    headline: Interval | None
    median: Interval | None
    weighted_median: Interval | None
    draws: int


def intervals(pay: Values, time: Values, *, seed: int) -> Intervals:
    """Percentile intervals of total pay over total time, and of two medians of wages.

    Parameters
    ----------
    pay, time : array of float, (workers,)
        In money and hours.
    seed : int

    Notes
    -----
    Above 200,000 workers the ratio is linearised (delta method), since the two agree there, and
    the medians take fewer draws.
    """
    if pay.size < FEWEST_DRAWN or not (time > 0).any():
        return Intervals(None, None, None, 0)
    many = pay.size > MANY_WORKERS
    draws = MANY_DRAWS if many else DRAWS
    wages = np.where(time > 0, pay / np.where(time > 0, time, 1.0), np.nan)
    order = np.argsort(wages, kind="stable")
    kept = order[~np.isnan(wages[order])]
    ratios, medians, weighted = (np.empty(draws) for _ in range(3))
    rng = np.random.default_rng(seed)
    for start in range(0, draws, BLOCK):
        stop = min(start + BLOCK, draws)
        counts = rng.poisson(1.0, size=(stop - start, pay.size)).astype(np.float32)
        ratios[start:stop] = (counts @ pay) / np.maximum(counts @ time, np.finfo(float).tiny)
        drawn = counts[:, kept]
        medians[start:stop] = _medians(wages[kept], drawn)
        weighted[start:stop] = _medians(wages[kept], drawn * time[kept])
    headline = _linearised(pay, time) if many else _bounds(ratios)
    return Intervals(headline, _bounds(medians), _bounds(weighted), draws)


def _medians(
    values: Values, weights: np.ndarray[Any, np.dtype[Any]]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Weighted medians of sorted values, a row of weights each."""
    upto = np.cumsum(weights, axis=1, dtype=np.float64)
    half = upto[:, -1:] / 2
    found: Values = values[np.minimum((upto < half).sum(axis=1), values.size - 1)]
    return found


def _bounds(drawn: Values) -> Interval:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return float(low), float(high)


def _linearised(pay: Values, time: Values) -> Interval:
    ratio = pay.sum() / time.sum()
    residuals = (pay - ratio * time) / time.sum()
    se = float(np.sqrt((residuals**2).sum()))
    reach = float(ndtri((1 + LEVEL) / 2)) * se
    return float(ratio - reach), float(ratio + reach)
