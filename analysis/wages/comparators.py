"""Pay against what the law or the market pays there: local minimum and average wages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import LabourError, MissingComparatorError
from analysis.money import AMOUNTS, Rates, nominal_usd, ppp_dollars
from analysis.money.conversion import row_name
from analysis.money.currencies import legal_tender
from analysis.wages.hours import WorkingTime, hourly_wage, refuse_unknown_hours
from analysis.wages.quotes import has_warning

Level = Literal["region", "country", "range of regions"]
Kind = Literal["minimum", "average", "local_income", "other_job", "living_wage"]
NEVER = ("not_a_comparator", "low_confidence", "non_binding")
RATIO = ["ratio_low", "ratio_mid", "ratio_high"]


@dataclass(frozen=True)
class LocalWage:
    """The local wage that a quote is held against.

    Attributes
    ----------
    rows : pandas.DataFrame
        Rows of ``comparator_wages``: the classes in force, or one row.
    year : int
        Year that they were set or measured for.
    level : {"region", "country", "range of regions"}
        Whether they are those of the quote's region, of its country, or, where a country sets
        wages by region only and the quote names none, of all its regions.
    top_class_only : bool
        Whether only the highest class is known, so that the true wage may be lower.
    """

    rows: pd.DataFrame
    year: int
    level: Level
    top_class_only: bool


def local_wage(
    comparators: pd.DataFrame,
    country: str,
    region: str | None,
    year: int,
    *,
    kind: Kind = "minimum",
    coverage: str = "all",
    max_age: int = 2,
) -> LocalWage:
    """Find the local wage in force in a year.

    A statutory minimum stands until it is replaced, so an earlier year serves, up to `max_age`
    years back; one known to be still in force serves however old it is.

    Parameters
    ----------
    comparators : pandas.DataFrame
        Table ``comparator_wages``.
    region : str or None
        As in the table; without one the national wage, else the range over regions.

    Raises
    ------
    MissingComparatorError
        Where nothing recent enough is known, or only what must not be compared with.
    """
    unfit = pd.concat([has_warning(comparators, code) for code in NEVER], axis=1).any(axis=1)
    standing = has_warning(comparators, "still_in_force")
    known = comparators[
        (comparators["kind"] == kind)
        & (comparators["country"] == country)
        & (comparators["coverage"] == coverage)
        & (comparators["price_basis"] != "ppp_current")
        & (comparators["year"] <= year)
        & ((comparators["year"] >= year - max_age) | standing)
        & ~unfit
    ]
    if known.empty:
        raise MissingComparatorError(
            f"no {kind} wage ({coverage}) of {country} from {year - max_age} to {year}"
        )
    own = known[known["region"] == region] if isinstance(region, str) else known.iloc[:0]
    national = known[known["region"].isna()]
    if len(own):
        rows, level = _latest(own), "region"
    elif len(national):
        rows, level = _latest(national), "country"
    else:
        rows = pd.concat([_latest(group) for _, group in known.groupby("region")])
        level = "range of regions"
    rows = _own_money(rows, country)
    top = rows["category"].fillna("").str.contains("highest|class A").all()
    return LocalWage(rows, int(rows["year"].max()), level, bool(top))  # type: ignore[arg-type]


def ratio_to_minimum(
    quotes: pd.DataFrame,
    comparators: pd.DataFrame,
    rates: Rates,
    hours: WorkingTime,
    *,
    max_age: int = 2,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pay over the local minimum wage, as an interval.

    Where pay and minimum are both by the month (or day, or week) they are divided as they stand
    and no assumption on hours enters; else both are made hourly. Different monies are brought to
    dollars at the exchange rate of the quote's year. The interval covers the quote's range, the
    hours, and the classes of minimum that may apply.

    Parameters
    ----------
    quotes, comparators : pandas.DataFrame
        Rows of the tables of these names; quotes with ``year``.
    hours : WorkingTime
        For pay and minimum wages whose hours are not stated.

    Returns
    -------
    ratios : pandas.DataFrame
        Quotes with ``ratio_low``, ``ratio_mid``, ``ratio_high``, ``local_year``, ``level``,
        ``top_class_only``, ``needs_hours`` and ``comparator_ids``.
    refused : pandas.DataFrame
        Quotes that could not be compared, with ``reason``.
    """

    def compare(row: pd.DataFrame) -> pd.DataFrame:
        refuse_unknown_hours(row)
        local = _local_for(row, comparators, kind="minimum", coverage="all", max_age=max_age)
        return _over_local(row, local, rates, hours)

    return _each(quotes, compare)


