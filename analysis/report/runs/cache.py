"""A cache addressed by content: a notebook runs again only if what it rests on has changed.

What a run rested on is what it used: the cells of the notebook, every module of ours and every
file that its kernel read, every table that it loaded (rows, definition, corrections, sources), the
installed versions, the version of Python and what of the machine changes digits. One run of a
notebook is kept, with the SHA-256 of each of its files; it is believed only while all of them are
there and whole. No clock decides anything.
"""

from __future__ import annotations

import os
from pathlib import Path

from analysis.errors import ReportError
from analysis.report.runs import manifest
from analysis.report.runs.scratch import alone, remove
from analysis.report.runs.scratch import workspace as workspace


def reason(store: Path, notebook: Path) -> str:
    """Why the notebook would run; empty where the kept run rests on the same things."""
    folder = store / notebook.stem
    if not os.path.lexists(folder):
        return "never run"
    known, damage = manifest.read(folder, notebook.stem)
    if damage:
        return f"the kept run is damaged: {damage}"
    return manifest.difference(known, notebook)


def entry(store: Path, notebook: Path) -> Path:
    """Folder of the kept run, which is whole and rests on things as they are now.

    Raises
    ------
    ReportError
        Where there is none: something changed while the notebook ran.
    """
    why = reason(store, notebook)
    if why:
        raise ReportError(f"{notebook.stem}: {why}, while it ran; run `labour report` again")
    return store / notebook.stem


def keep(store: Path, notebook: Path, run: Path) -> Path:
    """Move a finished run into the store, in place of the one that was kept.

    Whatever stands in that place goes, damaged or not. A run that is cut off at any moment leaves
    the old run, the new one or none.

    Returns
    -------
    pathlib.Path
        Where it is kept.

    Raises
    ------
    ReportError
        Where the run is not complete or the store cannot be written.
    """
    folder = store / notebook.stem
    try:
        manifest.write(run, notebook.stem)
        _settle(run)
        with workspace(store) as aside, alone(store):
            if os.path.lexists(folder):
                folder.rename(aside / notebook.stem)
            run.rename(folder)
            remove(aside / notebook.stem)
        _sync(store)
    except OSError as error:
        raise ReportError(f"cannot write the cache {store.name}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise ReportError(f"{notebook.stem}: what it recorded cannot be read: {error}") from None
    return folder


def _settle(run: Path) -> None:
    """Have the disk hold the whole run before it gets its name."""
    for folder, _, files in os.walk(run):
        for name in files:
            _sync(Path(folder, name))
        _sync(Path(folder))


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
