"""Tables of the report: one object from which HTML, CSV, LaTeX and Word come."""

from __future__ import annotations

import hashlib
import html
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from analysis.errors import NumberError
from analysis.figures import source_line
from analysis.files import write_whole
from analysis.latex import latex_table
from analysis.report.tables.word import word_bytes
from analysis.tables import Evidence
from analysis.tables.publish.formats import csv_text

_NAME = re.compile(r"[a-z][a-z0-9_]*")
# A number, or a few of them: an interval, an estimate with its error, two years.
_NUMBERS = re.compile(r"[-+\d.,%e\s\u2013()\[\]]*\d[-+\d.,%e\s\u2013()\[\]]*")
DIGEST = 16
# A text column with longer cells is a box that breaks lines: so many boxes share the line that
# every other column has its part of it.
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
        return "".join("r" if _of_numbers(cells) else "l" for cells in zip(*self.rows, strict=True))

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
    cell: Callable[[Any], Cell] | None = None,
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
        Significant digits of numbers.
    index : bool
        Whether the index is shown.
    wrap : bool
        Cells are sentences: they break into lines and are set to the left.
    cell : callable, optional
        A cell's printed text, HTML and plain value, for cells that are neither number nor text.

    Raises
    ------
    NumberError
        For a bad name, an empty caption or an empty frame.
    """
    if not _NAME.fullmatch(name):
        raise NumberError(f"table name {name!r}; allowed: lower case, digits, underscores")
    if frame.empty or not caption.strip():
        raise NumberError(f"table {name}: no {'rows' if frame.empty else 'caption'}")
    show = cell or (lambda value: shown(value, digits))
    named = frame.rename(columns=dict(heads or {}))
    if index:
        named = named.reset_index(names=named.index.names if any(named.index.names) else "")
    cells = [[show(value) for value in row] for row in named.itertuples(index=False, name=None)]
    titles = [str(column) for column in named.columns]
    plain = pd.DataFrame([[value for _, _, value in row] for row in cells], columns=titles)
    return Exhibit(
        name=name,
        caption=html.unescape(re.sub(r"<[^>]+>", "", caption)),
        function=function,
        heads=tuple(titles),
        rows=tuple(tuple(text for text, _, _ in row) for row in cells),
        html=_html(name, caption, titles, cells, wrap),
        csv=csv_text(plain),
        evidence=evidence,
    )


def shown(value: Any, digits: int = 3) -> Cell:
    """A cell's printed text, its HTML and its plain value."""
    if isinstance(value, float):
        text = "" if math.isnan(value) else format(value, f",.{digits}g")
        return text, text, value
    if value is None or value is pd.NA or value is pd.NaT:
        return "", "", None
    text = str(value)
    return text, html.escape(text), value


def _of_numbers(cells: tuple[str, ...]) -> bool:
    """Whether most of the cells that are not empty are numbers."""
    there = [cell for cell in cells if cell]
    return 2 * sum(bool(_NUMBERS.fullmatch(cell)) for cell in there) > len(there)


def _html(name: str, caption: str, titles: list[str], cells: list[list[Cell]], wrap: bool) -> str:
    numeric = [all(_number(row[place]) for row in cells) for place in range(len(titles))]
    head = "".join(
        f"<th{_aligned(right)}>{html.escape(title)}</th>"
        for title, right in zip(titles, numeric, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f"<td{_aligned(right)}>{cell[1]}</td>" for cell, right in zip(row, numeric, strict=True)
        )
        + "</tr>"
        for row in cells
    )
    kind = "sentences" if wrap else "plain"
    return (
        f'<figure class="table" id="table-{name}"><figcaption>{caption}</figcaption>'
        f'<div class="scroll" tabindex="0"><table class="{kind}"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div></figure>"
    )


def _number(cell: Cell) -> bool:
    """Whether a cell may stand in a column of numbers: a number, or nothing."""
    return not cell[0] or (isinstance(cell[2], int | float) and not isinstance(cell[2], bool))


def _aligned(right: bool) -> str:
    return ' class="n"' if right else ""
