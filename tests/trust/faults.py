"""Disks that are full or read-only, two writers at once, a clock set back, a damaged report."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from analysis.places import repository
from tests.report import mini
from tests.trust import kills
from tests.trust.attempts import Attempt, Skipped, within
from tests.trust.damage import cut, flip, replaced, to_dangling, to_folder
from tests.trust.small import (
    Snapshot,
    built,
    command,
    copied,
    each_old_or_new,
    litter,
    same,
    snapshot,
    standing_in,
)  # fmt: skip
from tests.trust.twice import differing

AREA = "disks, writers, clocks, damaged reports"
CHUNK = 40
LIBC = ctypes.CDLL(None, use_errno=True)
READ_ONLY, REMOUNT, BIND = 1, 32, 4096
STAGES: dict[str, Callable[[], kills.Stage]] = {
    "report": kills.report,
    "export": lambda: kills.export("csv"),
    "wage": kills.wage,
}
LIMITS = (0, 100, 1_000, 4_000, 10_000, 30_000, 100_000)
"""Bytes that a file may have."""
SIZES = (0, 16, 64, 128, 256)
"""Kilobytes of a disk, beyond what stands there."""


@contextmanager
def mounted(folder: Path, kind: str, flags: int, data: str = "") -> Iterator[None]:
    """Mount over a folder; where this machine does not allow it, the attempt is skipped."""
    source = str(folder) if flags & BIND else "none"
    arguments = (source.encode(), str(folder).encode(), kind.encode() or None)
    if LIBC.mount(*arguments, flags & ~READ_ONLY, data.encode() or None):
        raise Skipped(f"mount: {os.strerror(ctypes.get_errno())}")
    try:
        if flags & READ_ONLY and LIBC.mount(*arguments, flags | REMOUNT, None):
            raise Skipped(f"mount: {os.strerror(ctypes.get_errno())}")
        yield
    finally:
        LIBC.umount2(str(folder).encode(), 0)


def refused_or_done(
    stage: kills.Stage, root: Path, first: Callable[[], object] = lambda: None
) -> None:
    """Either all of it is done, or a line says why not and all is as it was."""
    done = stage.run(first)
    seen = kills.standing(root, stage.outputs)
    if done.code == 0:
        same(seen, stage.new, "done")
    else:
        assert "Traceback" not in done.errors
        done.one_line()
        same(seen, stage.old, "refused")
    left = litter(*(root / name for name in stage.outputs))
    assert not left, f"left behind: {left}"


def file_limit(name: str, most: int) -> Attempt:
    """No file may have more bytes."""

    def attempt(folder: Path) -> None:
        stage = STAGES[name]()
        root = copied(folder, stage.root)

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        with standing_in(root):
            refused_or_done(stage, root, limit)

    return attempt


def small_disk(name: str, kilobytes: int) -> Attempt:
    """The outputs lie on a disk that has so much room more."""

    def attempt(folder: Path) -> None:
        stage = STAGES[name]()
        root = copied(folder, stage.root)
        out = root / stage.outputs[0]
        aside = Path(shutil.copytree(out, folder / "aside"))
        used = sum(-(-path.stat().st_size // 4096) * 4 for path in aside.rglob("*")) + 64
        with standing_in(root), mounted(out, "tmpfs", 0, f"size={used + kilobytes}k"):
            shutil.copytree(aside, out, dirs_exist_ok=True)
            refused_or_done(stage, root)

    return attempt


def read_only(name: str, place: str) -> Attempt:
    """A folder that nobody can write to."""

    def attempt(folder: Path) -> None:
        stage = STAGES[name]()
        root = copied(folder, stage.root)
        there = root / (stage.outputs[0] if place == "outputs" else place)
        with standing_in(root), mounted(there, "", BIND | READ_ONLY):
            done = stage.run()
            if place == ".cache" and done.code == 0:
                same(kills.standing(root, stage.outputs), stage.new, "done")
                return
            done.one_line()
            same(kills.standing(root, stage.outputs), stage.old, "refused")

    return attempt


def two_writers(name: str, number: int) -> Attempt:
    """Two at once: each is done or says that the other is under way; the outcome is whole."""

    def attempt(folder: Path) -> None:
        stage = STAGES[name]()
        root = copied(folder, stage.root)
        with standing_in(root):
            first = stage.start()
            time.sleep(number * stage.seconds / 8)
            both = [first, stage.start()]
            watched: list[Snapshot] = []
            for _ in range(3):
                time.sleep(stage.seconds / 6)
                watched.append(_looked(root, stage.outputs))
            ended = [each.end() for each in both]
            for seen in watched:
                each_old_or_new(seen, stage.old, stage.new)
            assert 0 in [each.code for each in ended], [each.errors[-200:] for each in ended]
            for each in ended:
                if each.code:
                    line = each.one_line()
                    assert "is under way" in line or "another run" in line, line
            same(kills.standing(root, stage.outputs), stage.new, "after both")
            assert not litter(*(root / out for out in stage.outputs))

    return attempt


def _looked(root: Path, outputs: tuple[str, ...]) -> Snapshot:
    """What a reader sees while others write; files go from under it, and that is theirs to do."""
    for _ in range(20):
        try:
            return kills.standing(root, outputs)
        except OSError:
            continue
    return {}


def clock(days: float, places: tuple[str, ...]) -> Attempt:
    """Everything is dated another day: nothing runs for it, and what changed runs once."""

    def attempt(folder: Path) -> None:
        root = copied(folder)
        when = time.time() + days * 86400
        for place in places:
            for path in [root / place, *(root / place).rglob("*")]:
                os.utime(path, (when, when), follow_symlinks=False)
        with standing_in(root):
            done = command(("report",))
            assert (
                done.code,
                "notebooks run: none" in done.said or "nothing changed" in done.said,
            ) == (0, True), done
            same(snapshot(root / "reports"), snapshot(built() / "reports"), "the report")
            mini.notebook(root / "notebooks", "01_a", value=3)
            os.utime(root / "notebooks" / "01_a.ipynb", (when, when))
            for expected in ("notebooks run: 01_a", "nothing changed"):
                arguments = ("report", "--accept") if "01_a" in expected else ("report",)
                done = command(arguments)
                assert done.code == 0, done.errors
                assert expected in done.said, f"wanted {expected!r}: {done.said}"

    return attempt


DAMAGED: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink, "empty": replaced(b""), "one bit": flip(0.5), "cut": cut(0.5),
    "a dangling link": to_dangling, "a folder": to_folder,
}  # fmt: skip


@lru_cache(maxsize=1)
def report_files() -> tuple[str, ...]:
    """Files of the small report: the same for every seed and machine."""
    stems = ("a_looms", "b_looms")
    kinds = ("csv", "json", "narrow.svg", "pdf", "png", "svg")
    pages = ("01_a.html", "02_b.html", "index.html", "why.html", "values.json", "report.json",
             "coverage.html", "glossary.html", "rows_looms.html")  # fmt: skip
    return (*pages, *(f"figures/{stem}.{kind}" for stem in stems[:1] for kind in kinds))


def damaged_report(name: str, kind: str) -> Attempt:
    """A file of the report is damaged: the next command mends it, or says what is in the way."""

    def attempt(folder: Path) -> None:
        root = copied(folder)
        path = root / "reports" / name
        assert path.is_file(), f"the report has no {name}: the attempt is out of date"
        DAMAGED[kind](path)
        with standing_in(root):
            done = command(("report",))
            assert "nothing changed" not in done.said, "the damage was not seen"
            if kind == "a folder" or name == "report.json":
                # What is not listed as ours, any more, is not ours to replace.
                said = "" if done.code == 0 else done.one_line()
                assert done.code == 0 or name in said or "is no file of a report" in said, said
                return
            assert done.code == 0, done.errors[-300:]
            same(snapshot(root / "reports"), snapshot(built() / "reports"), "mended")
            assert "nothing changed" in command(("report",)).said

    return attempt


def built_twice(folder: Path) -> None:
    """A notebook of the project, fresh, under another seed, zone and language: the same bytes."""
    root = repository()
    with within(900):
        found, files = differing(
            folder, root / "notebooks", root / "results.lock", root / "data", only="06"
        )
    assert not found, f"not the same: {', '.join(found)}"
    assert files > 20


def attempts(seed: int) -> dict[str, Attempt]:
    """All of these; nothing is drawn."""
    made: dict[str, Attempt] = {"notebook 06 built twice, fresh": built_twice}
    for name in STAGES:
        for most in LIMITS:
            made[f"{name}: no file above {most:,} bytes"] = file_limit(name, most)
        for size in SIZES:
            made[f"{name}: a disk with {size} kB free"] = small_disk(name, size)
        for place in ("outputs", ".cache", "."):
            if not (name != "report" and place == ".cache"):
                made[f"{name}: {place} read-only"] = read_only(name, place)
        for number in range(5):
            made[f"{name}: two writers, the second after {number}/8"] = two_writers(name, number)
    for days in (-20_000, -1, 1, 3650):
        for places in ((".cache",), (".cache", "reports", "data", "notebooks"), ("reports",)):
            made[f"clock: {', '.join(places)} dated {days:+,} days"] = clock(days, places)
    for file in report_files():
        for kind in DAMAGED:
            made[f"report damaged: {file}: {kind}"] = damaged_report(file, kind)
    return made
