"""Central differences around a point where a fit may end."""

from __future__ import annotations

import math

import numpy as np

from analysis.regression.arrays import FloatArray
from analysis.regression.solver.optimise import Vector

_CENTRAL_STEP = float(np.finfo(np.float64).eps) ** (1 / 3)
_WIDE = 8.0 * _CENTRAL_STEP
# From where on the curvature of a difference, as a share of it, would be seen; if it is visible.
_BENT, _VISIBLE = 1e-4, 1e-9
# From where a step at zero is looked for, if one of the usual size shows nothing or too much.
_FIRST_STEP_AT_ZERO = 1e-24
_LONGER = 1e3
_TRIES_AT_ZERO = 14
_HIDDEN, _TOO_LONG, _SMALL = 1e-11, 1e-3, 1e-3


def shows(here: FloatArray, beside: FloatArray, length: float) -> bool:
    """Whether a difference is visible, but little, where data have that length."""
    size = _size(here, length)
    return _HIDDEN * size < _length(beside - here) < _TOO_LONG * size


def _size(here: FloatArray, length: float) -> float:
    """What a difference is held against."""
    return max(_length(here), length * _SMALL)


def _length(values: FloatArray) -> float:
    return math.sqrt(values.dot(values))


class Around:
    """Differences of a vector around points.

    Parameters
    ----------
    at : callable
        The vector at parameters of shape (k,), shape (n,).
    length : float
        Length of the data that the vector is about.
    usual : float
        Step at zero that is tried first.
    """

    def __init__(self, at: Vector, length: float, usual: float) -> None:
        self.at, self.length, self.usual = at, length, usual

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
            up, down, apart = self._both(params, j, width)
            rise, bend = _length(up - down), _length(up + down - 2.0 * base)
            # A parameter far from zero for its effect needs a shorter step.
            if bend > _BENT * rise > _BENT * _VISIBLE * _size(base, self.length):
                up, down, apart = self._both(params, j, width * step * rise / bend)
            np.subtract(up, down, out=found[j])
            found[j] /= apart
        return found.T

    def _both(
        self, params: FloatArray, j: int, width: float
    ) -> tuple[FloatArray, FloatArray, float]:
        """Values on both sides of a point in one parameter, and how far these are apart."""
        up, down = params.copy(), params.copy()
        up[j] += width
        down[j] -= width
        return self.at(up), self.at(down), float(up[j] - down[j])

    def _width(self, params: FloatArray, base: FloatArray, j: int) -> float:
        """A step at zero that moves the mean visibly, but little."""
        point, size = params.copy(), _size(base, self.length)
        point[j] = self.usual
        if shows(base, self.at(point), self.length):
            return self.usual
        point[j] = _FIRST_STEP_AT_ZERO
        for _ in range(_TRIES_AT_ZERO):
            if not _length(self.at(point) - base) <= _HIDDEN * size:
                break
            point[j] *= _LONGER
        return float(point[j])
