"""Is the specification curve more than drift? The whole curve refitted on simulated walks.

Quantities are replaced by drifting random walks that know nothing of the price; prices stay the
actual ones. A permutation would destroy the serial dependence that makes such fits look good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.demand.checks.many_fits import CurveFits, refitted, relative_prices
from analysis.demand.checks.random_walks import calibrated_walk
from analysis.demand.checks.specification_curve import SpecifiedModel
from analysis.demand.curves.curve import FloatArray
from analysis.demand.model import DemandModel
from analysis.errors import DemandError

DRAWS = 199


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
    specifications : int
    """

    crossing: float
    crossing_null: FloatArray
    rsquared: float
    rsquared_null: FloatArray
    primary: float
    primary_null: FloatArray
    uncentred: float
    uncentred_null: FloatArray
    specifications: int

    @property
    def p_crossing(self) -> float:
        """Share of walks on which as many specifications cross one."""
        return _p_value(self.crossing, self.crossing_null)

    @property
    def p_rsquared(self) -> float:
        """Share of walks on which the median R squared is as high."""
        return _p_value(self.rsquared, self.rsquared_null)

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
    declared: Sequence[SpecifiedModel], *, seed: int, draws: int = DRAWS, log_unit: float = 0.0
) -> JointPlacebo:
    """Refit every declared specification on simulated walks.

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
    crossing, rsquared = np.zeros(draws + 1), []
    for one, model in zip(declared, models, strict=True):
        found, fits, around_zero = _fits(model, shocks, first, log_unit)
        if one.primary:
            own = fits, around_zero
        logs = relative_prices(model)
        above = found.elasticity(float(logs[0])) > 1.0
        crossing += above & (found.elasticity(float(logs[-1])) < 1.0) & found.converged
        rsquared.append(fits)
    share, middle = crossing / len(models), np.median(np.array(rsquared), axis=0)
    return JointPlacebo(
        float(share[0]), share[1:], float(middle[0]), middle[1:],
        float(own[0][0]), own[0][1:], float(own[1][0]), own[1][1:], len(models),
    )  # fmt: skip


def share_at_or_below(value: float, null: FloatArray) -> float:
    """Share of the null at or below a value."""
    return float((null <= value).mean())


def _fits(
    model: DemandModel, shocks: FloatArray, first: int, log_unit: float
) -> tuple[CurveFits, FloatArray, FloatArray]:
    """Fits on the data (first row) and on the walks; R squared around the mean and around zero."""
    series, in_logs = model.series, model.error == "log"
    walks = calibrated_walk(series.index.to_numpy(dtype=float), series.quantity)
    quantity = np.vstack([series.quantity[None], walks.simulate(shocks, first)])
    found = refitted(model, quantity)
    endog = np.log(quantity) if in_logs else quantity
    total = ((endog - endog.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    raw = ((endog + (log_unit if in_logs else 0.0)) ** 2).sum(axis=1)
    return found, np.asarray(1.0 - found.ssr / total), np.asarray(1.0 - found.ssr / raw)


def _p_value(value: float, null: FloatArray) -> float:
    return float((1 + (null >= value).sum()) / (1 + len(null)))


def _require_one_primary(declared: Sequence[SpecifiedModel]) -> None:
    primary = sum(one.primary for one in declared)
    if primary != 1:
        raise DemandError(
            f"{primary} of {len(declared)} specifications are primary; allowed: exactly one"
        )
