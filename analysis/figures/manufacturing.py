"""Figures of 459 industries: the response of jobs to productivity, and where their peaks lie."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from analysis.figures.papers import drawn
from analysis.figures.rows import each, key, rows_figure
from analysis.figures.style import FAINT, colour, new_figure

EDGE = 1.0
"""Slopes beyond are drawn at the edge."""
_SAMPLES = {"all": "all industries", "without electronics": "without_electronics"}
_WINDOWS = ("all years", "to 1989", "from 1989")


@drawn
def response_along_the_curve(fifths: pd.DataFrame) -> Figure:
    """Response of jobs to productivity where output per head has grown least to most.

    Parameters
    ----------
    fifths : pandas.DataFrame
        From :func:`analysis.industries.manufacturing.fifths_side_by_side`.
    """
    figure, (axes,) = new_figure(height=3.5)
    things = {"all": "all_industries", "without electronics": "without_electronics"}
    for shift, (industries, thing) in zip((-0.012, 0.012), things.items(), strict=True):
        rows = fifths[fifths["industries"] == industries].sort_values("position")
        for row in each(rows):
            axes.plot(
                [row.position + shift] * 2, [row.low, row.high], color=colour(thing), linewidth=1.3
            )
        axes.plot(rows["position"] + shift, rows["coefficient"], "o-", color=colour(thing))
    axes.axhline(0, color=FAINT, linewidth=1.2)
    axes.annotate(
        "below: productivity costs jobs", (1, 0), (0, -4), xycoords=("axes fraction", "data"),
        textcoords="offset points", ha="right", va="top", fontsize=9, color=FAINT,
    )  # fmt: skip
    axes.set_ylim(bottom=min(-0.35, float(fifths["low"].min()) - 0.1))
    axes.set_xlabel("log points of output per head gained since 1958")
    axes.set_ylabel("% more jobs for 1% more productivity")
    key(axes, {"all industries": "all_industries", "without electronics": "without_electronics"})
    return figure


@drawn
def slopes_by_sample(fits: pd.DataFrame) -> Figure:
    """How the response changes per log point of position: every specification, by sample.

    Parameters
    ----------
    fits : pandas.DataFrame
        From :func:`analysis.industries.manufacturing.every_specification`.
    """
    samples = [
        (position, industries, window)
        for position in ("output", "price")
        for window in _WINDOWS
        for industries in _SAMPLES
    ]
    figure, axes = rows_figure(
        [f"{position}, {window}" for position, _, window in samples], line=0.34
    )
    for place, (position, industries, window) in enumerate(samples):
        rows = fits[
            (fits["position"] == position)
            & (fits["industries"] == industries)
            & (fits["window"] == window)
        ]
        thing = "all_industries" if industries == "all" else "without_electronics"
        axes.plot(
            rows["falls"].clip(-EDGE, EDGE), [place + 0.2] * len(rows), "|", color=colour(thing),
            alpha=0.55, markersize=7,
        )  # fmt: skip
        for row in each(rows[rows["primary"]]):
            ends = [max(row.low, -EDGE), min(row.high, EDGE)]
            axes.plot(ends, [place - 0.12] * 2, color=colour(thing), linewidth=1.6)
            axes.plot(max(-EDGE, min(EDGE, row.falls)), place - 0.12, "o", color=colour(thing))
    axes.axvline(0, color=FAINT, linewidth=1.2)
    axes.axhline(len(samples) / 2 - 0.5, color=FAINT, linewidth=0.8)
    axes.set_xlim(-EDGE * 1.04, EDGE * 1.04)
    axes.set_xlabel("change of the response per log point of position")
    key(axes, {"all industries": "all_industries", "without electronics": "without_electronics"})
    return figure


@drawn
def peaks_apart(apart: pd.DataFrame) -> Figure:
    """Share of industries whose two peaks lie at most so many years apart.

    Parameters
    ----------
    apart : pandas.DataFrame
        ``apart`` of :func:`analysis.industries.manufacturing.peaks_together`.
    """
    figure, (axes,) = new_figure(height=3.2)
    things = {"own": "all_industries", "drift_of_another": "without_electronics"}
    for name, thing in (*things.items(), ("paired_at_random", "placebo")):
        axes.plot(apart["years"], apart[name], marker="o", markersize=3, color=colour(thing))
    key(
        axes,
        {
            "own": "all_industries",
            "another's labour share": "without_electronics",
            "random pairs": "placebo",
        },
    )
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel("years between the peaks, at most")
    axes.set_ylabel("share of industries")
    return figure
