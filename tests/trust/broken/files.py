"""Files of tables that are cut, coded, shaped or quoted as none may be; and those that may."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.trust.broken.case import Accepted, Case, Refused, row_with, rows_of, write_csv
from tests.trust.damage import Change, to_dangling, to_folder, to_pipe


def on_bytes(change: Callable[[bytes], bytes]) -> Change:
    """Change the bytes of a file."""
    return lambda path: path.write_bytes(change(path.read_bytes()))


def on_lines(change: Callable[[list[list[str]]], list[list[str]]]) -> Change:
    """Change the rows of a file, header first."""

    def spoil(path: Path) -> None:
        rows = [list(row) for row in rows_of(path.stem)]
        write_csv(path, change(rows))

    return spoil


NO_FILE: dict[str, Change] = {
    "missing": Path.unlink,
    "a folder": to_folder,
    "a dangling link": to_dangling,
    "a pipe": to_pipe,
    "empty": on_bytes(lambda raw: b""),
    "a blank line only": on_bytes(lambda raw: b"\n"),
    "UTF-16": on_bytes(lambda raw: raw.decode().encode("utf-16")),
    "a byte that is no UTF-8": on_bytes(lambda raw: raw[:200] + b"\xff" + raw[200:]),
    "half a letter": on_bytes(lambda raw: raw + b"\xe2\x82"),
    "zeros": on_bytes(lambda raw: b"\0" * len(raw)),
    "packed": on_bytes(lambda raw: b"PK\x03\x04" + raw),
    "a page of the web": on_bytes(lambda raw: b"<!doctype html><title>404</title>" + raw),
    "merge marks": on_bytes(lambda raw: b"<<<<<<< HEAD\n" + raw),
}
HEADER: dict[str, Change] = {
    "no header": on_lines(lambda rows: rows[1:]),
    "header twice": on_lines(lambda rows: [rows[0], *rows]),
    "a column renamed": on_lines(lambda rows: [[f"{rows[0][0]}x", *rows[0][1:]], *rows[1:]]),
    "a column in capitals": on_lines(lambda rows: [[rows[0][0].upper(), *rows[0][1:]], *rows[1:]]),
    "a column with a blank": on_lines(lambda rows: [[f"{rows[0][0]} ", *rows[0][1:]], *rows[1:]]),
    "a column missing": on_lines(lambda rows: [row[1:] for row in rows]),
    "a column twice": on_lines(lambda rows: [[*row, row[0]] for row in rows]),
    "a column more": on_lines(lambda rows: [[*row, "x"] for row in rows]),
    "a column without a name": on_lines(lambda rows: [["", *rows[0][1:]], *rows[1:]]),
    "semicolons": on_lines(lambda rows: [[";".join(row)] for row in rows]),
    "tabs": on_lines(lambda rows: [["\t".join(row)] for row in rows]),
    "a byte order mark": on_bytes(lambda raw: b"\xef\xbb\xbf" + raw),
    "all names twice": on_lines(lambda rows: [row + row for row in rows]),
}
CUT: dict[str, Change] = {
    "header only": on_lines(lambda rows: rows[:1]),
    "half of the rows": on_lines(lambda rows: rows[: len(rows) // 2 + 1]),
    "the last row gone": on_lines(lambda rows: rows[:-1]),
    "the first row gone": on_lines(lambda rows: [rows[0], *rows[2:]]),
    "a row in the middle gone": on_lines(lambda rows: rows[:3] + rows[4:]),
    "cut in the middle of a row": on_bytes(lambda raw: raw[: int(len(raw) * 0.6)].rstrip(b"\n")),
    "cut at a line end": on_bytes(lambda raw: raw[: raw.index(b"\n", len(raw) // 3) + 1]),
}
SAME: dict[str, tuple[Change, str]] = {
    "CRLF": (
        on_bytes(lambda raw: raw.replace(b"\n", b"\r\n")),
        "spreadsheets write it and RFC 4180 asks for it: no cell differs",
    ),
    "no last line end": (
        on_bytes(lambda raw: raw.rstrip(b"\n")),
        "an editor's habit: no cell differs",
    ),
    "all cells quoted": (
        lambda path: write_csv(path, rows_of(path.stem), quoting=csv.QUOTE_ALL),
        "quotes are no part of a cell",
    ),
    "columns in reverse order": (
        on_lines(lambda rows: [row[::-1] for row in rows]),
        "columns are found by name",
    ),
}


def whole_files(name: str) -> Iterator[tuple[str, Case]]:
    """Faults of the whole file of a table."""
    file = f"{name}.csv"

    def at(change: Change) -> Callable[[Path], object]:
        return lambda folder: change(folder / file)

    for kind, change in (NO_FILE | HEADER).items():
        yield f"{file}: {kind}", Case(name, at(change), Refused(file))
    for kind, change in CUT.items():
        yield f"{file}: {kind}", Case(name, at(change), Refused(name), sealed=False)
    for kind, (change, because) in SAME.items():
        yield f"{file}: {kind}", Case(name, at(change), Accepted(because))


def rows(name: str) -> Iterator[tuple[str, Case]]:
    """Rows too long, too short, blank, twice, with quotes that do not close."""
    file, line = f"{name}.csv", row_with(name)
    last = len(rows_of(name))

    def at(change: Callable[[list[list[str]]], list[list[str]]]) -> Callable[[Path], object]:
        return lambda folder: on_lines(change)(folder / file)

    def quoted(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        lines[line - 1] = '"' + lines[line - 1]
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def blank(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        lines.insert(line - 1, "")
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    changes: dict[str, tuple[Callable[[Path], object], int | None]] = {
        "a cell more": (at(lambda r: [*r[: line - 1], [*r[line - 1], "x"], *r[line:]]), line),
        "a cell less": (at(lambda r: [*r[: line - 1], r[line - 1][:-1], *r[line:]]), line),
        "one cell": (at(lambda r: [*r[: line - 1], ["x"], *r[line:]]), line),
        "a blank line": (blank, line),
        "a row of empty cells": (at(lambda r: [*r, [""] * len(r[0])]), last + 1),
        "a row twice": (at(lambda r: [*r, r[line - 1]]), last + 1),
        "a quote that does not close": (quoted, None),
    }
    for kind, (spoil, row) in changes.items():
        yield f"{file}: {kind}", Case(name, spoil, Refused(file, row))


def named(names: tuple[str, ...]) -> Iterator[tuple[str, Case]]:
    """All of these over some tables."""
    for name in names:
        yield from whole_files(name)
        yield from rows(name)
