"""Volumes by entity: growth within one population, disagreement shown, no differences across."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError, LabelsError
from analysis.findings import derived, resting
from analysis.labels.checks import row_of

MEASURED = ("exact", "about")
FLOOR = "at_least"
CEILING = "at_most"
REALISED = ("observed", "estimate")
NOT_PLACES = ("none", "country")
"""Levels of counts that are of a trade or of the whole country, not of a place."""
_ONE = ("population", "unit", "currency", "period")


def growth(volumes: pd.DataFrame, population: str) -> pd.DataFrame:
    """Growth between successive observations of one population.

    Forecasts, targets and plans are left out. Where an end is only a bound the growth between is
    not known and stays missing.

    Returns
    -------
    pandas.DataFrame
        In order of time: ``id``, ``time`` (year, with the month where known), ``value``,
        ``bound``, ``growth`` (yearly log growth since the row before).

    Raises
    ------
    DataError
        Where the population does not exist or has fewer than two realised values.
    """
    rows = volumes[(volumes["population"] == population) & volumes["status"].isin(REALISED)]
    if len(rows) < 2:
        raise DataError(f"population {population!r} has {len(rows)} realised values; needed: 2")
    _same(rows)
    months = rows["month"].astype("Float64")
    time = rows["year"] + ((months - 0.5) / 12).fillna(0.5).astype(float)
    ordered = rows.assign(time=time).sort_values("time")[["id", "time", "value", "bound"]]
    step = np.log(ordered["value"]).diff() / ordered["time"].diff()
    known = ordered["bound"].isin(MEASURED)
    apart = ordered["time"].diff() > 0
    ordered["growth"] = step.where(known & known.shift(fill_value=False) & apart)
    return ordered


def difference(volumes: pd.DataFrame, before: str, after: str) -> float:
    """Change of value from row `before` to row `after`, if both count the same thing.

    Raises
    ------
    LabelsError
        Where population, unit, currency, period or standing (realised or announced) differ.
    """
    rows = pd.DataFrame([row_of(volumes, before), row_of(volumes, after)])
    _same(rows)
    if len(set(rows["status"].isin(REALISED))) > 1:
        raise LabelsError(
            f"{before} to {after}: one is realised, the other announced; allowed: both realised"
        )
    return float(rows["value"].iloc[1] - rows["value"].iloc[0])


@derived
def disagreement(
    volumes: pd.DataFrame, measure: str, year: int, *, currency: str | None = None
) -> pd.DataFrame:
    """All values of one measure and year side by side, with their populations.

    Returns
    -------
    pandas.DataFrame
        In order of value: ``entity``, ``population``, ``status``, ``bound``, ``value``,
        ``over_least`` (value over the least), ``confidence``.
    """
    rows = volumes[(volumes["measure"] == measure) & (volumes["year"] == year)]
    if currency is not None:
        rows = rows[rows["currency"] == currency]
    kept = rows.sort_values("value")[
        ["entity", "population", "status", "bound", "value", "confidence"]
    ]
    return resting(kept.assign(over_least=kept["value"] / kept["value"].min()), rows)


@derived
def growing_populations(volumes: pd.DataFrame, measure: str, *, weak: bool = False) -> pd.DataFrame:
    """Growth from first to last value of every population of `measure` that has two dates.

    Values of low confidence are left out unless `weak`.

    Returns
    -------
    pandas.DataFrame
        ``population``, ``entity``, ``country``, ``first``, ``last`` (time), ``ratio`` (last over
        first), ``bounded`` (whether an end is a bound only), ``grew`` and ``shrank`` (whether the
        ends settle it: more than at least so many is no growth).
    """
    found, ends = [], []
    trusted = volumes if weak else volumes[volumes["confidence"] != "low"]
    chosen = trusted[(trusted["measure"] == measure) & trusted["status"].isin(REALISED)]
    for population, rows in chosen.groupby("population", sort=True):
        if len(rows) < 2:
            continue
        path = growth(trusted, str(population))
        first, last = path.iloc[0], path.iloc[-1]
        if last["time"] == first["time"]:
            continue
        ends += [first["id"], last["id"]]
        found.append(
            {
                "population": population,
                "entity": rows["entity"].iloc[0],
                "country": rows["country"].iloc[0],
                "first": first["time"],
                "last": last["time"],
                "ratio": last["value"] / first["value"],
                "bounded": not {first["bound"], last["bound"]} <= set(MEASURED),
                "grew": _above(last, first),
                "shrank": _above(first, last),
            }
        )
    return resting(pd.DataFrame(found), volumes[volumes["id"].isin(ends)])


def _above(more: pd.Series[Any], less: pd.Series[Any]) -> bool:
    """Whether the one value is above the other, however far off their bounds are."""
    settled = more["bound"] in {*MEASURED, FLOOR} and less["bound"] in {*MEASURED, CEILING}
    return bool(settled and more["value"] > less["value"])


@derived
def head_counts(volumes: pd.DataFrame, country: str, *, weak: bool = False) -> pd.DataFrame:
    """Latest realised head-count of every place or firm of a country that overlaps with no other.

    Left out are counts that include other work than labelling, those of no place, those of low
    confidence unless `weak`, and those of a place within another that is counted.

    Returns
    -------
    pandas.DataFrame
        In order of value: ``entity``, ``population``, ``level``, ``year``, ``value``, ``bound``,
        ``firms``.
    """
    rows = volumes[
        (volumes["measure"] == "workers")
        & (volumes["country"] == country)
        & volumes["status"].isin(REALISED)
        & ~volumes["level"].isin(NOT_PLACES)
    ]
    wider = rows["warnings"].fillna("").str.contains("wider_population")
    rows = rows[~wider & (weak | (rows["confidence"] != "low"))]
    placed = rows.assign(place=rows["site"].fillna(rows["entity"]))
    # A count of the year alone is taken for earlier than one of a month of it.
    ordered = placed.sort_values(["year", "month", "id"], na_position="first")
    latest = ordered.drop_duplicates("place", keep="last")
    latest = latest[~latest["within"].isin(latest["place"])]
    columns = ["entity", "population", "level", "year", "value", "bound", "firms"]
    return resting(latest.sort_values("value")[columns].reset_index(drop=True), latest)


def _same(rows: pd.DataFrame) -> None:
    for name in _ONE:
        found = sorted(rows[name].dropna().unique())
        if len(found) > 1:
            ids = ", ".join(rows["id"])
            raise LabelsError(
                f"{ids}: {name} is {' and '.join(map(str, found))}; allowed: one {name}"
            )
