"""The numbers that the notebooks print, computed in one place and handed over by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.demand.curves.curve import ErrorScale
from analysis.industries.against_bessen.comparison import SEED, compare, nearest, published_path
from analysis.industries.against_bessen.price_and_income import price_and_income
from analysis.industries.bootstrap import block_bootstrap
from analysis.industries.declared import Specification, primary
from analysis.industries.employment.panel import employment_panel, employment_series, peak_year
from analysis.industries.employment.pass_through import industry_pass_through, industry_thresholds
from analysis.industries.employment.peaks import peak_distribution
from analysis.industries.estimates import fit, relative_price_path, rsquared_uncentred
from analysis.industries.robustness.backtests import Backtest, turning_year
from analysis.industries.samples import sample
from analysis.industries.series import (
    Industry,
    british_cotton_hands,
    hands,
    hands_per_thousand,
    published,
)

LEVEL = 0.95


@dataclass(frozen=True)
class Finding:
    """A number with what the report has to know of it.

    Attributes
    ----------
    name : str
        Dotted name.
    value : float, int, str, bool or None
    unit : str
    by : callable
        What computed it.
    interval : (float, float) or None
        95% interval.
    text : str
        Word for a value that does not exist.
    """

    name: str
    value: float | int | str | bool | None
    unit: str
    by: Callable[..., Any]
    interval: tuple[float, float] | None = None
    text: str = ""

    @property
    def keywords(self) -> dict[str, Any]:
        """Keyword arguments of :func:`analysis.report.number`."""
        level = None if self.interval is None else LEVEL
        return {"by": self.by, "interval": self.interval, "level": level, "text": self.text}


def elasticity_findings(industry: Industry) -> list[Finding]:
    """Elasticities at both ends on both error scales, their verdicts, R squared, the crossing."""
    found = []
    for error in ("log", "level"):
        one = on_scale(primary(industry), error)
        results, both = fit(one), compare(one)
        place = f"{industry}.ours.{error}"
        for name, end in (("first", both.first), ("last", both.last)):
            found += [
                Finding(f"{place}.{name}", end.ours, "elasticity", compare, end.interval),
                Finding(f"{place}.{name}_year", str(end.year), "", compare),
                Finding(f"{place}.{name}_verdict", end.verdict, "", compare),
                _or_none(f"{place}.{name}_theirs", end.theirs, "elasticity", compare,
                         "no price reaches over the published window"),
            ]  # fmt: skip
        found += [
            Finding(f"{place}.verdict", both.verdict, "", compare),
            Finding(f"{place}.nobs", results.nobs, "observations", fit),
            Finding(f"{place}.rsquared", results.rsquared, "R squared", fit),
            Finding(f"{place}.rsquared_uncentred", rsquared_uncentred(results), "R squared",
                    rsquared_uncentred),
            _crossing(f"{place}.crossing", one),
        ]  # fmt: skip
    return found


def published_findings(industry: Industry) -> list[Finding]:
    """The published pair, and what holding it on our data costs."""
    theirs = published(industry)
    near = nearest(industry)
    row = near.row
    label = (f"{row['quantity']}, {row['price']} price over {row['relative']}, "
             f"{row['start']}-{row['end']}, {row['curve']}, {row['error']} errors")  # fmt: skip
    place = f"{industry}.published"
    found = [
        Finding(f"{place}.first", theirs.first, "elasticity", published),
        Finding(f"{place}.last", theirs.last, "elasticity", published),
        Finding(f"{place}.first_year", str(theirs.first_year), "", published),
        Finding(f"{place}.last_year", str(theirs.last_year), "", published),
        Finding(f"{place}.rsquared", theirs.rsquared, "R squared, lower bound", published),
        Finding(f"{place}.nearest", label, "", nearest),
        Finding(f"{place}.nearest_first", float(str(row["first"])), "elasticity", nearest),
        Finding(f"{place}.nearest_last", float(str(row["last"])), "elasticity", nearest),
        Finding(f"{place}.searched", near.searched, "distinct fits", nearest),
    ]
    imposed = compare(primary(industry)).imposed
    if imposed is None:
        return found
    return [
        *found,
        Finding(f"{place}.price_fall", imposed.price_fall, "log points", published_path),
        Finding(f"{place}.sigma", imposed.sigma, "sigma", compare),
        Finding(f"{place}.rsquared_lost", imposed.rsquared_lost, "R squared", compare),
        Finding(f"{place}.inside", "inside" if imposed.inside else "outside", "", compare),
    ]


def income_findings(industry: Industry) -> list[Finding]:
    """How much of the fall of the relative price is income, and whether gamma is one."""
    both = price_and_income(primary(industry))
    fall, place = both.fall, f"{industry}.income"
    found = [
        Finding(f"{place}.fall", fall.total, "log points", price_and_income),
        Finding(f"{place}.price_part", fall.price, "log points", price_and_income),
        Finding(f"{place}.income_part", fall.income, "log points", price_and_income),
        Finding(f"{place}.income_share", fall.income / fall.total, "share", price_and_income),
    ]
    if both.gamma is None:
        text = "not identified: the fit with income set free has no minimum"
        return [*found, Finding(f"{place}.gamma", None, "", price_and_income, text=text)]
    limits = both.gamma.lower, both.gamma.upper
    assert both.first is not None
    assert both.last is not None
    return [
        *found,
        Finding(f"{place}.gamma", both.gamma.value, "ratio", price_and_income, limits),
        Finding(f"{place}.rejects_one", bool(both.rejects_one), "", price_and_income),
        Finding(f"{place}.free_first", both.first.value, "elasticity", price_and_income,
                (both.first.lower, both.first.upper)),
        Finding(f"{place}.free_last", both.last.value, "elasticity", price_and_income,
                (both.last.lower, both.last.upper)),
        Finding(f"{place}.rsquared_one", both.rsquared_one, "R squared", price_and_income),
        Finding(f"{place}.rsquared_free", both.rsquared_free, "R squared", price_and_income),
    ]  # fmt: skip


def employment_findings(industry: Industry) -> list[Finding]:
    """Peaks of employment, pass-through, the three thresholds, and when each is passed."""
    series = employment_series(industry).frame
    theta, levels = industry_pass_through(industry), industry_thresholds(industry)
    one, place = primary(industry), f"{industry}.employment"
    peak = peak_year(series["per_thousand"])
    found = [
        Finding(f"{place}.first_year", str(series.index[0]), "", employment_series),
        Finding(f"{place}.peak_per_head", str(peak), "year", peak_year),
        Finding(f"{place}.peak_total", str(peak_year(series["employment"])), "year", peak_year),
        Finding(f"{place}.most", float(series["employment"].max()), "thousand", employment_series),
        Finding(f"{place}.theta", theta.theta, "ratio", industry_pass_through),
        Finding(f"{place}.theta_low", theta.low, "ratio", industry_pass_through),
        Finding(f"{place}.theta_high", theta.high, "ratio", industry_pass_through),
        Finding(f"{place}.threshold_theta", levels.per_head_pass_through, "elasticity",
                industry_thresholds),
        Finding(f"{place}.threshold_total", levels.total, "elasticity", industry_thresholds),
    ]  # fmt: skip
    draws = block_bootstrap(one, seed=SEED).refits
    path = relative_price_path(one, sample(one).frame)
    for name, level in levels.items():
        short = {"employment per head, full pass-through": "one",
                 "employment per head, pass-through given": "theta",
                 "total employment": "total"}[name]  # fmt: skip
        found.append(_crossing(f"{place}.passes_{short}", one, level))
        if level > 0.0:
            when = peak_distribution(draws.curve, draws.params, path, level, seed=SEED)
            found += [
                Finding(f"{place}.past_{short}", when.already_past, "probability",
                        peak_distribution),
                Finding(f"{place}.never_{short}", when.never, "probability", peak_distribution),
            ]  # fmt: skip
    return found


def fitted_employment(industry: Industry) -> tuple[pd.DataFrame, pd.Series[float]]:
    """Panel of the primary window and the quantity that the primary curve has in its years."""
    one = primary(industry)
    panel = employment_panel(industry).frame.loc[one.first : one.last]
    curve = fit(one).curve
    values = curve.quantity(panel["relative_price"].to_numpy(dtype=float))
    return panel, pd.Series(values, index=panel.index, name="fitted")


def backtest_findings(industry: Industry, backtest: Backtest) -> list[Finding]:
    """Whether the turning point stays where it was as the sample grows."""
    frame, place = backtest.frame, f"{industry}.backtest"
    ahead = frame["ahead"].dropna()
    not_identified = int((frame["status"] != "fitted").sum())
    return [
        Finding(f"{place}.cutoffs", len(frame), "cut-offs", type(backtest)),
        Finding(f"{place}.not_identified", not_identified, "cut-offs", type(backtest)),
        Finding(f"{place}.no_turn", int(frame["turning"].isna().sum()), "cut-offs", type(backtest)),
        _or_none(f"{place}.moves", backtest.moves, "years", type(backtest),
                 "no cut-off reports a turning point"),
        _or_none(f"{place}.ahead_low", float(ahead.min()), "ratio", type(backtest), "none"),
        _or_none(f"{place}.ahead_high", float(ahead.max()), "ratio", type(backtest), "none"),
    ]  # fmt: skip


def cotton_hands_findings() -> list[Finding]:
    """American hands in total and per head, and British weavers, hand-loom weavers counted."""
    total, rate = hands(), hands_per_thousand()
    british = british_cotton_hands().frame
    weavers, cloth = british["weavers"], british["cloth"]
    low = peak_year(-rate)
    return [
        Finding("hands.first_year", str(rate.index[0]), "", hands),
        Finding("hands.last_year", str(rate.index[-1]), "", hands),
        Finding("hands.total_ratio", float(total.iloc[-1] / total.iloc[0]), "ratio", hands),
        Finding("hands.rate_first", float(rate.iloc[0]), "per thousand", hands_per_thousand),
        Finding("hands.rate_low", float(rate.min()), "per thousand", hands_per_thousand),
        Finding("hands.rate_low_year", str(low), "", hands_per_thousand),
        Finding("hands.rate_1889", float(rate[1889]), "per thousand", hands_per_thousand),
        Finding("hands.rate_last", float(rate.iloc[-1]), "per thousand", hands_per_thousand),
        Finding("hands.rate_ratio", float(rate.iloc[-1] / rate.iloc[0]), "ratio",
                hands_per_thousand),
        Finding("weavers.most", float(weavers[1829] / 1_000), "thousand", british_cotton_hands),
        Finding("weavers.least", float(weavers[1859] / 1_000), "thousand", british_cotton_hands),
        Finding("weavers.ratio", float(weavers[1859] / weavers[1829]), "ratio",
                british_cotton_hands),
        Finding("weavers.cloth_ratio", float(cloth[1859] / cloth[1829]), "ratio",
                british_cotton_hands),
        Finding("weavers.long_ratio", float(weavers.iloc[-1] / weavers.iloc[0]), "ratio",
                british_cotton_hands),
        Finding("weavers.long_cloth_ratio", float(cloth.iloc[-1] / cloth.iloc[0]), "ratio",
                british_cotton_hands),
    ]  # fmt: skip


def on_scale(one: Specification, error: ErrorScale) -> Specification:
    """The same specification with another error scale; the primary one if it is its own."""
    return one if one.error == error else replace(one, error=error, primary=False)


def elasticity_path(one: Specification) -> pd.DataFrame:
    """Fitted elasticity by year with its 95% bootstrap band.

    Returns
    -------
    pandas.DataFrame
        ``log, low, high, level``; the band is that of errors in logs.
    """
    path = relative_price_path(one, sample(one).frame)
    logs = np.log(path.to_numpy())
    draws = block_bootstrap(on_scale(one, "log"), seed=SEED).refits
    low, high = np.quantile(draws.curve.elasticity_at(draws.params, logs), [0.025, 0.975], axis=0)
    columns = {
        error: fit(on_scale(one, error)).curve.elasticity(path.to_numpy())
        for error in ("log", "level")
    }
    return pd.DataFrame(
        {"log": columns["log"], "low": low, "high": high, "level": columns["level"]},
        index=path.index,
    )


def curve_points(one: Specification, points: int = 120) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Observations and fitted curves over the prices seen, the first year's price as 100.

    Returns
    -------
    observed : pandas.DataFrame
        ``relative_price, quantity`` by year.
    curve : pandas.DataFrame
        ``relative_price, log, low, high, level``; the band is the 95% bootstrap band in logs.
    """
    frame = sample(one).frame
    path = relative_price_path(one, frame)
    unit = 100.0 / float(path.iloc[0])
    prices = np.geomspace(float(path.min()) * 0.9, float(path.max()) * 1.1, points)
    draws = block_bootstrap(on_scale(one, "log"), seed=SEED).refits
    made = np.exp(draws.curve.log_quantity_at(draws.params, np.log(prices)))
    low, high = np.quantile(made, [0.025, 0.975], axis=0)
    curve = pd.DataFrame(
        {
            "relative_price": unit * prices,
            "log": fit(on_scale(one, "log")).curve.quantity(prices),
            "low": low,
            "high": high,
            "level": fit(on_scale(one, "level")).curve.quantity(prices),
        }
    )
    observed = pd.DataFrame({"relative_price": unit * path, "quantity": frame["quantity"]})
    return observed, curve


def price_fall_path(one: Specification) -> pd.DataFrame:
    """Fall of the relative and of the real price since the first year, log points, by year."""
    frame = sample(one).frame[["relative_price", "real_price"]]
    logs = np.log(frame.to_numpy())
    return pd.DataFrame(logs[0] - logs, index=frame.index, columns=["relative", "price"])


def _crossing(name: str, one: Specification, level: float = 1.0) -> Finding:
    """First year from which the fitted elasticity stays at or below a level."""
    path = relative_price_path(one, sample(one).frame)
    values = pd.Series(fit(one).curve.elasticity(path.to_numpy()), index=path.index)
    year = turning_year(values, level)
    if math.isnan(year):
        return Finding(name, None, "year", turning_year, text="not within the data")
    if year == path.index[0]:
        return Finding(name, None, "year", turning_year, text="before the data begin")
    return Finding(name, str(int(year)), "year", turning_year)


def _or_none(name: str, value: float, unit: str, by: Callable[..., Any], text: str) -> Finding:
    if math.isfinite(value):
        return Finding(name, value, unit, by)
    return Finding(name, None, unit, by, text=text)
