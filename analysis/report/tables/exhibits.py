"""Tables of the report: printed cells with their caption, rows, function, and the data as CSV."""

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
from analysis.tables import Evidence

_NAME = re.compile(r"[a-z][a-z0-9_]*")
DIGEST = 16


@dataclass(frozen=True)
class Exhibit:
    """A finished table and everything that has to go with it.

    Attributes
    ----------
    name, caption : str
    function : str
        What made it; empty for a frame that does not say.
    html : str
        The table as it stands in the report.
    csv : str
        The same at full precision.
    digest : str
        Hash of the printed cells.
    evidence : tuple of Evidence
        Empty for a frame that names no rows.
    """

    folder: ClassVar[str] = "tables"

    name: str
    caption: str
    function: str
    html: str
    csv: str
    digest: str
    evidence: tuple[Evidence, ...] = ()

    def write(self, folder: Path, notebook: str = "") -> None:
        """Write ``name.csv`` and ``name.json`` into `folder`."""
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
        (folder / f"{self.name}.json").write_text(text, encoding="utf-8", newline="\n")
        (folder / f"{self.name}.csv").write_text(self.csv, encoding="utf-8", newline="\n")

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
    cell: Callable[[Any], tuple[str, str, Any]] | None = None,
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
    printed = "\n".join("\t".join(text for text, _, _ in row) for row in [*cells])
    plain = pd.DataFrame([[value for _, _, value in row] for row in cells], columns=titles)
    return Exhibit(
        name=name,
        caption=re.sub(r"<[^>]+>", "", caption),
        function=function,
        html=_html(name, caption, titles, cells, wrap),
        csv=plain.to_csv(index=False, lineterminator="\n"),
        digest=hashlib.sha256(("\t".join(titles) + "\n" + printed).encode()).hexdigest()[:DIGEST],
        evidence=evidence,
    )


def shown(value: Any, digits: int = 3) -> tuple[str, str, Any]:
    """A cell's printed text, its HTML and its plain value."""
    if isinstance(value, float):
        text = "" if math.isnan(value) else format(value, f",.{digits}g")
        return text, text, value
    if value is None or value is pd.NA or value is pd.NaT:
        return "", "", None
    text = str(value)
    return text, html.escape(text), value


def _html(
    name: str, caption: str, titles: list[str], cells: list[list[tuple[str, str, Any]]], wrap: bool
) -> str:
    head = "".join(f"<th>{html.escape(title)}</th>" for title in titles)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{source}</td>" for _, source, _ in row) + "</tr>" for row in cells
    )
    kind = "sentences" if wrap else "plain"
    return (
        f'<figure class="table" id="table-{name}"><figcaption>{caption}</figcaption>'
        f'<div class="scroll" tabindex="0"><table class="{kind}"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div></figure>"
    )
