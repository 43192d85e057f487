"""Central differences around a point where a fit may end."""

from __future__ import annotations

import numpy as np

from analysis.regression.arrays import FloatArray
from analysis.regression.solver.optimise import Vector
from analysis.regression.solver.steps import apart, length, straight_step

_CENTRAL_STEP = float(np.finfo(np.float64).eps) ** (1 / 3)
_WIDE = 8.0 * _CENTRAL_STEP
# From where on the curvature of a difference, as a share of it, would be seen.
_BENT = 1e-4
# From where a step at zero is looked for, if one of the usual size shows nothing or too much.
_FIRST_STEP_AT_ZERO = 1e-24
_LONGER = 1e3
_TRIES_AT_ZERO = 14
_HIDDEN, _TOO_LONG, _SMALL = 1e-11, 1e-3, 1e-3


def shows(here: FloatArray, beside: FloatArray, size: float) -> bool:
    """Whether a difference is visible, but little, where data have that length."""
    whole = _whole(here, size)
    return _HIDDEN * whole < length(beside - here) < _TOO_LONG * whole


def _whole(here: FloatArray, size: float) -> float:
    """What a difference is held against."""
    return max(length(here), size * _SMALL)


class Around:
    """Differences of a vector around points.

    Parameters
    ----------
    at : callable
        The vector at parameters of shape (k,), shape (n,).
    size : float
        Length of the data that the vector is about.
    usual : float
        Step at zero that is tried first.
    """

    def __init__(self, at: Vector, size: float, usual: float) -> None:
        self.at, self.size, self.usual = at, size, usual

    def extrapolated(self, params: FloatArray, base: FloatArray) -> FloatArray:
        """Two of them put together, good to twelve, where rounding of one would be inflated."""
        half, full = (self.central(params, base, _WIDE * part) for part in (0.5, 1.0))
        return np.asarray((4.0 * half - full) / 3.0)

    def central(
        self, params: FloatArray, base: FloatArray, step: float = _CENTRAL_STEP
    ) -> FloatArray:
        """Central differences, good to ten digits, for where the fit ends, (n, k)."""
        found = np.empty((params.size, base.size))
        for j, value in enumerate(params.tolist()):
            width = step * abs(value) or self._width(params, base, j)
            width, up, down = straight_step(self.at, params, base, j, width, _BENT)
            np.subtract(up, down, out=found[j])
            found[j] /= apart(value, width)
        return found.T

    def _width(self, params: FloatArray, base: FloatArray, j: int) -> float:
        """A step at zero that moves the mean visibly, but little."""
        point, size = params.copy(), _whole(base, self.size)
        point[j] = self.usual
        if shows(base, self.at(point), self.size):
            return self.usual
        point[j] = _FIRST_STEP_AT_ZERO
        for _ in range(_TRIES_AT_ZERO):
            if not length(self.at(point) - base) <= _HIDDEN * size:
                break
            point[j] *= _LONGER
        return float(point[j])
