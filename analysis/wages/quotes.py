"""Wage quotes: what makes one possible, which year it is of, which count in an estimate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.errors import MoneyError, WageError
from analysis.money import AMOUNTS
from analysis.money.conversion import row_name
from analysis.money.currencies import check_currency

PERIODS = ("hour", "day", "week", "month", "year")
Exclusion = Literal[
    "comparison", "not_earnings", "low_confidence", "adjacent_work", "best_case", "advertised"
]
DEFAULT_EXCLUSIONS: tuple[Exclusion, ...] = (
    "comparison", "not_earnings", "low_confidence", "adjacent_work", "best_case",
)  # fmt: skip
"""Reasons for which a quote stays out of an estimate, in the order in which they are counted."""


@dataclass(frozen=True)
class Selection:
    """Quotes that count, and those that do not.

    Attributes
    ----------
    quotes : pandas.DataFrame
    excluded : pandas.DataFrame
        The other rows, with ``reason``: the first exclusion that holds.
    """

    quotes: pd.DataFrame
    excluded: pd.DataFrame

    @property
    def counts(self) -> pd.DataFrame:
        """Quotes kept and excluded, by reason."""
        reasons = self.excluded["reason"].value_counts(sort=False).sort_index()
        table = pd.DataFrame({"reason": list(reasons.index), "quotes": list(reasons)})
        return pd.concat(
            [pd.DataFrame({"reason": ["kept"], "quotes": [len(self.quotes)]}), table],
            ignore_index=True,
        )


def has_warning(quotes: pd.DataFrame, code: str) -> pd.Series[bool]:
    """Whether each row carries the usage warning `code`."""
    cells = quotes["warnings"].fillna("")
    return pd.Series(
        [code in str(cell).split(";") for cell in cells], index=cells.index, dtype=bool
    )


def select(quotes: pd.DataFrame, exclude: Iterable[Exclusion] = DEFAULT_EXCLUSIONS) -> Selection:
    """Set apart the quotes that stay out of an estimate, and count them by reason.

    Parameters
    ----------
    exclude : iterable of str
        ``comparison`` is a kind of worker, the others are usage warnings.

    Raises
    ------
    WageError
        For a reason that is not one.
    """
    chosen = tuple(exclude)
    unknown = [item for item in chosen if item not in get_args(Exclusion)]
    if unknown:
        raise WageError(f"exclude {', '.join(unknown)}; allowed: {', '.join(get_args(Exclusion))}")
    reason = pd.Series("", index=quotes.index, dtype=str)
    for code in chosen:
        holds = (
            quotes["worker_type"] == "comparison"
            if code == "comparison"
            else has_warning(quotes, code)
        )
        reason = reason.mask(holds & (reason == ""), code)
    out = reason != ""
    return Selection(quotes[~out].copy(), quotes[out].assign(reason=reason[out]))


def with_year(quotes: pd.DataFrame) -> pd.DataFrame:
    """Add ``year``: the middle of the years that a quote speaks of, the earlier of two."""
    middle = (quotes["year_first"] + quotes["year_last"]) // 2
    return quotes.assign(year=middle.astype("Int64"))


def typical_amounts(quotes: pd.DataFrame) -> pd.DataFrame:
    """Drop the range beside a mean or median: spread between workers, not doubt about the mean."""
    averages = quotes["statistic"].isin(["mean", "median"]) & quotes["mid"].notna()
    return quotes.assign(low=quotes["low"].mask(averages), high=quotes["high"].mask(averages))


def check_quotes(quotes: pd.DataFrame) -> None:
    """Refuse impossible quotes.

    Raises
    ------
    WageError
        Naming the row: no amount, a negative or infinite one, low above high, a typical amount
        outside its range, an unknown period, no periods.
    MoneyError
        Naming the row and the currencies known.
    """
    rows: Iterable[Any] = quotes.itertuples(index=True)
    for row in rows:
        where = row_name(row)
        try:
            check_currency(row.currency)
        except MoneyError as error:
            raise MoneyError(f"{where}: {error}") from None
        fault = _fault(row)
        if fault:
            raise WageError(f"{where}: {fault}")


def _fault(row: Any) -> str:
    if row.period not in PERIODS:
        return f"period {row.period!r}; allowed: {', '.join(PERIODS)}"
    if row.period_count < 1:
        return f"{row.period_count} periods; allowed: one or more"
    given = {name: float(getattr(row, name)) for name in AMOUNTS if pd.notna(getattr(row, name))}
    if not given:
        return "no amount; allowed: low, mid or high, one at least"
    for name, value in given.items():
        if value < 0 or not np.isfinite(value):
            return f"{name} is {value:g}; allowed: a finite amount of nought or more"
    ordered = list(given)
    for before, after in pairwise(ordered):
        if given[before] > given[after]:
            return (
                f"{before} {given[before]:g} above {after} {given[after]:g}; "
                "allowed: low, mid, high in rising order"
            )
    return ""


def with_middle(quotes: pd.DataFrame) -> pd.DataFrame:
    """Quotes from which a point follows: a typical amount, or both ends of a range."""
    return quotes[log_midpoint(quotes).notna()]


def log_midpoint(quotes: pd.DataFrame) -> pd.Series[float]:
    """Logarithm of the typical amount, else of the geometric middle of the range.

    Missing where only one end of a range is known: no point follows from "up to".
    """
    amounts = quotes[AMOUNTS].astype(float)
    logs: pd.DataFrame = amounts.where(amounts > 0).apply(np.log)
    middle: pd.Series[float] = logs["mid"].fillna((logs["low"] + logs["high"]) / 2)
    return middle
