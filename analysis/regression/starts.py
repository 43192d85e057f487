"""Starts for a fit that was given none."""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc

from analysis.regression.arrays import FloatArray
from analysis.regression.solver.optimise import Objective

_CANDIDATES = 256
_DECADES = 3.0


def candidates(lower: FloatArray, upper: FloatArray, endog: FloatArray) -> FloatArray:
    """Points that fill the bounds, and magnitudes of both signs where there are none.

    Without bounds a parameter is tried from 1e-3 to 1e3 in size; with one bound, at such
    distances from it. A Halton sequence is deterministic and spreads evenly.

    Returns
    -------
    array, shape (candidates, k)
    """
    k = lower.size
    uniform = qmc.Halton(d=k, scramble=False).random(_CANDIDATES + 1)[1:]
    points = np.empty_like(uniform)
    scale = max(float(np.ptp(endog)), 1e-8)
    for j in range(k):
        u = uniform[:, j]
        low, high = lower[j], upper[j]
        magnitude = 10.0 ** (2 * _DECADES * u - _DECADES)
        if np.isfinite(low) and np.isfinite(high):
            points[:, j] = low + u * (high - low)
        elif np.isfinite(low):
            points[:, j] = low + magnitude
        elif np.isfinite(high):
            points[:, j] = high - magnitude
        else:
            signed = np.abs(2 * u - 1)
            points[:, j] = np.sign(2 * u - 1) * 10.0 ** (2 * _DECADES * signed - _DECADES)
    ones = np.clip(np.ones((1, k)), lower, upper)
    sized = np.clip(np.full((1, k), scale), lower, upper)
    return np.vstack([ones, sized, points])


def promising(objective: Objective, points: FloatArray, count: int) -> list[FloatArray]:
    """The points with the smallest sums of squares, best first, non-finite ones left out."""
    sums = np.full(points.shape[0], np.inf)
    with np.errstate(all="ignore"):
        for i, point in enumerate(points):
            values = objective.residuals(point)
            total = float(values @ values)
            sums[i] = total if np.isfinite(total) else np.inf
    order = np.argsort(sums, kind="stable")
    return [points[i] for i in order[:count] if np.isfinite(sums[i])]
