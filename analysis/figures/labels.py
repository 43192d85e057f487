"""Letters of figures: shades that can be read on light and dark ground, sizes that fit the sheet.

A line may be lighter than letters: three to one against the ground are enough for it, letters need
four and a half (WCAG 2.1, success criteria 1.4.11 and 1.4.3). So a label in the colour of its line
takes a darker shade of it on a light page and a lighter one on a dark page.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill

from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.figures.language import folded, width
from analysis.figures.style import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    NARROW,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    YELLOW,
    Sheet,
)
from analysis.language import language

SHADES: Mapping[str, tuple[str, str]] = {
    BLUE: ("#00619a", "#4db4f0"),
    ORANGE: ("#875000", "#e09a30"),
    GREEN: ("#006b4e", "#1fbd90"),
    RED: ("#9c4500", "#ff8a3d"),
    PURPLE: ("#8d4473", "#cf97ba"),
    SKY: ("#1f6488", "#5fb4e0"),
    YELLOW: ("#685d00", "#c2b21c"),
    GREY: ("#5c5c5d", "#a8a8a9"),
    FAINT: ("#5d5d5c", "#a5a8ac"),
}
"""Colour of a line to the shades of its labels: on light ground, on dark ground."""

_ACROSS, _AN_INCH = 36, 12
"""Letters of a title or of the name of an axis across a narrow sheet, and in an inch of height."""
DARK, LIGHT = "#101010", "#ffffff"


def finish_letters(figure: Figure, sheet: Sheet) -> None:
    """Bring every text of a figure into its readable shade and within the sizes of the sheet."""
    for axes in figure.axes:
        spec, part = axes.get_subplotspec(), axes.get_figure(root=False)
        rows = spec.get_gridspec().nrows if spec else 1
        inches = (part or figure).bbox.height / figure.dpi / rows
        axes.set_ylabel(_filled(axes.get_ylabel(), int(inches * _AN_INCH - 9)))
        if sheet is not NARROW:
            continue
        axes.set_xlabel(_filled(axes.get_xlabel(), _ACROSS))
        if max(map(width, axes.get_xlabel().split("\n"))) > _ACROSS // 2:
            # In the middle of axes with names beside them it would reach over the edge.
            axes.xaxis.label.set(x=1.0, horizontalalignment="right")
        for text in axes.get_children():
            if isinstance(text, Text) and text.get_text() == axes.get_title(loc="left"):
                text.set_text(_filled(text.get_text(), _ACROSS))
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        text.set_fontsize(min(max(float(text.get_fontsize()), sheet.least), sheet.most))
        shade = SHADES.get(to_hex(text.get_color()))
        if shade:
            text.set_color(shade[0])


def label_on(fill: str) -> str:
    """Dark or light letters, whichever can be read on that colour.

    Examples
    --------
    >>> label_on("#0072b2"), label_on("#d98200")
    ('#ffffff', '#101010')
    """
    return max((DARK, LIGHT), key=lambda letters: contrast(letters, fill))


def contrast(first: str, second: str) -> float:
    """Contrast of two colours by WCAG 2.1, from 1 to 21.

    Examples
    --------
    >>> round(contrast("#ffffff", "#000000"), 1)
    21.0
    """
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def variable(shade: str) -> str:
    """Name of the CSS variable that holds a shade of letters."""
    return f"--letters-{shade.removeprefix('#')}"


def letters_css() -> str:
    """The shades of letters as CSS variables, on light and on dark pages."""
    light = "".join(f"{variable(shade)}:{shade};" for shade, _ in SHADES.values())
    dark = "".join(f"{variable(shade)}:{other};" for shade, other in SHADES.values())
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _filled(text: str, letters: int) -> str:
    if language() != "en":
        return folded(text, letters)
    fits = all(len(line) <= letters for line in text.split("\n"))
    return text if fits else fill(text, letters)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
