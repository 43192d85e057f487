"""Nonlinear least squares with the inference economists need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from analysis.errors import RegressionError
from analysis.regression import parameters as parameters_of
from analysis.regression import signature
from analysis.regression.arrays import FloatArray, ModelFunction
from analysis.regression.columns import from_frame, with_grouping
from analysis.regression.control import ControlFunction, augmented, first_stage
from analysis.regression.data import FitData, Missing, prepare
from analysis.regression.inference.covariance import CovType, estimate
from analysis.regression.labels import require_consecutive
from analysis.regression.nls_results import NLSResults
from analysis.regression.options import Options, fit_with
from analysis.regression.point_estimate import NLSSpecification
from analysis.regression.signature import Form

Errors = Literal["iid", "ar1"]


class NonlinearLS:
    r"""Nonlinear least squares, :math:`y_i = f(x_i, \theta) + u_i`.

    Parameters
    ----------
    function : callable
        The mean, shape (n,), as ``f(params, x)`` or as ``f(x, a, b)``, see ``form``. The first
        receives ``params`` of shape (k,); the second each parameter under its name, which is
        that of the argument, and is matched to start and bounds whatever their order. ``x`` is a
        read-only array, (n,) if one-dimensional when passed in, else (n, m); where it comes from
        a frame, ``x["price"]`` is its column. Written with ``a, b = params`` and ``x[..., j]`` it
        also works on many parameter vectors at once, params (k, R, 1), which makes bootstraps
        fast.
    endog : array or Series, shape (n,), or str
    exog : array, Series or DataFrame, shape (n,) or (n, m), or str, or list of str
        Text names columns of ``data``.
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
    weights : array or Series, optional
        Analytic weights, inversely proportional to the variance of the errors. Labels, where
        endog or exog have some too, are matched; so are those of instruments and groups.
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
    reml : bool
        With AR(1) errors, restricted likelihood, whose autocorrelation is less biased towards
        zero in short series.
    data : DataFrame, optional
        Where endog, exog, weights and instruments that are text are columns.
    form : {"auto", "vector", "named"}
        ``vector`` is ``f(params, x)``, ``named`` is ``f(x, a, b)``; ``auto`` reads it off the
        arguments: two are a vector and regressors, three or more without default are regressors
        and named parameters, as is ``f(x, *params)``. A default is a start, ``f(x, a, b=1.0)``.
        What cannot be told is refused.
    both : callable, optional
        Mean and derivatives, as k columns, of many parameter vectors in one call, where that is
        cheaper than ``function`` and ``jac``; bootstraps use it.

    Raises
    ------
    RegressionError
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
    >>> def ceiling_first(x, half, ceiling):
    ...     return ceiling * x / (half + x)
    >>> again = NonlinearLS(ceiling_first, y, x, start={"ceiling": 5, "half": 2}).fit()
    >>> again.params.round(3).to_dict()
    {'half': 2.076, 'ceiling': 5.161}
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
        reml: bool = False,
        data: Any = None,
        form: Form = "auto",
        both: ModelFunction | None = None,
    ) -> None:
        if not callable(function):
            raise RegressionError(f"function is {type(function).__name__}; expected a callable")
        _check_errors(errors, controls, reml)
        self._frame = data
        framed = data is not None or isinstance(exog, pd.DataFrame)
        endog, exog, weights, controls = from_frame(data, endog, exog, weights, controls)
        instruments = None if controls is None else controls.instruments
        data = prepare(endog, exog, weights, instruments, missing)
        if errors == "ar1":
            require_consecutive(data.index, data.dropped, "errors='ar1'")
        stage = None
        if controls is not None and data.instruments is not None:
            stage = first_stage(data.exog, data.instruments, controls.column, data.exog_names)
            data = _with_exog(data, augmented(data.exog, stage))
        given = signature.names_in(start, bounds, names)
        arguments = signature.read(function, form, given, data.exog_names)
        named = parameters_of.parse(arguments.start(start), bounds, arguments.labels(names))
        place = None if linear is None else named.position(linear)
        parameters = parameters_of.with_rho(named) if errors == "ar1" else named
        if data.endog.size <= parameters.size:
            raise RegressionError(
                f"{data.endog.size} observations for {parameters.size} parameters; "
                f"at least {parameters.size + 1} are needed"
            )
        columns = data.exog_names if framed else None
        self.specification = NLSSpecification(
            arguments.adapted(function, columns), arguments.adapted(jac, columns), data,
            parameters, stage, errors == "ar1", place, reml, both=both,
        )  # fmt: skip

    def fit(
        self,
        cov_type: CovType = "nonrobust",
        cov_kwds: Mapping[str, Any] | None = None,
        use_t: bool = True,
        *,
        fixed: Mapping[str, float] | None = None,
        tolerance: float | None = None,
        max_evaluations: int | None = None,
        relative_step: float | None = None,
    ) -> NLSResults:
        """Estimate the parameters and their covariance.

        Parameters
        ----------
        cov_type : {"nonrobust", "HC0", "HC1", "HC2", "HC3", "cluster", "HAC"}
            As in statsmodels.
        cov_kwds : mapping, optional
            ``cluster``: groups (labels, or a column of ``data``), kind ("CR1", "CR2"),
            use_correction, singletons ("refuse", "allow"). ``HAC``: maxlags, kernel ("bartlett",
            "ewc"), use_correction, critical ("t", "fixed-b": wider, for the noise in the
            covariance; Bartlett lags then grow with the root of n), leverage (residuals over one
            minus leverage, as in HC3), gaps ("refuse", or "close": rows count as equally spaced,
            Datta and Du 2012).
        use_t : bool
            t instead of normal critical values.
        fixed : mapping, optional
            Values at which parameters are held: they cost no degree of freedom and have no
            standard error; those of the others take them as known.
        tolerance : float, optional
            Relative offset (Bates and Watts 1981) below which a point is a minimum, 1e-5 if not
            given: the share of the standard errors by which parameters may be off.
        max_evaluations : int, optional
            Evaluations allowed to an attempt, 2,000 if not given.
        relative_step : float, optional
            Step of differences, relative to the parameter, for a mean that is rounded or
            simulated: to a precision of 1e-8 a step of 1e-3 leaves derivatives good to 1e-5,
            for which ``tolerance=1e-3`` is enough to ask.

        Raises
        ------
        FunctionError
            If the function or Jacobian raises or returns something unusable.
        ConvergenceError
            If no minimum is found; the message says what was tried.
        RegressionError
            If the covariance is unknown or not defined here.
        """
        chosen = Options(fixed, tolerance, max_evaluations, relative_step)
        estimated = fit_with(self.specification, chosen)
        cov_kwds = with_grouping(self._frame, cov_kwds)
        if cov_type == "nonrobust" and not cov_kwds and use_t:
            return NLSResults(estimated, None, self._frame)
        covariance = estimate(estimated.tangent_regression, cov_type, cov_kwds, use_t)
        return NLSResults(estimated, covariance, self._frame)


def _check_errors(errors: str, controls: ControlFunction | None, reml: bool) -> None:
    if errors not in ("iid", "ar1"):
        raise RegressionError(f"errors={errors!r}; allowed: 'iid', 'ar1'")
    if reml and errors != "ar1":
        raise RegressionError("reml=True is about the autocorrelation; allowed with errors='ar1'")
    if controls is not None and errors == "ar1":
        raise RegressionError(
            "controls and errors='ar1' do not combine: the first stage would need the same "
            "filter; allowed with controls: errors='iid' and cov_type='HAC'"
        )


def _with_exog(data: FitData, exog: FloatArray) -> FitData:
    return FitData(
        data.endog, exog, data.weights, data.instruments, data.index,
        (*data.exog_names, "first_stage_residual"), data.endog_name, data.kept,
    )  # fmt: skip
