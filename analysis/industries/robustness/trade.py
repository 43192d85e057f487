"""Work that went abroad: what the tables know of trade in steel, and of employment elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.findings import Quantity, derived, finds
from analysis.industries.employment import employment_factors_with_trade, three_ways
from analysis.industries.series import Sample
from analysis.tables import load

BORDERS = (1980, 1984, 1988)
MODERN = 1900
YEARLY = "year by year"


@derived
def steel_jobs_with_trade(trade: Sample) -> pd.DataFrame:
    """Change of employment in steel shared out, the share made at home among the factors.

    Parameters
    ----------
    trade : Sample
        From :func:`analysis.industries.series.steel_with_trade`.

    Returns
    -------
    pandas.DataFrame
        As from :func:`analysis.industries.employment.three_ways`, thousand jobs; the rows in words.
    """
    factors = employment_factors_with_trade(trade.frame)
    ways = three_ways(trade.frame["employment"], factors, BORDERS)
    return ways.rename({"endpoint": "end years alone", "chained": YEARLY}).rename_axis("computed")


@finds
def jobs_lost(ways: pd.DataFrame) -> dict[str, Quantity]:
    """The change of employment in steel and its parts, computed year by year."""
    way, unit = YEARLY, "thousand jobs"
    return {
        "change": Quantity(ways["change"][way], unit),
        "share_made_at_home": Quantity(ways["share made at home"][way], unit),
        "workers_per_unit": Quantity(ways["workers per unit"][way], unit),
        "use_per_head": Quantity(ways["use per head"][way], unit),
    }


@finds
def years_with_trade(trade: Sample) -> dict[str, Quantity]:
    """In how many years use and shipments of steel are both known."""
    return {"steel_years": Quantity(len(trade.frame), "years")}


@finds
def employment_abroad(tables: Iterable[pd.DataFrame]) -> dict[str, Quantity]:
    """How many series of employment abroad after 1900 there are, in all rows of `tables`."""
    found = sum(_series_abroad(rows) for rows in tables)
    return {"foreign_employment_series": Quantity(found, "series")}


def industry_tables(names: Iterable[str]) -> list[pd.DataFrame]:
    """The tables of the industries, whole."""
    return [load(name) for name in names]


def _series_abroad(rows: pd.DataFrame) -> int:
    abroad = rows["series"].str.startswith("uk_") & rows["series"].str.contains("hands|employ")
    return int(rows.loc[abroad & (rows["year"] > MODERN), "series"].nunique())
