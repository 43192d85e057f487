"""Results of a nonlinear least-squares fit, under statsmodels' names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, ModelFunction
from analysis.regression.bootstrap.bootstrap_results import BootstrapResults, bootstrap
from analysis.regression.bootstrap.resampling import CLUSTERED, Kind, Multiplier
from analysis.regression.columns import grouping, with_grouping
from analysis.regression.display.fit_summary import notes, summarise
from analysis.regression.display.rendering import Summary
from analysis.regression.fit import Fit, aic, aicc, bic
from analysis.regression.held import labelled
from analysis.regression.identification import Identification
from analysis.regression.inference import hypotheses, intervals, prediction
from analysis.regression.inference.covariance import Covariance, CovType, estimate
from analysis.regression.inference.derived import Derived, derive
from analysis.regression.inference.flatness import Refusals, flat_parameters
from analysis.regression.inference.profile import Profile, profile_parameters
from analysis.regression.inference.wald import WaldTest, wald_test
from analysis.regression.parameters import position
from analysis.regression.result_methods import ResultMethods
from analysis.regression.serialise import from_json, to_json
from analysis.regression.signature import Form

IntervalMethod = Literal["wald", "profile", "bootstrap"]


@dataclass(frozen=True, repr=False)
class NLSResults(ResultMethods):
    """An estimate and its covariance.

    Parameters
    ----------
    fit : Fit
        Point estimate on arrays.
    given : Covariance, optional
        The iid one if not given.
    frame : DataFrame, optional
        Where groups that are text are columns.

    Examples
    --------
    >>> import numpy as np
    >>> from analysis.regression import NonlinearLS
    >>> x = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
    >>> y = np.array([0.9, 1.6, 2.6, 3.4, 4.3, 4.4])
    >>> model = NonlinearLS(lambda p, x: p[0] * x / (p[1] + x), y, x, names=["ceiling", "half"])
    >>> result = model.fit()
    >>> result
    <NLSResults: ceiling 5.161 (0.19), half 2.076 (0.24); n = 6, R2 0.991, nonrobust>
    >>> result.with_cov("HC3").bse.round(2).to_dict()
    {'ceiling': 0.45, 'half': 0.4}
    """

    fit: Fit
    given: Covariance | None = None
    frame: pd.DataFrame | None = None

    @cached_property
    def covariance(self) -> Covariance:
        """Covariance of the estimates; the iid one is made, and the fit checked, when asked for."""
        if self.given is not None:
            return self.given
        return estimate(self.fit.tangent_regression, "nonrobust", None, True)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters, those held at a value among them."""
        return self.fit.names if self.fit.held is None else self.fit.held.names

    @property
    def fixed(self) -> dict[str, float]:
        """Parameters that were held, and their values."""
        return {} if self.fit.held is None else self.fit.held.fixed

    @property
    def cov_type(self) -> CovType:
        """Kind of covariance."""
        return self.covariance.cov_type

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.fit.nobs

    @property
    def df_resid(self) -> int:
        """Observations minus parameters."""
        return self.fit.df_resid

    @property
    def params(self) -> pd.Series[float]:
        """Estimates, labelled."""
        held = self.fit.held
        return self._labelled(self.fit.params, None if held is None else held.value)

    @property
    def refused(self) -> dict[str, str]:
        """Parameters without a standard error that means something, with the reason."""
        return dict(self._refused) | {n: f"fixed at {v:.5g}" for n, v in self.fixed.items()}

    @cached_property
    def _refused(self) -> Refusals:
        flat = flat_parameters(self.fit)
        return Refusals(self.fit.identification.refused | flat, flat.points)

    @property
    def bse(self) -> pd.Series[float]:
        """Standard errors; NaN where there is none, with the reason in `refused`."""
        errors = np.sqrt(np.diag(self.covariance.matrix))
        errors[[name in self._refused for name in self.fit.names]] = np.nan
        return self._labelled(errors)

    @property
    def tvalues(self) -> pd.Series[float]:
        """Estimates over standard errors."""
        return self.params / self.bse

    @property
    def pvalues(self) -> pd.Series[float]:
        """Two-sided p-values of a parameter being zero."""
        statistics = self.tvalues[list(self.fit.names)].to_numpy()
        return self._labelled(2.0 * np.asarray(stats.t.sf(np.abs(statistics), self.covariance.df)))

    def cov_params(self) -> pd.DataFrame:
        """Covariance matrix of the estimates, labelled; NaN for those without standard error."""
        without = [name in self._refused for name in self.fit.names]
        matrix = self.covariance.matrix.copy()
        matrix[without, :] = np.nan
        matrix[:, without] = np.nan
        found = pd.DataFrame(matrix, index=self.fit.names, columns=self.fit.names)
        return found.reindex(index=self.names, columns=self.names)

    @property
    def identification(self) -> Identification:
        """Rank, condition number, and the parameters without a standard error, with reasons."""
        return self.fit.identification

    @property
    def ssr(self) -> float:
        """Weighted sum of squared residuals; of the innovations where errors are AR(1)."""
        return self.fit.ssr

    @property
    def scale(self) -> float:
        """Residual variance, ssr / df_resid."""
        return self.fit.ssr / self.fit.df_resid

    @property
    def rsquared(self) -> float:
        """One minus squared residuals over squares around the mean, weighted."""
        return self.fit.rsquared

    @property
    def llf(self) -> float:
        """Gaussian log-likelihood."""
        return self.fit.llf

    @property
    def aic(self) -> float:
        """Akaike's criterion; the error variance counts as a parameter, as in R."""
        return aic(self.fit.llf, self.fit.counted + 1)

    @property
    def aicc(self) -> float:
        """Akaike's criterion with the small-sample term of Hurvich and Tsai (1989)."""
        return aicc(self.fit.llf, self.fit.counted + 1, self.fit.nobs)

    @property
    def bic(self) -> float:
        """Schwarz's criterion; the error variance counts as a parameter, as in R."""
        return bic(self.fit.llf, self.fit.counted + 1, self.fit.nobs)

    @property
    def resid(self) -> pd.Series[float]:
        """Observed minus fitted, in the units of endog."""
        return self._observed(self.fit.data.endog - self.fit.fitted, "resid")

    @property
    def fittedvalues(self) -> pd.Series[float]:
        """Conditional mean at the estimate."""
        return self._observed(self.fit.fitted, "fittedvalues")

    def conf_int(
        self,
        alpha: float = 0.05,
        method: IntervalMethod = "wald",
        bootstrap: BootstrapResults | None = None,
    ) -> pd.DataFrame:
        """Confidence intervals of the parameters, columns ``lower`` and ``upper``.

        Parameters
        ----------
        alpha : float
            One minus the level.
        method : {"wald", "profile", "bootstrap"}
            Wald from the covariance; profile likelihood; or a bootstrap made beforehand.
        """
        if method == "wald":
            errors = np.asarray(self.bse[list(self.fit.names)])
            lower, upper = intervals.wald(self.fit.params, errors, self.covariance.df, alpha)
            limits = pd.DataFrame({"lower": lower, "upper": upper}, index=self.fit.names)
            return limits.reindex(self.names)
        if method == "profile":
            return self.profile(alpha=alpha).conf_int().reindex(self.names)
        if method == "bootstrap":
            if bootstrap is None:
                raise RegressionError("method='bootstrap' needs bootstrap=result.bootstrap(...)")
            return bootstrap.conf_int(alpha).reindex(self.names)
        raise RegressionError(f"method={method!r}; allowed: 'wald', 'profile', 'bootstrap'")

    def bootstrap(
        self,
        n: int = 2000,
        *,
        kind: Kind,
        seed: int = 0,
        multiplier: Multiplier = "rademacher",
        block_length: int | None = None,
        groups: Any = None,
        workers: int = 1,
    ) -> BootstrapResults:
        """Refit resampled data.

        Parameters
        ----------
        n : int
            Replications.
        kind : str
            ``residual``: iid errors. ``block_residual``: stretches of residuals, the advice for
            time series. ``wild``: heteroskedastic errors. ``pairs``: whole observations.
            ``cluster_pairs``, ``wild_cluster``: whole clusters. ``moving_block``,
            ``stationary_block``: stretches of observations.
        seed : int
            Blocks of replications have seeds spawned from it, so that the number of workers
            changes no bit of the result.
        multiplier : {"rademacher", "webb"}
            For wild kinds; Webb's six points where clusters are few.
        block_length : int, optional
            For block kinds; n^(1/3) rounded up if not given.
        groups : array, Series or str, optional
            For cluster kinds, text a column of ``data``; those of the covariance if not given.
        workers : int
            Threads.

        Raises
        ------
        RegressionError
            If the scheme is unknown or not valid for the fit.
        """
        if kind in CLUSTERED:
            known = self.covariance.details.get("groups")
            groups = known if groups is None else grouping(self.frame, groups)
        return bootstrap(self.fit, n, kind, seed, multiplier, block_length, groups, workers)

    def profile(self, names: Sequence[str | int] | None = None, alpha: float = 0.05) -> Profile:
        """Profile-likelihood intervals with their traces.

        Parameters
        ----------
        names : sequence of str or int, optional
            Parameters; all of them if not given.
        alpha : float
            One minus the level.

        Raises
        ------
        RegressionError
            If the covariance asked for is not the iid one, or there is no profile.
        """
        if names is not None:
            names = [self.names[position(self.names, name)] for name in names]
        return profile_parameters(self.fit, self.covariance, names, alpha)

    def predict(
        self,
        exog: Any = None,
        *,
        interval: prediction.Band | None = None,
        alpha: float = 0.05,
    ) -> float | pd.Series[float] | pd.DataFrame:
        """Conditional mean, with a band if asked for.

        Parameters
        ----------
        exog : number, array, DataFrame or mapping, optional
            Regressors; those of the fit if not given. Columns of a frame are taken by name,
            whatever their order; further ones are ignored.
        interval : {"confidence", "prediction"}, optional
            Band of the mean, or of a new observation; NaN where the mean depends on a parameter
            the data do not identify, see `refused`.

        Returns
        -------
        Series, or DataFrame with columns mean, se, lower, upper; for a single number a float, or
        a Series with those entries
        """
        refused = {} if interval is None else self._refused
        return prediction.predict(self.fit, self.covariance, exog, interval, alpha, refused)

    def derived(self, name: str, function: Callable[[pd.Series[float]], float]) -> Derived:
        """Any function of the parameters with its intervals.

        Parameters
        ----------
        name : str
        function : callable
            From the labelled parameters to a number, e.g. ``lambda p: p["a"] / p["b"]``.
        """
        if self.fit.held is not None:
            function = self.fit.held.on_estimated(function)
        return derive(self.fit, self.covariance, name, function, self._refused)

    def wald_test(self, restriction: Any, value: Any = 0.0) -> WaldTest:
        """Test restrictions on the parameters.

        Parameters
        ----------
        restriction : str, mapping, array (q, k), or callable
            Linear equations, ``"Vm = 200, K = .1"``; values by name; a matrix; or a function of
            the labelled parameters.
        value : float or array (q,)
            What the matrix product or the function should be.
        """
        chosen, target = hypotheses.restriction(self.fit, restriction, value)
        return wald_test(self.fit, self.covariance, chosen, target, self._refused)

    def with_cov(
        self,
        cov_type: CovType,
        cov_kwds: Mapping[str, Any] | None = None,
        use_t: bool = True,
    ) -> NLSResults:
        """The same estimate with another covariance, without fitting again."""
        cov_kwds = with_grouping(self.frame, cov_kwds)
        covariance = estimate(self.fit.tangent_regression, cov_type, cov_kwds, use_t)
        return NLSResults(self.fit, covariance, self.frame)

    def summary(self, alpha: float = 0.05) -> Summary:
        """Tables as text, HTML and LaTeX."""
        return summarise(self.fit, self.covariance, self._refused, alpha)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the summary says below its table: refusals, and what the intervals are worth."""
        return notes(self.fit, self.covariance, self._refused)

    def tidy(self, alpha: float = 0.05) -> pd.DataFrame:
        """One row a parameter: estimate, standard error, statistic, p-value and interval."""
        bands = self.conf_int(alpha)
        return pd.DataFrame(
            {
                "term": list(self.names),
                "estimate": self.params.to_numpy(),
                "std_error": self.bse.to_numpy(),
                "statistic": self.tvalues.to_numpy(),
                "p_value": self.pvalues.to_numpy(),
                "conf_low": bands["lower"].to_numpy(),
                "conf_high": bands["upper"].to_numpy(),
            }
        )

    def to_json(self) -> str:
        """Everything but the model function, exact to the last bit."""
        return to_json(self.fit, self.covariance, self._refused)

    @classmethod
    def from_json(
        cls,
        text: str,
        function: ModelFunction | None = None,
        jac: ModelFunction | Literal[True] | None = None,
        form: Form = "auto",
    ) -> NLSResults:
        """Read a stored result; pass the function to predict, profile or bootstrap again."""
        return cls(*from_json(text, function, jac, form))

    def _labelled(self, values: FloatArray, rest: FloatArray | None = None) -> pd.Series[float]:
        return labelled(self.fit.held, self.fit.names, values, rest)

    def _observed(self, values: FloatArray, name: str) -> pd.Series[float]:
        return pd.Series(values.copy(), index=self.fit.data.index, name=name)

    def __repr__(self) -> str:
        pairs = zip(self.names, self.params, self.bse, strict=True)
        shown = ", ".join(
            f"{name} {value:.4g} ({'fixed' if name in self.fixed else f'{se:.2g}'})"
            for name, value, se in pairs
        )
        return f"<NLSResults: {shown}; n = {self.nobs}, R2 {self.rsquared:.3f}, {self.cov_type}>"
