"""Labour by rung: every repeated series of one population, and which way it moved."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from analysis.findings import Quantity, derived, finds, resting
from analysis.labels import direction
from analysis.position.crowd import ALONE, BESIDE, CHAO, ESTIMATORS, microwork
from analysis.position.declared import COUNTED, EARLY, FEWEST_SERIES, LATE, RUNGS
from analysis.position.series import Change, monthly_change, yearly_change

OPEN_PLATFORMS = "Mechanical Turk and the microwork index"
"""One source: which platforms make up the index is not known."""
LAST, BEFORE = (2025, 2026), (2023, 2024)
"""The last two years of the survey, to September 2026, and the two before."""
NO_VOTE = {
    "layoffs": "reported because of the cut, and can only fall",
    "low": "read second-hand or not confirmed",
    "dates": "the dates of the accounting of hours",
}


class Moved(NamedTuple):
    """One reading of one series."""

    rung: str
    source: str
    series: str
    reading: str
    before: str
    after: str
    change: float | None
    low: float | None
    high: float | None
    direction: str
    no_vote: str


@derived
def repeated_series(
    workers: pd.DataFrame, index: pd.DataFrame, followed: pd.DataFrame
) -> pd.DataFrame:
    """Every series that counts one population of labellers at two dates or more.

    Parameters
    ----------
    workers : pandas.DataFrame
        From :func:`analysis.position.workers_by_estimator`.
    index : pandas.DataFrame
        Table ``online_labour_month``.
    followed : pandas.DataFrame
        Table ``followed_counts``; rows of another trade, of two populations or of several rungs
        are left out.

    Returns
    -------
    pandas.DataFrame
        A row a reading: ``rung, source, series, reading, before, after, change, low, high`` (log
        points, 95%), ``direction``, and in ``no_vote`` why it is shown only.
    """
    counted = followed[followed["labelling"] & followed["followed"]]
    counted = counted[counted["rung"].isin(COUNTED)]
    rows = [*_workers(workers), *_vacancies(index), *_counts(counted)]
    return resting(pd.DataFrame(rows, columns=Moved._fields), workers, index, counted)


@derived
def series_in_words(series: pd.DataFrame) -> pd.DataFrame:
    """The readings as a page shows them: who is counted and when, the change, what it settles.

    Returns
    -------
    pandas.DataFrame
        ``rung, what, change, settles``: words; changes in per cent with their 95% interval.
    """
    items: Any = series.itertuples()
    rows = [(RUNGS[row.rung], _what(row), _change_in_words(row), _settles(row)) for row in items]
    return resting(pd.DataFrame(rows, columns=["rung", "what", "change", "settles"]), series)


@derived
def direction_by_source(series: pd.DataFrame) -> pd.DataFrame:
    """Which way each source moves: one way only if all that vote of it, and all estimators, agree.

    Returns
    -------
    pandas.DataFrame
        ``rung, source, direction``.
    """
    voting = series[series["no_vote"] == ""]
    found = voting.groupby(["rung", "source"], sort=False).apply(_agreed).rename("direction")
    return resting(found.reset_index(), series)


@finds
def labour_on(sources: pd.DataFrame, rung: str) -> dict[str, Quantity]:
    """How many independent sources of a rung fall, rise and do neither.

    Parameters
    ----------
    sources : pandas.DataFrame
        From :func:`direction_by_source`.
    rung : str
        Of :data:`analysis.position.RUNGS`.
    """
    own = sources[sources["rung"] == rung]
    return {
        "falling": Quantity(int((own["direction"] == "falls").sum()), "sources"),
        "rising": Quantity(int((own["direction"] == "rises").sum()), "sources"),
        "sources": Quantity(len(own), "sources"),
    }


@derived
def labour_by_rung(series: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """A row a rung: what repeats there, which way it moves, and what is missing."""
    rows = []
    for rung, words in RUNGS.items():
        own = sources[sources["rung"] == rung]
        falling, rising = (int((own["direction"] == way).sum()) for way in ("falls", "rises"))
        shown = int((series["rung"] == rung).sum())
        rows.append((words, shown, len(own), falling, rising, answer(falling, rising)))
    columns = ["rung", "readings", "sources", "falling", "rising", "labour"]
    return resting(pd.DataFrame(rows, columns=columns), series)


def answer(falling: int, rising: int) -> str:
    """What the sources of a rung say together.

    Examples
    --------
    >>> answer(2, 0), answer(1, 0), answer(0, 3), answer(2, 1)
    ('falls', 'cannot be told', 'rises', 'cannot be told')
    """
    if falling >= FEWEST_SERIES and not rising:
        return "falls"
    return "rises" if rising >= FEWEST_SERIES and not falling else "cannot be told"


def _workers(workers: pd.DataFrame) -> Iterator[Moved]:
    for years, why in (((BEFORE, LAST), ""), ((EARLY, LATE), NO_VOTE["dates"])):
        for estimator in ESTIMATORS:
            own = workers[workers["estimator"] == estimator].set_index("year")
            errors = None if estimator == CHAO else own["error"]
            found = yearly_change(own["workers"], errors, years)
            yield _moved("workers of Mechanical Turk", estimator, found, why)


def _vacancies(index: pd.DataFrame) -> Iterator[Moved]:
    for beside, reading in ((False, ALONE), (True, BESIDE)):
        found = monthly_change(microwork(index, beside=beside), broken=True)
        yield _moved("new vacancies of microwork", reading, found, "")


def _moved(series: str, reading: str, found: Change, why: str) -> Moved:
    low, high = found.interval or (None, None)
    return Moved(
        "crowd", OPEN_PLATFORMS, series, reading, found.before, found.after, found.change, low,
        high, found.direction, why,
    )  # fmt: skip


def _counts(followed: pd.DataFrame) -> Iterator[Moved]:
    items: Any = followed.sort_values(["rung", "id"]).itertuples()
    for row in items:
        why = NO_VOTE["layoffs"] if row.measure == "layoffs" else ""
        why = why or (NO_VOTE["low"] if row.confidence == "low" else "")
        both = pd.notna(row.value_from) and pd.notna(row.value_to)
        change = math.log(row.value_to / row.value_from) if both else None
        dates = [str(date) if pd.notna(date) else "" for date in (row.date_from, row.date_to)]
        yield Moved(
            COUNTED[row.rung], row.population, f"{row.measure} of {row.population}", "as reported",
            dates[0], dates[1], change, None, None, direction(row), why,
        )  # fmt: skip


def _agreed(readings: pd.DataFrame) -> str:
    """One direction where every reading has it; a bound may not contradict."""
    settled = set(readings.loc[readings["direction"].isin(["rises", "falls"]), "direction"])
    unsure = readings[~readings["direction"].isin(["rises", "falls"])]
    if len(settled) != 1:
        return "not settled"
    way = settled.pop()
    sign = 1.0 if way == "rises" else -1.0
    bounds = unsure[(unsure["direction"] == "not settled") & unsure["change"].notna()]
    agree = bool((bounds["change"] * sign > 0).all()) and len(bounds) == len(unsure)
    return way if agree else "not settled"


def _what(row: Any) -> str:
    read = "" if row.reading == "as reported" else f", {row.reading}"
    dates = f"{row.before}, then {row.after}" if row.before else str(row.after)
    return f"{row.series}{read} ({dates})"


def _change_in_words(row: Any) -> str:
    if pd.isna(row.change):
        return "not counted"
    low, high = ("" if pd.isna(end) else f"{math.expm1(end):+.0%}" for end in (row.low, row.high))
    return f"{math.expm1(row.change):+.0%}" + (f" ({low} to {high})" if low else "")


def _settles(row: Any) -> str:
    if row.no_vote:
        return f"shown only: {row.no_vote}"
    if row.direction != "not settled":
        return str(row.direction)
    bound = "what changes is a lower bound" if row.reading == CHAO else "the counts are bounds"
    return f"nothing: {bound}"
