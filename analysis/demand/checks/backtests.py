"""What the curve would have said with data to an earlier year, scored by what came after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.checks.block_bootstrap import block_bootstrap
from analysis.demand.checks.many_fits import relative_prices
from analysis.demand.estimation import GAPS_CLOSED
from analysis.demand.model import DemandModel
from analysis.demand.results import DemandResults
from analysis.errors import LabourError

AHEAD = 20
DRAWS = 499
SMALLEST = 10
WIDE = 0.5


@dataclass(frozen=True, repr=False)
class Backtest:
    """Re-estimates of a model at declared cut-offs.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a cut-off: ``nobs``; ``turning`` (first year from which the elasticity stays at or
        below one under realised prices, NaN where it never does in the data) with the 5% and 95%
        quantiles of a block bootstrap; ``share`` of potential demand served at the cut-off with
        its quantiles; ``ahead``, fitted over actual quantity 20 years on; ``status`` (``fitted``
        or ``not identified``, with the reason).
    paths : dict of int to pandas.Series
        Fitted quantity over all years of the sample, by cut-off.
    """

    frame: pd.DataFrame
    paths: dict[int, pd.Series[float]]

    def table(self) -> pd.DataFrame:
        """The scores for the reader: years as years, ranges in words."""
        frame = self.frame

        def years(column: str) -> pd.Series[str]:
            return frame[column].map(lambda year: "none" if pd.isna(year) else f"{year:.0f}")

        return pd.DataFrame(
            {
                "data to": frame.index.astype(str),
                "observations": frame["nobs"],
                "turns in": years("turning"),
                "90% range": years("turning_low") + " to " + years("turning_high"),
                "share served": frame["share"],
                "from": frame["share_low"],
                "to": frame["share_high"],
                "fitted over actual": frame["ahead"],
                "identified": (frame["status"] == "fitted").map({True: "yes", False: "no"}),
            }
        )

    @property
    def moves(self) -> float:
        """Years between the earliest and the latest turning point that cut-offs reported."""
        years = self.frame["turning"].dropna()
        return float(years.max() - years.min()) if len(years) else float("nan")

    def __str__(self) -> str:
        return self.table().to_string(index=False, float_format="{:.3g}".format)

    def __repr__(self) -> str:
        return f"<Backtest: {len(self.frame)} cut-offs>"

    def _repr_html_(self) -> str:
        return self.table().to_html(index=False, float_format="{:.3g}".format)


def backtest(
    model: DemandModel, cutoffs: Iterable[int], *, seed: int, smallest: int = SMALLEST
) -> Backtest:
    """Re-estimate a model with data up to each declared cut-off.

    Parameters
    ----------
    model : DemandModel
        Indexed by year; a curve that saturates in the price, or in the price over income, alone.
    cutoffs : iterable of int
        Last years of data. One that adds no observation to the one before, leaves fewer than
        `smallest`, or leaves all says nothing new and has no row.
    seed : int
        Of every bootstrap.
    smallest : int
    """
    prices = pd.Series(np.exp(relative_prices(model)), index=model.series.index)
    rows, paths, seen = {}, {}, 0
    for cutoff in cutoffs:
        known = model.data.loc[:cutoff]
        if len(known) < smallest or len(known) in (seen, len(model.data)):
            continue
        seen = len(known)
        rows[cutoff], path = _row(model, known, cutoff, prices, seed)
        if path is not None:
            paths[cutoff] = path
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index.name = "cutoff"
    return Backtest(frame, paths)


def turning_year(elasticity: pd.Series[float], threshold: float = 1.0) -> float:
    """First year from which an elasticity stays at or below a threshold; NaN where it does not."""
    below = elasticity.to_numpy() <= threshold
    stays = np.logical_and.accumulate(below[::-1])[::-1]
    return float(elasticity.index[int(stays.argmax())]) if stays.any() else float("nan")


def _row(
    model: DemandModel, known: pd.DataFrame, cutoff: int, prices: pd.Series[float], seed: int
) -> tuple[dict[str, object], pd.Series[float] | None]:
    nobs = len(known)
    nothing = dict.fromkeys(
        ("turning", "turning_low", "turning_high", "share", "share_low", "share_high", "ahead"),
        float("nan"),
    )
    try:
        results = model.on(known).fit("HAC", GAPS_CLOSED)
        draws = block_bootstrap(results, seed=seed, draws=DRAWS).fits
    except LabourError as error:
        reason = str(error).splitlines()[0]
        return {"nobs": nobs, **nothing, "status": "not identified", "reason": reason}, None
    logs = np.log(prices.to_numpy())
    path = pd.Series(results.curve.quantity(prices.to_numpy()), index=prices.index)
    years = [
        turning_year(pd.Series(row, index=prices.index))
        for row in draws.curve.elasticity_at(draws.params, logs)
    ]
    served = np.exp(draws.curve.log_share_at(draws.params, logs[[nobs - 1]])[:, 0])  # type: ignore[attr-defined]
    low, high = np.quantile(served, [0.05, 0.95])
    identified = bool(high - low < WIDE)
    spread = np.nanquantile(years, [0.05, 0.95]) if np.isfinite(years).any() else [np.nan] * 2
    return {
        "nobs": nobs,
        "turning": turning_year(_elasticity(results, prices)),
        "turning_low": float(spread[0]), "turning_high": float(spread[1]),
        "share": results.share_served("last").value,
        "share_low": float(low), "share_high": float(high),
        "ahead": _ahead(path, model.data[model.quantity], cutoff),
        "status": "fitted" if identified else "not identified",
        "reason": "" if identified else f"share served anywhere from {low:.2f} to {high:.2f}",
    }, path  # fmt: skip


def _elasticity(results: DemandResults, prices: pd.Series[float]) -> pd.Series[float]:
    return pd.Series(results.curve.elasticity(prices.to_numpy()), index=prices.index)


def _ahead(path: pd.Series[float], actual: pd.Series[float], cutoff: int) -> float:
    """Fitted over actual quantity in the first year with data at least 20 years on, within 25."""
    later = [year for year in actual.index if cutoff + AHEAD <= year <= cutoff + AHEAD + 5]
    return float(path[later[0]] / actual[later[0]]) if later else float("nan")
