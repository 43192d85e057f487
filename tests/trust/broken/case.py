"""A broken file, the answer it must get, and whether it got it."""

from __future__ import annotations

import atexit
import contextlib
import csv
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.errors import LabourError
from analysis.places import data_folder
from analysis.tables import table
from analysis.tables.catalogue import opened_as_far_as_it_goes
from analysis.tables.contents import read_contents, write_contents

MOST = 250
"""Rows of a table to break: a longer one only takes longer to read."""
Rows = list[list[str]]


@dataclass(frozen=True)
class Refused:
    """An error of ours, in a line, that names the place.

    Attributes
    ----------
    file : str
    row : int or None
        Line of the file.
    column : str or None
        Column, key of a definition or code, as it stands in the message.
    """

    file: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True)
class Accepted:
    """The same rows as without the change, and why that is right."""

    because: str


@dataclass(frozen=True)
class Case:
    """A change of the files of one table, and the answer that is expected."""

    table: str
    spoil: Callable[[Path], object]
    answer: Refused | Accepted
    sealed: bool = True
    """Whether what the table holds is stated anew after the change: who types a fault accepts it
    with the rest; a file that was cut is not accepted."""


@lru_cache(maxsize=64)
def base(name: str) -> Path:
    """Folder with one table and all it rests on, to copy from; long tables are thinned out."""
    folder = Path(tempfile.mkdtemp(prefix="labour-trust-base-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in (f"{name}.toml", "sources.toml", "vocabulary.toml"):
        shutil.copyfile(data_folder() / file, folder / file)
    lines = read_csv(data_folder() / "corrections.csv")
    own = [row for row in lines[1:] if row[0] == name]
    header, *rows = thinned(name, touched=bool(own))
    write_csv(folder / f"{name}.csv", [header, *rows])
    if name != "sources":
        used = {row[place] for row in rows for place in places(header)}
        used |= {row[lines[0].index("replacement")] for row in own}
        sources = read_csv(data_folder() / "sources.csv")
        write_csv(folder / "sources.csv", [sources[0], *(row for row in sources if row[0] in used)])
        own += [row for row in lines if row[0] == "sources" and row[1].removeprefix("id=") in used]
    write_csv(folder / "corrections.csv", [lines[0], *own])
    for file in {name, "sources"}:
        seal(folder, file)
    return folder


def places(header: list[str]) -> list[int]:
    """Columns that name sources."""
    return [n for n, column in enumerate(header) if column in ("source_id", "source_to_id")]


def thinned(name: str, *, touched: bool) -> Rows:
    """Rows of a table, at most some hundred; all that a correction touches are among them."""
    rows = read_csv(data_folder() / f"{name}.csv")
    if len(rows) <= MOST:
        return rows
    kept = (
        {n for lines in table(name).corrected_rows().values() for n in lines} if touched else set()
    )
    step = len(rows) // MOST + 1
    return [
        rows[0],
        *(row for n, row in enumerate(rows[1:], start=2) if n in kept or n % step == 0),
    ]


@lru_cache(maxsize=64)
def whole(name: str) -> pd.DataFrame:
    """Rows of the table as it is."""
    return table(name, base(name)).frame


@lru_cache(maxsize=64)
def rows_of(name: str) -> Rows:
    """Header and rows of the file as it is."""
    return read_csv(base(name) / f"{name}.csv")


@lru_cache(maxsize=64)
def corrected(name: str) -> frozenset[int]:
    """Rows that a correction touches: a change of these may be answered by the correction."""
    if len(read_csv(base(name) / "corrections.csv")) == 1:
        return frozenset()
    opened = table(name, base(name))
    return frozenset(row for rows in opened.corrected_rows().values() for row in rows)


def read_csv(path: Path) -> Rows:
    """Rows of a file, header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_csv(path: Path, rows: Rows, **form: object) -> None:
    """Write rows, header first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, **{"lineterminator": "\n", **form}).writerows(rows)  # type: ignore[arg-type]


def row_with(name: str, column: str | None = None, after: int = 4) -> int:
    """Line of the file, not the first, with something in a column, that no correction touches."""
    rows = rows_of(name)
    place = None if column is None else rows[0].index(column)
    lines = [*range(after, len(rows) + 1), *range(2, min(after, len(rows) + 1))]
    for line in lines:
        if line not in corrected(name) and (place is None or rows[line - 1][place] != ""):
            return line
    return lines[0]


def cell(name: str, line: int, column: str, text: str) -> Callable[[Path], None]:
    """Write a text into a cell."""
    return cells(name, line, {column: text})


def cells(name: str, line: int, texts: dict[str, str]) -> Callable[[Path], None]:
    """Write texts into the cells of a row."""

    def spoil(folder: Path) -> None:
        rows = [list(row) for row in rows_of(name)]
        for column, text in texts.items():
            rows[line - 1][rows[0].index(column)] = text
        # The writer leaves a lone carriage return without quotes, and so ends the row there.
        quoting = csv.QUOTE_ALL if "\r" in "".join(texts.values()) else csv.QUOTE_MINIMAL
        write_csv(folder / f"{name}.csv", rows, quoting=quoting)

    return spoil


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    """Replace a text, which must be there, by another, once."""

    def spoil(folder: Path) -> None:
        text = (folder / file).read_bytes().decode("utf-8")
        assert old in text, f"{file} does not hold {old!r}: the attempt is out of date"
        (folder / file).write_bytes(text.replace(old, new, 1).encode("utf-8"))

    return spoil


def seal(folder: Path, name: str) -> None:
    """State anew what the table holds, as `labour data accept` does, where it can be read."""
    with contextlib.suppress(LabourError):
        opened = opened_as_far_as_it_goes(folder, name)
        write_contents(folder, {**(read_contents(folder) or {}), name: opened.content})


def attempt(case: Case) -> Callable[[Path], None]:
    """Load the table from the broken folder and hold the answer to the expected one."""

    def trying(folder: Path) -> None:
        here = Path(shutil.copytree(base(case.table), folder / "data"))
        case.spoil(here)
        if case.sealed:
            seal(here, case.table)
            seal(here, "sources")
        said = ""
        try:
            found = table(case.table, here).frame
        except LabourError as error:
            said = str(error)
        if isinstance(case.answer, Refused):
            assert said, "taken without a word"
            assert_named(said, case.answer)
        else:
            assert not said, f"refused, although it is right: {said}"
            pd.testing.assert_frame_equal(found, whole(case.table), check_like=True)

    return trying


def assert_named(text: str, place: Refused) -> None:
    """The message is a line and names file, row and column."""
    assert "\n" not in text, f"more than a line: {text!r}"
    assert place.file in text, f"{place.file} is not named: {text}"
    if place.row is not None:
        assert re.search(rf"\brow {place.row}\b", text), f"row {place.row} is not named: {text}"
    if place.column is not None:
        assert place.column in text, f"{place.column} is not named: {text}"
