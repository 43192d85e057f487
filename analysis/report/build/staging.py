"""Where a report may go, and putting it there together with the accepted results.

A report folder holds a marker, ``report.json``: the files of the report with their SHA-256. What
the marker does not list is the user's and is left alone. A paper has a marker of its own for each
language, so that papers and pages may share a folder. Imports nothing heavy.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from analysis import commit
from analysis.errors import ReportError
from analysis.files import reason_of, sha256, write_whole
from analysis.language import language
from analysis.places import data_folder, repository
from analysis.report.options import Options

MARKER = "report.json"
PAPERS = {"en": "paper.json", "zh": "paper.zh.json"}
"""The markers of papers, by language."""
POINTER = "commit.json"
_ALLOWED = "allowed: a folder that is not there, is empty or holds a report"


@dataclass(frozen=True)
class Place:
    """A folder that a build has to itself, and what stands there.

    Attributes
    ----------
    out, store, lock : pathlib.Path
        Report, cache and accepted results, links followed.
    named : str
        The folder as the user wrote it.
    earlier : mapping of str to str
        Files of the report that stands there, with their SHA-256.
    marker : str
        Name of the list of them.
    """

    out: Path
    store: Path
    lock: Path
    named: str
    earlier: Mapping[str, str]
    marker: str = MARKER

    def put(self, files: Mapping[str, bytes], accepted: str | None = None) -> None:
        """Put a report in the place of the earlier one, and the accepted results with it.

        Raises
        ------
        ReportError
            Where a file of the user's is in the way, or the disk is full; both are then as before.
        """
        digests = {name: sha256(content) for name, content in files.items()}
        for name in sorted(digests):
            self._refuse_collision(name)
        changed = {n: files[n] for n in files if not commit.holds(self.out, n, digests[n])}
        changed[self.marker] = commit.marker_text(digests).encode()
        gone = sorted(set(self.earlier) - set(digests))
        pointer = {"out": str(self.out), "lock": str(self.lock)}
        beside = None if accepted is None else (self.lock, accepted)
        try:
            write_whole(self.store / POINTER, json.dumps(pointer) + "\n")
            commit.put(self.out, changed, remove=gone, beside=beside)
        except OSError as error:
            raise ReportError(f"cannot write the report {self.named}: {reason_of(error)}") from None
        finally:
            if not (self.out / commit.STAGE / commit.JOURNAL).exists():
                (self.store / POINTER).unlink(missing_ok=True)

    def _refuse_collision(self, name: str) -> None:
        fault = commit.obstacle(self.out, name)
        if not fault and name not in self.earlier and os.path.lexists(self.out / name):
            fault = f"{name} is there and is no file of a report"
        if fault:
            raise ReportError(f"cannot write the report {self.named}: {fault}; move it away")


@contextmanager
def reserved(options: Options) -> Iterator[Place]:
    """The folder of the report and the cache, held against other builds.

    Raises
    ------
    ReportError
        Where the folder may not be a report's, cannot be written, or another build is under way.
    """
    out, named, marker = checked(options), str(options.out), marker_of(options)
    made = [path for path in (out, *out.parents) if not path.exists()]
    with ExitStack() as held:
        try:
            # Folders that stay empty go again.
            held.callback(_remove_empty, made)
            out.mkdir(parents=True, exist_ok=True)
            options.store.mkdir(parents=True, exist_ok=True)
            _hold(options.store, held)
            _settle(options.store)
            _hold(out, held)
            commit.settle(out, options.lock.resolve())
            earlier = commit.read_marker(out / marker) or {}
        except OSError as error:
            raise ReportError(f"cannot write the report {named}: {reason_of(error)}") from None
        yield Place(out, options.store.resolve(), options.lock.resolve(), named, earlier, marker)


def marker_of(options: Options) -> str:
    """Name of the marker of what is built: pages, or the paper of a language."""
    return PAPERS[language()] if options.to == "pdf" else MARKER


def _hold(folder: Path, held: ExitStack) -> None:
    if not held.enter_context(commit.held(folder)):
        raise ReportError(f"another build is under way in {folder.name}/; wait until it is done")


def checked(options: Options) -> Path:
    """The folder of the report, links followed, after a look at what is there.

    Raises
    ------
    ReportError
        For the current folder, a folder that the project needs, a file, and a folder that holds
        anything but has no marker.
    """
    try:
        out = options.out.resolve()
        fault = _fault(out, options)
    except (OSError, RuntimeError) as error:
        words = reason_of(error) if isinstance(error, OSError) else str(error)
        raise ReportError(f"cannot write the report folder {options.out}: {words}") from None
    if fault:
        named = str(options.out) if options.out.parts else "''"
        raise ReportError(f"cannot write the report folder {named}: {fault}")
    return out


def recover(store: Path) -> None:
    """Finish or clear away what a stopped build left, wherever its report goes.

    A build that is putting its report in place just now is waited for; another is left alone.

    Raises
    ------
    ReportError
        Where the system does not allow it.
    """
    if not (store / POINTER).exists():
        return
    try:
        with commit.held(store, wait=_journal(store)) as mine:
            if mine:
                _settle(store)
    except OSError as error:
        raise ReportError(f"cannot finish a stopped build: {reason_of(error)}") from None


def _settle(store: Path) -> None:
    """As :func:`recover`, for one who holds the cache."""
    found = _pointer(store)
    if found is not None:
        out, lock = found
        if out.is_dir():
            commit.recover(out, lock)
        else:
            commit.aside_of(lock).unlink(missing_ok=True)
    (store / POINTER).unlink(missing_ok=True)


def _pointer(store: Path) -> tuple[Path, Path] | None:
    """Report and accepted results of the build that used the cache last and was stopped."""
    try:
        raw = json.loads((store / POINTER).read_text(encoding="utf-8"))
        return Path(raw["out"]), Path(raw["lock"])
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def _journal(store: Path) -> bool:
    found = _pointer(store)
    return found is not None and (found[0] / commit.STAGE / commit.JOURNAL).exists()


def _fault(out: Path, options: Options) -> str:
    if out == Path.cwd():
        return "it is the current folder; name a folder of its own"
    root = repository()
    if root.is_relative_to(out):
        return "it holds the checkout"
    own = [*(root / name for name in ("data", "notebooks", "analysis", ".git"))]
    own += [options.folder, options.store, options.lock, data_folder()]
    for path in (item.resolve() for item in own):
        if out.is_relative_to(path) or path.is_relative_to(out):
            return f"{path.name} of the project is there"
    return _foreign(out) if out.exists() else _not_writable(out)


def _foreign(out: Path) -> str:
    if not out.is_dir():
        return "it is a file"
    there = sorted(path.name for path in out.iterdir() if path.name != commit.STAGE)
    journal = (out / commit.STAGE / commit.JOURNAL).exists()
    known = (commit.read_marker(out / name) for name in (MARKER, *PAPERS.values()))
    if there and not journal and all(found is None for found in known):
        some = ", ".join(there[:3]) + (", ..." if len(there) > 3 else "")
        return f"it holds {some} and no {MARKER} of a report; {_ALLOWED}"
    return _not_writable(out)


def _not_writable(out: Path) -> str:
    above = next(path for path in (out, *out.parents) if path.exists())
    if not above.is_dir():
        return f"{above.name} is a file"
    return "" if os.access(above, os.W_OK | os.X_OK) else "not allowed to write there"


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
