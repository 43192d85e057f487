"""Nonlinear least squares with the inference economists need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from analysis.errors import RegressionError
from analysis.regression import parameters as parameters_of
from analysis.regression.arrays import FloatArray, ModelFunction
from analysis.regression.control import ControlFunction, augmented, first_stage
from analysis.regression.data import FitData, Missing, prepare
from analysis.regression.inference.covariance import CovType, estimate
from analysis.regression.labels import require_consecutive
from analysis.regression.nls_results import NLSResults
from analysis.regression.point_estimate import NLSSpecification, fit_arrays

Errors = Literal["iid", "ar1"]


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
    ) -> None:
        if not callable(function):
            raise RegressionError(f"function is {type(function).__name__}; expected a callable")
        _check_errors(errors, controls, reml)
        instruments = None if controls is None else controls.instruments
        data = prepare(endog, exog, weights, instruments, missing)
        if errors == "ar1":
            require_consecutive(data.index, data.dropped, "errors='ar1'")
        stage = None
        if controls is not None and data.instruments is not None:
            stage = first_stage(data.exog, data.instruments, controls.column, data.exog_names)
            data = _with_exog(data, augmented(data.exog, stage))
        named = parameters_of.parse(start, bounds, names)
        place = None if linear is None else named.position(linear)
        parameters = parameters_of.with_rho(named) if errors == "ar1" else named
        if data.endog.size <= parameters.size:
            raise RegressionError(
                f"{data.endog.size} observations for {parameters.size} parameters; "
                f"at least {parameters.size + 1} are needed"
            )
        self.specification = NLSSpecification(
            function, jac, data, parameters, stage, errors == "ar1", place, reml
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
            "allow"). ``HAC``: maxlags, kernel ("bartlett", "ewc"), use_correction, critical
            ("t", "fixed-b": wider, for the noise in the covariance; Bartlett lags then grow with
            the root of n), leverage (residuals over one minus leverage, as in HC3), gaps
            ("refuse", or "close": rows count as equally spaced, Datta and Du 2012).
        use_t : bool
            t instead of normal critical values.

        Raises
        ------
        FunctionError
            If the function or Jacobian raises or returns something unusable.
        ConvergenceError
            If no minimum is found; the message says what was tried.
        RegressionError
            If the covariance is unknown or not defined here.
        """
        estimated = fit_arrays(self.specification)
        if cov_type == "nonrobust" and not cov_kwds and use_t:
            return NLSResults(estimated)
        covariance = estimate(estimated.tangent_regression, cov_type, cov_kwds, use_t)
        return NLSResults(estimated, covariance)


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
