"""How long the step of a difference may be."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from analysis.regression.arrays import FloatArray

# What counts as curved, as a share of the length of the vector itself, is more than rounding.
_ROUNDED = 1e-9
_SHORTER = 1e-3
_TRIES = 6


def length(values: FloatArray) -> float:
    """Euclidean length."""
    return math.sqrt(values.dot(values))


def straight_step(
    at: Callable[[FloatArray], FloatArray], params: FloatArray, base: FloatArray, j: int,
    step: float, bent: float,
) -> tuple[float, FloatArray, FloatArray]:  # fmt: skip
    """A step along which a vector is nearly straight, and the vector on both sides.

    Steps are shares of a parameter. One that lies far from zero for its effect, such as a year,
    needs a shorter one: the curvature of a difference is to be no more than a share of it.

    Parameters
    ----------
    at : callable
        The vector, shape (n,), at parameters.
    params : array, shape (k,)
    base : array, shape (n,)
        The vector there.
    j : int
        Which parameter is moved.
    step : float
        Length to begin with.
    bent : float
        Share that is allowed; a shorter step is made for a tenth of it.
    """
    point, value = params.copy(), float(params[j])

    def sides(step: float) -> tuple[FloatArray, FloatArray, float, float]:
        point[j] = value + step
        above = at(point.copy())
        point[j] = value - step
        below = at(point.copy())
        return above, below, length(above - below), length(above + below - 2.0 * base)

    above, below, rise, bend = sides(step)
    for _ in range(_TRIES):
        if not bend > max(bent * rise, _ROUNDED * length(base)) or not math.isfinite(bend):
            break
        shorter = max(0.1 * bent * rise / bend, _SHORTER)
        found = sides(shorter * step)
        # Curvature falls with the square of the step. What does not is noise, which it would raise.
        if not found[3] < 0.5 * shorter * bend:
            break
        step, (above, below, rise, bend) = shorter * step, found
    return step, above, below


def apart(value: float, step: float) -> float:
    """How far both sides of a step are apart in floating point."""
    return float((np.float64(value) + step) - (np.float64(value) - step))
