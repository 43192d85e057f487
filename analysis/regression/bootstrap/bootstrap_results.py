"""Bootstrap of a fit: replications, their intervals, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, ModelFunction, listing
from analysis.regression.bootstrap import studentise
from analysis.regression.bootstrap.bands import percentile_pvalues, prediction_band
from analysis.regression.bootstrap.replications import Plan, Replications, jackknife, plan, run
from analysis.regression.bootstrap.resampling import CLUSTERED, Kind, Multiplier, check_scheme
from analysis.regression.bootstrap.stored import from_json, to_json
from analysis.regression.display.rendering import Shown, Summary, number
from analysis.regression.display.undercoverage import undercoverage_of_bootstrap
from analysis.regression.fit import Fit
from analysis.regression.inference import clusters, intervals
from analysis.regression.inference.derived import Derived, Quantity, evaluate, gradient
from analysis.regression.inference.labelled import call_at_many
from analysis.regression.inference.prediction import Band
from analysis.regression.signature import Form

BootstrapMethod = Literal["percentile", "basic", "studentized", "bca"]
METHODS: tuple[str, ...] = ("percentile", "basic", "studentized", "bca")

_MOST_FAILURES = 0.05


@dataclass(frozen=True, repr=False)
class BootstrapResults(Shown):
    """Replications of an estimate.

    Parameters
    ----------
    plan : Plan
        Scheme, seed and count; any block can be made again from it.
    replications : Replications
    method : {"percentile", "basic", "studentized", "bca"}
        Intervals made where none are named; see `using`.

    Examples
    --------
    >>> import numpy as np
    >>> from analysis.regression import NonlinearLS
    >>> x = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
    >>> y = np.array([0.9, 1.6, 2.6, 3.4, 4.3, 4.4])
    >>> model = NonlinearLS(lambda p, x: p[0] * x / (p[1] + x), y, x, names=["ceiling", "half"])
    >>> draws = model.fit().bootstrap(200, kind="residual", seed=1)
    >>> draws
    <BootstrapResults: 200 of kind residual, 0 failed>
    >>> draws.conf_int(method="basic").round(1).loc["half"].tolist()
    [1.6, 2.5]
    """

    plan: Plan
    replications: Replications
    method: BootstrapMethod = "percentile"

    @property
    def kind(self) -> Kind:
        """Resampling scheme."""
        return self.plan.scheme.kind

    @property
    def n(self) -> int:
        """Replications asked for."""
        return self.plan.count

    @property
    def n_failed(self) -> int:
        """Replications without a minimum, or without one that fixes all parameters.

        They are left out of intervals, and counted here.
        """
        return int(self.replications.failed.sum())

    @property
    def n_unidentified(self) -> int:
        """Replications that failed because the sample does not identify a parameter."""
        return int(self.replications.unidentified.sum())

    @property
    def _failures(self) -> str:
        text = f"{self.n_failed} of {self.n} replications failed"
        lost = self.n_unidentified
        return f"{text}, {lost} because the sample does not identify a parameter" if lost else text

    @property
    def n_refitted(self) -> int:
        """Replications refitted one by one because the batch failed or they moved far."""
        return int(self.replications.singly.sum())

    @property
    def params(self) -> pd.DataFrame:
        """Estimates, one row a replication; NaN where it failed."""
        return pd.DataFrame(self.replications.params.copy(), columns=list(self.plan.fit.names))

    @property
    def bse(self) -> pd.Series[float]:
        """Standard deviations of the replications."""
        spread = np.std(self._usable, axis=0, ddof=1)
        return pd.Series(spread, index=list(self.plan.fit.names))

    def using(self, method: BootstrapMethod) -> BootstrapResults:
        """The same draws, with intervals of another method wherever they are passed on to."""
        self._check(method)
        return replace(self, method=method)

    @property
    def pvalues(self) -> pd.Series[float]:
        """Two-sided p-values of a parameter being zero, from the percentile intervals.

        Twice the smaller share of replications on a side of zero, each share counting one more;
        where it is at most alpha, the percentile interval of level 1 - alpha leaves zero out.

        Raises
        ------
        RegressionError
            If more than 5% of the replications failed.
        """
        self._check("percentile")
        return pd.Series(percentile_pvalues(self._usable), index=list(self.plan.fit.names))

    def predict(
        self, exog: Any = None, *, interval: Band = "confidence", alpha: float = 0.05
    ) -> pd.DataFrame:
        """Conditional mean of the fit with a percentile band from the replications.

        Parameters
        ----------
        exog : array, DataFrame or mapping, optional
            As in `NLSResults.predict`; regressors of the fit if not given.
        interval : {"confidence", "prediction"}
            Band of the mean, or of a new observation: means of the replications plus residuals
            of the fit drawn with replacement, as if errors had one distribution everywhere.
        alpha : float

        Returns
        -------
        DataFrame with columns mean, se, lower, upper
        """
        self._check("percentile")
        return prediction_band(self.plan, self._usable, exog, interval, alpha)

    def to_json(self) -> str:
        """Replications, scheme and fit, exact to the last bit; not the model function."""
        return to_json(self.plan, self.replications, self.method)

    @classmethod
    def from_json(
        cls,
        text: str,
        function: ModelFunction | None = None,
        jac: ModelFunction | Literal[True] | None = None,
        form: Form = "auto",
    ) -> BootstrapResults:
        """Read a stored bootstrap; pass the function for bands, BCa and studentized intervals."""
        return cls(*from_json(text, function, jac, form))

    def conf_int(self, alpha: float = 0.05, method: BootstrapMethod | None = None) -> pd.DataFrame:
        """Intervals of the parameters, columns ``lower`` and ``upper``.

        Parameters
        ----------
        alpha : float
        method : {"percentile", "basic", "studentized", "bca"}, optional
            As in Davison and Hinkley (1997, ch. 5); percentile unless chosen with `using`.

        Raises
        ------
        RegressionError
            If more than 5% of the replications failed, or the method is not valid.
        """
        fit = self.plan.fit
        k = fit.params.size
        lower, upper = self._limits(
            fit.params,
            self._usable,
            np.eye(k)[None, :, :],
            lambda points: points,
            alpha,
            self.method if method is None else method,
        )
        return pd.DataFrame({"lower": lower, "upper": upper}, index=list(fit.names))

    def derived(
        self, quantity: Derived, alpha: float = 0.05, method: BootstrapMethod | None = None
    ) -> tuple[float, float]:
        """Interval of a function of the parameters."""
        method = self.method if method is None else method
        names = self.plan.fit.names
        draws = apply(quantity.function, self._usable, names, quantity.name)
        slopes = np.zeros((1, 1, len(names)))
        if method == "studentized":
            spread = self.plan.fit.standard_errors
            slopes = np.stack(
                [gradient(quantity.function, p, names, quantity.name, spread) for p in self._usable]
            )[:, None, :]
            slopes = np.concatenate([quantity.gradient[None, None, :], slopes])
        lower, upper = self._limits(
            np.array([quantity.estimate]), draws[:, None], slopes,
            lambda points: apply(quantity.function, points, names, quantity.name)[:, None],
            alpha, method,
        )  # fmt: skip
        return float(lower[0]), float(upper[0])

    def summary(self, alpha: float = 0.05) -> Summary:
        """Estimates, their spread, intervals or why there are none, and what they are worth."""
        level = f"{100 * (1 - alpha):g}%"
        spread, note = self.bse, f"{self.method.capitalize()} intervals."
        try:
            limits = self.conf_int(alpha)
        except RegressionError as error:
            note = f"No intervals: {error}."
            limits = pd.DataFrame({"lower": np.nan, "upper": np.nan}, index=spread.index)
        rows = tuple(
            (name, *map(number, (value, spread[name], *limits.loc[name])))
            for name, value in zip(self.plan.fit.names, self.plan.fit.params, strict=True)
        )
        facts = (
            ("scheme", self.kind.replace("_", " ")),
            ("replications", self._failures),
        )
        header = ("", "estimate", "bootstrap s.e.", f"{level} lower", f"{level} upper")
        return Summary("Bootstrap", facts, header, rows, (note, *self.notes))

    @property
    def notes(self) -> tuple[str, ...]:
        """What simulations say of such intervals in a situation like this."""
        groups = self.plan.scheme.groups
        count = 0 if groups is None else int(groups.max()) + 1
        return tuple(undercoverage_of_bootstrap(self.plan.fit, self.kind, count, self.method))

    @cached_property
    def _usable(self) -> FloatArray:
        return self.replications.params[~self.replications.failed]

    @cached_property
    def _covariances(self) -> FloatArray:
        """Covariance at the estimate, then of every usable replication, (1 + R, k, k)."""
        made = studentise.covariances(self.plan, self.replications.params)
        return np.concatenate([made[:1], made[1:][~self.replications.failed]])

    @cached_property
    def _jackknife(self) -> FloatArray:
        return jackknife(self.plan)

    def _limits(
        self, estimate: FloatArray, draws: FloatArray, slopes: FloatArray,
        quantity: Callable[[FloatArray], FloatArray], alpha: float, method: str,
    ) -> tuple[FloatArray, FloatArray]:  # fmt: skip
        """Limits of several quantities at once: estimate (q,), draws (R, q), slopes (., q, k)."""
        self._check(method)
        if method == "percentile":
            return intervals.percentile(draws, alpha)
        if method == "basic":
            return intervals.basic(estimate, draws, alpha)
        if method == "bca":
            left_out = quantity(self._jackknife)
            return intervals.bca(estimate, draws, left_out, alpha)
        variance = np.einsum("rqi,rij,rqj->rq", slopes, self._covariances, slopes)
        se = np.sqrt(variance)
        return intervals.studentized(estimate, se[0], draws, se[1:], alpha)

    def _check(self, method: str) -> None:
        if method not in METHODS:
            raise RegressionError(f"method={method!r}; allowed: {listing(METHODS)}")
        if self.n_failed > _MOST_FAILURES * self.n:
            raise RegressionError(
                f"{self._failures}, more than {_MOST_FAILURES:.0%}: an interval from the rest "
                "would be selected"
            )
        if method == "studentized" and self.plan.fit.stage is not None:
            raise RegressionError(
                "studentized intervals with a control function would take the first stage as "
                "known; allowed: 'percentile', 'basic', 'bca'"
            )

    def __repr__(self) -> str:
        failed = int(self.replications.failed.sum())
        return f"<BootstrapResults: {self.plan.count} of kind {self.kind}, {failed} failed>"


def apply(function: Quantity, points: FloatArray, names: tuple[str, ...], what: str) -> FloatArray:
    """A function of labelled parameters at many points, shape (R,)."""
    together = call_at_many(function, names, points)
    if together is not None:
        return together
    return np.array([evaluate(function, point, names, what) for point in points])


def bootstrap(
    fit: Fit, n: int, kind: Kind, seed: int, multiplier: Multiplier, block_length: int | None,
    groups: Any, workers: int,
) -> BootstrapResults:  # fmt: skip
    """Draw and refit; see `NLSResults.bootstrap`."""
    if n < 2:
        raise RegressionError(f"n={n}; at least 2 replications are needed")
    if workers < 1:
        raise RegressionError(f"workers={workers}; at least 1 is needed")
    if fit.unusable or fit.identification.rank != int(fit.free.sum()):
        reasons = "; ".join(f"{k}: {v}" for k, v in fit.identification.refused.items())
        raise RegressionError(f"nothing to bootstrap: {reasons}")
    codes = None
    if groups is not None:
        if kind not in CLUSTERED:
            raise RegressionError(f"kind={kind!r} has no clusters; groups belong to {CLUSTERED}")
        codes = clusters.code(groups, fit.data.kept, fit.data.index)
    scheme = check_scheme(fit, kind, multiplier, block_length, codes)
    prepared = plan(fit, scheme, seed, n)
    return BootstrapResults(prepared, run(prepared, workers))
