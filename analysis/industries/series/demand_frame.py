"""The columns that every industry's demand frame has, made from a quantity and a price."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.industries.series.annual import Sample
from analysis.industries.series.economy import (
    consumer_prices,
    economy_evidence,
    general_wage,
    income,
    population,
    real_income,
)
from analysis.industries.series.joins import Join
from analysis.tables import Evidence

UNITS = {
    "income": "USD per head",
    "wage": "USD per hour",
    "cpi": "2010=1",
    "real_price": "price over consumer prices",
    "real_income": "2011 international USD per head",
    "relative_price": "price over income per head",
    "population": "persons",
}


def demand_frame(
    quantity: pd.Series[float],
    price: pd.Series[float],
    years: tuple[int, int],
    *,
    units: dict[str, str],
    rests_on: Sequence[Evidence],
    joins: Sequence[Join] = (),
    with_wage: bool = False,
) -> Sample:
    """Put quantity per head beside its price, income, a general wage and consumer prices.

    Years in which a column is not known stay out, except that a year without a wage keeps its row
    with a gap in that column: gaps stay gaps.

    Parameters
    ----------
    quantity : pandas.Series
        Quantity of the whole country by year.
    price : pandas.Series
        Its price in money.
    years : (int, int)
        First and last year.
    units : dict
        Units of ``quantity`` (per head) and ``price``.
    rests_on : sequence of Evidence
        Rows behind quantity and price.
    joins : sequence of Join
        Seams in them.
    with_wage : bool
        Whether to add ``wage``, a general wage per hour
        (:func:`analysis.industries.series.general_wage`).

    Returns
    -------
    Sample
        Indexed by year: ``quantity, price, income, cpi, real_price, real_income, population,
        relative_price`` and, if asked for, ``wage``.
    """
    persons, cpi = population(), consumer_prices()
    columns = {
        "quantity": quantity / persons,
        "price": price,
        "income": income(),
        "cpi": cpi,
        "real_price": price / cpi,
        "real_income": real_income(),
        "population": persons,
    }
    frame = pd.DataFrame(columns).loc[years[0] : years[1]].dropna()
    frame["relative_price"] = frame["price"] / frame["income"]
    wage = general_wage() if with_wage else None
    if wage is not None:
        frame["wage"] = wage.hourly
    frame.index.name = "year"
    frame.index = frame.index.astype(int)
    return Sample(
        frame,
        {**UNITS, **units},
        (*rests_on, economy_evidence(years), *(wage.evidence if wage else ())),
        (*joins, *(wage.joins if wage else ())),
    )
