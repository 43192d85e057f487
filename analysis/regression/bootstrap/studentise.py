"""Covariance of every replication, made as that of the estimate, for studentized intervals."""

from __future__ import annotations

import numpy as np

from analysis.regression.arrays import FloatArray
from analysis.regression.bootstrap.batched import Batch, working
from analysis.regression.bootstrap.replications import Plan, batch_of
from analysis.regression.bootstrap.resampling import Resample
from analysis.regression.inference import clusters
from analysis.regression.inference.covariance import bartlett


def covariances(plan: Plan, params: FloatArray) -> FloatArray:
    """Covariance at the estimate and at every replication, shape (1 + R, k, k).

    The estimator fits the scheme: iid for residuals, HC1 for pairs and wild, CR1 for clusters,
    Bartlett HAC with one lag less than the block length for blocks (Goetze and Kuensch 1996).
    NaN rows of ``params`` give NaN.
    """
    whole = Resample(counts=None)
    mean, fit = plan.mean, plan.fit
    parts = [_part(plan, whole, batch_of(fit, mean, whole), fit.params[None, :])]
    first = 0
    for number, size in plan.blocks:
        sample = plan.sample(number, size)
        batch = batch_of(fit, mean, sample)
        parts.append(_part(plan, sample, batch, params[first : first + size]))
        first += size
    return np.concatenate(parts)


def _part(plan: Plan, sample: Resample, batch: Batch, params: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):
        errors, columns, _ = working(batch, params, np.arange(params.shape[0]))
        jac = np.stack(columns, axis=-1)
        weights = np.ones_like(errors) if sample.counts is None else sample.counts
        gram = np.einsum("rni,rn,rnj->rij", jac, weights, jac, optimize=True)
        bread = _inverse(gram)
        n, k = plan.fit.nobs, params.shape[1]
        if plan.scheme.kind == "residual":
            scale = np.einsum("rn,rn->r", errors, errors) / (n - k)
            return np.asarray(scale[:, None, None] * bread)
        scores = jac * errors[:, :, None]
        meat = _meat(plan, sample, scores, weights)
        return np.asarray(bread @ meat @ bread)


def _inverse(gram: FloatArray) -> FloatArray:
    """Inverses, NaN where a matrix is singular or not finite."""
    out = np.full_like(gram, np.nan)
    scales = np.sqrt(np.einsum("rii->ri", gram))
    scaled = gram / (scales[:, :, None] * scales[:, None, :])
    finite = np.isfinite(scaled).all(axis=(1, 2))
    usable = finite.copy()
    usable[finite] = np.linalg.cond(scaled[finite]) < 1e13
    inverse = np.linalg.inv(scaled[usable])
    out[usable] = inverse / (scales[usable, :, None] * scales[usable, None, :])
    return out


def _meat(plan: Plan, sample: Resample, scores: FloatArray, weights: FloatArray) -> FloatArray:
    n, k = scores.shape[1:]
    scheme = plan.scheme
    if scheme.groups is not None:
        factor = clusters.small_sample(scheme.groups, k)
        return factor * clusters.meat(scores, scheme.groups, sample.clusters)
    if scheme.block_length > 1:
        if sample.counts is not None and sample.order is not None:
            scores = np.take_along_axis(scores, sample.order[:, :, None], axis=1)
        return bartlett(scores, scheme.block_length - 1)
    meat = np.einsum("rni,rn,rnj->rij", scores, weights, scores, optimize=True)
    return np.asarray(n / (n - k) * meat, dtype=np.float64)
