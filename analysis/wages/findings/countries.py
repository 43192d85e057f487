"""Pay in China: beside the United States, by three ways of pooling, and in places named."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, derived, finds
from analysis.money import one_unit
from analysis.wages.bands import measurement_bands
from analysis.wages.censored import fit_censored
from analysis.wages.comparable import Comparable, ends, of_countries, years_with_both
from analysis.wages.findings.counts import QUOTES, alone, counted, sources
from analysis.wages.findings.minimum import pooled
from analysis.wages.moderators import fit_moderators
from analysis.wages.quotes import Selection, with_middle
from analysis.wages.synthesis import Deletion

CHINA_AND_US = ("CHN", "USA")
FEWEST_A_YEAR = 3
"""Sources that each country needs in a year, for the year to be one of comparison."""


@finds
def china_and_us(pay: Comparable) -> dict[str, Quantity]:
    """Pay in China over pay in the United States: all quotes and staff alone, on both scales."""
    market = of_countries(pay.market, CHINA_AND_US)
    parity = of_countries(pay.parity, CHINA_AND_US)
    years = years_compared(market)
    return {
        "china_us_market": _china_over_us(market),
        "china_us_parity": _china_over_us(parity),
        "china_us_staff_market": _china_over_us(market[market["form"] == "employed"]),
        "china_us_staff_parity": _china_over_us(parity[parity["form"] == "employed"]),
        "china_sources": sources(market[market["country"] == "CHN"]),
        "us_sources": sources(market[market["country"] == "USA"]),
        "years_both_three": Quantity(len(years), "years", rows=alone(market)),
    }


def years_compared(pay: pd.DataFrame) -> list[int]:
    """Years in which China and the United States have three sources each."""
    return years_with_both(pay, CHINA_AND_US, fewest=FEWEST_A_YEAR)


@finds
def pay_in_china(china: pd.DataFrame, deleted: Deletion) -> dict[str, Quantity]:
    """Median pay, pay by the likelihood of ranges, and pay pooled under any error assumed.

    Parameters
    ----------
    china : pandas.DataFrame
        Hourly pay in one unit.
    deleted : Deletion
        The median of `china` without each source in turn.
    """
    ranges, bands, points = fit_censored(china), measurement_bands(china), with_middle(china)
    unit, widest = one_unit(china), (bands["lower"].min(), bands["upper"].max())
    return {
        "china_median": Quantity(deleted.full, unit, deleted.range, 1.0, rows=points),
        "china_censored": Quantity(ranges.median, unit, ranges.conf_int, 0.95),
        "china_pooled": Quantity(bands["pay"].iloc[0], unit, widest, 0.95, rows=points),
    }


@finds
def places_named(chosen: Selection) -> dict[str, Quantity]:
    """Quotes from the places that the article names; none rests on all those looked through."""
    china = chosen.quotes[chosen.quotes["country"] == "CHN"]
    return {
        "quotes_henan": _from(china, "Henan"),
        "quotes_shandong": _from(china, "Shandong"),
        "quotes_xinjiang": _from(china, "Xinjiang"),
    }


@derived
def by_province(china: pd.DataFrame) -> pd.DataFrame:
    """Ends of each quote with its ``province``, or "not said"."""
    return ends(
        china.assign(province=china["region"].fillna("not said")), "province", "place", "year"
    )


def _china_over_us(pay: pd.DataFrame) -> Quantity:
    fit = fit_moderators(pay, ["country"], {"country": "USA"})
    return pooled(fit, "country[CHN]", with_middle(pay))


def _from(china: pd.DataFrame, place: str) -> Quantity:
    rows = china[china["region"] == place]
    return counted(rows) if len(rows) else Quantity(0, QUOTES, rows=china)
