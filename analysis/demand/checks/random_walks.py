"""Series that wander as the data do but owe each other nothing: the null of trending data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.demand.curves.curve import FloatArray
from analysis.demand.series import DemandSeries


def default_block(nobs: int) -> int:
    """Block length for dependent data: the cube root of the number of observations, up."""
    return int(np.ceil(nobs ** (1 / 3)))


def residual_blocks(
    residuals: FloatArray, block_length: int, n: int, generator: np.random.Generator
) -> FloatArray:
    """Centred residuals resampled in blocks, shape (nobs, n)."""
    nobs = len(residuals)
    first = generator.integers(0, nobs - block_length + 1, size=(-(-nobs // block_length), n))
    rows = (first[:, None, :] + np.arange(block_length)[:, None]).reshape(-1, n)[:nobs]
    return np.asarray((residuals - residuals.mean())[rows])


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
