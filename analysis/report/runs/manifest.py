"""The manifest of a kept run: what it rested on, and the SHA-256 of every file that it made."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import LabourError
from analysis.places import repository
from analysis.report.notebooks import content
from analysis.report.runs.hashes import file_digest, notebook_digest, path_of
from analysis.report.runs.machine import packages, python, settings
from analysis.tables import table

MANIFEST = "manifest.json"
# Raised when the manifest holds something else: then older runs do not count.
FORM = 1
_SHOWN = 4
_CODE = (".py", ".so", ".pyd")
# They surround the kernel, which does not import them.
_AROUND = tuple(f"analysis/report/{name}.py" for name in ("environment", "kernel", "source"))


def write(run: Path, notebook: str) -> None:
    """Write the manifest of a finished run into its folder, last of all."""
    record = json.loads((run / "record.json").read_text(encoding="utf-8"))
    body = {
        "form": FORM,
        "notebook": notebook,
        "source": record["source"],
        "python": python(),
        "packages": packages(),
        "settings": settings(),
        "files": {**record["files"], **{name: _file(name) for name in _AROUND}},
        "tables": record["tables"],
        "outputs": {name: file_digest(run / name) for name in sorted(_contents(run)[0])},
    }
    text = json.dumps({**body, "seal": _seal(body)}, indent=2, sort_keys=True) + "\n"
    with (run / MANIFEST).open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def read(folder: Path, notebook: str) -> tuple[dict[str, Any], str]:
    """The manifest of a kept run, and what is wrong with the run; empty where all is whole."""
    if folder.is_symlink() or not folder.is_dir():
        return {}, "it is no folder"
    try:
        manifest = _sealed(folder / MANIFEST)
    except (OSError, ValueError, RecursionError):
        return {}, f"{MANIFEST} cannot be read"
    if manifest.get("form") != FORM or manifest.get("notebook") != notebook:
        return {}, f"{MANIFEST} is of another version or notebook"
    return manifest, _damage(folder, manifest["outputs"])


def difference(manifest: Mapping[str, Any], notebook: Path) -> str:
    """What the run rested on that is no longer so, in words; empty if nothing."""
    if manifest["source"] != _source(notebook):
        return "the notebook changed"
    if manifest["python"] != python():
        return f"Python changed: {manifest['python']} -> {python()}"
    for what in ("packages", "settings"):
        now = packages() if what == "packages" else settings()
        if manifest[what] != now:
            return f"{what} changed: {_listed(_moved(manifest[what], now))}"
    stale = [name for name, digest in manifest["files"].items() if _file(name) != digest]
    code = [name for name in stale if name.endswith(_CODE)]
    if stale:
        return f"code changed: {_listed(code)}" if code else f"files changed: {_listed(stale)}"
    tables = [name for name, digest in manifest["tables"].items() if _table(name) != digest]
    return f"tables changed: {', '.join(tables)}" if tables else ""


def _sealed(path: Path) -> dict[str, Any]:
    """The manifest, read and held to its seal: no part of it can be lost unnoticed."""
    if path.is_symlink() or not path.is_file():
        raise ValueError("no file")
    manifest = json.loads(path.read_bytes())
    if not isinstance(manifest, dict) or manifest.pop("seal", None) != _seal(manifest):
        raise ValueError("not as it was written")
    return manifest


def _seal(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _damage(folder: Path, outputs: Mapping[str, str]) -> str:
    files, odd = _contents(folder)
    for name in sorted({*odd, *(files ^ outputs.keys())}):
        return f"{name} {'is missing' if name not in {*files, *odd} else 'does not belong there'}"
    for name, digest in outputs.items():
        if file_digest(folder / name) != digest:
            return f"{name} is not as it was written"
    return ""


def _contents(folder: Path) -> tuple[set[str], set[str]]:
    """Names of the plain files below a folder but the manifest, and of what is neither."""
    files: set[str] = set()
    odd: set[str] = set()
    for path, kind in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if name != MANIFEST:
            (files if kind == "file" else odd).add(name)
    return files, odd


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder, "odd"
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        else:
            yield path, "file" if entry.is_file(follow_symlinks=False) else "odd"


def _source(notebook: Path) -> str:
    return notebook_digest(content(notebook))


def _file(name: str) -> str:
    try:
        return file_digest(path_of(name, repository()))
    except ValueError:
        return "no path"


def _table(name: str) -> str:
    try:
        return table(name).digest
    except LabourError:
        return "cannot be loaded"


def _moved(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    return [
        f"{name} {old.get(name, 'none')} -> {new.get(name, 'none')}"
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    ]


def _listed(names: list[str]) -> str:
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
