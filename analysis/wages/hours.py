"""Pay by day, week, month or year made hourly: the hours are an assumption, so they are a range."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import WageError
from analysis.money.conversion import row_name
from analysis.wages.quotes import check_quotes, has_warning, with_year

WEEKS_A_YEAR = 52
Basis = Literal["stated hourly", "source", "assumed"]


@dataclass(frozen=True)
class Span:
    """Hours: fewest, middle, most.

    Raises
    ------
    WageError
        Unless nought < low <= central <= high.
    """

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.central <= self.high:
            raise WageError(
                f"hours {self.low:g}, {self.central:g}, {self.high:g}; "
                "allowed: positive, in rising order"
            )

    def times(self, factor: float) -> Span:
        """Each bound times `factor`."""
        return Span(self.low * factor, self.central * factor, self.high * factor)

    @classmethod
    def exactly(cls, hours: float) -> Span:
        """Known hours."""
        return cls(hours, hours, hours)

    @classmethod
    def between(cls, low: float, high: float) -> Span:
        """From `low` to `high`, the middle being the geometric one, which is that of pay."""
        return cls(low, float(np.sqrt(low * high)), high)


@dataclass(frozen=True)
class WorkingTime:
    """Hours behind a day, a week, a month and a year of pay, where the source gives none."""

    day: Span
    week: Span
    month: Span
    year: Span

    @classmethod
    def of_week(cls, week: Span, day: Span) -> WorkingTime:
        """Twelve months and 52 weeks a year."""
        year = week.times(WEEKS_A_YEAR)
        return cls(day, week, year.times(1 / 12), year)

    @classmethod
    def of_month(cls, low: float, high: float, day: Span) -> WorkingTime:
        """From the hours of a month: 160 (holidays kept) to 208 (six days of eight hours)."""
        year = Span.between(low, high).times(12)
        return cls(day, year.times(1 / WEEKS_A_YEAR), Span.between(low, high), year)

    def at(self, end: Literal["low", "central", "high"]) -> WorkingTime:
        """The same with every span at one of its ends or at its middle."""
        day, week, month, year = (
            Span.exactly(float(getattr(span, end)))
            for span in (self.day, self.week, self.month, self.year)
        )
        return WorkingTime(day, week, month, year)


FULL_TIME = WorkingTime.of_month(160.0, 208.0, day=Span(7.0, 8.0, 9.0))
"""Full-time work where the source is silent: 160 to 208 hours a month, 7 to 9 a day."""


def hourly_wage(quotes: pd.DataFrame, hours: WorkingTime | None = None) -> pd.DataFrame:
    """Pay per hour, as an interval.

    The lower end is the lowest amount over the most hours, the upper end the highest amount over
    the fewest. A quote of one amount has that amount at both ends before its hours are spread.
    Where the source gives hours they are used; `hours` serves the rest.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Rows of ``annotation_wages`` or ``comparator_wages``, or the same columns.
    hours : WorkingTime, optional
        None refuses every quote whose hours are not known.

    Returns
    -------
    pandas.DataFrame
        `quotes` with ``low``, ``mid``, ``high`` per hour in the quote's currency, ``period`` =
        "hour", the hours used (``hours_low``, ``hours_central``, ``hours_high``), where they come
        from (``hours_basis``: stated hourly, source, assumed), and ``year``. An end that the
        source leaves open ("up to", "at least") stays missing.

    Raises
    ------
    WageError, MoneyError
        For an impossible quote (see :func:`analysis.wages.quotes.check_quotes`).
    WageError
        Naming the row whose hours are needed and not known.
    """
    check_quotes(quotes)
    refuse_unknown_hours(quotes)
    rows: Iterable[Any] = quotes.itertuples(index=True)
    spans, basis = [], []
    for row in rows:
        span, where_from = _span(row, hours)
        spans.append(span.times(int(row.period_count)))
        basis.append(where_from)
    result = quotes.copy() if "year" in quotes else with_year(quotes)
    for end in ("low", "central", "high"):
        result[f"hours_{end}"] = [getattr(span, end) for span in spans]
    result["hours_basis"] = basis
    result["low"] = quotes["low"].fillna(quotes["mid"]) / result["hours_high"]
    result["high"] = quotes["high"].fillna(quotes["mid"]) / result["hours_low"]
    result["mid"] = quotes["mid"] / result["hours_central"]
    return result.assign(period="hour", period_count=1)


def refuse_unknown_hours(quotes: pd.DataFrame) -> None:
    """Raise WageError for the income of part-time or occasional work."""
    rows: Iterable[Any] = quotes[has_warning(quotes, "hours_unknown")].itertuples(index=True)
    for row in rows:
        raise WageError(
            f"{row_name(row)}: pay by {row.period} for part-time or occasional work; "
            "its hours are not known"
        )


def _span(row: Any, hours: WorkingTime | None) -> tuple[Span, Basis]:
    if row.period == "hour":
        return Span.exactly(1.0), "stated hourly"
    known = _stated(row)
    if known is not None:
        return known, "source"
    if hours is None:
        raise WageError(
            f"{row_name(row)}: pay by {row.period} without hours; allowed: a quote by the hour, "
            "hours given by the source, or `hours`, a WorkingTime"
        )
    span: Span = getattr(hours, row.period)
    return span, "assumed"


def _stated(row: Any) -> Span | None:
    daily = getattr(row, "daily_hours", np.nan)
    if row.period == "day":
        return Span.exactly(float(daily)) if pd.notna(daily) else None
    low = getattr(row, "weekly_hours_low", np.nan)
    high = getattr(row, "weekly_hours_high", np.nan)
    if pd.isna(low) or pd.isna(high):
        return None
    week = Span.between(float(low), float(high))
    weeks = {"week": 1.0, "month": WEEKS_A_YEAR / 12, "year": float(WEEKS_A_YEAR)}
    return week.times(weeks[row.period])
