"""Pay in China beside the United States: all years, recent years, and how the gap moves."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.findings import Quantity, finds
from analysis.wages.comparable import Comparable, of_countries, years_with_both
from analysis.wages.findings.counts import alone, sources
from analysis.wages.findings.minimum import pooled
from analysis.wages.moderators import fit_moderators
from analysis.wages.quotes import has_warning, with_middle
from analysis.wages.synthesis import Votes

CHINA_AND_US = ("CHN", "USA")
ABROAD = "foreign_client"
"""Warning of pay that somebody living in a country gets from models of firms elsewhere too."""
FEWEST_A_YEAR = 3
"""Sources that each country needs in a year, for the year to be one of comparison."""
RECENT = 2023
"""First of the recent years."""
THEN = 2019
"""Year in which the article speaks."""


@finds
def china_and_us(pay: Comparable) -> dict[str, Quantity]:
    """Pay in China over pay in the United States, all quotes of all years, on both scales."""
    market, parity = of_the_pair(pay.market), of_the_pair(pay.parity)
    years = years_compared(market)
    return {
        "china_us_market": _china_over_us(market),
        "china_us_market_quotes": _china_over_us(market, "quotes"),
        "china_us_parity": _china_over_us(parity),
        "china_us_staff_market": _china_over_us(market[market["form"] == "employed"]),
        "china_sources": sources(with_middle(market[market["country"] == "CHN"])),
        "us_sources": sources(with_middle(market[market["country"] == "USA"])),
        "years_both_three": Quantity(len(years), "years", rows=alone(market)),
    }


@finds
def china_and_us_by_product(pay: Comparable) -> dict[str, Quantity]:
    """The same by parities for the whole product, beside those for what households consume.

    Parameters
    ----------
    pay : Comparable
        Made comparable with ``basket="product"``.
    """
    return {"china_us_parity_product": _china_over_us(of_the_pair(pay.parity))}


@finds
def china_and_us_recent(pay: Comparable) -> dict[str, Quantity]:
    """The same since :data:`RECENT`, staff and others held apart; sources up to :data:`THEN`."""
    market, parity = (_recent(scale) for scale in (pay.market, pay.parity))
    pair = with_middle(of_the_pair(pay.market))
    then = pair[pair["year"] <= THEN]
    return {
        "china_us_recent_market": _form_held(market),
        "china_us_recent_parity": _form_held(parity),
        "china_recent_sources": sources(with_middle(market[market["country"] == "CHN"])),
        "us_recent_sources": sources(with_middle(market[market["country"] == "USA"])),
        "china_then_sources": sources(then[then["country"] == "CHN"]),
        "us_then_sources": sources(then[then["country"] == "USA"]),
    }


@finds
def yearly_change(pay: pd.DataFrame) -> dict[str, Quantity]:
    """Factor by which pay in China over pay in the United States changes in a year.

    Log pay on the year in either country, one vote a source; the difference of the slopes with
    the degrees of freedom of Welch and Satterthwaite.

    Parameters
    ----------
    pay : pandas.DataFrame
        Hourly pay in one unit, with ``country`` and ``year``.
    """
    rows = with_middle(of_the_pair(pay))
    years = rows.assign(year=rows["year"].astype(float))
    fits = [fit_moderators(years[years["country"] == code], ["year"]) for code in CHINA_AND_US]
    slopes, variances, df = (
        np.array([float(values["year"]) for values in each])
        for each in (
            [fit.params for fit in fits],
            [fit.std_errors**2 for fit in fits],
            [fit.df for fit in fits],
        )
    )
    variance = variances.sum()
    freedom = variance**2 / (variances**2 / df).sum()
    half = float(stats.t.ppf(0.975, freedom)) * np.sqrt(variance)
    change = slopes[0] - slopes[1]
    ends = (float(np.exp(change - half)), float(np.exp(change + half)))
    return {
        "china_us_yearly": Quantity(float(np.exp(change)), "times a year", ends, 0.95, rows=rows)
    }


def of_the_pair(pay: pd.DataFrame) -> pd.DataFrame:
    """Quotes of China and the United States that are of the market there."""
    pair = of_countries(pay, CHINA_AND_US)
    return pair[~has_warning(pair, ABROAD)]


def years_compared(pay: pd.DataFrame) -> list[int]:
    """Years in which China and the United States have three sources each."""
    return years_with_both(pay, CHINA_AND_US, fewest=FEWEST_A_YEAR)


def _recent(pay: pd.DataFrame) -> pd.DataFrame:
    pair = of_the_pair(pay)
    late = pair[pair["year"] >= RECENT]
    return late.assign(staff=(late["form"] == "employed").map({True: "staff", False: "others"}))


def _form_held(pay: pd.DataFrame) -> Quantity:
    fit = fit_moderators(pay, ["country", "staff"], {"country": "USA"})
    return pooled(fit, "country[CHN]", with_middle(pay))


def _china_over_us(pay: pd.DataFrame, votes: Votes = "sources") -> Quantity:
    fit = fit_moderators(pay, ["country"], {"country": "USA"}, votes=votes)
    return pooled(fit, "country[CHN]", with_middle(pay))
