"""CVAT: the log of events, and the table of jobs of the analytics page.

Working time is not taken from the tool but made from the events of the user's screen. One begins at
its time stamp and lasts for its duration if it is a change of frame, no time otherwise, so that the
rule for pauses is chosen afterwards. With gaps strictly under 100 seconds it is CVAT's own rule.
"""

from __future__ import annotations

from datetime import UTC
from typing import Final

from analysis.errors import RecordError
from analysis.tasklogs import clocks
from analysis.tasklogs.delimited import OPEN_QUOTE, Row, records
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said, header_with

PLATFORM: Final = "cvat"
EVENTS: Final = ("scope", "source", "timestamp", "duration", "user_id", "job_id")
JOBS: Final = ("Job ID", "User", "Working time", "Start UTC time", "End UTC time")
WORKING_TIME: Final = "send:working_time"
LASTS: Final = "change:frame"
MADE: Final = ("create:shapes", "create:tags", "create:tracks")
BY_NOBODY: Final = ("send:exception", "debug:info")
MILLI: Final = 1000
MOST_DIGITS: Final = 16

NOT_WORK = "an event that no person caused"
SERVER = "an event of the server that shows no work"
NO_USER = "an event without a user"
NOT_A_COUNT = "a count that is no whole number"
CANNOT_TELL: Final = (
    "CVAT holds no pay: give it by a rate card.",
    "Its events show work at the screen: reading instructions or discussing a case is a pause.",
)
JOBS_CANNOT_TELL: Final = (
    "The table of jobs holds CVAT's own working time, with pauses under 100 seconds in it; only "
    "the log of events lets the rule be chosen.",
)


def _read_events(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL)
    header = looked.header
    place = {name: header.place(name) for name in (*EVENTS, "count", "project_id")}
    zone = said.zone or UTC

    def work(row: Row) -> Work:
        scope, user = row.at(place["scope"]), row.at(place["user_id"])
        if scope in BY_NOBODY:
            raise RecordError(NOT_WORK)
        if not user:
            raise RecordError(NO_USER)
        start = clocks.from_iso(row.at(place["timestamp"]), zone)
        lasting = clocks.timer(row.at(place["duration"]), MILLI)
        project = row.at(place["project_id"])
        # An event has no id: all its cells together tell it from the others.
        name = "\x1f".join(row.cells)
        task_type = f"project {project}" if project.isdigit() else None
        if scope == WORKING_TIME:
            return Work(name, user, "unpaid_tool", timer=lasting, task_type=task_type)
        if row.at(place["source"]) == "client":
            end = start + (lasting or 0 if scope == LASTS else 0)
            return Work(name, user, "unpaid_tool", start, end, task_type=task_type)
        if scope not in MADE:
            raise RecordError(SERVER)
        made = _count(row.at(place["count"]))
        # When they were made decides month and rate; the server worked then, so it is no clock.
        return Work(name, user, "unpaid_tool", start, labels=made, task_type=task_type)

    ledger.enter(records(looked.source, header), work, OPEN_QUOTE)


def _read_jobs(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL, *JOBS_CANNOT_TELL)
    place = {name: looked.header.place(name) for name in (*JOBS, "Created objects", "Type")}
    zone = said.zone or UTC

    def work(row: Row) -> Work:
        user, job = row.at(place["User"]), row.at(place["Job ID"])
        if not user:
            raise RecordError(NO_USER)
        start = clocks.from_iso(row.at(place["Start UTC time"]), zone)
        end = clocks.from_iso(row.at(place["End UTC time"]), zone)
        if end < start:
            raise RecordError("ended before it started")
        # From start to end of a job may be days: work lies within, and is not all of it.
        return Work(
            f"{job} {user} {start} {end}" if job else "", user, "unpaid_tool", None, end,
            clocks.timer(row.at(place["Working time"]), MILLI),
            task_type=row.at(place["Type"]).lower() or None,
            labels=_count(row.at(place["Created objects"])),
        )  # fmt: skip

    ledger.enter(records(looked.source, looked.header), work, OPEN_QUOTE)


def _count(text: str) -> int | None:
    if not text:
        return None
    # A script that saved the table again may have made 3 into 3.0.
    whole = text.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and len(whole) < MOST_DIGITS):
        raise RecordError(NOT_A_COUNT)
    return int(whole)


EVENT_LOG = Format(
    "cvat", "CVAT, log of events (CSV)", PLATFORM, header_with(*EVENTS), _read_events, EVENTS
)
JOB_TABLE = Format(
    "cvat-jobs", "CVAT, table of jobs of the analytics page (CSV)", PLATFORM, header_with(*JOBS),
    _read_jobs, JOBS,
)  # fmt: skip
