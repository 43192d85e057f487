"""The stamp of a report: one hash of everything it was made from. Imports nothing heavy."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from analysis.places import data_folder, repository

STAMP = ".stamp"


def stamp(notebooks: Path, lock: Path, only: str | None) -> str:
    """SHA-256 of notebooks, code, tables, locked versions and accepted numbers."""
    files = [
        *notebooks.glob("*.ipynb"),
        *(path for path in (repository() / "analysis").rglob("*.*") if path.suffix != ".pyc"),
        *(path for path in data_folder().iterdir() if path.suffix in {".csv", ".toml"}),
        lock,
    ]
    digest = hashlib.sha256(f"{only}\0{versions()}".encode())
    for path in sorted(files):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def unchanged(out: Path, now: str) -> bool:
    """Whether the report in `out` was made from the very same things."""
    path = out / STAMP
    return path.is_file() and path.read_text(encoding="utf-8") == now


def versions() -> str:
    """The locked versions as a hash, the version of Python and the system."""
    lock = repository() / "requirements" / "report.lock.txt"
    locked = hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else "no lock"
    return f"{locked} python {sys.version_info[0]}.{sys.version_info[1]} {os.name}"
