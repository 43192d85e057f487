"""Exporting the tables, as loaded and with their codebook, for other programs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from analysis.errors import ExportError
from analysis.places import data_folder
from analysis.tables.catalogue import Table, names, table
from analysis.tables.codebook import codebook, codebook_text
from analysis.tables.formats import Sheet, csv_bytes, parquet_bytes, stata_bytes, xlsx_bytes

Kind = Literal["parquet", "stata", "xlsx", "csv"]
SUFFIX: dict[Kind, str] = {"parquet": "parquet", "stata": "dta", "xlsx": "xlsx", "csv": "csv"}
CODEBOOK = "codebook"


def export(
    folder: Path, kind: Kind, *, tables: Sequence[str] | None = None, data: Path | None = None
) -> list[Path]:
    """Write the tables, corrections applied, and their codebook.

    Parameters
    ----------
    folder : pathlib.Path
        Made where it is missing; files of the same name are replaced, each as a whole.
    kind : {"parquet", "stata", "xlsx", "csv"}
    tables : sequence of str, optional
        Names; all tables by default. ``sources`` always goes with them.
    data : pathlib.Path, optional
        Folder of the tables; :func:`analysis.tables.data_folder` by default.

    Returns
    -------
    list of pathlib.Path
        A file a table, ``codebook`` in the same format (in a workbook also as second sheet) and
        ``codebook.md``. In CSV and Excel files text that a spreadsheet would read as a formula
        has an apostrophe before it; numbers are untouched.

    Raises
    ------
    ExportError
        For an unknown kind, a folder that cannot be written, a missing package, or a table that
        breaks a limit of the format. Nothing is replaced then.
    UnknownTableError
        For an unknown table, with the close matches.
    """
    if kind not in get_args(Kind):
        raise ExportError(f"cannot export to {kind!r}; allowed: {', '.join(get_args(Kind))}")
    where = data or data_folder()
    wanted = sorted({*tables, "sources"}) if tables is not None else names(where)
    opened = [table(name, where) for name in wanted]
    files = {f"{item.name}.{SUFFIX[kind]}": _encode(kind, item) for item in opened}
    book = _codebook(opened)
    files[f"{CODEBOOK}.{SUFFIX[kind]}"] = _write(kind, book)
    files[f"{CODEBOOK}.md"] = codebook_text(opened).encode("utf-8")
    return _replace_all(folder, files)


def _encode(kind: Kind, item: Table) -> bytes:
    labels = {column.name: column.description for column in item.definition.columns}
    units = {column.name: column.unit for column in item.definition.columns if column.unit}
    frame = item.frame.reset_index(drop=True)
    sheet = Sheet(item.name, item.title, item.licence, frame, labels, units)
    if kind == "xlsx":
        return xlsx_bytes(sheet, _codebook([item]))
    return _write(kind, sheet)


def _write(kind: Kind, sheet: Sheet) -> bytes:
    writers = {"parquet": parquet_bytes, "stata": stata_bytes, "csv": csv_bytes}
    return xlsx_bytes(sheet) if kind == "xlsx" else writers[kind](sheet)


def _codebook(opened: Sequence[Table]) -> Sheet:
    return Sheet(CODEBOOK, "Codebook", "", codebook(opened))


def _replace_all(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Write every file aside first, so that an interruption leaves the old ones whole."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / f".{name}.part").write_bytes(content)
        for name in files:
            os.replace(folder / f".{name}.part", folder / name)
    except OSError as error:
        for name in files if folder.is_dir() else ():
            (folder / f".{name}.part").unlink(missing_ok=True)
        raise ExportError(f"cannot write to {folder.name}: {error.strerror}") from None
    return [folder / name for name in files]
