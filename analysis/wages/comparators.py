"""Pay against what the law or the market pays there: local minimum and average wages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import LabourError, WageError
from analysis.findings import KEYS, TABLE
from analysis.money import Rates, ppp_dollars, split_convertible
from analysis.money.conversion import row_name
from analysis.tables import Evidence
from analysis.wages.hours import WorkingTime, hourly_wage, refuse_unknown_hours
from analysis.wages.local_wages import Kind, LocalWage, local_wage
from analysis.wages.quotes import check_quotes, has_warning


class Found:
    """What was found of each place and year: the local wage or why there is none, and by the hour.

    Attributes
    ----------
    wages : dict
        By country, region, year and place.
    floors : dict
        The same wages as a quote is held against them: by those, the period of the quote, whether
        an hour is held against an hour, and the working time.
    """

    def __init__(self) -> None:
        self.wages: dict[tuple[Any, ...], LocalWage | WageError] = {}
        self.floors: dict[tuple[Any, ...], pd.DataFrame] = {}


RATIO = ["ratio_low", "ratio_mid", "ratio_high"]
PPP_YEAR = 2021
"""Year of the PPP dollars of the earnings table."""


def ratio_to_minimum(
    quotes: pd.DataFrame,
    comparators: pd.DataFrame,
    rates: Rates,
    hours: WorkingTime,
    *,
    max_age: int = 2,
    found: Found | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pay over the local minimum wage, as an interval.

    Where pay and minimum are both by the month (or day, or week) and the quote states no hours,
    they are divided as they stand: the month is taken to be the same. Where the quote states its
    hours, or is by the hour, an hour is held against an hour. Different monies are brought to
    dollars at the exchange rate of the quote's year. The interval covers the quote's range, the
    hours, and the classes of minimum that may apply.

    Parameters
    ----------
    quotes, comparators : pandas.DataFrame
        Rows of the tables of these names; quotes with ``year``.
    hours : WorkingTime
        For pay and minimum wages whose hours are not stated.
    found : Found, optional
        Minimum wages found so far: filled and read, so that counts of the same quotes in several
        ways look each up once. Of the same `comparators` and `max_age` only.

    Returns
    -------
    ratios : pandas.DataFrame
        Quotes with ``ratio_low``, ``ratio_mid``, ``ratio_high``, ``local_year``, ``level``,
        ``top_class_only``, ``needs_hours``, ``comparator_ids``, and ``rate_rows``: the rows of
        the local wages and exchange rates that each was divided by.
    refused : pandas.DataFrame
        Quotes that could not be compared, with ``reason``.
    """
    known = Found() if found is None else found
    scale = _Scale(comparators, rates, hours, "minimum", "all", max_age, known)
    return _compare(quotes, scale)


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
    scale = _Scale(comparators, rates, hours, "average", coverage, max_age)
    return _compare(quotes, scale)


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


@dataclass(frozen=True)
class _Scale:
    """What quotes are held against, and how."""

    comparators: pd.DataFrame
    rates: Rates
    hours: WorkingTime
    kind: Kind
    coverage: str
    max_age: int
    found: Found = field(default_factory=Found)

    def local(self, row: Any) -> LocalWage:
        """Local wage of a quote's place and year."""
        for name in ("country", "year"):
            if pd.isna(getattr(row, name)):
                raise WageError(f"no {name}, so no local wage")
        country, region, year, place = key = _place(row)
        if key not in self.found.wages:
            try:
                self.found.wages[key] = local_wage(
                    self.comparators, country, region, year,
                    kind=self.kind, coverage=self.coverage, max_age=self.max_age, place=place,
                )  # fmt: skip
            except WageError as error:
                self.found.wages[key] = error
        known = self.found.wages[key]
        if isinstance(known, WageError):
            raise known
        return known

    def floor(self, row: Any, local: LocalWage, *, own_hours: bool) -> tuple[pd.DataFrame, bool]:
        """What a quote is held against, and whether as it stands: otherwise it is by the hour."""
        rows = local.rows
        by = (row.period, row.period_count)
        same = rows[(rows["period"] == row.period) & (rows["period_count"] == row.period_count)]
        if row.period != "hour" and len(same) > 0 and not own_hours:
            return same, True
        key = (*_place(row), by if len(same) else None, self.hours)
        if key not in self.found.floors:
            hourly = hourly_wage(same if len(same) else rows, self.hours)
            self.found.floors[key] = hourly
        return self.found.floors[key], False


def _place(row: Any) -> tuple[str, str | None, int, str | None]:
    """Country, region, year and place of a quote."""
    region = row.region if isinstance(row.region, str) else None
    return row.country, region, int(row.year), getattr(row, "place", None)


