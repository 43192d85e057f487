"""The mean around an estimate to second order: where refits of samples end, nearly.

All samples start at one estimate. Around it mean, derivatives and curvature are the same for all,
so the minimum of the expanded problem of each sample is a matter of small matrices. From there one
evaluation of the mean is mostly enough, where Gauss-Newton steps from the estimate take two.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np

from analysis.regression.arrays import FloatArray
from analysis.regression.bootstrap.vectorised import Vectorised

# Second differences: rounding and curvature of the curvature are then of a size.
_STEP = float(np.finfo(np.float64).eps) ** 0.25
# More parameters have more curvatures than an evaluation spares.
_MOST_PARAMETERS = 6


class Expansion(NamedTuple):
    """Mean (n,), its derivatives (k, n) and second derivatives (k (k + 1) / 2, n) at a point.

    Second derivatives are in the order of `pairs`, those by one parameter twice halved: times the
    products of the steps they sum to the second-order term.
    """

    mean: FloatArray
    slopes: FloatArray
    curvature: FloatArray

    def weighted(self, root_weights: FloatArray | None) -> Expansion:
        """In working units."""
        if root_weights is None:
            return self
        return Expansion(*(each * root_weights for each in self))


def pairs(k: int) -> list[tuple[int, int]]:
    """Pairs of parameters, each once."""
    return list(combinations_with_replacement(range(k), 2))


def expansion(mean: Vectorised, params: FloatArray, exog: FloatArray) -> Expansion | None:
    """Expand the mean; None where it is not smooth or has too many parameters."""
    k = params.size
    if k > _MOST_PARAMETERS:
        return None
    sizes = np.abs(params) if mean.least is None else np.maximum(np.abs(params), mean.least)
    if not sizes.all():
        return None
    steps = _STEP * sizes
    both = pairs(k)
    signs = [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)]
    points = np.tile(params, (len(both) * len(signs), 1))
    for row, (a, b) in enumerate(both):
        for at, (up, right) in enumerate(signs):
            points[4 * row + at, a] += up * steps[a]
            points[4 * row + at, b] += right * steps[b]
    with np.errstate(all="ignore"):
        center, columns = mean.both(params[None, :], exog, False)
        around = mean.mean(points, exog, False)
    curvature = np.empty((len(both), center.shape[1]))
    for row, (a, b) in enumerate(both):
        one, two, three, four = around[4 * row : 4 * row + 4]
        # Of one parameter twice these are two steps to either side, and half is wanted.
        share = 0.5 if a == b else 1.0
        curvature[row] = share * (one - two - three + four) / (4.0 * steps[a] * steps[b])
    found = Expansion(center[0], np.stack([column[0] for column in columns]), curvature)
    return found if all(np.isfinite(each).all() for each in found) else None


def expanded_minimum(
    around: Expansion, target: FloatArray, counts: FloatArray | None, first: FloatArray
) -> FloatArray:
    """Steps (k, R) to the minimum of each sample's problem with the expanded mean, nearly.

    Parameters
    ----------
    around : Expansion
        In working units.
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
    basis = np.concatenate([around.slopes, around.curvature])
    gram, slope = _products(basis, target - around.mean, counts, count)
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


def _products(
    basis: FloatArray, errors: FloatArray, counts: FloatArray | None, count: int
) -> tuple[FloatArray, FloatArray]:
    """Products of the basis with itself (R, m, m) and with the errors (R, m), by sample."""
    m = basis.shape[0]
    if counts is None:
        gram = np.broadcast_to(basis @ basis.T, (count, m, m))
        return gram, np.broadcast_to(errors @ basis.T, (count, m))
    above, left = np.triu_indices(m)
    gram = np.empty((count, m, m))
    gram[:, above, left] = gram[:, left, above] = counts @ (basis[above] * basis[left]).T
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
