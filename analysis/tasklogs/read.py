"""Reading exports: files into one canonical table, whatever platforms they come from."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta, timezone, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pandas as pd

from analysis.errors import TaskLogError
from analysis.tasklogs.canonical import Recognised, Rows, TaskLog, set_aside_of
from analysis.tasklogs.delimited import listed
from analysis.tasklogs.keys import Key, fresh_key
from analysis.tasklogs.ledger import Ledger
from analysis.tasklogs.parquet import (
    engine_there,
    fault_of,
    need_engine,
    records_in,
    without_copies,
    write,
)
from analysis.tasklogs.readers import FORMATS, mturk
from analysis.tasklogs.readers.formats import Format, Looked, Said
from analysis.tasklogs.readers.known import KNOWN
from analysis.tasklogs.readers.mturk_large import LARGE, read_large
from analysis.tasklogs.readers.refused import refuse
from analysis.tasklogs.source import Source

AUTO = "auto"
NAMES = tuple(name for found in FORMATS for name in found.names)
SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".gz", ".parquet")
"""What is taken from a folder; other files in it are left alone."""


def read(
    paths: str | Path | Iterable[str | Path],
    format: str = AUTO,  # noqa: A002 - the name of the option
    *,
    key: Key | None = None,
    mapping: Mapping[str, str] | None = None,
    zone: str | None = None,
    into: Path | None = None,
    memory: int | None = None,
) -> TaskLog:
    """Read exports as one run: an assignment that stands in several files counts once.

    Parameters
    ----------
    paths : str, path, or iterable of them
        Files, patterns such as ``batches/*.csv``, or folders, of which all exports are read.
    format : str, default "auto"
        Name of a format for all files, or ``"auto"`` to tell it from the header.
    key : Key, optional
        Secret that ids are hashed with. Without one a fresh one is made that nobody keeps, so that
        keys of two runs cannot be compared.
    mapping : mapping of str to str, optional
        Column of the file by field, for a table that is none of the known exports.
    zone : str, optional
        Zone of times that state none: ``UTC``, ``+08:00``, ``Asia/Manila``.
    into : pathlib.Path, optional
        Folder for the canonical table as Parquet, for logs larger than memory; needs the extra
        ``logs``. Without it the table is in memory.
    memory : int, optional
        Bytes that the engine may use where there is a folder.

    Returns
    -------
    TaskLog

    Raises
    ------
    TaskLogError
        Where a file cannot be read, is of no known format, or can give no time of work.
    """
    run = _Run(format, key or fresh_key(), Said(zone_of(zone), dict(mapping or {})), memory)
    opened = sources(paths)
    if into is not None:
        need_engine("a table in a folder")
        into.mkdir(parents=True, exist_ok=True)
        return run.into_folder(opened, into)
    if any(source.parquet for source in opened):
        need_engine("a Parquet file")
    elif not engine_there() or all(source.size < LARGE for source in opened):
        return run.in_memory(opened)
    with TemporaryDirectory() as folder:
        log = run.into_folder(opened, Path(folder))
        return replace(log, tasks=log.frame())


@dataclass(frozen=True)
class _Run:
    """What holds for all files of a run."""

    wanted: str
    key: Key
    said: Said
    memory: int | None

    def in_memory(self, opened: Sequence[Source]) -> TaskLog:
        ledger = Ledger(self.key)
        for source in opened:
            if not _passed(source, opened, ledger):
                looked, found = self.open(source, ledger)
                found.read(looked, ledger, self.said)
        return ledger.closed()

    def open(self, source: Source, ledger: Ledger) -> tuple[Looked, Format]:
        chosen = "table" if self.said.mapping and self.wanted == AUTO else self.wanted
        looked = Looked(source, (*self.said.mapping.values(), *NAMES))
        found, how = recognise(looked, chosen)
        if twice := looked.header.twice(found.names):
            raise TaskLogError(f"{source.name}: column {', '.join(twice)} twice; allowed: once")
        ledger.open(Recognised(source.name, found.name, how), found.platform)
        return looked, found

    def into_folder(self, opened: Sequence[Source], into: Path) -> TaskLog:
        """Every file as one or more parts; those that no large reader takes go by the ledger."""
        order = {source.name: place for place, source in enumerate(opened)}
        parts: list[tuple[int, Path]] = []

        def spill(tasks: pd.DataFrame) -> None:
            for name, some in tasks.groupby("file", sort=False):
                parts.append((order[str(name)], into / f"{len(parts):05d}.parquet"))
                write(some, parts[-1][1])

        ledger, rows = Ledger(self.key, spill=spill), 0
        for place, source in enumerate(opened):
            if _passed(source, opened, ledger):
                continue
            taken = self.take(source, ledger, into / f"{len(parts):05d}.parquet")
            if taken is not None:
                parts.append((place, taken[0]))
                rows += taken[1]
        log = ledger.closed()
        spill(log.frame())
        in_order = [path for _, path in sorted(parts, key=lambda part: part[0])]
        if not in_order:
            in_order = [into / "00000.parquet"]
            write(log.frame(), in_order[0])
        kept, copies = in_order, list[tuple[str, int, str]]()
        # One part of ours is free of copies: the ledger, or the large reader, looked.
        if len(in_order) > 1 or any(source.parquet for source in opened):
            kept, copies = without_copies(in_order, into, self.memory)
        aside = pd.concat([log.set_aside, set_aside_of(copies)], ignore_index=True)
        read = log.rows.read + rows
        counts = Rows(read, read - len(aside), len(aside))
        return replace(log, tasks=tuple(kept), set_aside=aside, rows=counts)

    def take(self, source: Source, ledger: Ledger, target: Path) -> tuple[Path, int] | None:
        """Part and rows of a file that needs no ledger; None of one that was entered there."""
        if source.parquet:
            if fault := fault_of(source.path, source.name, target.parent):
                raise TaskLogError(fault)
            ledger.open(Recognised(source.name, "canonical", "its columns"), "canonical")
            ledger.remark("keys are those of the secret that it was written with")
            return source.path, records_in(source.path)
        looked, found = self.open(source, ledger)
        large = None
        if found is mturk.BATCH:
            large = read_large(looked, self.key, self.said, target, self.memory)
        if large is None:
            found.read(looked, ledger, self.said)
            return None
        ledger.cannot_tell(*mturk.CANNOT_TELL)
        for remark in large.remarks:
            ledger.remark(remark)
        for name in large.workers:
            self.key.of("worker", found.platform, name)
        return target, large.rows


def _passed(source: Source, opened: Sequence[Source], ledger: Ledger) -> bool:
    """Whether a file is empty while others are not: that is said, and the others are read."""
    if not source.blank or all(each.blank for each in opened):
        return False
    ledger.open(Recognised(source.name, "none", "nothing in it"), "none")
    ledger.remark("is empty: nothing was read from it")
    return True


def recognise(looked: Looked, wanted: str = AUTO) -> tuple[Format, str]:
    """Format of a file, and what showed it.

    Raises
    ------
    TaskLogError
        Where there is no such format, the file has not the one that was asked for, or none that is
        known; lists what was found in it.
    """
    name = looked.source.name
    if wanted != AUTO:
        chosen = next((each for each in FORMATS if each.name == wanted), None)
        if chosen is None:
            allowed = ", ".join((AUTO, *(each.name for each in FORMATS)))
            raise TaskLogError(f"no format {wanted!r}; allowed: {allowed}")
        how = chosen.told_by(looked)
        if chosen.name == "table" and not looked.json:
            return chosen, how or "the mapping given"
        if how is None:
            raise TaskLogError(f"{name} is not {chosen.title}; {_found(looked)}")
        return chosen, how
    refuse(looked)
    for each in FORMATS:
        how = each.told_by(looked)
        if how is not None:
            return each, how
    raise TaskLogError(
        f"{name} is no export that is known; {_found(looked)}. Known: "
        f"{'; '.join(each.title for each in FORMATS)}"
    )


def sources(paths: str | Path | Iterable[str | Path]) -> list[Source]:
    """Files that are meant, each once, in the order given; names that occur twice are numbered.

    Raises
    ------
    TaskLogError
        Where there is no such file, or nothing matches.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    found: dict[Path, Path] = {}
    for path in given:
        for each in _expanded(path):
            # Under whatever name, by a link or from another folder, a file is one file.
            found.setdefault(each.resolve(), each)
    if not found:
        raise TaskLogError("no file was named; allowed: one or more exports")
    names: dict[str, int] = {}
    opened = []
    for path in found.values():
        names[path.name] = number = names.get(path.name, 0) + 1
        opened.append(Source(path, path.name if number == 1 else f"{path.name} ({number})"))
    return opened


def zone_of(text: str | None) -> tzinfo | None:
    """Time zone by name or offset.

    Raises
    ------
    TaskLogError
        Where there is no such zone.
    """
    if text is None:
        return None
    bare = text.strip()
    if bare.upper() in {"UTC", "Z", "GMT"}:
        return UTC
    sign, (hours, _, minutes) = bare[:1], bare[1:].partition(":")
    if sign in {"+", "-"} and hours.isdigit() and (minutes or "0").isdigit():
        span = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if span <= timedelta(hours=14) and int(minutes or 0) < 60:
            return timezone(span if sign == "+" else -span)
    try:
        return ZoneInfo(bare)
    except (ValueError, OSError, KeyError):
        raise TaskLogError(
            f"no time zone {text!r}; allowed: UTC, an offset such as +08:00, a name such as "
            "Asia/Manila"
        ) from None


def _expanded(path: str | Path) -> list[Path]:
    here = Path(path)
    if here.is_dir():
        inside = sorted(each for each in here.iterdir() if each.suffix.lower() in SUFFIXES)
        if not inside:
            raise TaskLogError(f"no export in the folder {here.name}; looked for {SUFFIXES}")
        return inside
    if here.exists():
        return [here]
    matched = sorted(Path(each) for each in glob.glob(str(path), recursive=True))
    files = [each for each in matched if each.is_file()]
    if not files:
        raise TaskLogError(f"no file {here.name}; allowed: a file, a folder, or a pattern")
    return files


def _found(looked: Looked) -> str:
    if looked.json:
        return f"found keys: {listed(sorted(looked.json.keys), KNOWN)}"
    return f"found columns: {listed(looked.header.names, KNOWN)}"
