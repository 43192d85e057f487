"""One value a year from a long table: which source speaks where several do is said, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from analysis.errors import IndustryError
from analysis.industries.series.rows_read import keep
from analysis.tables import table

LOW = "low_confidence"


def annual(
    name: str,
    series: str,
    *,
    prefer: Sequence[str] = (),
    years: tuple[int, int] | None = None,
    low_confidence: bool = False,
    without: Sequence[str] = (),
    dated: Callable[[int], int | None] | None = None,
) -> pd.Series[float]:
    """One series by year.

    Parameters
    ----------
    name : str
        Table of the long form.
    series : str
    prefer : sequence of str
        Source ids in order of preference, for years in which several sources have a value.
    years : (int, int), optional
        First and last year wanted; years without a value stay out.
    low_confidence : bool
        Whether rows with that warning may speak: second-hand, undated or address not kept.
    without : sequence of str
        Further warnings that keep a row from speaking, such as ``interpolated``.
    dated : callable, optional
        Year for which the row of a printed year speaks; None for a row that is not to speak.

    Returns
    -------
    pandas.Series
        Indexed by year, ascending, in the unit of the series; named after the series.

    Raises
    ------
    DataError
        For unknown names.
    IndustryError
        For a year with several sources none of which is preferred.
    """
    opened = table(name)
    opened.series(series)
    rows = opened.frame[opened.frame["series"] == series]
    if years is not None:
        rows = rows[rows["year"].between(*years)]
    barred = {*without, *(() if low_confidence else (LOW,))}
    marks = rows["warnings"].fillna("").str.split(";")
    rows = rows[[barred.isdisjoint(codes) for codes in marks]]
    rank = {source: place for place, source in enumerate(prefer)}
    ordered = rows.assign(rank=rows["source_id"].map(rank).fillna(len(rank))).sort_values(
        ["year", "rank"], kind="stable"
    )
    best = ordered.groupby("year")["rank"].transform("min")
    kept = ordered[ordered["rank"] == best]
    twice = kept[kept["year"].duplicated(keep=False)]
    if len(twice):
        year = int(twice["year"].iloc[0])
        there = ", ".join(twice.loc[twice["year"] == year, "source_id"])
        raise IndustryError(
            f"{name}, series {series}: {year} has several sources ({there}); name one in `prefer`"
        )
    speaks_for = [int(year) if dated is None else dated(int(year)) for year in kept["year"]]
    kept = kept[[year is not None for year in speaks_for]]
    index = [year for year in speaks_for if year is not None]
    keep(name, kept, index)
    by_year = pd.Index(index, name="year", dtype="int64")
    return pd.Series(kept["value"].to_numpy(float), index=by_year, name=series)
