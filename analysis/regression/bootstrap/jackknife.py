"""Estimates with one unit left out, for the acceleration of BCa intervals."""

from __future__ import annotations

import numpy as np

from analysis.errors import BootstrapError
from analysis.regression.arrays import FloatArray
from analysis.regression.bootstrap.replications import Plan, batch_of, refit_all
from analysis.regression.bootstrap.resampling import Sample


def estimates(plan: Plan) -> FloatArray:
    """Refits with one observation, cluster or block left out at a time, shape (units, k)."""
    if plan.fit.ar1:
        raise BootstrapError(
            "BCa needs estimates with observations left out, which AR(1) errors do not allow; "
            "allowed: 'percentile', 'basic', 'studentized'"
        )
    counts = 1.0 - _units(plan)
    size = max(1, plan.blocks[0][1])
    parts = []
    for first in range(0, counts.shape[0], size):
        part = counts[first : first + size]
        batch = batch_of(plan.fit, plan.mean, Sample(counts=part))
        parts.append(refit_all(plan.fit, batch, part.shape[0]))
    failed = int(sum(part.failed.sum() for part in parts))
    if failed:
        raise BootstrapError(
            f"{failed} of {counts.shape[0]} fits with a unit left out have no minimum; "
            "allowed: 'percentile', 'basic', 'studentized'"
        )
    return np.concatenate([part.params for part in parts])


def _units(plan: Plan) -> FloatArray:
    """Indicator of the observations of each unit, shape (units, n)."""
    n, scheme = plan.fit.nobs, plan.scheme
    if scheme.groups is not None:
        unit, number = scheme.groups, int(scheme.groups.max()) + 1
    else:
        unit = np.arange(n) // scheme.block_length
        number = int(unit.max()) + 1
    return np.asarray(unit == np.arange(number)[:, None], dtype=np.float64)
