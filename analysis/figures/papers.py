"""Figures with papers: caption, sources, alt text, vector and bitmap, data as CSV, a sidecar."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, ParamSpec
from weakref import WeakKeyDictionary

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures.style import INK, house_style
from analysis.findings import MADE, name_of
from analysis.tables import Evidence, table
from analysis.tables.publish.formats import csv_text

NAMES_SHOWN = 8
P = ParamSpec("P")


@dataclass(frozen=True)
class Drawn:
    """The call that drew a figure.

    Attributes
    ----------
    function : str
        Module and name.
    arguments : tuple
        What it was given.
    """

    function: str
    arguments: tuple[Any, ...]

    @property
    def name(self) -> str:
        """Name of the function."""
        return self.function.rpartition(".")[2]

    @property
    def frame(self) -> pd.DataFrame:
        """What is plotted: the first frame that the function was given.

        Raises
        ------
        FigureError
            Where it was given none.
        """
        frames = [item for item in self.arguments if isinstance(item, pd.DataFrame)]
        if not frames:
            raise FigureError(f"{self.function} was given no frame; name what is plotted in `data`")
        return frames[0]


_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_drawn: WeakKeyDictionary[Figure, Drawn] = WeakKeyDictionary()


def drawn(function: Callable[P, Figure]) -> Callable[P, Figure]:
    """Mark a function that draws: it runs in the house style, and its call goes to the papers."""

    @wraps(function)
    def draw(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with house_style():
            figure = function(*args, **kwargs)
            figure.canvas.draw()
        _drawn[figure] = Drawn(name_of(function), (*args, *kwargs.values()))
        return figure

    return draw


def drawn_by(figure: Figure) -> Drawn:
    """The call that drew `figure`.

    Raises
    ------
    FigureError
        For a figure from a function that is not marked :func:`drawn`.
    """
    if figure not in _drawn:
        raise FigureError("the figure was drawn by a function that is not marked @drawn")
    return _drawn[figure]


@dataclass(frozen=True)
class Paper:
    """A finished figure and everything that has to go with it.

    Attributes
    ----------
    name, caption, alt, function : str
    source : str
        Source line, made from the evidence.
    svg : str
        Vector drawing, the same bytes every time.
    png : bytes
        Bitmap at twice the size of the page.
    csv : str
        The data plotted.
    evidence : tuple of Evidence
    marked : str
        The caption as HTML in which every number carries its name; empty where it has none.
    """

    folder: ClassVar[str] = "figures"

    name: str
    caption: str
    alt: str
    function: str
    source: str
    svg: str
    png: bytes = field(repr=False)
    csv: str = field(repr=False)
    evidence: tuple[Evidence, ...] = ()
    marked: str = ""

    def sidecar(self, notebook: str = "") -> str:
        """JSON: what the figure is, what drew it, which tables (with SHA-256) it rests on."""
        tables = {item.table: table(item.table).digest for item in self.evidence}
        record: Mapping[str, Any] = {
            "name": self.name,
            "caption": self.caption,
            "marked": self.marked or html.escape(self.caption),
            "alt": self.alt,
            "source": self.source,
            "function": self.function,
            "notebook": notebook,
            "tables": dict(sorted(tables.items())),
            "evidence": [item.to_dict() for item in self.evidence],
        }
        return json.dumps(record, indent=2, ensure_ascii=False) + "\n"

    def write(self, folder: Path, notebook: str = "") -> None:
        """Write ``name.svg``, ``.png``, ``.csv`` and ``.json`` into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.svg").write_text(self.svg, encoding="utf-8", newline="\n")
        (folder / f"{self.name}.png").write_bytes(self.png)
        (folder / f"{self.name}.csv").write_text(self.csv, encoding="utf-8", newline="\n")
        sidecar = self.sidecar(notebook)
        (folder / f"{self.name}.json").write_text(sidecar, encoding="utf-8", newline="\n")

    def _repr_html_(self) -> str:
        """The figure as it stands in the report, also in a live notebook."""
        return figure_html(json.loads(self.sidecar()), self.svg)

    def __repr__(self) -> str:
        return f"<Figure {self.name}: {self.alt}>"


