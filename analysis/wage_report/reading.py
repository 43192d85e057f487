"""Files to a log: through the readers, or, where they are canonical already, as they lie."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import TaskLogError
from analysis.files import force_folder
from analysis.tables.publish.formats import csv_text
from analysis.tasklogs import COLUMNS, Key, Recognised, Rows, TaskLog, fresh_key, key_from, read
from analysis.tasklogs.canonical import set_aside_of

CANONICAL = "canonical"
_ARROW = {
    "string": ("string", "large_string", "dictionary"),
    "Int64": ("int64",),
    "boolean": ("bool",),
}


def key_of(options: argparse.Namespace) -> Key:
    """The secret of the run; it keeps ids only where they are to be revealed."""
    remember = options.reveal is not None
    return key_from(options.key, remember=remember) if options.key else fresh_key(remember=remember)


def read_log(options: argparse.Namespace, key: Key) -> TaskLog:
    """Read what the command was given.

    Raises
    ------
    TaskLogError
        For exports and canonical Parquet in one run, or a Parquet file that is not canonical.
    """
    parquet = [_is_parquet(Path(name)) for name in options.files]
    if not any(parquet) and options.format != CANONICAL:
        mapping = columns_of(options.columns)
        return read(options.files, options.format, key=key, mapping=mapping, zone=options.zone)
    if not all(parquet):
        raise TaskLogError("exports and Parquet in one run; allowed: the one or the other")
    return canonical_log([Path(name) for name in options.files])


def canonical_log(paths: Sequence[Path]) -> TaskLog:
    """A log that lies in canonical Parquet files, which may be larger than memory.

    Raises
    ------
    TaskLogError
        Where a column is missing or of another type.
    """
    import pyarrow.parquet as pq

    from analysis.tasklogs.engine.opening import parquet_paths

    found = [Path(path) for path in parquet_paths(paths)]
    count = 0
    for path in found:
        try:
            head = pq.ParquetFile(path)
        except Exception as error:
            raise TaskLogError(f"{path.name} is no Parquet file, or not a whole one") from error
        types = {item.name: str(item.type).split("<")[0] for item in head.schema_arrow}
        for name, kind in COLUMNS.items():
            if types.get(name) not in _ARROW[kind]:
                raise TaskLogError(
                    f"{path.name}, column '{name}': found {types.get(name, 'none')}; allowed: "
                    f"{_ARROW[kind][0]}, as in the canonical table"
                )
        count += head.metadata.num_rows
    names = tuple(Recognised(path.name, CANONICAL, "Parquet with its columns") for path in found)
    return TaskLog(tuple(found), set_aside_of([]), Rows(count, count, 0), names)


def columns_of(text: str | None) -> dict[str, str]:
    """Fields and columns of ``worker=Name,start=Begun``.

    Raises
    ------
    TaskLogError
        Where a part is not of that form.
    """
    made: dict[str, str] = {}
    for part in (text or "").split(","):
        field, sign, column = part.partition("=")
        if not part.strip():
            continue
        if not sign or not field.strip() or not column.strip():
            raise TaskLogError(f"--columns {part}; allowed: field=column, with commas between")
        made[field.strip()] = column.strip()
    return made


def write_revealed(path: Path, key: Key) -> None:
    """Write which key is whose, readable by its owner alone.

    Raises
    ------
    OSError
        Where it cannot be written.
    """
    names = key.revealed()
    frame = pd.DataFrame({"worker_key": sorted(names)})
    frame["worker"] = [names[each] for each in frame["worker_key"]]
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(csv_text(frame).encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    force_folder(path.resolve().parent)


def _is_parquet(path: Path) -> bool:
    if path.is_dir():
        return any(path.glob("**/*.parquet"))
    return path.suffix.lower() == ".parquet"
