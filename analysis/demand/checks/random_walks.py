"""Series that wander as the data do but owe each other nothing: the null of trending data."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.demand.curves.curve import FloatArray
from analysis.demand.series import DemandSeries


def default_block(nobs: int) -> int:
    """Block length for dependent data: the cube root of the number of observations, up."""
    return int(np.ceil(nobs ** (1 / 3)))


def residual_blocks(
    residuals: FloatArray, block: int, draws: int, generator: np.random.Generator
) -> FloatArray:
    """Centred residuals resampled in blocks of consecutive observations, shape (draws, n)."""
    n = len(residuals)
    starts = generator.integers(0, n - block + 1, (draws, int(np.ceil(n / block))))
    rows = (starts[..., None] + np.arange(block)).reshape(draws, -1)[:, :n]
    return np.asarray((residuals - residuals.mean())[rows])


@dataclass(frozen=True)
class Walk:
    """Calibration of a drifting walk to the log of a series, with its gaps.

    Parameters
    ----------
    years : array of shape (n,)
    start : float
        Log of the first value.
    drift, scatter : float
        Mean and standard deviation of the yearly change of the log.
    """

    years: FloatArray
    start: float
    drift: float
    scatter: float

    def simulate(self, shocks: FloatArray, first: int) -> FloatArray:
        """Levels of walks driven by given yearly shocks.

        Parameters
        ----------
        shocks : array of shape (B, m)
            Standard normal, one for every year from `first`; the same shocks can drive several
            series, as two measures of one quantity move together.
        first : int

        Returns
        -------
        array of shape (B, n)
        """
        rows = (self.years - first).astype(int)
        level = self.drift * (self.years - self.years[0])
        summed = np.concatenate([np.zeros((len(shocks), 1)), shocks.cumsum(axis=1)], axis=1)
        moved = summed[:, rows] - summed[:, [rows[0]]]
        return np.asarray(np.exp(self.start + level + self.scatter * moved))


def calibrated_walk(years: FloatArray, values: FloatArray) -> Walk:
    """Drift and scatter of a series in logs; a gap of several years counts as so many steps."""
    years, logs = np.asarray(years, dtype=float), np.log(values)
    drift = float((logs[-1] - logs[0]) / (years[-1] - years[0]))
    steps = np.diff(years)
    scatter = float(np.sqrt(np.mean((np.diff(logs) - drift * steps) ** 2 / steps)))
    return Walk(years, float(logs[0]), drift, scatter)


def log_columns(series: DemandSeries) -> FloatArray:
    """Log quantity, log price and, where there is one, log income, shape (n, 2 or 3)."""
    parts = [np.log(series.quantity), series.log_price]
    if series.log_income is not None:
        parts.append(series.log_income)
    return np.column_stack(parts)


def independent_walks(series: DemandSeries, generator: np.random.Generator) -> DemandSeries:
    """Independent normal random walks with the drift and spread of each log series.

    Controls are kept as they are.
    """
    logs = log_columns(series)
    steps = np.diff(logs, axis=0)
    drawn = generator.normal(steps.mean(axis=0), steps.std(axis=0, ddof=1), size=steps.shape)
    return _replaced(series, _cumulated(logs[0], drawn))


def joint_walks(
    series: DemandSeries, generator: np.random.Generator, block_length: int
) -> DemandSeries:
    """Random walks whose steps are drawn together in blocks from the observed steps.

    They keep drift, serial and contemporaneous correlation of the steps, and have no level to
    return to: price and quantity are not cointegrated.
    """
    logs = log_columns(series)
    steps = np.diff(logs, axis=0)
    n = len(steps)
    first = generator.integers(0, n - block_length + 1, size=-(-n // block_length))
    rows = (first[:, None] + np.arange(block_length)).ravel()[:n]
    # Blocks weigh the middle of the sample more than its ends; centring removes what that moves.
    centred = steps[rows] - _expected(steps, block_length) + steps.mean(axis=0)
    return _replaced(series, _cumulated(logs[0], centred))


def _expected(steps: FloatArray, block_length: int) -> FloatArray:
    """Mean step under the block scheme, shape (m,)."""
    windows = np.lib.stride_tricks.sliding_window_view(steps, block_length, axis=0)
    return np.asarray(windows.mean(axis=(0, 2)))


def _cumulated(first: FloatArray, steps: FloatArray) -> FloatArray:
    return np.vstack([first, first + np.cumsum(steps, axis=0)])


def _replaced(series: DemandSeries, logs: FloatArray) -> DemandSeries:
    income = None if series.log_income is None else logs[:, 2]
    return replace(
        series,
        quantity=np.exp(logs[:, 0]),
        log_price=logs[:, 1],
        log_income=income,
        income_centre=0.0 if income is None else float(income.mean()),
    )
