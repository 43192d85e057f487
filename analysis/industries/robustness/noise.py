"""Errors as persistent and as large as those of a fit, drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.demand.curves.curve import FloatArray
from analysis.industries.fitted import Fitted


@dataclass(frozen=True)
class Noise:
    """First-order autoregressive errors in logs.

    Attributes
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


def noise_around(fitted: Fitted) -> Noise:
    """Persistence and scatter of the residuals of a specification, fitted in logs.

    Persistence is estimated from neighbouring years alone and held to at most .99.
    """
    results = otherwise(fitted, error="log").results
    residuals = results.regression.resid
    years = results.series.index.to_numpy(dtype=float)
    values = np.asarray(residuals, dtype=float)
    next_to = np.diff(years) == 1.0
    before, after = values[:-1][next_to], values[1:][next_to]
    rho = float(np.clip(before @ after / (before @ before), 0.0, 0.99))
    return Noise(rho, float(values.std(ddof=results.params.size)))


def otherwise(fitted: Fitted, **choices: str) -> Fitted:
    """The same data with another curve or error scale; `fitted` itself where it is that."""
    one = replace(fitted.specification, **choices)  # type: ignore[arg-type]
    if one == fitted.specification:
        return fitted
    return Fitted(replace(one, primary=False), fitted.sample)
