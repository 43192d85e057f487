"""Conversion of tables of amounts; the result says in what unit, from which series, how old."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterable
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.errors import LabourError, MoneyError, WageError
from analysis.findings import KEYS
from analysis.money.currencies import legal_tender
from analysis.money.rates import Basket, Rate, Rates
from analysis.money.units import AMOUNTS

Deflator = Literal["us_cpi", "local_cpi"]
Converter = Callable[[pd.DataFrame], pd.DataFrame]


def nominal_usd(
    amounts: pd.DataFrame, rates: Rates, *, carry_forward: bool = False
) -> pd.DataFrame:
    """Amounts in US dollars of their own year, at the market exchange rate.

    Parameters
    ----------
    amounts : pandas.DataFrame
        Columns ``low``, ``mid``, ``high`` (any may be missing), ``currency`` and ``year``.
    rates : Rates
    carry_forward : bool
        Use the last rate before the year where there is none, and mark the row.

    Returns
    -------
    pandas.DataFrame
        `amounts` with the converted values and ``unit``, ``base_year`` (missing: each row has
        its own year), ``series``, ``rate_year``, ``carried`` and ``rate_rows``: the rows of the
        rate tables behind each amount, so that whatever is made of it can name them.

    Raises
    ------
    WageError
        For a row without a year.
    MoneyError
        Naming the row and the rate.
    """

    def factor(row: Any) -> Rate:
        return _dollars(rates, row.currency, int(row.year), carry_forward)

    return _convert(amounts, factor, "USD", None)


def constant_usd(
    amounts: pd.DataFrame,
    rates: Rates,
    *,
    base_year: int,
    deflator: Deflator = "us_cpi",
    carry_forward: bool = False,
) -> pd.DataFrame:
    """Amounts in US dollars of `base_year`.

    ``us_cpi`` converts at the exchange rate of the quote's year and moves dollars with American
    prices: what the buyer pays. ``local_cpi`` moves the amount with prices where it is earned and
    converts at the exchange rate of `base_year`. The two differ by the change of the real
    exchange rate. See :func:`nominal_usd` for parameters and errors.
    """
    if not is_year(base_year):
        raise MoneyError(f"base year {base_year!r}; allowed: a year")
    if deflator not in get_args(Deflator):
        raise MoneyError(f"deflator {deflator!r}; allowed: {', '.join(get_args(Deflator))}")

    def factor(row: Any) -> Rate:
        year = int(row.year)
        if deflator == "us_cpi":
            dollars = _dollars(rates, row.currency, year, carry_forward)
            return dollars.times(
                rates.price_ratio("USA", year, base_year, carry_forward=carry_forward)
            )
        local = _local(rates, row, carry_forward)
        prices = rates.price_ratio(row.country, year, base_year, carry_forward=carry_forward)
        tender = legal_tender(row.country)
        return local.times(prices).times(_dollars(rates, tender, base_year, carry_forward))

    return _convert(amounts, factor, f"USD of {base_year}", base_year)


def ppp_dollars(
    amounts: pd.DataFrame,
    rates: Rates,
    *,
    base_year: int | None = None,
    basket: Basket = "product",
    carry_forward: bool = False,
) -> pd.DataFrame:
    """Amounts in international dollars: what they buy, at the prices of the worker's country.

    With `base_year` the amount is moved with local consumer prices and divided by the parity of
    that year; without, the parity of the quote's own year is used and the dollars are current.
    An amount in foreign money is first turned into national money at the market rate. `basket` is
    that of :meth:`analysis.money.Rates.per_international_dollar`. See
    :func:`nominal_usd` for parameters and errors; a row needs a ``country``.
    """

    def factor(row: Any) -> Rate:
        year = int(row.year)
        local = _local(rates, row, carry_forward)
        if base_year is not None:
            prices = rates.price_ratio(row.country, year, base_year, carry_forward=carry_forward)
            local = local.times(prices)
        parity = rates.per_international_dollar(
            row.country, base_year or year, basket=basket, carry_forward=carry_forward
        )
        return local.times(parity, power=-1)

    unit = "PPP USD" if base_year is None else f"PPP USD of {base_year}"
    return _convert(amounts, factor, unit, base_year)


def split_convertible(
    amounts: pd.DataFrame, convert: Converter
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Convert what can be converted and say of the rest why not.

    Parameters
    ----------
    convert : callable
        Takes a frame of one row or more, raises where a row cannot be converted.

    Returns
    -------
    converted : pandas.DataFrame
    refused : pandas.DataFrame
        The other rows of `amounts`, with ``reason``.
    """
    if amounts.empty:
        return amounts.copy(), amounts.assign(reason="")
    try:
        return convert(amounts), amounts.iloc[:0].assign(reason="")
    except LabourError as error:
        if len(amounts) == 1:
            return amounts.iloc[:0], amounts.assign(reason=str(error))
    # Halving finds the few faulty rows without converting the others one by one.
    half = len(amounts) // 2
    parts = [split_convertible(part, convert) for part in (amounts[:half], amounts[half:])]
    done = [converted for converted, _ in parts if len(converted)]
    left = [refused for _, refused in parts if len(refused)]
    converted = pd.concat(done) if done else amounts.iloc[:0]
    return converted, pd.concat(left) if left else amounts.iloc[:0].assign(reason="")


