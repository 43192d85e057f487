"""Figures made of rows: one line a row, its name beside or above it, a value or a range.

On a narrow sheet long names stand above their rows, so that what is drawn keeps the width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from analysis.figures.style import colour, narrow, new_figure

BESIDE, ABOVE = 20, 50
"""Letters of a name that may stand beside its row on a narrow sheet; letters across that sheet."""
_LETTERS, _CLEAR = 0.145, 0.155
"""Height of a line of letters, and how far above its row a name begins, in inches."""


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows as named tuples; the checker knows no types of those made at run time."""
    yield from frame.itertuples()


@dataclass(frozen=True)
class Rows:
    """Names of rows as a sheet has them.

    Attributes
    ----------
    names : tuple of str
    line : float
        Height of a row in inches.
    above : bool
        Whether the names stand above their rows.
    """

    names: tuple[str, ...]
    line: float
    above: bool

    @property
    def height(self) -> float:
        """Inches that all rows need."""
        return self.line * len(self.names)

    def write(self, axes: Axes, *, named: bool = True) -> None:
        """Make the rows of `axes`, the first on top, and write the names where `named`."""
        lines = max(name.count("\n") for name in self.names) + 1
        clear = _CLEAR / self.line
        top = clear + (lines * _LETTERS + 0.06) / self.line if self.above else 0.6
        axes.set_ylim(len(self.names) - 0.4, -top)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        beside = named and not self.above
        axes.set_yticks(range(len(self.names)), self.names if beside else [""] * len(self.names),
                        fontsize=9)  # fmt: skip
        for place, name in enumerate(self.names if named and self.above else ()):
            written = axes.annotate(
                name, (0, place - clear), xycoords=("axes fraction", "data"), va="bottom",
                fontsize=8.5, annotation_clip=False,
            )  # fmt: skip
            written.set_in_layout(False)


def rows_of(names: Sequence[str], *, line: float, wrap: int = 34) -> Rows:
    """Names as the sheet has them: in lines of `wrap` letters beside the rows, or above them.

    Parameters
    ----------
    names : sequence of str
        A line break parts a name from what is said about it.
    line : float
        Height of a row in inches where names stand beside.
    """
    parts = [name.split("\n") for name in names]
    beside = ["\n".join(fill(part, wrap) for part in name) for name in parts]
    if not narrow() or max(len(x) for name in beside for x in name.split("\n")) <= BESIDE:
        return Rows(tuple(beside), line, above=False)
    above = [fill(", ".join(name).replace(":,", ":"), ABOVE) for name in parts]
    lines = max(name.count("\n") for name in above) + 1
    return Rows(tuple(above), 0.33 + lines * _LETTERS, above=True)


def rows_figure(names: Sequence[str], *, line: float = 0.5, wrap: int = 34) -> tuple[Figure, Axes]:
    """A figure with one named line a row, the first on top; `line` is its height in inches."""
    rows = rows_of(names, line=line, wrap=wrap)
    figure, (axes,) = new_figure(height=1.15 + rows.height)
    rows.write(axes)
    return figure, axes


def log_axis(axes: Axes, label: str, values: pd.Series[Any], *, room: float) -> None:
    """Make the horizontal axis logarithmic, with `room` to the right for labels."""
    axes.set_xscale("log")
    axes.set_xlim(float(values.min()) / 1.6, float(values.max()) * room)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(label)


def span(axes: Axes, position: int, low: float, high: float, tint: str) -> None:
    """Draw a range behind its point, where both ends are known."""
    if not np.isnan(low) and not np.isnan(high):
        axes.plot([low, high], [position] * 2, color=tint, linewidth=3, alpha=0.35)


def key_columns(words: Sequence[str]) -> int:
    """Columns of a key of these words: as many as the sheet has room for."""
    if not narrow():
        return len(words)
    columns = [n for n in range(1, len(words) + 1) if n * (max(map(len, words)) + 5) <= ABOVE]
    return max(columns, default=1)


def key(axes: Axes, words: dict[str, str]) -> None:
    """Say what the colours mean, above the axes: word to thing."""
    handles = [
        axes.plot([], [], "o", color=colour(thing), label=word)[0] for word, thing in words.items()
    ]
    figure = axes.get_figure()
    if isinstance(figure, Figure):
        figure.legend(
            handles=handles, loc="outside upper left", ncols=key_columns([*words]), fontsize=9,
            handletextpad=0.1, columnspacing=0.9, borderaxespad=0.1,
        )  # fmt: skip
