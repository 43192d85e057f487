"""The tangent plane at a point: Gauss-Newton step, relative offset, conditioning."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property
from operator import mul, truediv
from typing import NamedTuple

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
        return relative_offset(self.inside, ssr, *self.jacobian.shape)

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


def relative_offset(inside: float, ssr: float, nobs: int, nparams: int) -> float:
    """As `Tangent.offset`, from the squared lengths of the residual in the plane and at all."""
    outside = ssr - inside
    if inside == 0.0 or nparams == 0:
        return 0.0
    if not outside > 0.0:
        return float("inf")
    return float((inside / nparams / (outside / max(nobs - nparams, 1))) ** 0.5)


def tangent(jacobian: FloatArray, residuals: FloatArray) -> Tangent:
    """Tangent plane by normal equations where those are accurate, else by singular values."""
    across = jacobian.T
    gram: list[list[float]] = (across @ jacobian).tolist()
    if not math.isfinite(sum(row[j] for j, row in enumerate(gram))):
        return nowhere(jacobian)
    found = normal_equations(gram, (across @ residuals).tolist())
    if found is not None:
        scales, step = np.array(found.scales), np.array(found.step)
        return Tangent(jacobian, scales, found.inverse, step, found.inside)
    scales = column_scales(jacobian)
    left, values, right = np.linalg.svd(jacobian / scales, full_matrices=False)
    # A direction without slope has a left vector made of rounding error.
    kept = values > _DEGENERATE * np.max(values, initial=0.0)
    projection = left.T[kept] @ residuals
    step = (projection / values[kept]) @ right[kept] / scales
    return Tangent(jacobian, scales, None, step, float(projection @ projection))


class Normal(NamedTuple):
    """A solution of normal equations, as in `Tangent`, with variance inflation factors."""

    scales: list[float]
    inverse: FloatArray
    inflation: list[float]
    step: list[float]
    inside: float


def normal_equations(gram: list[list[float]], slopes: list[float]) -> Normal | None:
    """Solve J'J s = J'r by Cholesky factors, None where that would lose digits.

    In plain floats: what is k by k is small, and an array costs more than its arithmetic.
    """
    squares = [row[j] for j, row in enumerate(gram)]
    if not squares or not all(squares) or not math.isfinite(sum(squares)):
        return None
    scales = [math.sqrt(square) for square in squares]
    found = _inverse(
        [
            [g / (a * b) for g, b in zip(r, scales, strict=True)]
            for r, a in zip(gram, scales, strict=True)
        ]
    )
    if found is None:
        return None
    inverse, inflation = found
    scaled = list(map(truediv, slopes, scales))
    solved = [sum(map(mul, row, scaled)) for row in inverse.tolist()]
    step = list(map(truediv, solved, scales))
    return Normal(scales, inverse, inflation, step, sum(map(mul, scaled, solved)))


def _inverse(gram: list[list[float]]) -> tuple[FloatArray, list[float]] | None:
    """Inverse of a Gram matrix with unit diagonal and its own, None if that loses digits.

    That diagonal holds variance inflation factors, which are at least one.
    """
    inverse: FloatArray
    _, inverse, unfit = dposv(gram, _identity(len(gram)))
    if unfit:
        return None
    inflation: list[float] = inverse.diagonal().tolist()
    usable = min(inflation) > 0.5 and sum(inflation) < _WELL_CONDITIONED
    return (inverse, inflation) if usable else None


@cache
def _identity(size: int) -> FloatArray:
    return np.eye(size)


def nowhere(jacobian: FloatArray) -> Tangent:
    """Stand-in for the tangent plane at a point where the mean is not finite."""
    k = jacobian.shape[1]
    return Tangent(jacobian, np.ones(k), None, np.zeros(k), float("inf"))
