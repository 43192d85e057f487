"""Declared corrections: a wrong value is mended on loading, never in the source's row.

Each states what it expects to find, so that it fails once the data file has been mended.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import pandas as pd

from analysis.errors import CorrectionError
from analysis.tables.definition import Definition
from analysis.tables.reading import LARGEST, read_rows

MOST = sys.float_info.max
_YEAR = re.compile(r"-?[0-9]{1,9}")
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


def read_corrections(path: Path) -> list[Correction]:
    """Read all corrections.

    Raises
    ------
    CorrectionError
        For a wrong header, an unknown action, a key that cannot be read, or a missing reason.
    """
    header, rows = read_rows(path)
    if header != HEADER:
        raise CorrectionError(
            f"{path.name}: columns {', '.join(header)}; allowed: {', '.join(HEADER)}"
        )
    return [_correction(path.name, number, row) for number, row in enumerate(rows, start=2)]


def apply(frame: pd.DataFrame, definition: Definition, lines: list[Correction]) -> pd.DataFrame:
    """Return `frame` with the corrections of its table applied; `frame` is left as it was.

    Raises
    ------
    CorrectionError
        Where no row matches the key, or a matched row no longer holds the expected value.
    """
    matched = [(line, matching_rows(frame, definition, line)) for line in lines]
    for line, rows in matched:
        if line.action == "convert":
            _check_conversion(line, definition)
        _check_expected(frame, line, rows)
    corrected = frame.copy()
    for line, rows in matched:
        if line.action == "replace":
            corrected.loc[rows, line.field] = _typed(line, definition)
        elif line.action == "convert":
            corrected.loc[rows, line.field] = line.replacement
            corrected.loc[rows, "value"] *= cast("float", line.factor)
    dropped = [row for line, rows in matched if line.action == "drop" for row in rows]
    return corrected.drop(index=dropped)


def matching_rows(frame: pd.DataFrame, definition: Definition, line: Correction) -> list[int]:
    """Rows of the data file (index of `frame`) that the correction's key names."""
    where = f"corrections.csv, row {line.row}"
    keep = pd.Series(True, index=frame.index)
    for name, value in line.key:
        if name not in definition.column_names:
            allowed = ", ".join(definition.column_names)
            raise CorrectionError(f"{where}: key names {name!r}; allowed: {allowed}")
        if ".." in value and definition.column(name).dtype == "integer":
            low, high = _range(value, where)
            keep &= frame[name].between(low, high)
        else:
            keep &= frame[name].map(_as_text) == value
    rows = [int(row) for row in frame.index[keep]]
    if not rows:
        raise CorrectionError(f"{where}: no row of {line.table} has {line.key_text}")
    return rows


def _range(text: str, where: str) -> tuple[int, int]:
    ends = text.split("..")
    if len(ends) != 2 or not all(_YEAR.fullmatch(end) for end in ends):
        raise CorrectionError(f"{where}: key range {text!r}; allowed: such as 1947..1970")
    return int(ends[0]), int(ends[1])


def _check_conversion(line: Correction, definition: Definition) -> None:
    kinds = {column.name: column.dtype for column in definition.columns}
    if line.field != "unit" or kinds.get("value") != "number":
        raise CorrectionError(
            f"corrections.csv, row {line.row}: convert of {line.field} in {line.table}; "
            "allowed: convert of unit in a table with a column value of numbers"
        )


def _check_expected(frame: pd.DataFrame, line: Correction, rows: list[int]) -> None:
    if line.field not in frame:
        raise CorrectionError(
            f"corrections.csv, row {line.row}: field {line.field!r} is no column of {line.table};"
            f" allowed: {', '.join(frame.columns)}"
        )
    for row in rows:
        found = _as_text(frame.loc[row, line.field])
        if found != line.expected:
            raise CorrectionError(
                f"corrections.csv, row {line.row}: expects {line.field} {line.expected!r} at "
                f"{line.key_text} of {line.table}, but {line.table}.csv, row {row} holds "
                f"{found!r}: mend or remove the correction"
            )


def _typed(line: Correction, definition: Definition) -> str | float | None:
    text = line.replacement
    column = definition.column(line.field)
    if text == "" and column.nullable:
        return None
    if column.dtype == "string" and text:
        return text
    try:
        if column.dtype == "boolean":
            return {"true": True, "false": False}[text]
        number = int(text) if column.dtype == "integer" else float(text)
        if abs(number) > (LARGEST if column.dtype == "integer" else MOST):
            raise ValueError
    except (ValueError, KeyError):
        raise CorrectionError(
            f"corrections.csv, row {line.row}: replacement {text!r}; allowed: a finite "
            f"{column.dtype}"
        ) from None
    return number


def _as_text(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _correction(file: str, number: int, cells: list[str]) -> Correction:
    raw = dict(zip(HEADER, cells, strict=True))
    where = f"{file}, row {number}"
    if raw["action"] not in get_args(Action):
        allowed = ", ".join(get_args(Action))
        raise CorrectionError(f"{where}: action {raw['action']!r}; allowed: {allowed}")
    if not raw["reason"]:
        raise CorrectionError(f"{where}: no reason; allowed: a sentence that says why")
    parts = [part.partition("=") for part in raw["key"].split(";")]
    if not all(sign and name and value for name, sign, value in parts):
        raise CorrectionError(f"{where}: key {raw['key']!r}; allowed: column=value;column=value")
    factor = _factor(raw, where)
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
    try:
        factor = float(raw["factor"])
    except ValueError:
        factor = 0.0
    if not 0 < factor <= MOST:
        raise CorrectionError(
            f"{where}: factor {raw['factor']!r}; allowed: a number, finite and above zero"
        )
    return factor
