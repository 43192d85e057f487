"""Tables with a delimiter, read as written: newlines in cells, ragged rows, open quotes."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from analysis.errors import RecordError
from analysis.tasklogs.source import ILLEGIBLE, Source, legible

DELIMITERS = ",\t;|"
OPEN_QUOTE = "a quote that is opened and never closed: the rest of the file is one cell"
SHORT = "a row that ends before the columns that are needed"

_NAME = re.compile(r"[^\W\d][^\d@\r\n]{0,60}\d{0,3}[^\d@\r\n]{0,20}")
"""What may be the name of a column: begins with a letter, no mail, hardly a digit."""

_END = "\x1eend of the file\x1e"


@dataclass(frozen=True)
class Header:
    """Names of the columns, and the delimiter between them."""

    names: tuple[str, ...]
    delimiter: str

    def place(self, *aliases: str) -> int | None:
        """Place of the first of `aliases` that is a column, whatever its capitals."""
        lower = [name.strip().lower() for name in self.names]
        return next((lower.index(name.lower()) for name in aliases if name.lower() in lower), None)

    def twice(self, names: Iterable[str]) -> list[str]:
        """Those of `names` that more than one column has: which is meant cannot be told."""
        lower = [name.strip().lower() for name in self.names]
        return [name for name in dict.fromkeys(names) if lower.count(name.lower()) > 1]

    def has(self, *names: str) -> bool:
        """Whether all are columns."""
        return all(self.place(name) is not None for name in names)


class Row:
    """Cells of a record by column; a cell that is needed and not there is a reason, not a crash.

    Parameters
    ----------
    header : Header
    line : int
        Number of the record, 1 after the header.
    cells : sequence of str
    """

    __slots__ = ("cells", "header", "line")

    def __init__(self, header: Header, line: int, cells: Sequence[str]) -> None:
        self.header, self.line, self.cells = header, line, cells

    def at(self, place: int | None) -> str:
        """Cell at a place; empty where the table has no such column.

        Raises
        ------
        RecordError
            Where the row is too short, or the cell is no text.
        """
        if place is None:
            return ""
        if place >= len(self.cells):
            raise RecordError(SHORT)
        cell = self.cells[place]
        if "\0" in cell or not (cell.isascii() or legible(cell)):
            raise RecordError(ILLEGIBLE)
        return cell.strip()


def header_of(source: Source, wanted: Iterable[str] = ()) -> Header:
    """Header of a table: of all delimiters the one under which most of `wanted` are columns.

    Without a name that is known it is the one that gives most columns.
    """
    wanted = list(wanted)
    found = []
    for delimiter in DELIMITERS:
        with _any_size():
            names = next(csv.reader(_lines(source.head), delimiter=delimiter), [])
        header = Header(tuple(name.strip().lstrip("\ufeff") for name in names), delimiter)
        found.append((sum(header.has(name) for name in wanted), len(names), header))
    return max(found, key=lambda item: item[:2])[2]


def rows(source: Source, header: Header) -> Iterator[Row | int]:
    """Records of a table in their order; the number of one that a quote left open swallowed.

    A line without anything in it holds no record.
    """
    with _any_size(), source.text() as text:
        reader = csv.reader(_with_end(text), delimiter=header.delimiter)
        line, held = -1, None
        for cells in reader:
            if not cells:
                continue
            if held is not None and line > 0:
                yield Row(header, line, held)
            line, held = line + 1, cells
        # The mark stands alone, unless an open quote took it in.
        if held is not None and held != [_END] and line > 0:
            yield line


def records(source: Source, header: Header) -> Iterator[tuple[int, Row | None]]:
    """Number and row of every record; None for what an open quote swallowed."""
    for found in rows(source, header):
        yield (found, None) if isinstance(found, int) else (found.line, found)


def listed(names: Sequence[str], known: Iterable[str], most: int = 20) -> str:
    """Names of columns for a message: those that are known, and how many others there are.

    The first line may be data, and hold a person; what is repeated in a message ends in a log.

    Parameters
    ----------
    names : sequence of str
    known : iterable of str
        What may be repeated, in any capitals.
    most : int, default 20

    Examples
    --------
    >>> listed(["worker", "pay", "Jane Doe"], ["pay", "worker"])
    'worker, pay; 1 under a name that is not known'
    >>> listed(["somebody@mail.invalid", "pay"], ["pay"])
    'none: the first line is no line of names'
    """
    if any(not _NAME.fullmatch(name) for name in names if name) or not any(names):
        return "none: the first line is no line of names"
    lower = {name.lower() for name in known}
    shown = [name for name in names if name.lower() in lower]
    others = len(names) - len(shown)
    parts = [", ".join(shown[:most])] if shown else []
    return "; ".join([*parts, *([f"{others} under a name that is not known"] if others else [])])


def _with_end(lines: Iterable[str]) -> Iterator[str]:
    last = "\n"
    for last in lines:
        yield last
    if not last.endswith(("\n", "\r")):
        yield "\n"
    yield _END


def _lines(text: str) -> Iterator[str]:
    return iter(io.StringIO(text, newline=""))


@contextmanager
def _any_size() -> Iterator[None]:
    """Cells may be as long as a page of HTML; the limit of the process comes back afterwards."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)
