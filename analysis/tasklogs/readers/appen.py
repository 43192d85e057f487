"""Appen (Figure Eight, CrowdFlower): the full report of a job, in its three headers.

A page of several judgments is opened and submitted as one, so that its rows carry the same two
times: it is one piece of work with as many labels. Counting rows would count its time again.
"""

from __future__ import annotations

from datetime import UTC
from typing import Final, NamedTuple

from analysis.errors import RecordError
from analysis.tasklogs import clocks
from analysis.tasklogs.delimited import OPEN_QUOTE, Header, Row, records
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said

NEEDED: Final = ("_worker_id", "_started_at", "_created_at")
GENERATIONS: Final = {
    "_golden": "header with _golden and _missed",
    "_tainted": "header with _tainted",
    "_canary": "header with _canary",
}
NO_WORKER = "no worker"
NO_ZONE = "times carry no zone: read as UTC; hours do not depend on it, days and months may"
CANNOT_TELL: Final = (
    "Appen reports hold no pay: it is paid by the page; give it by a rate card.",
    "They do not say whether a judgment was refused: tainted ones were paid as well.",
)


class _Page(NamedTuple):
    worker: str
    started: int
    created: int


def _told(looked: Looked) -> str | None:
    header = looked.header
    return f"{_generation(header)}: columns {', '.join(NEEDED)}" if header.has(*NEEDED) else None


def _generation(header: Header) -> str:
    return next((said for name, said in GENERATIONS.items() if header.has(name)), "short header")


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL)
    if said.zone is None:
        ledger.remark(NO_ZONE)
    places = [looked.header.place(name) for name in NEEDED]
    pages: dict[_Page, list[int]] = {}
    seen: dict[tuple[_Page, str], int] = {}
    judgment = looked.header.place("_id")
    for line, row in records(looked.source, looked.header):
        try:
            if row is None:
                raise RecordError(OPEN_QUOTE)
            page = _page(row, places, said)
            name = row.at(judgment)
            if name and seen.setdefault((page, name), line) != line:
                raise RecordError("the same judgment stands in the file before")
            pages.setdefault(page, []).append(line)
        except RecordError as reason:
            ledger.set_aside(line, str(reason))
    ledger.enter(_numbered(pages), _work, OPEN_QUOTE)


def _page(row: Row, places: list[int | None], said: Said) -> _Page:
    worker, started, created = (row.at(place) for place in places)
    if not worker:
        raise RecordError(NO_WORKER)
    zone = said.zone or UTC
    page = _Page(worker, _time(started, zone), _time(created, zone))
    if page.created < page.started:
        raise RecordError("submitted before it was accepted")
    return page


def _time(text: str, zone: clocks.Zone) -> int:
    """A time with the month first, as nearly all reports have it, or in ISO."""
    return clocks.from_iso(text, zone) if "-" in text else clocks.from_ordered(text, True, zone)


def _numbered(pages: dict[_Page, list[int]]) -> list[tuple[int, tuple[_Page, list[int]]]]:
    return [(lines[0], (page, lines)) for page, lines in pages.items()]


def _work(found: tuple[_Page, list[int]]) -> Work:
    page, lines = found
    return Work(
        f"{page.worker} {page.started} {page.created}", page.worker, "unpaid_tool",
        page.started, page.created, labels=len(lines), more_lines=tuple(lines[1:]),
    )  # fmt: skip


APPEN = Format("appen", "Appen, full report (CSV, three headers)", "appen", _told, _read, NEEDED)
