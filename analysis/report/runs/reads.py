"""What a run read: every file its kernel opened and every module of ours that it imported.

An audit hook of Python sees each opening before it happens. Not seen are files that compiled code
opens by itself, folders that are only listed, and other processes that a notebook starts.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

from analysis.places import repository
from analysis.report.runs.hashes import file_digest, name_of

# Of the system and not of the report; the fonts are the ones that come with matplotlib.
_SYSTEM = ("/proc/", "/sys/", "/dev/", "/etc/", "/usr/share/", "/usr/lib/", "/lib/", "/lib64/")
_FONTS = (".ttf", ".otf", ".ttc", ".afm", ".pfb")


class Reads:
    """The files that one run read, each with its SHA-256 when it was first opened.

    Parameters
    ----------
    source : str
        Digest of the notebook that runs.
    scratch : iterable of str
        Folders of the kernel itself.
    """

    def __init__(self, source: str, scratch: Iterable[str] = ()) -> None:
        self.source = source
        self.files: dict[str, str] = {}
        self._root = repository()
        self._tables = str(self._root / "analysis" / "tables") + os.sep
        self._passed_over = tuple(_folders(self._root, scratch))
        self._known: set[str] = set()
        self._busy = threading.local()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note an event of the interpreter; whatever goes wrong here is not the notebook's."""
        if event not in {"open", "os.rename"} or getattr(self._busy, "now", False):
            return
        self._busy.now = True
        try:
            with suppress(Exception):
                self._note(event, arguments)
        finally:
            self._busy.now = False

    def modules(self) -> None:
        """Note the modules that are loaded, as far as they are not part of the installation."""
        for module in list(sys.modules.values()):
            path = getattr(module, "__file__", None)
            if isinstance(path, str):
                self._read(os.path.abspath(path))

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "os.rename":
            self._known.add(_absolute(arguments[1]))
            return
        path, mode, flags = arguments
        if isinstance(path, int):
            return
        place = _absolute(path)
        if place in self._known:
            return
        if not _reading(mode, flags):
            # What the run wrote itself is no input when it reads it again.
            self._known.add(place)
        elif not self._by_tables(place):
            self._read(place)

    def _read(self, place: str) -> None:
        if place.endswith(".pyc"):
            place = source_from_cache(place)
        if place in self._known:
            return
        self._known.add(place)
        ours = place.startswith(str(self._root) + os.sep) or not place.startswith(_SYSTEM)
        kept = ours and not place.lower().endswith(_FONTS) and not os.path.isdir(place)
        if kept and not any(
            name.startswith(self._passed_over) for name in (place, os.path.realpath(place))
        ):
            self.files[name_of(place, self._root)] = file_digest(Path(place))

    def _by_tables(self, place: str) -> bool:
        """Whether a table is being loaded: then the digest of the table counts, not the file."""
        if not place.endswith((".csv", ".toml")):
            return False
        frame = sys._getframe()
        while frame.f_back is not None:
            frame = frame.f_back
            if frame.f_code.co_filename.startswith(self._tables):
                return True
        return False


_current: list[Reads] = []


def watch(source: str) -> None:
    """Begin to note what this process reads; `source` is the digest of the notebook it runs."""
    scratch = os.environ.get("IPYTHONDIR", "")
    seen = Reads(source, [os.path.dirname(scratch)] if scratch else [])
    seen.modules()
    if not _current:
        # Last: the hook hears from the moment it is there.
        sys.addaudithook(_hear)
    _current[:] = [seen]


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    for seen in _current:
        seen.hear(event, arguments)


def used() -> dict[str, Any]:
    """What the run rests on: its source, the files and modules it read, the tables it loaded."""
    from analysis.tables import recorded_tables

    reads = _current[0] if _current else Reads("")
    reads.modules()
    return {
        "source": reads.source,
        "files": dict(sorted(reads.files.items())),
        "tables": recorded_tables(),
    }


def _folders(root: Path, scratch: Iterable[str]) -> Iterable[str]:
    """Folders of the installation, of caches and of the kernel, as they are and resolved."""
    folders = [*sysconfig.get_paths().values(), *scratch]
    folders += [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    # A checkout may lie below the installation, as in /usr; its own files count.
    folders += [
        prefix
        for prefix in (sys.prefix, sys.base_prefix)
        if not root.is_relative_to(prefix) and not root.is_relative_to(os.path.realpath(prefix))
    ]
    home = os.path.expanduser("~")
    folders += [
        os.environ.get("MPLCONFIGDIR", ""),
        *(os.path.join(home, name, "matplotlib") for name in (".cache", ".config")),
        os.path.join(home, ".matplotlib"),
    ]
    temporary = os.path.join(tempfile.gettempdir(), f"ipykernel_{os.getpid()}")
    for folder in {*folders, temporary} - {""}:
        yield from {folder + os.sep, os.path.realpath(folder) + os.sep}


def _absolute(path: Any) -> str:
    return os.path.abspath(os.fsdecode(path))


def _reading(mode: str | None, flags: int) -> bool:
    if mode is not None:
        return "r" in mode
    return flags & (os.O_WRONLY | os.O_RDWR) != os.O_WRONLY and not flags & os.O_TRUNC
