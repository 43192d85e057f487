"""Industries of the NBER-CES data base, 1958 to 2011: one or several together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from analysis.industries.series.annual import annual
from analysis.industries.series.economy import Population, population
from analysis.industries.series.rows_read import reading
from analysis.industries.series.sample import Sample

Workers = Literal["production_workers", "total_employment"]

_FIELDS = ("production_workers", "total_employment", "production_hours", "production_wages",
           "payroll", "shipments_nominal", "shipments_deflator", "value_added")  # fmt: skip


def census_industry(
    name: str,
    sic: Sequence[str],
    *,
    workers: Workers = "production_workers",
    people: Population = "maddison",
) -> Sample:
    """Employment, output and wages of industries taken together.

    The volume of output is a Tornqvist index of the industries' deflated shipments: growth of
    each weighted by its mean share in the value of shipments in the two years.

    Parameters
    ----------
    name : str
        Table.
    sic : sequence of str
        Four-digit codes of the 1987 classification.
    workers : {"production_workers", "total_employment"}
        Who counts.
    people : {"maddison", "gapminder", "bea"}
        Source of population.

    Returns
    -------
    Sample
        Indexed by year: ``employment`` (thousand persons), ``hours`` (of production workers,
        million), ``output`` (million USD of 1987), ``price`` (1987 is one), ``wage`` (USD per
        hour), ``population`` (persons), ``quantity`` (output per head), ``labour_share`` (payroll
        over shipments) and ``value_added`` (million USD).
    """
    total, kept = {}, {}
    for field in _FIELDS:
        with reading() as spoken:
            total[field] = _together(name, sic, field)
        kept[field] = tuple(spoken)
    with reading() as spoken:
        persons = population(people)
    volume = volume_shipped(name, sic)
    frame = pd.DataFrame(
        {
            "employment": total[workers],
            "hours": total["production_hours"],
            "output": volume,
            "price": total["shipments_nominal"] / volume,
            "wage": total["production_wages"] / total["production_hours"],
            "population": persons,
            "quantity": 1e6 * volume / persons,
            "labour_share": total["payroll"] / total["shipments_nominal"],
            "value_added": total["value_added"],
        }
    ).dropna()
    frame.index.name = "year"
    shipped = (*kept["shipments_nominal"], *kept["shipments_deflator"])
    read = {
        "employment": kept[workers],
        "hours": kept["production_hours"],
        "output": shipped,
        "price": shipped,
        "wage": (*kept["production_wages"], *kept["production_hours"]),
        "population": tuple(spoken),
        "quantity": (*shipped, *spoken),
        "labour_share": (*kept["payroll"], *kept["shipments_nominal"]),
        "value_added": kept["value_added"],
    }
    units = {
        "employment": "thousand persons",
        "hours": "million hours",
        "output": "million USD of 1987",
        "price": "1987=1",
        "wage": "USD per hour",
        "population": "persons",
        "quantity": "USD of 1987 per head",
        "labour_share": "ratio",
        "value_added": "million USD",
    }
    return Sample(frame, units, read=read)


def workers_counted(
    name: str, sic: Sequence[str], workers: Workers = "production_workers"
) -> pd.Series[float]:
    """Workers of industries taken together, thousand persons, by year."""
    return _together(name, sic, workers).dropna()


def volume_shipped(name: str, sic: Sequence[str]) -> pd.Series[float]:
    """Volume of output of industries taken together, million USD of 1987, by year."""
    value, price = (
        pd.DataFrame({code: annual(name, f"sic{code}_{field}") for code in sic})
        for field in ("shipments_nominal", "shipments_deflator")
    )
    return tornqvist(value, price, base=1987)


def tornqvist(values: pd.DataFrame, prices: pd.DataFrame, *, base: int) -> pd.Series[float]:
    """Volume of several goods together, in money of the base year.

    Parameters
    ----------
    values : pandas.DataFrame
        Value of each good, by year, one column a good.
    prices : pandas.DataFrame
        Price of each, in the same shape.
    base : int
        Year in which the volume equals the value.

    References
    ----------
    Tornqvist, L. (1936). The Bank of Finland's consumption price index.
    """
    shares = values.div(values.sum(axis=1), axis=0)
    growth = (values / prices).map(math.log).diff()
    weight = (shares + shares.shift()) / 2
    logs = (weight * growth).sum(axis=1).cumsum().to_numpy(dtype=float)
    position = int(np.flatnonzero(values.index == base)[0])
    money = values.to_numpy(dtype=float)[position].sum()
    return pd.Series(money * np.exp(logs - logs[position]), index=values.index, name="volume")


def _together(name: str, sic: Sequence[str], field: str) -> pd.Series[float]:
    parts = [annual(name, f"sic{code}_{field}") for code in sic]
    return sum(parts[1:], parts[0]).rename(field)
