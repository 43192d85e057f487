"""One value a year from a long table: which source speaks where several do is said, not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.errors import AmbiguousYearError
from analysis.industries.series.joins import Join
from analysis.tables import Evidence, load, table

LOW = "low_confidence"


@dataclass(frozen=True)
class Sample:
    """A frame ready for analysis and the rows of the tables that it was made from.

    Attributes
    ----------
    frame : pandas.DataFrame
        Indexed by year unless said otherwise.
    units : dict of str to str
        Unit of each column.
    evidence : tuple of Evidence
    joins : tuple of Join
        Seams inside the columns.
    """

    frame: pd.DataFrame
    units: dict[str, str]
    evidence: tuple[Evidence, ...]
    joins: tuple[Join, ...] = ()


def annual(
    name: str,
    series: str,
    *,
    prefer: Sequence[str] = (),
    years: tuple[int, int] | None = None,
    low_confidence: bool = False,
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

    Returns
    -------
    pandas.Series
        Indexed by year, ascending, in the unit of the series; named after the series.

    Raises
    ------
    UnknownTableError, UnknownSeriesError
        For unknown names.
    AmbiguousYearError
        For a year with several sources none of which is preferred.
    """
    table(name).series(series)
    rows = load(name).query("series == @series")
    if years is not None:
        rows = rows[rows["year"].between(*years)]
    if not low_confidence:
        rows = rows[~rows["warnings"].fillna("").str.contains(LOW)]
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
        raise AmbiguousYearError(
            f"{name}, series {series}: {year} has several sources ({there}); name one in `prefer`"
        )
    return pd.Series(
        kept["value"].to_numpy(float), index=pd.Index(kept["year"], name="year"), name=series
    )
