"""Commands killed at their n-th change to the disk and at any moment.

Whatever the moment: each file is the old or the new one, the next run gives what it gives without
the kill, and leaves nothing of the first behind.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.report.build import pipeline
from analysis.report.options import Options
from tests.report import mini
from tests.trust.attempts import Attempt
from tests.trust.small import (
    Command,
    Ended,
    Snapshot,
    command,
    copied,
    each_old_or_new,
    kept_folder,
    litter,
    same,
    snapshot,
    standing_in,
)  # fmt: skip

AREA = "commands killed"
CHUNK = 60
WRITING = os.O_WRONLY | os.O_RDWR
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod"}
AT_OPERATIONS, AT_MOMENTS = 48, 12
"""Kills of each command: spread evenly over its changes to the disk, and at drawn moments."""


@dataclass(frozen=True)
class Stage:
    """A command, the place it runs in, and what stands there before and after it.

    Attributes
    ----------
    root : pathlib.Path
        To copy from; the command runs in the copy.
    data : str
        Folder of the tables below it.
    arguments : tuple of str
    outputs : tuple of str
        Files and folders below `root` that the command writes.
    old, new : dict
        Their files before it and after it.
    after : tuple of str
        A command that reads, run after the kill: it must see all old or all new. Empty where sets
        are not put together: then each file is old or new until the command is run again.
    operations : int
        Changes to the disk that the command makes.
    seconds : float
        How long it takes.
    ready : callable
        What the child does before it: take over what was computed once.
    """

    root: Path
    data: str
    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    old: Snapshot
    new: Snapshot
    after: tuple[str, ...]
    operations: int
    seconds: float
    ready: Callable[[], object]

    def run(
        self, first: Callable[[], object] = lambda: None, seconds: float | None = None
    ) -> Ended:
        """Run the command in a child, killed after some seconds."""
        return self.start(first).end(seconds)

    def start(self, first: Callable[[], object] = lambda: None) -> Command:
        """Begin the command in a child, after something that the child does before it."""
        return Command(self.arguments, lambda: (self.ready(), first()))


def kill_at(count: int, tell: Path | None = None) -> None:
    """Kill this process at its `count`-th operation that changes the disk, or tell their number."""
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        flags = arguments[2] if event == "open" else 0
        if event in CHANGES or (isinstance(flags, int) and flags & WRITING):
            if tell is not None and arguments[0] == str(tell):
                return
            seen += 1
            if tell is not None:
                tell.write_text(str(seen))
            elif seen == count:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def standing(root: Path, outputs: tuple[str, ...]) -> Snapshot:
    """Content of what a command writes."""
    found: Snapshot = {}
    for name in outputs:
        path = root / name
        if path.is_file():
            found[name] = path.read_bytes()
        elif path.is_dir():
            found |= {f"{name}/{each}": content for each, content in snapshot(path).items()}
    return found


def staged(
    root: Path, arguments: tuple[str, ...], outputs: tuple[str, ...], after: tuple[str, ...] = (),
    ready: Callable[[], object] = lambda: None,
) -> Stage:  # fmt: skip
    """Measure a command: what it makes, how many changes that takes, how long."""
    old = standing(root, outputs)
    copy = copied(kept_folder(), root)
    told = copy / "told"
    with standing_in(copy):
        counted = command(arguments, lambda: (ready(), kill_at(0, told)))
    assert counted.code == 0, f"without a kill: {counted.errors[-400:]}"
    operations = int(told.read_text())
    new = standing(copy, outputs)
    shutil.rmtree(copy)
    shutil.copytree(root, copy, symlinks=True)
    with standing_in(copy):
        start = time.monotonic()
        assert command(arguments, ready).code == 0
        seconds = time.monotonic() - start
    shutil.rmtree(copy)
    return Stage(root, "data", arguments, outputs, old, new, after, operations, seconds, ready)


@lru_cache(maxsize=1)
def report() -> Stage:
    """The report anew: a notebook changed, one gone, one more."""
    root = copied(kept_folder())
    keep = {name: copied(kept_folder()) / name for name in ("reports", "results.lock")}
    mini.notebook(root / "notebooks", "01_a", value=3, top=40.0)
    (root / "notebooks" / "02_b.ipynb").unlink()
    mini.notebook(root / "notebooks", "03_c")
    with standing_in(root):
        pipeline.build(mini.options(root, accept=True))
        # What is put in place is made once: only the putting is under test.
        made = files_of(mini.options(root, accept=True))
    shutil.rmtree(root / "reports")
    shutil.copytree(keep["reports"], root / "reports")
    shutil.copyfile(keep["results.lock"], root / "results.lock")
    return staged(
        root, ("report", "--accept"), ("reports", "results.lock", ".results.lock.new"), ("claims",),
        lambda: setattr(pipeline, "report_files", lambda *_: made),
    )  # fmt: skip


def files_of(options: Options) -> object:
    """The files that a build would put in place."""
    render, made = pipeline.report_files, []

    def kept(*parts: Any) -> Any:
        made.append(render(*parts))
        return made[0]

    pipeline.report_files = kept
    try:
        pipeline.build(options)
    finally:
        pipeline.report_files = render
    return made[0]


@lru_cache(maxsize=4)
def export(kind: str) -> Stage:
    """Tables over tables of an earlier export, one value and one row other."""
    root = copied(kept_folder())
    with standing_in(root):
        done = command(("data", "export", "--to", kind, "out"))
    assert done.code == 0, done.errors
    table = root / "data" / "looms.csv"
    table.write_text(
        table.read_text().replace("35.5", "36") + "power_looms,1850,40,thousands,book_a,,\n"
    )
    return staged(root, ("data", "export", "--to", kind, "out"), ("out",))


@lru_cache(maxsize=1)
def wage() -> Stage:
    """Wages of one log over those of another, with the key of the first."""
    import duckdb  # noqa: F401 - so that every child finds it loaded
    import matplotlib.pyplot  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    import analysis.wage_report.writing  # noqa: F401
    from analysis.tasklogs.made import write_exports

    root = copied(kept_folder())
    write_exports(root / "logs", 5, workers=12, pieces=8)
    options = ("--key", "secret", "--out", "out", "--floor", "7.25USD", "--by", "task_type")
    with standing_in(root):
        done = command(("wage", "logs/mturk_batch_2.csv", *options))
    assert done.code in (0, 1), done.errors
    return staged(
        root, ("wage", "logs/mturk_batch.csv", "--max-bad", "1", *options), ("out", "secret")
    )


def killed(stage: Callable[[], Stage], part: int, seed: int) -> Attempt:
    """Kill it at an operation (below `AT_OPERATIONS`) or at a moment."""

    def attempt(folder: Path) -> None:
        given = stage()
        root = copied(folder, given.root)
        with standing_in(root):
            if part < AT_OPERATIONS:
                at = 1 + round(part * (given.operations - 1) / (AT_OPERATIONS - 1))
                done = given.run(lambda: kill_at(at))
                assert done.killed, (
                    f"operation {at} of {given.operations} did not come: {done.errors}"
                )
            else:
                chance = random.Random(seed * 1000 + part)
                done = given.run(seconds=chance.uniform(0, 1.1 * given.seconds))
                assert done.killed or done.code == 0, done.errors
            each_old_or_new(standing(root, given.outputs), given.old, given.new)
            if given.after:
                looked = command(given.after)
                assert looked.code == 0, looked.errors
                seen = standing(root, given.outputs)
                assert seen in (given.old, given.new), "a part is old and a part new"
                assert not litter(root / "reports"), litter(root / "reports")
            again = given.run()
            assert again.code == 0, f"the next run: {again.errors[-300:]}"
            same(standing(root, given.outputs), given.new, "after the next run")
            left = litter(*(root / name for name in given.outputs), root / ".cache")
            assert not left, f"left behind: {left}"

    return attempt


def fresh_kill(number: int, seed: int) -> Attempt:
    """Kill a build that runs its notebooks, at any moment; its kernels go with it."""

    def attempt(folder: Path) -> None:
        root = copied(folder)
        old = standing(root, ("reports", "results.lock"))
        chance = random.Random(seed * 1000 + number)
        with standing_in(root):
            done = command(("report", "--fresh"), os.setsid, seconds=chance.uniform(0.2, 6))
            assert done.killed or done.code == 0, done.errors
            same(standing(root, ("reports", "results.lock")), old, "right after the kill")
            again = command(("report", "--fresh"))
            assert again.code == 0, again.errors[-300:]
            same(standing(root, ("reports", "results.lock")), old, "after the next run")
            left = litter(root / "reports", root / ".cache")
            assert not left, f"left behind: {left}"

    return attempt


FRESH = 6


def attempts(seed: int) -> dict[str, Attempt]:
    """Sixty kills each of the report, the export and the wage, and some of whole builds."""
    built_of: dict[str, Callable[[int], Callable[[], Stage]]] = {
        "report": lambda part: report,
        "data export": lambda part: lambda: export(("csv", "parquet", "stata", "xlsx")[part % 4]),
        "wage": lambda part: wage,
    }
    made: dict[str, Attempt] = {}
    for name, stage in built_of.items():
        for part in range(AT_OPERATIONS + AT_MOMENTS):
            what = (
                f"change {part + 1} of {AT_OPERATIONS}"
                if part < AT_OPERATIONS
                else f"moment {part}"
            )
            made[f"{name} killed at {what}"] = killed(stage(part), part, seed)
    for number in range(FRESH):
        made[f"report --fresh killed at moment {number}"] = fresh_kill(number, seed)
    return made
