"""Made exports of annotation tools: time without pay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from analysis.tasklogs.clocks import SECOND
from analysis.tasklogs.made import history
from analysis.tasklogs.made.history import Piece
from analysis.tasklogs.made.text import iso, moment, person, table

Things = list[dict[str, Any]]


def label_studio(pieces: Sequence[Piece]) -> str:
    """All annotations of tasks: skipped, pre-annotated, imported, copied in bulk, left open."""
    tasks: Things = []
    for piece in pieces:
        annotations = [] if piece.number % 29 == 28 else [_annotation(piece)]
        tasks.append({
            "id": piece.number, "project": 3 + piece.kind, "data": {"image": "made.jpg"},
            "annotations": annotations, "predictions": [], "drafts": [],
        })  # fmt: skip
    return json.dumps(tasks, indent=2)


def _annotation(piece: Piece) -> dict[str, Any]:
    who, number = person(piece.worker), piece.number
    made, lead = piece.end, round((piece.end - piece.start) / SECOND + number % 7 / 8, 3)
    action = None
    if number % 23 == 5:
        lead = 250_560.5  # a page left open for days
    if piece.worker % 6 == 5:
        action, made = "imported", history.IMPORTED
    return {
        "id": 5000 + number,
        "completed_by": {"id": piece.worker + 1, "email": who["email"], "first_name": who["name"]}
        if number % 2 else piece.worker + 1,
        "created_username": f" {who['name']}, {piece.worker}",
        "result": [{"id": f"r{n}", "type": "rectanglelabels"} for n in range(piece.labels)],
        "was_cancelled": number % 31 == 9, "ground_truth": False,
        "created_at": iso(made + 123_456), "updated_at": iso(made + 123_456),
        "draft_created_at": iso(piece.start), "lead_time": None if number % 37 == 3 else lead,
        "parent_prediction": 9 if piece.assisted and number % 2 else None,
        "prediction": {"model_version": "made"} if piece.assisted and number % 2 == 0 else {},
        "parent_annotation": None, "last_action": action, "import_id": None,
        "unique_id": f"{number:032x}",
    }  # fmt: skip


def label_studio_min(pieces: Sequence[Piece]) -> str:
    """JSON-MIN: one annotation an object, the annotator as a number."""
    things = [
        {
            "id": piece.number, "image": "made.jpg", "label": "cat", "annotator": piece.worker + 1,
            "annotation_id": 5000 + piece.number, "created_at": iso(piece.end + 123_456),
            "updated_at": iso(piece.end + 123_456), "lead_time": (piece.end - piece.start) / SECOND,
        }
        for piece in pieces
    ]  # fmt: skip
    return json.dumps(things)


def label_studio_csv(pieces: Sequence[Piece]) -> str:
    """CSV: columns in the order of the alphabet, the annotator as an e-mail."""
    header = (
        "annotation_id", "annotator", "created_at", "id", "image", "label", "lead_time",
        "updated_at",
    )  # fmt: skip
    rows = [
        (
            5000 + piece.number, person(piece.worker)["email"], iso(piece.end + 123_456),
            piece.number, "made.jpg", '[{"x": 1,\n"y": 2}]', (piece.end - piece.start) / SECOND,
            iso(piece.end + 123_456),
        )
        for piece in pieces
    ]  # fmt: skip
    return table(header, rows)


CVAT = (
    "scope", "obj_name", "obj_id", "obj_val", "source", "timestamp", "count", "duration",
    "project_id", "task_id", "job_id", "user_id", "user_name", "user_email", "org_id", "org_slug",
    "payload",
)  # fmt: skip


def cvat(pieces: Sequence[Piece]) -> str:
    """The log of events: of the screen, of the server, of working time, of nobody."""
    rows: list[list[object]] = []
    for piece in pieces:
        span = (piece.end - piece.start) // 1000
        rows.append(_event(piece, "load:job", "client", 0))
        for step in range(piece.labels):
            at = span * step // piece.labels
            rows.append(_event(piece, "draw:object", "client", at, lasting=150, obj=step))
            rows.append(_event(piece, "change:frame", "client", at + 200, lasting=340, obj=step))
        rows.append(_event(piece, "create:shapes", "server", span, count=piece.labels))
        rows.append(_event(piece, "send:working_time", "server", span, lasting=span))
        if piece.number % 11 == 0:
            rows.append(_event(piece, "send:exception", "client", span))
            rows.append(_event(piece, "update:job", "server", span))
    return table(CVAT, rows)


def _event(
    piece: Piece, scope: str, source: str, at: int, *, lasting: int | None = None,
    count: int | None = None, obj: int | None = None,
) -> list[object]:  # fmt: skip
    who = person(piece.worker)
    when = moment(piece.start + at * 1000)
    return [
        scope, "job", obj, "", source, f"{when:%Y-%m-%d %H:%M:%S}.{when.microsecond // 1000:03d}",
        count, lasting, piece.kind + 1, piece.kind + 10, piece.number, piece.worker + 1,
        who["name"], who["email"], 1, "made", json.dumps({"working_time": lasting}),
    ]  # fmt: skip


def cvat_jobs(pieces: Sequence[Piece]) -> str:
    """The table of jobs of the analytics page."""
    header = (
        "Task ID", "Task name", "Job ID", "Type", "Frame Count", "Assignee", "Stage", "State",
        "User", "Working time", "Start UTC time", "End UTC time", "Created objects",
    )  # fmt: skip
    rows = [
        (
            piece.kind, "made", piece.number, "Annotation", 100, person(piece.worker)["name"],
            "annotation", "completed", person(piece.worker)["name"],
            (piece.end - piece.start) // 1000, iso(piece.start), iso(piece.end + 3600 * SECOND),
            piece.labels,
        )
        for piece in pieces
    ]  # fmt: skip
    return table(header, rows)


def labelbox(pieces: Sequence[Piece]) -> str:
    """One data row a line, labels under their project; some rows have none."""
    lines = []
    for piece in pieces:
        label = {
            "label_kind": "Default", "id": f"clmade{piece.number:012d}",
            "label_details": {
                "created_at": iso(piece.end, zone="+00:00"),
                "created_by": person(piece.worker)["email"], "reviews": [],
            },
            "performance_details": {
                "seconds_to_create": (piece.end - piece.start) // SECOND,
                "seconds_to_review": piece.number % 5, "skipped": piece.number % 17 == 6,
            },
            "annotations": {"objects": [{}] * piece.labels, "classifications": []},
        }  # fmt: skip
        labels = [] if piece.number % 29 == 28 else [label]
        lines.append(json.dumps({
            "data_row": {"id": f"row{piece.number}", "details": {"created_by": "made"}},
            "projects": {f"clproject{piece.kind}": {"name": "made", "labels": labels}},
        }))  # fmt: skip
    return "\n".join(lines) + "\n"


def labelbox_v1(pieces: Sequence[Piece]) -> str:
    """The older list of labels."""
    things = [
        {
            "ID": f"clmade{piece.number:012d}", "DataRow ID": f"row{piece.number}",
            "Created By": person(piece.worker)["email"],
            "Created At": iso(piece.end, zone=".000Z"), "Label": {},
            "Seconds to Label": (piece.end - piece.start) // SECOND,
            "Skipped": piece.number % 17 == 6,
        }
        for piece in pieces
    ]  # fmt: skip
    return json.dumps(things)


def prodigy(pieces: Sequence[Piece]) -> str:
    """Answers out of order, stamped by the batch; some without a stamp, some without a session."""
    lines = []
    for piece in reversed(pieces):
        answer = {
            "text": "made", "_input_hash": piece.number, "_task_hash": -piece.number,
            "_view_id": "ner_manual", "answer": "ignore" if piece.number % 9 == 4 else "accept",
            "spans": [{}] * piece.labels, "_timestamp": piece.end // (120 * SECOND) * 120,
            "_annotator_id": f"made-{person(piece.worker)['name']}",
            "_session_id": None if piece.number % 6 == 1 else f"made-{piece.worker}",
        }  # fmt: skip
        if piece.number % 7 == 2:
            del answer["_timestamp"]
        lines.append(json.dumps(answer))
    return "\n".join(lines) + "\n"


def sagemaker(pieces: Sequence[Piece]) -> str:
    """Worker responses of A2I, one loop a line."""
    return "".join(
        json.dumps({
            "humanLoopName": f"loop{piece.number}", "flowDefinitionArn": "made",
            "humanAnswers": [{
                "acceptanceTime": iso(piece.start), "submissionTime": iso(piece.end),
                "timeSpentInSeconds": (piece.end - piece.start) / SECOND,
                "workerId": person(piece.worker)["id"], "answerContent": {},
                "workerMetadata": {"identityData": {"sub": person(piece.worker)["name"]}},
            }],
        }) + "\n"
        for piece in pieces
    )  # fmt: skip


def refused() -> dict[str, str]:
    """Files that hold no time of work, by name."""
    return {
        "doccano.jsonl": json.dumps({"id": 1, "text": "made", "label": [[0, 4, "A"]]}) + "\n",
        "argilla.json": json.dumps([{
            "id": "1", "fields": {}, "responses": {}, "inserted_at": "2025-01-01T00:00:00",
            "updated_at": "2025-01-01T00:00:00",
        }]),
        "manifest.jsonl": json.dumps({
            "source-ref": "s3://made/1.jpg", "made": 0,
            "made-metadata": {"creation-date": "2025-01-01T00:00:00", "human-annotated": "yes"},
        }) + "\n",
    }  # fmt: skip


def anybody(pieces: Sequence[Piece]) -> str:
    """A firm's own table: its own names, semicolons, a decimal comma, the day first."""
    header = ("Annotator", "Task", "Begun", "Handed in", "Paid", "State", "Boxes")
    rows = []
    for piece in pieces:
        start, end = (f"{moment(t):%d/%m/%Y %H:%M:%S}" for t in (piece.start, piece.end))
        pay = f"{piece.reward / 1e6:.2f}".replace(".", ",")
        rows.append([
            person(piece.worker)["email"], f"T{piece.number}", start, end, pay, piece.status,
            piece.labels,
        ])  # fmt: skip
    return table(header, rows, delimiter=";")


ANYBODY = {
    "worker": "Annotator", "assignment": "Task", "accept": "Begun", "submit": "Handed in",
    "pay": "Paid", "currency": "EUR", "status": "State", "labels": "Boxes", "dates": "day first",
    "decimal": ",",
}  # fmt: skip
"""The mapping of `anybody`'s columns."""
