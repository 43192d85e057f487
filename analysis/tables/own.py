"""Rows of your own as evidence: the report's page, numbers and figures work for them as for ours.

A file anywhere is known in the session that opened it. One in ``own`` below the folder of the
tables (``data/own/mine.csv``) is found by every command, so that ``labour report`` and ``labour
why`` follow numbers to its rows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, get_args

import pandas as pd

from analysis.errors import DataError, TableError
from analysis.places import data_folder
from analysis.tables.catalogue import OPENERS, SOURCES, TABLE, YEAR, Table, table
from analysis.tables.cells import number_of
from analysis.tables.definition import Column, Definition, Dtype
from analysis.tables.own_forms import (
    Cells,
    OwnForm,
    OwnKind,
    check_columns,
    completed,
    form_of,
)
from analysis.tables.reading import Reading, TextRows, read_rows, typed

PREFIX: Final = "own_"
FOLDER: Final = "own"
LICENCE: Final = "own"
LICENCE_WORDS: Final = "Your own rows: no part of this package"
SERIES_NAME: Final = "industry"

_LIKE_A_NUMBER = re.compile(r"[-+]?[\d.,'\s]*\d[\d.,'\s]*%?")
"""A number with commas, spaces or a sign of percent, which is none for us."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def own(path: str | Path, kind: OwnKind) -> pd.DataFrame:
    """Read a file of your own, checked as ours are, with its rows as evidence.

    Parameters
    ----------
    path : str or path
        A CSV file; a bare name is also looked for in ``own`` below the tables. Templates are in
        ``data/templates``.
    kind : {"quotes", "minimum_wages", "exchange_rates", "timings", "industry"}
        What it holds.

    Returns
    -------
    pandas.DataFrame
        Columns of the table it is like, with what the file does not say as *unstated*, and its
        further columns; an industry is indexed by year.

    Raises
    ------
    DataError
        For a kind that is none, a file whose name is no name, or columns that are missing: all in
        one error.
    TableError
        For a cell that may not be; row, column, found, allowed.
    """
    file = _found(Path(path))
    opened = _opened(file, kind)
    OPENERS[opened.name] = lambda: _opened(file, kind)
    rows = table(opened.name).frame.reset_index(drop=True)
    rows.attrs[TABLE] = opened.name
    return rows.set_index(YEAR) if kind == "industry" else rows


def _found(path: Path) -> Path:
    """The file itself, or the one of that name below the tables, wherever a notebook runs."""
    below = data_folder() / FOLDER / path.name
    return (
        below
        if path.name == str(path) and not path.exists() and below.exists()
        else path.absolute()
    )


def reopened(name: str) -> Table | None:
    """The own table of that name in ``own`` below the tables; None where there is none."""
    for kind in get_args(OwnKind):
        stem = name.removeprefix(f"{PREFIX}{kind}_")
        path = data_folder() / FOLDER / f"{stem}.csv"
        if stem != name and path.is_file():
            return _opened(path, kind)
    return None


