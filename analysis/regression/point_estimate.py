"""From checked data to a fit: one start, or several where none is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
from scipy.stats import qmc

from analysis.errors import ConvergenceError, FunctionError
from analysis.regression.arrays import FloatArray, ModelFunction
from analysis.regression.control import FirstStage, correction
from analysis.regression.data import FitData
from analysis.regression.fit import Fit, Search
from analysis.regression.parameters import Parameters
from analysis.regression.solver.autocorrelation import Restriction
from analysis.regression.solver.direct import direct
from analysis.regression.solver.mean_function import Derivative, MeanFunction
from analysis.regression.solver.optimise import Ending, Objective, Solution, resolve, solve
from analysis.regression.solver.problem import Problem, objective_of
from analysis.regression.solver.tangent import Tangent

_CANDIDATES = 256
_DECADES = 3.0
_STARTS = 8
_SAME_MINIMUM = 1e-6
# Sum of variance inflation factors beyond which differences are too coarse for the last step.
_INFLATED = 1e3


class NLSSpecification(NamedTuple):
    """An equation with its data, ready to be fitted.

    Parameters
    ----------
    function : callable
    jac : callable, True or None
    data : FitData
    parameters : Parameters
    stage : FirstStage or None
    ar1 : bool
    linear : int or None
    reml : bool
        Whether AR(1) errors are estimated by restricted likelihood.
    limits : dict or None
        Tolerance and budget of the optimiser, where they are not its own.
    both : callable or None
        Mean and derivatives in one call.
    """

    function: ModelFunction
    jac: ModelFunction | Literal[True] | None
    data: FitData
    parameters: Parameters
    stage: FirstStage | None
    ar1: bool
    linear: int | None
    reml: bool = False
    limits: Mapping[str, Any] | None = None
    both: ModelFunction | None = None

    def problem(self) -> Problem:
        """The least-squares problem, how derivatives are taken left open unless they are given."""
        derivative: Derivative | None = None if self.jac is None else "given"
        mean_function = MeanFunction(self.function, self.jac, derivative, self.both)
        root = None if self.data.weights is None else np.sqrt(self.data.weights)
        return Problem(mean_function, self.data.endog, self.data.exog, root, self.ar1)

    def objective(self, problem: Problem) -> Objective:
        """What the optimiser minimises, within the bounds."""
        found = objective_of(problem, self.parameters.lower, self.parameters.upper)
        return found._replace(**self.limits) if self.limits else found


def fit_arrays(specification: NLSSpecification) -> Fit:
    """Maximum likelihood, or restricted likelihood from there where it is asked for."""
    likely = _likely(specification)
    return _restricted(specification, likely) if specification.reml else likely


def _likely(specification: NLSSpecification) -> Fit:
    """Minimise the sum of squares from the start given, or from several."""
    start = specification.parameters.start
    if start is not None:
        problem = specification.problem()
        if specification.stage is None:
            objective = specification.objective(problem)
            slopes = None if specification.jac is None else problem.shortest_slopes()
            found = direct(objective, problem.shortest(), slopes, start)
            if found is not None and specification.jac is None and _delicate(found):
                exact = specification.objective(problem.decided(found.params))
                found = resolve(exact, found.params, methods=1)
            if found is not None:
                return _collect(specification, problem, found, _searched(found, 1, 1), None)
        problem = problem.decided(start)
        solution, starts, agreeing = _from_start(specification, problem, start), 1, 1
    else:
        problem, points = _several(specification)
        solution, agreeing = _best(specification.objective(problem), points)
        starts = len(points)
    search = _searched(solution, starts, agreeing)
    return _collect(specification, problem, solution, search, (solution.jacobian, solution.tangent))


def _delicate(found: Ending) -> bool:
    """Whether the data tell parameters apart so badly that differences would lose digits."""
    # What ended on the way was near the minimum, their rounding counted.
    if not isinstance(found, Solution):
        return False
    inverse = found.tangent.inverse
    return inverse is None or sum(inverse.diagonal().tolist()) > _INFLATED


def _searched(solution: Ending, starts: int, agreeing: int) -> Search:
    return Search(
        solution.method, solution.evaluations, solution.offset, solution.perfect, starts, agreeing
    )


def _collect(
    specification: NLSSpecification, problem: Problem, solution: Ending, search: Search,
    known: tuple[FloatArray, Tangent] | None,
) -> Fit:  # fmt: skip
    data, parameters, stage = specification.data, specification.parameters, specification.stage
    share = None
    if stage is not None:
        if not isinstance(solution, Solution):
            raise ValueError("a first stage needs the Jacobian where the fit ended")
        share = correction(
            problem.mean_function, solution.params, data.exog, solution.jacobian,
            problem.root_weights, stage,
        )  # fmt: skip
    direct = problem.root_weights is None and not problem.ar1
    errors = solution.residuals if direct else problem.errors(solution.params)
    solution.params.setflags(write=False)
    return Fit(
        parameters.names, solution.params, parameters.lower, parameters.upper,
        solution.residuals, data.endog - errors, data, stage, problem.ar1, search, problem,
        specification.linear, share, known, restriction=problem.restriction,
    )  # fmt: skip


def _restricted(specification: NLSSpecification, likely: Fit) -> Fit:
    """Restricted likelihood, from the maximum-likelihood estimate and its Jacobian."""
    problem = specification.problem().decided(likely.params)
    jacobian = problem.mean_function.jacobian(likely.params[:-1], problem.exog)
    if problem.root_weights is not None:
        jacobian = jacobian * problem.root_weights[:, None]
    known = problem._replace(restriction=Restriction.at(jacobian))
    try:
        found = solve(specification.objective(known), likely.params)
    except ConvergenceError as error:
        raise ConvergenceError(
            "restricted likelihood has no maximum short of a unit root: these data do not tell the "
            "errors from a random walk; allowed: reml=False, or the series in differences"
        ) from error
    search = _searched(found, likely.search.starts, likely.search.agreeing)
    return _collect(specification, known, found, search, (found.jacobian, found.tangent))


def _several(specification: NLSSpecification) -> tuple[Problem, list[FloatArray]]:
    """The most promising of many points, and the problem as it looks at the best of them."""
    parameters, data = specification.parameters, specification.data
    points = candidates(parameters.lower, parameters.upper, data.endog)
    mean_function = MeanFunction(specification.function, specification.jac, "finite difference")
    root = None if data.weights is None else np.sqrt(data.weights)
    rough = Problem(mean_function, data.endog, data.exog, root, specification.ar1)
    chosen = promising(specification.objective(rough), points, _STARTS)
    if not chosen:
        raise FunctionError("function is not finite at any of the starts tried; pass start")
    return specification.problem().decided(chosen[0]), chosen


def _from_start(specification: NLSSpecification, problem: Problem, start: FloatArray) -> Solution:
    try:
        return solve(specification.objective(problem), start)
    except ConvergenceError:
        _check_start(problem, start)
        raise


def _check_start(problem: Problem, start: FloatArray) -> None:
    with np.errstate(all="ignore"):
        problem.require_defined(start)
        values = problem.residuals(start)
        slopes = problem.jacobian(start)
    if not np.isfinite(values.sum()):
        rows = np.flatnonzero(~np.isfinite(values))
        raise FunctionError(
            f"function is not finite at start {start.tolist()} in {rows.size} of {values.size} "
            f"rows (first: {int(rows[0])})"
        )
    if not np.isfinite(slopes.sum()):
        raise FunctionError(f"derivatives are not finite at start {start.tolist()}")


def _best(objective: Objective, points: list[FloatArray]) -> tuple[Solution, int]:
    """Best of the minima reached and from how many starts it was reached."""
    found: list[Solution] = []
    failures: list[str] = []
    for point in points:
        try:
            found.append(solve(objective, point))
        except ConvergenceError as error:
            failures.append(str(error))
    if not found:
        raise ConvergenceError("none of the starts led to a minimum\n" + "\n".join(failures))
    best = min(found, key=lambda s: s.ssr)
    same = [s for s in found if s.ssr <= best.ssr * (1.0 + _SAME_MINIMUM)]
    return best, len(same)


def candidates(lower: FloatArray, upper: FloatArray, endog: FloatArray) -> FloatArray:
    """Points that fill the bounds, and magnitudes of both signs where there are none.

    Without bounds a parameter is tried from 1e-3 to 1e3 in size; with one bound, at such
    distances from it. A Halton sequence is deterministic and spreads evenly.

    Returns
    -------
    array, shape (candidates, k)
    """
    k = lower.size
    uniform = qmc.Halton(d=k, scramble=False).random(_CANDIDATES + 1)[1:]
    points = np.empty_like(uniform)
    scale = max(float(np.ptp(endog)), 1e-8)
    for j in range(k):
        u = uniform[:, j]
        low, high = lower[j], upper[j]
        magnitude = 10.0 ** (2 * _DECADES * u - _DECADES)
        if np.isfinite(low) and np.isfinite(high):
            points[:, j] = low + u * (high - low)
        elif np.isfinite(low):
            points[:, j] = low + magnitude
        elif np.isfinite(high):
            points[:, j] = high - magnitude
        else:
            signed = np.abs(2 * u - 1)
            points[:, j] = np.sign(2 * u - 1) * 10.0 ** (2 * _DECADES * signed - _DECADES)
    ones = np.clip(np.ones((1, k)), lower, upper)
    sized = np.clip(np.full((1, k), scale), lower, upper)
    return np.vstack([ones, sized, points])


def promising(objective: Objective, points: FloatArray, count: int) -> list[FloatArray]:
    """The points with the smallest sums of squares, best first, non-finite ones left out."""
    sums = np.full(points.shape[0], np.inf)
    with np.errstate(all="ignore"):
        for i, point in enumerate(points):
            values = objective.residuals(point)
            total = float(values @ values)
            sums[i] = total if np.isfinite(total) else np.inf
    order = np.argsort(sums, kind="stable")
    return [points[i] for i in order[:count] if np.isfinite(sums[i])]
