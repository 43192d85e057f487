"""Labelbox: the export as one data row a line, and the older list of labels (v1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Final

from analysis.errors import RecordError
from analysis.tasklogs import clocks
from analysis.tasklogs.jsonfiles import NOT_JSON, Thing, list_of, mapping_of, objects, text_of
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said

PLATFORM: Final = "labelbox"
KEYS: Final = ("data_row", "projects")
V1: Final = ("ID", "Created By", "Created At", "Seconds to Label")
NO_LABEL = "a data row without a label"
NO_DETAILS = "a label without label_details: export it with them to see who made it and when"
REVIEWED = "with time of a review in the file: it is not the labeller's, and left out"
CANNOT_TELL: Final = (
    "Labelbox holds no pay: give it by a rate card.",
    "Its timer runs in the editor; when a label was begun is not in the file.",
)
V1_CANNOT_TELL: Final = (
    "In the older export Seconds to Label may include the time of reviewers; where Seconds to "
    "Create stands in the file that is taken.",
)


def _told(looked: Looked) -> str | None:
    return f"keys {', '.join(KEYS)}" if looked.json and looked.json.has(*KEYS) else None


def _told_v1(looked: Looked) -> str | None:
    return f"keys {', '.join(V1)}" if looked.json and looked.json.has(*V1) else None


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL)
    for line, found in _labels(looked):
        if found is None:
            ledger.set_aside(line, NOT_JSON)
        elif not found:
            ledger.set_aside(line, NO_LABEL)
        else:
            ledger.enter([(line, found)], lambda label: _work(label, ledger, said), NOT_JSON)


def _labels(looked: Looked) -> Iterator[tuple[int, Thing | None]]:
    """Labels of every project of a data row; an empty one for a data row without."""
    assert looked.json
    for line, thing in objects(looked.source, looked.json):
        if thing is None:
            yield line, None
            continue
        number = 0
        for project, content in mapping_of(thing.get("projects")).items():
            for label in list_of(mapping_of(content).get("labels")):
                number += 1
                yield line, {"project": project, **mapping_of(label)}
        if not number:
            yield line, {}


def _work(label: Thing, ledger: Ledger, said: Said) -> Work:
    details, timing = (
        mapping_of(label.get("label_details")),
        mapping_of(label.get("performance_details")),
    )
    if not details:
        raise RecordError(NO_DETAILS)
    made = clocks.from_iso(text_of(details.get("created_at")) or "", said.zone or UTC)
    if timing.get("seconds_to_review"):
        ledger.count(REVIEWED)
    skipped = timing.get("skipped") is True
    return Work(
        text_of(label.get("id")) or "", text_of(details.get("created_by")),
        "returned" if skipped else "unpaid_tool", None, made,
        clocks.timer(timing.get("seconds_to_create")),
        task_type=f"project {text_of(label.get('project'))}",
        labels=0 if skipped else _objects(label),
    )  # fmt: skip


def _objects(label: Thing) -> int | None:
    found = label.get("annotations")
    if not isinstance(found, dict):
        return None
    return sum(len(list_of(found.get(name))) for name in ("objects", "classifications"))


def _read_v1(looked: Looked, ledger: Ledger, said: Said) -> None:
    assert looked.json
    ledger.cannot_tell(*CANNOT_TELL, *V1_CANNOT_TELL)

    def work(thing: Thing) -> Work:
        skipped = thing.get("Skipped") is True
        seconds = thing.get("Seconds to Create")
        if thing.get("Seconds to Review"):
            ledger.count(REVIEWED)
        return Work(
            text_of(thing.get("ID")) or "", text_of(thing.get("Created By")),
            "returned" if skipped else "unpaid_tool", None,
            clocks.from_iso(text_of(thing.get("Created At")) or "", said.zone or UTC),
            clocks.timer(thing.get("Seconds to Label") if seconds is None else seconds),
        )  # fmt: skip

    ledger.enter(objects(looked.source, looked.json), work, NOT_JSON)


NDJSON = Format("labelbox", "Labelbox, one data row a line (NDJSON)", PLATFORM, _told, _read)
LIST_V1 = Format(
    "labelbox-v1", "Labelbox, older list of labels (JSON)", PLATFORM, _told_v1, _read_v1
)
