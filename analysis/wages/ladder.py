"""The wage ladder: ranges of pay by country and form of work, with the minimum wage beside them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import LabourError, WageError
from analysis.findings import derived, resting
from analysis.money import Rates, constant_usd
from analysis.tables.country_names import MOSTLY, living_in
from analysis.wages.comparable import Comparable
from analysis.wages.hours import FULL_TIME, WorkingTime, hourly_wage
from analysis.wages.local_wages import local_wage
from analysis.wages.quotes import log_midpoint
from analysis.wages.synthesis import SOURCE
from analysis.wages.time_basis import on_basis

REASONS = 5
"""Reasons named where nothing could be compared."""


@derived
def ladder(pay: Comparable) -> pd.DataFrame:
    """Pay by country and form of work in the order of the median source, lowest first.

    Returns
    -------
    pandas.DataFrame
        A row a country ("mostly" before it where most workers live there; missing where it is
        not known) and form: ``quotes``, ``sources``, ``low`` and ``high`` of all ends as stated,
        ``median`` over sources of their middles (of the ends where no source has one),
        ``open_high`` (how far the open ones could reach by unpaid time), and ``parity_low``,
        ``parity_median`` and ``parity_high`` in PPP dollars (missing where none).
    """
    if pay.market.empty:
        why = sorted(set(pay.refused["reason"].astype(str))) or ["all were left out beforehand"]
        raise WageError(f"no quote could be made comparable: {'; '.join(why[:REASONS])}")
    market = pay.market.assign(living=living_in(pay.market))
    parity = pay.parity.assign(living=living_in(pay.parity))
    rows, used = [], [pay.market]
    for (country, form), group in market.groupby(["living", "form"], dropna=False):
        low, high = _ends(group)
        same = parity[(parity["living"] == country) & (parity["form"] == form)]
        parity_low, parity_high = _ends(same)
        used.append(same)
        rows.append(
            {
                "country": country, "form": form, "quotes": len(group),
                "sources": group[SOURCE].nunique(), "low": low, "median": _median(group),
                "high": high, "open_high": _ends(on_basis(group))[1], "parity_low": parity_low,
                "parity_median": _median(same), "parity_high": parity_high,
            }
        )  # fmt: skip
    steps = pd.DataFrame(rows).sort_values(["median", "form"], ignore_index=True)
    return resting(steps, *used)


@derived
def ladder_minima(
    pay: Comparable,
    comparators: pd.DataFrame,
    rates: Rates,
    *,
    base_year: int,
    hours: WorkingTime = FULL_TIME,
    max_age: int = 2,
) -> pd.DataFrame:
    """Minimum wage per hour of each country on the ladder, in the ladder's dollars.

    The year is that of the country's latest quote for which a minimum wage is known; the ends
    cover classes, regions and hours.

    Returns
    -------
    pandas.DataFrame
        ``country``, ``year``, ``low``, ``high``, ``comparator_ids``; countries without any
        comparable minimum wage are not in it.
    """
    rows, used = [], []
    for country, group in pay.market.dropna(subset="country").groupby("country"):
        for year in sorted(set(group["year"]), reverse=True):
            try:
                local = local_wage(comparators, str(country), None, int(year), max_age=max_age)
                floor = constant_usd(
                    hourly_wage(local.rows, hours).assign(year=int(year)),
                    rates, base_year=base_year, carry_forward=True,
                )  # fmt: skip
            except LabourError:
                continue
            low, high = _ends(floor)
            ids = ";".join(local.rows["comparator_id"])
            rows.append((country, int(year), low, high, ids))
            used.append(floor)
            break
    columns = ["country", "year", "low", "high", "comparator_ids"]
    return resting(pd.DataFrame(rows, columns=columns), *used)


@derived
def with_minima(steps: pd.DataFrame, minima: pd.DataFrame) -> pd.DataFrame:
    """Put the minimum wage of its country beside each step of the ladder.

    Where workers live mostly in a country, its minimum is shown.

    Returns
    -------
    pandas.DataFrame
        `steps` with ``low_minimum`` and ``high_minimum``, missing where none is known.
    """
    floors = minima[["country", "low", "high"]]
    bare = steps.assign(place=steps["country"].str.removeprefix(MOSTLY))
    named = floors.rename(columns={"country": "place"})
    return bare.merge(named, on="place", how="left", suffixes=("", "_minimum")).drop(
        columns="place"
    )


def _median(group: pd.DataFrame) -> float:
    if group.empty:
        return float("nan")
    whole = log_midpoint(group)
    ends = np.log(group[["low", "mid", "high"]].astype(float)).mean(axis=1)
    logs = whole if whole.notna().any() else ends
    return float(np.exp(logs.groupby(group[SOURCE]).median().median()))


def _ends(group: pd.DataFrame) -> tuple[float, float]:
    ends = group[["low", "mid", "high"]].astype(float)
    return float(ends.min().min()), float(ends.max().max())
