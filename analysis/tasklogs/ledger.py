"""The book in which every record of every file is entered: as work, or set aside with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

import pandas as pd

from analysis.errors import RecordError
from analysis.tasklogs.canonical import (
    COLUMNS,
    DECIDED,
    DUPLICATE,
    FULLER,
    LONGER,
    REST,
    Recognised,
    Rows,
    Status,
    TaskLog,
    set_aside_of,
    tasks_of,
)
from analysis.tasklogs.keys import Key

NO_ID = "no id of the assignment"
BACKWARDS = "submitted before it was accepted"
MOST_DAYS: Final = 366
SPILL: Final = 400_000
"""Rows held before they go to a part: about a quarter of a gigabyte."""

TOO_LONG = "more than a year between accepted and submitted"

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Work:
    """What a record says, before its ids are hashed.

    Attributes
    ----------
    assignment : str
        Its id on the platform, or what tells it from all others.
    worker : str or None
    status : Status
    accept, submit, timer, pay : int or None
        Microseconds, and millionths of `currency`.
    currency, task_type : str or None
    labels : int or None
    assisted : bool or None
    more_lines : tuple of int
        Further records that it stands for: judgments of the same page.
    """

    assignment: str
    worker: str | None
    status: Status
    accept: int | None = None
    submit: int | None = None
    timer: int | None = None
    pay: int | None = None
    currency: str | None = None
    task_type: str | None = None
    labels: int | None = None
    assisted: bool | None = None
    more_lines: tuple[int, ...] = ()


class _Entry(NamedTuple):
    """A row of the canonical table, in its order, and the further records it stands for."""

    file: str
    line: int
    platform: str
    assignment_key: str
    worker_key: str | None
    task_type: str | None
    accept_us: int | None
    submit_us: int | None
    timer_us: int | None
    pay_micro: int | None
    currency: str | None
    status: Status
    labels: int | None
    assisted: bool | None
    more_lines: tuple[int, ...]


@dataclass
class Ledger:
    """Records of one run.

    Parameters
    ----------
    key : Key
        Hashes ids as they are entered: nothing behind the ledger sees one.
    spill : callable, optional
        Takes the rows entered so far whenever there are `SPILL` of them, so that a file need not
        fit in memory; copies in several parts are then found by who has the parts.
    """

    key: Key
    spill: Callable[[pd.DataFrame], None] | None = None
    file: str = ""
    platform: str = ""
    formats: list[Recognised] = field(default_factory=list)
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _aside: list[tuple[str, int, str]] = field(default_factory=list)
    _read: int = 0
    _spilled: int = 0
    _folded: bool = False
    _workers: dict[str, str] = field(default_factory=dict)
    _remarks: dict[tuple[str, str], None] = field(default_factory=dict)
    _counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    _unknown: dict[str, None] = field(default_factory=dict)

    def open(self, found: Recognised, platform: str) -> None:
        """Turn to another file."""
        self.file, self.platform = found.file, platform
        self._workers.clear()
        self.formats.append(found)

    def enter(
        self,
        records: Iterable[tuple[int, Record | None]],
        work: Callable[[Record], Work],
        lost: str,
    ) -> None:
        """Enter every record: as the work that `work` makes of it, or aside with its reason.

        Parameters
        ----------
        records : iterable of (int, record or None)
            Number and record; None for one that could not be told apart.
        work : callable
            Raises `RecordError` where the record cannot be used.
        lost : str
            The reason for a record that is None.
        """
        for line, record in records:
            if record is None:
                self.set_aside(line, lost)
                continue
            try:
                self.use(line, work(record))
            except RecordError as reason:
                self.set_aside(line, str(reason))

    def use(self, line: int, work: Work) -> None:
        """Enter work done.

        Raises
        ------
        RecordError
            Where it is impossible: no id, or submitted before it was accepted.
        """
        if not work.assignment:
            raise RecordError(NO_ID)
        if work.accept is not None and work.submit is not None:
            if work.submit < work.accept:
                raise RecordError(BACKWARDS)
            if work.submit - work.accept > MOST_DAYS * 86_400 * 1_000_000:
                raise RecordError(TOO_LONG)
        key = self.key.of("assignment", self.platform, work.assignment)
        entry = _Entry(
            self.file, line, self.platform, key, self._worker(work.worker), work.task_type,
            work.accept, work.submit, work.timer, work.pay, work.currency, work.status,
            work.labels, work.assisted, work.more_lines,
        )  # fmt: skip
        self._read += 1 + len(work.more_lines)
        self._folded |= bool(work.more_lines)
        held = self._entries.setdefault(key, entry)
        if held is not entry:
            if _rank(entry) > _rank(held):
                self._entries[key], held, entry = entry, entry, held
            self._put_aside(entry, f"{DUPLICATE} {held.file} line {held.line}")
        elif self.spill and len(self._entries) >= SPILL and not self._folded:
            self.spill(tasks_of(_columns(list(self._entries.values()))))
            self._spilled += len(self._entries)
            self._entries.clear()

    def set_aside(self, line: int, reason: str) -> None:
        """Enter a record that is not used."""
        self._read += 1
        self._aside.append((self.file, line, reason))

    def count(self, what: str) -> None:
        """Count something worth a remark, which is printed with its number."""
        self._counted[self.file, what] += 1

    def remark(self, sentence: str) -> None:
        """Keep what a reader of the result should know of this file."""
        self._remarks[self.file, f"{self.file}: {sentence}"] = None

    def cannot_tell(self, *sentences: str) -> None:
        """Keep what files of this kind cannot tell."""
        self._unknown.update(dict.fromkeys(sentences))

    def closed(self) -> TaskLog:
        """All that was entered and not spilled, in the order of the files and their lines."""
        order = {found.file: place for place, found in enumerate(self.formats)}
        entries = sorted(self._entries.values(), key=lambda e: (order[e.file], e.line))
        aside = sorted(self._aside, key=lambda row: (order[row[0]], row[1]))
        used = self._read - len(aside)
        if used - self._spilled != sum(1 + len(entry.more_lines) for entry in entries):
            raise AssertionError("records were entered twice or lost")
        remarks = [(order[file], 0, text) for file, text in self._remarks]
        remarks += [
            (order[file], 1, f"{file}: {number} {what}")
            for (file, what), number in sorted(self._counted.items(), key=lambda item: item[0][1])
        ]
        return TaskLog(
            tasks_of(_columns(entries)),
            set_aside_of(aside),
            Rows(self._read, used, len(aside)),
            tuple(self.formats),
            tuple(text for _, _, text in sorted(remarks, key=lambda remark: remark[:2])),
            tuple(self._unknown),
        )

    def _worker(self, name: str | None) -> str | None:
        """Key of a worker; hashed once a file, since one worker has many rows."""
        if not name:
            return None
        found = self._workers.get(name)
        if found is None:
            found = self._workers[name] = self.key.of("worker", self.platform, name)
        return found

    def _put_aside(self, entry: _Entry, reason: str) -> None:
        lines = (entry.line, *entry.more_lines)
        self._aside += [(entry.file, line, reason) for line in lines]


def _rank(entry: _Entry) -> tuple[object, ...]:
    """Which copy of an assignment counts: the greatest; the order of `parquet.without_copies`."""
    rest = [getattr(entry, name) for name in REST]
    return (
        DECIDED[entry.status],
        *(getattr(entry, name) is not None for name in FULLER),
        *(getattr(entry, name) or 0 for name in LONGER),
        *((value is not None, 0 if value is None else value) for value in rest),
    )


def _columns(entries: Sequence[_Entry]) -> dict[str, Sequence[object]]:
    return dict(zip(COLUMNS, zip(*entries, strict=True), strict=False)) if entries else {}
