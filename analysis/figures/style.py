"""The house style: one look for every figure, one colour for one thing, legible on a phone.

Colours are Okabe and Ito's palette for all kinds of colour vision (2008), darkened where thin
lines need it; letters take a shade of them that can be read (:mod:`analysis.figures.labels`).
Figures are drawn on a transparent ground in a single ink, which the report turns into the
reader's text colour, so that they serve light and dark pages. Each is drawn on two sheets, for a
wide and for a narrow screen, at the size at which it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from difflib import get_close_matches

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures.language import chinese_family
from analysis.language import language

INK = "#1a1a1a"
FAINT = "#8c8c8c"

BLUE, ORANGE, GREEN, RED = "#0072b2", "#d98200", "#009e73", "#d55e00"
PURPLE, SKY, YELLOW, GREY = "#b5679a", "#3f9fd1", "#b3a100", "#7f7f7f"

COLOURS = {
    "steel": BLUE,
    "cotton": GREEN,
    "motor_vehicles": PURPLE,
    "labels": RED,
    "quantity": BLUE,
    "price": ORANGE,
    "income": GREEN,
    "wage": PURPLE,
    "employment": BLUE,
    "elasticity": RED,
    "observed": INK,
    "log": BLUE,
    "level": RED,
    "placebo": GREY,
    "correction": RED,
    "by_hand": INK,
    "partly_automatic": BLUE,
    "with_model": RED,
    "machine": GREY,
    "within_study": RED,
    "stated": SKY,
    "tasks": INK,
    "batches": BLUE,
    "batch_size": ORANGE,
    "image": BLUE,
    "speech": ORANGE,
    "video": PURPLE,
    "text": GREEN,
    "market": BLUE,
    "parity": GREEN,
    "minimum": RED,
    "staff": BLUE,
    "contract": ORANGE,
    "platform": PURPLE,
    "china": RED,
    "united_states": BLUE,
    "all_industries": BLUE,
    "without_electronics": ORANGE,
}

PIXELS_A_POINT = 4 / 3


@dataclass(frozen=True)
class Sheet:
    """What a figure is drawn for; a point of it is shown as 4/3 pixels.

    Attributes
    ----------
    width : float
        Inches.
    least, most : float
        Smallest and largest letters, points: 11 pixels are legible, the text of a page has 17.
    """

    width: float
    least: float
    most: float


WIDE = Sheet(width=7.79, least=8.6, most=11.5)
"""As wide as the column of text, 748 pixels."""
NARROW = Sheet(width=3.6, least=8.4, most=9.0)
"""The column of text on a screen of 380 pixels."""

_sheet: ContextVar[Sheet] = ContextVar("sheet", default=WIDE)


def narrow() -> bool:
    """Whether a figure is being drawn for a narrow screen."""
    return _sheet.get() is NARROW


def sheet() -> Sheet:
    """What figures are drawn for now."""
    return _sheet.get()


@contextmanager
def drawn_for(wanted: Sheet) -> Iterator[None]:
    """Draw for that sheet inside the block."""
    before = _sheet.set(wanted)
    try:
        yield
    finally:
        _sheet.reset(before)


_RC = {
    "axes.edgecolor": FAINT,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 10.5,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "font.family": ["DejaVu Sans"],
    "font.size": 10.5,
    "grid.alpha": 0.25,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "lines.markersize": 4.5,
    "savefig.transparent": True,
    "svg.fonttype": "path",
    "text.color": INK,
    "xtick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.color": FAINT,
    "ytick.labelcolor": INK,
}


def colour(thing: str) -> str:
    """Colour of a thing, the same in every figure.

    Raises
    ------
    FigureError
        For a thing that has no colour yet.
    """
    if thing not in COLOURS:
        close = get_close_matches(thing, COLOURS, n=3, cutoff=0.3) or list(COLOURS)
        raise FigureError(f"no colour for {thing!r}; close: {', '.join(close)}")
    return COLOURS[thing]


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style inside the block, whatever the reader's own settings."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)  # type: ignore[arg-type]
        if language() == "zh":
            # First, or matplotlib would not look in it for letters beside a formula.
            mpl.rcParams["font.family"] = [chinese_family(), "DejaVu Sans"]
        for name in ("font.size", "axes.labelsize", "axes.titlesize"):
            mpl.rcParams[name] = min(float(_RC[name]), sheet().most)  # type: ignore[arg-type]
        yield


def new_figure(
    rows: int = 1, columns: int = 1, *, height: float = 3.4, share_x: bool = False
) -> tuple[Figure, list[Axes]]:
    """A figure as wide as the sheet with its axes in reading order.

    Parameters
    ----------
    height : float
        Inches.
    share_x : bool
        Whether the panels share their horizontal axis.
    """
    figure = plt.figure(figsize=(sheet().width, height))
    grid = figure.subplots(rows, columns, squeeze=False, sharex=share_x)
    plt.close(figure)
    return figure, list(grid.ravel())


def label_line(axes: Axes, x: float, y: float, text: str, thing: str, **place: object) -> None:
    """Write `text` at a line's point in the line's colour: labels stand on lines, not in boxes."""
    options: dict[str, object] = {
        "xytext": (5, 0),
        "textcoords": "offset points",
        "va": "center",
        "fontsize": 10,
    }
    options.update(place)
    axes.annotate(text, (x, y), color=COLOURS.get(thing, INK), **options)  # type: ignore[arg-type]
