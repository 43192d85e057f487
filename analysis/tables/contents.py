"""What each table holds, in ``data/contents.csv``: a file cut short or changed unseen is refused.

Written by ``labour data accept``, never by hand. The digest is of the cells and the corrections:
line ends and the order of columns do not move it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from analysis.errors import TableError
from analysis.files import reason_of, write_whole
from analysis.tables.corrections import Correction
from analysis.tables.reading import TextRows, read_rows

FILE = "contents.csv"
ACCEPT = "where the change is meant, `labour data accept` takes it over"
_COUNT = re.compile(r"0|[1-9][0-9]{0,11}", re.ASCII)
_SHA = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Content:
    """What a table holds.

    Attributes
    ----------
    rows, corrections : int
    sha256 : str
        Of the cells of all rows, in order of the file, and of the table's corrections.
    """

    rows: int
    corrections: int
    sha256: str


HEADER = ["table", *(item.name for item in fields(Content))]


def content_of(text: TextRows, columns: Sequence[str], lines: Sequence[Correction]) -> Content:
    """What a file and the corrections of its table hold.

    Parameters
    ----------
    text : TextRows
    columns : sequence of str
        Columns of the definition, in whose order the cells are taken.
    lines : sequence of Correction
    """
    places = [text.header.index(name) for name in columns]
    rows = ["\x1f".join([row[place] for place in places]) for row in text.rows]
    made = [
        "\x1f".join((x.key_text, x.field, x.expected, x.action, x.replacement, repr(x.factor)))
        for x in lines
    ]
    together = "\x1d".join(("\x1f".join(columns), "\x1e".join(rows), "\x1e".join(made)))
    digest = hashlib.sha256(together.encode("utf-8")).hexdigest()
    return Content(len(rows), len(made), digest)


def read_contents(folder: Path) -> dict[str, Content] | None:
    """What the tables of a folder are stated to hold; None where nothing is stated.

    Raises
    ------
    TableError
        For a file that is not as ``labour data accept`` writes it.
    """
    path = folder / FILE
    if not path.is_symlink() and not path.exists():
        return None
    text = read_rows(path)
    if text.header != HEADER:
        raise TableError(FILE, 1, None, ", ".join(text.header), ", ".join(HEADER))
    found: dict[str, Content] = {}
    for line, (name, rows, corrections, sha) in zip(text.lines, text.rows, strict=True):
        counts = _COUNT.fullmatch(rows) and _COUNT.fullmatch(corrections)
        if not counts or not _SHA.fullmatch(sha) or name in found:
            shown = ",".join((name, rows, corrections, sha))
            allowed = "each table once, as `labour data accept` writes it"
            raise TableError(FILE, line, None, repr(shown), allowed)
        found[name] = Content(int(rows), int(corrections), sha)
    return found


def write_contents(folder: Path, contents: Mapping[str, Content]) -> Path:
    """Write what the tables hold, as a whole or not at all.

    Raises
    ------
    TableError
        Where it cannot be written.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((name, *astuple(contents[name])) for name in sorted(contents))
    try:
        write_whole(folder / FILE, stream.getvalue())
    except OSError as error:
        raise TableError(FILE, None, None, reason_of(error), "a file to write to") from None
    return folder / FILE


def content_fault(
    name: str, holds: Content, stated: Mapping[str, Content] | None
) -> TableError | None:
    """What a table holds more, less or other than is stated; None where it is as stated."""
    if stated is None or stated.get(name) == holds:
        return None
    if name not in stated:
        return TableError(f"{name}.csv", None, None, f"no line in {FILE}", ACCEPT)
    want = stated[name]
    if want.rows != holds.rows:
        found, allowed = f"{holds.rows} rows", f"{want.rows} rows"
    elif want.corrections != holds.corrections:
        found, allowed = f"{holds.corrections} corrections", f"{want.corrections} corrections"
    else:
        found, allowed = f"content {holds.sha256[:12]}", f"content {want.sha256[:12]}"
    return TableError(f"{name}.csv", None, None, found, f"{allowed}, as {FILE} states; {ACCEPT}")
