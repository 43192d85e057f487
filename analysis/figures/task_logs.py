"""Figures of a task log: the wage under every idle rule, its distribution, learning, days."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from analysis.figures.papers import drawn
from analysis.figures.style import FAINT, INK, colour, label_line, new_figure

Values = np.ndarray[Any, np.dtype[np.float64]]
_MARKS = (0, 1, 2, 5, 12, 30, 60)
_PERCENT = FuncFormatter(lambda value, _: f"{100 * value:.0f}%")


@drawn
def idle_rule_curve(
    curve: pd.DataFrame,
    currency: str,
    *,
    floor: float | None = None,
    bracket: tuple[float | None, float | None] = (None, None),
) -> Figure:
    """Wage by the longest pause that counts as work, with the floor and the bracket.

    Parameters
    ----------
    curve : pandas.DataFrame
        From :func:`analysis.tasklogs.measures.shown.idle_rule_curve`.
    currency : str
    floor : float, optional
        Money per hour.
    bracket : tuple of float or None
        Highest and lowest wage the log supports.
    """
    figure, (axes,) = new_figure(height=3.6)
    rules = curve.dropna(subset=["minutes", "wage"])
    x = np.sqrt(rules["minutes"].to_numpy(dtype=float))
    axes.plot(x, rules["wage"], "-o", color=colour("wage"))
    axes.plot(x, rules["median_worker"], "--", color=INK, linewidth=1.2)
    label_line(
        axes, x[-2], rules["wage"].iloc[-2], "total pay /\ntotal time", "wage", xytext=(10, 14)
    )
    label_line(
        axes, x[-1], rules["median_worker"].iloc[-1], "median worker", "observed",
        xytext=(0, -9), ha="right",
    )  # fmt: skip
    _named(axes, rules, x)
    for value, words in zip(bracket, ("highest", "lowest"), strict=True):
        if value is not None:
            axes.axhline(value, color=FAINT, linewidth=0.9, linestyle=":")
            label_line(axes, x[-1], value, words, "", xytext=(0, 6), ha="right", fontsize=9)
    if floor is not None:
        axes.axhline(floor, color=colour("minimum"), linewidth=1.3)
        label_line(axes, x[-1] / 2, floor, "floor", "minimum", xytext=(0, 7))
    _minutes(axes)
    axes.set(ylabel=f"{currency} per hour", xlabel="longest pause that counts as work, minutes")
    lowest = [
        v for v in (*bracket, floor, *rules["wage"], *rules["median_worker"]) if v is not None
    ]
    axes.set_ylim(0, 1.12 * max(lowest))
    return figure


@drawn
def wage_distribution(points: pd.DataFrame, currency: str, *, floor: float | None = None) -> Figure:
    """Workers' wages in rising order, every point the mean of ten workers or more.

    Parameters
    ----------
    points : pandas.DataFrame
        From :func:`analysis.tasklogs.measures.shown.wage_distribution`.
    """
    figure, (axes,) = new_figure(height=3.2)
    axes.plot(points["share"], points["wage"], "-o", color=colour("wage"), markersize=3.5)
    if floor is not None:
        axes.axhline(floor, color=colour("minimum"), linewidth=1.3)
        label_line(axes, 0.02, floor, "floor", "minimum", xytext=(0, 7))
    axes.set(xlabel="share of workers, from the lowest wage", ylabel=f"{currency} per hour")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.08 * max(points["wage"].max(), floor or 0.0))
    axes.xaxis.set_major_formatter(_PERCENT)
    return figure


@drawn
def practice(curve: pd.DataFrame, slope: float | None = None) -> Figure:
    """Time per task over that of the first, by the number of tasks done.

    Parameters
    ----------
    curve : pandas.DataFrame
        From :class:`analysis.tasklogs.measures.speed.Learning`.
    slope : float, optional
        Of log time on log number done.
    """
    figure, (axes,) = new_figure(height=3.0)
    nth = curve["nth"].to_numpy(dtype=float)
    axes.plot(nth, curve["relative"], "o", color=colour("observed"))
    if slope is not None and len(curve) > 1:
        axes.plot(nth, nth**slope, color=colour("labels"))
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.axhline(1.0, color=FAINT, linewidth=0.9)
    axes.set(xlabel="tasks of the kind done before and with this one, log scale")
    axes.set_ylabel("time, that of the first task = 1")
    return figure


@drawn
def hours_by_day(days: pd.DataFrame) -> Figure:
    """Hours of all workers by day; hidden days are marked on the axis.

    Parameters
    ----------
    days : pandas.DataFrame
        From :func:`analysis.tasklogs.measures.groups.day_table`.
    """
    figure, (axes,) = new_figure(height=2.8)
    at = pd.to_datetime(days["day"])
    axes.bar(at, days["hours"].fillna(0.0), width=0.85, color=colour("employment"))
    hidden = at[days["hidden"]]
    if len(hidden):
        axes.plot(hidden, np.zeros(len(hidden)), "|", color=FAINT, markersize=9)
    locator = AutoDateLocator(maxticks=6)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.set(ylabel="hours", xlabel="day, UTC")
    return figure


def _minutes(axes: Axes) -> None:
    horizontal = axes.xaxis
    horizontal.set_major_locator(FixedLocator([float(np.sqrt(value)) for value in _MARKS]))
    horizontal.set_major_formatter(FuncFormatter(lambda value, _: f"{value**2:.0f}"))


def _named(axes: Axes, rules: pd.DataFrame, x: Values) -> None:
    """Rules in print stand at their points."""
    for at, (wage, words) in zip(
        x, zip(rules["wage"], rules["published"], strict=True), strict=True
    ):
        if words and at > 0:
            axes.annotate(
                words, (at, wage), xytext=(4, 18), textcoords="offset points", fontsize=8.5,
                arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.7},
            )  # fmt: skip
