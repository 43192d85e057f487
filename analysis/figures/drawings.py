"""Drawings of a figure: vector, bitmap and PDF as bytes, and the vector inside a page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal
from weakref import WeakKeyDictionary

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from analysis.figures.labels import SHADES, finish_letters, variable
from analysis.figures.language import letters, no_letter_missing, reword
from analysis.figures.style import INK, NARROW, WIDE, Sheet, drawn_for, house_style

Kind = Literal["svg", "png", "pdf"]
# What would differ from day to day or from version to version.
_UNDATED: Mapping[Kind, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_CANVAS = {"svg": FigureCanvasSVG, "png": FigureCanvasAgg, "pdf": FigureCanvasPdf}
_DPI = 144
_SCREEN = 6.0
"""Inches of a drawing that a screen shows at once, beside its caption."""
_letters: WeakKeyDictionary[Figure, tuple[str, ...]] = WeakKeyDictionary()
_ID = re.compile(r' id="([^"]+)"')
_USE = re.compile(r'(xlink:href="#|url\(#)([^")]+)')


def draw_on(sheet: Sheet, draw: Callable[[], Figure]) -> Figure:
    """Call a function that draws, in the house style, for a sheet; what it drew is laid out."""
    with drawn_for(sheet), house_style():
        figure = draw()
        _letters[figure] = letters(figure)
        reword(figure)
        finish_letters(figure, sheet)
        # Laid out once: every format has the same places, and none solves them anew.
        layout = figure.get_layout_engine()
        if layout is not None:
            figure.set_dpi(72)
            layout.execute(figure)
            if _axis_on_top(figure):
                layout.execute(figure)
            figure.set_layout_engine("none")
        for axes in figure.axes:
            axes.patch.set_facecolor("none")
    return figure


def letters_of(figure: Figure) -> tuple[str, ...]:
    """Texts with words of a figure from :func:`draw_on`, in English, as they were drawn."""
    return _letters[figure]


def rendered(figure: Figure, name: str, kind: Kind) -> bytes:
    """The figure in a format, the same bytes every time.

    The canvas is asked itself: :meth:`~matplotlib.figure.Figure.savefig` draws twice, the first
    time for the layout, which is made.
    """
    stream = io.BytesIO()
    # Ticks are made while drawing, in letters of the sheet for which the figure was laid out.
    sheet = NARROW if figure.get_figwidth() <= NARROW.width else WIDE
    with drawn_for(sheet), house_style(), mpl.rc_context({"svg.hashsalt": name}):
        canvas = _CANVAS[kind](figure)
        canvas.figure.set_dpi(_DPI if kind == "png" else 72)
        figure.patch.set_facecolor("white" if kind == "png" else "none")
        with no_letter_missing(name):
            getattr(canvas, f"print_{kind}")(stream, metadata=_UNDATED[kind])
    return stream.getvalue()


def inline(svg: str, name: str, kind: str) -> str:
    """A vector drawing inside a page: in the reader's colours, with ids that no other has.

    Parameters
    ----------
    name, kind : str
        Name of the figure and class of the drawing, which together are unique in a page.
    """
    drawing = re.sub(
        r"<!--.*?-->|<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.S
    )
    drawing = re.sub(r'width="[\d.]+pt" height="[\d.]+pt" ', "", drawing, count=1)
    places = {old: f"{name}-{kind}-{n}" for n, old in enumerate(_used(drawing))}
    drawing = _ID.sub(lambda m: f' id="{places[m[1]]}"' if m[1] in places else "", drawing)
    drawing = _USE.sub(lambda m: m[1] + places[m[2]], drawing)
    drawing = drawing.replace(INK, "currentColor")
    for shade, _ in SHADES.values():
        drawing = drawing.replace(shade, f"var({variable(shade)})")
    return re.sub(r"\n\s*", "\n", drawing.replace("<svg", f'<svg class="{kind}"', 1))


def _axis_on_top(figure: Figure) -> bool:
    """Repeat the numbers of an axis above where it is below the edge of the screen."""
    tall = [
        axes
        for axes in figure.axes
        if axes.get_position().height * figure.get_figheight() > _SCREEN
        and axes.xaxis.get_ticks_position() != "top"
    ]
    for axes in tall:
        axes.tick_params(axis="x", top=True, labeltop=True, labelsize=9)
    return bool(tall)


def _used(drawing: str) -> list[str]:
    return list(dict.fromkeys(match[2] for match in _USE.finditer(drawing)))
