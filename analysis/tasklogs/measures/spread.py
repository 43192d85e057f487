"""How wages differ between workers: quantiles, Gini coefficient, the ten with the most hours."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.tasklogs.rules import TOP

Values = np.ndarray[Any, np.dtype[np.float64]]


def weighted_quantile(values: Values, weights: Values, probability: float) -> float | None:
    """Smallest value at or below which that share of the weight lies; the mean of two at a tie.

    With equal weights and probability one half this is the median as everybody computes it.
    """
    kept = ~np.isnan(values) & (weights > 0)
    if not kept.any():
        return None
    order = np.argsort(values[kept], kind="stable")
    sorted_values, upto = values[kept][order], np.cumsum(weights[kept][order])
    target = probability * upto[-1]
    place = int(np.searchsorted(upto, target, side="left"))
    here = float(sorted_values[place])
    on_the_edge = upto[place] == target and place + 1 < sorted_values.size
    return (here + float(sorted_values[place + 1])) / 2 if on_the_edge else here


def quantile(values: Values, probability: float) -> float | None:
    """The same with one weight for all."""
    return weighted_quantile(values, np.ones(values.size), probability)


def gini(values: Values) -> float | None:
    """Gini coefficient: mean absolute difference over twice the mean.

    Computed from ranks; None without a positive mean.
    """
    known = np.sort(values[~np.isnan(values)])
    if not known.size or known.sum() <= 0:
        return None
    ranks = np.arange(1, known.size + 1)
    size = known.size
    return float(2 * (ranks * known).sum() / (size * known.sum()) - (size + 1) / size)


def top_share(time: np.ndarray[Any, np.dtype[np.int64]], top: int = TOP) -> float | None:
    """Share of all time that the workers with the most have."""
    total = int(time.sum())
    return int(np.sort(time)[-top:].sum()) / total if total else None
