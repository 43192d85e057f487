"""All tables of coverage anew, each as it was made: equal to what is committed, or what differs.

``python -m benchmarks.coverage_renewal [--write] [--only DESIGN] [--processes 2]`` makes
``analysis/regression/display/coverage.csv`` and ``benchmarks/intervals.csv`` again with the
samples, draws and seeds that their rows state, prints every row that differs and ends with 1 if one
does. With ``--write`` it puts the new rows into the files and into ``docs/estimator.md``. It takes
most of an hour. ``benchmarks/coverage_first.csv``, written with them, holds the intervals of the
first sample of each design: a test makes them again, so that a stale table is known at once.
Figures of power are numbers of the report: each build makes them, ``results.lock`` holds them.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks import coverage_table, intervals

Row = dict[str, str]
Job = tuple[str, Callable[[], list[Row]]]
"""A design, and what makes its rows."""

FIRST = Path(__file__).with_name("coverage_first.csv")
FIRST_DRAWS = 99


def _texts(rows: Iterable[dict[str, Any]]) -> list[Row]:
    return [{key: str(value) for key, value in row.items()} for row in rows]


def coverage_jobs() -> list[Job]:
    """A job a design, size and number of samples of the coverage table."""
    rows = coverage_table.committed()
    counts = dict.fromkeys((row["replications"], row["bootstrap_n"], row["seed"]) for row in rows)
    jobs: list[Job] = []
    for count in counts:
        for number, design, nobs in coverage_table.cells():
            here = [row for row in rows if (row["design"], row["nobs"]) == (design.name, str(nobs))]
            made = [(row["replications"], row["bootstrap_n"], row["seed"]) for row in here]
            # Methods that were added later were made on their own samples, and only they.
            others = {r["method"] for r, each in zip(here, made, strict=True) if each != count}
            if count in made:
                size, draws, seed = map(int, count)
                job = partial(_coverage_cell, number, nobs, size, draws, seed, frozenset(others))
                jobs.append((design.name, job))
    return jobs


def _coverage_cell(
    number: int, nobs: int, replications: int, draws: int, seed: int, known: frozenset[str]
) -> list[Row]:
    design = next(d for n, d, size in coverage_table.cells() if (n, size) == (number, nobs))
    return _texts(coverage_table.cell(number, design, nobs, replications, draws, seed, known))


def interval_jobs() -> list[Job]:
    """A job a design of the table of intervals."""
    return [
        (design.name, partial(_interval_cell, number))
        for number, design in enumerate(intervals.DESIGNS)
    ]


def _interval_cell(number: int) -> list[Row]:
    return _texts(intervals.cell(number))


def first_samples() -> list[Row]:
    """Intervals of the location in the first sample of each design, by all methods."""
    rows: list[Row] = []
    for number, design, nobs in coverage_table.cells():
        if any(row["design"] == design.name for row in rows):
            continue
        seed = coverage_table.sample_seed(number, nobs, 0, 0)
        place = coverage_table.NAMES.index("location")
        for method, limits in coverage_table.sampled(design, nobs, seed, FIRST_DRAWS).items():
            ends = ("", "") if limits is None else [f"{limit[place]:.6f}" for limit in limits]
            rows.append({
                "design": design.name, "method": method, "lower": ends[0], "upper": ends[1],
            })  # fmt: skip
    return rows


def first_committed() -> list[Row]:
    """Those that were written with the tables."""
    with FIRST.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def made(jobs: list[Job], processes: int, name: str) -> list[Row]:
    """Rows of all jobs, in their order, with the progress shown."""
    with ProcessPoolExecutor(processes) as pool:
        waiting = [pool.submit(job) for _, job in jobs]
        return [row for each in tqdm(waiting, desc=name) for row in each.result()]


def differing(name: str, old: list[Row], new: list[Row], key: tuple[str, ...]) -> list[str]:
    """Lines that say which rows differ, are new or are gone."""
    before, now = ({tuple(row[k] for k in key): row for row in rows} for rows in (old, new))
    lines = []
    for place in dict.fromkeys([*before, *now]):
        one, other = before.get(place), now.get(place)
        if one != other:
            shown = [
                " ".join(f"{k}={row[k]}" for k in row) if row else "no row" for row in (one, other)
            ]
            lines.append(
                f"{name}: {', '.join(place)}\n  committed {shown[0]}\n  anew      {shown[1]}"
            )
    return lines


def write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Write the rows of a table."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> int:
    """Make, compare, write if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage_renewal")
    parser.add_argument("--write", action="store_true", help="put the new rows into the files")
    parser.add_argument("--only", default="", metavar="DESIGN", help="one design, compared only")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    if given.write and given.only:
        parser.error("--write renews all designs; allowed: --write or --only")
    tables = (
        (coverage_table, coverage_jobs(), ("design", "nobs", "method", "parameter")),
        (intervals, interval_jobs(), ("design", "method", "quantity")),
    )
    designs = dict.fromkeys(job[0] for _, jobs, _ in tables for job in jobs)
    if given.only and given.only not in designs:
        parser.error(f"--only {given.only!r}: no such design; allowed: {', '.join(designs)}")
    if given.processes < 1:
        parser.error(f"--processes {given.processes}; allowed: a whole number above 0")
    lines: list[str] = []
    for module, jobs, key in tables:
        chosen = [job for job in jobs if given.only in ("", job[0])]
        new = made(chosen, given.processes, module.OUTPUT.name)
        old = [row for row in module.committed() if given.only in ("", row["design"])]
        lines += differing(module.OUTPUT.name, old, new, key)
        if given.write and module is coverage_table:
            coverage_table.write(new)
        elif given.write:
            write(intervals.OUTPUT, intervals.COLUMNS, new)
        if given.write:
            module.render()
    if given.write:
        write(FIRST, ("design", "method", "lower", "upper"), first_samples())
    print("\n".join(lines) or "equal to what is committed")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