def ratio_to_average(
    quotes: pd.DataFrame,
    comparators: pd.DataFrame,
    rates: Rates,
    hours: WorkingTime,
    *,
    coverage: str = "all",
    max_age: int = 4,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pay over average earnings in the country, as an interval.

    Averages in PPP dollars of 2021 are met by the quote in the same dollars, moved with local
    consumer prices; averages in money of the day are met as in :func:`ratio_to_minimum`.
    Parameters and results as there; `coverage` picks, for China, private or non-private units.
    """

    def compare(row: pd.DataFrame) -> pd.DataFrame:
        refuse_unknown_hours(row)
        local = _local_for(row, comparators, kind="average", coverage=coverage, max_age=max_age)
        if (local.rows["price_basis"] == "ppp_2021").all():
            return _over_ppp(row, local, rates, hours)
        return _over_local(row, local, rates, hours)

    return _each(quotes, compare)


def share_below(ratios: pd.DataFrame, line: float = 1.0) -> dict[str, float]:
    """Share of quotes (not of workers) surely below, surely not below, and undecided.

    A quote is surely below where the upper end of its interval is under `line`, surely not where
    the lower end reaches it.
    """
    count = max(len(ratios), 1)
    below = int((ratios["ratio_high"] < line).sum())
    above = int((ratios["ratio_low"] >= line).sum())
    undecided = len(ratios) - below - above
    return {
        "quotes": float(len(ratios)),
        "below": below / count,
        "not_below": above / count,
        "undecided": undecided / count,
    }


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    newest = int(rows["year"].max())
    return rows[rows["year"] == newest]


def _own_money(rows: pd.DataFrame, country: str) -> pd.DataFrame:
    own = rows[rows["currency"] == legal_tender(country)]
    return own if len(own) else rows


def _local_for(row: pd.DataFrame, comparators: pd.DataFrame, **options: Any) -> LocalWage:
    quote = row.iloc[0]
    if not isinstance(quote["country"], str):
        raise MissingComparatorError("no country, so no local wage")
    if pd.isna(quote["year"]):
        raise MissingComparatorError("no year, so no local wage")
    return local_wage(comparators, quote["country"], quote["region"], int(quote["year"]), **options)


def _over_local(
    row: pd.DataFrame, local: LocalWage, rates: Rates, hours: WorkingTime
) -> pd.DataFrame:
    quote = row.iloc[0]
    same = local.rows[local.rows["period"] == quote["period"]]
    same = same[same["period_count"] == 1]
    as_it_stands = len(same) > 0 and quote["period"] != "hour" and quote["period_count"] == 1
    if as_it_stands:
        pay = row.assign(low=row["low"].fillna(row["mid"]), high=row["high"].fillna(row["mid"]))
        floor = same.assign(low=same["low"].fillna(same["mid"]), high=same["mid"])
    else:
        rows = same if len(same) else local.rows
        pay, floor = hourly_wage(row, hours), hourly_wage(rows, hours)
    if set(floor["currency"]) != {quote["currency"]}:
        floor = nominal_usd(floor.assign(year=int(quote["year"])), rates)
        pay = nominal_usd(pay, rates)
    return _divide(row, pay, floor, local, needs_hours=not as_it_stands)


def _over_ppp(
    row: pd.DataFrame, local: LocalWage, rates: Rates, hours: WorkingTime
) -> pd.DataFrame:
    pay = ppp_dollars(hourly_wage(row, hours), rates, base_year=2021, carry_forward=True)
    floor = local.rows.copy()
    month = hours.month
    floor["low"], floor["high"] = floor["mid"] / month.high, floor["mid"] / month.low
    floor["mid"] = floor["mid"] / month.central
    return _divide(row, pay, floor, local, needs_hours=True)


def _divide(
    row: pd.DataFrame, pay: pd.DataFrame, floor: pd.DataFrame, local: LocalWage, *,
    needs_hours: bool,
) -> pd.DataFrame:  # fmt: skip
    lowest, highest = float(floor["low"].min()), float(floor["high"].max())
    middle = float(np.exp(np.log(floor[AMOUNTS].astype(float)).mean(axis=1).mean()))
    ratios = row.copy()
    ratios["ratio_low"] = pay["low"] / highest
    ratios["ratio_mid"] = pay["mid"] / middle
    ratios["ratio_high"] = pay["high"] / lowest
    ratios["local_year"] = local.year
    ratios["level"] = local.level
    ratios["top_class_only"] = local.top_class_only
    ratios["needs_hours"] = needs_hours
    ratios["comparator_ids"] = ";".join(local.rows["comparator_id"])
    return ratios


def _each(
    quotes: pd.DataFrame, compare: Callable[[pd.DataFrame], pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    done, refused, reasons = [], [], []
    names: Iterable[Any] = quotes.itertuples(index=True)
    for position, name in enumerate(names):
        row = quotes.iloc[[position]]
        try:
            done.append(compare(row))
        except LabourError as error:
            refused.append(row)
            reasons.append(f"{row_name(name)}: {error}")
    ratios = pd.concat(done) if done else quotes.iloc[:0].assign(**dict.fromkeys(RATIO, np.nan))
    left = pd.concat(refused) if refused else quotes.iloc[:0]
    return ratios, left.assign(reason=reasons)
