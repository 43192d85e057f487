"""The tangent plane at a point: Gauss-Newton step, relative offset, conditioning."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from scipy.linalg.lapack import dposv

from analysis.regression.arrays import FloatArray, column_scales

# Sum of variance inflation factors up to which normal equations leave ten digits.
_WELL_CONDITIONED = 1e5
_DEGENERATE = 1e-12


@dataclass(frozen=True)
class Tangent:
    """A Jacobian at a point, its columns scaled to length one.

    Parameters
    ----------
    jacobian : array, shape (n, k)
        Unscaled.
    scales : array, shape (k,)
        Lengths of the columns.
    inverse : array, shape (k, k), or None
        Inverse of the scaled J'J where normal equations are accurate.
    step : array, shape (k,)
        Undamped Gauss-Newton step, directions without slope left out.
    inside : float
        Squared length of the residual in the tangent plane.
    """

    jacobian: FloatArray
    scales: FloatArray
    inverse: FloatArray | None
    step: FloatArray
    inside: float

    @cached_property
    def decomposition(self) -> tuple[FloatArray, FloatArray]:
        """Singular values of the scaled Jacobian, largest first, and right vectors as rows."""
        _, values, right = np.linalg.svd(self.jacobian / self.scales, full_matrices=False)
        return values, right

    def offset(self, ssr: float) -> float:
        """Relative offset of Bates and Watts (1981, Technometrics 23(2), 179-183).

        Length of the residual in the tangent plane relative to its length orthogonal to it, each
        per degree of freedom; zero at a minimum.
        """
        n, k = self.jacobian.shape
        outside = ssr - self.inside
        if self.inside == 0.0 or k == 0:
            return 0.0
        if not outside > 0.0:
            return float("inf")
        return float((self.inside / k / (outside / max(n - k, 1))) ** 0.5)

    @property
    def rank(self) -> int:
        """On how many directions of the parameters the mean depends here."""
        if self.inverse is not None:
            return self.scales.size
        values = self.decomposition[0]
        return int((values > _DEGENERATE * np.max(values, initial=0.0)).sum())

    def degenerate(self) -> bool:
        """Whether the mean does not depend on all parameters here."""
        return self.rank < self.scales.size


def tangent(jacobian: FloatArray, residuals: FloatArray) -> Tangent:
    """Tangent plane by normal equations where those are accurate, else by singular values."""
    gram = jacobian.T @ jacobian
    squares = gram.diagonal()
    if not math.isfinite(sum(squares.tolist())):
        return nowhere(jacobian)
    scales = np.sqrt(squares)
    if scales.size and all(squares.tolist()):
        inverse = _inverse(gram / (scales[:, None] * scales))
        if inverse is not None:
            slopes = jacobian.T @ residuals / scales
            scaled = inverse @ slopes
            return Tangent(jacobian, scales, inverse, scaled / scales, float(slopes @ scaled))
    scales = column_scales(jacobian)
    left, values, right = np.linalg.svd(jacobian / scales, full_matrices=False)
    # A direction without slope has a left vector made of rounding error.
    kept = values > _DEGENERATE * np.max(values, initial=0.0)
    projection = left.T[kept] @ residuals
    step = (projection / values[kept]) @ right[kept] / scales
    return Tangent(jacobian, scales, None, step, float(projection @ projection))


def _inverse(gram: FloatArray) -> FloatArray | None:
    """Inverse of a Gram matrix with unit diagonal, None if that loses digits."""
    # LAPACK at once: NumPy's checks take longer than the matrix, which is small.
    _, inverse, unfit = dposv(gram, _identity(gram.shape[0]))
    if unfit:
        return None
    # The diagonal holds variance inflation factors, which are at least one. Plain floats: there
    # are few of them.
    inflation = inverse.diagonal().tolist()
    usable = min(inflation) > 0.5 and sum(inflation) < _WELL_CONDITIONED
    return np.asarray(inverse, dtype=np.float64) if usable else None


@cache
def _identity(size: int) -> FloatArray:
    return np.eye(size)


def nowhere(jacobian: FloatArray) -> Tangent:
    """Stand-in for the tangent plane at a point where the mean is not finite."""
    k = jacobian.shape[1]
    return Tangent(jacobian, np.ones(k), None, np.zeros(k), float("inf"))
