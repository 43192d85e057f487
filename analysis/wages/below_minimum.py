"""Quotes below the local minimum wage, by country and form of work, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.errors import WageError
from analysis.findings import derived, resting
from analysis.money import Rates
from analysis.tables.country_names import MOSTLY, NOT_KNOWN, country_name
from analysis.wages.comparable import told_once, with_kinds
from analysis.wages.comparators import RATIO, Found, ratio_to_minimum, share_below
from analysis.wages.hours import FULL_TIME, WorkingTime
from analysis.wages.quotes import DEFAULT_EXCLUSIONS, Exclusion, select
from analysis.wages.synthesis import SOURCE
from analysis.wages.time_basis import on_basis, time_basis

OTHERS = "other countries"


@dataclass(frozen=True)
class Choice:
    """One way to count quotes below the minimum.

    Attributes
    ----------
    name : str
        In words.
    hours : WorkingTime
    unpaid : float
        Share of time unpaid that is charged to piece workers; nought takes pay as quoted.
    exclude : tuple of str
    """

    name: str
    hours: WorkingTime = FULL_TIME
    unpaid: float = 0.0
    exclude: tuple[Exclusion, ...] = DEFAULT_EXCLUSIONS


@dataclass(frozen=True)
class Count:
    """Quotes held against the local minimum under one choice.

    Attributes
    ----------
    choice : Choice
    ratios : pandas.DataFrame
        Quotes compared, as from :func:`analysis.wages.comparators.ratio_to_minimum`; they name
        the minimum wages and rates used.
    refused, excluded : pandas.DataFrame
        Quotes that could not be compared, and those left out by the choice, with ``reason``.
    """

    choice: Choice
    ratios: pd.DataFrame
    refused: pd.DataFrame
    excluded: pd.DataFrame

    @property
    def shares(self) -> dict[str, float]:
        """Shares of quotes below, not below and undecided, and how many quotes there are."""
        return share_below(self.ratios)


def choices(unpaid: float) -> tuple[Choice, ...]:
    """The main count and one change at a time; `unpaid` is the share of time unpaid."""
    kept: tuple[Exclusion, ...] = ("comparison", "not_earnings")
    return (
        Choice("as quoted"),
        Choice("unpaid time of piece workers counted", unpaid=unpaid),
        Choice("rates on offer left out", exclude=(*DEFAULT_EXCLUSIONS, "advertised")),
        Choice("weak and adjacent quotes let in", exclude=kept),
    )


def count_below(
    quotes: pd.DataFrame,
    comparators: pd.DataFrame,
    rates: Rates,
    choice: Choice,
    found: Found | None = None,
) -> Count:
    """Hold quotes against the local minimum under one choice.

    A quote whose workers live mostly in one country is held against the minimum there.

    Parameters
    ----------
    quotes, comparators : pandas.DataFrame
        Tables; quotes with ``year``.
    found : Found, optional
        Minimum wages found so far, as in :func:`analysis.wages.ratio_to_minimum`.
    """
    chosen = select(quotes, choice.exclude)
    once = told_once(chosen.quotes)
    kinds = with_kinds(chosen.quotes[once])
    mostly = kinds["country"].isna() & kinds["home"].notna()
    placed = kinds.assign(country=kinds["home"], mostly=mostly)
    ratios, refused = ratio_to_minimum(placed, comparators, rates, choice.hours, found=found)
    if choice.unpaid and len(ratios):
        ratios = on_basis(time_basis(ratios, "paid_and_unpaid", choice.unpaid), RATIO)
    twice = chosen.quotes[~once].assign(reason="told twice")
    return Count(choice, ratios, refused, pd.concat([chosen.excluded, twice]))


def count_below_each_way(
    quotes: pd.DataFrame, comparators: pd.DataFrame, rates: Rates, *, unpaid: float
) -> tuple[Count, ...]:
    """Counts under each choice, the main one first.

    Raises
    ------
    WageError
        Where the main choice compares no quote.
    """
    found = Found()
    counts = tuple(
        count_below(quotes, comparators, rates, choice, found) for choice in choices(unpaid)
    )
    if counts[0].ratios.empty:
        raise WageError("share below the minimum: no quote could be compared; allowed: 1")
    return counts


@derived
def by_country_and_form(count: Count, fewest: int = 3) -> pd.DataFrame:
    """Quotes that cannot be compared, and those below, undecided and not below the minimum.

    Parameters
    ----------
    count : Count
    fewest : int
        Countries with fewer quotes are put together.

    Returns
    -------
    pandas.DataFrame
        A row a country ("mostly" before it where most workers live there) and form, most quotes
        first: ``country``, ``form``, ``quotes``, ``sources``, ``not_compared``, ``below``,
        ``undecided``, ``not_below``: counts of quotes, no workers.
    """
    answer = pd.Series("undecided", index=count.ratios.index)
    answer = answer.mask(count.ratios["ratio_high"] < 1, "below")
    answer = answer.mask(count.ratios["ratio_low"] >= 1, "not_below")
    every = pd.concat(
        [count.ratios.assign(answer=answer), count.refused.assign(answer="not_compared")]
    )
    every["country"] = every["country"].mask(every["mostly"], MOSTLY + every["country"])
    known = every["country"].map(country_name)
    few = known.map(known.value_counts()) < fewest
    every["country"] = known.mask(few & (known != NOT_KNOWN), OTHERS)
    answers = ["not_compared", "below", "undecided", "not_below"]
    keys = [every["country"], every["form"]]
    table = pd.crosstab(keys, every["answer"]).reindex(columns=answers, fill_value=0)
    table["quotes"] = table.sum(axis=1)
    table["sources"] = every.groupby(["country", "form"])[SOURCE].nunique()
    ordered = table.reset_index().sort_values(
        ["quotes", "country", "form"], ascending=[False, True, True], ignore_index=True
    )
    ordered.columns.name = None
    columns = ["country", "form", "quotes", "sources", *answers]
    return resting(ordered[columns], count.ratios, count.refused)


@derived
def dependence(counts: Sequence[Count]) -> pd.DataFrame:
    """Share of quotes below the minimum under each choice.

    Parameters
    ----------
    counts : sequence of Count
        From :func:`count_below_each_way`, the main one first.

    Returns
    -------
    pandas.DataFrame
        A row a choice: ``choice``, ``not_compared``, ``quotes``, ``sources``, ``below``,
        ``undecided``, ``not_below`` (shares of quotes compared, not of workers).
    """
    rows = [
        {
            "choice": count.choice.name,
            "not_compared": len(count.refused),
            "sources": count.ratios[SOURCE].nunique(),
            **count.shares,
        }
        for count in counts
    ]
    order = ["choice", "not_compared", "quotes", "sources", "below", "undecided", "not_below"]
    table = pd.DataFrame(rows).astype({"quotes": int})[order]
    return resting(table, [count.ratios for count in counts])
