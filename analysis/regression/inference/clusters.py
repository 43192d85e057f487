"""Cluster-robust covariance: coding of groups, CR1 and bias-reduced CR2."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.arrays import BoolArray, FloatArray, IntArray
from analysis.regression.labels import matched


def code(
    groups: Any, kept: BoolArray, index: pd.Index[Any] | None = None, singletons: str = "allow"
) -> IntArray:
    """Number the clusters 0, 1, ... in order of appearance.

    Raises
    ------
    RegressionError
        If lengths or labels of observations do not match, labels are missing, there is one cluster
        only, or a cluster has one member while ``singletons`` is "refuse".
    """
    if singletons not in ("refuse", "allow"):
        raise RegressionError(f"singletons={singletons!r}; allowed: 'refuse', 'allow'")
    if isinstance(groups, str):
        raise RegressionError(f"groups is the text {groups!r}; expected one label an observation")
    labels = pd.Series(np.asarray(matched(groups, index, "groups")).ravel())
    nobs = int(kept.sum())
    if labels.size == kept.size:
        labels = labels[kept]
    elif labels.size != nobs:
        raise RegressionError(f"groups has {labels.size} entries; the fit uses {nobs} observations")
    if bool(labels.isna().any()):
        raise RegressionError(f"groups has {int(labels.isna().sum())} missing labels")
    codes, found = pd.factorize(labels)
    sizes = np.bincount(codes)
    if sizes.size < 2:
        raise RegressionError(f"one cluster only ({found[0]!r}): its variance is not identified")
    alone = np.flatnonzero(sizes == 1)
    if alone.size and singletons == "refuse":
        raise RegressionError(
            f"{alone.size} of {sizes.size} clusters have one member (first: {found[alone[0]]!r}), "
            "which says nothing about correlation within; pass singletons='allow' to go on"
        )
    return codes.astype(np.intp)


def totals(scores: FloatArray, groups: IntArray) -> FloatArray:
    """Sums within clusters of scores (..., n, k), shape (..., G, k)."""
    out = np.zeros((*scores.shape[:-2], int(groups.max()) + 1, scores.shape[-1]))
    np.add.at(out, (..., groups, slice(None)), scores)  # type: ignore[arg-type]
    return out


def meat(scores: FloatArray, groups: IntArray, drawn: FloatArray | None = None) -> FloatArray:
    """Sum over clusters of the outer products of their score totals.

    Parameters
    ----------
    scores : array, shape (..., n, k)
    groups : array of int, shape (n,)
    drawn : array, shape (..., G), optional
        How often each cluster counts; once if not given.

    Returns
    -------
    array, shape (..., k, k)

    Examples
    --------
    >>> meat(np.array([[1.0], [2.0], [4.0]]), np.array([0, 0, 1])).tolist()
    [[25.0]]
    """
    sums = totals(scores, groups)
    counted = sums if drawn is None else sums * drawn[..., None]
    return np.asarray(np.swapaxes(counted, -1, -2) @ sums)


def small_sample(groups: IntArray, nparams: int) -> float:
    """The factor of CR1, G / (G - 1) times (n - 1) / (n - k)."""
    count, n = int(groups.max()) + 1, groups.size
    return count / (count - 1) * ((n - 1) / (n - nparams))


def bias_reduced(
    jacobian: FloatArray, residuals: FloatArray, bread: FloatArray, groups: IntArray
) -> tuple[FloatArray, FloatArray]:
    """CR2 covariance and its Satterthwaite degrees of freedom.

    Bell and McCaffrey (2002, Survey Methodology 28(2), 169-181); degrees of freedom as in
    Pustejovsky and Tipton (2018, JBES 36(4), 672-683) under a working model of iid errors.

    Returns
    -------
    matrix : array, shape (k, k)
    df : array, shape (k,)
    """
    count, k = int(groups.max()) + 1, jacobian.shape[1]
    adjusted = [_adjust(jacobian[groups == g], bread) for g in range(count)]
    sums = np.stack([a.T @ residuals[groups == g] for g, a in enumerate(adjusted)])
    matrix = bread @ (sums.T @ sums) @ bread
    df = np.array([_satterthwaite(j, jacobian, bread, groups, adjusted) for j in range(k)])
    return (matrix + matrix.T) / 2, df


def _adjust(rows: FloatArray, bread: FloatArray) -> FloatArray:
    """Rows of the Jacobian times the inverse symmetric root of I - H of the cluster."""
    remaining = np.eye(rows.shape[0]) - rows @ bread @ rows.T
    values, vectors = np.linalg.eigh(remaining)
    # A direction in which the cluster fits itself exactly carries no residual: generalised inverse.
    root = np.where(values > 1e-10, 1.0 / np.sqrt(np.maximum(values, 1e-10)), 0.0)
    return np.asarray((vectors * root) @ vectors.T @ rows)


def _satterthwaite(
    j: int,
    jacobian: FloatArray,
    bread: FloatArray,
    groups: IntArray,
    adjusted: list[FloatArray],
) -> float:
    """Twice the squared mean over the variance of a variance estimate, errors iid."""
    count = len(adjusted)
    forms = np.zeros((jacobian.shape[0], count))
    for g, rows in enumerate(adjusted):
        member = groups == g
        weights = rows @ bread[:, j]
        forms[member, g] = weights
        forms[:, g] -= jacobian @ (bread @ (jacobian[member].T @ weights))
    gram = forms.T @ forms
    return float(np.trace(gram) ** 2 / np.sum(gram * gram))