def paper(
    figure: Figure,
    name: str,
    *,
    caption: str,
    alt: str,
    data: pd.DataFrame,
    evidence: Sequence[Evidence],
    marked: str = "",
) -> Paper:
    """Make the papers of a figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        From a function marked with :func:`drawn`.
    name : str
        Lower case, digits and underscores; also the stem of its files.
    caption : str
        What the reader sees and what to make of it, in a sentence or two.
    alt : str
        The figure in words, for those who cannot see it.
    data : pandas.DataFrame
        What is plotted.
    evidence : sequence of Evidence
        Rows of the tables behind it; the source line is made from them. What is no data but made
        up says how instead (:data:`analysis.findings.MADE`).
    marked : str
        The caption as HTML, with the names of its numbers.

    Raises
    ------
    FigureError
        For a bad name, an empty caption, alt text or data, no evidence of what is not made up, or
        an undrawn figure.
    """
    if not _NAME.fullmatch(name):
        raise FigureError(f"figure name {name!r}; allowed: lower case, digits, underscores")
    for what, given in (("caption", caption), ("alt text", alt)):
        if not given.strip():
            raise FigureError(f"figure {name}: no {what}")
    made = str(data.attrs.get(MADE, ""))
    if data.empty or not (evidence or made):
        raise FigureError(f"figure {name}: no {'data' if data.empty else 'evidence'}")
    function = drawn_by(figure).function
    return Paper(
        name=name,
        caption=caption.strip(),
        alt=alt.strip(),
        function=function,
        source=" ".join(part for part in (made, source_line(evidence) if evidence else "") if part),
        svg=_render(figure, name, "svg").decode("utf-8"),
        png=_render(figure, name, "png"),
        csv=csv_text(data, index=not isinstance(data.index, pd.RangeIndex)),
        evidence=tuple(evidence),
        marked=marked,
    )


def figure_html(sidecar: Mapping[str, Any], svg: str) -> str:
    """A figure as HTML, from its sidecar and its drawing; the ink becomes the text colour."""
    drawing = svg[svg.index("<svg") :].replace(INK, "currentColor")
    drawing = re.sub(r'width="[\d.]+pt" height="[\d.]+pt" ', "", drawing, count=1)
    text = {key: html.escape(str(sidecar[key])) for key in ("name", "alt", "source")}
    return (
        f'<figure class="paper" id="figure-{text["name"]}">'
        f'<div role="img" aria-label="{text["alt"]}">{drawing}</div>'
        f"<figcaption>{sidecar['marked']} "
        f'<span class="source">{text["source"]}</span></figcaption></figure>'
    )


def source_line(evidence: Sequence[Evidence]) -> str:
    """``Sources:`` and the publications behind the rows, each once, in order of author.

    Of more than ``NAMES_SHOWN`` the first are named and the rest counted: all of them stand in the
    account of where the figure comes from.
    """
    rows = pd.concat([item.sources() for item in evidence]).drop_duplicates("id")
    names = sorted({_citation(row) for row in rows.to_dict("records")})
    rest = len(names) - NAMES_SHOWN
    more = f"; and {rest} more, see where it comes from" if rest > 0 else ""
    return f"Source{'s' if len(names) > 1 else ''}: {'; '.join(names[:NAMES_SHOWN])}{more}."


def _citation(row: Mapping[Any, Any]) -> str:
    who = row["author"] if isinstance(row["author"], str) else str(row["title"]).split(",")[0]
    year = row["year"]
    return who if pd.isna(year) else f"{who} {int(year)}"


def _render(figure: Figure, name: str, kind: str) -> bytes:
    stream = io.BytesIO()
    metadata: dict[str, None] = (
        {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    )
    with house_style(), mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(
            stream, format=kind, metadata=metadata, dpi=200,
            facecolor="none" if kind == "svg" else "white",
        )  # fmt: skip
    return stream.getvalue()
