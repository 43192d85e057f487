"""Quotes on one scale: selected, made hourly, in one money and on one time basis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import QuoteError
from analysis.money import Rates, constant_usd, ppp_dollars, split_convertible
from analysis.wages.hours import FULL_TIME, WorkingTime, hourly_wage
from analysis.wages.quotes import DEFAULT_EXCLUSIONS, Exclusion, Selection, select, with_year
from analysis.wages.synthesis import SOURCE
from analysis.wages.time_basis import time_basis

FORMS = {
    "crowd": "crowd",
    "gig": "contractor",
    "outsourced_staff": "employed",
    "in_house_staff": "employed",
    "prison": "prison",
    "comparison": "comparison",
}
"""Form of work by kind of worker: staff of shops and of the buyer itself are both employed."""


@dataclass(frozen=True)
class Comparable:
    """Hourly pay in constant dollars, at the market rate and in purchasing power.

    Attributes
    ----------
    market : pandas.DataFrame
        US dollars of the base year at market rates, moved with American prices.
    parity : pandas.DataFrame
        PPP dollars of the base year, moved with local prices; quotes that have a country.
    refused : pandas.DataFrame
        Quotes that could not be made comparable, with ``step`` and ``reason``.
    selection : Selection
        What was left out beforehand, and why.
    """

    market: pd.DataFrame
    parity: pd.DataFrame
    refused: pd.DataFrame
    selection: Selection


def comparable(
    quotes: pd.DataFrame,
    rates: Rates,
    *,
    base_year: int,
    unpaid: float,
    hours: WorkingTime = FULL_TIME,
    exclude: Iterable[Exclusion] = DEFAULT_EXCLUSIONS,
) -> Comparable:
    """Put quotes on one scale; what cannot be is set apart with its reason.

    Rates of years that have none yet are carried forward and marked in ``carried``. Pay is per
    paid hour; piece workers' quotes that do not say their basis are widened by `unpaid`.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Table ``annotation_wages``.
    base_year : int
        Year of the dollars.
    unpaid : float
        Share of piece workers' time that is unpaid.
    """
    selection = select(with_year(quotes), exclude)
    hourly, no_hours = split_convertible(selection.quotes, lambda row: hourly_wage(row, hours))
    kinds = hourly.assign(
        form=hourly["worker_type"].map(FORMS),
        where=np.where(hourly["country"] == "USA", "United States", "elsewhere or not known"),
    )
    market, no_rate = split_convertible(
        kinds, lambda row: constant_usd(row, rates, base_year=base_year, carry_forward=True)
    )
    abroad = kinds[kinds["country"].notna()]
    parity, no_parity = split_convertible(
        abroad, lambda row: ppp_dollars(row, rates, base_year=base_year, carry_forward=True)
    )
    steps = (("hours", no_hours), ("market rate", no_rate), ("purchasing power", no_parity))
    refused = pd.concat([rows.assign(step=step) for step, rows in steps])
    return Comparable(
        market=time_basis(market, "paid", unpaid),
        parity=time_basis(parity, "paid", unpaid),
        refused=refused,
        selection=selection,
    )


def years_with_both(pay: pd.DataFrame, countries: tuple[str, str], fewest: int) -> list[int]:
    """Years in which each of two countries has at least `fewest` sources."""
    counts = pay.pivot_table(
        index="year", columns="country", values=SOURCE, aggfunc="nunique", fill_value=0
    )
    enough = counts.reindex(columns=list(countries), fill_value=0) >= fewest
    return [int(year) for year in counts.index[enough.all(axis=1)]]


def ladder(pay: Comparable) -> pd.DataFrame:
    """Range of pay by country and form of work, poorest first.

    Returns
    -------
    pandas.DataFrame
        A row a country (missing: not known) and form: ``quotes``, ``sources``, ``low`` and
        ``high`` of all ends at the market rate, ``middle`` (of these ends, in logs),
        ``parity_low`` and ``parity_high`` in PPP dollars (missing where none).
    """
    keys = ["country", "form"]
    rows = []
    for (country, form), group in pay.market.groupby(keys, dropna=False):
        low, high = _ends(group)
        same = pay.parity[(pay.parity["country"] == country) & (pay.parity["form"] == form)]
        parity_low, parity_high = _ends(same)
        rows.append(
            {
                "country": country, "form": form, "quotes": len(group),
                "sources": group[SOURCE].nunique(), "low": low, "high": high,
                "middle": np.sqrt(low * high), "parity_low": parity_low,
                "parity_high": parity_high,
            }
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values(["middle", "form"], ignore_index=True)


def within_firms(pay: pd.DataFrame) -> pd.DataFrame:
    """Pay of one firm in one country at its first and its last quote, where the two differ.

    Returns
    -------
    pandas.DataFrame
        A row a firm and country with quotes of two years or of two dated rates: ``first``,
        ``last`` (identifiers), their years, ends, and the ratio of last to first (``ratio_low``,
        ``ratio_high``), wider than one point where either is a range.
    """
    closed = pay.dropna(subset=["firm", "country", "low", "high"])
    rows = []
    for (firm, country), group in closed.groupby(["firm", "country"]):
        ordered = group.sort_values(["year", "quote_id"])
        first, last = ordered.iloc[0], ordered.iloc[-1]
        if len(ordered) < 2:
            continue
        rows.append(
            {
                "firm": firm, "country": country, "first": first["quote_id"],
                "last": last["quote_id"], "year_first": first["year"], "year_last": last["year"],
                "first_low": first["low"], "first_high": first["high"],
                "last_low": last["low"], "last_high": last["high"],
                "ratio_low": last["low"] / first["high"], "ratio_high": last["high"] / first["low"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def pay_ratio(
    quotes: pd.DataFrame, above: Iterable[str], below: Iterable[str]
) -> tuple[float, float]:
    """Lowest and highest ratio of pay between two sets of quotes of one task.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Hourly pay in one unit; an end left open takes the other end's place.
    above, below : iterable of str
        Identifiers of the quotes of numerator and denominator.

    Raises
    ------
    QuoteError
        For an identifier that is not among the quotes.
    """
    ends = []
    for names in (list(above), list(below)):
        chosen = quotes[quotes["quote_id"].isin(names)]
        missing = sorted(set(names) - set(chosen["quote_id"]))
        if missing or not names:
            raise QuoteError(f"no quote {', '.join(missing) or 'named'}; allowed: quotes given")
        low = chosen["low"].fillna(chosen["high"])
        ends.append((float(low.min()), float(chosen["high"].fillna(chosen["low"]).max())))
    (top_low, top_high), (bottom_low, bottom_high) = ends
    return top_low / bottom_high, top_high / bottom_low


def _ends(group: pd.DataFrame) -> tuple[float, float]:
    ends = group[["low", "mid", "high"]].astype(float)
    return float(ends.min().min()), float(ends.max().max())
