"""What there is: quotes kept and left out, unpaid time, the ladder and the table of pay."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.findings import KEYS, Findings, Quantity, derived, finds
from analysis.money import one_unit
from analysis.tables.country_names import country_name, living_in
from analysis.wages.comparable import Comparable
from analysis.wages.named import (
    ILO_ALL_TIME,
    ILO_PAID,
    PLUGIN_ALL_TIME,
    PLUGIN_PAID,
    TIME_UNPAID,
    amount,
    named,
)
from analysis.wages.quotes import Selection
from analysis.wages.synthesis import SOURCE, describe
from analysis.wages.time_basis import on_basis, unpaid_share

QUOTES, SOURCES = "quotes", "sources"
COUNTS = ("quotes", "sources")


@finds
def quotes_there_are(chosen: Selection) -> dict[str, Quantity]:
    """Quotes in all, kept, and left out by reason; how often tax is spoken of."""
    kept, out = chosen.quotes, chosen.excluded
    return {
        "quotes": Quantity(len(kept) + len(out), QUOTES),
        "kept": counted(kept),
        "sources": sources(kept),
        "excluded.low_confidence": counted(out[out["reason"] == "low_confidence"]),
        "excluded.adjacent_work": counted(out[out["reason"] == "adjacent_work"]),
        "excluded.not_earnings": counted(out[out["reason"] == "not_earnings"]),
        "excluded.best_case": counted(out[out["reason"] == "best_case"]),
        "excluded.comparison": counted(out[out["reason"] == "comparison"]),
        "tax_unstated": counted(kept[kept["tax"] == "unstated"]),
        "tax_net": counted(kept[kept["tax"] == "net"]),
    }


def dated(quotes: pd.DataFrame) -> pd.DataFrame:
    """Quotes of a known year, as the figure of years and countries draws them."""
    return quotes.dropna(subset="year")[["quote_id", "country", "year", "worker_type"]]


@finds
def unpaid_time(quotes: pd.DataFrame, stated: pd.DataFrame) -> dict[str, Quantity]:
    """Share of time unpaid: by studies that give pay on both bases, and measured as time.

    Parameters
    ----------
    quotes, stated : pandas.DataFrame
        Tables ``annotation_wages`` and ``stated_shares``.
    """
    measured = named(stated, TIME_UNPAID)
    return {
        "unpaid_ilo": _unpaid(quotes, ILO_PAID, ILO_ALL_TIME),
        "unpaid_plugin": _unpaid(quotes, PLUGIN_PAID, PLUGIN_ALL_TIME),
        "unpaid_measured": Quantity(float(measured["mid"].iloc[0]), "share of time", rows=measured),
    }


def most_unpaid(shares: Findings) -> float:
    """The largest of the shares of :func:`unpaid_time`."""
    return max(float(item.value or 0.0) for item in shares.values())


@finds
def on_the_ladder(pay: Comparable) -> dict[str, Quantity]:
    """Range of hourly pay by form of work as quoted, and how far open time bases could carry it."""
    market = pay.market
    crowd = market[market["form"] == "crowd"]
    return {
        "range_crowd": _ranged(crowd),
        "range_employed": _ranged(market[market["form"] == "employed"]),
        "range_contractor": _ranged(market[market["form"] == "contractor"]),
        "range_crowd_open": _ranged(on_basis(crowd)),
        "open_basis": counted(market[market["time_counted"] == "open"]),
    }


@derived
def pay_by_country_and_form(pay: pd.DataFrame) -> pd.DataFrame:
    """Median over sources and range of pay, a row a country and form of work.

    Parameters
    ----------
    pay : pandas.DataFrame
        Hourly pay in one unit, with ``country``, ``home`` and ``form``.

    Returns
    -------
    pandas.DataFrame
        Columns of :func:`analysis.wages.synthesis.describe`, each cell with the quotes behind it;
        the median is missing with fewer than five sources.
    """
    known = pay.assign(country=living_in(pay).map(country_name))
    rows = {key: _described(group) for key, group in known.groupby(["country", "form"])}
    index = pd.MultiIndex.from_tuples(list(rows), names=["country", "form"])
    return pd.DataFrame(list(rows.values()), index=index)


def counted(rows: pd.DataFrame) -> Quantity:
    """How many quotes there are, resting on them."""
    return Quantity(len(rows), QUOTES, rows=alone(rows))


def sources(rows: pd.DataFrame) -> Quantity:
    """How many sources the quotes come from, resting on them."""
    return Quantity(rows[SOURCE].nunique(), SOURCES, rows=alone(rows))


def alone(rows: pd.DataFrame) -> pd.DataFrame:
    """Quotes without the rates they were converted with, on which no count rests."""
    return rows.drop(columns=KEYS, errors="ignore")


def _unpaid(quotes: pd.DataFrame, paid: str, all_time: str) -> Quantity:
    share = unpaid_share(amount(quotes, paid, "mid"), amount(quotes, all_time, "mid"))
    return Quantity(share, "share of time", rows=named(quotes, paid, all_time))


def _ranged(rows: pd.DataFrame) -> Quantity:
    found = describe(rows).iloc[0]
    return Quantity(
        int(found["sources"]), SOURCES, (found["lowest"], found["highest"]), 1.0, rows=rows
    )


def _described(group: pd.DataFrame) -> dict[str, Quantity | float]:
    found, unit = describe(group).iloc[0], one_unit(group)
    counts = {name: Quantity(int(found[name]), name, rows=alone(group)) for name in COUNTS}
    money = {
        name: Quantity(float(found[name]), unit, rows=group) if pd.notna(found[name]) else np.nan
        for name in ("median", "lowest", "highest")
    }
    return {**counts, **money}
