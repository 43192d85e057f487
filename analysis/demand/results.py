"""Results of a demand model: elasticities, turning point and share served, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.demand import stored
from analysis.demand.curves.curve import Curve, FloatArray, ServedCurve
from analysis.demand.equation import GAMMA, DemandEquation
from analysis.demand.estimates import (
    LOG,
    LOG_ODDS,
    PLAIN,
    WALD,
    Estimate,
    Interval,
    Link,
    TurningPoint,
    log_odds,
)
from analysis.demand.estimation import ErrorProcess, RestrictionTest, income_restriction
from analysis.demand.series import DemandSeries
from analysis.demand.statistics import RegressionStatistics
from analysis.errors import DemandError
from analysis.regression import CovType, Derived, NLSResults

ParamsFunction = Callable[[FloatArray], float]


@dataclass(frozen=True, repr=False)
class DemandResults(RegressionStatistics):
    """An estimated demand curve.

    Statistics of the regression itself (``params``, ``bse``, ``rsquared`` ...) are those of
    ``regression`` and on the scale of the model's error.

    Parameters
    ----------
    equation : DemandEquation
    series : DemandSeries
    regression : NLSResults
    errors : {"iid", "ar1"}
        Process of the error.
    """

    equation: DemandEquation
    series: DemandSeries
    regression: NLSResults
    errors: ErrorProcess = "iid"

    @property
    def params(self) -> pd.Series:
        """Estimated parameters, by name."""
        return self.regression.params

    @property
    def bse(self) -> pd.Series:
        """Standard errors, by name."""
        return self.regression.bse

    @property
    def rsquared(self) -> float:
        """R2 on the scale of the error; see `placebo` for what trending series give anyway."""
        return float(self.regression.rsquared)

    @property
    def nobs(self) -> int:
        """Number of observations."""
        return self.series.nobs

    @cached_property
    def mean_params(self) -> FloatArray:
        """Parameters of the mean, in the order of the equation, shape (k,)."""
        return np.asarray(self.params, dtype=float)[: len(self.equation.names)]

    @property
    def curve(self) -> Curve:
        """The curve at the estimates, a function of the relative price."""
        own = self.mean_params[: self.equation.curve_size]
        # The optimiser may leave a parameter on a bound by a rounding error below it.
        low, high = np.array(self.equation.bounds(self.series))[: len(own)].T
        return self.equation.curve.from_params(np.clip(own, low, high))

    @property
    def relative_price(self) -> pd.Series:
        """Price relative to income (at the estimated gamma), by observation."""
        return pd.Series(np.exp(self._log_prices()), index=self.series.index, name="relative_price")

    @property
    def fitted(self) -> pd.Series:
        """Fitted quantity (the exponential of the fitted log in a log model), by observation."""
        exog = self.equation.regressors(self.series)
        values = np.exp(self.equation.log_mean(self.mean_params, exog))
        return pd.Series(values, index=self.series.index, name="fitted")

    @classmethod
    def from_json(cls, text: str, curve: type[Curve] | None = None) -> DemandResults:
        """Read stored results; pass the curve if it is none of `analysis.demand.CURVES`."""
        return cls(*stored.from_json(text, curve))

    def with_cov(
        self, cov_type: CovType, cov_kwds: Mapping[str, Any] | None = None
    ) -> DemandResults:
        """The same estimates with another covariance, without refitting."""
        return replace(self, regression=self.regression.with_cov(cov_type, cov_kwds))

    def elasticity(
        self, at: object = "last", *, price: float | None = None, interval: Interval = WALD
    ) -> Estimate:
        """Own-price elasticity, as a positive number, with its interval.

        Parameters
        ----------
        at : label of an observation (a year), "first" or "last"
        price : float, optional
            A relative price, in place of ``at``.
        interval : Interval, optional
            How the interval is made: 95% by the delta method unless said otherwise.
        """
        log_price, where = self._point(at, price)
        return self.derived(
            f"elasticity {where}",
            lambda params: self._elasticity(params, log_price(params)),
            interval,
        )

    def income_elasticity(
        self, at: object = "last", *, price: float | None = None, interval: Interval = WALD
    ) -> Estimate:
        """Elasticity in real income at given real price: gamma times the price elasticity.

        Raises
        ------
        DemandError
            If the model has no income.
        """
        if self.series.log_income is None:
            raise DemandError("no income in this model; allowed: name it in income=")
        log_price, where = self._point(at, price)
        return self.derived(
            f"income elasticity {where}",
            lambda params: (
                float(self.equation.gamma(params)) * self._elasticity(params, log_price(params))
            ),
            interval,
        )

    def share_served(
        self, at: object = "last", *, price: float | None = None, interval: Interval = WALD
    ) -> Estimate:
        """Share of potential demand served; its interval is made in log odds.

        Raises
        ------
        DemandError
            If the curve has no saturation level.
        """
        curve = self.equation.curve
        if not issubclass(curve, ServedCurve):
            raise DemandError(f"a {curve.label} curve has no saturation level to be near to")
        log_price, where = self._point(at, price)

        def share(params: FloatArray) -> float:
            point = np.array([log_price(params)])
            own = params[: self.equation.curve_size]
            return log_odds(float(curve.log_share_at(own, point)[0]))

        return self.derived(f"share served {where}", share, interval, LOG_ODDS)

    def turning_point(self, threshold: float = 1.0, interval: Interval = WALD) -> TurningPoint:
        """Relative price at which the elasticity passes ``threshold``.

        The interval of the price is made in logs. A point outside the prices seen is marked:
        it is an extrapolation.
        """
        if self.curve.turning_point(threshold) is None:
            side = self._always_side(threshold)
            return TurningPoint(threshold, None, False, None, f"never passed: {side}")
        estimate = self.derived(
            f"turning price at elasticity {threshold:g}",
            lambda params: self._log_turning(params, threshold),
            interval,
            LOG,
        )
        return self._place(threshold, estimate)

    def derived(
        self,
        name: str,
        function: ParamsFunction,
        interval: Interval = WALD,
        link: Link = PLAIN,
    ) -> Estimate:
        """Any function of the parameters of the mean, with its interval.

        Parameters
        ----------
        name : str
        function : callable
            From the parameters, an array in the equation's order, to a number on the scale of
            ``link``.
        interval : Interval
        link : Link
            How the number and its interval are carried back from that scale.
        """
        size = len(self.equation.names)

        def on_scale(params: pd.Series) -> float:
            if np.iscomplexobj(params):
                raise TypeError("root finding needs real parameters: differentiate by differences")
            return function(params.to_numpy()[:size])

        found = self.regression.derived(name, on_scale)
        lower, upper = found.conf_int(interval.alpha, interval.method, interval.bootstrap)
        value = link.back(found.estimate)
        return Estimate(
            name,
            value,
            found.se * link.slope(value),
            link.back(lower),
            link.back(upper),
            interval.alpha,
            interval.method,
            _note(found, interval, lower, upper),
        )

    def gamma(self, interval: Interval = WALD) -> Estimate:
        """Income elasticity over price elasticity, where it is free.

        Raises
        ------
        DemandError
            If it was not estimated.
        """
        if not self.equation.free_income:
            raise DemandError("gamma was fixed at one; allowed: income_elasticity='free'")
        position = self.equation.curve_size
        return self.derived(GAMMA, lambda params: float(params[position]), interval)

    def income_test(self) -> RestrictionTest:
        """Test that gamma is one, by refitting with the restriction.

        Raises
        ------
        DemandError
            If gamma was not estimated.
        """
        self.gamma()
        return income_restriction(self.equation, self.series, self.regression, self.errors)

    def _log_prices(self) -> FloatArray:
        exog = self.equation.regressors(self.series)
        return self.equation.log_relative_price(self.mean_params, exog)

    def _point(self, at: object, price: float | None) -> tuple[ParamsFunction, str]:
        """Log relative price to evaluate at, as a function of the parameters, and its name."""
        if price is not None:
            if not (np.isfinite(price) and price > 0.0):
                raise DemandError(f"price is {price}; allowed: positive and finite")
            return (lambda _: float(np.log(price))), f"at price {price:g}"
        place = self.series.position(at)
        row = self.equation.regressors(self.series)[[place]]
        return (
            lambda params: float(self.equation.log_relative_price(params, row)[0])
        ), f"at {self.series.index[place]}"

    def _elasticity(self, params: FloatArray, log_price: float) -> float:
        own = params[: self.equation.curve_size]
        return float(self.equation.curve.elasticity_at(own, np.array([log_price]))[0])

    def _log_turning(self, params: FloatArray, threshold: float) -> float:
        own = params[: self.equation.curve_size]
        log_point = self.equation.curve.log_turning_at(own, threshold)
        return np.nan if log_point is None else log_point

    def _always_side(self, threshold: float) -> str:
        seen = self.curve.elasticity(np.exp(self._log_prices()))
        if (seen > threshold).all():
            return f"above {threshold:g} at all prices seen"
        if (seen < threshold).all():
            return f"below {threshold:g} at all prices seen"
        return f"the elasticity does not rise with the price through {threshold:g}"

    def _place(self, threshold: float, estimate: Estimate) -> TurningPoint:
        prices = self.relative_price
        within = bool(prices.min() <= estimate.value <= prices.max())
        below = (prices <= estimate.value).to_numpy()
        staying = np.flatnonzero(np.logical_and.accumulate(below[::-1])[::-1])
        first = prices.index[staying[0]] if staying.size else None
        if within and first is not None:
            reason = f"passed for good in {first}"
        elif within:
            reason = "within the prices seen, but the price ended above the point"
        elif estimate.value < prices.min():
            reason = "below all prices seen: not reached, an extrapolation"
        else:
            reason = "above all prices seen: passed before the data begin, an extrapolation"
        return TurningPoint(threshold, estimate, within, first, reason)

    def __repr__(self) -> str:
        label = self.equation.curve.label
        return f"<DemandResults: {label}, errors in {self.equation.error}s; {self.regression!r}>"


def refuse_held(model: object) -> None:
    """Refuse results with parameters that are held, where refits would estimate them.

    Raises
    ------
    DemandError
    """
    held = model.regression.fixed if isinstance(model, DemandResults) else {}
    if held:
        shown = ", ".join(f"{name} at {value:g}" for name, value in held.items())
        raise DemandError(f"refits of a fit that holds {shown}; allowed: a fit without fixed=")


def _note(found: Derived, interval: Interval, lower: float, upper: float) -> str:
    """What an interval takes as known, and why it has none or but one limit."""
    if interval.method == "delta":
        return found.note
    limits = {"lower": lower, "upper": upper}
    return "; ".join(
        f"the {side} limit is {'not determined' if np.isnan(limit) else 'unbounded'}"
        for side, limit in limits.items()
        if not np.isfinite(limit)
    )
