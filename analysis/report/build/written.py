"""Reading a report back: what it shows, and the part that a build of one page keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from analysis import commit
from analysis.errors import ReportError
from analysis.report.build.staging import MARKER
from analysis.report.numbers import Number
from analysis.report.pages.why import ShownReport

VALUES = "values.json"
T = TypeVar("T")


@dataclass(frozen=True)
class KeptPages:
    """What stands in a report of notebooks that are not built now, byte for byte.

    Attributes
    ----------
    pages : mapping of str to str
        HTML of the page of each notebook.
    numbers : mapping of str to Number
    figures, tables : mapping of str to dict
        Sidecars by name.
    files : mapping of str to bytes
        Pages and files of figures and tables, by name below the report.
    """

    pages: Mapping[str, str]
    numbers: Mapping[str, Number]
    figures: Mapping[str, dict[str, Any]]
    tables: Mapping[str, dict[str, Any]]
    files: Mapping[str, bytes]


def read_values(out: Path) -> dict[str, Number]:
    """Numbers of the report in `out`, by name.

    Raises
    ------
    ReportError
        Where no report was built there, or its files are not as they were written.
    """
    raw: list[Any] = _parsed(VALUES, _read(out, VALUES, _listed(out)), list)
    try:
        return {item["name"]: Number.from_dict(item) for item in raw}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ReportError(_damaged(VALUES)) from None


def read_shown(out: Path) -> ShownReport:
    """What the report in `out` shows: numbers, figures, tables.

    Raises
    ------
    ReportError
        As :func:`read_values`.
    """
    return ShownReport(
        read_values(out), read_sidecars(out, "figures"), read_sidecars(out, "tables")
    )


def read_sidecars(out: Path, kind: str) -> dict[str, dict[str, Any]]:
    """Sidecars of the ``figures`` or ``tables`` of the report in `out`, by name.

    Raises
    ------
    ReportError
        As :func:`read_values`.
    """
    files = _listed(out)
    names = sorted(name for name in files if PurePosixPath(name).match(f"{kind}/*.json"))
    return {
        PurePosixPath(name).stem: _parsed(name, _read(out, name, files), dict) for name in names
    }


def read_kept(out: Path, notebooks: Collection[str]) -> KeptPages:
    """The pages of `notebooks` as far as they stand in `out`, with their numbers and figures.

    Raises
    ------
    ReportError
        Where a file of them is not as it was written.
    """
    listed = commit.read_marker(out / MARKER) or {}
    stems = [stem for stem in notebooks if f"{stem}.html" in listed]
    if not stems:
        return KeptPages({}, {}, {}, {}, {})
    numbers = {n: item for n, item in read_values(out).items() if item.notebook in stems}
    figures, tables = (
        {n: item for n, item in read_sidecars(out, kind).items() if item.get("notebook") in stems}
        for kind in ("figures", "tables")
    )
    names = [f"{stem}.html" for stem in stems]
    for kind, there in (("figures", figures), ("tables", tables)):
        names += [
            name
            for name in listed
            if name.startswith(f"{kind}/") and PurePosixPath(name).name.partition(".")[0] in there
        ]
    files = {name: _read(out, name, listed) for name in names}
    pages = {stem: files[f"{stem}.html"].decode("utf-8") for stem in stems}
    return KeptPages(pages, numbers, figures, tables, files)


def _listed(out: Path) -> dict[str, str]:
    files = commit.read_marker(out / MARKER)
    if files is None or VALUES not in files:
        raise ReportError(f"no report in {out.name or out}/: run `labour report` first")
    return files


def _read(out: Path, name: str, files: Mapping[str, str]) -> bytes:
    if not commit.holds(out, name, files[name]):
        raise ReportError(_damaged(name))
    return (out / name).read_bytes()


def _parsed(name: str, content: bytes, kind: Callable[..., T]) -> T:
    try:
        raw = json.loads(content)
    except ValueError:
        raise ReportError(_damaged(name)) from None
    if type(raw) is not kind:
        raise ReportError(_damaged(name))
    return raw  # type: ignore[no-any-return]


def _damaged(name: str) -> str:
    return f"{name} of the report is not as `labour report` wrote it: run `labour report` anew"
