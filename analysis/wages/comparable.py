"""Quotes on one scale: selected, made hourly, in one money and on one time basis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.errors import WageError
from analysis.findings import derived, resting
from analysis.money import Basket, Rates, constant_usd, ppp_dollars, split_convertible
from analysis.tables.country_names import country_name
from analysis.wages.hours import FULL_TIME, WorkingTime, hourly_wage
from analysis.wages.quotes import (
    DEFAULT_EXCLUSIONS,
    Exclusion,
    Selection,
    select,
    typical_amounts,
    with_year,
)
from analysis.wages.synthesis import SOURCE
from analysis.wages.time_basis import one_basis_a_study, time_basis

FORMS = {
    "crowd": "crowd",
    "gig": "contractor",
    "outsourced_staff": "employed",
    "in_house_staff": "employed",
    "prison": "prison",
    "unclear": "form unclear",
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
    all_time : pandas.DataFrame
        As `market`, quotes per hour of all work, unpaid hours counted: not to be mixed with it.
    refused : pandas.DataFrame
        Quotes that could not be made comparable, with ``step`` and ``reason``.
    selection : Selection
        What was left out beforehand, and why.
    """

    market: pd.DataFrame
    parity: pd.DataFrame
    all_time: pd.DataFrame
    refused: pd.DataFrame
    selection: Selection


def comparable(
    quotes: pd.DataFrame,
    rates: Rates,
    *,
    base_year: int,
    unpaid: float,
    basket: Basket = "consumption",
    hours: WorkingTime = FULL_TIME,
    exclude: Iterable[Exclusion] = DEFAULT_EXCLUSIONS,
) -> Comparable:
    """Put quotes on one scale; what cannot be is set apart with its reason.

    Rates of years that have none yet are carried forward and marked in ``carried``. Amounts are
    as stated: per paid hour, or per hour of which the source does not say whether it is; how far
    off those may be stands beside them (see :func:`analysis.wages.time_basis.time_basis`). Quotes
    per hour of all work stand apart, and out where their study gives an average per paid hour.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Table ``annotation_wages``.
    base_year : int
        Year of the dollars.
    unpaid : float
        Share of piece workers' time that is unpaid; it changes no amount.
    basket : {"consumption", "product"}
        What purchasing power is compared by.
    """
    check_columns(quotes)
    selection = select(with_year(quotes), exclude)
    once = one_basis_a_study(selection.quotes, "paid") & told_once(selection.quotes)
    hourly, no_hours = split_convertible(
        typical_amounts(selection.quotes[once]), lambda row: hourly_wage(row, hours)
    )
    kinds = with_kinds(hourly)
    market, no_rate = split_convertible(
        kinds, lambda row: constant_usd(row, rates, base_year=base_year, carry_forward=True)
    )
    abroad = kinds[kinds["country"].notna()]
    parity, no_parity = split_convertible(
        abroad,
        lambda row: ppp_dollars(row, rates, base_year=base_year, basket=basket, carry_forward=True),
    )
    market, parity = (time_basis(scale, "paid", unpaid) for scale in (market, parity))
    every_hour = market["time_counted"] == "other"
    told = selection.quotes[~once].assign(reason="another quote gives the same fact")
    apart = selection.quotes.loc[market.index[every_hour]].assign(reason="unpaid hours count")
    steps = {
        "told twice": told, "time basis": apart, "hours": no_hours, "market rate": no_rate,
        "purchasing power": no_parity,
    }  # fmt: skip
    return Comparable(
        market=market[~every_hour],
        parity=parity[parity["time_counted"] != "other"],
        all_time=market[every_hour],
        refused=pd.concat([rows.assign(step=step) for step, rows in steps.items()]),
        selection=selection,
    )


NEEDED = (
    "quote_id", "origin", "country", "mostly_country", "worker_type", "year_first", "year_last",
    "period", "period_count", "low", "mid", "high", "currency", "statistic", "paid_time",
    "weekly_hours_low", "weekly_hours_high", "daily_hours", "restates", "warnings",
)  # fmt: skip
"""Columns of ``annotation_wages`` that putting quotes on one scale reads."""


def check_columns(quotes: pd.DataFrame) -> None:
    """Refuse quotes that lack a column; all that are missing in one error.

    Raises
    ------
    WageError
    """
    missing = [name for name in NEEDED if name not in quotes]
    if missing:
        raise WageError(
            f"quotes without the columns {', '.join(missing)}; read a file of your own with "
            "own(file, 'quotes'): it needs currency, period, year and an amount, and says of the "
            "others that they are not known (docs/own_data.md)"
        )


def told_once(quotes: pd.DataFrame) -> pd.Series[bool]:
    """Quotes to keep: one that restates another, in other money or time, goes where that is."""
    return ~quotes["restates"].isin(quotes["quote_id"])


def with_kinds(quotes: pd.DataFrame) -> pd.DataFrame:
    """Add ``form`` of work, and ``home``: the country, or the one most workers are of, or none."""
    home = quotes["country"].fillna(quotes["mostly_country"])
    return quotes.assign(form=quotes["worker_type"].map(FORMS), home=home)


def years_with_both(pay: pd.DataFrame, countries: tuple[str, str], fewest: int) -> list[int]:
    """Years in which each of two countries has at least `fewest` sources."""
    counts = pay.pivot_table(
        index="year", columns="country", values=SOURCE, aggfunc="nunique", fill_value=0
    )
    enough = counts.reindex(columns=list(countries), fill_value=0) >= fewest
    return [int(year) for year in counts.index[enough.all(axis=1)]]


def of_countries(pay: pd.DataFrame, countries: Iterable[str]) -> pd.DataFrame:
    """Quotes of these countries (ISO 3166 alpha-3)."""
    return pay[pay["country"].isin(list(countries))]


@derived
def ends(pay: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """What figures draw of each quote: its name, `columns`, and ``low``, ``mid``, ``high``."""
    return resting(pay[["quote_id", *columns, "low", "mid", "high"]], pay)


LACKING = {
    "told twice": "nothing: the same fact is there on another basis",
    "time basis": "nothing: unpaid hours are counted, and it stands apart",
    "hours": "the hours behind the amount",
    "market rate": "an exchange rate",
    "purchasing power": "a purchasing power parity, only for that scale",
}


@derived
def not_comparable(pay: Comparable) -> pd.DataFrame:
    """How many quotes could not be put on the scale, by what they lack and where they are from."""
    lacking = pay.refused.assign(
        lacking=pay.refused["step"].map(LACKING),
        country=pay.refused["country"].map(country_name, na_action=None),
    )
    counts = lacking.groupby(["lacking", "country"]).size().rename("quotes").reset_index()
    return resting(counts, pay.refused)


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
    WageError
        For an identifier that is not among the quotes.
    """
    ends = []
    for names in (list(above), list(below)):
        chosen = quotes[quotes["quote_id"].isin(names)]
        missing = sorted(set(names) - set(chosen["quote_id"]))
        if missing or not names:
            raise WageError(f"no quote {', '.join(missing) or 'named'}; allowed: quotes given")
        low = chosen["low"].fillna(chosen["high"])
        ends.append((float(low.min()), float(chosen["high"].fillna(chosen["low"]).max())))
    (top_low, top_high), (bottom_low, bottom_high) = ends
    return top_low / bottom_high, top_high / bottom_low
