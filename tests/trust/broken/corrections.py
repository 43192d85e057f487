"""Corrections that cannot be made, contradict one another or say nothing; tried on steel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.trust.broken.case import Accepted, Case, Refused, base, read_csv, write_csv
from tests.trust.broken.files import NO_FILE, on_bytes

FILE = "corrections.csv"
TABLE = "steel"
CONVERT, REPLACE, DROP = 2, 7, 8
"""Lines of corrections of each kind among those of steel."""
NO_AMOUNTS = (
    "inf", "-inf", "nan", "1e400", "-1e400", "9_6", "abc", "", " 1", "1 ", "1,5", "\u0663",
    "\uff11", "0x1",
)  # fmt: skip
NO_FACTORS = (*NO_AMOUNTS, "0", "-1", "-0.0", "1e-400")
NO_RANGES = ("a..b", "1980..", "..1980", "1..2..3", f"{'9' * 30}..1", "1970..1947", "1900.5..1901")


def lines() -> list[list[str]]:
    """Header and corrections of steel."""
    return read_csv(base(TABLE) / FILE)


def changed(line: int, **cells: str) -> Callable[[Path], None]:
    """A correction with other cells."""

    def spoil(folder: Path) -> None:
        rows = lines()
        for column, text in cells.items():
            rows[line - 1][rows[0].index(column)] = text
        write_csv(folder / FILE, rows)

    return spoil


def added(line: int, **cells: str) -> Callable[[Path], None]:
    """A copy of a correction, with other cells, as the last line."""

    def spoil(folder: Path) -> None:
        rows = lines()
        copy = dict(zip(rows[0], rows[line - 1], strict=True)) | cells
        write_csv(folder / FILE, [*rows, list(copy.values())])

    return spoil


def one_line() -> Iterator[tuple[str, Callable[[Path], None], int]]:
    """Faults of one line: what is wrong, the change, the line."""
    for text in NO_AMOUNTS:
        yield f"replacement {text!r}", changed(REPLACE, replacement=text), REPLACE
    for text in NO_FACTORS:
        yield f"factor {text!r}", changed(CONVERT, factor=text), CONVERT
    for text in NO_RANGES:
        key = f"series=rail_price;year={text};source_id=hsus1975_e130"
        yield f"range {text[:20]!r}", changed(CONVERT, key=key), CONVERT
    for text in ("", "series", "series=", "=1916", "nothing=1",
        "series=pig_iron_shipments;;year=1916",
                 "series=nowhere;year=1916", "series=pig_iron_shipments;year=1600"):  # fmt: skip
        yield f"key {text!r}", changed(REPLACE, key=text), REPLACE
    for text in ("", "delete", "Replace", "replace "):
        yield f"action {text!r}", changed(REPLACE, action=text), REPLACE
    for text in ("", "nothing", "Value", "value "):
        yield f"field {text!r}", changed(REPLACE, field=text), REPLACE
    for text in ("", "39.127", "39,126", "thirty-nine"):
        yield f"expected {text!r}", changed(REPLACE, expected=text), REPLACE
    for text in ("", " "):
        yield f"reason {text!r}", changed(REPLACE, reason=text), REPLACE
    for text in ("", "nothing", "Steel", "steel "):
        yield f"table {text!r}", changed(REPLACE, table=text), REPLACE
    for text in ("", "USD per 100 lb"):
        yield f"unit {text!r}", changed(CONVERT, replacement=text), CONVERT
    yield "a factor with replace", changed(REPLACE, factor="2"), REPLACE
    yield "a factor with drop", changed(DROP, factor="2"), DROP
    yield "a replacement with drop", changed(DROP, replacement="1"), DROP
    yield "convert of a note", changed(CONVERT, field="note", expected=""), CONVERT
    yield "convert of the value", changed(CONVERT, field="value"), CONVERT
    yield "a value that stands there already", changed(REPLACE, replacement="39.126"), REPLACE


def two_lines() -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Two corrections of one cell: the last line is one too many."""
    key = "series=rail_price;year=1950;source_id=hsus1975_e130"
    value = {"key": key, "field": "value", "action": "replace", "factor": "", "replacement": "5"}
    yield "the same replacement twice", added(REPLACE)
    yield "two replacements", added(REPLACE, replacement="39127")
    yield "convert twice", added(CONVERT)
    yield "convert twice, of one row", added(CONVERT, key=key)
    yield "convert and replace the value", added(CONVERT, **value, expected="3.4")
    yield "convert and replace the unit", added(CONVERT, **(value | {"field": "unit"}))
    yield "replace and drop", added(REPLACE, action="drop", replacement="")
    yield "drop twice", added(DROP)
    yield "drop and replace", added(DROP, action="replace", replacement="1")
    yield "convert and drop", added(CONVERT, key=key, action="drop", replacement="", factor="")