def _dollars(rates: Rates, currency: str, year: int, carry_forward: bool) -> Rate:
    one = Rate(1.0, "", year)
    return one.times(rates.per_dollar(currency, year, carry_forward=carry_forward), power=-1)


def _local(rates: Rates, row: Any, carry_forward: bool) -> Rate:
    if not isinstance(getattr(row, "country", None), str):
        raise MoneyError("no country, so no local money and prices")
    tender, year = legal_tender(row.country), int(row.year)
    if row.currency == tender:
        return Rate(1.0, "", year)
    dollars = _dollars(rates, row.currency, year, carry_forward)
    return dollars.times(rates.per_dollar(tender, year, carry_forward=carry_forward))


def is_year(value: object) -> bool:
    """Whether a value is a year: a whole number, whatever its type."""
    return isinstance(value, numbers.Real) and float(value).is_integer()


def _with_amounts(amounts: pd.DataFrame, base_year: int | None) -> pd.DataFrame:
    """A copy in which every column of amounts is there and a number; what is not given is missing.

    Raises
    ------
    MoneyError
        For what is no table, has no amounts, money or year, or a base year that is none.
    """
    if not isinstance(amounts, pd.DataFrame):
        raise MoneyError(f"amounts are a {type(amounts).__name__}; allowed: a data frame")
    if base_year is not None and not is_year(base_year):
        raise MoneyError(f"base year {base_year!r}; allowed: a year")
    missing = [name for name in ("currency", "year") if name not in amounts]
    if not set(AMOUNTS) & set(amounts):
        missing.append(f"one of {', '.join(AMOUNTS)}")
    if missing:
        raise MoneyError(f"amounts without column {', '.join(missing)}")
    whole = amounts.assign(**{name: np.nan for name in AMOUNTS if name not in amounts})
    for name in AMOUNTS:
        try:
            values = whole[name].astype(float)
        except (TypeError, ValueError):
            raise MoneyError(f"column {name} holds {whole[name].dtype}; allowed: numbers") from None
        for row in values.index[np.isinf(values)]:
            raise MoneyError(f"row {row}, column {name}: infinite; allowed: a finite number")
    return whole


def _convert(
    amounts: pd.DataFrame, factor: Callable[[Any], Rate], unit: str, base_year: int | None
) -> pd.DataFrame:
    amounts = _with_amounts(amounts, base_year)
    used = []
    rows: Iterable[Any] = amounts.itertuples(index=True)
    for row in rows:
        where = row_name(row)
        if pd.isna(row.year):
            raise WageError(f"{where}: no year; allowed: the year that the amount is of")
        if not is_year(row.year):
            raise WageError(f"{where}: year {row.year!r}; allowed: a whole number")
        try:
            used.append(factor(row))
        except LabourError as error:
            raise type(error)(f"{where}: {error}") from None
    values = pd.Series([rate.value for rate in used], index=amounts.index, dtype=float)
    result = amounts.copy()
    for column in AMOUNTS:
        result[column] = amounts[column].astype(float) * values
    result["unit"] = unit
    result["base_year"] = pd.array([base_year] * len(used), dtype="Int64")
    result["series"] = [rate.series for rate in used]
    result["rate_year"] = pd.array([rate.year for rate in used], dtype="Int64")
    result["carried"] = [rate.carried for rate in used]
    rows = pd.Series([rate.rows for rate in used], index=amounts.index, dtype=object)
    result[KEYS] = amounts[KEYS] + rows if KEYS in amounts else rows
    return result


def row_name(row: Any) -> str:
    """How a message names a row: its identifier, else its place in the table."""
    for name in ("quote_id", "comparator_id"):
        found = getattr(row, name, None)
        if found is not None:
            return f"row {found}"
    return f"row {row.Index}"
