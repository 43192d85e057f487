"""Mechanical Turk: the results of a batch as the requester's page saved them.

A genuine download has a header of N columns and rows of N-2: ``Approve`` and ``Reject`` stand in
the header only. ``ApprovalTime`` is written in UTC where the platform approved by itself, and in
Pacific time where a person did. Pay follows the status: approved rows may carry a time of a
rejection that was overturned.
"""

from __future__ import annotations

import re
from typing import Final

from analysis.errors import RecordError
from analysis.tasklogs import amounts, clocks
from analysis.tasklogs.canonical import Status
from analysis.tasklogs.delimited import OPEN_QUOTE, Row, records
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said, header_with

NEEDED: Final = ("AssignmentId", "AssignmentStatus", "AcceptTime", "SubmitTime")
WHOLE: Final = (*NEEDED, "WorkerId", "Reward")
"""Columns of a download; somebody may have taken out who worked, or the pay."""

STATUS: Final[dict[str, Status]] = {
    "approved": "paid", "rejected": "rejected", "submitted": "submitted",
}  # fmt: skip
CURRENCY: Final = "USD"
NO_STATUS = "a status other than Approved, Rejected and Submitted"
ZONE_MINUTE: Final = 60 * clocks.SECOND
"""An approval by the platform comes within a minute of when it was due (seen in real files)."""

OVERTURNED = "approved after a rejection: paid"
ODD_TIMER = "with a work time other than submission minus acceptance"
ZONE_HOLDS = "approved by the platform within a minute of when it was due: the zones are right"
ZONE_FAILS = "approved by the platform at another time than it was due: the zones are in doubt"
NO_PAY: Final = "The column Reward was taken out of this file: give pay by a rate card."
NO_WORKERS: Final = "The column WorkerId was taken out of this file: who worked is not known."
CANNOT_TELL: Final = (
    "Mechanical Turk files hold no bonuses: what was paid beside the reward is missing.",
    "They hold submitted work only: time on tasks that were returned or abandoned, and on the "
    "search for tasks, is missing.",
    "They show one requester: a pause may be work for another, and says nothing of the day.",
)
_HISTORY = re.compile(r"\d+% \(\d+/(\d+)\)")


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL)
    for column, sentence in (("Reward", NO_PAY), ("WorkerId", NO_WORKERS)):
        if looked.header.place(column) is None:
            ledger.cannot_tell(sentence)
    batch = _Batch(looked, ledger, said)
    ledger.enter(records(looked.source, looked.header), batch.work, OPEN_QUOTE)
    batch.remark_on_history()


class _Batch:
    """Places of the columns of one file, and what is counted on the way."""

    def __init__(self, looked: Looked, ledger: Ledger, said: Said) -> None:
        self.place = {
            name: looked.header.place(name)
            for name in (
                *WHOLE, "HITTypeId", "WorkTimeInSeconds", "ApprovalTime", "AutoApprovalTime",
                "RejectionTime", "LifetimeApprovalRate",
            )
        }  # fmt: skip
        self.ledger, self.said = ledger, said
        self.known: dict[str, int] = {}
        self.rows = 0

    def work(self, row: Row) -> Work:
        """The assignment of a row."""
        worker, accept, submit = (
            self.cell(row, "WorkerId"), self.time(row, "AcceptTime"), self.time(row, "SubmitTime"),
        )  # fmt: skip
        status = status_of(self.cell(row, "AssignmentStatus"))
        reward, currency = self.reward(row)
        work = Work(
            self.cell(row, "AssignmentId"), worker or None, status, accept, submit,
            self.timer(row), 0 if status == "rejected" and currency else reward, currency,
            self.cell(row, "HITTypeId") or None,
        )  # fmt: skip
        self.look(row, work)
        return work

    def cell(self, row: Row, column: str) -> str:
        return row.at(self.place[column])

    def reward(self, row: Row) -> tuple[int | None, str | None]:
        if self.place["Reward"] is None:
            return None, None
        return amounts.micro(self.cell(row, "Reward"), CURRENCY)

    def time(self, row: Row, column: str) -> int:
        return clocks.from_pacific(self.cell(row, column), self.said.zone)

    def timer(self, row: Row) -> int | None:
        try:
            return clocks.timer(self.cell(row, "WorkTimeInSeconds"))
        except RecordError:
            return None

    def look(self, row: Row, work: Work) -> None:
        """Count what is worth a remark; nothing here decides whether the row is used."""
        assert work.accept is not None
        assert work.submit is not None
        if work.timer is not None and work.timer != work.submit - work.accept:
            self.ledger.count(ODD_TIMER)
        if work.status == "paid" and self.cell(row, "RejectionTime"):
            self.ledger.count(OVERTURNED)
        approved = self.cell(row, "ApprovalTime")
        if approved.endswith("UTC"):
            self.check_zone(approved, self.cell(row, "AutoApprovalTime"))
        history = _HISTORY.fullmatch(self.cell(row, "LifetimeApprovalRate"))
        if history and work.worker:
            self.rows += 1
            seen = int(history[1])
            self.known[work.worker] = max(seen, self.known.get(work.worker, 0))

    def check_zone(self, approved: str, due: str) -> None:
        """An approval in UTC beside the time it was due in Pacific time proves both zones."""
        try:
            late = clocks.from_iso(approved) - clocks.from_pacific(due)
        except RecordError:
            return
        self.ledger.count(ZONE_HOLDS if abs(late) <= ZONE_MINUTE else ZONE_FAILS)

    def remark_on_history(self) -> None:
        """How much of what these workers did for the requester the file holds."""
        if self.known:
            self.ledger.remark(on_history(self.rows, len(self.known), sum(self.known.values())))


def on_history(rows: int, workers: int, known: int) -> str:
    """How much of what these workers did for the requester a file holds."""
    return (
        f"{rows} assignments of {workers} workers; the platform counts {known} of theirs decided "
        "for this requester at that time"
    )


def status_of(text: str) -> Status:
    """What became of an assignment."""
    found = STATUS.get(text.lower())
    if found is None:
        raise RecordError(NO_STATUS)
    return found


BATCH = Format(
    "mturk", "Mechanical Turk, results of a batch (CSV)", "mturk",
    header_with(*NEEDED), _read, WHOLE,
)  # fmt: skip
