"""Tables of the report: one object from which HTML, CSV, LaTeX and Word come."""

from __future__ import annotations

import hashlib
import html
import json
import math
import numbers
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from analysis.digits import Told, common_places, in_column, whole_numbers
from analysis.errors import NumberError
from analysis.figures import source_line
from analysis.files import write_whole
from analysis.latex import latex_table
from analysis.report.tables.word import word_bytes
from analysis.tables import Evidence
from analysis.tables.publish.formats import csv_text

_NAME = re.compile(r"[a-z][a-z0-9_]*")
# A number, or a few of them: an interval, an estimate with its error, two years.
_SIGNS = r"(?:[-+\d.,%\s\u2013()\[\]]|\b(?:to|below|above)\b)*"
_NUMBERS = re.compile(rf"{_SIGNS}\d{_SIGNS}")
# Several numbers after one another, outside brackets.
_LIST = re.compile(r",\s(?![^\[(]*[\])])")
# The last word of a head whose column prints the digits of the column before it.
_ENDS = frozenset(["from", "to", "low", "high", "lowest", "highest", "least", "most"])
DIGEST = 16
WORD = 20
"""Letters of a word that may stand among numbers."""
BROKEN = 28
"""Letters of a cell from which on its column breaks into lines on a page."""
# In LaTeX a text column with longer cells is a box that breaks lines: so many boxes share the line
# that every other column has its part of it.
LONG, LINE, PART, NARROWEST, WIDEST = 40, 0.95, 0.08, 0.15, 0.4
Cell = tuple[str, str, Any]
"""A cell's printed text, its HTML and its plain value."""


@dataclass(frozen=True)
class Exhibit:
    r"""A finished table and everything that has to go with it.

    Attributes
    ----------
    name, caption : str
    function : str
        What made it; empty for a frame that does not say.
    heads : tuple of str
        The words above the columns.
    rows : tuple of tuple of str
        Cells as they are printed.
    html : str
        The table as it stands in the report.
    csv : str
        The same at full precision.
    evidence : tuple of Evidence
        Empty for a frame that names no rows.

    Examples
    --------
    >>> import pandas as pd
    >>> made = exhibit(pd.DataFrame({"land": ["Kenya"], "pay": [-2.5]}), "pay", "Pay & more")
    >>> print(made.csv, end="")
    land,pay
    Kenya,-2.5
    >>> print(made.latex.splitlines()[8])
    Kenya & $-$2.5 \\
    """

    folder: ClassVar[str] = "tables"

    name: str
    caption: str
    function: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    html: str
    csv: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def digest(self) -> str:
        """Hash of the printed cells."""
        lines = ["\t".join(line) for line in (self.heads, *self.rows)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:DIGEST]

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands below the table outside the report: its sources and what made it."""
        source = source_line(self.evidence) if self.evidence else ""
        made = f"Made by {self.function}." if self.function else ""
        return tuple(note for note in (source, made) if note)

    @property
    def columns(self) -> str:
        """``l`` for a column of text, ``r`` for one of numbers."""
        return _sides(self.rows)

    @property
    def latex(self) -> str:
        """A table float with booktabs rules, labelled ``tab:name``; long text breaks into lines."""
        return latex_table(
            self.caption, self.heads, self.rows,
            columns=self._boxed(), label=f"tab:{self.name}", notes=self.notes,
        )  # fmt: skip

    def to_word(self, path: Path | str) -> Path:
        """Write a Word document that holds the table.

        Raises
        ------
        DataError
            Where the package that writes Word files is missing.
        """
        content = word_bytes(
            self.caption, self.heads, self.rows, columns=self.columns, notes=self.notes
        )
        write_whole(Path(path), content)
        return Path(path)

    def write(self, folder: Path, notebook: str = "") -> None:
        """Write ``name.csv``, ``name.tex`` and ``name.json`` into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        sidecar = {
            "name": self.name,
            "caption": self.caption,
            "function": self.function,
            "notebook": notebook,
            "digest": self.digest,
            "evidence": [item.to_dict() for item in self.evidence],
        }
        text = json.dumps(sidecar, indent=2, ensure_ascii=False) + "\n"
        for kind, content in {"json": text, "csv": self.csv, "tex": self.latex}.items():
            path = folder / f"{self.name}.{kind}"
            path.write_text(content, encoding="utf-8", newline="\n")

    def _boxed(self) -> str:
        """The columns as LaTeX has them, those of long text as boxes."""
        longest = [max(map(len, cells)) for cells in zip(*self.rows, strict=True)]
        boxed = [
            side == "l" and length > LONG
            for side, length in zip(self.columns, longest, strict=True)
        ]
        free = (LINE - PART * boxed.count(False)) / max(boxed.count(True), 1)
        box = f"p{{{min(max(free, NARROWEST), WIDEST):.2f}\\linewidth}}"
        return "".join(
            box if wide else side for side, wide in zip(self.columns, boxed, strict=True)
        )

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Table {self.name}: {self.caption}>"


