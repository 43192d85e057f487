"""Steel in the United States: demand per head, its price over income, employment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.history.annual import Sample, annual
from analysis.tables import Evidence, evidence, load, table

FOLLOWING = ("hsus1975_e130_r",)
EMPLOYMENT = (
    "census_wage_earners",
    "primary_metals_production_workers",
    "sic3312_total_employment",
    "employment_usgs",
)


def steel_demand(first: int = 1867, last: int = 1970) -> Sample:
    """Steel produced per head against the price of steel rails over income per head.

    Income per head is real GDP per head (Maddison) times consumer prices (Sichel), because
    nominal GNP per head is annual only from 1889. Rails before 1867 were iron: in the break years
    1867, 1913 and 1953 the price that is comparable with the years after stands. What is measured
    is output per head, not use: trade in steel is not known before 1980.

    Parameters
    ----------
    first, last : int
        Years, inclusive. The rail price ends in 1970.

    Returns
    -------
    Sample
        Indexed by the years in which every series has a value; columns ``quantity`` (short tons
        per head), ``price`` (USD per long ton), ``income`` (USD per head), ``cpi``,
        ``real_price`` (price over the CPI), ``real_income`` and ``relative_price`` (price over
        income: the part of a year's income per head that a long ton of rails costs).
    """
    span = (first, last)
    tons = annual("steel", "raw_production", years=span) * 1_000
    price = annual("steel", "rail_price", prefer=FOLLOWING, years=span)
    people = annual("us_economy", "population_maddison", years=span)
    real_income = annual("us_economy", "gdp_per_capita_maddison", years=span)
    cpi = annual("us_economy", "cpi_sichel", years=span) / 100
    frame = pd.DataFrame(
        {
            "quantity": tons / _persons(people, "population_maddison"),
            "price": price,
            "income": real_income * cpi,
            "cpi": cpi,
            "real_price": price / cpi,
            "real_income": real_income,
        }
    ).dropna()
    frame["relative_price"] = frame["price"] / frame["income"]
    units = {
        "quantity": "short tons per head",
        "price": "USD per long ton",
        "income": "USD per head",
        "cpi": "2010=1",
        "real_price": "2010 USD per long ton",
        "real_income": "2011 international USD per head",
        "relative_price": "years of income per head for a long ton",
    }
    return Sample(frame, units, steel_evidence(first, last))


def steel_evidence(first: int, last: int) -> tuple[Evidence, ...]:
    """Rows behind :func:`steel_demand`."""
    span = (first, last)
    return (
        evidence("steel", ("raw_production", "rail_price"), years=span),
        evidence(
            "us_economy",
            ("population_maddison", "gdp_per_capita_maddison", "cpi_sichel"),
            years=span,
        ),
    )


def steel_employment() -> Sample:
    """Employment in steel from four series that do not measure the same thing and are not joined.

    Returns
    -------
    Sample
        Long form: ``series, year, thousands``; one row a series and year.
    """
    rows = load("steel")
    rows = rows[rows["series"].isin(EMPLOYMENT)]
    factor = np.where(rows["unit"] == "persons", 1e-3, 1.0)
    frame = pd.DataFrame(
        {
            "series": rows["series"],
            "year": rows["year"],
            "thousands": rows["value"] * factor,
        }
    ).reset_index(drop=True)
    return Sample(frame, {"thousands": "thousand persons"}, (evidence("steel", EMPLOYMENT),))


def _persons(people: pd.Series[float], series: str) -> pd.Series[float]:
    unit = table("us_economy").units[series]
    return people * {"persons": 1.0, "thousands": 1_000.0, "thousand persons": 1_000.0}[unit]
