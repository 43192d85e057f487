"""Reading a CSV file as typed columns: every cell that is none of its column's is an error."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import TableError
from analysis.files import read_plain
from analysis.tables.cells import (
    PLAIN_TEXT,
    allowed_number,
    number_of,
    numbers_of,
    plain,
    text_fault,
)
from analysis.tables.definition import Column, Definition

_PANDAS = {"string": "str", "integer": "int64", "number": "float64", "boolean": "bool"}
_NULLABLE = {**_PANDAS, "integer": "Int64", "boolean": "boolean"}
_BOOLEANS = {"true": True, "false": False}
_FAULTY = object()


@dataclass(frozen=True)
class TextRows:
    """A CSV file as text.

    Attributes
    ----------
    header : list of str
    rows : list of list of str
        Each as long as the header.
    lines : list of int
        Line of the file in which each row begins: a quoted cell may go over several.
    """

    header: list[str]
    rows: list[list[str]]
    lines: list[int]


@dataclass(frozen=True)
class Reading:
    """A file as typed columns, with all that is wrong with its cells.

    Attributes
    ----------
    frame : pandas.DataFrame
        Columns as in the definition; a faulty cell is empty. The index holds the line of the file.
    faults : tuple of TableError
        In order of rows.
    text : TextRows
        What was read.
    """

    frame: pd.DataFrame
    faults: tuple[TableError, ...]
    text: TextRows

    @property
    def unread(self) -> set[tuple[int, str]]:
        """Line and column of the faulty cells."""
        return {(fault.row or 0, fault.column or "") for fault in self.faults}

    def sound(self) -> pd.DataFrame:
        """The frame.

        Raises
        ------
        TableError
            The first fault, where there is one.
        """
        if self.faults:
            raise self.faults[0]
        return self.frame


def read_rows(path: Path) -> TextRows:
    """Header and rows of a UTF-8 CSV file, as text.

    Raises
    ------
    TableError
        For a missing file, a byte that is not UTF-8, no header, or a row of the wrong length.
    """
    reader = csv.reader(io.StringIO(_text_of(path), newline=""), strict=True)
    begins, numbered = 1, []
    try:
        for cells in reader:
            numbered.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise TableError(path.name, begins, None, str(error), "CSV, quoted") from None
    if not numbered:
        raise TableError(path.name, 1, None, "an empty file", "a header and rows")
    header = numbered[0][1]
    for line, cells in numbered[1:]:
        if len(cells) != len(header):
            found = f"{len(cells)} cells"
            raise TableError(path.name, line, None, found, f"{len(header)} cells, as the header")
    return TextRows(header, [cells for _, cells in numbered[1:]], [n for n, _ in numbered[1:]])


def _text_of(path: Path) -> str:
    try:
        raw = read_plain(path)
    except FileNotFoundError:
        raise TableError(path.name, None, None, "no such file", "a CSV file of that name") from None
    except OSError as error:
        raise TableError(path.name, None, None, str(error.strerror), "a CSV file") from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        found = f"byte 0x{raw[error.start]:02x}"
        raise TableError(path.name, row, None, found, "UTF-8") from None


def read_frame(path: Path, definition: Definition) -> Reading:
    """Read `path` as typed columns; the values are not yet checked against lists and bounds.

    Raises
    ------
    TableError
        For a file that cannot be read, or missing, unknown or repeated columns.
    """
    text = read_rows(path)
    _check_header(path.name, text.header, definition.column_names)
    return typed(path.name, text, definition)


def typed(file: str, text: TextRows, definition: Definition) -> Reading:
    """Cells of a file as typed columns, numbered by the lines of the file."""
    columns: dict[str, pd.Series[Any]] = {}
    faults: list[TableError] = []
    for position, name in enumerate(text.header):
        column = definition.column(name)
        cells = [row[position] for row in text.rows]
        values = _in_one_step(cells, column)
        if values is None:
            values = [_parsed(cell, column) for cell in cells]
            faults += _faults_of(cells, values, column, file, text.lines)
            values = [None if value is _FAULTY else value for value in values]
        full = not column.nullable and None not in values
        dtype = (_PANDAS if full else _NULLABLE)[column.dtype]
        columns[name] = pd.Series(values, index=text.lines, dtype=dtype)
    frame = pd.DataFrame(columns)[definition.column_names]
    return Reading(frame, tuple(sorted(faults, key=lambda fault: fault.row or 0)), text)


def _check_header(file: str, found: list[str], allowed: list[str]) -> None:
    missing = [name for name in allowed if name not in found]
    unknown = [name for name in found if name not in allowed]
    twice = sorted({name for name in found if found.count(name) > 1})
    for what, names in (
        ("missing", missing),
        ("unknown", unknown),
        ("repeated", twice),
    ):
        if names:
            shown = ", ".join(name if name.isprintable() else ascii(name) for name in found)
            fault = f"{what} column {', '.join(names)} (columns found: {shown})"
            raise TableError(file, 1, names[0], fault, ", ".join(allowed))


def _in_one_step(cells: list[str], column: Column) -> list[Any] | None:
    """A column without a faulty cell, in one step: long tables load several times faster.

    None where a cell has to be looked at.
    """
    filled = [cell for cell in cells if cell] if column.nullable else cells
    if column.dtype == "string" and "" not in filled and plain(filled):
        return list(cells) if filled is cells else [cell or None for cell in cells]
    numbers = numbers_of(filled) if column.dtype == "number" else None
    if numbers is None or filled is cells:
        return numbers
    left = iter(numbers)
    return [next(left) if cell else None for cell in cells]


def _parsed(cell: str, column: Column) -> Any:
    if cell == "":
        return None if column.nullable else _FAULTY
    if column.dtype == "string":
        return cell if text_fault(cell) is None else _FAULTY
    if column.dtype == "boolean":
        return _BOOLEANS.get(cell, _FAULTY)
    number = number_of(cell, column.dtype)
    return _FAULTY if number is None else number


def _faults_of(
    cells: Sequence[str], values: Sequence[Any], column: Column, file: str, lines: Sequence[int]
) -> Iterator[TableError]:
    for line, cell, value in zip(lines, cells, values, strict=True):
        if value is not _FAULTY:
            continue
        found = repr(cell)
        if column.dtype == "string":
            found, allowed = text_fault(cell) or found, PLAIN_TEXT
        elif column.dtype == "boolean":
            allowed = "true or false"
        else:
            allowed = allowed_number(column.dtype)
        if cell == "":
            found, allowed = "an empty cell", f"a {column.dtype}"
        yield TableError(file, line, column.name, found, allowed)
