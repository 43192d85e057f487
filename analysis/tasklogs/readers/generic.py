"""Any table of work: columns named as here, or a mapping that says which of yours is which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from analysis.errors import RecordError, TaskLogError
from analysis.tasklogs import amounts, clocks
from analysis.tasklogs.canonical import Status
from analysis.tasklogs.delimited import OPEN_QUOTE, Header, Row, listed, records
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said

FIELDS: Final = {
    "worker": "id of who worked",
    "assignment": "id of the piece of work; without one the same row in two files counts twice",
    "accept": "when it was begun",
    "submit": "when it was handed in",
    "seconds": "what a timer says it took",
    "pay": "what was paid for it",
    "currency": "a column, or a code of ISO 4217 such as PHP",
    "status": "paid, rejected, submitted, returned; in words of the usual platforms",
    "task_type": "kind of task",
    "labels": "number of labels made",
    "assisted": "whether a model had labelled before: yes or no",
}
"""What a mapping may name. Needed: a worker, and begin and end, or seconds."""

OTHER: Final = {
    "dates": ("month first", "day first"),
    "decimal": ("point", "comma", ".", ","),
}
"""What a mapping may say beside columns, where the file does not tell it."""

WORDS: Final[dict[Status, frozenset[str]]] = {
    "paid": frozenset({"paid", "approved", "accepted", "accept", "bonus", "done", "completed"}),
    "rejected": frozenset({"rejected", "reject", "refused"}),
    "submitted": frozenset({"submitted", "pending", "awaiting review", "in review"}),
    "returned": frozenset(
        {"returned", "skipped", "timed out", "expired", "abandoned", "cancelled"}
    ),
    "unpaid_tool": frozenset({"unpaid_tool"}),
}
YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})

NO_WORKER = "no worker"
NO_CLOCK = "neither begin and end nor seconds"
NO_STATUS = "a status in words that are not known"
NOT_A_COUNT = "a number of labels that is no whole number"
NOT_YES_OR_NO = "neither yes nor no"
TOO_MANY = "more cells than the header has columns"
CANNOT_TELL_COPIES: Final = "Without an id of the work the same row in two files counts twice."


def _told(looked: Looked) -> str | None:
    header = looked.header
    clock = header.has("accept", "submit") or header.has("seconds")
    return "columns named as in the template" if header.has("worker") and clock else None


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    table = _Table(looked, said.mapping, said)
    if table.place["assignment"] is None:
        ledger.cannot_tell(CANNOT_TELL_COPIES)
    if table.place["pay"] is None:
        ledger.cannot_tell("The file holds no pay: give it by a rate card.")
    ledger.enter(records(looked.source, looked.header), table.work, OPEN_QUOTE)


class _Table:
    """Where what stands in one file, checked before the first row is read."""

    def __init__(self, looked: Looked, mapping: Mapping[str, str], said: Said) -> None:
        self.header, self.file, self.said = looked.header, looked.source.name, said
        self.place = places(self.header, mapping, self.file)
        self.time = _times(mapping, said)
        self.comma = mapping.get("decimal") in {"comma", ","}
        self.currency = None
        self.digest = looked.source.digest if self.place["assignment"] is None else ""
        if self.place["currency"] is None and mapping.get("currency"):
            self.currency = amounts.iso_code(mapping["currency"])

    def cell(self, row: Row, field: str) -> str:
        return row.at(self.place[field])

    def work(self, row: Row) -> Work:
        if len(row.cells) > len(self.header.names) and any(row.cells[len(self.header.names) :]):
            raise RecordError(TOO_MANY)
        worker = self.cell(row, "worker")
        if not worker:
            raise RecordError(NO_WORKER)
        accept, submit = self.moment(row, "accept"), self.moment(row, "submit")
        timer = clocks.timer(self.cell(row, "seconds"))
        if timer is None and (accept is None or submit is None):
            raise RecordError(NO_CLOCK)
        status = self.status(row)
        pay, currency = self.pay(row, status)
        name = self.cell(row, "assignment")
        if not name and self.place["assignment"] is None:
            name = f"{self.digest}\x1f{row.line}"
        return Work(
            name, worker, status, accept, submit, timer, pay, currency,
            self.cell(row, "task_type") or None, self.labels(row), self.assisted(row),
        )  # fmt: skip

    def moment(self, row: Row, field: str) -> int | None:
        text = self.cell(row, field)
        return self.time(text) if text else None

    def status(self, row: Row) -> Status:
        word = self.cell(row, "status").lower().replace("-", " ").replace("_", " ")
        if not word:
            return "paid" if self.place["pay"] is not None else "unpaid_tool"
        found: list[Status] = [status for status, words in WORDS.items() if word in words]
        if not found:
            raise RecordError(NO_STATUS)
        return found[0]

    def pay(self, row: Row, status: Status) -> tuple[int | None, str | None]:
        if self.place["pay"] is None:
            return None, None
        text, code = self.cell(row, "pay"), self.cell(row, "currency").upper() or self.currency
        if self.comma and text:
            text = amounts.with_point(text)
        if not text and status in {"rejected", "returned"}:
            return (0, code) if code else (None, None)
        paid, currency = amounts.micro(text, code)
        return (0 if status in {"rejected", "returned"} else paid), currency

    def labels(self, row: Row) -> int | None:
        text = self.cell(row, "labels").removesuffix(".0")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise RecordError(NOT_A_COUNT)
        return int(text)

    def assisted(self, row: Row) -> bool | None:
        word = self.cell(row, "assisted").lower()
        if not word:
            return None
        if word not in YES | NO:
            raise RecordError(NOT_YES_OR_NO)
        return word in YES


def places(header: Header, mapping: Mapping[str, str], file: str) -> dict[str, int | None]:
    """Place of every field in a table.

    Raises
    ------
    TaskLogError
        Listing all that is wrong at once: fields that do not exist, columns that are not there,
        what is needed and not named.
    """
    faults = [
        f"no field {name!r}; allowed: {', '.join((*FIELDS, *OTHER))}"
        for name in mapping
        if name not in FIELDS and name not in OTHER
    ]
    faults += [
        f"{name} = {mapping[name]!r}; allowed: {' or '.join(repr(word) for word in words)}"
        for name, words in OTHER.items()
        if name in mapping and mapping[name] not in words
    ]
    found = {name: header.place(mapping.get(name, name)) for name in FIELDS}
    literal = found["currency"] is None and len(mapping.get("currency", "").strip()) == 3
    faults += [
        f"no column {mapping[name]!r} for {name}"
        for name in FIELDS
        if name in mapping and found[name] is None and not (name == "currency" and literal)
    ]
    faults += [f"column {name!r} twice" for name in header.twice(mapping.get(n, n) for n in FIELDS)]
    if found["worker"] is None and "worker" not in mapping:
        faults.append("no column worker")
    clock = found["accept"] is not None and found["submit"] is not None
    if not clock and found["seconds"] is None:
        faults.append("no clock: neither columns accept and submit, nor seconds")
    if faults:
        columns = listed(header.names, (*FIELDS, *mapping.values()))
        raise TaskLogError(f"{file}: {'; '.join(faults)}. Columns found: {columns}")
    return found


def _times(mapping: Mapping[str, str], said: Said) -> Callable[[str], int]:
    dates = mapping.get("dates")

    def time(text: str) -> int:
        if text.isascii() and text.isdigit():
            return clocks.from_digits(text)
        if dates:
            return clocks.from_ordered(text, dates == "month first", said.zone)
        return clocks.from_iso(text, said.zone)

    return time


GENERIC = Format("table", "any table, with a mapping of its columns", "table", _told, _read)
