"""What the lognormal fit reports when the truth is known: turns that are not there, shares, power.

Quantities are drawn around a known curve at the actual prices (or at walks with their drift and
scatter), with first-order autoregressive errors as persistent as those of the data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.demand import ConstantElasticity, Lognormal
from analysis.demand.curves.curve import Curve, ErrorScale, FloatArray
from analysis.demand.curves.lognormal import solve_inverse_mills
from analysis.industries.declared import ERRORS, Specification
from analysis.industries.estimates import fit
from analysis.industries.refit import refit
from analysis.industries.samples import log_relative_price, sample

DRAWS = 999
SIZES = (25, 50, 100, 200, 400, 800)
WRONG = 0.1


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


def noise_around(one: Specification) -> Noise:
    """Persistence and scatter of the residuals of a specification, fitted in logs.

    Persistence is estimated from neighbouring years alone and held to at most .99.
    """
    results = fit(replace(one, error="log", primary=False))
    residuals = results.regression.resid
    years = results.series.index.to_numpy(dtype=float)
    values = np.asarray(residuals, dtype=float)
    next_to = np.diff(years) == 1.0
    before, after = values[:-1][next_to], values[1:][next_to]
    rho = float(np.clip(before @ after / (before @ before), 0.0, 0.99))
    return Noise(rho, float(values.std(ddof=results.params.size)))


def false_turns(one: Specification, *, seed: int, draws: int = DRAWS) -> pd.DataFrame:
    """How often the fit reports a turn where the elasticity is constant.

    The truth is the curve of constant elasticity fitted to the data in logs.

    Returns
    -------
    pandas.DataFrame
        One row an error scale: ``elasticity`` (the truth), ``rho``, ``crossing`` (share of draws
        whose fitted elasticity falls from above one to below it) and ``degenerate`` (share of
        fits that ran off, counted as no turn).
    """
    flat = fit(replace(one, curve="constant_elasticity", error="log", primary=False))
    noise = noise_around(replace(one, curve="constant_elasticity"))
    truth = float(flat.params["elasticity"])
    curve = ConstantElasticity(truth, float(flat.params["scale"]))
    frame = sample(one).frame
    logs = log_relative_price(one, frame)
    quantity = _draw(curve, logs, frame, noise, draws, seed)
    rows = {}
    for error in ERRORS:
        found = refit(Lognormal, logs, quantity, error)
        first, last = found.elasticity(float(logs[0])), found.elasticity(float(logs[-1]))
        turns = (first > 1.0) & (last < 1.0) & found.converged
        rows[error] = {
            "elasticity": truth,
            "rho": noise.rho,
            "crossing": float(turns.mean()),
            "degenerate": float(1.0 - found.converged.mean()),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def reported_share(
    one: Specification, truth: float = 0.3, *, seed: int, draws: int = DRAWS
) -> pd.DataFrame:
    """What share served the fit reports at the last observation when the true share is known.

    The truth is a lognormal curve with the fitted spread, moved until that share is served.

    Returns
    -------
    pandas.DataFrame
        One row an error scale: ``low``, ``median`` and ``high`` (5%, 50%, 95%) of the share
        reported, and ``over_half``, how often the market is said to be more than half served.
    """
    results = fit(replace(one, curve="lognormal", error="log", primary=False))
    frame = sample(one).frame
    logs = log_relative_price(one, frame)
    sigma = float(results.params["sigma"])
    curve = Lognormal(float(logs[-1] + sigma * ndtri(truth)), sigma, 1.0)
    quantity = _draw(curve, logs, frame, noise_around(one), draws, seed)
    rows = {}
    for error in ERRORS:
        found = refit(Lognormal, logs, quantity, error)
        share = np.exp(Lognormal.log_share_at(found.params, logs[[-1]])[:, 0])
        low, middle, high = np.quantile(share, [0.05, 0.5, 0.95])
        rows[error] = {
            "low": float(low), "median": float(middle), "high": float(high),
            "over_half": float((share > 0.5).mean()),
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")


def power(
    one: Specification,
    *,
    seed: int,
    pair: tuple[float, float] = (1.2, 0.8),
    error: ErrorScale = "log",
    draws: int = 299,
) -> pd.DataFrame:
    """How many years it takes to tell two elasticities at the last observation apart.

    Truth is a lognormal curve with the fitted spread whose elasticity at the last price is one of
    the pair. Prices fall as far as they did in the data, however many years that takes, along a
    line with the data's scatter around it: more observations, no wider range.

    Returns
    -------
    pandas.DataFrame
        One row a sample size: for each of the pair the share of fits that land on the wrong side
        of one; ``apart`` where both are at most a tenth.
    """
    results = fit(replace(one, curve="lognormal", error="log", primary=False))
    sigma = float(results.params["sigma"])
    noise, frame = noise_around(one), sample(one).frame
    observed, years = log_relative_price(one, frame), frame.index.to_numpy(dtype=float)
    line = np.polyval(np.polyfit(years, observed, 1), years)
    scatter = float((observed - line).std())
    rows = {}
    for size in SIZES:
        generator = np.random.default_rng(seed + size)
        logs = np.linspace(line[0], line[-1], size) + scatter * generator.standard_normal(size)
        logs[-1] = observed[-1]
        spaced = np.arange(float(size))
        wrong = {}
        for truth in pair:
            middle = float(logs[-1]) + sigma * solve_inverse_mills(sigma * truth)
            mean = Lognormal(middle, sigma, 1.0).log_quantity(np.exp(logs))
            quantity = np.exp(mean + noise.draw(spaced, draws, seed + size))
            found = refit(Lognormal, logs, quantity, error).elasticity(float(logs[-1]))
            wrong[f"{truth:g}"] = float(((found < 1.0) != (truth < 1.0)).mean())
        rows[size] = {**wrong, "apart": max(wrong.values()) <= WRONG}
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index.name = "years"
    return frame


def years_needed(table: pd.DataFrame) -> int | None:
    """Smallest sample size at which, and above which, a pair is told apart; None if none is."""
    apart = table["apart"].to_numpy(dtype=bool)
    stays = np.logical_and.accumulate(apart[::-1])[::-1]
    return int(table.index[int(stays.argmax())]) if stays.any() else None


def _draw(
    curve: Curve, logs: FloatArray, frame: pd.DataFrame, noise: Noise, draws: int, seed: int
) -> FloatArray:
    years = frame.index.to_numpy(dtype=float)
    return np.asarray(np.exp(curve.log_quantity(np.exp(logs)) + noise.draw(years, draws, seed)))
