"""Seconds per label from what was printed: times, rates per hour or day, totals of hours."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import LabelsError, TableError
from analysis.labels.checks import check_ranges, refusal

FILE = "time_per_label.csv"
HOUR = 3600.0
USUAL_DAY = 8.0
TIMED = ("stated", "rate", "total")

_NEEDS = {
    "stated": ("seconds_low", "seconds_point", "seconds_high"),
    "rate": ("rate_low", "rate_point", "rate_high"),
    "relative": ("relative_low", "relative_point", "relative_high"),
}
_KEPT = [
    "id", "study", "arm", "task", "unit", "entity", "year", "protocol", "skill", "assistance",
    "stage", "statistic", "confidence", "warnings", "source_id",
]  # fmt: skip


_NEEDED = (
    *_KEPT, *(name for names in _NEEDS.values() for name in names), "basis", "quantity",
    "rate_period", "hours_per_day", "items", "hours_total",
)  # fmt: skip


def seconds_per_label(times: pd.DataFrame, *, day: float = USUAL_DAY) -> pd.DataFrame:
    """Time of one label in seconds, for every row that has one.

    A range keeps its ends and takes their mean as the point. A count per day becomes seconds
    through the hours the source states, or through `day` where it states none: those rows are
    marked, and an answer that depends on them should be shown for several days.

    Parameters
    ----------
    times : pandas.DataFrame
        Rows of the table ``time_per_label``.
    day : float
        Hours of a working day where the source does not say, between 1 and 24.

    Returns
    -------
    pandas.DataFrame
        Index as `times`; its describing columns and ``seconds_low``, ``seconds``,
        ``seconds_high`` (s per label, ends missing where only a point stands) and
        ``day_assumed``. Rows that hold a ratio, a count or hours alone are not in it
        (:func:`without_time` returns them).

    Raises
    ------
    LabelsError
        Where columns are missing: all in one error.
    TableError
        For a row without the numbers its basis needs, with a negative time, a range whose low end
        lies above its high end, or a day outside its bounds.
    """
    missing = [name for name in _NEEDED if name not in times]
    if missing:
        raise LabelsError(
            f"times without the columns {', '.join(missing)}; read a file of your own with "
            "own(file, 'timings'): it needs task, unit, year and seconds, and says of the others "
            "that they are not known (docs/own_data.md)"
        )
    check_times(times)
    if not 1 <= day <= 24:
        raise TableError(FILE, None, "hours_per_day", f"{day:g}", "1 to 24")
    timed = times[times["basis"].isin(TIMED)]
    values = pd.concat([_stated(timed), _from_rates(timed, day), _from_totals(timed)])
    result = timed[_KEPT].copy()
    result[values.columns.to_list()] = values
    result["day_assumed"] = (timed["rate_period"] == "day") & timed["hours_per_day"].isna()
    return result


def without_time(times: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table that give no time of a label: ratios, counts, hours alone."""
    return times[~times["basis"].isin(TIMED)]


def check_times(times: pd.DataFrame) -> None:
    """Check the rows against their basis and their ranges.

    Raises
    ------
    TableError
        For the first row at fault.
    """
    for stem in ("seconds", "rate", "relative"):
        check_ranges(times, FILE, stem)
    for basis, needed in _NEEDS.items():
        bare = (times["basis"] == basis) & times[list(needed)].isna().all(axis=1)
        _refuse(times[bare], needed[1], "nothing", f"a number, as {basis}")
    periodless = (times["basis"] == "rate") & times["rate_period"].isna()
    _refuse(times[periodless], "rate_period", "nothing", "minute, hour or day")
    partial = (times["basis"] == "total") & times[["items", "hours_total"]].isna().any(axis=1)
    _refuse(times[partial], "items", "no total", "items and hours_total")


def _refuse(rows: pd.DataFrame, column: str, found: str, allowed: str) -> None:
    for cells in rows.to_dict("records"):
        raise refusal(FILE, cells, column, found, allowed)


def _stated(timed: pd.DataFrame) -> pd.DataFrame:
    rows = timed[timed["basis"] == "stated"]
    return _ends(rows, "seconds").div(rows["quantity"], axis=0)


def _from_rates(timed: pd.DataFrame, day: float) -> pd.DataFrame:
    rows = timed[timed["basis"] == "rate"]
    hours = pd.Series(1.0, index=rows.index)
    daily = rows["rate_period"] == "day"
    hours[daily] = rows.loc[daily, "hours_per_day"].fillna(day)
    hours[rows["rate_period"] == "minute"] = 1 / 60
    ends = _ends(rows, "rate")
    return pd.DataFrame(
        {
            "seconds_low": HOUR * hours / ends["seconds_high"],
            "seconds": HOUR * hours / ends["seconds"],
            "seconds_high": HOUR * hours / ends["seconds_low"],
        }
    )


def _from_totals(timed: pd.DataFrame) -> pd.DataFrame:
    rows = timed[timed["basis"] == "total"]
    seconds = HOUR * rows["hours_total"] / rows["items"]
    missing = np.full(len(rows), np.nan)
    return pd.DataFrame(
        {"seconds_low": missing, "seconds": seconds, "seconds_high": missing}, index=rows.index
    )


def _ends(rows: pd.DataFrame, stem: str) -> pd.DataFrame:
    low, point, high = (rows[f"{stem}_{end}"] for end in ("low", "point", "high"))
    middle = point.fillna((low + high) / 2).fillna(low).fillna(high)
    return pd.DataFrame({"seconds_low": low, "seconds": middle, "seconds_high": high})
