"""Files that are recognised and hold no wage: refused with the reason, and with what would help."""

from __future__ import annotations

from typing import Final

from analysis.errors import TaskLogError
from analysis.tasklogs.jsonfiles import Shape, mapping_of
from analysis.tasklogs.readers.formats import Looked

_DOCCANO: Final = (
    "doccano: neither times nor annotators stand in its rows, so that no time, and no wage, can be "
    "made of it"
)
_ARGILLA: Final = (
    "Argilla: it holds when a record was made and changed, not when somebody answered, so that no "
    "time, and no wage, can be made of it"
)
_MANIFEST: Final = (
    "a manifest of SageMaker Ground Truth: it names no worker and no beginning; the worker "
    "responses do (annotations/worker-response/.../*.json in the output folder)"
)
_TASKS: Final = (
    "Label Studio tasks without annotations: export the project again after they were submitted"
)
_MTURK_ENGINE: Final = (
    "a worker's log of Mechanical Turk: it holds pay by day and no time of work, so that no wage "
    "can be made of it"
)


def refuse(looked: Looked) -> None:
    """Refuse a file of a kind that cannot give a time of work.

    Raises
    ------
    TaskLogError
        With the reason.
    """
    if looked.json and (reason := _reason(looked.json)):
        raise TaskLogError(f"{looked.source.name} is {_lower(reason)}")


def _lower(reason: str) -> str:
    return reason if reason.startswith(("a ", "Label")) else f"an export of {reason}"


def _reason(shape: Shape) -> str | None:
    keys = shape.keys
    if any(name.endswith("-metadata") for name in keys) and keys & {"source-ref", "source"}:
        return _MANIFEST
    if keys >= {"inserted_at", "updated_at", "responses"} or keys >= {"fields", "responses"}:
        return _ARGILLA
    if any(name.endswith(".responses") for name in keys):
        return _ARGILLA
    if keys >= {"id", "label"} and keys & {"data", "text"} and "annotations" not in keys:
        return _DOCCANO
    if keys >= {"reward", "requester", "date"} and mapping_of(shape.first.get("requester")):
        return _MTURK_ENGINE
    if keys >= {"data", "predictions"} and "annotations" not in keys:
        return _TASKS
    return None
