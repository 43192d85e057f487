"""The wage ladder: ranges of pay by country and form of work, with the minimum wage beside them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import LabourError
from analysis.findings import derived, resting
from analysis.money import Rates, constant_usd
from analysis.wages.comparable import Comparable
from analysis.wages.hours import FULL_TIME, WorkingTime, hourly_wage
from analysis.wages.local_wages import local_wage
from analysis.wages.synthesis import SOURCE


@derived
def ladder(pay: Comparable) -> pd.DataFrame:
    """Range of pay by country and form of work, poorest first.

    Returns
    -------
    pandas.DataFrame
        A row a country (missing: not known) and form: ``quotes``, ``sources``, ``low`` and
        ``high`` of all ends at the market rate, ``middle`` (of these ends, in logs),
        ``parity_low`` and ``parity_high`` in PPP dollars (missing where none).
    """
    keys = ["country", "form"]
    rows, used = [], [pay.market]
    for (country, form), group in pay.market.groupby(keys, dropna=False):
        low, high = _ends(group)
        same = pay.parity[(pay.parity["country"] == country) & (pay.parity["form"] == form)]
        parity_low, parity_high = _ends(same)
        used.append(same)
        rows.append(
            {
                "country": country, "form": form, "quotes": len(group),
                "sources": group[SOURCE].nunique(), "low": low, "high": high,
                "middle": np.sqrt(low * high), "parity_low": parity_low,
                "parity_high": parity_high,
            }
        )  # fmt: skip
    steps = pd.DataFrame(rows).sort_values(["middle", "form"], ignore_index=True)
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

    Returns
    -------
    pandas.DataFrame
        `steps` with ``low_minimum`` and ``high_minimum``, missing where none is known.
    """
    floors = minima[["country", "low", "high"]]
    return steps.merge(floors, on="country", how="left", suffixes=("", "_minimum"))


def _ends(group: pd.DataFrame) -> tuple[float, float]:
    ends = group[["low", "mid", "high"]].astype(float)
    return float(ends.min().min()), float(ends.max().max())
