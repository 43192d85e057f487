"""Is the specification curve more than drift? The whole curve refitted on simulated walks.

Quantities are replaced by drifting random walks that know nothing of the price; prices stay the
actual ones. A permutation would destroy the serial dependence that makes such fits look good.
What the test can find is measured beside it: the same statistics on quantities drawn around a known
curve, at the same prices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.demand.checks.many_fits import CurveFits, refitted, relative_prices
from analysis.demand.checks.random_walks import calibrated_walk
from analysis.demand.checks.specification_curve import SpecifiedModel
from analysis.demand.curves.curve import FloatArray
from analysis.demand.model import DemandModel
from analysis.errors import DemandError

DRAWS = 199
SIZE = 0.05

Truth = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, repr=False)
class JointPlacebo:
    """Statistics of the specification curve, actual and under the null.

    Parameters
    ----------
    crossing : float
        Share of specifications whose elasticity falls from above one to below it.
    crossing_null : array of shape (B,)
    rsquared : float
        Median R squared.
    rsquared_null : array of shape (B,)
    primary, primary_null : float, array of shape (B,)
        R squared of the primary specification, on the data and on the walks.
    uncentred, uncentred_null : float, array of shape (B,)
        The same around zero.
    returning, returning_null : float, array of shape (B,)
        How far residuals of the primary specification return to the curve from one year to the
        next (:func:`returning`).
    specifications : int
    crossing_true, returning_true : array of shape (B,)
        The statistics on quantities drawn around a known curve; empty without one.
    """

    crossing: float
    crossing_null: FloatArray
    rsquared: float
    rsquared_null: FloatArray
    primary: float
    primary_null: FloatArray
    uncentred: float
    uncentred_null: FloatArray
    returning: float
    returning_null: FloatArray
    specifications: int
    crossing_true: FloatArray
    returning_true: FloatArray

    @property
    def p_crossing(self) -> float:
        """Share of walks on which as many specifications cross one."""
        return p_value(self.crossing, self.crossing_null)

    @property
    def p_returning(self) -> float:
        """Share of walks on which residuals return as fast."""
        return p_value(self.returning, self.returning_null)

    @property
    def power_crossing(self) -> float:
        """Probability that the test of crossings rejects where the known curve is at work."""
        return power_at(self.crossing_true, self.crossing_null)

    @property
    def power_returning(self) -> float:
        """Probability that the test of returns rejects where the known curve is at work."""
        return power_at(self.returning_true, self.returning_null)

    @property
    def p_rsquared(self) -> float:
        """Share of walks on which the median R squared is as high."""
        return p_value(self.rsquared, self.rsquared_null)

    def __str__(self) -> str:
        return (
            f"{self.specifications} specifications on {len(self.crossing_null)} walks: "
            f"{self.crossing:.0%} cross one (median on walks {np.median(self.crossing_null):.0%}, "
            f"p {self.p_crossing:.3f}); median R2 {self.rsquared:.3f} "
            f"({np.median(self.rsquared_null):.3f}, p {self.p_rsquared:.3f})"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"


def joint_placebo(
    declared: Sequence[SpecifiedModel],
    *,
    seed: int,
    draws: int = DRAWS,
    log_unit: float = 0.0,
    truth: Truth | None = None,
) -> JointPlacebo:
    """Refit every declared specification on simulated walks, and on draws from a known curve.

    A fit that degenerates counts as one that does not cross, on walks as on the data. All
    specifications of one draw get the same shocks, each with its own drift and scatter, since
    their quantities measure the same thing.

    Parameters
    ----------
    declared : sequence of SpecifiedModel
        One of them primary; indexed by year; curves without bounds, in the price over income alone.
    seed : int
    draws : int
    log_unit : float
        Added to log quantity before R squared is taken around zero, on which it depends there.
    truth : callable, optional
        Quantities where a known curve is at work, by years: shape (B, n).

    Raises
    ------
    DemandError
        Unless exactly one specification is primary.
    """
    _require_one_primary(declared)
    models = [one.model() for one in declared]
    years = [model.series.index for model in models]
    first = min(int(index[0]) for index in years)
    last = max(int(index[-1]) for index in years)
    shocks = np.random.default_rng(seed).standard_normal((draws, last - first))
    crossing: FloatArray = np.zeros(1)
    rsquared = []
    for one, model in zip(declared, models, strict=True):
        found, quantity = _refitted(model, shocks, first, truth)
        fits, around_zero = _rsquared(model, found, quantity, log_unit)
        if one.primary:
            own = fits, around_zero, returning(model, found, quantity)
        logs = relative_prices(model)
        above = found.elasticity(float(logs[0])) > 1.0
        crossing = crossing + (above & (found.elasticity(float(logs[-1])) < 1.0) & found.converged)
        rsquared.append(fits[: draws + 1])
    share, middle = crossing / len(models), np.median(np.array(rsquared), axis=0)
    walks, drawn = slice(1, draws + 1), slice(draws + 1, None)
    fits, around_zero, back = own
    return JointPlacebo(
        float(share[0]), share[walks], float(middle[0]), middle[1:],
        float(fits[0]), fits[walks], float(around_zero[0]), around_zero[walks],
        float(back[0]), back[walks], len(models), share[drawn], back[drawn],
    )  # fmt: skip


def returning(model: DemandModel, fits: CurveFits, quantity: FloatArray) -> FloatArray:
    """How far residuals in logs return to the curve from one observation to the next, shape (B,).

    Squared changes of the residual, each over the years that it took, over squared residuals (von
    Neumann's ratio; near nought on walks, which never return).

    Parameters
    ----------
    model : DemandModel
    fits : CurveFits
        Of its curve to each row of `quantity`.
    quantity : array, shape (B, n)
    """
    residuals = np.log(quantity) - fits.curve.log_quantity_at(fits.params, relative_prices(model))
    steps = np.diff(model.series.index.to_numpy(dtype=float))
    moved = (np.diff(residuals, axis=1) ** 2 / steps).sum(axis=1)
    spread = ((residuals - residuals.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    return np.asarray(moved / spread)


def share_at_or_below(value: float, null: FloatArray) -> float:
    """Share of the null at or below a value."""
    return float((null <= value).mean())


def p_value(value: float, null: FloatArray) -> float:
    """Share of the null as large as a value, the value itself among it."""
    return float((1 + (null >= value).sum()) / (1 + len(null)))


def power_at(true: FloatArray, null: FloatArray, size: float = SIZE) -> float:
    """Share of draws from a known truth on which a test of a size rejects; NaN without draws."""
    if not len(true):
        return float("nan")
    return float(np.mean([p_value(float(value), null) <= size for value in true]))


def _refitted(
    model: DemandModel, shocks: FloatArray, first: int, truth: Truth | None
) -> tuple[CurveFits, FloatArray]:
    """Fits on the data (first row), on the walks and on draws of the truth, and the quantities."""
    series = model.series
    years = series.index.to_numpy(dtype=float)
    walks = calibrated_walk(years, series.quantity).simulate(shocks, first)
    drawn = [] if truth is None else [truth(years)]
    quantity = np.vstack([series.quantity[None], walks, *drawn])
    return refitted(model, quantity), quantity


def _rsquared(
    model: DemandModel, found: CurveFits, quantity: FloatArray, log_unit: float
) -> tuple[FloatArray, FloatArray]:
    """R squared of every fit, around the mean and around zero."""
    in_logs = model.error == "log"
    endog = np.log(quantity) if in_logs else quantity
    total = ((endog - endog.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    raw = ((endog + (log_unit if in_logs else 0.0)) ** 2).sum(axis=1)
    return np.asarray(1.0 - found.ssr / total), np.asarray(1.0 - found.ssr / raw)


def _require_one_primary(declared: Sequence[SpecifiedModel]) -> None:
    primary = sum(one.primary for one in declared)
    if primary != 1:
        raise DemandError(
            f"{primary} of {len(declared)} specifications are primary; allowed: exactly one"
        )
