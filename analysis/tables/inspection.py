"""All that is wrong with all tables at once, and taking over what was changed on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from analysis.errors import DataError, LabourError, TableError
from analysis.places import data_folder
from analysis.tables.catalogue import names, opened_as_far_as_it_goes, register_faults
from analysis.tables.contents import ACCEPT, FILE, Content, read_contents, write_contents

SHOWN = 20
"""Faults of one file that are shown; all are counted."""


@dataclass(frozen=True)
class Inspection:
    """What was found in a folder of tables.

    Attributes
    ----------
    tables : int
    sound : list of str
        A line for each table without a fault.
    faults : dict of str to list of str
        By what they were found in, each once.
    """

    tables: int
    sound: list[str]
    faults: dict[str, list[str]]

    @property
    def count(self) -> int:
        """Number of faults."""
        return sum(map(len, self.faults.values()))

    def shown(self) -> list[str]:
        """The faults, of each file no more than a page of them."""
        lines = []
        for name, found in self.faults.items():
            lines += found[:SHOWN]
            if len(found) > SHOWN:
                lines.append(f"{name}: {len(found) - SHOWN:,} more")
        return lines

    def summary(self) -> str:
        """The closing line."""
        return f"{self.tables} tables, {self.count or 'no'} fault{'' if self.count == 1 else 's'}"


def inspect(folder: Path | None = None) -> Inspection:
    """Read every table of a folder to its end, whatever is wrong with it.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Folder of the tables; :func:`data_folder` by default.
    """
    where = folder or data_folder()
    there = names(where)
    found = {"corrections.csv": register_faults(where), FILE: _strangers(where, there)}
    sound = []
    for name in there:
        try:
            opened = opened_as_far_as_it_goes(where, name)
            found[name] = opened.faults()
        except LabourError as error:
            found[name] = [error]
        else:
            if not found[name]:
                frame, lines = opened.reading.frame, opened.corrections
                sound.append(f"{name}: {len(frame)} rows, {len(lines)} corrections")
    # A fault of what all tables share, such as the vocabulary, is said once.
    said: set[str] = set()
    faults: dict[str, list[str]] = {}
    for name, errors in found.items():
        texts = [text for text in dict.fromkeys(map(str, errors)) if text not in said]
        said.update(texts)
        if texts:
            faults[name] = texts
    return Inspection(len(there), sound, faults)


def _strangers(folder: Path, there: list[str]) -> list[LabourError]:
    """Tables whose content is stated and that are not there, or a statement that is none."""
    try:
        stated = read_contents(folder) or {}
    except TableError as error:
        return [error]
    allowed = f"tables of the folder; {ACCEPT}"
    gone = sorted(set(stated) - set(there))
    return [TableError(FILE, None, None, f"no table {name}", allowed) for name in gone]


def accept(folder: Path | None = None) -> list[str]:
    """State anew what the tables hold, and say what is other than before.

    Raises
    ------
    DataError
        Where something else is wrong with a table: nothing is written then.
    """
    where = folder or data_folder()
    try:
        before = read_contents(where) or {}
    except TableError:
        # It is written anew as a whole.
        before = {}
    opened = {name: opened_as_far_as_it_goes(where, name) for name in names(where)}
    faults = (fault for item in opened.values() for fault in item.faults(content=False))
    for wrong in chain(register_faults(where), faults):
        raise DataError(
            f"nothing accepted, for {wrong} (`labour data check` lists all that is wrong)"
        )
    now = {name: item.content for name, item in opened.items()}
    if now == before:
        return []
    write_contents(where, now)
    told = [_told(name, before.get(name), now.get(name)) for name in sorted({*before, *now})]
    return [line for line in told if line]


def _told(name: str, before: Content | None, now: Content | None) -> str:
    if before == now:
        return ""
    return f"accepted {name}: {_shown(now)} ({f'was {_shown(before)}' if before else 'new'})"


def _shown(content: Content | None) -> str:
    if content is None:
        return "no table"
    counts = f"{content.rows:,} rows, {content.corrections:,} corrections"
    return f"{counts}, content {content.sha256[:12]}"
