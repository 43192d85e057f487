"""Finding the local wage in force: by region, by country, or the range over regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import WageError
from analysis.money import legal_tender
from analysis.wages.quotes import has_warning

Level = Literal["region", "country", "range of regions"]
Kind = Literal["minimum", "average", "local_income", "other_job", "living_wage"]
NEVER = ("not_a_comparator", "low_confidence", "non_binding")


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
) -> LocalWage:
    """Find the local wage in force in a year.

    A statutory minimum stands until it is replaced, so an earlier year serves, up to `max_age`
    years back; one known to be still in force serves however old it is.

    Parameters
    ----------
    comparators : pandas.DataFrame
        Table ``comparator_wages``.
    region : str or None
        As in the table; without one the national wage, else the range over regions.

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
    rows = _own_money(rows, country)
    top = rows["category"].fillna("").str.contains("highest|class A").all()
    return LocalWage(rows, int(rows["year"].max()), level, bool(top))  # type: ignore[arg-type]


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    newest = int(rows["year"].max())
    return rows[rows["year"] == newest]


def _own_money(rows: pd.DataFrame, country: str) -> pd.DataFrame:
    own = rows[rows["currency"] == legal_tender(country)]
    return own if len(own) else rows
