"""Made exports of Prolific, Appen and Toloka."""

from __future__ import annotations

import json
from collections.abc import Sequence

from analysis.tasklogs.clocks import SECOND
from analysis.tasklogs.made.history import Piece
from analysis.tasklogs.made.text import iso, moment, person, table

PROLIFIC = {"paid": "APPROVED", "rejected": "REJECTED", "submitted": "AWAITING REVIEW"}
_PEOPLE = ("Age", "Sex", "Country of residence", "Nationality")


def prolific(pieces: Sequence[Piece], generation: int) -> str:
    """Submissions in the first, second or third header, with returned and timed-out ones.

    Parameters
    ----------
    pieces : sequence of Piece
    generation : {1, 2, 3}
    """
    if generation == 1:
        header = (
            "session_id", "participant_id", "status", "started_datetime", "completed_date_time",
            "time_taken", "age", "num_approvals", "entered_code", "Country of Birth",
        )  # fmt: skip
    else:
        terms = ("Custom study tncs accepted at",) if generation == 3 else ()
        header = (
            "Submission id", "Participant id", "Status", *terms, "Started at", "Completed at",
            "Reviewed at", "Archived at", "Time taken", "Completion code", *_PEOPLE,
        )  # fmt: skip
    rows = [_submission(piece, generation) for piece in pieces]
    return table(header, rows, end="\r\n" if generation == 2 else "\n")


def _submission(piece: Piece, generation: int) -> list[object]:
    odd = piece.number % 17
    words = {3: "RETURNED", 5: "TIMED-OUT" if generation > 1 else "TIMED OUT"}
    status = words.get(odd, PROLIFIC[piece.status])
    who = person(piece.worker)
    zone, sep = ("", " ") if generation == 1 else ("Z", "T")
    micro = piece.number * 1_000 % SECOND
    start, end = piece.start + micro, piece.end + micro
    taken = {3: "1871327" if generation == 1 else "", 5: "876280.1"}.get(
        odd, f"{(end - start) // SECOND}{'' if piece.number % 2 else '.0'}"
    )
    done = "" if odd in words else iso(end, sep, zone)
    hidden = "CONSENT REVOKED" if generation == 1 else "CONSENT_REVOKED"
    worker = hidden if odd == 11 else who["id"]
    first: list[object] = [f"{piece.number:024x}", worker, status]
    if generation == 1:
        return [*first, iso(start, sep, zone), done, taken, "33", "12", "CODE", who["city"]]
    terms = ["Not Applicable"] if generation == 3 else []
    people = ["33", "Female", who["city"], "DATA_EXPIRED" if odd == 2 else "made"]
    return [
        *first, *terms, iso(start, sep, zone), done, "", "", taken, "CODE", *people,
    ]  # fmt: skip


def prolific_api(pieces: Sequence[Piece]) -> str:
    """Submissions of a study from the API."""
    results = [
        {
            "id": f"{piece.number:024x}", "participant_id": person(piece.worker)["id"],
            "status": PROLIFIC[piece.status], "started_at": iso(piece.start),
            "completed_at": iso(piece.end), "time_taken": (piece.end - piece.start) / SECOND,
            "ip": person(piece.worker)["ip"], "bonus_payments": [],
        }
        for piece in pieces
    ]  # fmt: skip
    return json.dumps({"results": results, "meta": {"count": len(results)}})


def appen(pieces: Sequence[Piece], header: str) -> str:
    """A full report: every page as one to three rows with the same two times.

    Parameters
    ----------
    pieces : sequence of Piece
    header : {"_golden", "_tainted", "_canary"}
        What tells the three headers.
    """
    extra = {"_golden": ("_golden", "_missed", "_tainted"), "_tainted": ("_tainted",)}
    more = extra.get(header, ("_canary",))
    names = (
        "_unit_id", "_created_at", "_id", "_started_at", *more, "_channel", "_trust", "_worker_id",
        "_country", "_region", "_city", "_ip", "sentiment",
    )  # fmt: skip
    rows = []
    for piece in pieces:
        who = person(piece.worker)
        for judgment in range(piece.labels % 3 + 1):
            rows.append([
                1000 + judgment, _american(piece.end), piece.number * 10 + judgment,
                _american(piece.start), *("false" for _ in more), "made", "0.9", who["id"], "KEN",
                "", who["city"], who["ip"], 'good, "very"',
            ])  # fmt: skip
    return table(names, rows)


def _american(micro: int) -> str:
    when = moment(micro)
    return f"{when.month}/{when.day}/{when.year} {when:%H:%M:%S}"


def toloka(pieces: Sequence[Piece], *, default: bool = False) -> str:
    """Results of a pool, suites as several rows; the default file has no end and no reward."""
    asked = () if default else ("ASSIGNMENT:submitted", "ASSIGNMENT:reward")
    header = (
        "INPUT:image", "OUTPUT:result", "GOLDEN:result", "HINT:text", "HINT:default_language",
        "ASSIGNMENT:link", "ASSIGNMENT:assignment_id", "ASSIGNMENT:worker_id", "ASSIGNMENT:status",
        "ASSIGNMENT:started", *asked,
    )  # fmt: skip
    words = {"paid": "APPROVED", "rejected": "REJECTED", "submitted": "SUBMITTED"}
    rows = []
    for piece in pieces:
        expired = piece.number % 13 == 4
        end = "" if expired else iso(piece.end, zone="")
        some = () if default else (end, f"{piece.reward / 1e6:.2f}")
        for task in range(piece.labels % 3 + 1):
            rows.append([
                f"made{task}.jpg", "yes\tor\nno", "", "", "EN", "https://made.invalid/",
                f"00000{piece.number:08d}", person(piece.worker)["id"],
                "EXPIRED" if expired else words[piece.status], iso(piece.start, zone=""), *some,
            ])  # fmt: skip
    return table(header, rows, delimiter="\t")
