"""People, prices, income and a general wage of the United States, as the industries need them."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from analysis.errors import DataError
from analysis.industries.series.annual import annual
from analysis.industries.series.joins import joined
from analysis.industries.series.sample import Sample, sampled
from analysis.tables import table

Population = Literal["maddison", "gapminder", "bea"]

_FACTORS = {"persons": 1.0, "thousand persons": 1_000.0}
CES_INDUSTRIES = (
    ("cotton", "sic2211"),
    ("cotton", "sic2221"),
    ("cotton", "sic2281"),
    ("steel", "sic3312"),
    ("motor_vehicles", "sic3711"),
    ("motor_vehicles", "sic3714"),
)


def population(source: Population = "maddison") -> pd.Series[float]:
    """Population in persons, by year.

    Raises
    ------
    DataError
        For a source that is not one of the three.
    """
    if source not in get_args(Population):
        raise DataError(f"population {source!r}; allowed: {', '.join(get_args(Population))}")
    series = f"population_{source}"
    return annual("us_economy", series) * _FACTORS[table("us_economy").units[series]]


@sampled
def population_in(*years: int) -> Sample:
    """Population in some years."""
    return Sample(population()[list(years)].to_frame("population"), {"population": "persons"})


def consumer_prices() -> pd.Series[float]:
    """Consumer prices, 2010 as one, by year."""
    return annual("us_economy", "cpi_sichel") / 100


def real_income() -> pd.Series[float]:
    """Real GDP per head in international dollars of 2011, by year."""
    return annual("us_economy", "gdp_per_capita_maddison")


def income() -> pd.Series[float]:
    """Income per head in USD: real GDP per head times consumer prices, by year.

    Nominal GNP per head is annual only from 1889, so the product stands in for it throughout.
    """
    values = real_income() * consumer_prices()
    values.name = "income"
    return values.dropna()


@sampled
def general_wage() -> Sample:
    """Wage per hour in manufacturing, carried back by wages of labourers and on past 1970.

    From 1909 to 1970 it is measured: hourly earnings of production workers. Before, other wages
    are scaled to it where both are known: yearly earnings of employees (from 1900), an hourly
    index (from 1890), earnings per worker at censuses (1849 to 1889), common labour on the Erie
    Canal (from 1828). After 1970 no general wage is in the tables: the hourly wage of production
    workers in six census industries (cotton, man-made and yarn mills, steel, vehicles, parts)
    stands in, weighted by hours; it is no average of the country.

    Returns
    -------
    Sample
        By year: ``wage``, USD per hour at the level of hourly earnings in manufacturing.
    """
    hourly = annual("us_economy", "wage_mfg_hourly")
    later, after = joined(hourly, _ces_wage(), "wage", anchor="earlier", within=(1958, 1970))
    later = pd.concat([hourly, later[later.index > hourly.index.max()]])
    later.name = hourly.name
    earnings = annual("us_economy", "earnings_annual")
    values, one = joined(earnings, later, "wage", within=(1909, 1919))
    index = annual("us_economy", "wage_mfg_hourly_index")
    values, two = joined(index, values, "wage", within=(1900, 1907))
    values, three = joined(_census_wage(), values, "wage")
    canal = annual("us_economy", "wage_common_labour_erie_canal")
    values, four = joined(canal, values, "wage")
    values.name = "wage"
    units = {"wage": "USD per hour"}
    return Sample(values.to_frame(), units, (four, three, two, one, after))


def _census_wage() -> pd.Series[float]:
    wages = annual("us_economy", "mfg_wages_with_hand_trades")
    workers = annual("us_economy", "mfg_production_workers_with_hand_trades")
    values = (1_000 * wages / workers).dropna()
    values.name = "earnings_per_worker_census"
    return values


def _wage_series(sic: str) -> tuple[str, str]:
    return f"{sic}_production_wages", f"{sic}_production_hours"


def _ces_wage() -> pd.Series[float]:
    """Wages over hours of production workers in the six industries together, USD per hour."""
    bills, hours = [], []
    for name, sic in CES_INDUSTRIES:
        bill, time = (annual(name, series) for series in _wage_series(sic))
        bills.append(bill)
        hours.append(time)
    values = sum(bills[1:], bills[0]) / sum(hours[1:], hours[0])
    values.name = "wage_six_census_industries"
    return values
