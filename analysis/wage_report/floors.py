"""Floors: an amount somebody names, or the minimum wage of a country from our tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pandas as pd

from analysis.errors import TaskLogError, WageError
from analysis.findings import rows_of
from analysis.money import Rates, load_rates
from analysis.tables import load
from analysis.tables.country_names import country_name
from analysis.tasklogs.measures.floor import Floor, FloorOf, Floors
from analysis.tasklogs.rules import MICRO
from analysis.wage_report.options import NO_YEAR
from analysis.wages.hours import FULL_TIME, hourly_wage
from analysis.wages.local_wages import LocalWage, local_wage

_AMOUNT = re.compile(r"(\d+(?:\.\d{1,6})?)\s*([A-Z]{3})")
_COUNTRY = re.compile(r"[A-Z]{3}")


def given_floor(text: str) -> FloorOf:
    """A floor such as ``7.25USD``, per hour; in another money at the rate of the year.

    Raises
    ------
    TaskLogError
        For anything else.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or Decimal(match[1]) == 0:
        raise TaskLogError(f"--floor {text}; allowed: an amount per hour such as 7.25USD")
    amount, currency = float(match[1]), match[2]

    def floors(wanted: str, years: Sequence[int]) -> Floors:
        if currency == wanted:
            whole = int(Decimal(match[1]) * MICRO)
            floor = Floor(whole, whole, whole, wanted, "as given")
            return dict.fromkeys(years, floor)
        if min(years) <= NO_YEAR:
            raise TaskLogError(
                f"--floor {text} for pay in {wanted} needs the year of the work for an exchange "
                "rate, and the files hold no time of day; allowed: an amount in "
                f"{wanted}, such as 1{wanted}"
            )
        rates = load_rates()
        return {
            year: _converted((amount,) * 3, currency, wanted, year, rates, "as given", ())
            for year in years
        }

    return floors


def local_floor(country: str) -> FloorOf:
    """The minimum wage in force in a country, by year, from table ``comparator_wages``.

    A range where a country has several, or has one by the month, whose hours are 160 to 208.

    Raises
    ------
    TaskLogError
        For what is no code of three letters.
    """
    code = country.strip().upper()
    if not _COUNTRY.fullmatch(code):
        raise TaskLogError(f"--country {country}; allowed: three letters (ISO 3166) such as KEN")

    def floors(wanted: str, years: Sequence[int]) -> Floors:
        if min(years) <= NO_YEAR:
            raise TaskLogError(
                "--country needs the year of the work, and the files hold no time of day; allowed: "
                "--floor with an amount"
            )
        comparators, rates = load("comparator_wages"), load_rates()
        made = {}
        for year in years:
            local = _local(comparators, code, year)
            hourly = hourly_wage(local.rows, FULL_TIME)
            low = float(hourly["low"].fillna(hourly["mid"]).min())
            high = float(hourly["high"].fillna(hourly["mid"]).max())
            # The legal amount over central hours; of several classes their geometric mean.
            central = float(np.exp(np.log(hourly["mid"].to_numpy(dtype=float)).mean()))
            words = f"minimum wage of {country_name(code)} set for {local.year}"
            money = str(hourly["currency"].iloc[0])
            made[year] = _converted(
                (low, central, high), money, wanted, year, rates, words, rows_of(hourly)
            )
        return made

    return floors


def _local(comparators: pd.DataFrame, code: str, year: int) -> LocalWage:
    try:
        return local_wage(comparators, code, None, year)
    except WageError as error:
        raise WageError(f"{error}; allowed: --floor with the amount that holds there") from error


def _converted(
    amounts: tuple[float, float, float],
    money: str,
    wanted: str,
    year: int,
    rates: Rates,
    words: str,
    rows: tuple[object, ...],
) -> Floor:
    """Micro-units of the money wanted; a rate carried forward is said."""
    factor, used = 1.0, rows
    if money != wanted:
        own = rates.per_dollar(money, year, carry_forward=True)
        target = rates.per_dollar(wanted, year, carry_forward=True)
        factor = target.value / own.value
        used = (*rows, *own.rows, *target.rows)
        at = min(own.year, target.year) if own.carried or target.carried else year
        words += f", {amounts[1]:,.2f} {money} an hour at the exchange rate of {at}"
    low, central, high = (round(amount * factor * MICRO) for amount in amounts)
    return Floor(low, central, high, wanted, words, tuple(used))
