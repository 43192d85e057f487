"""Whether the report that stands in a folder is the one a build would make. Imports nothing heavy.

The inputs of a build differ from machine to machine, the files of the report do not; so what a
report was made from is noted beside the cache and not in the report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from analysis import commit
from analysis.files import sha256, write_whole
from analysis.report.build.staging import MARKER
from analysis.report.options import Options
from analysis.report.runs.stamp import stamp

NOTES = "reports.json"


def inputs(options: Options, seen: Mapping[str, str] | None = None) -> str:
    """Hash of all that goes into a build, as it is or as it was `seen`; its outcome is left out."""
    return stamp(options.folder, options.lock.with_name("none"), options.only, seen)


def whole(out: Path) -> str:
    """SHA-256 of the marker in `out` where every file of the report is there and as written."""
    files = commit.read_marker(out / MARKER)
    if files is None or not all(commit.holds(out, name, files[name]) for name in files):
        return ""
    return sha256((out / MARKER).read_bytes())


def up_to_date(options: Options) -> bool:
    """Whether the report is whole and was made from the very same things."""
    note = _notes(options.store).get(_key(options))
    marker = whole(options.out)
    return bool(note and marker) and note == [inputs(options), _accepted(options.lock), marker]


def remember(options: Options, made_from: str, accepted: str) -> None:
    """Note what the report that stands there was made from, as seen before the build.

    Parameters
    ----------
    options : Options
    made_from : str
        :func:`inputs`, taken before anything ran.
    accepted : str
        Text of the accepted results that the build was held against, or wrote.
    """
    notes = _notes(options.store)
    lock = sha256(accepted.encode("utf-8")) if accepted else ""
    notes[_key(options)] = [made_from, lock, whole(options.out)]
    text = json.dumps(notes, indent=1, sort_keys=True) + "\n"
    write_whole(options.store / NOTES, text)


def _key(options: Options) -> str:
    return f"{options.out.resolve()} {options.only or 'all'}"


def _accepted(lock: Path) -> str:
    return sha256(lock.read_bytes()) if lock.is_file() else ""


def _notes(store: Path) -> dict[str, list[str]]:
    try:
        raw = json.loads((store / NOTES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return raw if isinstance(raw, dict) else {}
