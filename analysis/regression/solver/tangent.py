"""The tangent plane at a point: Gauss-Newton step, relative offset, conditioning."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property
from operator import mul
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
        """Singular values of the scaled Jacobian, largest first, and right vectors as rows.

        Zeros where it is not finite, at which LAPACK may never return.
        """
        if not np.isfinite(self.jacobian).all():
            return np.zeros(self.scales.size), np.eye(self.scales.size)
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
    gram = across @ jacobian
    if not math.isfinite(sum(gram.diagonal().tolist())):
        return nowhere(jacobian)
    found = normal_equations(gram, (across @ residuals).tolist())
    if found is not None:
        scales, step = np.array(found.scales), np.array(found.step)
        inverse = found.inverse * scales[:, None] * scales
        return Tangent(jacobian, scales, inverse, step, found.inside)
    scales = column_scales(jacobian)
    left, values, right = np.linalg.svd(jacobian / scales, full_matrices=False)
    # A direction without slope has a left vector made of rounding error.
    kept = values > _DEGENERATE * np.max(values, initial=0.0)
    projection = left.T[kept] @ residuals
    step = (projection / values[kept]) @ right[kept] / scales
    return Tangent(jacobian, scales, None, step, float(projection @ projection))


class Normal(NamedTuple):
    """A solution of normal equations, the inverse of J'J and variance inflation factors."""

    scales: list[float]
    inverse: FloatArray
    inflation: list[float]
    step: list[float]
    inside: float


def normal_equations(gram: FloatArray, slopes: list[float]) -> Normal | None:
    """Solve J'J s = J'r by Cholesky factors, None where that would lose digits.

    Columns are not scaled: rounding of Cholesky factors does not depend on it (Demmel's theorem in
    Higham 2002, section 10.1). What is k by k is small, and an operation on arrays costs more than
    its arithmetic in plain floats.
    """
    if not slopes:
        return None
    _, inverse, unfit = dposv(gram, _identity(len(slopes)))
    if unfit:
        return None
    squares: list[float] = gram.diagonal().tolist()
    # At least one, or rounding has spoilt them; not a number where squares under- or overflow.
    inflation = list(map(mul, squares, inverse.diagonal().tolist()))
    if not (min(inflation) > 0.5 and sum(inflation) < _WELL_CONDITIONED):
        return None
    step = [sum(map(mul, row, slopes)) for row in inverse.tolist()]
    return Normal(
        list(map(math.sqrt, squares)), inverse, inflation, step, sum(map(mul, slopes, step))
    )


@cache
def _identity(size: int) -> FloatArray:
    return np.eye(size)


def nowhere(jacobian: FloatArray) -> Tangent:
    """Stand-in for the tangent plane at a point where the mean is not finite."""
    k = jacobian.shape[1]
    return Tangent(jacobian, np.ones(k), None, np.zeros(k), float("inf"))
