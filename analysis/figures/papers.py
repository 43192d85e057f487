"""Figures with papers: caption, sources, alt text, drawings, data as CSV, a sidecar."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from pathlib import Path
from typing import Any, ClassVar, ParamSpec
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures.drawings import draw_on, inline, letters_of, rendered
from analysis.figures.sources import source_line
from analysis.figures.style import NARROW, drawn_for, sheet
from analysis.findings import MADE, name_of
from analysis.language import TAGS, language, translated, worded
from analysis.tables import Evidence, table
from analysis.tables.publish.formats import csv_text

NARROW_SVG = ".narrow.svg"
"""Ending of the drawing for narrow screens; that for wide ones is the figure's own."""
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
    again : callable
        Draws the same once more.
    """

    function: str
    arguments: tuple[Any, ...]
    again: Callable[[], Figure] = field(repr=False)

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
        figure = draw_on(sheet(), lambda: function(*args, **kwargs))
        _drawn[figure] = Drawn(
            name_of(function), (*args, *kwargs.values()), partial(draw, *args, **kwargs)
        )
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
    svg, narrow : str
        Vector drawings for wide and narrow screens, the same bytes every time.
    png, pdf : bytes
        Bitmap at half as much again as the size of the page, and the vector drawing as PDF.
    csv : str
        The data plotted.
    evidence : tuple of Evidence
    marked : str
        The caption as HTML in which every number carries its name; empty where it has none.
    letters : tuple of str
        Texts with words in the drawings, in English: what another language needs.
    """

    folder: ClassVar[str] = "figures"

    name: str
    caption: str
    alt: str
    function: str
    source: str
    svg: str = field(repr=False)
    narrow: str = field(repr=False)
    png: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    csv: str = field(repr=False)
    evidence: tuple[Evidence, ...] = ()
    marked: str = ""
    letters: tuple[str, ...] = ()

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
        """Write what belongs to the figure into `folder`, each file under its name."""
        folder.mkdir(parents=True, exist_ok=True)
        for ending, content in self._files(notebook).items():
            (folder / f"{self.name}{ending}").write_bytes(content)

    def _files(self, notebook: str) -> Mapping[str, bytes]:
        return {
            ".svg": self.svg.encode(),
            NARROW_SVG: self.narrow.encode(),
            ".png": self.png,
            ".pdf": self.pdf,
            ".csv": self.csv.encode(),
            ".json": self.sidecar(notebook).encode(),
        }

    def _repr_html_(self) -> str:
        """The figure as it stands in the report, also in a live notebook."""
        return figure_html(json.loads(self.sidecar()), self.svg, self.narrow)

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
    call = drawn_by(figure)
    with drawn_for(NARROW):
        small = call.again()
    return Paper(
        name=name,
        caption=caption.strip(),
        alt=alt.strip(),
        function=call.function,
        source=" ".join(
            part
            for part in (worded(made), translated(source_line(evidence)) if evidence else "")
            if part
        ),
        svg=rendered(figure, name, "svg").decode("utf-8"),
        narrow=rendered(small, name, "svg").decode("utf-8"),
        png=rendered(figure, name, "png"),
        pdf=rendered(figure, name, "pdf"),
        csv=csv_text(data, index=not isinstance(data.index, pd.RangeIndex)),
        evidence=tuple(evidence),
        marked=marked,
        letters=tuple(sorted({*letters_of(figure), *letters_of(small), *([made] if made else ())})),
    )


def figure_html(sidecar: Mapping[str, Any], svg: str, narrow: str) -> str:
    """A figure as HTML, from its sidecar and its drawings; the screen shows the one that fits."""
    text = {key: html.escape(str(sidecar[key])) for key in ("name", "alt", "source")}
    # Made-up data say how they were made, at the length that takes.
    kind = "source line" if text["source"].startswith(("Source", "来源")) else "source"
    drawings = inline(svg, text["name"], "wide") + inline(narrow, text["name"], "narrow")
    return (
        f'<figure class="paper" id="figure-{text["name"]}">'
        f'<div role="img"{_said_in_another()} aria-label="{text["alt"]}">{drawings}</div>'
        f"<figcaption{_said_in_another()}>{sidecar['marked']} "
        f'<span class="{kind}">{text["source"]}</span></figcaption></figure>'
    )


def _said_in_another() -> str:
    return "" if language() == "en" else f' lang="{TAGS[language()]}"'
