"""Drifting random walks with the drift, the scatter and the gaps of a series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.curves.curve import FloatArray


@dataclass(frozen=True)
class Walk:
    """Calibration of a walk to the log of a series.

    Attributes
    ----------
    years : array, shape (n,)
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
        shocks : array, shape (B, m)
            Standard normal, one for every year from `first`; the same shocks drive every series
            of an industry, as two measures of one quantity move together.
        first : int

        Returns
        -------
        array, shape (B, n)
        """
        rows = (self.years - first).astype(int)
        level = self.drift * (self.years - self.years[0])
        summed = np.concatenate([np.zeros((len(shocks), 1)), shocks.cumsum(axis=1)], axis=1)
        moved = summed[:, rows] - summed[:, [rows[0]]]
        return np.asarray(np.exp(self.start + level + self.scatter * moved))


def calibrate(series: pd.Series[float]) -> Walk:
    """Drift and scatter of a series in logs; a gap of several years counts as so many steps."""
    years = series.index.to_numpy(dtype=float)
    logs = np.log(series.to_numpy(dtype=float))
    drift = float((logs[-1] - logs[0]) / (years[-1] - years[0]))
    steps = np.diff(years)
    scatter = float(np.sqrt(np.mean((np.diff(logs) - drift * steps) ** 2 / steps)))
    return Walk(years, float(logs[0]), drift, scatter)