def exhibit(
    frame: pd.DataFrame,
    name: str,
    caption: str,
    *,
    function: str = "",
    evidence: tuple[Evidence, ...] = (),
    heads: Mapping[str, str] | None = None,
    digits: int = 3,
    index: bool = False,
    wrap: bool = False,
    cell: Callable[[Any, int], Cell] | None = None,
) -> Exhibit:
    """Make a table of the report from a frame.

    Parameters
    ----------
    frame : pandas.DataFrame
    name : str
        Lower case, digits and underscores; also the stem of its files.
    caption : str
        As HTML.
    function : str
        What made the frame.
    evidence : tuple of Evidence
    heads : mapping of str to str, optional
        Column to the words that stand above it.
    digits : int
        Significant digits of the number in the middle of a column; the others have its decimals,
        and so have the bounds that stand beside it.
    index : bool
        Whether the index is shown.
    wrap : bool
        Cells are sentences: they break into lines and are set to the left.
    cell : callable, optional
        A cell's printed text, HTML and plain value at so many decimals, for cells that are
        neither number nor text.

    Raises
    ------
    NumberError
        For a bad name, an empty caption or an empty frame.
    """
    if not _NAME.fullmatch(name):
        raise NumberError(f"table name {name!r}; allowed: lower case, digits, underscores")
    if frame.empty or not caption.strip():
        raise NumberError(f"table {name}: no {'rows' if frame.empty else 'caption'}")
    named = frame.rename(columns=dict(heads or {}))
    if index:
        named = named.reset_index(names=named.index.names if any(named.index.names) else "")
    cells = _cells(named, digits, cell or shown)
    titles = [str(column) for column in named.columns]
    plain = pd.DataFrame([[value for _, _, value in row] for row in cells], columns=titles)
    texts = tuple(tuple(text for text, _, _ in row) for row in cells)
    return Exhibit(
        name=name,
        caption=html.unescape(re.sub(r"<[^>]+>", "", caption)),
        function=function,
        heads=tuple(titles),
        rows=texts,
        html=_html(name, caption, titles, cells, _sides(texts), wrap),
        csv=csv_text(plain),
        evidence=evidence,
    )


def shown(value: Any, places: int = 0) -> Cell:
    """A cell's printed text, its HTML and its plain value, a number at so many decimals."""
    if isinstance(value, Told):
        return value.text, html.escape(value.text), float(value)
    if isinstance(value, bool | np.bool_):
        text = "yes" if value else "no"
        return text, text, bool(value)
    if isinstance(value, float):
        text = "" if math.isnan(value) else in_column(value, places)
        return text, text, value
    if value is None or value is pd.NA or value is pd.NaT:
        return "", "", None
    text = str(value)
    return text, html.escape(text), value


