"""What a reader of one format is, and what the caller may say about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property

from analysis.tasklogs.delimited import Header, header_of
from analysis.tasklogs.jsonfiles import Shape, shape_of
from analysis.tasklogs.ledger import Ledger
from analysis.tasklogs.source import Source


@dataclass(frozen=True)
class Said:
    """What the caller says where a file does not: the zone of its times, the columns it has."""

    zone: tzinfo | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


class Looked:
    """A file that was looked at: its header if it is a table, its keys if it is JSON."""

    def __init__(self, source: Source, names: tuple[str, ...] = ()) -> None:
        self.source = source
        self._names = names

    @cached_property
    def json(self) -> Shape | None:
        """Form and keys of a JSON file; None of a table."""
        return shape_of(self.source)

    @cached_property
    def header(self) -> Header:
        """Header of a table; without columns if it is JSON."""
        return Header((), ",") if self.json else header_of(self.source, self._names)


@dataclass(frozen=True)
class Format:
    """One format of export.

    Attributes
    ----------
    name : str
        What ``format=`` takes.
    title : str
        What people call it.
    platform : str
        Namespace of its ids, and value of the column ``platform``.
    told_by : callable
        What in a file shows that it has this format, in words; None if nothing does.
    read : callable
        Enters the records of a file into the ledger.
    names : tuple of str
        Columns that tell it, for finding the delimiter.
    """

    name: str
    title: str
    platform: str
    told_by: Callable[[Looked], str | None]
    read: Callable[[Looked, Ledger, Said], None]
    names: tuple[str, ...] = ()


def header_with(*names: str) -> Callable[[Looked], str | None]:
    """Telling a format by columns that no other has together."""

    def told(looked: Looked) -> str | None:
        return f"columns {', '.join(names)}" if looked.header.has(*names) else None

    return told
