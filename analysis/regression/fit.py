"""A fitted equation on arrays: everything about an estimate that no covariance type changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from analysis.regression.arrays import BoolArray, FloatArray
from analysis.regression.control import FirstStage
from analysis.regression.data import FitData
from analysis.regression.held import Held
from analysis.regression.identification import Identification, identify
from analysis.regression.inference.covariance import TangentRegression
from analysis.regression.solver.autocorrelation import Restriction, log_scaling
from analysis.regression.solver.mean_function import Derivative
from analysis.regression.solver.minimum import Point, no_minimum, wrong_jacobian
from analysis.regression.solver.problem import Problem
from analysis.regression.solver.tangent import Tangent, tangent

# Share of a derivative along a direction left open that is rounding of derivatives.
_ALONG = 1e-6


class Search(NamedTuple):
    """How the minimum was found.

    ``starts`` counts the starts tried, ``agreeing`` how many of them led to the same minimum;
    ``relative_step`` is that of differences, where the user chose it.
    """

    method: str
    evaluations: int
    offset: float
    perfect: bool
    starts: int
    agreeing: int
    relative_step: float | None = None


@dataclass(frozen=True)
class Stored:
    """What cannot be found out again without the model function.

    ``refused`` holds the parameters without a standard error, with the reason; ``unusable`` the
    reason why nothing has one, empty if there is none.
    """

    derivative: Derivative | None
    refused: dict[str, str]
    unusable: str


@dataclass(frozen=True)
class Fit:
    """Point estimate with its working residuals and Jacobian.

    Parameters
    ----------
    names : tuple of str
    params, lower, upper : array, shape (k,)
    residuals : array, shape (n,)
        Working residuals: weighted, and filtered where errors are AR(1).
    fitted : array, shape (n,)
        Conditional mean in the units of endog.
    data : FitData
    stage : FirstStage or None
    ar1 : bool
    search : Search
    posed : Problem or None
        None for a result that was read back without its model function.
    linear : int or None
        Position of the parameter declared to multiply the whole mean.
    correction : (array (n, k), array (k, k)) or None
        What estimating a first stage adds to the scores and to the nonrobust meat.
    held : Held or None
        All parameters and their values, where some are held; the arrays are about the others.
    stored : Stored or None
        What a result that was read back knew of itself when it was written.
    known : (array (n, k), Tangent) or None
        Jacobian at the estimate and its tangent plane, if they are known; made when asked for
        otherwise, which a fit of which only the estimates are wanted is spared.
    restriction : Restriction or None
        Where AR(1) errors were estimated by restricted likelihood.
    """

    names: tuple[str, ...]
    params: FloatArray
    lower: FloatArray
    upper: FloatArray
    residuals: FloatArray
    fitted: FloatArray
    data: FitData
    stage: FirstStage | None
    ar1: bool
    search: Search
    posed: Problem | None
    linear: int | None
    correction: tuple[FloatArray, FloatArray] | None = None
    known: tuple[FloatArray, Tangent] | None = None
    stored: Stored | None = None
    restriction: Restriction | None = None
    held: Held | None = None

    @cached_property
    def problem(self) -> Problem | None:
        """The problem, its derivatives taken as the function allows at the estimate."""
        return None if self.posed is None else self.posed.decided(self.params)

    @property
    def derivative(self) -> Derivative | None:
        """How derivatives are taken, or were."""
        if self.search.relative_step is not None:
            return "finite difference"
        if self.problem is not None:
            return self.problem.mean_function.derivative
        return None if self.stored is None else self.stored.derivative

    @cached_property
    def jacobian(self) -> FloatArray:
        """Minus the derivative of the working residuals, shape (n, k)."""
        if self.known is not None:
            return self.known[0]
        if self.problem is None:
            raise ValueError("neither a Jacobian nor a function to differentiate")
        with np.errstate(all="ignore"):
            return self.problem.jacobian(self.params)

    @cached_property
    def plane(self) -> Tangent:
        """Tangent plane over the parameters that do not lie on a bound."""
        if self.known is not None:
            return self.known[1]
        return tangent(self.jacobian[:, self.free], self.residuals)

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.data.endog.size

    @property
    def df_resid(self) -> int:
        """Observations minus the parameters that cost a degree of freedom."""
        return self.nobs - self.counted

    @property
    def counted(self) -> int:
        """Parameters, without the directions among them that the data leave open."""
        return self.params.size - int(self.free.sum()) + self.identification.rank

    @cached_property
    def objective(self) -> float:
        """Sum of squares of the working residuals."""
        return float(self.residuals @ self.residuals)

    @cached_property
    def ssr(self) -> float:
        """Weighted sum of squared residuals; of the innovations where errors are AR(1)."""
        return self.objective / self.scaling**2

    @property
    def scaling(self) -> float:
        """Factor by which the working residuals of AR(1) errors exceed the innovations."""
        if not self.ar1:
            return 1.0
        return float(np.exp(log_scaling(self.params[-1], self.nobs, self.restriction)))

    @property
    def free(self) -> BoolArray:
        """Parameters that do not lie on a bound."""
        return np.asarray((self.params > self.lower) & (self.params < self.upper))

    @cached_property
    def _identified(self) -> tuple[Identification, FloatArray]:
        exact = self.derivative != "finite difference"
        return identify(self.names, self.plane, self.free, exact, self.unusable)

    @cached_property
    def unusable(self) -> str:
        """Why nothing has a standard error, empty if there is no such reason; checked once."""
        if self.search.perfect:
            return "perfect fit: residuals are rounding error"
        if self.problem is None:
            return "" if self.stored is None else self.stored.unusable
        point = Point(self.params, self.lower, self.upper, self.free, self.plane, self.objective)
        # Differences of a chosen step are no Jacobian that could be wrong, and shorter ones noise.
        given = self.search.relative_step is None
        wrong = wrong_jacobian(self.problem, self.names, point) if given else ""
        return wrong or no_minimum(self.problem, point)

    @property
    def identification(self) -> Identification:
        """Diagnostics and refusals."""
        return self._identified[0]

    @cached_property
    def tangent_regression(self) -> TangentRegression:
        """Arrays every covariance estimator works on."""
        scores, meat = self.jacobian * self.residuals[:, None], None
        if self.correction is not None:
            share, meat = self.correction
            scores = scores + share
        bread, scale = self._identified[1], self.objective / self.df_resid
        return TangentRegression(
            self.jacobian, self.residuals, scores, bread, scale, self.df_resid, meat,
            self.data.kept, self.data.index,
        )  # fmt: skip

    def identifies(self, slopes: FloatArray) -> BoolArray:
        """Whether the data identify functions of the parameters with these derivatives (m, k).

        They do if a function does not change in the directions in which the mean does not.
        Parameters on a bound are held there, so that a function of them alone has no direction.
        """
        free, open_ = self.free, self.identification.open
        scaled = slopes[:, free] / self.plane.scales
        along = np.sqrt(np.sum((scaled @ open_.T) ** 2, axis=1))
        length = np.sqrt(np.sum(scaled**2, axis=1))
        only_held = (length == 0.0) & (slopes != 0.0).any(axis=1)
        return np.asarray((along <= _ALONG * length) & ~only_held)

    @property
    def standard_errors(self) -> FloatArray:
        """Standard errors under iid errors, whether or not they mean anything, shape (k,)."""
        return np.sqrt(np.diag(self.iid_covariance))

    @property
    def iid_covariance(self) -> FloatArray:
        """Covariance under iid errors, of all functions the data identify, shape (k, k)."""
        return self.tangent_regression.scale * self.tangent_regression.bread

    @cached_property
    def llf(self) -> float:
        """Gaussian log-likelihood at the maximum-likelihood variance."""
        n = self.nobs
        value = -0.5 * n * (np.log(2.0 * np.pi * self.ssr / n) + 1.0)
        if self.ar1:
            value -= n * float(log_scaling(self.params[-1], n))
        if self.data.weights is not None:
            value += 0.5 * float(np.sum(np.log(self.data.weights)))
        return float(value)

    @cached_property
    def rsquared(self) -> float:
        """One minus the squared residuals over the squares of endog around its mean, weighted."""
        errors = self.data.endog - self.fitted
        weights = self.data.weights if self.data.weights is not None else np.ones(self.nobs)
        centred = self.data.endog - np.average(self.data.endog, weights=weights)
        return float(1.0 - (weights @ errors**2) / (weights @ centred**2))


def aic(llf: float, nparams: int) -> float:
    """Akaike (1974); ``nparams`` counts the error variance."""
    return -2.0 * llf + 2.0 * nparams


def aicc(llf: float, nparams: int, nobs: int) -> float:
    """Akaike with the small-sample term of Hurvich and Tsai (1989), infinite if undefined."""
    remaining = nobs - nparams - 1
    if remaining <= 0:
        return float(np.inf)
    return aic(llf, nparams) + 2.0 * nparams * (nparams + 1) / remaining


def bic(llf: float, nparams: int, nobs: int) -> float:
    """Schwarz (1978); ``nparams`` counts the error variance."""
    return -2.0 * llf + float(np.log(nobs)) * nparams
