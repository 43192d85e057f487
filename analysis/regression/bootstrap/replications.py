"""Refitting bootstrap samples: first all together, then the difficult ones one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from analysis.errors import FunctionError, RegressionError
from analysis.regression.arrays import BoolArray, FloatArray
from analysis.regression.bootstrap.batched import Batch, BatchSolution, refit
from analysis.regression.bootstrap.expansion import Expansion, expansion
from analysis.regression.bootstrap.resampling import Resample, Scheme, draw, needs_problem
from analysis.regression.bootstrap.vectorised import Vectorised, vectorise
from analysis.regression.fit import Fit
from analysis.regression.solver.optimise import Objective, Solution, resolve
from analysis.regression.solver.problem import Problem, objective_of

# Cells (replications times observations) of a block: few enough to stay in the cache of a core.
_CELLS = 2**15
_LARGEST_BLOCK = 512
# A replication this many standard errors away may have landed in another minimum.
_FAR = 8.0
# A smallest pivot below this may be rounding: whether the sample identifies all parameters is then
# asked of the Jacobian itself.
_VAGUE = 1e-12
# Evaluations allowed to one refit: a sample without a minimum would use any number.
_BUDGET = 300


@dataclass(frozen=True)
class Replications:
    """Refits of all samples.

    Parameters
    ----------
    params : array, shape (R, k)
        NaN where no minimum was found, or one that does not fix all parameters.
    ssr : array, shape (R,)
    failed : array of bool, shape (R,)
    singly : array of bool, shape (R,)
        Which were refitted one by one, from several starts.
    unidentified : array of bool, shape (R,)
        Which failed because the sample does not identify a parameter.
    """

    params: FloatArray
    ssr: FloatArray
    failed: BoolArray
    singly: BoolArray
    unidentified: BoolArray


@dataclass(frozen=True)
class Plan:
    """Everything needed to make any block of replications on its own."""

    fit: Fit
    scheme: Scheme
    mean: Vectorised
    seed: int
    count: int
    around: Expansion | None = None

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """(number, size) of the blocks; they depend on nothing but n and the count."""
        size = max(1, min(_LARGEST_BLOCK, _CELLS // self.fit.nobs))
        starts = range(0, self.count, size)
        return [(b, min(size, self.count - start)) for b, start in enumerate(starts)]

    def sample(self, block: int, size: int) -> Resample:
        """Samples of a block, from the child of the seed that has its number."""
        sequence = np.random.SeedSequence(self.seed, spawn_key=(block,))
        return draw(self.fit, self.scheme, size, np.random.default_rng(sequence))


def plan(fit: Fit, scheme: Scheme, seed: int, count: int) -> Plan:
    """Prepare a bootstrap."""
    problem = needs_problem(fit)
    stacked = fit.stage is not None
    params = fit.params[:-1] if fit.ar1 else fit.params
    spread = fit.standard_errors[: params.size]
    mean = vectorise(problem.mean_function, params, fit.data.exog, fit.nobs, stacked, spread)
    on_bound = (fit.params <= fit.lower) | (fit.params >= fit.upper)
    around = None
    if not (stacked or fit.ar1 or on_bound.any()):
        bounds = fit.lower, fit.upper
        around = expansion(mean, params, fit.data.exog, bounds, problem.root_weights)
    return Plan(fit, scheme, mean, seed, count, around)


def run(prepared: Plan, workers: int = 1) -> Replications:
    """Make all blocks; the result does not depend on the number of workers."""
    if workers == 1:
        parts = [_block(prepared, number, size) for number, size in prepared.blocks]
    else:
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(lambda b: _block(prepared, *b), prepared.blocks))
    names = ("params", "ssr", "failed", "singly", "unidentified")
    return Replications(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))


def _block(prepared: Plan, number: int, size: int) -> Replications:
    sample = prepared.sample(number, size)
    batch = batch_of(prepared.fit, prepared.mean, sample, prepared.around)
    return refit_all(prepared.fit, batch, size)


def batch_of(
    fit: Fit, mean: Vectorised, sample: Resample, around: Expansion | None = None
) -> Batch:
    """The least-squares problems of a block of samples."""
    problem = needs_problem(fit)
    exog, target = fit.data.exog, fit.data.endog
    if fit.stage is not None:
        exog, central = _second_step(fit, sample)
        if sample.errors is not None:
            target = mean.mean(np.tile(fit.params, (exog.shape[0], 1)), central, True)
            target = target + sample.errors
    elif sample.errors is not None:
        target = fit.fitted + sample.errors
    return Batch(
        mean, target, sample.counts, exog, fit.stage is not None, problem.root_weights,
        fit.params, fit.lower, fit.upper, None if fit.ar1 else fit.linear, fit.ar1,
        restriction=problem.restriction, around=around,
    )  # fmt: skip


def _second_step(fit: Fit, sample: Resample) -> tuple[FloatArray, FloatArray]:
    """Regressors with first-stage residuals estimated anew, and those that made the sample.

    Returns
    -------
    estimated, central : array, shape (R, n, m)
        The first holds the residuals of the new first stage, the second its new errors.
    """
    stage = fit.stage
    if stage is None:
        raise ValueError("no first stage")
    design, place = stage.design, stage.column
    explained = design @ stage.coefficients
    if sample.counts is not None:
        count = sample.counts.shape[0]
        regressor = np.broadcast_to(explained + stage.residuals, (count, fit.nobs))
        gram = np.einsum("rn,ni,nj->rij", sample.counts, design, design, optimize=True)
        slope = (sample.counts * regressor) @ design
        # A sample that leaves instruments collinear has no first stage: NaN, a counted failure.
        coefficients = _solved(gram, slope)
        errors = np.broadcast_to(stage.residuals, (count, fit.nobs))
    else:
        errors = sample.first_stage if sample.first_stage is not None else stage.residuals[None, :]
        count = errors.shape[0]
        regressor = explained + errors
        coefficients = np.asarray(np.linalg.lstsq(design, regressor.T)[0].T, dtype=np.float64)
    central = np.repeat(np.array(fit.data.exog)[None], count, axis=0)
    central[:, :, place] = regressor
    central[:, :, -1] = errors
    estimated = central.copy()
    estimated[:, :, -1] = regressor - coefficients @ design.T
    return estimated, central


def _solved(gram: FloatArray, slope: FloatArray) -> FloatArray:
    usable = np.linalg.cond(gram) < 1e12
    out = np.full_like(slope, np.nan)
    out[usable] = np.linalg.solve(gram[usable], slope[usable, :, None])[:, :, 0]
    return out


def refit_all(fit: Fit, batch: Batch, count: int) -> Replications:
    """Refit a batch, and those that failed or moved far again from several starts."""
    together = refit(batch, count)
    se = fit.standard_errors
    used = np.isfinite(se) & (se > 0.0)
    moved = np.abs(together.params[:, used] - fit.params[used]) > _FAR * se[used]
    # A parameter that moves nothing in a sample stays at the estimate, which is no refit of it.
    idle = together.converged & (together.pivot == 0.0)
    vague = together.converged & (together.pivot < _VAGUE)
    singly = (~together.converged | moved.any(axis=1) | vague) & ~idle
    params, ssr = together.params.copy(), together.ssr.copy()
    failed, unidentified = idle.copy(), idle
    for r in np.flatnonzero(singly).tolist():
        found = _one_by_one(fit, batch, together, r)
        if found is not None:
            params[r], ssr[r] = found.params, found.ssr
        unidentified[r] = found is not None and found.tangent.degenerate()
        failed[r] = found is None or unidentified[r]
    params[failed], ssr[failed] = np.nan, np.nan
    return Replications(params, ssr, failed, singly, unidentified)


def _one_by_one(fit: Fit, batch: Batch, together: BatchSolution, r: int) -> Solution | None:
    """Best minimum of one sample from the estimate, from where the batch ended, and nearby."""
    objective = single(fit, batch, r)
    starts = [fit.params, together.params[r]]
    # Away from the estimate along the direction of which the data say least.
    weakest = np.zeros(fit.params.size)
    weakest[fit.free] = fit.identification.weakest / fit.plane.scales
    length = np.sqrt(fit.tangent_regression.scale) / fit.plane.decomposition[0][-1]
    starts += [fit.params + sign * length * weakest for sign in (-1.0, 1.0)]
    found: list[Solution] = []
    for start in starts:
        if not np.isfinite(start).all():
            continue
        try:
            solution = resolve(objective, np.clip(start, fit.lower, fit.upper), methods=2)
        except (FunctionError, ValueError):
            continue
        if solution is None:
            continue
        found.append(solution)
        if solution.ssr <= together.ssr[r] * (1.0 + 1e-6) and together.converged[r]:
            break
    return min(found, key=lambda s: s.ssr) if found else None


def single(fit: Fit, batch: Batch, r: int) -> Objective:
    """One problem of a batch for the single-fit optimiser."""
    problem = needs_problem(fit)
    target = batch.target if batch.target.ndim == 1 else batch.target[r]
    exog = batch.exog[r] if batch.stacked else batch.exog
    root = problem.root_weights
    if batch.counts is not None:
        counted = np.sqrt(batch.counts[r])
        root = counted if root is None else root * counted
    one = Problem(problem.mean_function, target, exog, root, fit.ar1, problem.restriction)
    return objective_of(one, fit.lower, fit.upper)._replace(budget=_BUDGET)


def jackknife(plan: Plan) -> FloatArray:
    """Refits with one observation, cluster or block left out at a time, shape (units, k)."""
    if plan.fit.ar1:
        raise RegressionError(
            "BCa needs estimates with observations left out, which AR(1) errors do not allow; "
            "allowed: 'percentile', 'basic', 'studentized'"
        )
    counts = 1.0 - _units(plan)
    size = max(1, plan.blocks[0][1])
    parts = []
    for first in range(0, counts.shape[0], size):
        part = counts[first : first + size]
        batch = batch_of(plan.fit, plan.mean, Resample(counts=part), plan.around)
        parts.append(refit_all(plan.fit, batch, part.shape[0]))
    failed = int(sum(part.failed.sum() for part in parts))
    if failed:
        raise RegressionError(
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
