"""Starts from a grid: for each of many left-hand sides, the candidate that fits it best.

A candidate is a mean up to one free constant that least squares gives at once: a factor on the
mean, or a shift where the mean is a logarithm.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from analysis.regression.arrays import FloatArray, IntArray

Constant = Literal["factor", "shift"]


def grid_start(
    means: FloatArray, target: FloatArray, constant: Constant
) -> tuple[IntArray, FloatArray]:
    """Best candidate for each left-hand side, and the constant that goes with it.

    Parameters
    ----------
    means : array, shape (m, n)
        Means of the candidates, finite.
    target : array, shape (R, n)
        Left-hand sides.
    constant : {"factor", "shift"}
        A factor is not allowed below zero.

    Returns
    -------
    best : array of int, shape (R,)
    value : array, shape (R,)

    Examples
    --------
    Of a rising and a falling line, twice the falling one:

    >>> lines = np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])
    >>> best, factor = grid_start(lines, np.array([[6.0, 4.0, 2.0]]), "factor")
    >>> best.tolist(), factor.tolist()
    ([1], [2.0])
    """
    if constant == "shift":
        centred = means - means.mean(axis=1, keepdims=True)
        sums = (centred**2).sum(axis=1) - 2.0 * target @ centred.T
        best = sums.argmin(axis=1)
        return best, target.mean(axis=1) - means.mean(axis=1)[best]
    size = (means**2).sum(axis=1)
    product = np.maximum(target @ means.T, 0.0)
    best = (product**2 / size).argmax(axis=1)
    return best, np.take_along_axis(product, best[:, None], 1)[:, 0] / size[best]
