"""Figures of where labelling stands: rungs, swaps of the accounting, price and number, the map."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from analysis.figures.labels import label_on
from analysis.figures.papers import drawn
from analysis.figures.rows import each, rows_figure
from analysis.figures.style import FAINT, INK, colour, label_line, narrow, new_figure

_COLUMNS = (
    ("rising", "labour\nrises"),
    ("falling", "labour\nfalls"),
    ("prices_followed", "price\nfollowed"),
    ("numbers_followed", "number\nfollowed"),
    ("pairs", "both, of\none task"),
)
_LOG_STEPS = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)


@drawn
def where_it_stands(standing: pd.DataFrame) -> Figure:
    """What public data hold of each rung: a filled cell is something, an empty one is nothing.

    Parameters
    ----------
    standing : pandas.DataFrame
        From :func:`analysis.position.standing`.
    """
    figure, axes = rows_figure([str(row.rung) for row in each(standing)], line=0.36)
    for place, row in enumerate(each(standing)):
        for column, (name, _) in enumerate(_COLUMNS):
            count = int(getattr(row, name))
            thing = colour("labels") if column == len(_COLUMNS) - 1 else colour("employment")
            fill, edge = (thing, thing) if count else ("none", FAINT)
            axes.plot(column, place, "s", ms=17, mfc=fill, mec=edge, mew=1.0)
            axes.annotate(str(count), (column, place), ha="center", va="center", fontsize=10,
                          color=label_on(fill) if count else FAINT)  # fmt: skip
    axes.set_xlim(-0.6, len(_COLUMNS) - 0.4)
    axes.xaxis.set_major_locator(FixedLocator(list(range(len(_COLUMNS)))))
    axes.set_xticklabels([words for _, words in _COLUMNS], fontsize=9)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0)
    axes.grid(visible=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    return figure


@drawn
def hours_swapped(decides: pd.DataFrame, middle: float, shown: int = 12) -> Figure:
    """How far the change of total hours moves as one assumption is put at its ends.

    Parameters
    ----------
    decides : pandas.DataFrame
        From :func:`analysis.position.what_decides`.
    middle : float
        Ratio of hours with every assumption in the middle.
    shown : int
        The widest.
    """
    widest = decides.head(shown).reset_index(drop=True)
    figure, axes = rows_figure([_broken(str(row.what)) for row in each(widest)], line=0.36)
    axes.axvline(0, color=INK, lw=1)
    axes.axvline(float(np.log(middle)), color=FAINT, lw=1, ls="--")
    for place, row in enumerate(each(widest)):
        thing = colour("labels") if row.turns else colour("placebo")
        axes.plot([row.lowest, row.highest], [place] * 2, color=thing, lw=6, solid_capstyle="butt")
    ratios = (0.5, 0.75, 1, 1.25, 1.5, 2)
    axes.xaxis.set_major_locator(FixedLocator([float(np.log(ratio)) for ratio in ratios]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{np.exp(x):g}"))
    low, high = float(decides["lowest"].min()), float(decides["highest"].max())
    axes.set_xlim(low - 0.1, high + 0.1)
    axes.set_xlabel("hours, 2024-25 over 2021-22, log scale", fontsize=9.5)
    return figure


@drawn
def price_and_number(keywords: pd.DataFrame, known: pd.DataFrame) -> Figure:
    """Posted reward and posted tasks of a keyword at two dates, as arrows; below, tasks without.

    Parameters
    ----------
    keywords : pandas.DataFrame
        From :func:`analysis.position.keywords_at_two_dates`.
    known : pandas.DataFrame
        From :func:`analysis.position.cells`: the cells of real tasks, all of which are empty.
    """
    figure, top, below = _two_parts(3.3, 4.3 if narrow() else 3.6)
    middle = float(np.exp(np.log(keywords["tasks_before"]).mean()))
    side = 1
    for row in each(keywords.sort_values("reward_before")):
        thing = colour("labels") if row.side == "rising" else FAINT
        top.annotate(
            "", (row.tasks_after, row.reward_after), (row.tasks_before, row.reward_before),
            arrowprops={"arrowstyle": "->", "color": thing, "lw": 1.4,
                        "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
        if row.side == "rising":
            # Names stand at the end that is further from the crowd in the middle.
            early = row.tasks_before < middle
            side = -side
            at = ("before", "right", -4) if early else ("after", "left", 4)
            label_line(
                top, getattr(row, f"tasks_{at[0]}"), getattr(row, f"reward_{at[0]}"),
                str(row.keyword), "labels", fontsize=9, ha=at[1], xytext=(at[2], 6 * side),
            )  # fmt: skip
    ends = keywords[["tasks_before", "tasks_after"]].to_numpy().ravel()
    paid = keywords[["reward_before", "reward_after"]].to_numpy().ravel()
    top.set(xscale="log", yscale="log", xlim=(ends.min() / 2.2, ends.max() * 2.6),
            ylim=(paid.min() / 1.5, paid.max() * 1.6))  # fmt: skip
    _plain(top)
    top.set_xlabel("tasks a month under a keyword, log scale", fontsize=9.5)
    top.set_ylabel("US dollars a task, log scale", fontsize=9.5)
    _empty_cells(below, known)
    return figure


@drawn
def place_on_the_map(grid: pd.DataFrame, peaks: pd.DataFrame) -> Figure:
    """Growth of demand that keeps labour as it is, over reach and share served.

    Parameters
    ----------
    grid : pandas.DataFrame
        From :func:`analysis.position.map_of_break_even`.
    peaks : pandas.DataFrame
        From :func:`analysis.position.peak_by_share`.
    """
    figure, (axes,) = new_figure(height=3.9)
    wide = grid.pivot_table(index="served", columns="reach", values="multiple")
    x, y = wide.columns.to_numpy(dtype=float), wide.index.to_numpy(dtype=float)
    axes.contourf(x, y, wide.to_numpy(), levels=[-10, 0], colors=[colour("employment")], alpha=0.18)
    lines = axes.contour(x, y, wide.to_numpy(), levels=[-1, 0, 0.25, 0.5, 0.75],
                         colors=[INK], linewidths=[0.8, 2.0, 0.8, 0.8, 0.8])  # fmt: skip
    axes.clabel(lines, fmt=lambda level: f"{level:g}", fontsize=9)
    shares, served = peaks["share of labels in cost"], peaks["served"]
    axes.plot(shares, served, "o", color=colour("labels"), ms=5, clip_on=False, zorder=3)
    axes.annotate("more labour", (0.93, 0.42), ha="right", fontsize=9.5, color=colour("employment"))
    axes.annotate("less\nlabour", (0.02, 0.76), fontsize=9.5, color=INK)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_xlabel("how much of a saving reaches the whole cost", fontsize=9.5)
    axes.set_ylabel("share of users served", fontsize=9.5)
    return figure


def _empty_cells(axes: Axes, known: pd.DataFrame) -> None:
    """A strip a task: prices and numbers at two dates there are, and the pair there is not."""
    nothing = "–" if narrow() else "none"
    chinese = known["rung"] == "bases"
    names = [*known["task"].where(~chinese, "Chinese bases, " + known["task"])]
    for place, row in enumerate(each(known.iloc[::-1])):
        for column, name in enumerate(("prices", "prices_followed", "numbers", "numbers_followed",
                                       "pairs")):  # fmt: skip
            count = int(getattr(row, name))
            axes.annotate(str(count) if count else nothing, (column, place), ha="center",
                          va="center", fontsize=9, color=INK if count else FAINT)  # fmt: skip
    axes.set_yticks(range(len(names)), names[::-1], fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-0.6, 4.6)
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.xaxis.set_major_locator(FixedLocator(list(range(5))))
    heads = ["prices", "at two\ndates", "numbers", "at two\ndates", "both, at\ntwo dates"]
    if narrow():
        heads = [head.replace("\n", " ") for head in heads]
    axes.set_xticklabels(heads, fontsize=9, rotation=90 if narrow() else 0)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0)
    axes.grid(visible=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _two_parts(above: float, below: float) -> tuple[Figure, Axes, Axes]:
    """A figure in two parts that do not share their margins; heights in inches."""
    figure, (first,) = new_figure(height=above + below)
    first.remove()
    parts = figure.subfigures(2, 1, squeeze=False, height_ratios=[above, below], hspace=0.02)
    upper, lower = parts.ravel()
    return figure, upper.subplots(), lower.subplots()


def _plain(axes: Axes) -> None:
    for axis, steps in ((axes.xaxis, _LOG_STEPS), (axes.yaxis, (0.03, 0.1, 0.3, 1, 3, 10))):
        axis.set_major_locator(FixedLocator(list(steps)))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.7g}"))


def _broken(words: str) -> str:
    firm, _, rest = words.partition(": ")
    return f"{firm}:\n{rest}"
