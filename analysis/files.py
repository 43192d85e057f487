"""Writing files so that an interruption leaves the old one whole, and telling their content apart.

Every file that a command writes into a folder of the user's goes through here: aside first, forced
to the disk, then moved into place in one step.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path


def sha256(content: bytes) -> str:
    """SHA-256 of `content`, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read_plain(path: Path) -> bytes:
    """Content of a file; a pipe, which keeps a reader waiting for ever, is none.

    Raises
    ------
    OSError
        Where it cannot be read.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "a pipe or device, no file", str(path))
    return path.read_bytes()


def write_whole(path: Path, content: bytes | str) -> None:
    """Write `path` as a whole or not at all; folders above it are made, a link is followed.

    Parameters
    ----------
    path : pathlib.Path
    content : bytes or str
        Text is written as UTF-8 with its line ends as they are.

    Raises
    ------
    OSError
        Where it cannot be written; the old file is then as it was and nothing is left beside it.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    try:
        write_through(aside, content)
        if path.exists():
            aside.chmod(path.stat().st_mode & 0o777)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    force_folder(path.parent)


def write_through(path: Path, content: bytes | str) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as handle:
        handle.write(content.encode("utf-8") if isinstance(content, str) else content)
        handle.flush()
        os.fsync(handle.fileno())


def force_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk, where the system can say so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reason_of(error: OSError) -> str:
    """What the system says of a failure, in words, with the file where one is named."""
    named = f" ({Path(os.fsdecode(error.filename)).name})" if error.filename else ""
    return f"{error.strerror or error}{named}"
