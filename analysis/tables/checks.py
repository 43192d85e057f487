"""Checks of a table's values against its definition: lists, bounds, keys, order, references."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import TableError
from analysis.tables.cells import FORMATS
from analysis.tables.definition import Column, Definition
from analysis.tables.vocabulary import Vocabulary

# Where pyspark is installed pandera imports it, and it warns of every pandas from 3 on.
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
import pandera.pandas as pa  # noqa: E402

EXAMPLES = {
    "vocabulary.countries": ", a code of three letters (ISO 3166) such as VNM or KEN",
    "vocabulary.currencies": ", a code of three letters (ISO 4217) such as VND or USD",
}
"""What codes look like that people know by another name."""
Check = Callable[["pd.Series[Any]"], "pd.Series[bool]"]


def faults_of(
    frame: pd.DataFrame,
    definition: Definition,
    file: str,
    keys: Mapping[str, Iterable[str]],
    vocabulary: Vocabulary,
    unread: Collection[int] = (),
) -> list[TableError]:
    """All that is wrong with corrected values, in order of rows; one fault a cell.

    Parameters
    ----------
    frame : pandas.DataFrame
        Typed and corrected rows; a cell that could not be read is empty and not asked again.
    keys : mapping
        What each reference (``sources.id``, ``vocabulary.licences``) may hold.
    unread : collection of int
        Rows with a cell that could not be read: what they seem to lack may have stood there.
    """
    found = [
        *_outside(frame, definition, file, vocabulary.last_day),
        *_repeated(frame, definition, file),
        *_falling(frame, definition, file),
        *_unstated(frame.drop(index=list(unread)), definition, file),
        *_unknown(frame, definition, keys, file),
        *_unknown_warnings(frame, vocabulary.warnings, file),
        *_wrong_units(frame, definition, file),
    ]
    places: dict[tuple[int | None, str | None], TableError] = {}
    for fault in found:
        places.setdefault((fault.row, fault.column), fault)
    return sorted(places.values(), key=lambda fault: fault.row or 0)


def _outside(
    frame: pd.DataFrame, definition: Definition, file: str, last_day: str | None
) -> Iterator[TableError]:
    """Values outside lists, bounds and forms (pandera does the checking)."""
    columns = {
        column.name: pa.Column(None, _checks(column, frame, last_day), nullable=True)
        for column in definition.columns
    }
    try:
        pa.DataFrameSchema(columns, strict=True).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for case in errors.failure_cases.to_dict("records"):
            row, name, value = int(case["index"]), str(case["column"]), case["failure_case"]
            yield TableError(file, row, name, repr(value), str(case["check"]))


def _checks(column: Column, frame: pd.DataFrame, last_day: str | None) -> list[pa.Check]:
    free = _free(column, frame)
    checks = []

    def add(allowed: str, holds: Check) -> None:
        def held(values: pd.Series[Any]) -> pd.Series[bool]:
            return holds(values) | values.index.isin(free)

        checks.append(pa.Check(held, error=allowed))

    if column.allowed is not None:
        known = list(column.allowed)
        checks.append(pa.Check(lambda values: values.isin(known), error=", ".join(known)))
    if column.format is not None:
        asked, allowed = FORMATS[column.format]
        checks.append(pa.Check(lambda values: values.map(asked).astype(bool), error=allowed))
    if column.dtype == "number":
        finite = pa.Check(lambda values: np.isfinite(values), error="a finite number")
        checks.append(finite)
    for bound, holds in (
        (column.minimum, lambda values: values >= column.minimum),
        (column.maximum, lambda values: values <= column.maximum),
        (column.above, lambda values: values > column.above),
    ):
        if bound is not None:
            add(_bounds(column), holds)
    if column.past and last_day is not None:
        add(f"nothing after {last_day}, the last day of the vocabulary", _until(last_day))
    return checks


def _free(column: Column, frame: pd.DataFrame) -> pd.Index[Any]:
    """Rows in which the bounds of a column do not hold."""
    free = pd.Series(False, index=frame.index)
    for text in column.unless:
        name, _, value = text.partition("=")
        free |= (frame[name].astype("object") == value).astype(bool)
    return frame.index[free]


def _until(last_day: str) -> Check:
    def holds(values: pd.Series[Any]) -> pd.Series[bool]:
        if values.dtype.kind in "if":
            return (values <= int(last_day[:4])).astype(bool)
        return values.map(lambda text: text <= last_day[: len(text)]).astype(bool)

    return holds


def _bounds(column: Column) -> str:
    bounds = [
        f"{word} {bound:g}"
        for word, bound in (
            ("above", column.above),
            ("at least", column.minimum),
            ("at most", column.maximum),
        )
        if bound is not None
    ]
    return f"a {column.dtype} of {' and '.join(bounds)}"


def _repeated(frame: pd.DataFrame, definition: Definition, file: str) -> Iterator[TableError]:
    key = list(definition.primary_key)
    known = frame[frame[key].notna().all(axis=1)]
    for row in known.index[known.duplicated(subset=key, keep="first")]:
        values = "; ".join(f"{name}={frame[name][row]!s}" for name in key)
        found = f"a second row with {values}"
        yield TableError(file, int(row), ", ".join(key), found, "each key once")


def _falling(frame: pd.DataFrame, definition: Definition, file: str) -> Iterator[TableError]:
    """Ends and middles out of order: low above high is no range, and no end is before its start."""
    for group in definition.ordered:
        columns = group.split()
        for number, later in enumerate(columns[1:], start=1):
            for earlier in columns[:number]:
                for row in frame.index[_above(frame[earlier], frame[later])]:
                    low, high = (_shown(frame[name][row]) for name in (earlier, later))
                    allowed = f"{', '.join(columns)} in rising order"
                    yield TableError(
                        file, int(row), earlier, f"{low} above {later} {high}", allowed
                    )


def _above(earlier: pd.Series[Any], later: pd.Series[Any]) -> pd.Series[bool]:
    """Where both are given and the first is above; dates as far as both say."""
    if earlier.dtype.kind in "if":
        return (earlier > later).fillna(value=False).astype(bool)
    pairs = zip(earlier.tolist(), later.tolist(), strict=True)
    falls = [
        isinstance(a, str) and isinstance(b, str) and a[: len(b)] > b[: len(a)] for a, b in pairs
    ]
    return pd.Series(falls, index=earlier.index, dtype=bool)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _unstated(frame: pd.DataFrame, definition: Definition, file: str) -> Iterator[TableError]:
    """Rows that state none of the columns of which one must be: a quote without an amount."""
    for group in definition.stated:
        columns = group.split()
        for row in frame.index[frame[columns].isna().all(axis=1)]:
            allowed = f"a value in one of {', '.join(columns)}"
            yield TableError(file, int(row), columns[0], "no amount in the row", allowed)


def _unknown(
    frame: pd.DataFrame, definition: Definition, keys: Mapping[str, Iterable[str]], file: str
) -> Iterator[TableError]:
    for column in definition.columns:
        if column.references is None or column.references not in keys:
            continue
        values = frame[column.name]
        bad = values[values.notna() & ~values.isin(set(keys[column.references]))]
        allowed = f"a value of {column.references}" + EXAMPLES.get(column.references, "")
        for row, value in bad.items():
            yield TableError(file, int(str(row)), column.name, repr(value), allowed)
        # A quote that follows or restates itself says nothing.
        own = definition.primary_key[0]
        if column.references == f"{definition.name}.{own}" and column.name != own:
            for row in values.index[values.notna() & (values == frame[own])]:
                yield TableError(file, int(row), column.name, repr(values[row]), "another row")


def _unknown_warnings(frame: pd.DataFrame, known: Iterable[str], file: str) -> Iterator[TableError]:
    """Codes in the column ``warnings`` that the vocabulary does not have."""
    if "warnings" not in frame:
        return
    codes = list(known)
    for row, cell in frame["warnings"].dropna().items():
        for code in str(cell).split(";"):
            if code not in codes:
                allowed = f"codes separated by ';' from: {', '.join(codes)}"
                yield TableError(file, int(str(row)), "warnings", repr(code), allowed)


def _wrong_units(frame: pd.DataFrame, definition: Definition, file: str) -> Iterator[TableError]:
    if definition.form != "series":
        return
    units = {name: series.unit for name, series in definition.series.items()}
    expected = frame["series"].map(units)
    wrong = frame["unit"].notna() & expected.notna() & (frame["unit"] != expected)
    for row in frame.index[wrong]:
        allowed = f"{expected[row]!r}, the unit of series {frame['series'][row]}"
        yield TableError(file, int(row), "unit", repr(frame["unit"][row]), allowed)
