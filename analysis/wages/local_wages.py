"""Finding the local wage in force: by region, by country, or the range over regions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import WageError
from analysis.findings import resting
from analysis.money import legal_tender
from analysis.wages.quotes import has_warning

Level = Literal["region", "country", "range of regions"]
Kind = Literal["minimum", "average", "local_income", "other_job", "living_wage"]
NEVER = ("not_a_comparator", "low_confidence", "non_binding")
LONGEST_ORDER = 5
"""Years after which a later order no longer shows that the earlier one stood in between."""
COUNTIES = re.compile(r"county|village|rural|Qingjian|Mengzi|Pingshun|Guangshan|Jia county", re.I)
"""Chinese places at county level, where the lowest class of the province's minimum applies."""


@dataclass(frozen=True)
class LocalWage:
    """The local wage that a quote is held against.

    Attributes
    ----------
    rows : pandas.DataFrame
        Rows of ``comparator_wages``: the classes in force, or one row.
    year : int
        Year that they were set or measured for.
    level : {"region", "country", "range of regions"}
        Whether they are those of the quote's region, of its country, or, where a country sets
        wages by region only and the quote names none, of all its regions.
    top_class_only : bool
        Whether only the highest class is known, so that the true wage may be lower.
    """

    rows: pd.DataFrame
    year: int
    level: Level
    top_class_only: bool


def local_wage(
    comparators: pd.DataFrame,
    country: str,
    region: str | None,
    year: int,
    *,
    kind: Kind = "minimum",
    coverage: str = "all",
    max_age: int = 2,
    place: str | None = None,
) -> LocalWage:
    """Find the local wage in force in a year.

    A statutory minimum stands until it is replaced. An earlier one serves up to `max_age` years;
    longer where the next order of the same place and kind in the table came within
    :data:`LONGEST_ORDER` years of it, or where it is known to be still in force.

    Parameters
    ----------
    comparators : pandas.DataFrame
        Table ``comparator_wages``.
    region : str or None
        As in the table; without one the national wage, else the range over regions.
    place : str or None
        As the quote says. A Chinese county has the lowest class of its province, where one is
        known.

    Raises
    ------
    WageError
        Where nothing recent enough is known, or only what must not be compared with.
    """
    candidates = comparators[
        (comparators["country"] == country)
        & (comparators["kind"] == kind)
        & (comparators["coverage"] == coverage)
        & (comparators["price_basis"] != "ppp_current")
        & (comparators["year"] <= year)
    ]
    usable = candidates["year"] >= year - max_age
    usable |= has_warning(candidates, "still_in_force")
    if kind == "minimum":
        usable |= stands_until_replaced(candidates, comparators, year)
    for code in NEVER:
        usable &= ~has_warning(candidates, code)
    known = candidates[usable]
    if known.empty:
        raise WageError(f"no {kind} wage ({coverage}) of {country} from {year - max_age} to {year}")
    own = known[known["region"] == region] if isinstance(region, str) else known.iloc[:0]
    national = known[known["region"].isna()]
    if len(own):
        rows, level = _latest(own), "region"
    elif len(national):
        rows, level = _latest(national), "country"
    else:
        rows = pd.concat([_latest(group) for _, group in known.groupby("region")])
        level = "range of regions"
    rows = _own_class(_own_money(rows, country), country, place)
    top = rows["category"].fillna("").str.contains("highest|class A").all()
    return LocalWage(rows, int(rows["year"].max()), level, bool(top))  # type: ignore[arg-type]


def with_own_wages(comparators: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Local wages with some of your own, which go before ours of the same place, kind and year.

    Parameters
    ----------
    comparators : pandas.DataFrame
        Table ``comparator_wages``.
    own : pandas.DataFrame
        From ``own(file, "minimum_wages")``.

    Returns
    -------
    pandas.DataFrame
        Rests on the rows of both.
    """
    place = ["country", "region", "kind", "coverage", "year"]
    mine = pd.MultiIndex.from_frame(own[place])
    kept = comparators[~pd.MultiIndex.from_frame(comparators[place]).isin(mine)]
    return resting(pd.concat([kept, own], ignore_index=True), comparators, own)


def stands_until_replaced(
    candidates: pd.DataFrame, comparators: pd.DataFrame, year: int
) -> pd.Series[bool]:
    """Orders followed by another of the same place within :data:`LONGEST_ORDER` years.

    The next order in the table shows that there was one before it; whether others came between
    cannot be seen, so a longer gap shows nothing.
    """
    place = ["country", "region", "kind", "coverage"]
    later = comparators[(comparators["year"] > year) & (comparators["price_basis"] == "nominal")]
    following = later.groupby(place, dropna=False)["year"].min()
    keys = pd.MultiIndex.from_frame(candidates[place])
    gaps = following.reindex(keys).to_numpy(dtype=float) - candidates["year"].to_numpy(dtype=float)
    return pd.Series(gaps <= LONGEST_ORDER, index=candidates.index)


def _own_class(rows: pd.DataFrame, country: str, place: str | None) -> pd.DataFrame:
    if country != "CHN" or not isinstance(place, str) or not COUNTIES.search(place):
        return rows
    if rows["category"].fillna("").str.contains("highest|class A$").all():
        return rows
    lowest = rows.groupby(["region", "year"], dropna=False)["mid"].transform("min")
    return rows[rows["mid"] == lowest]


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    newest = int(rows["year"].max())
    return rows[rows["year"] == newest]


def _own_money(rows: pd.DataFrame, country: str) -> pd.DataFrame:
    own = rows[rows["currency"] == legal_tender(country)]
    return own if len(own) else rows
