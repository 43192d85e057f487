"""Mechanical Turk: answers of its API, saved as JSON (``list_assignments_for_hit`` and HITs).

An assignment has no pay: the reward stands on its HIT. Where HITs are in the same file their reward
counts for their assignments; otherwise pay stays unknown. Times carry the zone of the machine that
asked, as an offset; it is honoured.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analysis.tasklogs import amounts, clocks
from analysis.tasklogs.jsonfiles import NOT_JSON, Thing, list_of, mapping_of, objects, text_of
from analysis.tasklogs.ledger import Ledger, Work
from analysis.tasklogs.readers.formats import Format, Looked, Said
from analysis.tasklogs.readers.mturk import CANNOT_TELL, CURRENCY, status_of

KEYS: Final = ("AssignmentId", "AcceptTime", "SubmitTime")
NO_REWARD = "without its HIT in the file: its pay is not known"


def _told(looked: Looked) -> str | None:
    shape = looked.json
    if shape is None:
        return None
    if shape.has(*KEYS):
        return f"keys {', '.join(KEYS)}"
    for name in ("Assignments", "assignments"):
        inside = list_of(shape.first.get(name))
        if inside and set(KEYS) <= set(mapping_of(inside[0])):
            return f"a list {name} with keys {', '.join(KEYS)}"
        if inside == [] and name in shape.first and "HIT" in shape.first:
            return f"a list {name}, empty in the first, beside its HIT"
    return None


def _read(looked: Looked, ledger: Ledger, said: Said) -> None:
    assert looked.json
    ledger.cannot_tell(*CANNOT_TELL)
    things = [thing for _, thing in objects(looked.source, looked.json) if thing is not None]
    rewards = {hit: reward for thing in things for hit, reward in _rewards(thing)}

    def work(thing: Thing) -> Work:
        status = status_of(text_of(thing.get("AssignmentStatus")) or "")
        hit = text_of(thing.get("HITId")) or ""
        written = text_of(thing.get("Reward")) or rewards.get(hit)
        pay, currency = amounts.micro(written, CURRENCY) if written else (None, None)
        if pay is None:
            ledger.count(NO_REWARD)
        return Work(
            text_of(thing.get("AssignmentId")) or "", text_of(thing.get("WorkerId")), status,
            _time(thing.get("AcceptTime"), said), _time(thing.get("SubmitTime"), said), None,
            0 if status == "rejected" and pay is not None else pay, currency,
            text_of(thing.get("HITTypeId")),
        )  # fmt: skip

    ledger.enter(_assignments(looked), work, NOT_JSON)


def _time(value: object, said: Said) -> int:
    """A time as text with an offset, or as the number of seconds that the service sends."""
    if isinstance(value, int | float):
        return clocks.from_unix(value)
    return clocks.from_pacific(text_of(value) or "", said.zone)


def _assignments(looked: Looked) -> Iterator[tuple[int, Thing | None]]:
    """Assignments, alone or in lists, numbered through; HITs without any are not records."""
    assert looked.json
    number = 0
    for _, thing in objects(looked.source, looked.json):
        inside = [thing]
        for name in ("Assignments", "assignments"):
            if thing is not None and name in thing:
                hit = mapping_of(thing.get("HIT"))
                common = {
                    key: {**hit, **thing}.get(key) for key in ("HITId", "HITTypeId", "Reward")
                }
                inside = [
                    {**common, **each} if isinstance(each, dict) else None
                    for each in list_of(thing[name])
                ]
        for each in inside:
            if each is None or "AssignmentId" in each:
                number += 1
                yield number, each


def _rewards(thing: Thing) -> Iterator[tuple[str, str]]:
    """Rewards of the HITs in an answer."""
    for hit in (thing, mapping_of(thing.get("HIT")), *list_of(thing.get("HITs"))):
        name, reward = mapping_of(hit).get("HITId"), mapping_of(hit).get("Reward")
        if isinstance(name, str) and isinstance(reward, str):
            yield name, reward


API = Format("mturk-api", "Mechanical Turk, answers of the API (JSON)", "mturk", _told, _read)
