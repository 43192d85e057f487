"""The accepted numbers, ``results.lock``: a changed number fails until it is accepted."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ChangedResultsError, ReportError
from analysis.report.numbers import Number

HEADER = "# Accepted numbers, six significant digits: notebook, name, value. See CONTRIBUTING.\n"


@dataclass(frozen=True)
class Change:
    """A number that is not the accepted one; empty where there is none."""

    name: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.name}: {self.old or '(new)'} -> {self.new or '(gone)'}"


def compare(
    lock: Path, numbers: Mapping[str, Number], *, partial: bool = False, accept: bool = False
) -> list[Change]:
    """Hold the numbers of a build against the accepted ones.

    Parameters
    ----------
    lock : pathlib.Path
    numbers : mapping of str to Number
    partial : bool
        Only some notebooks were built: accepted numbers of the others are left alone.
    accept : bool
        Write the numbers as the accepted ones instead of failing.

    Returns
    -------
    list of Change
        What was accepted.

    Raises
    ------
    ChangedResultsError
        With both values of every number that changed, is new or is gone.
    """
    old = read(lock)
    new = {name: (item.notebook, item.rounded) for name, item in numbers.items()}
    built = {notebook for notebook, _ in new.values()}
    kept = {name: line for name, line in old.items() if partial and line[0] not in built}
    whole = {**kept, **new}
    changes = [
        Change(name, old.get(name, ("", ""))[1], whole.get(name, ("", ""))[1])
        for name in sorted({*old, *whole})
        if old.get(name, ("", ""))[1] != whole.get(name, ("", ""))[1]
    ]
    if accept:
        write(lock, whole)
        return changes
    if changes:
        shown = "\n".join(f"  {change}" for change in changes)
        raise ChangedResultsError(
            f"{len(changes)} numbers differ from results.lock; "
            f"`labour report --accept` takes them over:\n{shown}"
        )
    return []


def read(lock: Path) -> dict[str, tuple[str, str]]:
    """Accepted numbers: name to (notebook, value).

    Raises
    ------
    ReportError
        For a line that is not notebook, name and value.
    """
    if not lock.is_file():
        return {}
    lines = lock.read_text(encoding="utf-8").splitlines()
    accepted = {}
    for row, line in enumerate(lines, start=1):
        if line.startswith("#") or not line:
            continue
        parts = line.split("\t")
        if len(parts) != 3:
            raise ReportError(
                f"{lock.name}, row {row}: found {line!r}; allowed: notebook, name, value with tabs"
            )
        accepted[parts[1]] = (parts[0], parts[2])
    return accepted


def write(lock: Path, accepted: Mapping[str, tuple[str, str]]) -> None:
    """Write the accepted numbers in order of notebook and name, aside first."""
    order = sorted(accepted, key=lambda name: (accepted[name][0], name))
    lines = [f"{accepted[name][0]}\t{name}\t{accepted[name][1]}\n" for name in order]
    aside = lock.with_name(f".{lock.name}-{os.getpid()}")
    aside.write_text(HEADER + "".join(lines), encoding="utf-8", newline="\n")
    aside.replace(lock)
