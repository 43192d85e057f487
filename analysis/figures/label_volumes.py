"""Figures of volume: head-counts, sizes of the market, posted tasks and their kinds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.figures.papers import drawn
from analysis.figures.rows import each, key, log_axis, rows_figure
from analysis.figures.style import FAINT, colour, new_figure


@drawn
def head_count_rows(counts: pd.DataFrame) -> Figure:
    """Head-counts of places side by side, each of its own population.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`analysis.labels.head_counts`.
    """
    figure, axes = rows_figure(
        [f"{row.entity}, {row.year}" for row in each(counts)], line=0.32, wrap=30
    )
    markers = {"at_least": ">", "at_most": "<"}
    for position, row in enumerate(each(counts)):
        axes.plot(row.value, position, markers.get(row.bound, "o"), color=colour("employment"))
        axes.annotate(
            f"{row.value:,.0f}", (row.value, position), (6, 0), textcoords="offset points",
            va="center", fontsize=9.5,
        )  # fmt: skip
    log_axis(axes, "persons, log scale (arrow: at least)", counts["value"], room=4.0)
    return figure


@drawn
def estimates_side_by_side(found: pd.DataFrame, unit: str, scale: float = 1.0) -> Figure:
    """Values of one measure and year from several sources, which are not to be averaged.

    Parameters
    ----------
    found : pandas.DataFrame
        From :func:`analysis.labels.disagreement`.
    unit : str
    scale : float
        Divisor of the values.
    """
    figure, axes = rows_figure([str(name) for name in found["entity"]], line=0.36, wrap=30)
    for position, row in enumerate(each(found)):
        value = row.value / scale
        hollow = row.confidence == "low" or row.status in ("forecast", "estimate")
        axes.plot(
            value, position, "o", color=colour("price"), markerfacecolor="none" if hollow else None
        )
        axes.annotate(
            f"{value:.3g}", (value, position), (6, 0), textcoords="offset points", va="center",
            fontsize=9.5,
        )  # fmt: skip
    axes.set_xlabel(unit)
    axes.set_xlim(0, float(found["value"].max()) / scale * 1.2)
    return figure


@drawn
def panel_coefficients(estimates: pd.DataFrame) -> Figure:
    """Coefficients of log posted reward by set of keywords: tasks and their two parts.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From :func:`analysis.labels.panel_by_set`.
    """
    sets = list(dict.fromkeys(estimates["keywords"]))
    figure, axes = rows_figure(sets, line=0.85, wrap=14)
    offsets = {"tasks": -0.24, "batches": 0.0, "batch_size": 0.24}
    words = {"tasks": "tasks", "batches": "batches", "batch_size": "tasks in a batch"}
    for row in each(estimates):
        place = sets.index(row.keywords) + offsets[row.outcome]
        axes.plot([row.low, row.high], [place] * 2, color=colour(row.outcome), linewidth=1.4)
        axes.plot(row.coefficient, place, "o", color=colour(row.outcome))
    axes.axvline(0, color=FAINT, linewidth=1)
    axes.set_xlabel("log volume on log posted reward, 95% interval")
    key(axes, {words[name]: name for name in offsets})
    return figure


@drawn
def mix_by_year(mix: pd.DataFrame) -> Figure:
    """Shares of tasks by what is labelled, over years, lines labelled at their ends.

    Parameters
    ----------
    mix : pandas.DataFrame
        From :func:`analysis.labels.tracker_mix`.
    """
    figure, (axes,) = new_figure(height=3.2)
    wide = mix.pivot_table(index="year", columns="modality", values="share")
    for name in wide.columns:
        axes.plot(wide.index, wide[name], "o-", color=colour(str(name)))
    last = wide.iloc[-1].sort_values()
    heights = _spread(last.to_numpy(dtype=float), 0.055)
    for name, height in zip(last.index, heights, strict=True):
        axes.annotate(
            "pictures" if name == "image" else str(name), (wide.index[-1], height), (8, 0),
            textcoords="offset points", va="center", color=colour(str(name)),
        )  # fmt: skip
    axes.set_ylim(0, 0.85)
    axes.set_xlim(wide.index[0] - 0.2, wide.index[-1] + 0.9)
    axes.set_xticks(list(wide.index))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    axes.set_ylabel("share of posted tasks")
    return figure


def _spread(heights: np.ndarray[Any, np.dtype[np.float64]], least: float) -> list[float]:
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + least) if placed else float(height))
    return placed
