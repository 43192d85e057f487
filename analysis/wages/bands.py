"""Pooled pay as a function of the error that one is prepared to assume in a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from analysis.errors import WageError
from analysis.findings import derived, resting
from analysis.money import one_unit
from analysis.wages.quotes import log_midpoint
from analysis.wages.synthesis import SOURCE, require_sources


@dataclass(frozen=True)
class RandomEffects:
    """Random-effects mean (DerSimonian and Laird 1986).

    Attributes
    ----------
    mean, std_error : float
    conf_int : tuple of float
        Normal 95% interval.
    tau_squared : float
        Variance between studies, not below nought.
    q : float
        Cochran's Q.
    """

    mean: float
    std_error: float
    conf_int: tuple[float, float]
    tau_squared: float
    q: float


def random_effects(effects: ArrayLike, variances: ArrayLike) -> RandomEffects:
    """Pool effects that have variances.

    Parameters
    ----------
    effects, variances : array_like, shape (n,)
        Variances must be positive.

    Raises
    ------
    WageError
    """
    y, v = np.asarray(effects, dtype=float), np.asarray(variances, dtype=float)
    if y.shape != v.shape or y.ndim != 1 or y.size < 2 or not (v > 0).all():
        raise WageError(
            f"{y.size} effects with {v.size} variances; "
            "allowed: two or more, each with a positive variance"
        )
    weights = 1.0 / v
    common = float(np.sum(weights * y) / np.sum(weights))
    q = float(np.sum(weights * (y - common) ** 2))
    scale = float(np.sum(weights) - np.sum(weights**2) / np.sum(weights))
    tau_squared = max(0.0, (q - (y.size - 1)) / scale)
    weights = 1.0 / (v + tau_squared)
    mean = float(np.sum(weights * y) / np.sum(weights))
    error = float(np.sqrt(1.0 / np.sum(weights)))
    half = float(stats.norm.ppf(0.975)) * error
    return RandomEffects(mean, error, (mean - half, mean + half), tau_squared, q)


@derived
def measurement_bands(
    quotes: pd.DataFrame, bands: Sequence[float] = (0.05, 0.1, 0.2, 0.3, 0.5)
) -> pd.DataFrame:
    """Pooled pay for each assumed error of a quote.

    A band b says: a quote is within b of the truth, up or down in logs, two times in three. It is
    an assumption, not an estimate; the point is how little or how much the answer moves with it.
    Quotes of one source are averaged first and their errors taken as independent.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Hourly pay in one unit.
    bands : sequence of float
        Standard deviations in logs, positive.

    Returns
    -------
    pandas.DataFrame
        A row a band: ``pay``, ``lower``, ``upper`` (95%), ``between`` (standard deviation
        between sources, in logs), ``sources``.

    Raises
    ------
    WageError, MoneyError, WageError
    """
    one_unit(quotes)
    points = quotes.assign(log_pay=log_midpoint(quotes)).dropna(subset="log_pay")
    sources = require_sources(points, "pooled pay")
    grouped = points.groupby(SOURCE)["log_pay"]
    means, counts = grouped.mean().to_numpy(dtype=float), grouped.size().to_numpy(dtype=float)
    rows = []
    for band in bands:
        pooled = random_effects(means, band**2 / counts)
        lower, upper = pooled.conf_int
        pay, low, high = np.exp([pooled.mean, lower, upper])
        rows.append((band, pay, low, high, np.sqrt(pooled.tau_squared), sources))
    columns = ["band", "pay", "lower", "upper", "between", "sources"]
    return resting(pd.DataFrame(rows, columns=columns), points)