def outside() -> Iterator[tuple[str, Callable[[Path], None], str]]:
    """Corrections that bring what the table may not hold: the change and the column."""
    for column, expected, text in (
        ("year", "1916", "3000"), ("series", "pig_iron_shipments", "nothing"),
        ("source_id", "hsus1975_m217", "nothing"), ("warnings", "", "nothing"),
        ("unit", "thousand long tons", "persons"), ("year", "1916", "1917"),
        ("unit", "thousand long tons", "parsecs"),
        ("year", "1916", "1e3"),
    ):  # fmt: skip
        spoil = changed(REPLACE, field=column, expected=expected, replacement=text)
        # What is no year at all is refused as a line of the corrections, by its row.
        yield f"{column} to {text!r}", spoil, "" if text == "1e3" else column


def of_corrections() -> Iterator[tuple[str, Case]]:
    """All of these."""
    for what, spoil, line in one_line():
        yield f"{FILE}: {what}", Case(TABLE, spoil, Refused(FILE, line))
    for what, spoil in two_lines():
        yield f"{FILE}: {what}", Case(TABLE, spoil, Refused(FILE, len(lines()) + 1))
    for what, spoil, column in outside():
        yield f"{FILE}: {what}", Case(TABLE, spoil, Refused(".csv, row ", None, column))
    for what, change in NO_FILE.items():
        yield (
            f"{FILE}: {what}",
            Case(TABLE, lambda folder, make=change: make(folder / FILE), Refused(FILE)),
        )
    yield from shape()


def shape() -> Iterator[tuple[str, Case]]:
    """Rows and header of the wrong shape; the order of lines, which decides nothing."""

    def with_rows(change: Callable[[list[list[str]]], list[list[str]]]) -> Callable[[Path], None]:
        return lambda folder: write_csv(folder / FILE, change(lines()))

    for what, change in {
        "a column less": lambda rows: [row[:-1] for row in rows],
        "a column more": lambda rows: [[*row, "x"] for row in rows],
        "a column renamed": lambda rows: [["tables", *rows[0][1:]], *rows[1:]],
        "no header": lambda rows: rows[1:],
        "a cell more": lambda rows: [*rows, [*rows[1], "x"]],
        "a cell less": lambda rows: [*rows, rows[1][:-1]],
    }.items():
        yield f"{FILE}: {what}", Case(TABLE, with_rows(change), Refused(FILE))
    backwards = with_rows(lambda rows: [rows[0], *rows[:0:-1]])
    yield (
        f"{FILE}: lines in reverse order",
        Case(
            TABLE,
            backwards,
            Accepted("each correction has cells of its own: none goes before another"),
        ),
    )
    crlf = on_bytes(lambda raw: raw.replace(b"\n", b"\r\n"))
    yield (
        f"{FILE}: CRLF",
        Case(TABLE, lambda folder: crlf(folder / FILE), Accepted("no cell differs")),
    )
    yield (
        f"{FILE}: the same number written otherwise",
        Case(TABLE, changed(REPLACE, replacement="39126.0"), Accepted("it is the same number")),
    )
