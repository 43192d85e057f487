"""Prolific: submissions of a study, in the three headers that exports have had, and from the API.

(i) until mid-2022 ``session_id, participant_id, started_datetime, ...``, times without a zone, in
UTC; (ii) from July 2022 ``Submission id, Participant id, Started at, ...``; (iii) from 2024 with
``Custom study tncs accepted at``. None has a column of pay: it stands on the study.
"""

from __future__ import annotations

from datetime import UTC
from typing import Final

from analysis.errors import RecordError
from analysis.tasklogs import clocks
from analysis.tasklogs.canonical import Status
from analysis.tasklogs.delimited import OPEN_QUOTE, Header, Row, records
from analysis.tasklogs.jsonfiles import NOT_JSON, Thing, list_of, objects, text_of
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said

SUBMISSION: Final = ("Submission id", "session_id", "submission_id")
PERSON: Final = ("Participant id", "participant_id", "PROLIFIC_PID", "participant")
STARTED: Final = ("Started at", "started_datetime", "started_at")
COMPLETED: Final = ("Completed at", "completed_date_time", "completed_at")
TAKEN: Final = ("Time taken", "time_taken")

STATUS: Final[dict[str, Status]] = {
    "approved": "paid", "awaiting review": "submitted", "rejected": "rejected",
    "returned": "returned", "timed out": "returned", "screened out": "paid",
    "partially approved": "paid",
}  # fmt: skip
UNFINISHED: Final = ("active", "reserved")
HIDDEN: Final = ("data expired", "consent revoked", "not applicable")
"""What stands where a person took back consent or data were deleted, with a space or an underline.
Two such rows are not one worker: the worker is not known."""

NOT_FINISHED = "a submission that was not finished when the file was saved"
NO_STATUS = "a status that is none of Prolific's"
RETURNED = "returned or timed out: their number is known, their time is not"
SCREENED = "screened out: paid an amount of its own"
HIDDEN_WORKER = "without a participant: consent taken back or data deleted"
NO_ZONE = "times carry no zone; this generation of the file writes UTC"
CANNOT_TELL: Final = (
    "Prolific files hold no pay: the reward stands on the study, and bonuses beside it; give them "
    "by a rate card.",
    "The time of submissions that were returned or timed out is not in them: what stands in their "
    "columns is no time of work.",
)


def _told(looked: Looked) -> str | None:
    header = looked.header
    if not all(header.place(*names) is not None for names in (STARTED, COMPLETED, TAKEN)):
        return _told_of_api(looked)
    if header.place("status") is None or header.place(*PERSON) is None:
        return None
    return f"{_generation(header)}: columns {', '.join(_written(header))}"


def _told_of_api(looked: Looked) -> str | None:
    shape = looked.json
    if shape is None:
        return None
    keys = ("started_at", "completed_at", "status")
    inside = [thing for thing in list_of(shape.first.get("results")) if isinstance(thing, dict)]
    found = shape.keys | (set(inside[0]) if inside else set())
    told = found.issuperset(keys) and ("participant_id" in found or "participant" in found)
    return f"keys {', '.join(keys)} and a participant" if told else None


def _generation(header: Header) -> str:
    if header.place("started_datetime") is not None:
        return "header until mid-2022"
    if header.place("Custom study tncs accepted at") is not None:
        return "header from 2024"
    return "header from July 2022"


def _written(header: Header) -> list[str]:
    places = (header.place(*names) for names in (STARTED, COMPLETED, TAKEN))
    return [header.names[place] for place in places if place is not None]


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL)
    zone = said.zone or UTC
    if looked.json:
        shape = looked.json
        things = objects(looked.source, shape)
        if "results" in shape.keys:
            inside = list_of(shape.first.get("results"))
            things = ((n, t if isinstance(t, dict) else None) for n, t in enumerate(inside, 1))
        ledger.enter(things, lambda thing: _work(_cells_of(thing), ledger, zone), NOT_JSON)
        return
    header = looked.header
    if _generation(header) == "header until mid-2022" and said.zone is None:
        ledger.remark(NO_ZONE)
    places = [
        header.place(*names)
        for names in (SUBMISSION, PERSON, ("status",), STARTED, COMPLETED, TAKEN)
    ]

    def work(row: Row) -> Work:
        return _work([row.at(place) for place in places], ledger, zone)

    ledger.enter(records(looked.source, header), work, OPEN_QUOTE)


def _cells_of(thing: Thing) -> list[str]:
    names = (
        ("id", "submission_id"), ("participant_id", "participant"), ("status",), ("started_at",),
        ("completed_at",), ("time_taken",),
    )  # fmt: skip
    found = []
    for aliases in names:
        value = next((thing[name] for name in aliases if thing.get(name) is not None), "")
        found.append(str(value) if isinstance(value, float) else text_of(value) or "")
    return found


def _work(cells: list[str], ledger: Ledger, zone: clocks.Zone) -> Work:
    submission, person, written, started, completed, taken = cells
    said = _plain(written)
    if said in UNFINISHED:
        raise RecordError(NOT_FINISHED)
    status = STATUS.get(said)
    if status is None:
        raise RecordError(NO_STATUS)
    worker = None if _plain(person) in HIDDEN or not person else person
    if worker is None:
        ledger.count(HIDDEN_WORKER)
    if said == "screened out":
        ledger.count(SCREENED)
    if status == "returned":
        # Whatever stands in the other columns is no time of work: up to ten days were seen.
        ledger.count(RETURNED)
        return Work(submission or f"{person} {started}", worker, status)
    accept, submit = clocks.from_iso(started, zone), clocks.from_iso(completed, zone)
    return Work(
        submission or f"{person} {started}", worker, status, accept, submit, clocks.timer(taken)
    )


def _plain(text: str) -> str:
    return text.strip().lower().replace("-", " ").replace("_", " ")


PROLIFIC = Format(
    "prolific", "Prolific, submissions of a study (CSV, three headers, or API)", "prolific",
    _told, _read, ("status", *STARTED, *COMPLETED, *TAKEN),
)  # fmt: skip
