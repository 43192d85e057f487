"""The columns that every industry's demand frame has, made from a quantity and a price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.industries.series.economy import (
    consumer_prices,
    general_wage,
    income,
    population,
)
from analysis.industries.series.joins import Join
from analysis.industries.series.rows_read import Read, reading
from analysis.industries.series.sample import Sample

UNITS = {
    "income": "USD per head",
    "wage": "USD per hour",
    "cpi": "2010=1",
    "real_price": "price over consumer prices",
    "real_income": "USD of 2010 per head",
    "income_2025": "USD per head",
    "income_proxy": "USD per head",
    "relative_price": "price over income per head",
    "population": "persons",
}


def demand_frame(
    quantity: pd.Series[float],
    price: pd.Series[float],
    years: tuple[int, int],
    *,
    units: dict[str, str],
    read: Mapping[str, Read],
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
    read : mapping of str to tuple of SeriesRows
        Rows behind ``quantity`` and ``price``.
    joins : sequence of Join
        Seams in them.
    with_wage : bool
        Whether to add ``wage``, a general wage per hour
        (:func:`analysis.industries.series.general_wage`).

    Returns
    -------
    Sample
        Indexed by year: ``quantity, price, income, cpi, real_price, real_income, population,
        relative_price``, two other incomes (``income_2025``, ``income_proxy``) and, if asked for,
        ``wage``.
    """
    with reading() as people:
        persons = population()
    with reading() as prices:
        cpi = consumer_prices()
    with reading() as earned:
        earnings = income()
    with reading() as later:
        vintage = income("second vintage")
    with reading() as product:
        proxy = income("real product times prices")
    columns = {
        "quantity": quantity / persons,
        "price": price,
        "income": earnings,
        "cpi": cpi,
        "real_price": price / cpi,
        "real_income": earnings / cpi,
        "population": persons,
    }
    frame = pd.DataFrame(columns).loc[years[0] : years[1]].dropna()
    frame = frame.assign(income_2025=vintage, income_proxy=proxy)
    frame["relative_price"] = frame["price"] / frame["income"]
    frame.index.name = "year"
    frame.index = frame.index.astype(int)
    price_rows = read["price"]
    columns_read = {
        "quantity": (*read["quantity"], *people),
        "price": price_rows,
        "income": tuple(earned),
        "cpi": tuple(prices),
        "real_price": (*price_rows, *prices),
        "real_income": (*earned, *prices),
        "income_2025": tuple(later),
        "income_proxy": tuple(product),
        "population": tuple(people),
        "relative_price": (*price_rows, *earned),
    }
    made = Sample(frame, {**UNITS, **units}, tuple(joins), columns_read)
    return made.beside(general_wage()) if with_wage else made
