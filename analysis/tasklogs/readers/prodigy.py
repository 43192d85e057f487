"""Prodigy: the answers of a dataset, one a line (``db-out``).

The time stamp is whole seconds and set when a batch of answers reaches the server: sums within a
session mean something, single differences do not.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from analysis.errors import RecordError
from analysis.tasklogs import clocks
from analysis.tasklogs.canonical import Status
from analysis.tasklogs.jsonfiles import NOT_JSON, Thing, list_of, objects, text_of
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said

KEYS: Final = ("_task_hash", "answer")
ANSWERS: Final[dict[str, Status]] = {
    "accept": "unpaid_tool", "reject": "unpaid_tool", "ignore": "returned",
}  # fmt: skip
NO_ANSWER = "an answer that is none of accept, reject and ignore"
NO_STAMP = "without a time stamp: when they were made is not known"
SHARED = "share their second with another: a batch is stamped when it arrives"
CANNOT_TELL: Final = (
    "Prodigy holds no pay: give it by a rate card.",
    "It stamps a batch of answers when it arrives: time between stamps is right for sums of a "
    "session, not for single answers, and the first batch of a session has no beginning.",
)


def _told(looked: Looked) -> str | None:
    shape = looked.json
    told = shape and shape.has(*KEYS) and ({"_timestamp", "_session_id"} & shape.keys)
    return f"keys {', '.join(KEYS)} and a stamp or session" if told else None


def _read(looked: Looked, ledger: Ledger, _: Said) -> None:
    assert looked.json
    ledger.cannot_tell(*CANNOT_TELL)
    seconds: Counter[tuple[str | None, int]] = Counter()
    same: Counter[str] = Counter()

    def work(thing: Thing) -> Work:
        status = ANSWERS.get(str(thing.get("answer")))
        if status is None:
            raise RecordError(NO_ANSWER)
        worker = text_of(thing.get("_annotator_id")) or text_of(thing.get("_session_id"))
        stamp = thing.get("_timestamp")
        made = None if stamp is None else clocks.from_unix(stamp)
        if made is None:
            ledger.count(NO_STAMP)
        else:
            seconds[worker, made] += 1
        name = f"{text_of(thing.get('_task_hash')) or ''} {worker} {made} {thing.get('answer')}"
        same[name] += 1
        return Work(
            f"{name} {same[name]}", worker, status, None, made,
            task_type=text_of(thing.get("_view_id")), labels=_labels(thing, status),
        )  # fmt: skip

    ledger.enter(objects(looked.source, looked.json), work, NOT_JSON)
    shared = sum(number for number in seconds.values() if number > 1)
    if shared:
        ledger.remark(f"{shared} {SHARED}")


def _labels(thing: Thing, status: Status) -> int:
    """Spans, or options chosen; an answer without either is one decision."""
    if status == "returned":
        return 0
    return max(len(list_of(thing.get("spans"))), len(list_of(thing.get("accept"))), 1)


PRODIGY = Format("prodigy", "Prodigy, answers of a dataset (JSONL)", "prodigy", _told, _read)