def _cells(frame: pd.DataFrame, digits: int, show: Callable[[Any, int], Cell]) -> list[list[Cell]]:
    """Cells by row; the numbers of a column are printed with the same decimals."""
    columns = [list(frame.iloc[:, place]) for place in range(frame.shape[1])]
    places = _places([str(head) for head in frame.columns], columns, digits)
    made = [
        [show(value, point) for value in values]
        for values, point in zip(columns, places, strict=True)
    ]
    for cells in made:
        _part_thousands(cells)
    return [list(row) for row in zip(*made, strict=True)]


def _places(heads: list[str], columns: list[list[Any]], digits: int) -> list[int]:
    """Decimals of every column; those of bounds are those of what they bound."""
    sizes = [[size for size in map(_size, values) if size is not None] for values in columns]
    groups: list[list[int]] = []
    for place, found in enumerate(sizes):
        before = groups[-1] if groups else []
        if found and before and sizes[before[-1]] and _bounds(heads[before[-1]], heads[place]):
            before.append(place)
        else:
            groups.append([place])
    places = [0] * len(heads)
    for group in groups:
        common = common_places([size for place in group for size in sizes[place]], digits)
        for place in group:
            places[place] = common
    return places


def _bounds(before: str, head: str) -> bool:
    """Whether a column is a bound, and of what the column before it holds."""
    stem, _, last = head.lower().replace("_", " ").rpartition(" ")
    named = stem.strip(" ,")
    return last in _ENDS and (not named or before.lower().replace("_", " ").startswith(named))


def _size(value: Any) -> float | None:
    number = getattr(value, "value", value)
    sized = isinstance(number, float) and not isinstance(number, Told)
    return float(number) if sized and math.isfinite(number) else None


def _part_thousands(cells: list[Cell]) -> None:
    """Whole numbers with their thousands parted, where any of the column has five digits."""
    whole = {
        place: value
        for place, (text, _, value) in enumerate(cells)
        if isinstance(value, numbers.Integral)
        and not isinstance(value, bool)
        and text == str(value)
    }
    parted = whole_numbers([int(value) for value in whole.values()])
    for place, text in zip(whole, parted, strict=True):
        plain, marked, value = cells[place]
        # What leads to its rows goes on leading there.
        cells[place] = text, re.sub(rf"(?<![^>]){plain}(?![^<])", text, marked), value


def _of_numbers(cells: tuple[str, ...]) -> bool:
    """Whether most of the cells that are not empty are numbers, and the others a word or two."""
    there = [cell for cell in cells if cell]
    words = [cell for cell in there if not _NUMBERS.fullmatch(cell) or _LIST.search(cell)]
    return 2 * len(words) < len(there) and all(len(cell) <= WORD for cell in words)


def _html(
    name: str, caption: str, titles: list[str], cells: list[list[Cell]], sides: str, wrap: bool
) -> str:
    longest = [max(len(row[place][0]) for row in cells) for place in range(len(titles))]
    kinds = [
        _kind(side, length > BROKEN and not wrap)
        for side, length in zip(sides, longest, strict=True)
    ]
    head = "".join(
        f'<th scope="col"{kind}>{html.escape(title)}</th>'
        for title, kind in zip(titles, kinds, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(f"<td{kind}>{cell[1]}</td>" for cell, kind in zip(row, kinds, strict=True))
        + "</tr>"
        for row in cells
    )
    words = "sentences" if wrap else "plain"
    return (
        f'<figure class="table" id="table-{name}"><figcaption>{caption}</figcaption>'
        f'<div class="scroll" tabindex="0"><table class="{words}"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div></figure>"
    )


def _sides(rows: Iterable[tuple[str, ...]]) -> str:
    """``l`` for a column of text, ``r`` for one of numbers."""
    return "".join("r" if _of_numbers(cells) else "l" for cells in zip(*rows, strict=True))


def _kind(side: str, long: bool) -> str:
    """The class of a column's cells: numbers, or text so long that it breaks into lines."""
    if side == "r":
        return ' class="n"'
    return ' class="long"' if long else ""
