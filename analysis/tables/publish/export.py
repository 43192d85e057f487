"""Exporting the tables, as loaded and with their codebook, for other programs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from analysis import commit
from analysis.errors import DataError
from analysis.files import reason_of, sha256
from analysis.places import data_folder
from analysis.tables.catalogue import Table, names, table
from analysis.tables.publish.codebook import codebook, codebook_text
from analysis.tables.publish.formats import Sheet, csv_bytes, parquet_bytes, stata_bytes, xlsx_bytes

Kind = Literal["parquet", "stata", "xlsx", "csv"]
SUFFIX: dict[Kind, str] = {"parquet": "parquet", "stata": "dta", "xlsx": "xlsx", "csv": "csv"}
CODEBOOK = "codebook"
MARKER = "export.json"


def export(
    folder: Path, kind: Kind, *, tables: Sequence[str] | None = None, data: Path | None = None
) -> list[Path]:
    """Write the tables, corrections applied, and their codebook.

    Parameters
    ----------
    folder : pathlib.Path
        Made where it is missing. Files of an earlier export are replaced, all or none: where the
        machine stops in between, the next export into the folder finishes the old one first, and
        until then some tables may be old and some new, each whole. Files of anybody else stay.
        ``export.json`` lists what was written, with its SHA-256.
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
    DataError
        For an unknown kind, the folder of the tables themselves, a folder that cannot be written,
        a file of the same name that is not as an export wrote it, a missing package, or a table
        that breaks a limit of the format. Nothing is replaced then.
    DataError
        For an unknown table, with the close matches.
    """
    if kind not in get_args(Kind):
        raise DataError(f"cannot export to {kind!r}; allowed: {', '.join(get_args(Kind))}")
    where = data or data_folder()
    _refuse_tables(folder, where)
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


def _refuse_tables(folder: Path, where: Path) -> None:
    """The tables keep what was printed; corrected values must not take their place."""
    try:
        own = (folder / "vocabulary.toml").exists() or folder.resolve() == where.resolve()
    except (OSError, RuntimeError) as error:
        raise DataError(f"cannot write to {folder}: {error}") from None
    if own:
        raise DataError(
            f"cannot write to {folder}: the tables themselves are there; name another folder"
        )


def _replace_all(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Put the files into `folder`, all or none, and list them beside those of earlier exports."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder.resolve()
        with commit.held(target) as mine:
            if not mine:
                raise DataError(f"cannot write to {folder}: another export is under way")
            commit.settle(target)
            earlier = commit.read_marker(target / MARKER) or {}
            digests = {name: sha256(content) for name, content in files.items()}
            for name in (*files, MARKER):
                _refuse_other(folder, name, earlier, digests)
            text = commit.marker_text({**earlier, **digests})
            commit.put(target, {**files, MARKER: text.encode("utf-8")})
    except OSError as error:
        raise DataError(f"cannot write to {folder}: {reason_of(error)}") from None
    return [folder / name for name in files]


def _refuse_other(
    folder: Path, name: str, earlier: Mapping[str, str], digests: Mapping[str, str]
) -> None:
    """Refuse to replace a file that is not as an export wrote it."""
    fault = commit.obstacle(folder, name)
    if fault:
        raise DataError(f"cannot write to {folder}: {fault}")
    if name == MARKER:
        known = not (folder / name).exists() or commit.read_marker(folder / name) is not None
    else:
        wrote = {earlier.get(name, ""), digests[name]}
        known = not os.path.lexists(folder / name) or any(
            commit.holds(folder, name, digest) for digest in wrote
        )
    if not known:
        raise DataError(
            f"cannot write to {folder}: {name} there is not as an export wrote it; "
            "move it away or name another folder"
        )
