"""Label Studio: JSON with all annotations of a task, JSON-MIN and CSV with one annotation a row.

The lead time is a timer of the open page, not of work: it may run for days, and is an upper bound.
The end of an annotation is when it was created; its beginning stands in no export.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from typing import Final

from analysis.tasklogs import clocks
from analysis.tasklogs.canonical import Status
from analysis.tasklogs.delimited import OPEN_QUOTE, Row, records
from analysis.tasklogs.jsonfiles import NOT_JSON, Thing, list_of, mapping_of, objects, text_of
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said

PLATFORM: Final = "label_studio"
FLAT: Final = ("annotation_id", "annotator", "lead_time", "created_at")
BULK: Final = 5
"""Annotations of one worker in one second from which on they are taken for copies: nobody submits
five in a second by hand."""

NO_ANNOTATION = "a task without an annotation"
COPIED = "imported or copied by the tool: their lead time is that of the original, and left out"
BULK_SECOND = "in a second that holds five or more of one worker: copied in bulk, or imported"
UPDATED = "changed after they were created: the lead time may hold both sittings"
SKIPPED = "skipped: their time counts, and they are no label"
CANNOT_TELL: Final = (
    "Label Studio holds no pay: give it by a rate card.",
    "Its lead time is how long the page was open, not how long somebody worked: an upper bound.",
    "It does not say when an annotation was begun; time between submissions bounds it from above.",
)
FLAT_CANNOT_TELL: Final = (
    "CSV and JSON-MIN of Label Studio do not tell skipped work, copies and pre-annotated work from "
    "the rest; the full JSON does.",
    "The annotator is an e-mail in CSV and a number in JSON: one worker in both counts as two.",
)


def _told(looked: Looked) -> str | None:
    shape = looked.json
    if shape and shape.form == "list" and shape.has("annotations", "data"):
        return "tasks with keys annotations, data"
    if shape and shape.form == "list" and shape.has("completions", "data"):
        return "tasks with keys completions, data"
    return None


def _told_flat(looked: Looked) -> str | None:
    if looked.json:
        return f"keys {', '.join(FLAT)}" if looked.json.has(*FLAT) else None
    return f"columns {', '.join(FLAT)}" if looked.header.has(*FLAT) else None


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL)
    seconds = _Seconds(ledger)
    zone = said.zone or UTC

    def work(annotation: Thing) -> Work:
        made = clocks.from_iso(text_of(annotation.get("created_at")) or "", zone)
        worker = _person(annotation.get("completed_by"))
        seconds.see(worker, made)
        name = text_of(annotation.get("id"))
        return Work(
            f"{name} {made}" if name else "", worker, _status(annotation, ledger), None, made,
            _lead_time(annotation, ledger), task_type=_project(annotation),
            labels=_labels(annotation), assisted=_assisted(annotation),
        )  # fmt: skip

    ledger.enter(_annotations(looked), work, NO_ANNOTATION)
    seconds.remark()


def _annotations(looked: Looked) -> Iterator[tuple[int, Thing | None]]:
    """Annotations of all tasks, numbered through; None for a task that has none."""
    assert looked.json
    number = 0
    for _, task in objects(looked.source, looked.json):
        inside = mapping_of(task)
        found = list_of(inside.get("annotations", inside.get("completions")))
        for annotation in found or [None]:
            number += 1
            if isinstance(annotation, dict):
                yield number, {"project": inside.get("project"), **annotation}
            else:
                yield number, None


def _status(annotation: Thing, ledger: Ledger) -> Status:
    if annotation.get("was_cancelled") is True:
        ledger.count(SKIPPED)
        return "returned"
    return "unpaid_tool"


def _lead_time(annotation: Thing, ledger: Ledger) -> int | None:
    """The timer, of work that was done here."""
    copied = (
        annotation.get("last_action") in {"imported", "propagated_annotation"}
        or annotation.get("import_id") is not None
        or annotation.get("bulk_created") is True
    )
    if copied:
        ledger.count(COPIED)
        return None
    made, changed = annotation.get("created_at"), annotation.get("updated_at")
    if isinstance(made, str) and isinstance(changed, str) and changed[:19] > made[:19]:
        ledger.count(UPDATED)
    return clocks.timer(annotation.get("lead_time"))


def _assisted(annotation: Thing) -> bool:
    """Whether it began from a prediction; older servers fill one of the places, newer the other."""
    return bool(
        annotation.get("parent_prediction")
        or annotation.get("prediction")
        or annotation.get("last_action") == "prediction"
    )


def _labels(annotation: Thing) -> int | None:
    result = annotation.get("result")
    if annotation.get("was_cancelled") is True:
        return 0
    return len(result) if isinstance(result, list) else None


def _project(annotation: Thing) -> str | None:
    project = text_of(annotation.get("project"))
    return f"project {project}" if project and project.isdigit() else None


def _person(value: object) -> str | None:
    """Number of the annotator, bare or in an object beside name and e-mail."""
    return text_of(mapping_of(value).get("id") if isinstance(value, dict) else value)


class _Seconds:
    """Annotations by worker and second, to see what was copied in bulk."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.seen = ledger, Counter[tuple[str | None, int]]()

    def see(self, worker: str | None, moment: int) -> None:
        self.seen[worker, moment // clocks.SECOND] += 1

    def remark(self) -> None:
        bulk = sum(number for number in self.seen.values() if number >= BULK)
        if bulk:
            self.ledger.remark(f"{bulk} {BULK_SECOND}")


def _read_flat(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL, *FLAT_CANNOT_TELL)
    seconds = _Seconds(ledger)
    zone = said.zone or UTC

    def entry(name: str, worker: str, created: str, lead: object) -> Work:
        made = clocks.from_iso(created, zone)
        seconds.see(worker, made)
        assignment = f"{name} {made}" if name else ""
        return Work(assignment, worker or None, "unpaid_tool", None, made, clocks.timer(lead))

    if looked.json:

        def of_thing(thing: Thing) -> Work:
            return entry(
                text_of(thing.get("annotation_id")) or "", _person(thing.get("annotator")) or "",
                text_of(thing.get("created_at")) or "", thing.get("lead_time"),
            )  # fmt: skip

        ledger.enter(objects(looked.source, looked.json), of_thing, NOT_JSON)
    else:
        places = [looked.header.place(name) for name in FLAT]

        def of_row(row: Row) -> Work:
            name, worker, lead, created = (row.at(place) for place in places)
            return entry(name, worker, created, lead)

        ledger.enter(records(looked.source, looked.header), of_row, OPEN_QUOTE)
    seconds.remark()


JSON = Format("label-studio", "Label Studio, JSON", PLATFORM, _told, _read)
MIN_OR_CSV = Format(
    "label-studio-min", "Label Studio, JSON-MIN, CSV or TSV", PLATFORM, _told_flat, _read_flat, FLAT
)
