"""Profile region of the lognormal curve, widened for serial dependence, and what lies in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.optimize import brentq

from analysis.demand import Lognormal
from analysis.demand.curves.curve import FloatArray, concentrate_scale
from analysis.demand.curves.lognormal import solve_inverse_mills
from analysis.errors import IndustryError
from analysis.industries.fitted import Fitted
from analysis.regression.arrays import BoolArray

_GRID = (241, 201)
_WIDTH = 4.0
_CELL = 1.1
_ELASTICITY_CAP = 1e3


@dataclass(frozen=True)
class Region:
    """Parameters of a lognormal curve that the data do not reject.

    Attributes
    ----------
    mu, sigma : array, shape (m,)
        Grid of shapes, the best fit among them.
    excess : array, shape (m,)
        (S - S_min) / s2 of each shape, the scale fitted: compared with a squared t quantile times
        `inflation`.
    inflation : float
        Variance of the elasticity at the last observation with HAC errors over that with
        independent ones, at least one.
    limit : float
        Squared t quantile.
    log_price : array, shape (n,)
    """

    mu: FloatArray
    sigma: FloatArray
    excess: FloatArray
    inflation: float
    limit: float
    log_price: FloatArray

    @property
    def inside(self) -> BoolArray:
        """Which shapes are not rejected."""
        return np.asarray(self.excess <= self.limit * self.inflation)

    def interval(self, position: int) -> tuple[float, float]:
        """Range of the elasticity at an observation over the region.

        Infinite above where the region goes on to elasticities over a thousand.
        """
        params = np.column_stack([self.mu, self.sigma, np.ones_like(self.mu)])[self.inside]
        values = Lognormal.elasticity_at(params, self.log_price[[position]])[:, 0]
        low, high = float(values.min()), float(values.max())
        return low, math.inf if high > _ELASTICITY_CAP else high

    def share_served(self, position: int) -> tuple[float, float]:
        """Range of the share of potential demand served at an observation."""
        params = np.column_stack([self.mu, self.sigma, np.ones_like(self.mu)])[self.inside]
        values = np.exp(Lognormal.log_share_at(params, self.log_price[[position]])[:, 0])
        return float(values.min()), float(values.max())


def profile_region(fitted: Fitted, alpha: float = 0.05) -> Region:
    """Profile region on a grid of shapes wide enough for the curve to degenerate on it.

    Raises
    ------
    IndustryError
        For a curve other than the lognormal.
    """
    one, results, logs = fitted.specification, fitted.results, fitted.log_price
    if one.curve != "lognormal":
        raise IndustryError(f"profile region of {one.curve}; allowed: lognormal")
    quantity = fitted.sample.frame["quantity"].to_numpy(dtype=float)
    plain = results.with_cov("nonrobust")
    widths = results.elasticity("last").se, plain.elasticity("last").se
    inflation = max(1.0, (widths[0] / widths[1]) ** 2)
    best = results.regression.ssr
    scale = best / (results.nobs - results.params.size)
    limit = float(stats.t.ppf(1 - alpha / 2, results.nobs - results.params.size)) ** 2

    def excess(mu: FloatArray, sigma: FloatArray) -> FloatArray:
        shapes = np.column_stack([mu, sigma, np.ones_like(mu)])
        _, sums = concentrate_scale(Lognormal.log_quantity_at(shapes, logs), quantity, one.error)
        return (sums - best) / scale

    centre = float(results.params["mu"]), float(results.params["sigma"])
    mu, sigma = _grid(logs, *centre)
    mu, sigma = _closer(mu, sigma, excess(mu, sigma) <= limit * inflation, centre)
    return Region(mu, sigma, excess(mu, sigma), inflation, limit, logs)


@dataclass(frozen=True)
class Imposed:
    """What it takes to hold a published pair of elasticities on observed prices.

    Attributes
    ----------
    price_fall : float
        Log points by which the relative price fell between the two years.
    mu, sigma : float
        Lognormal curve with these elasticities at these prices.
    rsquared, rsquared_lost : float
        Its R squared on the scale of the error, the scale fitted; best fit less imposed.
    inside : bool
        Whether the curve is in the profile region.
    """

    price_fall: float
    mu: float
    sigma: float
    rsquared: float
    rsquared_lost: float
    inside: bool


def impose(
    fitted: Fitted,
    region: Region,
    elasticities: tuple[float, float],
    log_prices: tuple[float, float],
) -> Imposed:
    """Hold a pair of elasticities at a pair of log prices and see what the data say to it.

    Parameters
    ----------
    fitted : Fitted
        Of the lognormal curve.
    region : Region
        What the data do not reject.
    elasticities, log_prices : (float, float)
        At the earlier and the later year, in the unit of the specification's relative price.
    """
    mu, sigma = lognormal_through(elasticities, log_prices)
    results, error = fitted.results, fitted.specification.error
    quantity = fitted.sample.frame["quantity"].to_numpy(dtype=float)
    log_shape = Lognormal.log_quantity_at(np.array([[mu, sigma, 1.0]]), region.log_price)
    _, sums = concentrate_scale(log_shape, quantity, error)
    endog = results.equation.endog(results.series)
    total = float(((endog - endog.mean()) ** 2).sum())
    rsquared = 1.0 - float(sums[0]) / total
    scale = results.regression.ssr / (results.nobs - results.params.size)
    excess = (float(sums[0]) - results.regression.ssr) / scale
    return Imposed(
        log_prices[0] - log_prices[1], mu, sigma, rsquared, results.rsquared - rsquared,
        excess <= region.limit * region.inflation,
    )  # fmt: skip


def lognormal_through(
    elasticities: tuple[float, float], log_prices: tuple[float, float]
) -> tuple[float, float]:
    """Mean and spread of the lognormal curve with two elasticities at two log prices.

    From z_0 - z_1 = (ln p_1 - ln p_0) / sigma with lambda(z_i) = sigma * elasticity_i.

    Raises
    ------
    IndustryError
        Unless price and elasticity both fall.
    """
    fall = log_prices[0] - log_prices[1]
    if not (fall > 0.0 and elasticities[0] > elasticities[1] > 0.0):
        raise IndustryError(
            f"elasticities {elasticities}, log prices {log_prices}; allowed: both falling"
        )

    def gap(log_sigma: float) -> float:
        sigma = math.exp(log_sigma)
        points = [solve_inverse_mills(sigma * value) for value in elasticities]
        return sigma * (points[1] - points[0]) - fall

    sigma = math.exp(float(brentq(gap, math.log(1e-3), math.log(30.0), xtol=1e-13)))
    return log_prices[0] + sigma * solve_inverse_mills(sigma * elasticities[0]), sigma


def _grid(logs: FloatArray, mu: float, sigma: float) -> tuple[FloatArray, FloatArray]:
    spread = np.geomspace(sigma / 8.0, sigma * 30.0, _GRID[1])
    spread = np.sort(np.append(spread, sigma))
    # The range of mu grows with sigma, because a flat curve lies far from the prices seen.
    middle = float(logs.mean())
    width = float(np.ptp(logs))
    steps = np.linspace(-_WIDTH, _WIDTH, _GRID[0])
    mus = middle + steps[:, None] * (width / 2 + spread * spread / 2 + 2.0 * spread)
    grid_mu = np.vstack([mus, np.full_like(spread, mu)])
    return grid_mu.ravel(), np.broadcast_to(spread, grid_mu.shape).ravel()


def _closer(
    mu: FloatArray, sigma: FloatArray, inside: BoolArray, centre: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    """A finer grid over the box that the region fills, one coarse cell added on each side."""
    own = np.append(mu[inside], centre[0]), np.append(sigma[inside], centre[1])
    margin = 0.15 * max(float(np.ptp(own[0])), 0.1)
    fine_mu = np.append(
        np.linspace(own[0].min() - margin, own[0].max() + margin, _GRID[0]), centre[0]
    )
    fine_sigma = np.append(
        np.geomspace(own[1].min() / _CELL, own[1].max() * _CELL, _GRID[1]), centre[1]
    )
    grid_mu, grid_sigma = np.meshgrid(fine_mu, fine_sigma)
    return grid_mu.ravel(), grid_sigma.ravel()
