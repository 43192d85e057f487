"""Figures made of rows: one line a row, names on the left, a value or a range on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from analysis.figures.style import colour, new_figure


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows as named tuples; the checker knows no types of those made at run time."""
    yield from frame.itertuples()


def rows_figure(rows: int, *, line: float = 0.5) -> tuple[Figure, Axes]:
    """A figure with one line a row, the first on top; `line` is its height in inches."""
    figure, (axes,) = new_figure(height=1.15 + line * rows)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    return figure, axes


def row_labels(axes: Axes, labels: Sequence[str]) -> None:
    """Write the names of the rows."""
    axes.set_yticks(range(len(labels)), labels, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


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


def key(axes: Axes, words: dict[str, str]) -> None:
    """Say what the colours mean, above the axes: word to thing."""
    handles = [
        axes.plot([], [], "o", color=colour(thing), label=word)[0] for word, thing in words.items()
    ]
    figure = axes.get_figure()
    if isinstance(figure, Figure):
        figure.legend(
            handles=handles, loc="outside upper left", ncols=len(words), fontsize=9,
            handletextpad=0.1, columnspacing=0.9, borderaxespad=0.1,
        )  # fmt: skip
