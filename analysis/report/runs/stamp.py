"""The stamp of a report: one hash of everything it was made from. Imports nothing heavy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis.places import data_folder, repository
from analysis.report.runs.hashes import file_digest, notebook_digest
from analysis.report.runs.machine import packages, python, settings

_PASSED_OVER = {"__pycache__", ".ipynb_checkpoints"}


def stamp(
    notebooks: Path, lock: Path, only: str | None, seen: Mapping[str, str] | None = None
) -> str:
    """SHA-256 of notebooks, code, tables, installed versions, machine and accepted numbers.

    Parameters
    ----------
    notebooks : pathlib.Path
        Folder of the notebooks.
    lock : pathlib.Path
        The accepted numbers.
    only : str or None
        Which notebooks the report is of.
    seen : mapping, optional
        A :func:`snapshot` taken before, to stamp what was seen then and not what is there now.
    """
    things = {
        "only": only,
        "lock": file_digest(lock),
        "seen": dict(snapshot(notebooks) if seen is None else seen),
    }
    return hashlib.sha256(json.dumps(things, sort_keys=True).encode()).hexdigest()


def snapshot(notebooks: Path) -> dict[str, str]:
    """Everything a report is made from but the accepted numbers: name to SHA-256 or version.

    Files are named by their path below ``analysis/``, ``notebooks/`` or ``data/``; of a notebook
    only the cells count. Beside files there are ``python``, ``packages`` and ``settings``.
    """
    found = {
        "python": python(),
        "packages": json.dumps(packages()),
        "settings": json.dumps(settings()),
    }
    for path in _below(repository() / "analysis"):
        if path.suffix != ".pyc":
            found[_name("analysis", path, repository() / "analysis")] = file_digest(path)
    for path in _below(notebooks):
        found[_name("notebooks", path, notebooks)] = _source(path)
    for path in sorted(data_folder().iterdir()):
        if path.suffix in {".csv", ".toml"}:
            found[f"data/{path.name}"] = file_digest(path)
    return found


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What differs between two snapshots of one build, in order of name.

    Files beside the notebooks are left out: a notebook may write some, and each run is held to
    those it read (:mod:`analysis.report.runs.reads`).
    """
    differing = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return sorted(
        name
        for name in differing
        if not name.startswith("notebooks/") or name.endswith((".ipynb", ".py"))
    )


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if _PASSED_OVER.isdisjoint(path.relative_to(folder).parts) and not path.is_dir():
            yield path


def _name(root: str, path: Path, folder: Path) -> str:
    return f"{root}/{path.relative_to(folder).as_posix()}"


def _source(path: Path) -> str:
    if path.suffix != ".ipynb":
        return file_digest(path)
    try:
        return notebook_digest(path.read_bytes())
    except OSError:
        return file_digest(path)
