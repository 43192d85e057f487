"""Repeated series of one population: change between two equal spans of months, with its error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import LabelsError
from analysis.position.declared import AFTER_BREAK, BREAK, ERRORS, MONTHS

Direction = Literal["rises", "falls", "within error", "not settled"]


@dataclass(frozen=True)
class Change:
    """Change of a series in logs.

    Attributes
    ----------
    change : float
        Log of the later mean over the earlier.
    error : float or None
        Standard error; None where the series is a bound, whose change bounds nothing.
    before, after : str
        The two spans.
    """

    change: float
    error: float | None
    before: str
    after: str

    @property
    def direction(self) -> Direction:
        """Rises or falls beyond 1.96 errors; not settled without an error."""
        if self.error is None:
            return "not settled"
        if abs(self.change) <= ERRORS * self.error:
            return "within error"
        return "rises" if self.change > 0 else "falls"

    @property
    def interval(self) -> tuple[float, float] | None:
        """95% interval; none for a bound."""
        if self.error is None:
            return None
        return (self.change - ERRORS * self.error, self.change + ERRORS * self.error)


def monthly_change(series: pd.Series[Any], *, broken: bool = False) -> Change:
    """Mean log of the last 24 months less that of the 24 before.

    The error allows for months that resemble their neighbours: the variance of a mean with Bartlett
    weights up to the integer part of the cube root of the number of months, as by Newey and West
    (1987), times m / (m - 1).

    Parameters
    ----------
    series : pandas.Series
        Positive numbers by month, ``2021-07``, none missing in the spans used.
    broken : bool
        The series has the break of March 2021: only months from July 2021 on may enter.

    Raises
    ------
    LabelsError
        For months before July 2021 in a series with the break, a missing month, fewer than 12
        months or a number that has no logarithm.
    """
    ordered = series.sort_index()
    if broken and str(ordered.index[0]) < AFTER_BREAK:
        raise LabelsError(
            f"months from {ordered.index[0]} in a series that breaks in {BREAK}; allowed: from "
            f"{AFTER_BREAK} on, since nobody knows what joins the two levels"
        )
    span = min(MONTHS, len(ordered) // 2)
    if span < MONTHS // 4:
        raise LabelsError(f"{len(ordered)} months; allowed: {MONTHS // 2} or more")
    used = ordered.iloc[-2 * span :]
    _check(used)
    logs = np.log(used.to_numpy(dtype=float))
    before, after = logs[:span], logs[span:]
    error = math.sqrt(_variance_of_mean(before) + _variance_of_mean(after))
    named = [
        f"{part.index[0]} to {part.index[-1]}" for part in (used.iloc[:span], used.iloc[span:])
    ]
    return Change(float(after.mean() - before.mean()), error, *named)


def yearly_change(
    series: pd.Series[Any],
    errors: pd.Series[Any] | None,
    years: tuple[tuple[int, int], tuple[int, int]],
) -> Change:
    """Log of the mean of two years over the mean of two others.

    Parameters
    ----------
    series : pandas.Series
        By year.
    errors : pandas.Series or None
        Standard errors of the logs, by year; None for a bound.
    years : ((int, int), (int, int))
        The earlier two years and the later two.

    Raises
    ------
    LabelsError
        For a year that is not there.
    """
    missing = sorted({year for pair in years for year in pair} - set(series.dropna().index))
    if missing:
        raise LabelsError(f"no number for {missing[0]}; allowed: the years of the series")
    before, after = (series.loc[list(pair)].astype(float) for pair in years)
    change = math.log(after.mean() / before.mean())
    names = [f"{first} and {last}" for first, last in years]
    if errors is None:
        return Change(change, None, *names)
    squares = sum(
        float(((part * errors.loc[part.index]) ** 2).sum()) / float(part.sum()) ** 2
        for part in (before, after)
    )
    return Change(change, math.sqrt(squares), *names)


def _variance_of_mean(logs: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    months = len(logs)
    off = logs - logs.mean()
    lags = int(np.cbrt(months))
    total = float(off @ off) + 2.0 * sum(
        (1.0 - lag / (lags + 1.0)) * float(off[lag:] @ off[:-lag]) for lag in range(1, lags + 1)
    )
    return max(total, 0.0) / months / (months - 1.0)


def _check(used: pd.Series[Any]) -> None:
    months = pd.PeriodIndex(used.index, freq="M")
    gaps = np.flatnonzero(np.diff(months.asi8) != 1)
    if len(gaps):
        raise LabelsError(f"no month after {used.index[gaps[0]]}; allowed: every month once")
    bad = used[~(used > 0)]
    if len(bad):
        raise LabelsError(f"{bad.index[0]}: {bad.iloc[0]}; allowed: positive, it has to have a log")
