"""Several industries in one placebo test: its power, and the length at which it would have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.checks.joint_placebo import SIZE, p_value, power_at
from analysis.demand.checks.many_fits import fit_curves, relative_prices
from analysis.demand.checks.noise import noise_around
from analysis.demand.checks.random_walks import calibrated_walk
from analysis.demand.curves.curve import FloatArray
from analysis.demand.curves.lognormal import Lognormal
from analysis.demand.results import DemandResults

SIZES = (15, 25, 50, 100, 200, 400)
ENOUGH = 0.8


@dataclass(frozen=True)
class Statistic:
    """One statistic of one industry: on the data, on walks, and where a known curve is at work."""

    value: float
    null: FloatArray
    true: FloatArray


@dataclass(frozen=True)
class Pooled:
    """Sum over industries of a statistic in standard deviations of its null.

    Attributes
    ----------
    value : float
    null, true : array, shape (B,)
    """

    value: float
    null: FloatArray
    true: FloatArray

    @property
    def p(self) -> float:
        """Share of walks, one a industry, on which the sum is as large."""
        return p_value(self.value, self.null)

    @property
    def power(self) -> float:
        """Probability that it rejects where the known curves are at work in all industries."""
        return power_at(self.true, self.null)


def pooled(parts: Sequence[Statistic]) -> Pooled:
    """One statistic of several industries, whose draws are independent of one another.

    Parameters
    ----------
    parts : sequence of Statistic
        The same number of draws in each.
    """
    scale = [(float(part.null.mean()), float(part.null.std()) or 1.0) for part in parts]

    def together(values: Sequence[FloatArray | float]) -> FloatArray:
        return np.asarray(
            sum((value - mean) / sd for value, (mean, sd) in zip(values, scale, strict=True))
        )

    return Pooled(
        float(together([part.value for part in parts])),
        together([part.null for part in parts]),
        together([part.true for part in parts]),
    )


def power_by_length(
    fits: Sequence[DemandResults], *, seed: int, draws: int = 199, sizes: Sequence[int] = SIZES
) -> pd.DataFrame:
    """Power of the pooled test of returns for records of so many years each.

    Prices take the path that they took, stretched over that many years, and walks drift as far with
    their yearly scatter: more years, no wider range. The truth is the fitted curve with errors as
    persistent as those of the fit.

    Returns
    -------
    pandas.DataFrame
        By number of years: ``power`` of the pooled test, and that of each fit alone, numbered.
    """
    rows = {}
    for size in sizes:
        parts = [_at_length(fit, size, seed + 31 * i, draws) for i, fit in enumerate(fits)]
        row: dict[str | int, float] = {"power": pooled(parts).power}
        row.update((i, power_at(part.true, part.null, SIZE)) for i, part in enumerate(parts))
        rows[size] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("years")


def length_needed(table: pd.DataFrame, enough: float = ENOUGH) -> int | None:
    """Fewest years from which on the pooled test has enough power; None if none tried has."""
    has = (table["power"] >= enough).to_numpy(dtype=bool)
    stays = np.logical_and.accumulate(has[::-1])[::-1]
    return int(table.index[int(stays.argmax())]) if stays.any() else None


def _at_length(results: DemandResults, size: int, seed: int, draws: int) -> Statistic:
    years = results.series.index.to_numpy(dtype=float)
    observed, noise = relative_prices(results), noise_around(results)
    generator = np.random.default_rng(seed + size)
    logs = np.interp(np.linspace(years[0], years[-1], size), years, observed)
    spaced = np.arange(float(size))
    mean = results.curve.log_quantity(np.exp(logs))
    true = np.exp(mean + noise.draw(spaced, draws, seed + size))
    walk = calibrated_walk(years, results.series.quantity)
    moved = walk.drift * (years[-1] - years[0]) * spaced / (size - 1)
    shocks = walk.scatter * generator.standard_normal((draws, size)).cumsum(axis=1)
    null = np.exp(walk.start + moved + shocks)
    found = [_returning(logs, quantity) for quantity in (null, true)]
    return Statistic(float(found[1][0]), *found)


def _returning(logs: FloatArray, quantity: FloatArray) -> FloatArray:
    fits = fit_curves(Lognormal, logs, quantity, "log")
    residuals = np.log(quantity) - Lognormal.log_quantity_at(fits.params, logs)
    spread = ((residuals - residuals.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    return np.asarray((np.diff(residuals, axis=1) ** 2).sum(axis=1) / spread)
