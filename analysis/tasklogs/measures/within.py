"""Least squares with two sets of effects, by alternating projections; clustered by the first.

The coefficients are those of dummies for every worker and task type (Frisch, Waugh and Lovell);
the means are taken out in turn until they stay (Guimaraes and Portugal 2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.errors import TaskLogError

Array = np.ndarray[Any, np.dtype[np.float64]]
Codes = np.ndarray[Any, np.dtype[np.int64]]
CLOSE = 1e-12
ROUNDS = 10_000


@dataclass(frozen=True)
class Within:
    """Slopes within workers and task types.

    Attributes
    ----------
    params, bse : array, (k,)
        Slopes and their standard errors, clustered by worker (CR1: G / (G - 1)).
    nobs, clusters : int
    """

    params: Array
    bse: Array
    nobs: int
    clusters: int


def within(endog: Array, exog: Array, workers: Codes, kinds: Codes) -> Within:
    """Regress within workers and kinds.

    Parameters
    ----------
    endog : array, (n,)
    exog : array, (n, k)
    workers, kinds : array of int, (n,)
        Codes from nought.

    Raises
    ------
    TaskLogError
        Where a regressor does not vary within them.
    """
    columns = np.column_stack([endog, exog])
    plain = without_means(columns, workers, kinds)
    y, x = plain[:, 0], plain[:, 1:]
    scale = np.sqrt((exog - exog.mean(axis=0)) ** 2).sum(axis=0)
    if np.any(np.abs(x).sum(axis=0) <= 1e-9 * np.maximum(scale, 1.0)):
        raise TaskLogError("nothing varies within workers and kinds of task")
    bread = np.linalg.inv(x.T @ x)
    params = bread @ (x.T @ y)
    residuals = y - x @ params
    clusters = int(workers.max()) + 1
    scores = np.column_stack(
        [
            np.bincount(workers, weights=x[:, j] * residuals, minlength=clusters)
            for j in range(x.shape[1])
        ]
    )
    meat = scores.T @ scores
    present = int(np.unique(workers).size)
    cov = bread @ meat @ bread * (present / max(present - 1, 1))
    return Within(params, np.sqrt(np.diag(cov)), int(y.size), present)


def without_means(columns: Array, workers: Codes, kinds: Codes) -> Array:
    """Columns less the effects of worker and kind."""
    made: Array = columns - columns.mean(axis=0)
    sizes = [np.maximum(np.bincount(codes), 1) for codes in (workers, kinds)]
    several = sizes[1].size > 1
    spread = np.maximum(np.abs(made).max(axis=0), 1e-300)
    for _ in range(ROUNDS):
        moved = np.zeros(made.shape[1])
        for codes, size in zip((workers, kinds), sizes, strict=True):
            for j in range(made.shape[1]):
                means = np.bincount(codes, weights=made[:, j], minlength=size.size) / size
                made[:, j] -= means[codes]
                moved[j] = max(moved[j], float(np.abs(means).max()))
        if not several or np.all(moved <= CLOSE * spread):
            return made
    raise TaskLogError("the effects of workers and kinds of task did not settle")
