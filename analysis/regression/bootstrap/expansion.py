"""The mean around an estimate to second order: where refits of samples end, nearly.

All samples start at one estimate. Around it mean, derivatives and curvature are the same for all,
so the minimum of the expanded problem of each sample is a matter of small matrices. From there one
evaluation of the mean is mostly enough, where Gauss-Newton steps from the estimate take two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement

import numpy as np

from analysis.errors import FunctionError
from analysis.regression.arrays import FloatArray
from analysis.regression.bootstrap.vectorised import Vectorised

# Second differences: rounding and curvature of the curvature are then of a size.
_STEP = float(np.finfo(np.float64).eps) ** 0.25
# Where matrices cost less than the evaluation they spare: few parameters, and samples in blocks
# that stay in the cache of a core.
_MOST_PARAMETERS = 4
_MOST_OBSERVATIONS = 2**12
_CORNERS = ((1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0))


@dataclass(frozen=True)
class Expansion:
    """The mean and its derivatives at a point, in working units.

    Parameters
    ----------
    mean : array, shape (n,)
    slopes : array, shape (k, n)
    curvature : array, shape (k (k + 1) / 2, n)
        Second derivatives in the order of `pairs`, those by one parameter twice halved: times the
        products of the steps they sum to the second-order term.
    """

    mean: FloatArray
    slopes: FloatArray
    curvature: FloatArray

    @cached_property
    def basis(self) -> FloatArray:
        """Slopes and curvature, shape (m, n)."""
        return np.concatenate([self.slopes, self.curvature])

    @cached_property
    def products(self) -> FloatArray:
        """Products of each two rows of the basis, shape (n, m (m + 1) / 2)."""
        first, second = np.triu_indices(self.basis.shape[0])
        return np.ascontiguousarray((self.basis[first] * self.basis[second]).T)


def pairs(k: int) -> list[tuple[int, int]]:
    """Pairs of parameters, each once."""
    return list(combinations_with_replacement(range(k), 2))


def expansion(
    mean: Vectorised,
    params: FloatArray,
    exog: FloatArray,
    bounds: tuple[FloatArray, FloatArray],
    root_weights: FloatArray | None,
) -> Expansion | None:
    """Expand the mean.

    None where that is not worth it, would leave the bounds, or where the mean around the point is
    not a number.
    """
    k = params.size
    sizes = np.abs(params) if mean.least is None else np.maximum(np.abs(params), mean.least)
    if k > _MOST_PARAMETERS or mean.nobs > _MOST_OBSERVATIONS or not sizes.all():
        return None
    steps = _STEP * sizes
    both = pairs(k)
    points = np.tile(params, (4 * len(both), 1))
    for row, (a, b) in enumerate(both):
        for at, (up, right) in enumerate(_CORNERS, start=4 * row):
            points[at, a] += up * steps[a]
            points[at, b] += right * steps[b]
    if (points < bounds[0]).any() or (points > bounds[1]).any():
        return None
    root = np.ones(mean.nobs) if root_weights is None else root_weights
    try:
        with np.errstate(all="ignore"):
            center, columns = mean.both(params[None, :], exog, False)
            # New arrays: a function may hand out the one it filled before.
            value, slopes = center[0] * root, np.stack([each[0] * root for each in columns])
            around = mean.mean(points, exog, False) * root
    except FunctionError:
        return None
    curvature = np.empty((len(both), mean.nobs))
    for row, (a, b) in enumerate(both):
        one, two, three, four = around[4 * row : 4 * row + 4]
        # Of one parameter twice these are two steps to either side, and half is wanted.
        share = 0.5 if a == b else 1.0
        curvature[row] = share * (one - two - three + four) / (4.0 * steps[a] * steps[b])
    found = Expansion(value, slopes, curvature)
    finite = np.isfinite(value).all() and np.isfinite(found.basis).all()
    return found if finite else None


def expanded_minimum(
    around: Expansion, target: FloatArray, counts: FloatArray | None, first: FloatArray
) -> FloatArray:
    """Steps (k, R) to the minimum of each sample's problem with the expanded mean, nearly.

    Parameters
    ----------
    around : Expansion
    target : array, shape (n,) or (R, n)
        In working units.
    counts : array, shape (R, n), or None
    first : array, shape (k, R)
        Gauss-Newton steps, from which one of Newton's leads there.

    Returns
    -------
    array, shape (k, R)
        Not a number where nothing was found.
    """
    k, count = first.shape
    gram, slope = _sums(around, target - around.mean, counts, count)
    of_pairs = pairs(k)
    terms, turns = _terms(first.T, of_pairs)
    rest = slope - np.einsum("rab,rb->ra", gram, terms)
    gradient = np.einsum("rka,rk->ra", turns, rest)
    hessian = np.swapaxes(turns, 1, 2) @ gram @ turns
    for row, (a, b) in enumerate(of_pairs):
        hessian[:, a, b] -= rest[:, k + row]
        hessian[:, b, a] -= rest[:, k + row]
    try:
        step = first.T + np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        return np.full_like(first, np.nan)
    return np.asarray(step.T)


def _sums(
    around: Expansion, errors: FloatArray, counts: FloatArray | None, count: int
) -> tuple[FloatArray, FloatArray]:
    """Products of the basis with itself (R, m, m) and with the errors (R, m), by sample."""
    basis = around.basis
    m = basis.shape[0]
    if counts is None:
        gram = np.broadcast_to(basis @ basis.T, (count, m, m))
        return gram, np.broadcast_to(errors @ basis.T, (count, m))
    first, second = np.triu_indices(m)
    gram = np.empty((count, m, m))
    gram[:, first, second] = gram[:, second, first] = counts @ around.products
    if errors.ndim == 1:
        return gram, counts @ (basis * errors).T
    return gram, (counts * errors) @ basis.T


def _terms(step: FloatArray, of_pairs: list[tuple[int, int]]) -> tuple[FloatArray, FloatArray]:
    """What multiplies the basis at a step (R, m), and its derivatives by the step (R, m, k)."""
    count, k = step.shape
    terms = np.empty((count, k + len(of_pairs)))
    turns = np.zeros((count, k + len(of_pairs), k))
    terms[:, :k], turns[:, range(k), range(k)] = step, 1.0
    for row, (a, b) in enumerate(of_pairs):
        terms[:, k + row] = step[:, a] * step[:, b]
        turns[:, k + row, a] += step[:, b]
        turns[:, k + row, b] += step[:, a]
    return terms, turns
