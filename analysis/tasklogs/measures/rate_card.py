"""A rate card: pay by task or by label for tools whose files hold none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, cast

import pandas as pd

from analysis.errors import TableError, TaskLogError
from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import Question, Spell, paid_sql
from analysis.tasklogs.rules import DAY, MICRO, MOST

Unit = Literal["task", "label"]
NEEDED = ("amount", "currency", "unit")
MAY_BE = ("task_type", "valid_from", "valid_to")
EPOCH = date(1970, 1, 1).toordinal()
FIRST, LAST = date(1970, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Rate:
    """Pay for one task or label.

    Attributes
    ----------
    amount : int
        Micro-units.
    currency : str
    unit : {"task", "label"}
    task_type : str
        Empty for all.
    first, last : datetime.date
        Days on which it holds, both included; the day on which the work began counts.
    """

    amount: int
    currency: str
    unit: Unit
    task_type: str = ""
    first: date = FIRST
    last: date = LAST


def read_rates(path: Path) -> tuple[Rate, ...]:
    """Read a rate card.

    Parameters
    ----------
    path : pathlib.Path
        CSV with ``amount``, ``currency``, ``unit`` (task or label) and, where wanted,
        ``task_type``, ``valid_from``, ``valid_to`` (ISO dates, both days included).

    Raises
    ------
    TableError
        Naming row, column, what was found and what is allowed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(path.name, None, None, "bytes that are no UTF-8", "UTF-8") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    header = rows.fieldnames or []
    lacking = [name for name in NEEDED if name not in header]
    unknown = [name for name in header if name not in (*NEEDED, *MAY_BE)]
    if lacking or unknown:
        raise TableError(
            path.name, 1, None, f"columns {', '.join(header) or 'none'}",
            f"{', '.join(NEEDED)}, and where wanted {', '.join(MAY_BE)}",
        )  # fmt: skip
    rates = tuple(_rate(path.name, line, row) for line, row in enumerate(rows, start=2))
    if not rates:
        raise TableError(path.name, None, None, "no row", "one rate or more")
    currencies = sorted({rate.currency for rate in rates})
    if len(currencies) > 1:
        raise TableError(path.name, None, "currency", ", ".join(currencies), "one currency")
    return rates


def card_pay(
    engine: Engine, asked: Question, rates: Sequence[Rate], *, events: bool = False
) -> pd.DataFrame:
    """Pay by the card of all work without an amount, by worker, task type and month-like spell.

    Parameters
    ----------
    events : bool
        Whether rows without labels are events and no tasks.

    Returns
    -------
    pandas.DataFrame
        ``worker_key``, ``task_type``, ``period`` (of `asked`), ``pay``.

    Raises
    ------
    TaskLogError
        Where the card has no rate, or two, for some work; or is by the label and there are none.
    """
    spells = _with_bounds(asked.spells, rates)
    wanted = Question(asked.gaps, (), spells, statuses=asked.statuses)
    work = engine.fetch(paid_sql(wanted, events=events))
    starts = {spell.name: spell for spell in spells}
    outer = {spell.name: _outer(asked.spells, spell.start, events) for spell in spells}
    found = {
        (kind, period): _chosen(rates, kind, starts[period])
        for kind, period in {
            (_text(k), str(p)) for k, p in zip(work["task_type"], work["period"], strict=True)
        }
    }
    _check_events(events, rates, work)
    pay = []
    for row in work.to_dict("records"):
        rate = found[_text(row["task_type"]), str(row["period"])]
        silent = int(row["n"]) - int(row["labelled"])
        if rate.unit == "label" and silent:
            raise TaskLogError(
                f"rate card by the label, but {silent} assignments do not say how many labels "
                "they made; allowed: a rate by the task"
            )
        pay.append(rate.amount * int(row["n" if rate.unit == "task" else "labels"]))
    if sum(pay) > MOST:
        raise TaskLogError(
            f"rate card: the pay sums to more than can be counted; allowed: {MOST // MICRO:,}"
        )
    periods = [outer[str(period)] for period in work["period"]]
    columns = {"worker_key": work["worker_key"], "task_type": work["task_type"]}
    return pd.DataFrame({**columns, "period": periods, "pay": pd.Series(pay, dtype="int64")})


def _check_events(events: bool, rates: Sequence[Rate], work: pd.DataFrame) -> None:
    """Events are paid by the labels they made: a count of events is no count of tasks."""
    if not events:
        return
    if any(rate.unit == "task" for rate in rates):
        raise TaskLogError(
            "rate card by the task, but the files hold events, not tasks; allowed: a rate by the "
            "label"
        )
    if work.empty:
        raise TaskLogError(
            "rate card by the label, but the events do not say how many labels were made; allowed: "
            "a log with the events of the server, or no card"
        )


def _chosen(rates: Sequence[Rate], kind: str, spell: Spell) -> Rate:
    """The one rate of a task type on a day; a rate for the type goes before one for all."""
    day = date.fromordinal(EPOCH + spell.start // DAY)
    valid = [rate for rate in rates if rate.first <= day <= rate.last]
    own = [rate for rate in valid if rate.task_type and rate.task_type == kind]
    fitting = own or [rate for rate in valid if not rate.task_type]
    if len(fitting) != 1:
        what = f"task type {kind!r}" if kind else "work without a task type"
        raise TaskLogError(
            f"rate card: {len(fitting) or 'no'} rate{'s' if len(fitting) > 1 else ''} for {what} "
            f"from {day.isoformat()}; allowed: exactly one (an empty task_type means all)"
        )
    return fitting[0]


def _with_bounds(spells: Sequence[Spell], rates: Sequence[Rate]) -> tuple[Spell, ...]:
    days = {_us(rate.first) for rate in rates} | {
        _us(rate.last) + DAY for rate in rates if rate.last < LAST
    }
    starts = sorted({0, *days, *(spell.start for spell in spells)})
    return tuple(Spell(start, str(place)) for place, start in enumerate(starts))


def _outer(spells: Sequence[Spell], start: int, events: bool) -> str | None:
    """The month of a spell; none before the first, where work without a time of day lies."""
    inside = [spell.name for spell in spells if spell.start <= start]
    if inside:
        return inside[-1]
    return None if spells and not events else (spells[0].name if spells else "")


def _us(day: date) -> int:
    return (day.toordinal() - EPOCH) * DAY


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _rate(file: str, line: int, row: dict[str, str]) -> Rate:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    try:
        amount = Decimal(cell("amount")) * MICRO
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value():
        raise TableError(
            file, line, "amount", repr(cell("amount")), "a number from 0, six decimals at most"
        )
    if len(cell("currency")) != 3 or not cell("currency").isalpha():
        raise TableError(file, line, "currency", repr(cell("currency")), "a code such as USD")
    if cell("unit") not in ("task", "label"):
        raise TableError(
            file, line, "unit", repr(cell("unit")),
            "task or label; what an hour of a contract pays stands in the contract, and a log "
            "without a card gives the hours worked",
        )  # fmt: skip
    first, last = _day(file, line, "valid_from", cell), _day(file, line, "valid_to", cell)
    return Rate(
        int(amount), cell("currency").upper(), cast("Unit", cell("unit")), cell("task_type"),
        first or FIRST, last or LAST,
    )  # fmt: skip


def _day(file: str, line: int, name: str, cell: object) -> date | None:
    text = cell(name) if callable(cell) else ""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TableError(file, line, name, repr(text), "a date such as 2026-01-31") from None
