"""Amazon A2I and SageMaker Ground Truth: what workers answered, with clock and worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Final

from analysis.tasklogs import clocks
from analysis.tasklogs.jsonfiles import Thing, list_of, mapping_of, objects, text_of
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said

LISTS: Final = ("humanAnswers", "answers")
KEYS: Final = ("acceptanceTime", "submissionTime", "workerId")
NO_ANSWER = "an object without answers"
CANNOT_TELL: Final = (
    "Ground Truth and A2I hold no pay: it is set with the work team; give it by a rate card.",
    "They show submitted work only.",
)


def _told(looked: Looked) -> str | None:
    shape = looked.json
    if shape is None:
        return None
    for name in LISTS:
        inside = list_of(shape.first.get(name))
        if inside and set(KEYS) <= set(mapping_of(inside[0])):
            return f"a list {name} with keys {', '.join(KEYS)}"
    return None


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    ledger.cannot_tell(*CANNOT_TELL)
    zone = said.zone or UTC

    def work(answer: Thing) -> Work:
        worker = text_of(answer.get("workerId"))
        accept = clocks.from_iso(text_of(answer.get("acceptanceTime")) or "", zone)
        submit = clocks.from_iso(text_of(answer.get("submissionTime")) or "", zone)
        # An answer has no id: of one worker at one moment there is one of one loop.
        name = f"{text_of(answer['loop']) or ''} {worker} {accept} {submit}"
        return Work(
            name, worker, "unpaid_tool", accept, submit,
            clocks.timer(answer.get("timeSpentInSeconds")),
        )  # fmt: skip

    ledger.enter(_answers(looked), work, NO_ANSWER)


def _answers(looked: Looked) -> Iterator[tuple[int, Thing | None]]:
    assert looked.json
    number = 0
    for _, thing in objects(looked.source, looked.json):
        inside = mapping_of(thing)
        loop = inside.get("humanLoopName", inside.get("datasetObjectId"))
        found = [answer for name in LISTS for answer in list_of(inside.get(name))]
        for answer in found or [None]:
            number += 1
            yield number, {**answer, "loop": loop} if isinstance(answer, dict) else None


WORKERS = Format(
    "sagemaker", "Amazon A2I or Ground Truth, worker responses (JSON)", "sagemaker", _told, _read
)
