"""A folder that takes the place of another as a whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import ReportError


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A folder beside `out` that takes its place when the block ends well, and goes otherwise.

    Raises
    ------
    ReportError
        Where `out` cannot be written.
    """
    out = out.absolute()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not out.is_dir():
            raise NotADirectoryError(20, "it is a file")
        if not os.access(out if out.is_dir() else out.parent, os.W_OK):
            raise PermissionError(13, "not allowed to write there")
        recover(out)
        stage = Path(tempfile.mkdtemp(prefix=f".{out.name}-{os.getpid()}-", dir=out.parent))
    except OSError as error:
        raise ReportError(f"cannot write the report folder {out.name}: {error.strerror}") from None
    try:
        yield stage
        stage.chmod(0o755)
        old = _old(out)
        if out.exists():
            out.rename(old)
        stage.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def recover(out: Path) -> None:
    """Mend what a killed build left: put the old report back, remove unfinished folders.

    Folders of a build that is still under way, in another process, stay.
    """
    old = _old(out)
    if old.is_dir():
        if out.exists():
            shutil.rmtree(old)
        else:
            old.rename(out)
    for stage in out.parent.glob(f".{out.name}-*-*"):
        process = stage.name.removeprefix(f".{out.name}-").partition("-")[0]
        if process.isdigit() and not _alive(int(process)):
            shutil.rmtree(stage, ignore_errors=True)


def _old(out: Path) -> Path:
    return out.parent / f".{out.name}-old"


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
