"""Reading exports: files into one canonical table, whatever platforms they come from."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from analysis.errors import TaskLogError
from analysis.tasklogs.canonical import Recognised, TaskLog
from analysis.tasklogs.delimited import listed
from analysis.tasklogs.keys import Key, fresh_key
from analysis.tasklogs.ledger import Ledger
from analysis.tasklogs.readers import FORMATS
from analysis.tasklogs.readers.formats import Format, Looked, Said
from analysis.tasklogs.readers.refused import refuse
from analysis.tasklogs.source import Source

AUTO = "auto"
NAMES = tuple(name for found in FORMATS for name in found.names)
SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".gz")
"""What is taken from a folder; other files in it are left alone."""


def read(
    paths: str | Path | Iterable[str | Path],
    format: str = AUTO,  # noqa: A002 - the name of the option
    *,
    key: Key | None = None,
    mapping: Mapping[str, str] | None = None,
    zone: str | None = None,
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

    Returns
    -------
    TaskLog

    Raises
    ------
    TaskLogError
        Where a file cannot be read, is of no known format, or can give no time of work.
    """
    said = Said(zone_of(zone), dict(mapping or {}))
    chosen = "table" if mapping and format == AUTO else format
    ledger = Ledger(key or fresh_key())
    for source in sources(paths):
        looked = Looked(source, (*said.mapping.values(), *NAMES))
        found, how = recognise(looked, chosen)
        ledger.open(Recognised(source.name, found.name, how), found.platform)
        found.read(looked, ledger, said)
    return ledger.closed()


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
    found: dict[Path, None] = {}
    for path in given:
        found.update(dict.fromkeys(_expanded(path)))
    if not found:
        raise TaskLogError("no file was named; allowed: one or more exports")
    names: dict[str, int] = {}
    opened = []
    for path in found:
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
        if span <= timedelta(hours=14):
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
        return f"found keys: {listed(sorted(looked.json.keys))}"
    return f"found columns: {listed(looked.header.names)}"
