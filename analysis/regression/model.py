"""Nonlinear least squares with the inference economists need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from analysis.errors import (
    ConvergenceError,
    FunctionError,
    RegressionInputError,
    TooFewObservationsError,
)
from analysis.regression import parameters as parameters_of
from analysis.regression.arrays import FloatArray, ModelFunction
from analysis.regression.control import (
    ControlFunction,
    FirstStage,
    augmented,
    correction,
    first_stage,
)
from analysis.regression.covariance import CovType, estimate
from analysis.regression.data import Data, Missing, prepare
from analysis.regression.equation import Equation, choose_derivative
from analysis.regression.fit import Fit, Search
from analysis.regression.optimise import Objective, Solution, solve
from analysis.regression.parameters import Parameters
from analysis.regression.problem import Problem, objective_of
from analysis.regression.results import NLSResults
from analysis.regression.starts import candidates, promising

Errors = Literal["iid", "ar1"]

_STARTS = 8
_SAME_MINIMUM = 1e-6


class NonlinearLS:
    r"""Nonlinear least squares, :math:`y_i = f(x_i, \theta) + u_i`.

    Parameters
    ----------
    function : callable
        ``function(params, exog)`` returns the mean, shape (n,). It receives ``params`` of shape
        (k,) and ``exog`` as a read-only array, (n,) if one-dimensional when passed in, else
        (n, m). Written with ``a, b = params`` and ``exog[..., j]`` it also works on many
        parameter vectors at once, params (k, R, 1), which makes bootstraps fast.
    endog : array or Series, shape (n,)
    exog : array, Series or DataFrame, shape (n,) or (n, m)
    start : array, mapping or Series, optional
        First guess. Without one, many points are tried and the best minimum is kept.
    jac : callable or True, optional
        ``jac(params, exog)`` returns derivatives of the mean as (n, k) or as k columns; ``True``
        says that ``function`` returns the pair (mean, derivatives). Without it complex steps are
        used where the function allows them, else central differences.
    bounds : mapping, sequence of pairs, or scipy.optimize.Bounds, optional
        (lower, upper) of each parameter; None is no bound.
    names : sequence of str, optional
        Names of the parameters; taken from ``start`` or ``bounds`` if those carry names.
    weights : array, optional
        Analytic weights, inversely proportional to the variance of the errors.
    controls : ControlFunction, optional
        Control function for an endogenous regressor; its first-stage residual is appended to
        ``exog`` as last column.
    errors : {"iid", "ar1"}
        Independent errors, or a stationary AR(1) estimated jointly by exact maximum likelihood;
        its autocorrelation is the last parameter, ``rho``.
    missing : {"raise", "drop"}
        What to do with rows that have missing values.
    linear : str or int, optional
        Parameter that multiplies the whole mean (f = a g); bootstraps then eliminate it by
        variable projection (Golub and Pereyra 1973).

    Raises
    ------
    RegressionInputError
        For data, starts, bounds, names or options that cannot be used.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
    >>> y = np.array([0.9, 1.6, 2.6, 3.4, 4.3, 4.4])
    >>> def saturation(params, x):
    ...     ceiling, half = params
    ...     return ceiling * x / (half + x)
    >>> result = NonlinearLS(saturation, y, x, start={"ceiling": 5, "half": 2}).fit()
    >>> [round(float(v), 3) for v in result.params]
    [5.161, 2.076]
    """

    def __init__(
        self,
        function: ModelFunction,
        endog: Any,
        exog: Any,
        *,
        start: Any = None,
        jac: ModelFunction | Literal[True] | None = None,
        bounds: Any = None,
        names: Sequence[str] | None = None,
        weights: Any = None,
        controls: ControlFunction | None = None,
        errors: Errors = "iid",
        missing: Missing = "raise",
        linear: str | int | None = None,
    ) -> None:
        if not callable(function):
            raise RegressionInputError(
                f"function is {type(function).__name__}; expected a callable"
            )
        if errors not in ("iid", "ar1"):
            raise RegressionInputError(f"errors={errors!r}; allowed: 'iid', 'ar1'")
        if controls is not None and errors == "ar1":
            raise RegressionInputError(
                "controls and errors='ar1' do not combine: the first stage would need the same "
                "filter; allowed with controls: errors='iid' and cov_type='HAC'"
            )
        self.function = function
        self.jac = jac
        self.errors: Errors = errors
        instruments = None if controls is None else controls.instruments
        data = prepare(endog, exog, weights, instruments, missing)
        self.stage: FirstStage | None = None
        if controls is not None and data.instruments is not None:
            self.stage = first_stage(data.exog, data.instruments, controls.column, data.exog_names)
            data = _with_exog(data, augmented(data.exog, self.stage))
        self.data: Data = data
        named = parameters_of.parse(start, bounds, names)
        self.linear = None if linear is None else named.position(linear)
        self.parameters = parameters_of.with_rho(named) if errors == "ar1" else named
        if data.endog.size <= self.parameters.size:
            raise TooFewObservationsError(
                f"{data.endog.size} observations for {self.parameters.size} parameters; "
                f"at least {self.parameters.size + 1} are needed"
            )

    def fit(
        self,
        cov_type: CovType = "nonrobust",
        cov_kwds: Mapping[str, Any] | None = None,
        use_t: bool = True,
    ) -> NLSResults:
        """Estimate the parameters and their covariance.

        Parameters
        ----------
        cov_type : {"nonrobust", "HC0", "HC1", "HC2", "HC3", "cluster", "HAC"}
            As in statsmodels.
        cov_kwds : mapping, optional
            ``cluster``: groups, kind ("CR1", "CR2"), use_correction, singletons ("refuse",
            "allow"). ``HAC``: maxlags, kernel ("bartlett", "ewc"), use_correction.
        use_t : bool
            t instead of normal critical values.

        Raises
        ------
        FunctionError
            If the function or Jacobian raises or returns something unusable.
        ConvergenceError
            If no minimum is found; the message says what was tried.
        CovarianceError
            If the covariance is unknown or not defined here.
        """
        estimated = fit_arrays(
            self.function, self.jac, self.data, self.parameters, self.stage, self.errors,
            self.linear,
        )  # fmt: skip
        covariance = estimate(estimated.linearised, cov_type, cov_kwds, use_t)
        return NLSResults(estimated, covariance)


def _with_exog(data: Data, exog: FloatArray) -> Data:
    return Data(
        data.endog, exog, data.weights, data.instruments, data.index,
        (*data.exog_names, "first_stage_residual"), data.endog_name, data.kept,
    )  # fmt: skip


def fit_arrays(
    function: ModelFunction, jac: ModelFunction | Literal[True] | None, data: Data,
    parameters: Parameters, stage: FirstStage | None, errors: Errors, linear: int | None,
) -> Fit:  # fmt: skip
    """Minimise the sum of squares from the start given, or from several."""
    root = None if data.weights is None else np.sqrt(data.weights)
    ar1 = errors == "ar1"

    def problem_at(point: FloatArray) -> Problem:
        mean_point = point[:-1] if ar1 else point
        derivative = choose_derivative(function, jac, mean_point, data.exog)
        return Problem(Equation(function, jac, derivative), data.endog, data.exog, root, ar1)

    if parameters.start is not None:
        problem = problem_at(parameters.start)
        solution = _from_start(problem, parameters, parameters.start)
        starts, agreeing = 1, 1
    else:
        trial = Problem(
            Equation(function, jac, "finite difference"),
            data.endog,
            data.exog,
            root,
            ar1,
        )
        objective = objective_of(trial, parameters.lower, parameters.upper)
        points = promising(
            objective,
            candidates(parameters.lower, parameters.upper, data.endog),
            _STARTS,
        )
        if not points:
            raise FunctionError("function is not finite at any of the starts tried; pass start")
        problem = problem_at(points[0])
        solution, agreeing = _best(
            objective_of(problem, parameters.lower, parameters.upper), points
        )
        starts = len(points)
    search = Search(
        problem.equation.derivative, solution.method, solution.evaluations, solution.offset,
        solution.perfect, starts, agreeing,
    )  # fmt: skip
    share = None
    if stage is not None:
        share = correction(
            problem.equation, solution.params, data.exog, solution.jacobian, root, stage
        )
    direct = root is None and not ar1
    errors_at = solution.residuals if direct else problem.errors(solution.params)
    return Fit(
        parameters.names, solution.params, parameters.lower, parameters.upper, solution.residuals,
        solution.jacobian, data.endog - errors_at, data, stage, ar1, search, solution.tangent,
        problem, linear, share,
    )  # fmt: skip


def _from_start(problem: Problem, parameters: Parameters, start: FloatArray) -> Solution:
    try:
        return solve(objective_of(problem, parameters.lower, parameters.upper), start)
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
