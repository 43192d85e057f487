"""Scratch folders in the cache: each lives as long as its process, and goes with it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

from analysis.errors import ReportError

try:
    import fcntl
except ImportError:  # pragma: no cover  (Windows has no such locks)
    fcntl = None  # type: ignore[assignment]

PREFIX = "run-"
LOCK = "lock"


@contextmanager
def workspace(store: Path) -> Iterator[Path]:
    """A scratch folder on the store's own disk, so that a finished run can be moved in one step.

    Folders that killed processes left behind are removed first: those whose lock nobody holds.
    """
    try:
        store.mkdir(parents=True, exist_ok=True)
        # One process at a time, so that none removes a folder that another is about to lock.
        with alone(store):
            _remove_leftovers(store)
            scratch = Path(tempfile.mkdtemp(prefix=PREFIX, dir=store))
            lock = _locked(scratch / LOCK, wait=False)
    except OSError as error:
        raise ReportError(f"cannot write the cache {store.name}: {error.strerror}") from None
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if lock is not None:
            lock.close()


@contextmanager
def alone(store: Path) -> Iterator[None]:
    """Keep other processes from changing what the store holds, for a moment."""
    lock = _locked(store / LOCK, wait=True)
    try:
        yield
    finally:
        if lock is not None:
            lock.close()


def remove(path: Path) -> None:
    """Remove a file, a link (not what it points to) or a folder; nothing where there is none."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)


def _remove_leftovers(store: Path) -> None:
    if fcntl is None:  # pragma: no cover
        return
    for folder in store.glob(f"{PREFIX}*"):
        if folder.is_symlink() or not folder.is_dir():
            continue
        lock = _locked(folder / LOCK, wait=False)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            lock.close()


def _locked(path: Path, *, wait: bool) -> BufferedRandom | None:
    """The file at `path`, open and locked until it is closed; None where that cannot be had."""
    if fcntl is None:  # pragma: no cover
        return None
    try:
        stream = path.open("a+b")
    except OSError:
        return None
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        stream.close()
        return None
    return stream
