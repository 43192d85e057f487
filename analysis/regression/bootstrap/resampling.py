"""Bootstrap samples of a fitted equation, one block of replications at a time.

Schemes either draw observations, which is the same as counting each of them 0, 1, 2, ... times,
or draw errors and build new left-hand sides at the estimate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, IntArray, listing
from analysis.regression.fit import Fit
from analysis.regression.inference.clusters import small_sample
from analysis.regression.inference.covariance import hat_values
from analysis.regression.labels import require_consecutive
from analysis.regression.solver.problem import Problem

Kind = Literal[
    "residual", "block_residual", "wild", "pairs", "cluster_pairs", "wild_cluster",
    "moving_block", "stationary_block",
]  # fmt: skip
Multiplier = Literal["rademacher", "webb"]

KINDS: tuple[str, ...] = get_args(Kind)
CLUSTERED = ("cluster_pairs", "wild_cluster")
BLOCKED = ("block_residual", "moving_block", "stationary_block")
WILD = ("wild", "wild_cluster")

_WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])


@dataclass(frozen=True)
class Scheme:
    """How samples are drawn.

    Parameters
    ----------
    kind : str
    multiplier : {"rademacher", "webb"}
        Distribution of wild multipliers; Webb's six points where clusters are few.
    block_length : int
        Length of blocks, mean length for the stationary bootstrap; 1 if there are none.
    groups : array of int, shape (n,), or None
        Cluster numbers.
    """

    kind: Kind
    multiplier: Multiplier
    block_length: int
    groups: IntArray | None


@dataclass(frozen=True)
class Resample:
    """R samples.

    Parameters
    ----------
    counts : array, shape (R, n), or None
        How often each observation was drawn.
    errors : array, shape (R, n), or None
        New errors, in the units of endog.
    order : array of int, shape (R, n), or None
        Which observation stands at each place, for schemes that draw stretches of time.
    clusters : array, shape (R, G), or None
        How often each cluster was drawn.
    first_stage : array, shape (R, n), or None
        New errors of the first stage, drawn with those of the equation.
    """

    counts: FloatArray | None = None
    errors: FloatArray | None = None
    order: IntArray | None = None
    clusters: FloatArray | None = None
    first_stage: FloatArray | None = None


def check_scheme(
    fit: Fit, kind: str, multiplier: str, block_length: int | None, groups: IntArray | None
) -> Scheme:
    """Refuse schemes that are unknown or not valid for the fit.

    Raises
    ------
    RegressionError
    """
    if kind not in KINDS:
        raise RegressionError(f"kind={kind!r}; allowed: {listing(KINDS)}")
    if multiplier not in ("rademacher", "webb"):
        raise RegressionError(f"multiplier={multiplier!r}; allowed: 'rademacher', 'webb'")
    if fit.ar1 and kind not in ("residual", "block_residual", "wild"):
        raise RegressionError(
            f"kind={kind!r} breaks the order AR(1) errors depend on; allowed with errors='ar1': "
            "'residual', 'block_residual', 'wild' (of the innovations)"
        )
    if kind in CLUSTERED and groups is None:
        raise RegressionError(f"kind={kind!r} needs groups")
    if kind not in BLOCKED and block_length is not None:
        raise RegressionError(f"kind={kind!r} has no blocks; block_length belongs to {BLOCKED}")
    length = 1
    if kind in BLOCKED:
        require_consecutive(fit.data.index, fit.data.dropped, f"kind={kind!r}")
        length = math.ceil(fit.nobs ** (1.0 / 3.0)) if block_length is None else block_length
        if not 1 <= length < fit.nobs:
            raise RegressionError(f"block_length={length}; allowed: 1 to {fit.nobs - 1}")
    return Scheme(kind, multiplier, length, groups if kind in CLUSTERED else None)  # type: ignore[arg-type]


def draw(fit: Fit, scheme: Scheme, count: int, rng: np.random.Generator) -> Resample:
    """Draw ``count`` samples."""
    n = fit.nobs
    if scheme.kind == "pairs":
        return Resample(counts=_tally(rng.integers(0, n, size=(count, n)), n))
    if scheme.kind == "cluster_pairs" and scheme.groups is not None:
        number = int(scheme.groups.max()) + 1
        drawn = rng.multinomial(number, np.full(number, 1.0 / number), size=count)
        clusters = drawn.astype(np.float64)
        return Resample(counts=clusters[:, scheme.groups], clusters=clusters)
    if scheme.kind in ("moving_block", "stationary_block"):
        order = _stretches(scheme, n, count, rng)
        return Resample(counts=_tally(order, n), order=order)
    if scheme.kind in WILD:
        multipliers = _multipliers(scheme, n, count, rng)
        errors = wild_errors(fit, scheme) * multipliers
        stage = None if fit.stage is None else fit.stage.residuals * multipliers
        return Resample(errors=_restore(fit, errors), first_stage=stage)
    if scheme.kind == "residual":
        order = rng.integers(0, n, size=(count, n))
    else:
        order = _stretches(scheme, n, count, rng)
    stage = None if fit.stage is None else fit.stage.residuals[order]
    return Resample(
        errors=_restore(fit, centred_errors(fit)[order]), order=order, first_stage=stage
    )


def centred_errors(fit: Fit) -> FloatArray:
    """Working residuals recentred and rescaled by the root of n / (n - k), shape (n,)."""
    residuals = _innovations(fit)
    factor = math.sqrt(fit.nobs / fit.df_resid)
    return np.asarray(factor * (residuals - residuals.mean()))


def wild_errors(fit: Fit, scheme: Scheme) -> FloatArray:
    """Working residuals scaled for wild multipliers, shape (n,).

    Over the root of one minus leverage for independent errors (Davidson and Flachaire 2008);
    with the small-sample factor of CR1 for clusters.
    """
    residuals = _innovations(fit)
    if scheme.groups is not None:
        return residuals * math.sqrt(small_sample(scheme.groups, fit.counted))
    remaining = 1.0 - hat_values(fit.tangent_regression)
    return np.asarray(residuals / np.sqrt(np.maximum(remaining, 1e-8)))


def _innovations(fit: Fit) -> FloatArray:
    """Residuals in the units in which they are exchangeable: weighted, filtered."""
    if not fit.ar1:
        return fit.residuals
    return np.asarray(fit.residuals / fit.scaling)


def _restore(fit: Fit, errors: FloatArray) -> FloatArray:
    """Errors in the units of endog from working errors (R, n)."""
    if fit.ar1:
        rho = float(fit.params[-1])
        errors = errors.copy()
        errors[:, 0] /= math.sqrt(1.0 - rho * rho)
        for t in range(1, errors.shape[1]):
            errors[:, t] += rho * errors[:, t - 1]
    if fit.data.weights is not None:
        errors = errors / np.sqrt(fit.data.weights)
    return errors


def _multipliers(scheme: Scheme, n: int, count: int, rng: np.random.Generator) -> FloatArray:
    width = n if scheme.groups is None else int(scheme.groups.max()) + 1
    if scheme.multiplier == "webb":
        values = _WEBB[rng.integers(0, 6, size=(count, width))]
    else:
        values = 2.0 * rng.integers(0, 2, size=(count, width)) - 1.0
    return values if scheme.groups is None else values[:, scheme.groups]


def _stretches(scheme: Scheme, n: int, count: int, rng: np.random.Generator) -> IntArray:
    """Observations in consecutive stretches, wrapped around the end of the sample.

    Fixed lengths (circular blocks, Politis and Romano 1992), or geometric ones for the stationary
    bootstrap (Politis and Romano 1994).
    """
    starts = rng.integers(0, n, size=(count, n))
    if scheme.kind == "stationary_block":
        fresh = rng.random((count, n)) < 1.0 / scheme.block_length
    else:
        fresh = np.broadcast_to(np.arange(n) % scheme.block_length == 0, (count, n)).copy()
    fresh[:, 0] = True
    place = np.arange(n)
    last = np.maximum.accumulate(np.where(fresh, place, 0), axis=1)
    begun = np.take_along_axis(starts, last, axis=1)
    return np.asarray((begun + place - last) % n)


def _tally(order: IntArray, n: int) -> FloatArray:
    count = order.shape[0]
    flat = order + n * np.arange(count)[:, None]
    return np.bincount(flat.ravel(), minlength=count * n).reshape(count, n).astype(np.float64)


def needs_problem(fit: Fit) -> Problem:
    """The problem of a fit, or a refusal if it was read back without its function."""
    if fit.problem is None:
        raise RegressionError("the result was read back without its function; pass function")
    return fit.problem
