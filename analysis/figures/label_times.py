"""Figures of time: seconds for a label, what a tool saves, hours in a data set.

Ladders are rows, not points over years: each row is one study's way of working, and only rows of
one study are joined, because only they can be compared.
"""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.papers import drawn
from analysis.figures.rows import each, key, log_axis, rows_figure, span
from analysis.figures.style import FAINT, colour

_HELP = {
    "none": "by_hand",
    "semi_automatic": "partly_automatic",
    "model_in_loop": "with_model",
    "model_only": "machine",
}
_HELP_WORDS = {
    "none": "by hand",
    "semi_automatic": "partly automatic",
    "model_in_loop": "with a model",
    "model_only": "model alone",
}
_STAGES = {
    "gesture": "movement",
    "label": "making",
    "check": "checking",
    "coverage": "coverage",
    "label_and_check": "making and checking",
    "task": "task",
    "all": "all stages",
}


@drawn
def time_ladder(rungs: pd.DataFrame, per: str) -> Figure:
    """Seconds per label, one row a way of working; arrows join rows of one study.

    Parameters
    ----------
    rungs : pandas.DataFrame
        From :func:`analysis.labels.ladder`.
    per : str
        What a label is: ``box``.
    """
    rows = rungs.reset_index(drop=True)
    figure, axes = rows_figure(_ways(rows))
    for row in each(rows):
        span(axes, row.Index, row.seconds_low, row.seconds_high, colour(_HELP[row.assistance]))
        axes.plot(
            row.seconds,
            row.Index,
            "o",
            color=colour(_HELP[row.assistance]),
            markerfacecolor="none" if row.confidence == "low" else None,
        )
        axes.annotate(
            f"{row.seconds:.3g} s", (row.seconds, row.Index), (6, 0), textcoords="offset points",
            va="center", fontsize=9.5,
        )  # fmt: skip
    _join_studies(axes, rows)
    log_axis(axes, f"seconds per {per}, log scale", rows["seconds"], room=3.0)
    key(axes, {_HELP_WORDS[code]: _HELP[code] for code in _HELP if code in set(rows["assistance"])})
    return figure


@drawn
def time_saved(steps: pd.DataFrame) -> Figure:
    """Time before over time after within one study, one row a study's comparison.

    Parameters
    ----------
    steps : pandas.DataFrame
        From :func:`analysis.labels.savings`.
    """
    figure, axes = rows_figure(list(steps["label"]), line=0.36, wrap=40)
    for position, row in enumerate(each(steps)):
        thing = "within_study" if row.measured else "stated"
        span(axes, position, row.ratio_low, row.ratio_high, colour(thing))
        axes.plot(row.ratio, position, "o", color=colour(thing))
        axes.annotate(
            f"{row.ratio:.3g}", (row.ratio, position), (6, 0), textcoords="offset points",
            va="center", fontsize=9.5,
        )  # fmt: skip
    axes.axvline(1, color=FAINT, linewidth=1)
    log_axis(axes, "time before / time after, log", steps["ratio"], room=2.5)
    key(axes, {"both times published": "within_study", "only the ratio stated": "stated"})
    return figure


@drawn
def project_hours(hours: pd.DataFrame) -> Figure:
    """Hours of human work by data set; where they cannot be computed the reason stands instead.

    Parameters
    ----------
    hours : pandas.DataFrame
        From :func:`analysis.labels.flagship_hours`.
    """
    rows = hours.reset_index(drop=True)
    figure, axes = rows_figure([f"{row.name}, {row.year}" for row in each(rows)], line=0.42)
    known = rows["point"].dropna()
    left = known.min() / 2
    signs = {"at_least": "at least ", "at_most": "at most "}
    for row in each(rows):
        if np.isnan(row.point):
            axes.annotate(
                fill(f"not known: {row.reason}", 34), (left, row.Index), (2, 0),
                textcoords="offset points", va="center", fontsize=9, style="italic",
            )  # fmt: skip
            continue
        # Dots, because the length of a bar means nothing on a log scale.
        span(axes, row.Index, row.low, row.high, colour("labels"))
        axes.plot(
            row.point, row.Index, "o", color=colour("labels"),
            markerfacecolor="none" if row.weak else None,
        )  # fmt: skip
        axes.annotate(
            f"{signs.get(row.bound, '')}{row.point:,.0f}", (max(row.point, row.high), row.Index),
            (8, 0), textcoords="offset points", va="center", fontsize=9,
        )  # fmt: skip
    log_axis(axes, "hours of work, log scale", known, room=14.0)
    axes.set_xlim(left=left)
    return figure


def _join_studies(axes: Axes, rows: pd.DataFrame) -> None:
    for _, arms in rows.groupby("study", sort=False):
        ordered = arms.sort_values("arm")
        base = ordered.iloc[0]
        alike = ordered[
            (ordered["stage"] == base["stage"])
            & (ordered["statistic"] == base["statistic"])
            & (ordered[["protocol", "assistance"]] != base[["protocol", "assistance"]]).any(axis=1)
        ]
        for position in alike.index:
            axes.annotate(
                "",
                (float(rows["seconds"][position]), float(position)),
                (float(base["seconds"]), float(ordered.index[0])),
                arrowprops={"arrowstyle": "->", "color": FAINT, "shrinkA": 4, "shrinkB": 4},
            )


def _ways(rows: pd.DataFrame) -> list[str]:
    # Rows of one study and protocol differ only in what the time covers and which mean it is.
    twice = rows.duplicated(["entity", "protocol"], keep=False)
    return [
        f"{row.entity}, {row.year}\n"
        + (f"{row.protocol} ({_STAGES[row.stage]}, {row.statistic})" if same else row.protocol)
        for row, same in zip(each(rows), twice, strict=True)
    ]
