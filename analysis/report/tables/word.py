"""A table of the report as a Word file, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.latex import with_minus

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def word_bytes(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    columns: str,
    notes: Sequence[str] = (),
) -> bytes:
    """A Word document that holds one table.

    Parameters
    ----------
    caption : str
    heads : sequence of str
    rows : sequence of sequence of str
        Cells as they are to be read, as many as there are heads.
    columns : str
        ``r`` for a column that is set to the right, any other letter for one to the left.
    notes : sequence of str

    Raises
    ------
    DataError
        Where the package that writes Word files is missing.
    """
    frame = pd.DataFrame(
        [[with_minus(cell) for cell in row[1:]] for row in rows],
        index=[with_minus(row[0]) for row in rows],
        columns=list(heads[1:]),
        dtype=object,
    )
    made = _maker()(frame, caption=caption, notes=" ".join(notes), rgroup_display=False)
    document = made.make(type="docx")
    (table,) = document.tables
    # The package knows no head for the column of labels, and centres all others.
    table.cell(0, 0).text = heads[0]
    for row in table.rows[: len(rows) + 1]:
        for cell, side in zip(row.cells, columns, strict=True):
            _set(cell, right=side == "r")
    stream = io.BytesIO()
    document.save(stream)
    return _without_clock(stream.getvalue())


def _maker() -> Any:
    try:
        return import_module("maketables").MTable
    except ImportError:
        raise DataError(
            "a Word file needs the package maketables: install labelling-labour[papers]"
        ) from None


def _set(cell: Any, *, right: bool) -> None:
    alignment = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH
    for paragraph in cell.paragraphs:
        paragraph.alignment = alignment.RIGHT if right else alignment.LEFT


def _without_clock(content: bytes) -> bytes:
    """The same archive with every entry dated alike; they are stamped with the time."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return stream.getvalue()
