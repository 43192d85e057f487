"""Reading a CSV file against its definition: every fault is an error with its place."""

from __future__ import annotations

import csv
import io
import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import TableError
from analysis.tables.definition import Column, Definition

# Where pyspark is installed pandera imports it, and it warns of every pandas from 3 on.
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
import pandera.pandas as pa  # noqa: E402

_PANDAS = {"string": "str", "integer": "int64", "number": "float64", "boolean": "bool"}
_NULLABLE = {**_PANDAS, "integer": "Int64", "boolean": "boolean"}
# The largest whole number that a column holds.
EXAMPLES = {
    "vocabulary.countries": ", a code of three letters (ISO 3166) such as VNM or KEN",
    "vocabulary.currencies": ", a code of three letters (ISO 4217) such as VND or USD",
}
"""What codes look like that people know by another name."""
LARGEST = 2**63 - 1
_BOOLEANS = {"true": True, "false": False}


def read_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a UTF-8 CSV file, as text.

    Raises
    ------
    TableError
        For a missing file, a byte that is not UTF-8, no header, or a row of the wrong length.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise TableError(path.name, None, None, "no such file", "a CSV file of that name") from None
    except OSError as error:
        raise TableError(path.name, None, None, str(error.strerror), "a CSV file") from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        found = f"byte 0x{raw[error.start]:02x}"
        raise TableError(path.name, row, None, found, "UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise TableError(path.name, reader.line_num, None, str(error), "CSV, quoted") from None
    if not lines:
        raise TableError(path.name, 1, None, "an empty file", "a header and rows")
    header, rows = lines[0], lines[1:]
    for number, row_cells in enumerate(rows, start=2):
        if len(row_cells) != len(header):
            found = f"{len(row_cells)} cells"
            raise TableError(path.name, number, None, found, f"{len(header)} cells, as the header")
    return header, rows


def read_frame(path: Path, definition: Definition) -> pd.DataFrame:
    """Read `path` as typed columns; the values are not yet checked against lists and bounds.

    Returns
    -------
    pandas.DataFrame
        Columns as in the definition; the index holds the row of the file (the header is row 1).

    Raises
    ------
    TableError
        For missing or unknown columns, an empty cell where one must stand, or a cell that does
        not have the type of its column.
    """
    header, rows = read_rows(path)
    _check_header(path.name, header, definition.column_names)
    return typed_frame(path.name, header, rows, definition)


def typed_frame(
    file: str, header: Sequence[str], rows: Sequence[Sequence[str]], definition: Definition
) -> pd.DataFrame:
    """Cells of a file as typed columns, numbered by the rows of the file.

    Raises
    ------
    TableError
        As `read_frame`.
    """
    columns: dict[str, pd.Series[Any]] = {}
    index = range(2, len(rows) + 2)
    for position, name in enumerate(header):
        column = definition.column(name)
        cells = [row[position] for row in rows]
        dtype = (_NULLABLE if column.nullable else _PANDAS)[column.dtype]
        values = _parse_whole(cells, column)
        if values is None:
            values = [
                _parse(cell, column, file, number)
                for number, cell in zip(index, cells, strict=True)
            ]
        columns[name] = pd.Series(values, index=index, dtype=dtype)
    return pd.DataFrame(columns)[definition.column_names]


def check_frame(frame: pd.DataFrame, definition: Definition, file: str) -> None:
    """Check values against closed lists, bounds and the primary key (pandera does the checking).

    Raises
    ------
    TableError
        For the first fault, with its row, column, value and what is allowed.
    """
    try:
        _schema(definition).validate(frame, lazy=False)
    except pa.errors.SchemaError as error:
        raise _fault(error, frame, definition, file) from None


def check_references(
    frame: pd.DataFrame,
    definition: Definition,
    keys: Mapping[str, Iterable[str]],
    file: str,
) -> None:
    """Check that every foreign key exists.

    Parameters
    ----------
    keys : mapping
        What each reference (``sources.id``, ``vocabulary.licences``) may hold.
    """
    for column in definition.columns:
        if column.references is None:
            continue
        values = frame[column.name]
        bad = values[values.notna() & ~values.isin(set(keys[column.references]))]
        if len(bad):
            allowed = f"a value of {column.references}" + EXAMPLES.get(column.references, "")
            raise TableError(file, int(bad.index[0]), column.name, repr(bad.iloc[0]), allowed)


def check_order(frame: pd.DataFrame, definition: Definition, file: str) -> None:
    """Check that ends and middles stand in order: low above high is no range.

    Raises
    ------
    TableError
        For the first row in which a value is above a later one of its group.
    """
    for group in definition.ordered:
        columns = group.split()
        for number, later in enumerate(columns[1:], start=1):
            for earlier in columns[:number]:
                falls = (frame[earlier] > frame[later]).fillna(value=False).astype(bool)
                if falls.any():
                    row = int(frame.index[falls][0])
                    found = f"{frame[earlier][row]:g} above {later} {frame[later][row]:g}"
                    allowed = f"{', '.join(columns)} in rising order"
                    raise TableError(file, row, earlier, found, allowed)


def check_warnings(frame: pd.DataFrame, known: Iterable[str], file: str) -> None:
    """Check that every code in the ``warnings`` column belongs to the vocabulary."""
    if "warnings" not in frame:
        return
    codes = list(known)
    for row, cell in frame["warnings"].dropna().items():
        for code in str(cell).split(";"):
            if code not in codes:
                allowed = f"codes separated by ';' from: {', '.join(codes)}"
                raise TableError(file, int(str(row)), "warnings", repr(code), allowed)


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
            fault = f"{what} column {', '.join(names)} (columns found: {', '.join(found)})"
            raise TableError(file, 1, names[0], fault, ", ".join(allowed))


def _parse_whole(cells: list[str], column: Column) -> list[Any] | None:
    """A column without an empty or faulty cell, in one step: long tables load several times faster.

    None where a cell has to be looked at, which names the fault.
    """
    if column.dtype not in ("string", "number") or "" in cells:
        return None
    if column.dtype == "string":
        return list(cells)
    try:
        numbers = [float(cell) for cell in cells]
    except ValueError:
        return None
    together = "".join(cells)
    odd = "_" in together or together.split() != [together]
    return None if odd or not all(map(math.isfinite, numbers)) else numbers


def _parse(cell: str, column: Column, file: str, row: int) -> Any:
    if cell == "":
        if column.nullable:
            return None
        raise TableError(file, row, column.name, "an empty cell", f"a {column.dtype}")
    if column.dtype == "string":
        return cell
    if column.dtype == "boolean":
        if cell in _BOOLEANS:
            return _BOOLEANS[cell]
        raise TableError(file, row, column.name, repr(cell), "true or false")
    try:
        number = int(cell) if column.dtype == "integer" else float(cell)
    except ValueError:
        number = math.nan
    if isinstance(number, int) and abs(number) > LARGEST:
        allowed = f"whole numbers from -{LARGEST} to {LARGEST}"
        raise TableError(file, row, column.name, repr(cell), allowed)
    if not math.isfinite(number) or "_" in cell or cell != cell.strip():
        raise TableError(file, row, column.name, repr(cell), f"a finite {column.dtype}")
    return number


def _schema(definition: Definition) -> pa.DataFrameSchema:
    columns = {}
    for column in definition.columns:
        checks = []
        if column.allowed is not None:
            checks.append(pa.Check.isin(list(column.allowed)))
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum))
        if column.maximum is not None:
            checks.append(pa.Check.le(column.maximum))
        if column.above is not None:
            checks.append(pa.Check.gt(column.above))
        columns[column.name] = pa.Column(None, checks, nullable=column.nullable)
    return pa.DataFrameSchema(columns, strict=True, unique=list(definition.primary_key))


def _fault(
    error: pa.errors.SchemaError, frame: pd.DataFrame, definition: Definition, file: str
) -> TableError:
    key = list(definition.primary_key)
    twice = frame.duplicated(subset=key, keep="first")
    if error.reason_code is pa.errors.SchemaErrorReason.DUPLICATES and twice.any():
        row = int(frame.index[twice][0])
        values = "; ".join(f"{name}={frame[name][row]!s}" for name in key)
        return TableError(file, row, ", ".join(key), f"a second row with {values}", "each key once")
    cases = error.failure_cases
    name = str(error.schema.name)
    row, value = int(cases["index"].iloc[0]), cases["failure_case"].iloc[0]
    return TableError(file, row, name, repr(value), _allowance(definition.column(name)))


def _allowance(column: Column) -> str:
    if column.allowed is not None:
        return ", ".join(column.allowed)
    bounds = [
        f"{word} {bound:g}"
        for word, bound in (
            ("above", column.above),
            ("at least", column.minimum),
            ("at most", column.maximum),
        )
        if bound is not None
    ]
    return f"a {column.dtype} of {' and '.join(bounds)}" if bounds else f"a {column.dtype}"
