"""A cache addressed by content: a notebook runs again only if what it rests on has changed.

What a run rested on is what it used: the notebook's source, every module of ours that its kernel
imported, every table that it loaded (rows, definition, corrections, sources), the locked versions
and the version of Python. Each run leaves that list; a run with the same list need not be made.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.errors import LabourError, ReportError
from analysis.places import repository
from analysis.report.stamp import versions
from analysis.tables import table

MANIFEST = "manifest.json"
KEPT = 8


def reason(store: Path, notebook: Path) -> str:
    """Why the notebook would run; empty where a kept run rests on the same things."""
    manifests = _manifests(store, notebook.stem)
    if not manifests:
        return "never run"
    reasons = [_difference(manifest, notebook) for _, manifest in manifests]
    return "" if "" in reasons else reasons[0]


def entry(store: Path, notebook: Path) -> Path:
    """Folder of the kept run that rests on things as they are now.

    Raises
    ------
    ReportError
        Where there is none: something changed while the notebook ran.
    """
    for folder, manifest in _manifests(store, notebook.stem):
        if not _difference(manifest, notebook):
            return folder
    raise ReportError(f"{notebook.stem}: its files changed while it ran; run `labour report` again")


def keep(store: Path, notebook: Path, run: Path) -> Path:
    """Move a finished run into the store; the oldest runs of the notebook go.

    Returns
    -------
    pathlib.Path
        Where it is kept.
    """
    record = json.loads((run / "record.json").read_text(encoding="utf-8"))
    manifest = {
        "source": _source(notebook),
        "versions": versions(),
        "modules": _modules(record["modules"]),
        "tables": record["tables"],
    }
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (run / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    folder = store / notebook.stem / hashlib.sha256(text.encode()).hexdigest()[:24]
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        shutil.rmtree(folder)
    run.rename(folder)
    for _, old in sorted(_by_age(store, notebook.stem))[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


@contextmanager
def workspace(store: Path) -> Iterator[Path]:
    """A scratch folder on the store's own disk, so that a finished run can be moved in one step."""
    try:
        store.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix="run-", dir=store))
    except OSError as error:
        raise ReportError(f"cannot write the cache {store.name}: {error.strerror}") from None
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _difference(manifest: Mapping[str, Any], notebook: Path) -> str:
    if manifest["source"] != _source(notebook):
        return "the notebook changed"
    if manifest["versions"] != versions():
        return "the locked versions or Python changed"
    modules = _modules(manifest["modules"])
    changed = [name for name, digest in manifest["modules"].items() if modules[name] != digest]
    if changed:
        return f"code changed: {', '.join(changed)}"
    stale = [name for name, digest in manifest["tables"].items() if _table(name) != digest]
    return f"tables changed: {', '.join(stale)}" if stale else ""


def _manifests(store: Path, name: str) -> list[tuple[Path, dict[str, Any]]]:
    """Kept runs, newest first."""
    found = []
    for _, folder in sorted(_by_age(store, name), reverse=True):
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        found.append((folder, json.loads(text)))
    return found


def _by_age(store: Path, name: str) -> list[tuple[int, Path]]:
    return [(path.stat().st_mtime_ns, path.parent) for path in (store / name).glob(f"*/{MANIFEST}")]


def _source(notebook: Path) -> str:
    return hashlib.sha256(notebook.read_bytes()).hexdigest()


def _modules(names: Mapping[str, str] | list[str]) -> dict[str, str]:
    """SHA-256 of the source of each module; empty for one that is no longer there."""
    root = repository()
    digests = {}
    for name in names:
        stem = root.joinpath(*name.split("."))
        paths = [stem / "__init__.py", stem.with_suffix(".py")]
        source = next((path.read_bytes() for path in paths if path.is_file()), b"")
        digests[name] = hashlib.sha256(source).hexdigest() if source else ""
    return digests


def _table(name: str) -> str:
    try:
        return table(name).digest
    except LabourError:
        return "cannot be loaded"
