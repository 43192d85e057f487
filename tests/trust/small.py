"""The small checkout that areas break, and commands run on it in processes of their own."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.places import repository
from analysis.report import options
from analysis.report.build import pipeline, staging
from analysis.report.runs import stamp
from tests.report import mini

LITTER = (".labour-stage", ".results.lock.new", ".part", ".new", "run-")
"""What a stopped command may leave and the next has to clear away."""
Snapshot = dict[str, bytes]


@contextmanager
def standing_in(root: Path, data: Path | None = None) -> Iterator[None]:
    """Have the package take a small checkout for its own, and stand in it."""
    before = {module: module.repository for module in (options, staging, stamp)}
    tables, here = os.environ.get("LABOUR_DATA"), Path.cwd()
    for module in before:
        module.repository = lambda: root
    os.environ["LABOUR_DATA"] = str(data or root / "data")
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(here)
        for module, function in before.items():
            module.repository = function
        if tables is None:
            del os.environ["LABOUR_DATA"]
        else:
            os.environ["LABOUR_DATA"] = tables


def kept_folder() -> Path:
    """A folder that is gone with this process."""
    folder = Path(tempfile.mkdtemp(prefix="labour-trust-kept-")).resolve()
    owner = os.getpid()
    # Children that are forked end with `os._exit` and take nothing away.
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))
    return folder


@lru_cache(maxsize=1)
def built() -> Path:
    """A small checkout whose report is built and accepted; to copy from."""
    root = kept_folder() / "checkout"
    mini.checkout(root, repository() / "data" / "sources.toml")
    with standing_in(root):
        pipeline.build(mini.options(root, accept=True))
    return root


def copied(folder: Path, source: Path | None = None) -> Path:
    """A checkout of one's own."""
    return Path(shutil.copytree(source or built(), folder / "checkout", symlinks=True))


def snapshot(folder: Path) -> Snapshot:
    """Content of every file below a folder, hidden ones too."""
    return mini.snapshot(folder)


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, negative where a signal ended it, and what it said."""

    code: int
    said: str
    errors: str

    @property
    def killed(self) -> bool:
        """Whether it was killed."""
        return self.code == -signal.SIGKILL

    def one_line(self) -> str:
        """The one line of the refusal: exit code 2 and no traceback."""
        lines = self.errors.strip().splitlines()
        assert self.code == 2, f"exit code {self.code}: {self.errors[-300:]}"
        assert len(lines) == 1, f"more than a line: {self.errors[-600:]}"
        return lines[0]


class Command:
    """A command of ours in a forked child, which finds every module loaded.

    Parameters
    ----------
    arguments : sequence of str
        As on the command line.
    first : callable, optional
        What the child does before it: set a limit, arm a kill.
    """

    def __init__(self, arguments: Sequence[str], first: Callable[[], object] | None = None) -> None:
        # Pipes, which no limit of files and no full disk touches; what is said fits in them.
        self._pipes = [os.pipe() for _ in range(2)]
        sys.stdout.flush()
        sys.stderr.flush()
        self.child = os.fork()
        if self.child == 0:
            self._do(arguments, first)

    def _do(self, arguments: Sequence[str], first: Callable[[], object] | None) -> None:
        code = 99
        try:
            signal.alarm(0)
            for number, (_, into) in enumerate(self._pipes, start=1):
                os.dup2(into, number)
            sys.stdout, sys.stderr = (os.fdopen(n, "w", closefd=False) for n in (1, 2))
            from analysis.cli import main

            if first is not None:
                first()
            code = main(list(arguments))
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            with contextlib.suppress(BaseException):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def end(self, seconds: float | None = None) -> Ended:
        """Wait for its end; kill it after some seconds."""
        if seconds is not None:
            time.sleep(seconds)
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        texts = []
        for out, into in self._pipes:
            os.close(into)
            with os.fdopen(out, "rb") as file:
                texts.append(file.read().decode("utf-8", "replace"))
        return Ended(code, *texts)


def command(
    arguments: Sequence[str], first: Callable[[], object] | None = None,
    seconds: float | None = None,
) -> Ended:  # fmt: skip
    """Run a command to its end."""
    return Command(arguments, first).end(seconds)


def litter(*folders: Path) -> list[str]:
    """What stopped commands left below some folders."""
    return sorted(
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if any(mark in path.name for mark in LITTER if path.name.startswith((".", "run-")))
    )


def each_old_or_new(seen: Snapshot, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """No file is half written: what a reader sees is the old or the new one."""
    broken = [
        name
        for name, content in seen.items()
        if not any(mark in name for mark in LITTER)
        and content not in (old.get(name), new.get(name))
    ]
    assert not broken, f"neither old nor new: {', '.join(broken)}"


def same(seen: Snapshot, wanted: Mapping[str, bytes], what: str) -> None:
    """The files are the wanted ones, to the byte."""
    names = sorted(
        set(seen) ^ set(wanted) | {n for n in set(seen) & set(wanted) if seen[n] != wanted[n]}
    )
    assert not names, f"{what}: not as wanted: {', '.join(names)[:300]}"
