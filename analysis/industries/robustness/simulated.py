"""What the lognormal fit reports when the truth is known: turns that are not there, shares, power.

Quantities are drawn around a known curve at the actual prices (or at walks with their drift and
scatter), with first-order autoregressive errors as persistent as those of the data.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.demand import ConstantElasticity, Lognormal
from analysis.demand.curves.curve import Curve, ErrorScale, FloatArray
from analysis.demand.curves.lognormal import solve_inverse_mills
from analysis.findings import Quantity, derived, finds
from analysis.industries.declared import ERRORS
from analysis.industries.fitted import Fitted
from analysis.industries.refit import refit
from analysis.industries.robustness.noise import Noise, noise_around, otherwise

DRAWS = 999
SIZES = (25, 50, 100, 200, 400, 800)
WRONG = 0.1


@derived
def false_turns(fitted: Fitted, *, seed: int, draws: int = DRAWS) -> pd.DataFrame:
    """How often the fit reports a turn where the elasticity is constant.

    The truth is the curve of constant elasticity fitted to the data in logs.

    Returns
    -------
    pandas.DataFrame
        One row an error scale: ``elasticity`` (the truth), ``rho``, ``crossing`` (share of draws
        whose fitted elasticity falls from above one to below it) and ``degenerate`` (share of
        fits that ran off, counted as no turn).
    """
    flat = otherwise(fitted, curve="constant_elasticity", error="log")
    noise, params = noise_around(flat), flat.results.params
    truth = float(params["elasticity"])
    curve = ConstantElasticity(truth, float(params["scale"]))
    logs = fitted.log_price
    quantity = _draw(curve, fitted, noise, draws, seed)
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


@derived
def reported_share(
    fitted: Fitted, truth: float = 0.3, *, seed: int, draws: int = DRAWS
) -> pd.DataFrame:
    """What share served the fit reports at the last observation when the true share is known.

    The truth is a lognormal curve with the fitted spread, moved until that share is served.

    Returns
    -------
    pandas.DataFrame
        One row an error scale: ``truth``; ``low``, ``median`` and ``high`` (5%, 50%, 95%) of the
        share reported, and ``over_half``, how often the market is said to be more than half
        served.
    """
    logs = fitted.log_price
    sigma = float(otherwise(fitted, curve="lognormal", error="log").results.params["sigma"])
    curve = Lognormal(float(logs[-1] + sigma * ndtri(truth)), sigma, 1.0)
    quantity = _draw(curve, fitted, noise_around(fitted), draws, seed)
    rows = {}
    for error in ERRORS:
        found = refit(Lognormal, logs, quantity, error)
        share = np.exp(Lognormal.log_share_at(found.params, logs[[-1]])[:, 0])
        low, middle, high = np.quantile(share, [0.05, 0.5, 0.95])
        rows[error] = {
            "truth": truth, "low": float(low), "median": float(middle), "high": float(high),
            "over_half": float((share > 0.5).mean()),
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")


@derived
def power(
    fitted: Fitted,
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
    pandas.DataFrame
        One row a number of years: the pair (``above``, ``below``), for each the share of fits
        that land on the wrong side of one (``above_wrong``, ``below_wrong``), and ``apart`` where
        both are at most a tenth.
    """
    sigma = float(otherwise(fitted, curve="lognormal", error="log").results.params["sigma"])
    noise, observed = noise_around(fitted), fitted.log_price
    years = fitted.sample.frame.index.to_numpy(dtype=float)
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
            found = refit(Lognormal, logs, quantity, error).elasticity(float(logs[-1]))
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


@finds
def turns_not_there(turns: pd.DataFrame) -> dict[str, Quantity]:
    """The constant elasticity fitted, and how often a turn is reported where it is the truth."""
    return {
        "flat": Quantity(float(turns["elasticity"].iloc[0]), "elasticity"),
        "false_log": Quantity(turns["crossing"]["log"], "share"),
        "false_level": Quantity(turns["crossing"]["level"], "share"),
    }


@finds
def shares_reported(shares: pd.DataFrame) -> dict[str, Quantity]:
    """What share served is reported, on each error scale."""
    low, high = shares["low"], shares["high"]
    return {
        "share_log_low": Quantity(low["log"], "share"),
        "share_log_high": Quantity(high["log"], "share"),
        "share_level_low": Quantity(low["level"], "share"),
        "share_level_high": Quantity(high["level"], "share"),
        "over_half_level": Quantity(shares["over_half"]["level"], "share"),
    }


@finds
def true_share(shares: pd.DataFrame) -> dict[str, Quantity]:
    """The share served in the market that was simulated."""
    return {"true_share": Quantity(float(shares["truth"].iloc[0]), "share", declared=True)}


@finds
def record_needed(table: pd.DataFrame) -> dict[str, Quantity]:
    """How long a record it takes to tell the pair of elasticities apart."""
    needed = years_needed(table)
    return {"years_needed": Quantity(needed, "years", text="more years than were tried")}


@finds
def true_elasticities(table: pd.DataFrame) -> dict[str, Quantity]:
    """The pair of elasticities simulated, and how often each has to be told from one."""
    return {
        "true_above": Quantity(float(table["above"].iloc[0]), "elasticity", declared=True),
        "true_below": Quantity(float(table["below"].iloc[0]), "elasticity", declared=True),
        "right_side": Quantity(1.0 - WRONG, "share", declared=True),
    }


def _draw(curve: Curve, fitted: Fitted, noise: Noise, draws: int, seed: int) -> FloatArray:
    years = fitted.sample.frame.index.to_numpy(dtype=float)
    mean = curve.log_quantity(np.exp(fitted.log_price))
    return np.asarray(np.exp(mean + noise.draw(years, draws, seed)))
