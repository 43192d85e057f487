"""Errors as persistent and as large as those of a fit, drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.demand.curves.curve import Curve, ErrorScale, FloatArray
from analysis.demand.estimation import estimate
from analysis.demand.results import DemandResults, refuse_held


@dataclass(frozen=True)
class Noise:
    """First-order autoregressive errors in logs.

    Parameters
    ----------
    rho : float
        Persistence from one year to the next.
    scatter : float
        Standard deviation of the error itself.
    """

    rho: float
    scatter: float

    def draw(self, years: FloatArray, draws: int, seed: int) -> FloatArray:
        """Errors in given years, shape (draws, n); a gap of years is a gap in the process."""
        generator = np.random.default_rng(seed)
        shocks = generator.standard_normal((draws, len(years)))
        values = np.empty_like(shocks)
        values[:, 0] = shocks[:, 0]
        for i in range(1, len(years)):
            carried = self.rho ** (years[i] - years[i - 1])
            values[:, i] = carried * values[:, i - 1] + np.sqrt(1.0 - carried**2) * shocks[:, i]
        return self.scatter * values


def noise_around(results: DemandResults) -> Noise:
    """Persistence and scatter of the residuals of a curve, fitted in logs.

    Persistence is estimated from neighbouring years alone and held to at most .99.
    """
    logs = otherwise(results, error="log")
    years = logs.series.index.to_numpy(dtype=float)
    values = np.asarray(logs.regression.resid, dtype=float)
    next_to = np.diff(years) == 1.0
    before, after = values[:-1][next_to], values[1:][next_to]
    rho = float(np.clip(before @ after / (before @ before), 0.0, 0.99))
    return Noise(rho, float(values.std(ddof=logs.params.size)))


def otherwise(
    results: DemandResults, *, curve: type[Curve] | None = None, error: ErrorScale | None = None
) -> DemandResults:
    """The same series with another curve or error scale; `results` where they are of that."""
    refuse_held(results)
    own = results.equation
    equation = replace(own, curve=curve or own.curve, error=error or own.error)
    if equation == own:
        return results
    fitted = estimate(equation, results.series, results.errors)
    return DemandResults(equation, results.series, fitted, results.errors)
