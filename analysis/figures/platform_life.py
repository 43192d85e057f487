"""Figure of one platform's whole life, in panels that are not joined."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.figures.papers import drawn
from analysis.figures.style import FAINT, INK, colour, label_line, new_figure

_ESTIMATORS = {"at least (Chao)": "employment", "if all answer equally often": "price",
               "workers who answered": "income"}  # fmt: skip
_WHO = {"married": "elasticity", "with a degree": "price", "in the United States": "employment",
        "in India": "income"}  # fmt: skip


@drawn
def platform_life(
    workers: pd.DataFrame,
    requesters: pd.DataFrame,
    posted: pd.DataFrame,
    pay: pd.DataFrame,
    composition: pd.DataFrame,
    end: pd.DataFrame,
) -> Figure:
    """Requesters; posted tasks; workers by three estimators; pay; who answers; and the end.

    Parameters
    ----------
    workers, requesters, posted, pay, composition, end : pandas.DataFrame
        From :func:`analysis.position.workers_by_estimator`, :func:`analysis.position.requesters`,
        :func:`analysis.position.posted_tasks`,
        :func:`analysis.position.pay_of_a_stated_hour`, :func:`analysis.position.composition`,
        :func:`analysis.position.closing`.
    """
    figure, (first, work, second, third, fourth) = new_figure(5, height=10.0, share_x=True)
    first.plot(requesters["date"], requesters["distinct"], color=colour("quantity"))
    _title(first, "requesters a month")
    work.plot(posted["date"], posted["largest"] / 1000.0, color=colour("tasks"))
    _title(work, "tasks a month under the largest keyword of labelling, thousands")
    _workers(second, workers)
    third.plot(pay["year"] + 0.5, pay["pay"], "-o", color=colour("wage"))
    third.set_ylim(0, None)
    _title(third, "US dollars an hour, as workers report both")
    for who, rows in composition.groupby("who", sort=False):
        fourth.plot(rows["year"] + 0.5, rows["share"], color=colour(_WHO[str(who)]))
        label_line(fourth, float(rows["year"].iloc[0]) + 0.5, float(rows["share"].iloc[0]),
                   str(who).replace("United States", "US"), _WHO[str(who)],
                   ha="right", xytext=(-5, 0), fontsize=9)  # fmt: skip
    fourth.set_ylim(0, 1)
    fourth.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))
    _title(fourth, "who answers, share of answers")
    stop = float(end["date"].iloc[0])
    for axes in (first, work, second, third, fourth):
        axes.axvline(stop, color=INK, lw=1.2)
        axes.set_xlim(2008.7, 2027.3)
    label_line(first, stop, float(requesters["distinct"].max()), "closed", "ink", ha="right",
               xytext=(-4, 0), fontsize=9.5)  # fmt: skip
    fourth.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    return figure


def _workers(axes: Axes, workers: pd.DataFrame) -> None:
    for name, thing in _ESTIMATORS.items():
        rows = workers[workers["estimator"] == name]
        gaps = rows.set_index("year").reindex(range(rows["year"].min(), rows["year"].max() + 1))
        axes.plot(gaps.index + 0.5, gaps["workers"] / 1000.0, "-o", ms=3, color=colour(thing))
    places = {"at least (Chao)": (2015.2, 50), "if all answer equally often": (2020.2, 72),
              "workers who answered": (2020.5, 9)}  # fmt: skip
    for name, at in places.items():
        label_line(axes, *at, name, _ESTIMATORS[name], fontsize=9, xytext=(0, 0), ha="right")
    axes.set_ylim(0, None)
    _title(axes, "workers, thousands, read off one survey in three ways")


def _title(axes: Axes, words: str) -> None:
    axes.set_title(words, fontsize=10, fontweight="normal", color=INK)
    axes.tick_params(labelcolor=INK)
    axes.spines["left"].set_color(FAINT)
