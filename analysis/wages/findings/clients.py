"""What clients pay for an hour of labelling, against the hour of a data scientist."""

from __future__ import annotations

import pandas as pd

from analysis.errors import WageError
from analysis.findings import Quantity, derived, finds
from analysis.money import Rates, constant_usd, one_unit
from analysis.wages.claims import REGIONS
from analysis.wages.findings.counts import SOURCES
from analysis.wages.hours import FULL_TIME, hourly_wage
from analysis.wages.piece_rates import Range
from analysis.wages.quotes import has_warning

PARTS_OF_THE_WORLD = {
    "Africa": "africa",
    "South Asia": "asia",
    "South-East Asia": "asia",
    "East Asia": "asia",
    "North America": "west",
    "Western Europe": "west",
    "North America or Western Europe": "west",
}
"""Regions of sellers as the table has them, and as the rule has them; others are not placed."""
SCIENTIST = "data scientist"


@derived
def client_hours(
    prices: pd.DataFrame, rates: Rates, *, base_year: int, lists: bool = False
) -> pd.DataFrame:
    """Client prices by the hour in dollars of one year, with the ``part`` of the world.

    Parameters
    ----------
    prices : pandas.DataFrame
        Table ``client_prices_hour``.
    lists : bool
        Whether price lists and guides of sellers enter, which nobody need have paid.
    """
    left_out = has_warning(prices, "adjacent_work")
    if not lists:
        left_out |= has_warning(prices, "low_confidence")
    kept = prices[~left_out].assign(
        period=prices["unit"].str.removeprefix("worker_"), period_count=1, quote_id=prices["id"]
    )
    hourly = constant_usd(
        hourly_wage(kept, FULL_TIME), rates, base_year=base_year, carry_forward=True
    )
    return hourly.assign(part=hourly["region"].map(PARTS_OF_THE_WORLD))


def scientist_hour(comparators: pd.DataFrame, rates: Rates, *, base_year: int) -> pd.DataFrame:
    """An hour of a data scientist in the United States; the hours of the year are a range.

    Raises
    ------
    WageError
        Unless there is one row.
    """
    words = comparators["category"].fillna("")
    rows = comparators[(comparators["country"] == "USA") & words.str.startswith(SCIENTIST)]
    if len(rows) != 1:
        raise WageError(f"{len(rows)} rows of a data scientist's pay; allowed: 1")
    return constant_usd(
        hourly_wage(rows, FULL_TIME), rates, base_year=base_year, carry_forward=True
    )


@finds
def scientist_over_client(
    scientist: pd.DataFrame, prices: pd.DataFrame, with_lists: pd.DataFrame
) -> dict[str, Quantity]:
    """A data scientist's hour over a client's hour, by region of the seller.

    Parameters
    ----------
    scientist, prices, with_lists : pandas.DataFrame
        From :func:`scientist_hour`; from :func:`client_hours` without and with price lists.
    """
    hour = _span(scientist)
    found = {
        "scientist_hour": Quantity(
            hour.middle, one_unit(scientist), (hour.low, hour.high), 1.0, rows=scientist
        ),
        "scientist_over_client_africa": _over(scientist, prices, "africa"),
        "scientist_over_client_asia": _over(scientist, prices, "asia"),
        "scientist_over_client_west": _over(scientist, prices, "west"),
        "scientist_over_lists_asia": _over(scientist, with_lists, "asia"),
        "scientist_over_lists_west": _over(scientist, with_lists, "west"),
        "client_prices_africa": _sources(prices, "africa"),
        "client_prices_asia": _sources(prices, "asia"),
        "client_prices_west": _sources(prices, "west"),
    }
    unknown = [name for name in REGIONS if f"client_prices_{name}" not in found]
    if unknown:
        raise WageError(f"region {unknown[0]} of the rule is not computed; allowed: all")
    return found


def _over(scientist: pd.DataFrame, prices: pd.DataFrame, part: str) -> Quantity:
    rows = prices[prices["part"] == part]
    if rows.empty:
        return Quantity(None, "ratio", text="no price", rows=prices)
    ratio = _span(scientist) / _span(rows)
    return Quantity(ratio.middle, "ratio", (ratio.low, ratio.high), 1.0, rows=[scientist, rows])


def _sources(prices: pd.DataFrame, part: str) -> Quantity:
    rows = prices[prices["part"] == part]
    return Quantity(rows["source_id"].nunique(), SOURCES, rows=rows if len(rows) else prices)


def _span(rows: pd.DataFrame) -> Range:
    ends = rows[["low", "mid", "high"]].astype(float)
    return Range(float(ends.min().min()), float(ends.max().max()))
