"""From checked data to a fit: one start, or several where none is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.errors import ConvergenceError, FunctionError
from analysis.regression.arrays import FloatArray, ModelFunction
from analysis.regression.control import FirstStage, correction
from analysis.regression.data import Data
from analysis.regression.fit import Fit, Search
from analysis.regression.parameters import Parameters
from analysis.regression.solver.mean_function import Equation, choose_derivative
from analysis.regression.solver.optimise import Objective, Solution, solve
from analysis.regression.solver.problem import Problem, objective_of
from analysis.regression.starts import candidates, promising

_STARTS = 8
_SAME_MINIMUM = 1e-6


@dataclass(frozen=True)
class Specification:
    """An equation with its data, ready to be fitted.

    Parameters
    ----------
    function : callable
    jac : callable, True or None
    data : Data
    parameters : Parameters
    stage : FirstStage or None
    ar1 : bool
    linear : int or None
    """

    function: ModelFunction
    jac: ModelFunction | Literal[True] | None
    data: Data
    parameters: Parameters
    stage: FirstStage | None
    ar1: bool
    linear: int | None

    def problem(self, point: FloatArray) -> Problem:
        """The least-squares problem, derivatives taken as the function allows at a point."""
        mean_point = point[:-1] if self.ar1 else point
        derivative = choose_derivative(self.function, self.jac, mean_point, self.data.exog)
        equation = Equation(self.function, self.jac, derivative)
        root = None if self.data.weights is None else np.sqrt(self.data.weights)
        return Problem(equation, self.data.endog, self.data.exog, root, self.ar1)

    def objective(self, problem: Problem) -> Objective:
        """What the optimiser minimises, within the bounds."""
        return objective_of(problem, self.parameters.lower, self.parameters.upper)


def fit_arrays(specification: Specification) -> Fit:
    """Minimise the sum of squares from the start given, or from several."""
    start = specification.parameters.start
    if start is not None:
        problem = specification.problem(start)
        solution, starts, agreeing = _from_start(specification, problem, start), 1, 1
    else:
        problem, points = _several(specification)
        solution, agreeing = _best(specification.objective(problem), points)
        starts = len(points)
    search = Search(
        problem.equation.derivative, solution.method, solution.evaluations, solution.offset,
        solution.perfect, starts, agreeing,
    )  # fmt: skip
    return _collect(specification, problem, solution, search)


def _collect(
    specification: Specification, problem: Problem, solution: Solution, search: Search
) -> Fit:
    data, parameters, stage = specification.data, specification.parameters, specification.stage
    share = None
    if stage is not None:
        share = correction(
            problem.equation, solution.params, data.exog, solution.jacobian,
            problem.root_weights, stage,
        )  # fmt: skip
    direct = problem.root_weights is None and not problem.ar1
    errors = solution.residuals if direct else problem.errors(solution.params)
    return Fit(
        parameters.names, solution.params, parameters.lower, parameters.upper, solution.residuals,
        solution.jacobian, data.endog - errors, data, stage, problem.ar1, search,
        solution.tangent, problem, specification.linear, share,
    )  # fmt: skip


def _several(specification: Specification) -> tuple[Problem, list[FloatArray]]:
    """The most promising of many points, and the problem as it looks at the best of them."""
    parameters, data = specification.parameters, specification.data
    points = candidates(parameters.lower, parameters.upper, data.endog)
    equation = Equation(specification.function, specification.jac, "finite difference")
    root = None if data.weights is None else np.sqrt(data.weights)
    rough = Problem(equation, data.endog, data.exog, root, specification.ar1)
    chosen = promising(specification.objective(rough), points, _STARTS)
    if not chosen:
        raise FunctionError("function is not finite at any of the starts tried; pass start")
    return specification.problem(chosen[0]), chosen


def _from_start(specification: Specification, problem: Problem, start: FloatArray) -> Solution:
    try:
        return solve(specification.objective(problem), start)
    except ConvergenceError:
        _check_start(problem, start)
        raise


def _check_start(problem: Problem, start: FloatArray) -> None:
    with np.errstate(all="ignore"):
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
