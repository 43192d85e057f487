"""The share of quotes below the local minimum wage, and what it depends on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.errors import TooFewSourcesError
from analysis.money import Rates
from analysis.wages.comparators import RATIO, ratio_to_minimum, share_below
from analysis.wages.hours import FULL_TIME, WorkingTime
from analysis.wages.quotes import DEFAULT_EXCLUSIONS, Exclusion, select
from analysis.wages.synthesis import SOURCE
from analysis.wages.time_basis import PIECE_WORKERS, time_basis


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


def below_minimum(
    quotes: pd.DataFrame, comparators: pd.DataFrame, rates: Rates, choice: Choice
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Ratios to the local minimum under one choice.

    Returns
    -------
    ratios, refused, excluded : pandas.DataFrame
        As :func:`analysis.wages.comparators.ratio_to_minimum` and
        :func:`analysis.wages.quotes.select`.
    """
    chosen = select(quotes, choice.exclude)
    ratios, refused = ratio_to_minimum(
        chosen.quotes, comparators, rates, choice.hours, max_age=choice.max_age
    )
    if choice.unpaid and len(ratios):
        ratios = time_basis(ratios, "paid_and_unpaid", choice.unpaid, columns=RATIO)
    return ratios, refused, chosen.excluded


def dependence(
    quotes: pd.DataFrame, comparators: pd.DataFrame, rates: Rates, unpaid: float
) -> pd.DataFrame:
    """Share of quotes below the minimum under each choice, and by country and kind of work.

    Parameters
    ----------
    quotes, comparators : pandas.DataFrame
        Tables; quotes with ``year``.

    Returns
    -------
    pandas.DataFrame
        A row a choice: ``choice``, ``quotes``, ``sources``, ``below``, ``undecided``,
        ``not_below`` (shares of quotes, not of workers), ``not_compared``, ``excluded``.
    """
    rows = []
    for choice in choices(unpaid):
        ratios, refused, excluded = below_minimum(quotes, comparators, rates, choice)
        rows.append(
            {"choice": choice.name, "sources": ratios[SOURCE].nunique()}
            | share_below(ratios)
            | {"not_compared": len(refused), "excluded": len(excluded)}
        )
    main, _, _ = below_minimum(quotes, comparators, rates, choices(unpaid)[0])
    for name, part in _parts(main):
        rows.append(
            {"choice": name, "sources": part[SOURCE].nunique()}
            | share_below(part)
            | {"not_compared": 0, "excluded": 0}
        )
    order = ["choice", "quotes", "sources", "below", "undecided", "not_below"]
    return pd.DataFrame(rows).astype({"quotes": int})[[*order, "not_compared", "excluded"]]


def _parts(ratios: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    if ratios.empty:
        raise TooFewSourcesError("share below the minimum: no quote could be compared; allowed: 1")
    home = ratios["country"] == "USA"
    piece = ratios["worker_type"].isin(PIECE_WORKERS)
    return [
        ("only the United States", ratios[home]),
        ("only other countries", ratios[~home]),
        ("only crowd and gig work", ratios[piece]),
        ("only staff", ratios[~piece]),
    ]
