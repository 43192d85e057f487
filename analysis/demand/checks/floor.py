"""A test for an elasticity floor at its boundary, with silence as a possible answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import chi2

from analysis.demand.checks.fixed_floor import FixedFloor
from analysis.demand.checks.limits import LimitFit, limit_fit
from analysis.demand.checks.random_walks import default_block, residual_blocks
from analysis.demand.curves.curve import FloatArray
from analysis.demand.curves.lognormal import FLOOR_LIMIT, FloorLognormal, Lognormal
from analysis.demand.equation import DemandEquation
from analysis.demand.model import DemandModel
from analysis.demand.series import DemandSeries
from analysis.errors import DemandError

LEVEL = 0.05
DRAWS = 199
GRID = 21
# Likelihood ratios below this are rounding of two fits to the same curve.
ROUNDING = 1e-6
# A learning curve with exponent b below one implies a floor 1 / (1 + b) above one half.
SMALLEST_LEARNING_FLOOR = 0.5


@dataclass(frozen=True)
class FloorTest:
    """Likelihood-ratio test of floor zero, and what the profile of the floor leaves possible.

    Parameters
    ----------
    floor : float
        Estimate.
    statistic : float
        n ln(SSR without floor / SSR with floor).
    pvalue_mixture : float
        Half-and-half mixture of zero and chi2(1), since zero is the boundary.
    pvalue_bootstrap : float
        From data simulated along the curve without a floor.
    lower, upper : float
        Floors that the 95% profile does not reject; upper 1 means no limit below one.
    profile : Series
        Likelihood-ratio distance of each floor on a grid from the best.
    """

    floor: float
    statistic: float
    pvalue_mixture: float
    pvalue_bootstrap: float
    lower: float
    upper: float
    profile: pd.Series

    @property
    def reading(self) -> str:
        """What the data say at 5%: the bootstrap decides against zero, the profile the rest."""
        if self.pvalue_bootstrap < LEVEL:
            return "there is a floor"
        if self.upper < SMALLEST_LEARNING_FLOOR:
            return "no floor as high as a learning curve implies"
        return "the data do not say"

    def __str__(self) -> str:
        return (
            f"floor {self.floor:.3f} (95%: {self.lower:.3f} to {self.upper:.3f}), "
            f"p = {self.pvalue_bootstrap:.3f}: {self.reading}"
        )


def floor_test(model: DemandModel, n: int = DRAWS, seed: int = 0) -> FloorTest:
    """Test the elasticity floor of label demand against Bessen's curve without one.

    Parameters
    ----------
    model : DemandModel
        With curve "lognormal" or "floor_lognormal"; both are fitted.
    n : int
        Bootstrap draws.
    seed : int

    References
    ----------
    Self, S. and Liang, K. (1987), Journal of the American Statistical Association 82, 605-610.

    Raises
    ------
    DemandError
        For another curve, or autoregressive errors.
    """
    if model.curve not in (Lognormal, FloorLognormal):
        raise DemandError(f"curve is {model.curve.label}; allowed: lognormal and floor lognormal")
    if model.errors != "iid":
        raise DemandError(f"errors is {model.errors!r}; allowed: 'iid'")
    series = model.series
    plain = replace(model.equation, curve=Lognormal)
    floored = replace(model.equation, curve=FloorLognormal)
    without = limit_fit(plain, series)
    with_floor = _best(limit_fit(floored, series), without)
    nested = with_floor is without
    floor = 0.0 if nested else float(with_floor.params[floored.names.index("floor")])
    statistic = _ratio(without.ssr, with_floor.ssr, series.nobs)
    drawn = _null_statistics(plain, floored, series, without, n, seed)
    profile = floor_profile(floored, series)
    # The estimate joins the grid, so that an interval narrower than its steps is not lost.
    estimate = pd.Series([with_floor.ssr], index=pd.Index([floor]))
    profile = pd.concat([profile, estimate]).groupby(level=0).min()
    least = float(profile.min())
    distance = series.nobs * np.log(profile / least)
    lower, upper = _profile_interval(floored, series, distance, least)
    return FloorTest(
        floor,
        statistic,
        0.5 * float(chi2.sf(statistic, 1)) if statistic > 0.0 else 1.0,
        float((1 + (drawn >= statistic).sum()) / (1 + n)),
        lower,
        upper,
        pd.Series(distance, name="likelihood_ratio"),
    )


def floor_profile(equation: DemandEquation, series: DemandSeries) -> pd.Series:
    """Least sum of squares at each floor on a grid from zero to one."""
    floors = np.append(np.linspace(0.0, 1.0, GRID)[:-1], FLOOR_LIMIT)
    ssr = [limit_fit(FixedFloor(equation, float(floor)), series).ssr for floor in floors]
    return pd.Series(ssr, index=pd.Index(floors, name="floor"), name="ssr")


def _profile_interval(
    equation: DemandEquation, series: DemandSeries, distance: pd.Series, least: float
) -> tuple[float, float]:
    """Floors whose likelihood ratio is at the limit: roots between points of the grid."""
    limit = float(chi2.ppf(1 - LEVEL, 1))
    floors, kept = distance.index.to_numpy(), (distance <= limit).to_numpy()

    def gap(floor: float) -> float:
        ssr = limit_fit(FixedFloor(equation, floor), series).ssr
        return float(series.nobs * np.log(ssr / least)) - limit

    first, last = np.flatnonzero(kept)[[0, -1]]
    lower = 0.0 if first == 0 else float(brentq(gap, floors[first - 1], floors[first], xtol=1e-6))
    if last == len(floors) - 1:
        return lower, 1.0
    return lower, float(brentq(gap, floors[last], floors[last + 1], xtol=1e-6))


def _best(candidate: LimitFit, nested: LimitFit) -> LimitFit:
    """The better fit: an optimiser at the boundary may stop short of the nested curve."""
    return candidate if candidate.ssr < nested.ssr else nested


def _ratio(restricted: float, free: float, nobs: int) -> float:
    ratio = float(nobs * np.log(restricted / free))
    return ratio if ratio > ROUNDING else 0.0


def _null_statistics(
    plain: DemandEquation,
    floored: DemandEquation,
    series: DemandSeries,
    without: LimitFit,
    n: int,
    seed: int,
) -> FloatArray:
    """Likelihood ratios on data with no floor: fitted curve plus blocks of residuals."""
    generator = np.random.default_rng(seed)
    mean = plain.endog(series) - without.residuals
    shrinkage = np.sqrt(series.nobs / (series.nobs - len(without.params)))
    blocks = residual_blocks(without.residuals, default_block(series.nobs), n, generator)
    statistics = np.empty(n)
    for i, drawn_residuals in enumerate(blocks * shrinkage):
        endog = mean + drawn_residuals
        # Quantities in levels stay positive: the smallest seen stands in for a draw below it.
        quantity = np.exp(endog) if plain.error == "log" else endog
        drawn = replace(series, quantity=np.maximum(quantity, series.quantity.min() * 1e-3))
        null = limit_fit(plain, drawn, without.params)
        free = _best(limit_fit(floored, drawn), null)
        statistics[i] = _ratio(null.ssr, free.ssr, series.nobs)
    return statistics
