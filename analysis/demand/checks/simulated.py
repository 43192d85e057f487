"""What the lognormal fit reports when the truth is known: turns that are not there, shares, power.

Quantities are drawn around a known curve at the actual prices (or at walks with their drift and
scatter), with first-order autoregressive errors as persistent as those of the data.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.demand.checks.many_fits import fit_curves, relative_prices
from analysis.demand.checks.noise import Noise, noise_around, otherwise
from analysis.demand.curves.curve import ERROR_SCALES, Curve, ErrorScale, FloatArray
from analysis.demand.curves.isoelastic import ConstantElasticity
from analysis.demand.curves.lognormal import Lognormal, solve_inverse_mills
from analysis.demand.results import DemandResults

DRAWS = 999
SIZES = (25, 50, 100, 200, 400, 800)
WRONG = 0.1


def false_turns(results: DemandResults, *, seed: int, draws: int = DRAWS) -> pd.DataFrame:
    """How often the fit reports a turn where the elasticity is constant.

    The truth is the curve of constant elasticity fitted to the data in logs.

    Returns
    -------
    DataFrame
        One row an error scale: ``elasticity`` (the truth), ``rho``, ``crossing`` (share of draws
        whose fitted elasticity falls from above one to below it) and ``degenerate`` (share of
        fits that ran off, counted as no turn).
    """
    flat = otherwise(results, curve=ConstantElasticity, error="log")
    noise, params = noise_around(flat), flat.params
    truth = float(params["elasticity"])
    curve = ConstantElasticity(truth, float(params["scale"]))
    logs = relative_prices(results)
    quantity = _draw(curve, results, noise, draws, seed)
    rows = {}
    for error in ERROR_SCALES:
        found = fit_curves(Lognormal, logs, quantity, error)
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
    results: DemandResults, truth: float = 0.3, *, seed: int, draws: int = DRAWS
) -> pd.DataFrame:
    """What share served the fit reports at the last observation when the true share is known.

    The truth is a lognormal curve with the fitted spread, moved until that share is served.

    Returns
    -------
    DataFrame
        One row an error scale: ``truth``; ``low``, ``median`` and ``high`` (5%, 50%, 95%) of the
        share reported, and ``over_half``, how often the market is said to be more than half
        served.
    """
    logs = relative_prices(results)
    sigma = float(otherwise(results, curve=Lognormal, error="log").params["sigma"])
    curve = Lognormal(float(logs[-1] + sigma * ndtri(truth)), sigma, 1.0)
    quantity = _draw(curve, results, noise_around(results), draws, seed)
    rows = {}
    for error in ERROR_SCALES:
        found = fit_curves(Lognormal, logs, quantity, error)
        share = np.exp(Lognormal.log_share_at(found.params, logs[[-1]])[:, 0])
        low, middle, high = np.quantile(share, [0.05, 0.5, 0.95])
        rows[error] = {
            "truth": truth, "low": float(low), "median": float(middle), "high": float(high),
            "over_half": float((share > 0.5).mean()),
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")


def power(
    results: DemandResults,
    *,
    seed: int,
    pair: tuple[float, float] = (1.2, 0.8),
    error: ErrorScale = "log",
    draws: int = 299,
) -> pd.DataFrame:
    """How many years it takes to tell two elasticities at the last observation apart.

    `pair` is one elasticity above one and one below. Truth is a lognormal curve with the fitted
    spread whose elasticity at the last price is one of the pair. Prices fall as far as they did
    in the data, however many years that takes, along a line with the data's scatter around it:
    more observations, no wider range.

    Returns
    -------
    DataFrame
        One row a number of years: the pair (``above``, ``below``), for each the share of fits
        that land on the wrong side of one (``above_wrong``, ``below_wrong``), and ``apart`` where
        both are at most a tenth.
    """
    sigma = float(otherwise(results, curve=Lognormal, error="log").params["sigma"])
    noise, observed = noise_around(results), relative_prices(results)
    years = results.series.index.to_numpy(dtype=float)
    line = np.polyval(np.polyfit(years, observed, 1), years)
    scatter = float((observed - line).std())
    rows = {}
    for size in SIZES:
        generator = np.random.default_rng(seed + size)
        logs = np.linspace(line[0], line[-1], size) + scatter * generator.standard_normal(size)
        logs[-1] = observed[-1]
        spaced = np.arange(float(size))
        wrong = []
        for truth in pair:
            middle = float(logs[-1]) + sigma * solve_inverse_mills(sigma * truth)
            mean = Lognormal(middle, sigma, 1.0).log_quantity(np.exp(logs))
            quantity = np.exp(mean + noise.draw(spaced, draws, seed + size))
            found = fit_curves(Lognormal, logs, quantity, error).elasticity(float(logs[-1]))
            wrong.append(float(((found < 1.0) != (truth < 1.0)).mean()))
        rows[size] = {
            "above": pair[0], "above_wrong": wrong[0],
            "below": pair[1], "below_wrong": wrong[1], "apart": max(wrong) <= WRONG,
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("years")


def years_needed(table: pd.DataFrame) -> int | None:
    """Smallest sample size at which, and above which, a pair is told apart; None if none is."""
    apart = table["apart"].to_numpy(dtype=bool)
    stays = np.logical_and.accumulate(apart[::-1])[::-1]
    return int(table.index[int(stays.argmax())]) if stays.any() else None


def _draw(curve: Curve, results: DemandResults, noise: Noise, draws: int, seed: int) -> FloatArray:
    years = results.series.index.to_numpy(dtype=float)
    mean = curve.log_quantity(np.exp(relative_prices(results)))
    return np.asarray(np.exp(mean + noise.draw(years, draws, seed)))
