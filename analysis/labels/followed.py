"""People who label, followed: whether their number rose or fell, where the counts settle it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.findings import Quantity, derived, finds, resting

FLOORS, CEILINGS = ("exact", "about", "at_least"), ("exact", "about", "at_most")
RISES, FALLS, OPEN = "rises", "falls", "not settled"


@derived
def directions(followed: pd.DataFrame, *, weak: bool = False) -> pd.DataFrame:
    """Whether each population of labellers that can be followed rose or fell.

    Rows that count a wider trade, or two different populations, are left out, and those of low
    confidence unless `weak`.

    Parameters
    ----------
    followed : pandas.DataFrame
        Table ``followed_counts``.

    Returns
    -------
    pandas.DataFrame
        ``population``, ``region``, ``measure``, ``date_to``, ``direction``; by region.
    """
    rows = followed[followed["labelling"] & followed["followed"]]
    rows = rows[weak | (rows["confidence"] != "low")].sort_values(["region", "population", "id"])
    found = rows[["population", "region", "measure", "date_to"]].reset_index(drop=True)
    items: Any = rows.itertuples()
    return resting(found.assign(direction=[direction(row) for row in items]), rows)


def direction(row: Any) -> str:
    """Direction of one row: by the change that the source states, else by its two counts.

    A second count of at least so many settles no fall, and a first of at least so many no rise.
    """
    if pd.notna(row.change_high) and row.change_high < 0:
        return FALLS
    if pd.notna(row.change_low) and row.change_low > 0:
        return RISES
    if pd.isna(row.value_from) or pd.isna(row.value_to):
        return OPEN
    if row.value_to > row.value_from and row.bound_to in FLOORS and row.bound_from in CEILINGS:
        return RISES
    if row.value_to < row.value_from and row.bound_to in CEILINGS and row.bound_from in FLOORS:
        return FALLS
    return OPEN


@finds
def where_jobs_go(found: pd.DataFrame) -> dict[str, Quantity]:
    """Parts of the world in which all that is settled falls, rises, or differs; China's places.

    Parameters
    ----------
    found : pandas.DataFrame
        From :func:`directions`.
    """
    settled = found[found["direction"] != OPEN]
    # People all over the world are of no one part of it.
    placed = settled[settled["region"] != "world"]
    by_region = placed.groupby("region")["direction"].agg(set)
    kinds = {
        "regions_falling": {FALLS},
        "regions_rising": {RISES},
        "regions_both": {FALLS, RISES},
    }
    china = settled[(settled["region"] == "China") & (settled["measure"] == "heads")]
    return {
        **{name: Quantity(int((by_region == kind).sum())) for name, kind in kinds.items()},
        "followed_settled": Quantity(len(settled)),
        "followed_falling": Quantity(int((settled["direction"] == FALLS).sum())),
        "china_growing": Quantity(int((china["direction"] == RISES).sum())),
        "china_shrinking": Quantity(int((china["direction"] == FALLS).sum())),
    }
