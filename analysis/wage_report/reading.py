"""Files to a log, the secret behind its keys, and the map back to ids where it is asked for."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.errors import TaskLogError
from analysis.files import force_folder
from analysis.tasklogs import Key, TaskLog, fresh_key, key_from, read
from analysis.tasklogs.read import sources
from analysis.tasklogs.readers.mturk_large import LARGE
from analysis.wage_report.options import memory_of


def key_of(options: argparse.Namespace) -> Key:
    """The secret of the run; it keeps ids only where they are to be revealed."""
    remember = options.reveal is not None
    return key_from(options.key, remember=remember) if options.key else fresh_key(remember=remember)


@contextmanager
def log_of(options: argparse.Namespace, key: Key) -> Iterator[TaskLog]:
    """Read what the command was given; what is large lies in a folder that is gone afterwards.

    Raises
    ------
    TaskLogError
        As :func:`analysis.tasklogs.read`.
    """
    mapping, memory = columns_of(options.columns), memory_of(options.memory)
    opened = sources(options.files)
    large = sum(source.size for source in opened) >= LARGE or options.engine == "spark"
    with TemporaryDirectory(prefix="labour-wage-") as aside:
        into = Path(aside) if large or any(source.parquet for source in opened) else None
        yield read(
            options.files, options.format, key=key, mapping=mapping, zone=options.zone,
            into=into, memory=memory,
        )  # fmt: skip


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
    from analysis.tables.publish.formats import csv_text  # with all tables

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
