"""Putting a set of files into a folder: all of them or none, at whatever moment the machine stops.

The files are written into a hidden folder inside the target, on the same disk. Then a journal is
written, and from then on the set counts as put: the files are moved one by one, and where that is
cut short the next command finishes it. A marker in the folder lists the files of the set with
their SHA-256; nothing that is not listed there is ever replaced or removed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from analysis.files import force_folder, sha256, write_through, write_whole

STAGE = ".labour-stage"
JOURNAL = "commit.json"
_HASH = re.compile(r"[0-9a-f]{64}")

if sys.platform != "win32":
    import fcntl


def read_marker(path: Path) -> dict[str, str] | None:
    """Files of a set, by name below the folder of `path`, with their SHA-256.

    Returns
    -------
    dict or None
        None where there is no marker, or a file of that name that is none of ours.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    files = raw.get("files") if isinstance(raw, dict) and raw.get("made by") == "labour" else None
    if not isinstance(files, dict):
        return None
    good = all(_inside(name) and _HASH.fullmatch(str(digest)) for name, digest in files.items())
    return files if good else None


def marker_text(files: Mapping[str, str]) -> str:
    """The marker that :func:`read_marker` reads; the same bytes for the same files."""
    made = {"made by": "labour", "files": {name: files[name] for name in sorted(files)}}
    return json.dumps(made, indent=1) + "\n"


def holds(folder: Path, name: str, digest: str) -> bool:
    """Whether the file of that name has that SHA-256."""
    try:
        return sha256((folder / name).read_bytes()) == digest
    except OSError:
        return False


def obstacle(folder: Path, name: str) -> str:
    """Why a file of that name cannot be moved into `folder`; empty where it can.

    Folders that are links, or another disk, are not followed: what lies there is not ours.
    """
    for part in reversed(PurePosixPath(name).parents[:-1]):
        above = folder / part
        if above.is_symlink():
            return f"{part} is a link"
        if above.exists() and not above.is_dir():
            return f"{part} is no folder"
        if above.is_dir() and above.stat().st_dev != folder.stat().st_dev:
            return f"{part} is on another disk"
    target = folder / name
    return f"{name} is a folder" if target.is_dir() and not target.is_symlink() else ""


def put(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    remove: Sequence[str] = (),
    beside: tuple[Path, str] | None = None,
) -> None:
    """Put `files` into `folder`, remove `remove` and write the file `beside`, all or nothing.

    Parameters
    ----------
    folder : pathlib.Path
        It is there, and nobody else is putting files into it (:func:`held`).
    files : mapping of str to bytes
        Content by name below `folder`; names with slashes go into folders below.
    remove : sequence of str
        Names to remove; folders that are empty afterwards go too.
    beside : (path, text), optional
        One file outside the folder that belongs to the set.

    Raises
    ------
    OSError
        Where the disk is full or not writable. Before the journal is written nothing has changed;
        afterwards :func:`recover` completes the set.
    """
    stage = folder / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    pair = [] if beside is None else [aside_of(beside[0]), beside[0]]
    try:
        for name, content in files.items():
            target = stage / "files" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            write_through(target, content)
        for made in {(stage / "files" / name).parent for name in files}:
            force_folder(made)
        if beside is not None:
            write_through(pair[0], beside[1])
        journal = {
            "files": sorted(files),
            "remove": sorted(remove),
            "beside": [os.path.relpath(path, folder) for path in pair],
        }
        stage.mkdir(exist_ok=True)
        write_whole(stage / JOURNAL, json.dumps(journal, indent=1) + "\n")
    except BaseException:
        if not (stage / JOURNAL).exists():
            abandon(folder, beside[0] if beside else None)
        raise
    _apply(folder)


def recover(folder: Path, beside: Path | None = None) -> None:
    """Finish what a stopped command had put into `folder`, or clear away what it had not.

    Does nothing where the command is still under way and has written no journal yet.
    """
    if not (folder / STAGE).is_dir() and (beside is None or not aside_of(beside).exists()):
        return
    with held(folder, wait=(folder / STAGE / JOURNAL).exists()) as mine:
        if mine:
            settle(folder, beside)


def settle(folder: Path, beside: Path | None = None) -> None:
    """As :func:`recover`, for one who holds the folder."""
    if (folder / STAGE / JOURNAL).exists():
        _apply(folder)
    else:
        abandon(folder, beside)


def abandon(folder: Path, beside: Path | None) -> None:
    """Clear away files that were prepared and never put."""
    shutil.rmtree(folder / STAGE, ignore_errors=True)
    if beside is not None:
        aside_of(beside).unlink(missing_ok=True)


def aside_of(path: Path) -> Path:
    """Where the next content of `path` waits."""
    return path.with_name(f".{path.name}.new")


@contextmanager
def held(folder: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold `folder` against other commands; False where another one holds it.

    The system lets go when the process ends, however it ends, so no clock and no process number
    has to tell a stopped command from one under way.
    """
    if sys.platform == "win32" or not folder.is_dir():
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _apply(folder: Path) -> None:
    """Carry out the journal; every step may have been taken before."""
    stage = folder / STAGE
    journal = json.loads((stage / JOURNAL).read_text(encoding="utf-8"))
    touched = {folder}
    for name in filter(_inside, journal["files"]):
        source, target = stage / "files" / name, folder / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
        touched.add(target.parent)
    for name in filter(_inside, journal["remove"]):
        (folder / name).unlink(missing_ok=True)
        _remove_empty(folder, PurePosixPath(name))
    if journal["beside"]:
        aside, target = (folder / path for path in journal["beside"])
        if aside.name == aside_of(target).name and aside.exists():
            os.replace(aside, target)
        touched.add(target.parent)
    for path in touched:
        if path.is_dir():
            force_folder(path)
    (stage / JOURNAL).unlink()
    shutil.rmtree(stage, ignore_errors=True)


def _remove_empty(folder: Path, name: PurePosixPath) -> None:
    for part in name.parents[:-1]:
        above = folder / part
        if above.is_symlink() or not above.is_dir() or any(above.iterdir()):
            return
        above.rmdir()


def _inside(name: str) -> bool:
    """Whether a name stays below its folder."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts
