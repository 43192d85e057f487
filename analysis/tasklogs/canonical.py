"""The one table that every export becomes, and what was read on the way to it.

A row is an assignment (a market) or an annotation (a tool). Times are whole microseconds UTC, money
is whole millionths of a currency, so that sums are equal to the last digit on every engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

import pandas as pd

from analysis.errors import TaskLogError

COLUMNS: Final[dict[str, Literal["string", "Int64", "boolean"]]] = {
    "file": "string",  # base name only: a path may hold the name of a person
    "line": "Int64",  # number of the record, 1 after the header; of the line where lines are JSON
    "platform": "string",
    "assignment_key": "string",  # 16 hexadecimal digits, keyed
    "worker_key": "string",  # the same; null where the file does not say who worked
    "task_type": "string",  # null where the file has none; never a personal value
    "accept_us": "Int64",
    "submit_us": "Int64",
    "timer_us": "Int64",  # what the tool itself says it took
    "pay_micro": "Int64",  # what was paid: 0 for rejected work, null where the file has no pay
    "currency": "string",  # ISO 4217; null with the pay
    "status": "string",
    "labels": "Int64",
    "assisted": "boolean",
}
"""Columns of the canonical table in their order, with the type pandas gives them."""

REQUIRED: Final = ("file", "line", "platform", "assignment_key", "status")
"""Columns that are never null."""

Status = Literal["paid", "rejected", "submitted", "returned", "unpaid_tool"]
STATUSES: Final[dict[Status, str]] = {
    "paid": "accepted by the buyer: its pay is due",
    "rejected": "refused by the buyer: paid nothing, and its time counts",
    "submitted": "undecided when the file was saved: counts as paid, because undecided work is "
    "approved by itself after a delay",
    "returned": "given back, timed out or skipped: paid nothing",
    "unpaid_tool": "done in a tool whose files hold no pay: a rate card may give it",
}
"""What became of the work, and how it counts."""

DECIDED: Final[dict[Status, int]] = {
    "paid": 4, "rejected": 3, "returned": 2, "unpaid_tool": 2, "submitted": 0,
}  # fmt: skip
"""Of two copies of an assignment the one that is decided counts: it was saved later. Paid goes
before rejected: a rejection can be overturned, a payment is not taken back."""

FULLER: Final = ("pay_micro", "worker_key")
"""Then the copy that has these counts: a column may have been taken out of the other's file."""

LONGER: Final = ("timer_us", "submit_us")
"""Then the one with more of these, nothing being zero."""

REST: Final = (
    "status", "accept_us", "pay_micro", "currency", "worker_key", "task_type", "labels", "assisted",
)  # fmt: skip
"""Then the one that is greater in the first of these that differs, so that which copy counts never
depends on the order of the files; only of copies that say the same is it the first."""

SET_ASIDE: Final = {"file": "string", "line": "Int64", "reason": "string"}
"""Columns of the rows that were not used. A reason is a fixed sentence without a cell in it."""

DUPLICATE: Final = "the same assignment as in"
"""How the reason begins where a record was set aside because another copy of it is used: nothing is
wrong with the file, so that it does not count as a bad row."""

Tasks = pd.DataFrame | tuple[Path, ...]


@dataclass(frozen=True)
class Rows:
    """Records read, used and set aside: the first is the sum of the others.

    Attributes
    ----------
    read, used, set_aside : int
        Records: lines of a table, annotations of a JSON file. A row of the canonical table may
        stand for several, such as the judgments of one page.
    """

    read: int
    used: int
    set_aside: int

    def __post_init__(self) -> None:
        if self.read != self.used + self.set_aside:
            raise TaskLogError(
                f"{self.read} records read, {self.used} used and {self.set_aside} set aside: "
                "a reader lost or doubled some"
            )


@dataclass(frozen=True)
class Recognised:
    """Which format a file has, and what told: ``file``, ``format``, ``how``."""

    file: str
    format: str
    how: str


@dataclass(frozen=True)
class TaskLog:
    """Work that was read from one or several exports.

    Attributes
    ----------
    tasks : pandas.DataFrame or tuple of pathlib.Path
        The canonical table (`COLUMNS`), in the order of the files and their lines; or Parquet
        files that hold it, where it was asked to go to a folder.
    set_aside : pandas.DataFrame
        ``file, line, reason`` of every record that was not used.
    rows : Rows
    formats : tuple of Recognised
        One a file.
    remarks : tuple of str
        What the reader saw and a reader of the result should know: dates saved again by a
        spreadsheet, annotations copied in bulk, times without a zone.
    cannot_tell : tuple of str
        What these files cannot tell, in sentences.

    Notes
    -----
    Keys depend on the secret they were made with. What must not depend on it, such as draws of a
    bootstrap, follows the order of the rows, not of the keys.
    """

    tasks: Tasks
    set_aside: pd.DataFrame
    rows: Rows
    formats: tuple[Recognised, ...]
    remarks: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.set_aside) != self.rows.set_aside:
            raise TaskLogError(
                f"{len(self.set_aside)} reasons for {self.rows.set_aside} records set aside"
            )

    def frame(self) -> pd.DataFrame:
        """The canonical table in memory, wherever it lies."""
        if isinstance(self.tasks, pd.DataFrame):
            return self.tasks
        parts = [pd.read_parquet(path) for path in self.tasks]
        return typed(pd.concat(parts, ignore_index=True), COLUMNS) if parts else tasks_of({})


def tasks_of(columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Canonical table of lists, one a column; a column that is not given is null throughout.

    Raises
    ------
    TaskLogError
        Where a column is not one of `COLUMNS`, or a required one holds a null.
    """
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise TaskLogError(f"no such column: {', '.join(unknown)}; allowed: {', '.join(COLUMNS)}")
    size = max((len(values) for values in columns.values()), default=0)
    frame = pd.DataFrame(
        {
            name: pd.Series(list(columns.get(name, [None] * size)), dtype=cast("str", kind))
            for name, kind in COLUMNS.items()
        }
    )
    for name in REQUIRED:
        if frame[name].isna().any():
            raise TaskLogError(f"column '{name}' of the canonical table is never empty")
    return frame


def set_aside_of(rows: Sequence[tuple[str, int, str]]) -> pd.DataFrame:
    """Frame of the records that were not used: file, line, reason."""
    return pd.DataFrame(
        {
            name: pd.Series([row[place] for row in rows], dtype=kind)
            for place, (name, kind) in enumerate(SET_ASIDE.items())
        }
    )


def typed(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """`frame` with exactly these columns, in this order and of these types."""
    return frame[list(columns)].astype(dict(columns))
