"""All areas in a pool of processes; the failures, and a table of what was tried."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tqdm import tqdm

from tests.trust.attempts import Attempt, Outcome, outcome

AREAS = (
    "kills", "cache_damage", "faults", "data_files", "injection", "identities", "api", "readers",
)  # fmt: skip
"""Modules, the long ones first. Each has ``AREA``, ``CHUNK`` (attempts a process makes in turn)
and ``attempts(seed)``."""
Chunk = tuple[str, int, tuple[str, ...]]


def attempts_of(module: str, seed: int) -> dict[str, Attempt]:
    """Attempts of an area by name; the same for the same seed."""
    return dict(importlib.import_module(f"tests.trust.{module}").attempts(seed))


def chunks(modules: Iterable[str], seed: int) -> list[Chunk]:
    """The attempts of some areas in parcels, each for a fresh process."""
    made: list[Chunk] = []
    for module in modules:
        size = importlib.import_module(f"tests.trust.{module}").CHUNK
        names = list(attempts_of(module, seed))
        made += [
            (module, seed, tuple(names[start : start + size]))
            for start in range(0, len(names), size)
        ]
    return made


def tried(chunk: Chunk) -> list[Outcome]:
    """Make the attempts of a parcel, one after the other."""
    module, seed, names = chunk
    quiet()
    known = attempts_of(module, seed)
    return [outcome(name, known[name]) for name in names]


def quiet() -> None:
    """What attempts print goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def run(modules: Iterable[str], seed: int, processes: int) -> dict[str, list[Outcome]]:
    """Outcomes of all attempts by area, with the progress shown."""
    parcels = chunks(modules, seed)
    found: dict[str, list[Outcome]] = defaultdict(list)
    with (
        ProcessPoolExecutor(processes, get_context("spawn"), max_tasks_per_child=1) as pool,
        tqdm(total=sum(len(names) for _, _, names in parcels), unit=" attempts") as bar,
    ):
        waiting = {pool.submit(tried, parcel): parcel for parcel in parcels}
        for done in as_completed(waiting):
            module, _, names = waiting[done]
            bar.set_description_str(module)
            try:
                made = done.result()
            except Exception as error:
                made = [Outcome(name, failed=f"process lost: {error}") for name in names]
            for each in made:
                if each.failed:
                    bar.write(f"{module}: {each.name}: {each.failed}")
            found[module] += made
            bar.update(len(names))
    return found


def report(found: dict[str, list[Outcome]], seconds: float) -> str:
    """Failures, skips by reason, and the table."""
    lines: list[str] = []
    table = [("area", "tried", "failed", "skipped")]
    for module, outcomes in found.items():
        area = importlib.import_module(f"tests.trust.{module}").AREA
        failed = [each for each in outcomes if each.failed]
        skipped = [each for each in outcomes if each.skipped]
        lines += [f"FAILED  {area}: {each.name}: {each.failed}" for each in failed]
        lines += [f"skipped {area}: {each.name}: {each.skipped}" for each in skipped]
        tries = len(outcomes) - len(skipped)
        table.append((area, f"{tries:,}", f"{len(failed):,}", f"{len(skipped):,}"))
    sums = [sum(int(row[at].replace(",", "")) for row in table[1:]) for at in (1, 2, 3)]
    table.append(("all", *(f"{each:,}" for each in sums)))
    wide = [max(len(row[at]) for row in table) for at in range(4)]
    lines += ["", *(_line(row, wide) for row in table), f"\n{seconds / 60:.1f} minutes"]
    return "\n".join(lines)


def _line(row: tuple[str, ...], wide: list[int]) -> str:
    return "  ".join(
        [row[0].ljust(wide[0]), *(c.rjust(w) for c, w in zip(row[1:], wide[1:], strict=True))]
    )


def main(modules: Iterable[str], seed: int, processes: int) -> int:
    """Run, print, and say by the exit code whether anything failed."""
    start = time.monotonic()
    found = run(modules, seed, processes)
    ordered = {name: sorted(found[name], key=lambda each: each.name) for name in modules}
    print(report(ordered, time.monotonic() - start))
    sys.stdout.flush()
    return int(any(each.failed for outcomes in found.values() for each in outcomes))
