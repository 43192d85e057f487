"""Made exports of Mechanical Turk: the batch as downloaded, saved again, and the API's answers."""

from __future__ import annotations

import json
from collections.abc import Sequence

from analysis.tasklogs.clocks import SECOND
from analysis.tasklogs.made.history import Piece
from analysis.tasklogs.made.text import iso, moment, pacific, person, table

FIXED = (
    "HITId", "HITTypeId", "Title", "Description", "Keywords", "Reward", "CreationTime",
    "MaxAssignments", "RequesterAnnotation", "AssignmentDurationInSeconds",
    "AutoApprovalDelayInSeconds", "Expiration", "NumberOfSimilarHITs", "LifetimeInSeconds",
    "AssignmentId", "WorkerId", "AssignmentStatus", "AcceptTime", "SubmitTime", "AutoApprovalTime",
    "ApprovalTime", "RejectionTime", "RequesterFeedback", "WorkTimeInSeconds",
    "LifetimeApprovalRate", "Last30DaysApprovalRate", "Last7DaysApprovalRate",
)  # fmt: skip
ANSWERS = ("Input.url", "Answer.comment", "Answer.X1", "Answer.X10", "Answer.X2")
"""Answers stand in the order of the alphabet, not of the form."""

DELAY = 3 * 86_400 * SECOND
WORDS = {"paid": "Approved", "rejected": "Rejected", "submitted": "Submitted"}


def batch(pieces: Sequence[Piece]) -> str:
    """The download: header two cells longer than the rows, CRLF, all quoted, no final newline."""
    header = (*FIXED, *ANSWERS, "Approve", "Reject")
    rows = [_row(piece, pieces) for piece in pieces]
    return table(header, rows, quoted=True, end="\r\n", last_end=False)


def saved_again(pieces: Sequence[Piece]) -> str:
    """The same after a script read and wrote it: an index first, full rows, quotes where needed."""
    rows = [(place, *_row(piece, pieces), "", "") for place, piece in enumerate(pieces)]
    return table(("", *FIXED, *ANSWERS, "Approve", "Reject"), rows)


def from_spreadsheet(pieces: Sequence[Piece]) -> str:
    """The same after a spreadsheet saved it: which is the day and which the month is lost."""
    places = [FIXED.index(name) for name in ("AcceptTime", "SubmitTime")]
    rows = []
    for piece in pieces:
        row = _row(piece, pieces)
        for place, micro in zip(places, (piece.start, piece.end), strict=True):
            when = moment(micro)
            row[place] = f"{when.day}-{when.month}-{when.year} {when:%H:%M}"
        rows.append((*row, "", ""))
    return table((*FIXED, *ANSWERS, "Approve", "Reject"), rows, delimiter=";")


def api(pieces: Sequence[Piece]) -> str:
    """Answers of ``list_assignments_for_hit`` with their HITs, in the zone of the requester."""
    answers = []
    for kind in sorted({piece.kind for piece in pieces}):
        for reward in sorted({piece.reward for piece in pieces}):
            some = [p for p in pieces if (p.kind, p.reward) == (kind, reward)]
            hit = {"HITId": f"3HIT{kind}R{reward:07d}", "HITTypeId": f"3TYPE{kind}MADE"}
            hit["Reward"] = f"{reward / 1e6:.2f}"
            answers.append({"HIT": hit, "Assignments": [_assignment(p, hit) for p in some]})
    return json.dumps(answers, indent=1)


def _assignment(piece: Piece, hit: dict[str, str]) -> dict[str, str]:
    hours = 9 * 3600 * SECOND
    return {
        "AssignmentId": _name(piece), "WorkerId": person(piece.worker)["id"],
        "HITId": hit["HITId"], "AssignmentStatus": WORDS[piece.status],
        "AcceptTime": iso(piece.start + hours, " ", "+09:00"),
        "SubmitTime": iso(piece.end + hours, " ", "+09:00"),
        "Answer": "<QuestionFormAnswers/>",
    }  # fmt: skip


def _name(piece: Piece) -> str:
    return f"3ASSIGNMENTMADE{piece.number:015d}"


def _row(piece: Piece, pieces: Sequence[Piece]) -> list[object]:
    due, by_hand = piece.end + DELAY, piece.end + 7_200 * SECOND
    approved = ""
    if piece.status == "paid":
        automatic = iso(due + 18 * SECOND, " ", " UTC")
        approved = automatic if piece.automatic else pacific(by_hand)
    refused = piece.status == "rejected" or piece.overturned
    mine = [each for each in pieces if each.worker == piece.worker and each.status != "submitted"]
    good = sum(each.status == "paid" for each in mine)
    rate = f"{100 * good // max(len(mine), 1)}% ({good}/{len(mine)})"
    who = person(piece.worker)
    return [
        f"3HITMADE{piece.number:022d}", f"3TYPE{piece.kind}MADE", f"Label pictures, {piece.kind}",
        'Draw a box, "tight"', "image, box", f"${piece.reward / 1e6:.2f}", pacific(piece.start),
        "1", "BatchId:7", "3600", "259200", pacific(due), "", "", _name(piece), who["id"],
        WORDS[piece.status], pacific(piece.start), pacific(piece.end), pacific(due), approved,
        pacific(by_hand) if refused else "", "", (piece.end - piece.start) // SECOND, rate, rate,
        rate, f"https://made.invalid/{piece.number}",
        f'first line, "quoted"\r\nof {who["name"]},\nsee {who["email"]}', piece.labels, "", "a,b",
    ]  # fmt: skip
