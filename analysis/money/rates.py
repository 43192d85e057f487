"""Exchange rates, purchasing power parities and price levels, with the gaps they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, get_args

import pandas as pd

from analysis.errors import MoneyError
from analysis.money.currencies import ISSUERS, UNRATED, check_currency
from analysis.tables import Evidence, load
from analysis.tables.ranges import ranges

GUARD = "do_not_convert"
UNFIT = "before_currency|official_rate_far|redenominated"
"""Warnings of rates by country that are of another money, or far from what money changed for."""
FROM = "from_table"
"""Where rates of several tables stand together: the table of each."""

Basket = Literal["product", "consumption"]
"""What purchasing power is compared by: the whole product, or what households consume."""


@dataclass(frozen=True)
class Rate:
    """One rate as used.

    Attributes
    ----------
    value : float
    series : str
        Source of the rate (``sources.id``), or several joined by ``+``.
    year : int
        Year that the rate belongs to.
    carried : bool
        Whether that is an earlier year than the one asked for.
    rows : tuple of Evidence
        The very rows of the rate tables behind it.
    """

    value: float
    series: str
    year: int
    carried: bool = False
    rows: tuple[Evidence, ...] = ()

    def times(self, other: Rate, power: int = 1) -> Rate:
        """Product with `other` raised to `power`; carried if either is."""
        parts = dict.fromkeys([*self.series.split("+"), *other.series.split("+")])
        series = "+".join(part for part in parts if part)
        year = min(self.year, other.year)
        value = self.value * other.value**power
        return Rate(value, series, year, self.carried or other.carried, self.rows + other.rows)


@dataclass(frozen=True)
class Rates:
    """The rate tables, as loaded.

    Attributes
    ----------
    exchange : pandas.DataFrame
        Table ``exchange_rates``: units of national money per US dollar.
    parity : pandas.DataFrame
        Table ``ppp``: units of national money per international dollar, by the whole product.
    prices : pandas.DataFrame
        Table ``cpi``: inflation in per cent.
    consumption : pandas.DataFrame
        Table ``ppp_household_consumption``: the same by what households consume.
    by_country : pandas.DataFrame
        Table ``exchange_rates_by_country``: for currencies that ``exchange_rates`` does not have.
    """

    exchange: pd.DataFrame
    parity: pd.DataFrame
    prices: pd.DataFrame
    consumption: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["country", "year", "source_id", "factor"])
    )
    by_country: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            columns=["country", "year", "source_id", "rate", "warnings"]
        )
    )

    def with_exchange(self, own: pd.DataFrame) -> Rates:
        """The same with exchange rates of your own, which go before ours in their years.

        Of a currency that must not be converted by official rates (Venezuela) only yours count.

        Parameters
        ----------
        own : pandas.DataFrame
            From ``own(file, "exchange_rates")``, or with ``currency``, ``year`` and ``rate``.

        Raises
        ------
        MoneyError
            Where columns are missing, a currency is nobody's, or a rate is not above zero.
        """
        mine = _own_exchange(own)
        ours = self.exchange.assign(**{FROM: self.exchange.attrs.get("table")})
        pairs = set(zip(mine["currency"], mine["year"], strict=True))
        given = [pair in pairs for pair in zip(ours["currency"], ours["year"], strict=True)]
        far = ours["warnings"].fillna("").str.contains(GUARD) & ours["currency"].isin(
            mine["currency"]
        )
        kept = ours[~(pd.Series(given, index=ours.index) | far)]
        return replace(self, exchange=pd.concat([kept, mine], ignore_index=True))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """No rows: each converted amount names the rates it was converted with, and only those."""
        return ()

    @cached_property
    def _primary(self) -> dict[str, pd.DataFrame]:
        return _by(self.exchange[self.exchange["use"] == "primary"], "currency")

    @cached_property
    def _countries(self) -> dict[str, pd.DataFrame]:
        fit = ~self.by_country["warnings"].fillna("").astype("str").str.contains(UNFIT)
        return _by(self.by_country[fit], "country")

    def _of_issuer(self, currency: str, rows: pd.DataFrame, year: int) -> pd.DataFrame:
        """Rates of the country whose money it is, where the table by currency has none."""
        country = ISSUERS.get(currency)
        if country is None or (rows["year"] == year).any():
            return rows
        other = self._countries.get(country, self.by_country.iloc[:0])
        return rows if len(rows) and not (other["year"] == year).any() else other

    @cached_property
    def _parities(self) -> dict[str, pd.DataFrame]:
        return _by(self.parity, "country")

    @cached_property
    def _consumption(self) -> dict[str, pd.DataFrame]:
        return _by(self.consumption, "country")

    @cached_property
    def _inflation(self) -> dict[str, pd.DataFrame]:
        return {code: rows.set_index("year") for code, rows in _by(self.prices, "country").items()}

    @property
    def _no_inflation(self) -> pd.DataFrame:
        return self.prices.iloc[:0].set_index("year")

    def per_dollar(self, currency: str, year: int, *, carry_forward: bool = False) -> Rate:
        """Units of `currency` per US dollar, average of `year`.

        Parameters
        ----------
        carry_forward : bool
            Use the last rate before `year` where that year has none, and mark it.

        Raises
        ------
        MoneyError
            For a code that is nobody's money.
        MoneyError
            Where there is no rate, or only one that must not be used (Venezuela).
        """
        check_currency(currency)
        if currency == "USD":
            return Rate(1.0, "", year)
        rows = self._primary.get(currency, self.exchange.iloc[:0])
        guarded = rows["warnings"].fillna("").str.contains(GUARD)
        if guarded.any():
            raise MoneyError(
                f"exchange rate of {currency}: redenominated, with several official rates; "
                "state the dollars of the source instead"
            )
        name = f"exchange rate of {currency}"
        rows = self._of_issuer(currency, rows, year)
        if rows.empty and currency in UNRATED:
            raise MoneyError(
                f"{name}: none is held for any year; allowed: rates of your own, "
                "with_exchange(own(file, 'exchange_rates')), or amounts in another money"
            )
        return _pick(rows, "rate", year, name, carry_forward=carry_forward)

    def per_international_dollar(
        self, country: str, year: int, *, basket: Basket = "product", carry_forward: bool = False
    ) -> Rate:
        """Units of the country's money per international dollar of `year`.

        Parameters
        ----------
        basket : {"product", "consumption"}
            The parity for gross domestic product, or for household consumption, which fits wages.

        Raises
        ------
        MoneyError
            For an unknown basket, or where there is no parity.
        """
        if basket not in get_args(Basket):
            raise MoneyError(f"basket {basket!r}; allowed: {', '.join(get_args(Basket))}")
        table, by_country = (
            (self.parity, self._parities)
            if basket == "product"
            else (self.consumption, self._consumption)
        )
        rows = by_country.get(country, table.iloc[:0])
        name = f"purchasing power parity ({basket}) of {country}"
        return _pick(rows, "factor", year, name, carry_forward=carry_forward)

    def price_ratio(
        self, country: str, start: int, end: int, *, carry_forward: bool = False
    ) -> Rate:
        """Consumer prices of `end` over those of `start`, chained from annual inflation.

        Parameters
        ----------
        start, end : int
            Either may be the later one.
        carry_forward : bool
            Take prices as unchanged after the last year known, and mark it.

        Raises
        ------
        MoneyError
            Where the chain has a gap.
        """
        chain = self._inflation.get(country, self._no_inflation)
        rows = chain["inflation"]
        first, last = min(start, end), max(start, end)
        value, carried, reached = 1.0, False, first
        for year in range(first + 1, last + 1):
            if year in rows.index:
                value *= 1.0 + float(rows[year]) / 100.0
                reached = year
            elif carry_forward and len(rows) and year > rows.index.max():
                carried = True
            else:
                raise MoneyError(f"no inflation of {country} for {year}{_span(list(rows.index))}")
        series = "" if first == last else str(self.prices["source_id"].iloc[0])
        years = [year for year in range(first + 1, last + 1) if year in rows.index]
        pairs = [(str(chain["source_id"][year]), year) for year in years]
        used = _rows(self.prices, country, pairs)
        return Rate(value if end >= start else 1.0 / value, series, reached, carried, used)


def load_rates() -> Rates:
    """Read the five tables."""
    parities = load("ppp"), load("ppp_household_consumption")
    by_country = load("exchange_rates_by_country")
    return Rates(load("exchange_rates"), parities[0], load("cpi"), parities[1], by_country)


def _own_exchange(own: pd.DataFrame) -> pd.DataFrame:
    missing = [name for name in ("currency", "year", "rate") if name not in own]
    if missing:
        raise MoneyError(
            f"own exchange rates lack {', '.join(missing)}; allowed: currency, year, rate"
        )
    for currency in own["currency"].unique():
        check_currency(str(currency))
    if not (own["rate"] > 0).all():
        raise MoneyError("an own exchange rate is not above zero; allowed: units per US dollar")
    table = own.attrs.get("table")
    filled = {"source_id": table or "own", "use": "primary", "warnings": None, FROM: table}
    return own.assign(**{name: value for name, value in filled.items() if name not in own})


def _by(frame: pd.DataFrame, column: str) -> dict[str, pd.DataFrame]:
    return {str(name): rows for name, rows in frame.groupby(column, sort=False)}


def _pick(rows: pd.DataFrame, column: str, year: int, name: str, *, carry_forward: bool) -> Rate:
    exact = rows[rows["year"] == year]
    if len(exact):
        return _rate(exact.iloc[-1:], column, carried=False)
    earlier = rows[rows["year"] < year].sort_values("year")
    if carry_forward and len(earlier):
        return _rate(earlier.iloc[-1:], column, carried=True)
    raise MoneyError(f"no {name} for {year}{_span(list(rows['year']))}")


def _rate(rows: pd.DataFrame, column: str, *, carried: bool) -> Rate:
    row: pd.Series[Any] = rows.iloc[0]
    source, year = str(row["source_id"]), int(row["year"])
    place = str(row["currency" if "currency" in row else "country"])
    return Rate(float(row[column]), source, year, carried, _rows(rows, place, [(source, year)]))


def _rows(frame: pd.DataFrame, place: str, used: Sequence[tuple[str, int]]) -> tuple[Evidence, ...]:
    """Rows by their key; somebody's own rates, from no table of ours, name none."""
    name = frame[FROM].iloc[0] if FROM in frame else frame.attrs.get("table")
    sources = sorted({source for source, _ in used})
    keys = tuple(
        ((place, own), ranges(y for source, y in used if source == own)) for own in sources
    )
    return (Evidence(name, keys=keys),) if name and keys else ()


def _span(years: list[int]) -> str:
    if not years:
        return "; there is none for any year"
    return f"; there are {min(years)} to {max(years)}"
