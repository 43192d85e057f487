"""Toloka: results of a pool as TSV, a suite of several tasks in as many rows, and from the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Final

from analysis.errors import RecordError
from analysis.tasklogs import amounts, clocks
from analysis.tasklogs.canonical import Status
from analysis.tasklogs.delimited import OPEN_QUOTE, Row, records
from analysis.tasklogs.jsonfiles import NOT_JSON, Thing, list_of, objects, text_of
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said

NEEDED: Final = (
    "ASSIGNMENT:assignment_id", "ASSIGNMENT:worker_id", "ASSIGNMENT:status", "ASSIGNMENT:started",
)  # fmt: skip
ENDS: Final = ("submitted", "skipped", "expired")
KEYS: Final = ("task_suite_id", "user_id", "status", "created")
STATUS: Final[dict[str, Status]] = {
    "approved": "paid", "accepted": "paid", "rejected": "rejected", "submitted": "submitted",
    "skipped": "returned", "expired": "returned",
}  # fmt: skip
CURRENCY: Final = "USD"
NO_STATUS = "a status that is none of Toloka's"
NOT_FINISHED = "an assignment that was not finished when the file was saved"
MERGED = "answered by merging equal tasks: nobody worked on it"
OTHER_SUITE = "a row whose worker, status or times differ from others of the same assignment"
NO_ID = "no id of the assignment"
NO_ZONE = "times carry no zone: Toloka writes UTC"
CANNOT_TELL: Final = (
    "Toloka's default file has no end of an assignment and no reward; ask for ASSIGNMENT:submitted "
    "and ASSIGNMENT:reward when exporting. Without the end, the next start of the same worker "
    "bounds the time from above, which is no wage.",
    "Bonuses are not in the file.",
)


def _told(looked: Looked) -> str | None:
    return f"columns {', '.join(NEEDED)}" if looked.header.has(*NEEDED) else None


def _told_of_api(looked: Looked) -> str | None:
    return f"keys {', '.join(KEYS)}" if looked.json and looked.json.has(*KEYS) else None


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL)
    if said.zone is None:
        ledger.remark(NO_ZONE)
    wanted = [*NEEDED, *(f"ASSIGNMENT:{name}" for name in (*ENDS, "reward"))]
    place = {name: looked.header.place(name) for name in wanted}
    suites: dict[str, tuple[int, Work]] = {}

    def work(row: Row) -> Work:
        cells = {name: row.at(at) for name, at in place.items()}
        ends = (cells[f"ASSIGNMENT:{name}"] for name in ENDS)
        name, worker, status, started = (cells[column] for column in NEEDED)
        return _work(
            (name, worker, status, started), next((end for end in ends if end), ""),
            cells["ASSIGNMENT:reward"], said,
        )  # fmt: skip

    for line, row in records(looked.source, looked.header):
        try:
            if row is None:
                raise RecordError(OPEN_QUOTE)
            found = work(row)
            if not found.assignment:
                raise RecordError(NO_ID)
            first, held = suites.setdefault(found.assignment, (line, found))
            if first == line:
                continue
            if replace(held, labels=1, more_lines=()) != found:
                raise RecordError(OTHER_SUITE)
            more = replace(held, labels=(held.labels or 0) + 1, more_lines=(*held.more_lines, line))
            suites[found.assignment] = first, more
        except RecordError as reason:
            ledger.set_aside(line, str(reason))
    ledger.enter(suites.values(), _same, OPEN_QUOTE)


def _same(work: Work) -> Work:
    return work


def _work(cells: tuple[str, str, str, str], end: str, reward: str, said: Said) -> Work:
    name, worker, written, started = cells
    if written.lower() == "active":
        raise RecordError(NOT_FINISHED)
    status = STATUS.get(written.lower())
    if status is None:
        raise RecordError(NO_STATUS)
    zone = said.zone or UTC
    pay, currency = amounts.micro(reward, CURRENCY) if reward else (None, None)
    unpaid = status in {"rejected", "returned"}
    begun: int | None = clocks.from_iso(started, zone)
    done = clocks.from_iso(end, zone) if end else None
    if written.lower() == "expired":
        # Nobody is seen working: the time until it ran out is the limit of the pool.
        begun, done = None, None
    return Work(
        name, worker or None, status, begun, done,
        pay=0 if unpaid and pay is not None else pay, currency=currency, labels=1,
    )  # fmt: skip


def _read_api(looked: Looked, ledger: Ledger, said: Said) -> None:
    assert looked.json
    ledger.cannot_tell(*CANNOT_TELL[1:])

    def work(thing: Thing) -> Work:
        if thing.get("automerged") is True:
            raise RecordError(MERGED)
        end = next((text for name in ENDS if (text := text_of(thing.get(name)))), "")
        reward = thing.get("reward")
        cells = [text_of(thing.get(name)) or "" for name in ("id", "user_id", "status", "created")]
        found = _work(
            (cells[0], cells[1], cells[2], cells[3]), end,
            "" if reward is None or isinstance(reward, bool) else str(reward), said,
        )  # fmt: skip
        pool = text_of(thing.get("pool_id"))
        tasks = list_of(thing.get("tasks"))
        return replace(
            found, labels=len(tasks) or None,
            task_type=f"pool {pool}" if pool and pool.isdigit() else None,
        )  # fmt: skip

    ledger.enter(objects(looked.source, looked.json), work, NOT_JSON)


TSV = Format("toloka", "Toloka, results of a pool (TSV)", "toloka", _told, _read, NEEDED)
API = Format(
    "toloka-api", "Toloka, assignments of the API (JSON)", "toloka", _told_of_api, _read_api
)
