"""JSON as exports hold it: one value, or one a line; objects with where they stood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from analysis.errors import RecordError, TaskLogError
from analysis.tasklogs.source import ILLEGIBLE, Source, legible

Thing = dict[str, Any]
NOT_JSON = "a line that is no JSON object"


@dataclass(frozen=True)
class Shape:
    """How a JSON file is made.

    Attributes
    ----------
    form : {"lines", "list", "object"}
        One object a line (also where there is one line), one list of objects, or one object.
    keys : frozenset of str
        Keys of its first objects: all of the first twenty.
    first : dict
        The first object.
    """

    form: Literal["lines", "list", "object"]
    keys: frozenset[str]
    first: Thing

    def has(self, *names: str) -> bool:
        """Whether the objects have all these keys."""
        return self.keys.issuperset(names)


def shape_of(source: Source) -> Shape | None:
    """Form and keys of a JSON file; None where the text is no JSON.

    Raises
    ------
    TaskLogError
        Where it begins as JSON, ends early or holds no objects.
    """
    head = source.head.lstrip("\ufeff \t\r\n")
    if not head.startswith(("{", "[")):
        return None
    lines = _first_lines(source)
    first = _object(lines[0])
    if first is not None:
        some = [thing for line in lines if (thing := _object(line))]
        return Shape("lines", frozenset().union(*some), first)
    content = whole(source)
    if isinstance(content, dict):
        return Shape("object", frozenset(content), content)
    things = [thing for thing in content[:20] if isinstance(thing, dict)]
    if not things:
        raise TaskLogError(f"{source.name} is a JSON list without an object in it")
    return Shape("list", frozenset().union(*things), things[0])


def whole(source: Source) -> Any:
    """The one value of a JSON file.

    Raises
    ------
    TaskLogError
        Where it is no JSON, with the line; most often because a download was cut short.
    """
    with source.text() as text:
        content = text.read().lstrip("\ufeff")
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        ended = error.pos >= len(content.rstrip()) - 1 or error.msg.startswith("Unterminated")
        what = "ends early; fetch it again" if ended else "is no JSON there"
        raise TaskLogError(f"{source.name}, line {error.lineno}: the file {what}") from None
    except ValueError:
        raise TaskLogError(f"{source.name} holds a number longer than any export has") from None
    except RecursionError:
        raise TaskLogError(f"{source.name} is JSON nested deeper than any export") from None


def objects(source: Source, shape: Shape) -> Iterator[tuple[int, Thing | None]]:
    """Objects of a file with their line, or their place in the list; None for what is no object."""
    if shape.form == "lines":
        with source.text() as text:
            for number, line in enumerate(text, 1):
                if line.strip("\ufeff \t\r\n"):
                    yield number, _object(line)
        return
    content = whole(source)
    things = [content] if isinstance(content, dict) else content
    for number, thing in enumerate(things, 1):
        yield number, thing if isinstance(thing, dict) else None


def text_of(value: object) -> str | None:
    """An id as text; None where there is none. Numbers keep their digits, other things are none.

    Raises
    ------
    RecordError
        Where it is no text: a byte outside its encoding, half of a pair, a zero.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip()
    if not legible(text):
        raise RecordError(ILLEGIBLE)
    return text or None


def mapping_of(value: object) -> Thing:
    """An object, or an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[Any]:
    """A list, or an empty one where there is none."""
    return value if isinstance(value, list) else []


def _object(line: str) -> Thing | None:
    try:
        found = json.loads(line.strip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _first_lines(source: Source, number: int = 20) -> list[str]:
    """The first lines with anything in them, however long."""
    with source.text() as text:
        return list(islice((line for line in text if line.strip("\ufeff \t\r\n")), number))
