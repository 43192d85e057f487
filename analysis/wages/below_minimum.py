"""The share of quotes below the local minimum wage, and what it depends on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.errors import WageError
from analysis.findings import derived, resting
from analysis.money import Rates
from analysis.wages.comparators import RATIO, ratio_to_minimum, share_below
from analysis.wages.hours import FULL_TIME, WorkingTime
from analysis.wages.quotes import DEFAULT_EXCLUSIONS, Exclusion, select
from analysis.wages.synthesis import SOURCE
from analysis.wages.time_basis import time_basis, with_open_ends


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
    max_age : int
        Years that a minimum wage may be old.
    """

    name: str
    hours: WorkingTime = FULL_TIME
    unpaid: float = 0.0
    exclude: tuple[Exclusion, ...] = DEFAULT_EXCLUSIONS
    max_age: int = 2


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
        Choice("as quoted, hours as a range"),
        Choice("fewest hours", hours=FULL_TIME.at("low")),
        Choice("middle hours", hours=FULL_TIME.at("central")),
        Choice("most hours", hours=FULL_TIME.at("high")),
        Choice("unpaid time of piece workers counted", unpaid=unpaid),
        Choice("minimum wages up to five years old", max_age=5),
        Choice("advertised pay left out", exclude=(*DEFAULT_EXCLUSIONS, "advertised")),
        Choice("weak and adjacent quotes let in", exclude=kept),
    )


def count_below(
    quotes: pd.DataFrame, comparators: pd.DataFrame, rates: Rates, choice: Choice
) -> Count:
    """Hold quotes against the local minimum under one choice.

    Parameters
    ----------
    quotes, comparators : pandas.DataFrame
        Tables; quotes with ``year``.
    """
    chosen = select(quotes, choice.exclude)
    ratios, refused = ratio_to_minimum(
        chosen.quotes, comparators, rates, choice.hours, max_age=choice.max_age
    )
    if choice.unpaid and len(ratios):
        based = time_basis(ratios, "paid_and_unpaid", choice.unpaid, columns=RATIO)
        ratios = with_open_ends(based, RATIO)
    return Count(choice, ratios, refused, chosen.excluded)


def count_below_each_way(
    quotes: pd.DataFrame, comparators: pd.DataFrame, rates: Rates, *, unpaid: float
) -> tuple[Count, ...]:
    """Counts under each choice, the main one first.

    Raises
    ------
    WageError
        Where the main choice compares no quote.
    """
    counts = tuple(count_below(quotes, comparators, rates, choice) for choice in choices(unpaid))
    if counts[0].ratios.empty:
        raise WageError("share below the minimum: no quote could be compared; allowed: 1")
    return counts


@derived
def dependence(counts: Sequence[Count]) -> pd.DataFrame:
    """Share of quotes below the minimum under each choice, and by country and kind of work.

    Parameters
    ----------
    counts : sequence of Count
        From :func:`count_below_each_way`, the main one first.

    Returns
    -------
    pandas.DataFrame
        A row a choice: ``choice``, ``quotes``, ``sources``, ``below``, ``undecided``,
        ``not_below`` (shares of quotes, not of workers), ``not_compared``, ``excluded``.
    """
    rows = [
        _row(count.choice.name, count.ratios, len(count.refused), len(count.excluded))
        for count in counts
    ]
    rows += [_row(name, part) for name, part in _parts(counts[0].ratios)]
    order = ["choice", "quotes", "sources", "below", "undecided", "not_below"]
    table = pd.DataFrame(rows).astype({"quotes": int})[[*order, "not_compared", "excluded"]]
    return resting(table, [count.ratios for count in counts])


def _row(
    name: str, ratios: pd.DataFrame, not_compared: int = 0, excluded: int = 0
) -> dict[str, object]:
    return {
        "choice": name,
        "sources": ratios[SOURCE].nunique(),
        **share_below(ratios),
        "not_compared": not_compared,
        "excluded": excluded,
    }


def _parts(ratios: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    home = ratios["country"] == "USA"
    piece = ratios["worker_type"].isin(PIECE_WORKERS)
    return [
        ("only the United States", ratios[home]),
        ("only other countries", ratios[~home]),
        ("only crowd and gig work", ratios[piece]),
        ("only staff", ratios[~piece]),
    ]
