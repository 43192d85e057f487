"""The least-squares problem a fit solves: weighted residuals, or innovations of an AR(1)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from analysis.errors import RaisedError
from analysis.regression.arrays import FloatArray
from analysis.regression.solver.autocorrelation import Restriction, log_scaling, scaling_slope
from analysis.regression.solver.mean_function import MeanFunction, as_jacobian, as_mean
from analysis.regression.solver.optimise import Objective, Vector

_FLOAT = np.dtype(np.float64)


class Problem(NamedTuple):
    """Working residuals and their Jacobian as functions of all parameters.

    Parameters
    ----------
    mean_function : MeanFunction
        Conditional mean.
    endog : array, shape (n,)
    exog : array, shape (n,) or (n, m)
    root_weights : array, shape (n,), or None
        Square roots of the analytic weights.
    ar1 : bool
        Whether the last parameter is the autocorrelation of AR(1) errors.
    restriction : Restriction or None
        For restricted likelihood of AR(1) errors.
    """

    mean_function: MeanFunction
    endog: FloatArray
    exog: FloatArray
    root_weights: FloatArray | None
    ar1: bool
    restriction: Restriction | None = None

    @property
    def nobs(self) -> int:
        """Observations."""
        return self.endog.size

    def errors(self, params: FloatArray) -> FloatArray:
        """Observed minus mean, shape (n,), unweighted."""
        mean_params = params[:-1] if self.ar1 else params
        return self.endog - self.mean_function.mean(mean_params, self.exog)

    def residuals(self, params: FloatArray) -> FloatArray:
        """Working residuals, whose sum of squares is minimised, shape (n,).

        NaN where the model function raises: it validates its domain in this way.
        """
        try:
            return self._residuals(params)
        except RaisedError:
            return np.full(self.nobs, np.nan)

    def shortest(self) -> Vector:
        """Minus the residuals as a function of the parameters, by the shortest way."""
        function, exog, endog = self.mean_function.function, self.exog, self.endog
        if self.root_weights is not None or self.ar1 or self.mean_function.jac is True:
            return lambda params: -self.residuals(params)
        nobs, shape, array, double = endog.size, endog.shape, np.ndarray, _FLOAT

        def plain(params: FloatArray) -> FloatArray:
            try:
                value = function(params, exog)
            except Exception:
                return np.full(nobs, np.nan)
            if type(value) is not array or value.dtype is not double or value.shape != shape:
                value = as_mean(value, nobs)
            found: FloatArray = value - endog
            return found

        return plain

    def shortest_slopes(self) -> Vector:
        """Their derivatives, (n, k), by the shortest way."""
        jac, exog, nobs = self.mean_function.jac, self.exog, self.nobs
        if self.root_weights is not None or self.ar1 or not callable(jac):
            return self.jacobian

        def plain(params: FloatArray) -> FloatArray:
            try:
                value = jac(params, exog)
            except Exception:
                return np.full((nobs, params.size), np.nan)
            return as_jacobian(value, nobs, params.size)

        return plain

    def jacobian(self, params: FloatArray) -> FloatArray:
        """Minus the derivative of the working residuals, shape (n, k); NaN as for residuals."""
        try:
            return self._jacobian(params)
        except RaisedError:
            return np.full((self.nobs, params.size), np.nan)

    def decided(self, params: FloatArray) -> Problem:
        """The same with derivatives taken as the function allows at a point."""
        mean_params = params[:-1] if self.ar1 else params
        return self._replace(mean_function=self.mean_function.decided(mean_params, self.exog))

    def require_defined(self, params: FloatArray) -> None:
        """Refuse a start at which the function or its Jacobian raises, showing the parameters."""
        self._residuals(params)
        self._jacobian(params)

    def _residuals(self, params: FloatArray) -> FloatArray:
        if self.root_weights is None and not self.ar1:
            return self.endog - self.mean_function.mean(params, self.exog)
        errors = self.errors(params)
        if self.root_weights is not None:
            errors = errors * self.root_weights
        if not self.ar1:
            return errors
        return ar1_filter(errors, float(params[-1]), self.restriction)

    def _jacobian(self, params: FloatArray) -> FloatArray:
        if self.root_weights is None and not self.ar1:
            return self.mean_function.jacobian(params, self.exog)
        mean_params = params[:-1] if self.ar1 else params
        jac = self.mean_function.jacobian(mean_params, self.exog)
        if self.root_weights is not None:
            jac = jac * self.root_weights[:, None]
        if not self.ar1:
            return jac
        errors = self.errors(params)
        if self.root_weights is not None:
            errors = errors * self.root_weights
        return ar1_jacobian(errors, jac, float(params[-1]), self.restriction)


def ar1_filter(
    errors: FloatArray, rho: float, restriction: Restriction | None = None
) -> FloatArray:
    r"""Prais-Winsten innovations scaled so that least squares is exact maximum likelihood.

    The Gaussian likelihood of a stationary AR(1) concentrates to

    .. math:: (1-\rho^2)^{-1/n}\Bigl[(1-\rho^2)e_1^2+\sum_{t>1}(e_t-\rho e_{t-1})^2\Bigr]

    (Beach and MacKinnon 1978, Econometrica 46(1), 51-58), a sum of squares of the scaled
    innovations returned here; with a restriction the factor is that of restricted likelihood.
    The last axis is time.
    """
    n = errors.shape[-1]
    remaining = 1.0 - rho * rho
    # At a unit root the likelihood is zero.
    if not remaining > 0.0:
        return np.full_like(errors, np.inf)
    out = np.empty_like(errors)
    out[..., 0] = np.sqrt(remaining) * errors[..., 0]
    out[..., 1:] = errors[..., 1:] - rho * errors[..., :-1]
    return np.asarray(out * np.exp(log_scaling(rho, n, restriction)))


def ar1_jacobian(
    errors: FloatArray, jacobian: FloatArray, rho: float, restriction: Restriction | None = None
) -> FloatArray:
    """Minus the derivative of `ar1_filter` by mean parameters and rho, shape (n, k + 1)."""
    n = errors.shape[0]
    remaining = 1.0 - rho * rho
    if not remaining > 0.0:
        return np.full((n, jacobian.shape[1] + 1), np.nan)
    scaling = np.exp(log_scaling(rho, n, restriction))
    filtered = ar1_filter(errors, rho, restriction)
    by_rho = np.empty(n)
    by_rho[0] = rho / np.sqrt(remaining) * errors[0]
    by_rho[1:] = errors[:-1]
    by_rho = scaling * by_rho - filtered * scaling_slope(rho, n, restriction)
    by_mean = ar1_filter(jacobian.T, rho, restriction).T
    return np.column_stack([by_mean, by_rho])


def objective_of(problem: Problem, lower: FloatArray, upper: FloatArray) -> Objective:
    """What the optimiser minimises, with bounds and the length of the data."""
    endog = problem.endog
    weighted = endog if problem.root_weights is None else endog * problem.root_weights
    length = math.sqrt(weighted.dot(weighted))
    return Objective(problem.residuals, problem.jacobian, lower, upper, length)
