"""Many least-squares problems that share one function, solved together by Gauss-Newton steps.

Arrays are replications by observations. Every replication damps its own steps
(Levenberg-Marquardt) and leaves the batch when the step it would take next no longer matters.
Where it starts is the caller's: all at one estimate, where mean and derivatives are shared, or
each at its own point (see `grid_start`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.regression.arrays import BoolArray, FloatArray, IntArray, ModelFunction
from analysis.regression.bootstrap.expansion import Expansion, expanded_minimum
from analysis.regression.bootstrap.normal_equations import (
    NormalEquations,
    damped_step,
    smallest_pivot,
)
from analysis.regression.bootstrap.vectorised import Columns, Vectorised
from analysis.regression.solver.autocorrelation import Restriction, log_scaling, scaling_slope
from analysis.regression.solver.mean_function import MeanFunction

_ITERATIONS = 60
# From a grid, along a bent valley with large residuals, Gauss-Newton steps gain little each.
_ITERATIONS_FAR = 200
# Predicted fall of the sum of squares, relative, below which the last step is taken on trust:
# what it leaves is of second order.
_NEGLIGIBLE = 1e-9
_FIRST_DAMPING = 1e-3
_LARGEST_DAMPING = 1e12
# From a grid, a problem has also settled when a step that helped gained less than this share of the
# sum of squares, or when none helps however short: a minimum along a valley without curvature.
_STALLED = 1e-8
_HOPELESS = 1e8
# A problem no better than the sum of squares it has to beat after so many steps never will be.
_PATIENCE = 12


@dataclass(frozen=True)
class Batch:
    """R problems in working units.

    Parameters
    ----------
    mean : Vectorised
    target : array, shape (n,) or (R, n)
        Left-hand sides.
    counts : array, shape (R, n), or None
        How often each observation counts.
    exog : array
        Regressors, (n,) or (n, m); (R, n, m) if ``stacked``.
    stacked : bool
    root_weights : array, shape (n,), or None
    start : array, shape (k,) or (R, k)
        One point for all, the estimate, or one a problem.
    lower, upper : array, shape (k,)
    linear : int or None
        Parameter that multiplies the whole mean.
    ar1 : bool
        Whether the last parameter is the autocorrelation of AR(1) errors.
    to_beat : array, shape (R,), or None
        Sum of squares of the limit into which the mean degenerates; a problem that gets no lower
        runs off towards it for ever, and has not converged.
    restriction : Restriction or None
        For restricted likelihood of AR(1) errors.
    around : Expansion or None
        Of the mean at the estimate, if all start there.
    """

    mean: Vectorised
    target: FloatArray
    counts: FloatArray | None
    exog: FloatArray
    stacked: bool
    root_weights: FloatArray | None
    start: FloatArray
    lower: FloatArray
    upper: FloatArray
    linear: int | None
    ar1: bool
    to_beat: FloatArray | None = None
    restriction: Restriction | None = None
    around: Expansion | None = None


class BatchSolution(NamedTuple):
    """Parameters (R, k), sums of squares (R,), which converged (R,), and their smallest pivots.

    A pivot, shape (R,), is the share of a parameter's effect on the mean that the parameters before
    it do not explain: zero where the sample does not identify them all.
    """

    params: FloatArray
    ssr: FloatArray
    converged: BoolArray
    pivot: FloatArray


def fit_many(
    function: ModelFunction,
    target: FloatArray,
    exog: FloatArray,
    starts: FloatArray,
    *,
    bounds: tuple[FloatArray, FloatArray],
    to_beat: FloatArray | None = None,
) -> BatchSolution:
    """Fit one function to many left-hand sides, each from its own start.

    Parameters
    ----------
    function : callable
        ``function(params, exog)`` with params of shape (k, R, 1) returns the means (R, n) and
        their derivatives, (R, n, k) or k columns.
    target : array, shape (R, n)
    exog : array, shape (n,) or (n, m)
    starts : array, shape (R, k)
        As from `grid_start`.
    bounds : pair of arrays, shape (k,)
        Lower and upper limits of the parameters; infinite where there is none.
    to_beat : array, shape (R,), optional
        See `Batch`.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.linspace(0.0, 2.0, 9)
    >>> def decay(params, x):
    ...     (rate,) = params
    ...     mean = np.exp(-rate * x)
    ...     return mean, [-x * mean]
    >>> curves = np.exp(-np.array([[0.5], [1.5]]) * x)
    >>> free = np.array([np.inf])
    >>> fit_many(decay, curves, x, np.ones((2, 1)), bounds=(-free, free)).params.round(6).tolist()
    [[0.5], [1.5]]
    """
    mean_function = MeanFunction(function, True, "given")
    mean = Vectorised(mean_function, target.shape[1], together=True, slopes="with the mean")
    batch = Batch(
        mean, target, None, exog, False, None, starts, *bounds, None, False, to_beat
    )  # fmt: skip
    return refit(batch, starts.shape[0])


def refit(batch: Batch, count: int) -> BatchSolution:
    """Solve ``count`` problems.

    Invariant: ``rows`` numbers the problems still at work, and ``point``, ``state`` and
    ``damping`` have one entry for each of them, in that order; ``state`` belongs to ``point``.
    A problem that leaves writes its row of ``params``, ``ssr`` and ``done`` once and is not
    looked at again.
    """
    params = np.array(np.broadcast_to(batch.start, (count, batch.start.shape[-1])))
    ssr, done = np.full(count, np.nan), np.zeros(count, dtype=np.bool_)
    pivot = np.zeros(count)
    rows = np.arange(count)
    with np.errstate(all="ignore"):
        point, state = _first(batch, params, rows)
        far = batch.start.ndim == 2
        damping = np.full(count, _FIRST_DAMPING if far else 0.0)
        stalled = np.zeros(count, dtype=np.bool_)
        for iteration in range(_ITERATIONS_FAR if far else _ITERATIONS):
            state = _held(batch, point, state)
            step = damped_step(state, damping)
            fall = np.einsum("ar,ar->r", step, state.slope)
            settled = (fall <= _NEGLIGIBLE * state.ssr) & (damping < _FIRST_DAMPING)
            if iteration == 0:
                # A step that is taken on trust is Gauss-Newton's.
                step = np.where(settled, step, _further(batch, step))
            if far:
                settled |= stalled | (damping >= _HOPELESS)
                step, fall = np.where(settled, 0.0, step), np.where(settled, 0.0, fall)
            # A replication whose damping explodes stays where it is and counts as not converged.
            leaves = settled | (damping >= _LARGEST_DAMPING)
            if iteration >= _PATIENCE:
                leaves |= _beaten(batch, rows, state.ssr)
            if leaves.any():
                last = np.where(settled[:, None], _inside(batch, point + step.T), point)
                params[rows[leaves]], done[rows[leaves]] = last[leaves], settled[leaves]
                ssr[rows[leaves]] = (state.ssr - np.where(settled, fall, 0.0))[leaves]
                pivot[rows[leaves]] = smallest_pivot(state.gram[:, :, leaves])
                go = ~leaves
                if not go.any():
                    break
                rows, point, damping, step = rows[go], point[go], damping[go], step[:, go]
                state, fall = NormalEquations(*(each[..., go] for each in state)), fall[go]
            trial, found = _evaluate(batch, _inside(batch, point + step.T), rows)
            better = found.ssr < state.ssr
            stalled = better & (state.ssr - found.ssr < _STALLED * state.ssr)
            kept = (state.ssr - found.ssr) / fall
            point = np.where(better[:, None], trial, point)
            state = _chosen(better, found, state)
            damping = _damping(batch, damping, better, kept)
        else:
            params[rows], ssr[rows] = point, state.ssr
    return BatchSolution(params, ssr, done & ~_beaten(batch, np.arange(count), ssr), pivot)


def _further(batch: Batch, step: FloatArray) -> FloatArray:
    """The first steps from the estimate, to second order where the mean was expanded."""
    if batch.around is None:
        return step
    root = batch.root_weights
    target = batch.target if root is None else batch.target * root
    found = expanded_minimum(batch.around, target, batch.counts, step)
    return np.where(np.isfinite(found).all(axis=0), found, step)


def _beaten(batch: Batch, rows: IntArray, ssr: FloatArray) -> BoolArray:
    """Which problems have not got below the sum of squares they have to beat."""
    if batch.to_beat is None:
        return np.zeros(rows.size, dtype=np.bool_)
    return np.asarray(~(ssr < batch.to_beat[rows]))


def _chosen(better: BoolArray, new: NormalEquations, old: NormalEquations) -> NormalEquations:
    return NormalEquations(*(np.where(better, a, b) for a, b in zip(new, old, strict=True)))


def _held(batch: Batch, point: FloatArray, state: NormalEquations) -> NormalEquations:
    """Normal equations without the parameters that press against a bound."""
    if not (np.isfinite(batch.lower).any() or np.isfinite(batch.upper).any()):
        return state
    pressing = ((point <= batch.lower) & (state.slope.T < 0.0)) | (
        (point >= batch.upper) & (state.slope.T > 0.0)
    )
    out = pressing.T
    identity = np.eye(out.shape[0])[:, :, None]
    gram = np.where(out[:, None, :] | out[None, :, :], identity, state.gram)
    return NormalEquations(gram, np.where(out, 0.0, state.slope), state.ssr)


class _Damping(NamedTuple):
    """Factors by which damping falls and rises, and the size at which it is dropped."""

    fall: float
    rise: float
    small: float


# Near the estimate the undamped step is nearly always right and is tried again at once. From
# further off it would be refused every other time, along a valley for as long as that lasts.
_NEAR = _Damping(fall=0.1, rise=10.0, small=1e-2)
_FAR = _Damping(fall=0.2, rise=4.0, small=1e-6)


def _damping(batch: Batch, damping: FloatArray, better: BoolArray, kept: FloatArray) -> FloatArray:
    """Less after a step that helped, none when it is small; more after one that did not.

    From far off, a step that kept little of the fall it promised goes on as damped as it was, or
    more (Nielsen 1999): along a bent valley, less damping would only be taken back.
    """
    rule = _NEAR if batch.start.ndim == 1 else _FAR
    factor = np.full(damping.shape, rule.fall)
    if rule is _FAR:
        factor = np.maximum(factor, 1.0 - (2.0 * np.minimum(kept, 1.0) - 1.0) ** 3)
    eased = np.where(damping > rule.small, factor * damping, 0.0)
    raised = np.where(damping > 0.0, rule.rise * damping, _FIRST_DAMPING)
    return np.where(better, eased, raised)


def _inside(batch: Batch, params: FloatArray) -> FloatArray:
    return np.clip(params, batch.lower, batch.upper)


def _first(batch: Batch, params: FloatArray, rows: IntArray) -> tuple[FloatArray, NormalEquations]:
    """Normal equations at the start, where one evaluation serves all that start there."""
    if batch.ar1 or batch.stacked or batch.start.ndim == 2:
        return _evaluate(batch, params, rows)
    root = 1.0 if batch.root_weights is None else batch.root_weights
    if batch.around is None:
        found, columns = batch.mean.both(batch.start[None, :], batch.exog, False)
        mean, slopes = found[0] * root, np.stack([column[0] * root for column in columns])
    else:
        mean, slopes = batch.around.mean, batch.around.slopes
    errors = batch.target * root - mean
    k, count = slopes.shape[0], rows.size
    products = slopes[:, None, :] * slopes[None, :, :]
    if batch.counts is None:
        gram = np.repeat(products.sum(axis=2)[:, :, None], count, axis=2)
        return params, NormalEquations(
            gram, slopes @ errors.T, np.einsum("rn,rn->r", errors, errors)
        )
    gram = (products.reshape(k * k, -1) @ batch.counts.T).reshape(k, k, count)
    if errors.ndim == 1:
        slope = (slopes * errors) @ batch.counts.T
        return params, NormalEquations(gram, slope, batch.counts @ errors**2)
    weighted = batch.counts * errors
    return params, NormalEquations(
        gram, slopes @ weighted.T, np.einsum("rn,rn->r", weighted, errors)
    )


def _evaluate(
    batch: Batch, params: FloatArray, rows: IntArray
) -> tuple[FloatArray, NormalEquations]:
    """Normal equations at one point a replication, the linear parameter projected out."""
    counts = None if batch.counts is None else batch.counts[rows]
    errors, columns, params = working(batch, params, rows)
    k, count = params.shape[1], rows.size
    gram, slope = np.empty((k, k, count)), np.empty((k, count))
    weighted = errors if counts is None else counts * errors
    for a in range(k):
        slope[a] = np.einsum("rn,rn->r", columns[a], weighted)
        left = columns[a] if counts is None else counts * columns[a]
        for b in range(a, k):
            gram[a, b] = gram[b, a] = np.einsum("rn,rn->r", left, columns[b])
    return params, NormalEquations(gram, slope, np.einsum("rn,rn->r", errors, weighted))


def working(
    batch: Batch, params: FloatArray, rows: IntArray
) -> tuple[FloatArray, Columns, FloatArray]:
    """Working residuals (R, n), derivatives of the working mean, and parameters.

    Where a parameter multiplies the mean its least-squares value given the others is put in
    (variable projection), which the parameters returned contain.
    """
    exog = batch.exog[rows] if batch.stacked else batch.exog
    mean_params = params[:, :-1] if batch.ar1 else params
    mean, columns = batch.mean.both(mean_params, exog, batch.stacked)
    target = batch.target if batch.target.ndim == 1 else batch.target[rows]
    if batch.root_weights is not None:
        mean, target = mean * batch.root_weights, target * batch.root_weights
        columns = [column * batch.root_weights for column in columns]
    if batch.ar1:
        errors, columns = ar1_working(target - mean, columns, params[:, -1], batch.restriction)
        return errors, columns, params
    if batch.linear is None:
        return target - mean, columns, params
    counts = None if batch.counts is None else batch.counts[rows]
    factor = _projection(batch, mean, target, counts, params[:, batch.linear])
    params = params.copy()
    params[:, batch.linear] *= factor
    columns = [
        column if j == batch.linear else column * factor[:, None]
        for j, column in enumerate(columns)
    ]
    return target - mean * factor[:, None], columns, params


def _projection(
    batch: Batch, mean: FloatArray, target: FloatArray, counts: FloatArray | None,
    scale: FloatArray,
) -> FloatArray:  # fmt: skip
    """Factor on the mean that minimises the sum of squares, kept within the bounds."""
    weighted = mean if counts is None else mean * counts
    above = weighted @ target if target.ndim == 1 else np.einsum("rn,rn->r", weighted, target)
    factor = above / np.einsum("rn,rn->r", weighted, mean)
    if batch.linear is None:
        return np.asarray(factor)
    moved = np.clip(scale * factor, batch.lower[batch.linear], batch.upper[batch.linear])
    return np.asarray(np.where(scale != 0.0, moved / scale, 1.0))


def ar1_working(
    errors: FloatArray, columns: Columns, rho: FloatArray, restriction: Restriction | None = None
) -> tuple[FloatArray, Columns]:
    """Filtered errors and derivatives for one autocorrelation a row; see `ar1_filter`."""
    n = errors.shape[1]
    # At a unit root the likelihood is zero.
    rho = np.where(np.abs(rho) < 1.0, rho, np.nan)
    factor = np.exp(log_scaling(rho, n, restriction))[:, None]
    at = rho[:, None]
    first = np.sqrt(1.0 - rho * rho)

    def filtered(values: FloatArray) -> FloatArray:
        out = np.empty_like(errors)
        out[:, 0] = first * values[:, 0]
        out[:, 1:] = values[:, 1:] - at * values[:, :-1]
        return np.asarray(out * factor)

    out = filtered(errors)
    by_rho = np.empty_like(errors)
    by_rho[:, 0] = rho / first * errors[:, 0]
    by_rho[:, 1:] = errors[:, :-1]
    by_rho = factor * by_rho - out * scaling_slope(rho, n, restriction)[:, None]
    return out, [*map(filtered, columns), by_rho]
