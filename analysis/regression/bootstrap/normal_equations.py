"""Normal equations of many problems at once, solved by factors computed for all rows together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.regression.arrays import FloatArray

_FLAT = 1e-100


class NormalEquations(NamedTuple):
    """Normal equations: J'J (k, k, R), J'r (k, R) and the sum of squares (R,)."""

    gram: FloatArray
    slope: FloatArray
    ssr: FloatArray


def smallest_pivot(gram: FloatArray) -> FloatArray:
    """Least pivot of J'J (k, k, R) with columns scaled to length one, zero for an idle column."""
    k, count = gram.shape[1:]
    scales = np.sqrt(np.einsum("aar->ar", gram))
    left = gram / (scales[:, None] * scales[None, :])
    least = np.ones(count)
    for a in range(k):
        least = np.minimum(least, left[a, a])
        row = left[a, a + 1 :] / left[a, a]
        left[a + 1 :, a + 1 :] -= left[a + 1 :, a][:, None] * row[None, :]
    return np.where(np.isnan(least), 0.0, least)


def damped_step(state: NormalEquations, damping: FloatArray) -> FloatArray:
    """Damped Gauss-Newton steps (k, R) by Cholesky factors computed for all rows at once.

    Columns are scaled to length one, and damping is relative to that.
    """
    k = state.slope.shape[0]
    scales = np.sqrt(np.einsum("aar->ar", state.gram))
    # A parameter that moves nothing here stays; damping keeps the equations solvable.
    scales = np.where(scales > _FLAT, scales, 1.0)
    factor = np.zeros_like(state.gram)
    for a in range(k):
        for b in range(a + 1):
            value = state.gram[a, b] / (scales[a] * scales[b])
            if a == b:
                value = value + damping
            for c in range(b):
                value = value - factor[a, c] * factor[b, c]
            factor[a, b] = np.sqrt(value) if a == b else value / factor[b, b]
    solved = state.slope / scales
    for a in range(k):
        for c in range(a):
            solved[a] = solved[a] - factor[a, c] * solved[c]
        solved[a] = solved[a] / factor[a, a]
    for a in reversed(range(k)):
        for c in range(a + 1, k):
            solved[a] = solved[a] - factor[c, a] * solved[c]
        solved[a] = solved[a] / factor[a, a]
    return np.asarray(solved / scales)
