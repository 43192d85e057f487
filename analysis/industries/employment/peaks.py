"""When the elasticity falls below a threshold: a distribution over estimates and price paths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.curves.curve import Curve, FloatArray
from analysis.errors import IndustryError

HORIZON = 30


@dataclass(frozen=True)
class PeakDistribution:
    """Years in which the elasticity falls below a threshold for good.

    Attributes
    ----------
    threshold : float
    years : array, shape (B,)
        Year of each draw; minus infinity where it was below from the start of the data, infinity
        where it is not within the horizon after their end.
    last : int
        Last year of the data.
    horizon : int
    """

    threshold: float
    years: FloatArray
    last: int
    horizon: int

    @property
    def already_past(self) -> float:
        """Probability that it fell below by the last year of the data."""
        return float((self.years <= self.last).mean())

    @property
    def never(self) -> float:
        """Probability that it does not within the horizon."""
        return float(np.isposinf(self.years).mean())

    def quantile(self, share: float) -> float:
        """Quantile of the year; may be infinite."""
        return float(np.quantile(self.years, share, method="inverted_cdf"))


def peak_distribution(
    curve: type[Curve],
    params: FloatArray,
    relative_price: pd.Series[float],
    threshold: float,
    *,
    seed: int,
    horizon: int = HORIZON,
) -> PeakDistribution:
    """Distribution of the year in which the elasticity falls below a threshold.

    Within the data prices are the actual ones. After their end the log price walks on with the
    drift and the scatter of the data; each draw has its own drift, as uncertain as the data leave
    it.

    Parameters
    ----------
    curve : type of Curve
    params : array, shape (B, k)
        Estimates, from a bootstrap.
    relative_price : pandas.Series
        By year.
    threshold : float
        Elasticity.
    seed : int
    horizon : int
        Years after the data.

    Raises
    ------
    IndustryError
        For a threshold that is not positive: employment then never turns on account of demand.
    """
    if not threshold > 0.0:
        raise IndustryError(f"threshold {threshold}; allowed: above zero")
    index = relative_price.index.to_numpy(dtype=float)
    logs = np.log(relative_price.to_numpy())
    below = curve.elasticity_at(params, logs) <= threshold
    stays = np.logical_and.accumulate(below[:, ::-1], axis=1)[:, ::-1]
    years = np.where(stays.any(axis=1), index[stays.argmax(axis=1)], np.inf)
    years[stays[:, 0]] = -np.inf
    open_ = ~stays[:, -1]
    ahead = _paths(logs, index, int(open_.sum()), horizon, seed)
    later = curve.elasticity_at(params[open_][:, None, :], ahead[:, None, :])[:, 0, :] <= threshold
    first = index[-1] + 1.0 + later.argmax(axis=1)
    years[open_] = np.where(later.any(axis=1), first, np.inf)
    return PeakDistribution(threshold, years, int(index[-1]), horizon)


def _paths(logs: FloatArray, years: FloatArray, count: int, horizon: int, seed: int) -> FloatArray:
    """Log prices after the data, shape (count, horizon): walks with uncertain drift."""
    span = years[-1] - years[0]
    drift = (logs[-1] - logs[0]) / span
    steps = np.diff(years)
    scatter = float(np.sqrt(np.mean((np.diff(logs) - drift * steps) ** 2 / steps)))
    generator = np.random.default_rng(seed)
    own = drift + scatter / np.sqrt(span) * generator.standard_normal((count, 1))
    moves = own + scatter * generator.standard_normal((count, horizon))
    return np.asarray(logs[-1] + moves.cumsum(axis=1))
