"""Cells that no column of their kind may hold, over all columns of some tables."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.tables import table
from analysis.tables.definition import Column, Definition
from tests.trust.broken.case import Case, Refused, base, cell, cells, row_with, rows_of, write_csv

NO_NUMBERS = (
    "inf", "-inf", "nan", "NaN", "1e400", "-1e999", "abc", "1,5", " 1", "1 ", "1_0", "0x10", "--1",
    "1e", ".", "1.2.3", "\u0663", "\uff13", "\u0969", "\U0001d7d7", "1\u00a0000", "\u22121",
    "50%", "$5", "1/2",
    "#REF!", "=1+1", "n/a", "-", "?",
)  # fmt: skip
"""Among them digits of Arabic, full width, Devanagari and mathematics, and a true minus sign."""
NO_WHOLE_NUMBERS = ("1.5", "1e3", "2020.0", "9223372036854775808", "9" * 30, "9" * 400)
CONTROL = {
    "NUL": "\x00", "ESC": "\x1b[31m", "DEL": "\x7f", "bell": "\x07", "bidi override": "\u202e",
    "bidi isolate": "\u2066", "line end": "\n", "carriage return": "\r", "C1": "\x9b",
}  # fmt: skip


def definition_of(name: str) -> Definition:
    """The definition of a table."""
    return table(name, base(name)).definition


def cells_of(names: tuple[str, ...]) -> Iterator[tuple[str, Case]]:
    """A fault a column and kind of fault."""
    for name in names:
        definition = definition_of(name)
        for number, column in enumerate(definition.columns):
            if any(row[number] for row in rows_of(name)[1:]):
                for text in faults(column, definition, name, number):
                    yield _cell(name, column.name, text)
        yield from keys(name, definition)


def faults(column: Column, definition: Definition, name: str, turn: int) -> Iterator[str]:
    """What must not stand in a column; of what is no number each column takes its share."""
    if not column.nullable:
        yield ""
    if column.dtype in ("number", "integer"):
        yield from NO_NUMBERS[turn % 4 :: 4]
        if column.dtype == "integer":
            yield from NO_WHOLE_NUMBERS
        if column.minimum is not None:
            yield f"{column.minimum - 1:g}"
        if column.maximum is not None:
            yield f"{column.maximum + 1:g}"
        if column.above is not None:
            yield f"{column.above:g}"
            yield f"{column.above - 1:g}"
        return
    if column.dtype == "boolean":
        yield from ("True", "1", "yes", "TRUE", " true")
        return
    place = [each.name for each in definition.columns].index(column.name)
    good = rows_of(name)[row_with(name, column.name) - 1][place]
    if column.allowed is not None or column.references is not None or column.name == "warnings":
        yield from ("nonsense", f"{good} ", f" {good}", good.swapcase())
    if column.name == "warnings":
        yield from (f"{good};", f"{good};;{good}", f"{good},{good}")
    if column.references == "vocabulary.countries":
        yield from ("XYZ", "China", "ZZ", "CN", "chn")
    if column.references == "vocabulary.currencies":
        yield from ("XYZ", "usd", "$", "RMB", "US")
    yield from (good[:1] + mark + good[1:] for mark in list(CONTROL.values())[turn % 3 :: 3])


def keys(name: str, definition: Definition) -> Iterator[tuple[str, Case]]:
    """A key a second time, plain and hidden by a blank that is not seen."""
    for column in (each for each in definition.primary_key):
        if definition.column(column).dtype != "string":
            continue
        place = definition.column_names.index(column)
        line = row_with(name, column)
        text = rows_of(name)[line - 1][place]
        for what, other in {
            "a blank behind": f"{text} ", "a blank before": f" {text}", "a tab": f"{text}\t",
            "a blank that does not break": f"{text}\u00a0", "no width": f"{text}\u200b",
        }.items():  # fmt: skip
            yield _copied(name, line, column, other, what)


def _copied(name: str, line: int, column: str, text: str, what: str) -> tuple[str, Case]:
    """A row twice, its key differing by what is not seen."""

    def spoil(folder) -> None:  # type: ignore[no-untyped-def]
        rows = [list(row) for row in rows_of(name)]
        copy = list(rows[line - 1])
        copy[rows[0].index(column)] = text
        write_csv(folder / f"{name}.csv", [*rows, copy])

    place = Refused(f"{name}.csv", len(rows_of(name)) + 1, column)
    return f"{name}.csv: key {column} again with {what}", Case(name, spoil, place)


def _cell(name: str, column: str, text: str) -> tuple[str, Case]:
    line = row_with(name, column)
    place = Refused(f"{name}.csv", line, column)
    return f"{name}.csv: {column} holds {text[:40]!r}", Case(
        name, cell(name, line, column, text), place
    )


def also(name: str, what: str, column: str, line: int, **texts: str) -> tuple[str, Case]:
    """A row whose cells contradict one another."""
    place = Refused(f"{name}.csv", line, column)
    return f"{name}.csv: {what}", Case(name, cells(name, line, texts), place)
