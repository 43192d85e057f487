"""Quotes on one scale: selected, made hourly, in one money and on one time basis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import WageError
from analysis.findings import derived, resting
from analysis.money import Rates, constant_usd, ppp_dollars, split_convertible
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
from analysis.wages.time_basis import time_basis

FORMS = {
    "crowd": "crowd",
    "gig": "contractor",
    "outsourced_staff": "employed",
    "in_house_staff": "employed",
    "prison": "prison",
    "unclear": "unclear",
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
    hourly, no_hours = split_convertible(
        typical_amounts(selection.quotes), lambda row: hourly_wage(row, hours)
    )
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


def of_countries(pay: pd.DataFrame, countries: Iterable[str]) -> pd.DataFrame:
    """Quotes of these countries (ISO 3166 alpha-3)."""
    return pay[pay["country"].isin(list(countries))]


@derived
def ends(pay: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """What figures draw of each quote: its name, `columns`, and ``low``, ``mid``, ``high``."""
    return resting(pay[["quote_id", *columns, "low", "mid", "high"]], pay)


@derived
def not_comparable(pay: Comparable) -> pd.DataFrame:
    """Quotes that could not be put on the scale: where that failed (``step``), and why."""
    return resting(pay.refused[["quote_id", "country", "step", "reason"]], pay.refused)


@derived
def within_firms(pay: pd.DataFrame) -> pd.DataFrame:
    """Pay of one job at one firm before and after, where a later quote follows an earlier one.

    Parameters
    ----------
    pay : pandas.DataFrame
        Hourly pay in one unit, with ``follows``.

    Returns
    -------
    pandas.DataFrame
        A row a change: ``firm``, ``country``, ``before`` and ``after`` (identifiers), their
        years, their ends, and the ratio of after to before (``ratio_low``, ``ratio_high``).
    """
    by_name = pay.set_index("quote_id", drop=False)
    later = by_name[by_name["follows"].isin(by_name.index)].sort_index()
    earlier = by_name.loc[list(later["follows"])]
    columns = {
        "firm": later["firm"].to_numpy(), "country": later["country"].to_numpy(),
        "before": earlier["quote_id"].to_numpy(), "after": later["quote_id"].to_numpy(),
    }  # fmt: skip
    for name, rows in (("before", earlier), ("after", later)):
        columns[f"{name}_year"] = rows["year"].to_numpy(dtype=int)
        columns[f"{name}_low"] = rows["low"].to_numpy(dtype=float)
        columns[f"{name}_high"] = rows["high"].to_numpy(dtype=float)
    changes = pd.DataFrame(columns)
    changes["ratio_low"] = changes["after_low"] / changes["before_high"]
    changes["ratio_high"] = changes["after_high"] / changes["before_low"]
    return resting(changes, earlier, later)


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