def _compare(quotes: pd.DataFrame, scale: _Scale) -> tuple[pd.DataFrame, pd.DataFrame]:
    check_quotes(quotes)
    timed = quotes[~has_warning(quotes, "hours_unknown")]
    hourly = hourly_wage(timed, scale.hours)
    parity, no_parity = hourly, hourly.iloc[:0].assign(reason="")
    if scale.kind == "average":
        parity, no_parity = split_convertible(
            hourly,
            lambda rows: ppp_dollars(rows, scale.rates, base_year=PPP_YEAR, carry_forward=True),
        )
    no_reason = dict(zip(no_parity.index, no_parity["reason"], strict=True))
    done: dict[Any, dict[str, Any]] = {}
    refused: dict[Any, str] = {}
    rows: Iterable[Any] = quotes.itertuples(index=True)
    for row in rows:
        try:
            if row.Index not in timed.index:
                refuse_unknown_hours(quotes.loc[[row.Index]])
            local = scale.local(row)
            if (local.rows["price_basis"] == "nominal").all():
                done[row.Index] = _over_nominal(row, hourly.loc[row.Index], local, scale)
            elif row.Index in no_reason:
                raise WageError(no_reason[row.Index])
            else:
                done[row.Index] = _over_parity(parity.loc[row.Index], local, scale.hours)
        except LabourError as error:
            refused[row.Index] = f"{row_name(row)}: {error}"
    columns = [*RATIO, "local_year", "level", "top_class_only", "needs_hours", "comparator_ids"]
    ratios = pd.DataFrame(list(done.values()), index=list(done), columns=[*columns, KEYS])
    left = quotes.loc[list(refused)].assign(reason=list(refused.values()))
    # Assigned, not joined: a join of two frames forgets of which table the rows are.
    typed = ratios.astype(dict.fromkeys(RATIO, float))
    return quotes.loc[list(done)].assign(**{str(name): typed[name] for name in typed}), left


def _over_nominal(
    row: Any, hourly: pd.Series[Any], local: LocalWage, scale: _Scale
) -> dict[str, Any]:
    own_hours = hourly["hours_basis"] == "source"
    floor, as_it_stands = scale.floor(row, local, own_hours=own_hours)
    if as_it_stands:
        typical = row.mid
        pay = np.array([_first(row.low, typical), typical, _first(row.high, typical)], dtype=float)
    else:
        pay = hourly[["low", "mid", "high"]].to_numpy(dtype=float)
    used = _rows(floor)
    if row.currency != floor["currency"].iloc[0]:
        year = int(row.year)
        own = scale.rates.per_dollar(row.currency, year)
        local_money = scale.rates.per_dollar(floor["currency"].iloc[0], year)
        pay = pay / own.value * local_money.value
        used = (*used, *own.rows, *local_money.rows)
    lowest = float(floor["low"].fillna(floor["mid"]).min())
    highest = float(floor["high"].fillna(floor["mid"]).max())
    typical_floor = float(np.exp(np.log(floor["mid"]).mean()))
    ratios = (pay[0] / highest, pay[1] / typical_floor, pay[2] / lowest)
    return _record(ratios, local, used, needs_hours=not as_it_stands)


def _over_parity(pay: pd.Series[Any], local: LocalWage, hours: WorkingTime) -> dict[str, Any]:
    averages, month = local.rows["mid"], hours.month
    ratios = (
        pay["low"] * month.low / float(averages.max()),
        pay["mid"] * month.central / float(np.exp(np.log(averages).mean())),
        pay["high"] * month.high / float(averages.min()),
    )
    return _record(ratios, local, (*_rows(local.rows), *pay[KEYS]), needs_hours=True)


def _record(
    ratios: tuple[float, float, float],
    local: LocalWage,
    used: tuple[Evidence, ...],
    *,
    needs_hours: bool,
) -> dict[str, Any]:
    return dict(zip(RATIO, ratios, strict=True)) | {
        "local_year": local.year,
        "level": local.level,
        "top_class_only": local.top_class_only,
        "needs_hours": needs_hours,
        "comparator_ids": ";".join(local.rows["comparator_id"]),
        KEYS: used,
    }


def _rows(floor: pd.DataFrame) -> tuple[Evidence, ...]:
    """Rows by their key; somebody's own local wages, from no table of ours, name none."""
    name = floor.attrs.get(TABLE)
    keys = tuple(((str(item),), "") for item in sorted(floor["comparator_id"]))
    return (Evidence(name, keys=keys),) if name else ()


def _first(value: float, otherwise: float) -> float:
    return otherwise if pd.isna(value) else value