@dataclass(frozen=True)
class OwnTable(Table):
    """A file of somebody's own, in the form of a table of the catalogue."""

    file: Path = Path()
    kind: str = ""

    @property
    def path(self) -> Path:
        """The CSV file."""
        return self.file

    @property
    def shown_path(self) -> str:
        """The file, as a reader is told; without a folder that only this machine has."""
        inside = self.file.resolve().parent == (self.folder / FOLDER).resolve()
        return f"data/{FOLDER}/{self.file.name}" if inside else self.file.name

    @cached_property
    def reading(self) -> Reading:
        """Rows as they stand in the file, completed where it says nothing."""
        text = read_rows(self.file)
        form = form_of(self.kind)
        names = self.definition.column_names
        cells = [
            _row(form, dict(zip(text.header, row, strict=True)), self, line)
            for line, row in zip(text.lines, text.rows, strict=True)
        ]
        whole = TextRows(names, [[each.get(n, "") for n in names] for each in cells], text.lines)
        return typed(self.file.name, whole, self.definition)

    def _content_fault(self) -> None:
        """Nobody has stated what a file of one's own holds."""

    @property
    def sources(self) -> pd.DataFrame:
        """One row: the file itself, in the columns of ``sources.csv``."""
        known = table(SOURCES, self.folder).frame
        row: dict[str, object] = dict.fromkeys(known.columns)
        row |= {"id": self.name, "title": f"Own file {self.file.name}", "licence": LICENCE}
        return pd.DataFrame([row], columns=known.columns)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file."""
        self._refuse_faults()
        return hashlib.sha256(self.file.read_bytes()).hexdigest()


def _opened(path: Path, kind: str) -> OwnTable:
    form = form_of(kind)
    if not _NAME.fullmatch(path.stem):
        raise DataError(
            f"own file {path.name}: its name stands in the report; allowed: letters, digits, "
            "underlines, beginning with a letter"
        )
    text = read_rows(path)
    header = text.header
    like = table(form.like).definition if form.like else None
    check_columns(path.name, kind, header, like)
    if like is None:
        _check_numbers(path.name, text)
    name = f"{PREFIX}{kind}_{path.stem}"
    base = table(form.like or SOURCES)
    vocabulary = replace(
        base.vocabulary, licences={**base.vocabulary.licences, LICENCE: LICENCE_WORDS}
    )
    definition = _definition(name, path, like, _further(header, text.rows, form, like))
    return OwnTable(definition, base.folder, vocabulary, (), path, kind)


def _definition(
    name: str, path: Path, like: Definition | None, further: Sequence[Column]
) -> Definition:
    """The definition of the table it is like, under its own name and with its further columns."""
    title = f"Own rows of {path.name}"
    if like is None:
        own = Column(SERIES_NAME, "string", "The file"), Column("source_id", "string", "Its source")
        columns = (*own, *further)
        return Definition(
            name, title, LICENCE_WORDS, "records", LICENCE, columns, (SERIES_NAME, YEAR)
        )
    free = tuple(_own_column(column, like, name) for column in like.columns)
    return replace(
        like, name=name, title=title, description=LICENCE_WORDS, licence=LICENCE,
        columns=(*free, *further),
    )  # fmt: skip


def _own_column(column: Column, like: Definition, name: str) -> Column:
    """A column as an own file has it: named as one likes, and of days that we have not seen."""
    written = None if column.format == "identifier" else column.format
    return replace(column, references=_refers(column, like, name), format=written, past=False)


def _refers(column: Column, like: Definition, name: str) -> str | None:
    """What a column refers to: its own rows rather than ours; its source is the file itself."""
    if column.references is None or column.references == "sources.id":
        return None
    table, _, key = column.references.partition(".")
    return f"{name}.{key}" if table == like.name else column.references


def _further(
    header: Sequence[str], rows: Sequence[Sequence[str]], form: OwnForm, like: Definition | None
) -> list[Column]:
    """Columns of the file that the table does not have: numbers where all cells are."""
    known = {*(like.column_names if like else ()), *form.aliases, "source_id", SERIES_NAME}
    found = []
    for place, name in enumerate(header):
        if name in known:
            continue
        if name == YEAR:
            found.append(Column(YEAR, "integer", "Calendar year", minimum=1000, maximum=2100))
            continue
        cells = [row[place] for row in rows if row[place]]
        kind: Dtype = "number" if cells and all(map(_number, cells)) else "string"
        found.append(Column(name, kind, "As in the file", nullable=True))
    return found


def _check_numbers(file: str, text: TextRows) -> None:
    """Check that a column of a series with a number in it holds nothing else.

    Raises
    ------
    TableError
        For the first cell that is none: read as words, the whole column would be.
    """
    for place, name in enumerate(text.header):
        numbered = zip(text.lines, text.rows, strict=True)
        cells = [(line, row[place]) for line, row in numbered if row[place]]
        odd = [(number, cell) for number, cell in cells if not _number(cell)]
        if odd and any(_number(cell) or _LIKE_A_NUMBER.fullmatch(cell) for _, cell in cells):
            number, cell = odd[0]
            allowed = "a number such as 1234.5, as in the other rows, or an empty cell"
            raise TableError(file, number, name, repr(cell), allowed)


def _number(cell: str) -> bool:
    return number_of(cell, "number") is not None


def _row(form: OwnForm, cells: Cells, opened: OwnTable, place: int) -> Cells:
    stem = opened.file.stem
    named = {**cells, "row": f"{stem}-{place}", SERIES_NAME: stem}
    return completed(form, named, opened.name)
