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
Income = Literal["nominal product", "second vintage", "real product times prices"]

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


def income(kind: Income = "nominal product") -> pd.Series[float]:
    """Income per head in USD of the year, by year.

    Parameters
    ----------
    kind : {"nominal product", "second vintage", "real product times prices"}
        Gross domestic product per head in current prices; the same from the vintage of 2025, which
        is higher before 1880 and equal from 1910; or real GDP per head (Maddison) times consumer
        prices, which is no nominal product, since consumer prices are not its deflator: kept to
        show what that does.

    Raises
    ------
    DataError
        For a kind that is not one of the three.
    """
    if kind not in get_args(Income):
        raise DataError(f"income {kind!r}; allowed: {', '.join(get_args(Income))}")
    if kind == "second vintage":
        real = annual("us_economy", "product_per_head_real_2025")
        values = real * annual("us_economy", "product_deflator_2025") / 100
    elif kind == "real product times prices":
        values = annual("us_economy", "gdp_per_capita_maddison") * consumer_prices()
    else:
        values = annual("us_economy", "product_per_head_nominal")
    return values.dropna().rename("income")


def real_income() -> pd.Series[float]:
    """Income per head at the consumer prices of 2010, in USD, by year."""
    return (income() / consumer_prices()).dropna()


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
