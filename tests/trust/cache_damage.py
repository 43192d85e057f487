"""A kept run is damaged, and the report built from it: run again, or right; never believed."""

from __future__ import annotations

import random
from pathlib import Path

from analysis.report.build import pipeline
from analysis.report.runs import cache
from tests.report import mini
from tests.trust.attempts import Attempt
from tests.trust.damage import Change, corruptions
from tests.trust.small import built, copied, litter, same, snapshot, standing_in

AREA = "cache corruptions"
CHUNK = 45
PAIRS = 50
"""Builds of the whole report, each after two corruptions, drawn: one of each notebook."""
Case = tuple[str, Change]


def asked(file: str, change: Change) -> Attempt:
    """Damage one file of a kept run: the cache does not believe it."""

    def attempt(folder: Path) -> None:
        root = copied(folder)
        with standing_in(root):
            assert cache.reason(*_run(root, "01_a")) == "", "the kept run was not whole before"
            change(_run(root, "01_a")[0] / "01_a" / file)
            why = cache.reason(*_run(root, "01_a"))
            assert why.startswith("the kept run is damaged: "), f"believed: {why!r}"

    return attempt


def rebuilt(first: Case, second: Case) -> Attempt:
    """Damage both kept runs: both run again, and the report is what it was."""

    def attempt(folder: Path) -> None:
        root = copied(folder)
        with standing_in(root):
            for stem, (file, change) in (("01_a", first), ("02_b", second)):
                change(_run(root, stem)[0] / stem / file)
            done = pipeline.build(mini.options(root))
            assert done.executed == ("01_a", "02_b"), f"run again: {done.executed}"
            same(snapshot(root / "reports"), snapshot(built() / "reports"), "the report")
            assert cache.reason(*_run(root, "01_a")) == cache.reason(*_run(root, "02_b")) == ""
            assert not litter(root / ".cache"), litter(root / ".cache")

    return attempt


def _run(root: Path, stem: str) -> tuple[Path, Path]:
    return root / ".cache" / "notebooks", root / "notebooks" / f"{stem}.ipynb"


def attempts(seed: int) -> dict[str, Attempt]:
    """All corruptions, asked of the cache; a hundred of them, drawn, end in reports."""
    first, second = corruptions("a_looms"), corruptions("b_looms")
    made = {name: asked(*case) for name, case in first.items()}
    chance = random.Random(seed)
    drawn = zip(
        chance.sample(sorted(first), PAIRS), chance.sample(sorted(second), PAIRS), strict=True
    )
    return made | {
        f"report after {one} and {other}": rebuilt(first[one], second[other])
        for one, other in drawn
    }
