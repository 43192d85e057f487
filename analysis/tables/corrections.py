"""Declared corrections: a wrong value is mended on loading, never in the source's row.

Each states what it expects to find, so that it fails once the data file has been mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

import pandas as pd

from analysis.errors import CorrectionError
from analysis.tables.cells import PLAIN_TEXT, allowed_number, number_of, text_fault
from analysis.tables.definition import Definition
from analysis.tables.matching import Rows
from analysis.tables.reading import read_rows

Action = Literal["replace", "drop", "convert"]
HEADER = [
    "table",
    "key",
    "field",
    "expected",
    "action",
    "replacement",
    "factor",
    "reason",
]


@dataclass(frozen=True)
class Correction:
    """One line of ``data/corrections.csv``.

    Attributes
    ----------
    row : int
        Line of the file.
    key : dict of str to str
        Column to value, or to an inclusive range ``1947..1970`` for integers.
    field, expected : str
        The value that must still stand in every matched row.
    action : {"replace", "drop", "convert"}
        ``convert`` brings ``unit`` to `replacement` and multiplies ``value`` by `factor`.
    """

    row: int
    table: str
    key: tuple[tuple[str, str], ...]
    field: str
    expected: str
    action: Action
    replacement: str
    factor: float | None
    reason: str

    @property
    def key_text(self) -> str:
        """The key as written in the file."""
        return ";".join(f"{name}={value}" for name, value in self.key)


@dataclass(frozen=True)
class Corrected:
    """A table with its corrections made, as far as they can be.

    Attributes
    ----------
    frame : pandas.DataFrame
    rows : dict of Correction to list of int
        Lines of the file that each correction touches.
    faults : tuple of CorrectionError
        Corrections that cannot be made.
    """

    frame: pd.DataFrame
    rows: dict[Correction, list[int]]
    faults: tuple[CorrectionError, ...]


def read_corrections(path: Path) -> tuple[list[Correction], list[CorrectionError]]:
    """Read all corrections; lines that are none come as errors beside the others.

    Raises
    ------
    CorrectionError
        For a wrong header.
    """
    text = read_rows(path)
    if text.header != HEADER:
        raise CorrectionError(
            f"{path.name}: columns {', '.join(text.header)}; allowed: {', '.join(HEADER)}"
        )
    lines, faults = [], []
    for number, cells in zip(text.lines, text.rows, strict=True):
        try:
            lines.append(_correction(path.name, number, cells))
        except CorrectionError as error:
            faults.append(error)
    return lines, faults


def corrected(
    frame: pd.DataFrame,
    definition: Definition,
    lines: Iterable[Correction],
    unread: Iterable[tuple[int, str]] = (),
) -> Corrected:
    """Make the corrections of a table; `frame` is left as it was.

    A line is not made where no row matches its key, where a matched row no longer holds the
    expected value, or where another line corrects the same cell.

    Parameters
    ----------
    unread : iterable of (int, str)
        Line and column of cells that could not be read: what stands there is not asked.
    """
    rows = Rows(frame, definition)
    made = _Made(frame, definition, rows, set(unread))
    touched: dict[Correction, list[int]] = {}
    faults = []
    for line in lines:
        try:
            positions = _positions(rows, line)
            made.add(line, positions)
        except CorrectionError as error:
            faults.append(error)
        else:
            touched[line] = [rows.lines[position] for position in positions]
    return Corrected(made.frame(), touched, tuple(faults))


class _Made:
    """What corrections do, collected by cell and made in one step."""

    def __init__(
        self, frame: pd.DataFrame, definition: Definition, rows: Rows, unread: set[tuple[int, str]]
    ) -> None:
        self._frame, self._definition, self._rows, self._unread = frame, definition, rows, unread
        self._set: dict[str, dict[int, Any]] = {}
        self._dropped: dict[int, Correction] = {}
        self._by: dict[tuple[int, str], Correction] = {}
        self._first: dict[int, Correction] = {}

    def add(self, line: Correction, positions: list[int]) -> None:
        """Take a correction in, or say why it cannot be made."""
        if line.action == "convert":
            _check_conversion(line, self._definition)
        if line.field not in self._frame:
            raise _refused(
                line, f"field {line.field!r} is no column of {line.table}; allowed: "
                f"{', '.join(self._frame.columns)}",
            )  # fmt: skip
        new = _typed(line, self._definition) if line.action != "drop" else None
        self._check_expected(line, positions)
        fields = {"convert": ("unit", "value"), "drop": (), "replace": (line.field,)}[line.action]
        self._check_single(line, positions, fields)
        for position in positions:
            self._first.setdefault(position, line)
            if line.action == "drop":
                self._dropped[position] = line
            for name in fields:
                self._by[position, name] = line
                self._set.setdefault(name, {})[position] = new
        if line.action == "convert":
            values = self._frame["value"].tolist()
            for position in positions:
                self._set["value"][position] = values[position] * cast("float", line.factor)

    def frame(self) -> pd.DataFrame:
        """The frame with all of them made."""
        made = self._frame.copy()
        for name, cells in self._set.items():
            values = made[name].array.copy()
            values[list(cells)] = pd.array(list(cells.values()), dtype=values.dtype)
            made[name] = pd.Series(values, index=made.index)
        return made.drop(index=made.index[list(self._dropped)])

    def _check_expected(self, line: Correction, positions: list[int]) -> None:
        texts = self._rows.texts(line.field)
        for position in positions:
            row, found = self._rows.lines[position], texts[position]
            if found != line.expected and (row, line.field) not in self._unread:
                raise _refused(
                    line, f"expects {line.field} {line.expected!r} at {line.key_text} of "
                    f"{line.table}, but {line.table}.csv, row {row} holds {found!r}: mend or "
                    "remove the correction",
                )  # fmt: skip

    def _check_single(
        self, line: Correction, positions: list[int], fields: tuple[str, ...]
    ) -> None:
        for position in positions:
            others = [self._by[position, name] for name in fields if (position, name) in self._by]
            if position in self._dropped:
                others.append(self._dropped[position])
            if line.action == "drop" and position in self._first:
                others.append(self._first[position])
            if others:
                place = f"{line.table}.csv, row {self._rows.lines[position]}"
                what = "a row that is dropped" if fields == () else f"{', '.join(fields)}"
                raise _refused(
                    line, f"{what} of {place} is corrected in row {others[0].row} too; allowed: "
                    "one correction a cell, and none of a row that is dropped",
                )  # fmt: skip


def _positions(rows: Rows, line: Correction) -> list[int]:
    positions = rows.matching(line.key, f"corrections.csv, row {line.row}")
    if not positions:
        raise _refused(line, f"no row of {line.table} has {line.key_text}")
    return positions


def _refused(line: Correction, why: str) -> CorrectionError:
    return CorrectionError(f"corrections.csv, row {line.row}: {why}")


def _check_conversion(line: Correction, definition: Definition) -> None:
    kinds = {column.name: column.dtype for column in definition.columns}
    if line.field != "unit" or kinds.get("value") != "number":
        raise _refused(
            line, f"convert of {line.field} in {line.table}; allowed: convert of unit in a table "
            "with a column value of numbers",
        )  # fmt: skip


def _typed(line: Correction, definition: Definition) -> str | float | bool | None:
    text = line.replacement
    column = definition.column(line.field)
    if text == "" and column.nullable and line.action == "replace":
        return None
    if column.dtype == "string" and text:
        return text
    allowed = f"a {column.dtype}"
    if column.dtype == "boolean":
        allowed = "true or false"
        if text in ("true", "false"):
            return text == "true"
    elif column.dtype != "string":
        number = number_of(text, column.dtype)
        if number is not None:
            return number
        allowed = allowed_number(column.dtype)
    raise _refused(line, f"replacement {text!r}; allowed: {allowed}")


def _correction(file: str, number: int, cells: list[str]) -> Correction:
    raw = dict(zip(HEADER, cells, strict=True))
    where = f"{file}, row {number}"
    for name, cell in raw.items():
        fault = text_fault(cell)
        if fault is not None:
            raise CorrectionError(f"{where}, column {name!r}: found {fault}; allowed: {PLAIN_TEXT}")
    if raw["action"] not in get_args(Action):
        allowed = ", ".join(get_args(Action))
        raise CorrectionError(f"{where}: action {raw['action']!r}; allowed: {allowed}")
    if not raw["reason"]:
        raise CorrectionError(f"{where}: no reason; allowed: a sentence that says why")
    parts = [part.partition("=") for part in raw["key"].split(";")]
    if not all(sign and name and value for name, sign, value in parts):
        raise CorrectionError(f"{where}: key {raw['key']!r}; allowed: column=value;column=value")
    factor = _factor(raw, where)
    if raw["action"] == "drop" and raw["replacement"]:
        raise CorrectionError(
            f"{where}: drop with replacement {raw['replacement']!r}; allowed: drop, or replace"
        )
    if raw["action"] != "drop" and raw["replacement"] == raw["expected"]:
        raise CorrectionError(
            f"{where}: {raw['action']} of {raw['expected']!r} by the same; allowed: another value"
        )
    return Correction(
        row=number,
        table=raw["table"],
        key=tuple((name, value) for name, _, value in parts),
        field=raw["field"],
        expected=raw["expected"],
        action=cast("Action", raw["action"]),
        replacement=raw["replacement"],
        factor=factor,
        reason=raw["reason"],
    )


def _factor(raw: dict[str, str], where: str) -> float | None:
    if raw["action"] != "convert":
        if raw["factor"]:
            raise CorrectionError(f"{where}: a factor belongs to convert, not {raw['action']}")
        return None
    factor = number_of(raw["factor"], "number")
    if factor is None or factor <= 0:
        raise CorrectionError(
            f"{where}: factor {raw['factor']!r}; allowed: a number, finite and above zero"
        )
    return float(factor)
