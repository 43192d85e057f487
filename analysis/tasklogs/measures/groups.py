"""Wages by kind of task and month, hours by day, and speed by label: with small cells hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import pandas as pd

from analysis.errors import TaskLogError
from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import Column, day_sql
from analysis.tasklogs.measures.hidden import hide, whole_parts
from analysis.tasklogs.measures.rate_card import Rate, card_pay
from analysis.tasklogs.measures.wages import LogWages
from analysis.tasklogs.measures.workers import Workers, exact, grouped, hourly, months
from analysis.tasklogs.rules import HOUR, MICRO

BY = ("task_type", "month")
"""What wages may be asked by."""
VALUES = ["workers", "assignments", "pay", "hours", "wage", "labels", "labels_per_hour", "price"]
NONE_STATED = "(none stated)"


def by_columns(text: str) -> tuple[Column, ...]:
    """Columns named in an option, such as ``task_type,month``.

    Raises
    ------
    TaskLogError
        For an unknown or repeated one.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or set(names) - set(BY) or len(set(names)) < len(names):
        raise TaskLogError(
            f"--by {text}; allowed: {', '.join(BY)}, each once, with a comma between"
        )
    return tuple(cast("Column", name) for name in names)


def group_table(
    engine: Engine, wages: LogWages, by: Sequence[Column], rates: Sequence[Rate] = ()
) -> pd.DataFrame:
    """Workers, assignments, pay, hours and wage of each group under the rule of the run.

    Hours of all groups sum to those of the file. Cells with few workers are hidden; by month
    also so that no total of a month, which the days may give, tells of them.

    Returns
    -------
    pandas.DataFrame
        The columns of `by`, ``workers``, ``assignments``, ``pay``, ``hours``, ``wage``,
        ``labels``, ``labels_per_hour``, ``price`` (per label), ``hidden``.
    """
    spells = months(wages.found) if "month" in by else ()
    sums = grouped(engine, wages.asked, tuple(by), spells)
    sums = _named(sums, by)
    if rates:
        sums = _with_card(engine, wages, sums, by, spells, rates)
    rows = []
    for key, rows_of_key in sums.groupby(list(by), sort=True):
        rows.append(dict(zip(by, key, strict=True)) | _sums(rows_of_key, wages))
    made = pd.DataFrame(rows, columns=[*by, *VALUES])
    return hide(made, VALUES, within="month" if "month" in by else "")


def day_table(engine: Engine, wages: LogWages, groups: pd.DataFrame | None = None) -> pd.DataFrame:
    """Hours by day (UTC) under the rule of the run: ``day``, ``workers``, ``hours``, ``hidden``.

    Days are hidden within their month, whose hours may be published beside them.

    Parameters
    ----------
    groups : pandas.DataFrame, optional
        From :func:`group_table`: where all groups of a month are hidden there, its days are too.
    """
    longest = next(gap.longest for gap in wages.asked.gaps if gap.name == wages.rule)
    days = engine.fetch(day_sql(wages.asked, longest)).sort_values("day_us", ignore_index=True)
    at = pd.to_datetime(days["day_us"].astype("int64"), unit="us")
    made = pd.DataFrame(
        {
            "day": at.dt.strftime("%Y-%m-%d"),
            "month": at.dt.strftime("%Y-%m"),
            "workers": days["workers"].astype("int64"),
            "hours": days["busy"].astype("int64") / HOUR,
        }
    )
    by_month = groups is not None and "month" in groups
    also = whole_parts(groups, "month") if groups is not None and by_month else []
    return hide(made, ["workers", "hours"], within="month", also=also).drop(columns="month")


@dataclass(frozen=True)
class PerLabel:
    """Speed and price of labels, all work and with or without a model before.

    Attributes
    ----------
    labels : int
    per_hour : float or None
    price : float or None
    assisted_per_hour, by_hand_per_hour : float or None
        None where there is no work of that kind, or of under ten workers.
    """

    labels: int
    per_hour: float | None
    price: float | None
    assisted_per_hour: float | None
    by_hand_per_hour: float | None


def per_label(engine: Engine, wages: LogWages) -> PerLabel | None:
    """Labels per hour and price per label; None where not all work says how many labels it made."""
    frame = wages.workers.frame
    apart = wages.found.labels_apart
    if "labels" not in frame or (not apart and not wages.found.all_labelled):
        return None
    time = wages.time(wages.rule)
    labels = wages.found.of("labels_apart") if apart else int(frame["labels"].sum())
    price = int(wages.workers.pay.sum()) / MICRO / labels if wages.has_wage and labels else None
    kinds: dict[str, float | None] = {}
    if wages.found.of("marked"):
        sums = grouped(engine, wages.asked, ("assisted",), ())
        for kind, rows in sums.groupby("assisted"):
            values = _sums(rows, wages)
            few = bool(hide(pd.DataFrame([values]), VALUES)["hidden"].iloc[0])
            kinds[str(kind)] = None if few else cast("float | None", values["labels_per_hour"])
    return PerLabel(
        labels, exact(labels * HOUR, time), price, kinds.get("assisted"), kinds.get("by_hand")
    )


def _named(sums: pd.DataFrame, by: Sequence[Column]) -> pd.DataFrame:
    keys = sums[list(by)].astype(object)
    made = sums.copy()
    made[list(by)] = keys.where(keys.notna(), NONE_STATED)
    return made


def _sums(rows: pd.DataFrame, wages: LogWages) -> dict[str, object]:
    part = Workers(rows, wages.asked.gaps)
    pay, time = int(part.pay.sum()), int(part.time(wages.rule).sum())
    labels = int(rows["labels"].sum()) if "labels" in rows else None
    return {
        "workers": len(rows),
        "assignments": int(rows["n"].sum()),
        "pay": pay / MICRO if wages.has_wage else None,
        "hours": time / HOUR,
        "wage": hourly(pay, time) if wages.has_wage else None,
        "labels": labels,
        "labels_per_hour": None if labels is None else exact(labels * HOUR, time),
        "price": pay / MICRO / labels if labels and wages.has_wage else None,
    }


def _with_card(
    engine: Engine,
    wages: LogWages,
    sums: pd.DataFrame,
    by: Sequence[Column],
    spells: tuple,  # type: ignore[type-arg]
    rates: Sequence[Rate],
) -> pd.DataFrame:
    """Add the pay of the card, which is by worker, kind of task and month."""
    asked, events = replace(wages.asked, spells=spells), wages.found.has_events
    pay = card_pay(engine, asked, rates, events=events).rename(columns={"period": "month"})
    keys = ["worker_key", *by]
    pay = _named(pay, by)
    added = pay.groupby(keys, dropna=False)["pay"].sum().rename("card").reset_index()
    # Labels may be made in a month or project in which their worker has no time.
    joined = sums.merge(added[added["worker_key"].notna()], on=keys, how="outer")
    others = joined.columns.difference(keys)
    joined[others] = joined[others].fillna(0).astype("int64")
    return joined.assign(pay=joined["pay"] + joined["card"]).drop(columns="card")
