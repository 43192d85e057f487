"""Figures of labels: ladders of time and price, savings, hours, shares, counts, the panel.

Ladders are rows, not points over years: each row is one study's way of working, and only rows of
one study are joined, because only they can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from analysis.figures.papers import drawn
from analysis.figures.style import FAINT, INK, colour, new_figure

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
_SIDES = {
    "buyer": "asked of buyers",
    "posted_reward": "posted to workers",
    "machine": "machine label",
    "unstated": "side not stated",
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
    figure, axes = _rows_figure(len(rows))
    for row in _each(rows):
        _range(axes, row.Index, row.seconds_low, row.seconds_high, colour(_HELP[row.assistance]))
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
    _row_labels(axes, _ways(rows))
    _log_axis(axes, f"seconds per {per}, log scale", rows["seconds"], room=3.0)
    _key(
        axes, {_HELP_WORDS[code]: _HELP[code] for code in _HELP if code in set(rows["assistance"])}
    )
    return figure


@drawn
def savings(steps: pd.DataFrame) -> Figure:
    """Time before over time after within one study, one row a study's comparison.

    Parameters
    ----------
    steps : pandas.DataFrame
        ``label``, ``ratio``, ``ratio_low``, ``ratio_high`` and ``measured`` (whether both times
        were published, rather than the ratio alone), in the order to be drawn.
    """
    figure, axes = _rows_figure(len(steps), line=0.36)
    for position, row in enumerate(_each(steps)):
        thing = "within_study" if row.measured else "stated"
        _range(axes, position, row.ratio_low, row.ratio_high, colour(thing))
        axes.plot(row.ratio, position, "o", color=colour(thing))
        axes.annotate(
            f"{row.ratio:.3g}", (row.ratio, position), (6, 0), textcoords="offset points",
            va="center", fontsize=9.5,
        )  # fmt: skip
    axes.axvline(1, color=FAINT, linewidth=1)
    _row_labels(axes, list(steps["label"]))
    _log_axis(axes, "time before / time after, log", steps["ratio"], room=2.5)
    _key(axes, {"both times published": "within_study", "only the ratio stated": "stated"})
    return figure


@drawn
def price_ladder(rungs: pd.DataFrame, currency: str, per: str) -> Figure:
    """Price of a label by row, with its range, coloured by side.

    Parameters
    ----------
    rungs : pandas.DataFrame
        From :func:`analysis.labels.price_ladder`, or several of them joined, in one currency and
        unit; ``label`` names the row.
    currency, per : str
    """
    rows = rungs.reset_index(drop=True)
    figure, axes = _rows_figure(len(rows), line=0.34)
    for row in _each(rows):
        thing = {"machine": "machine", "posted_reward": "wage"}.get(row.side, "price")
        _range(axes, row.Index, row.low, row.high, colour(thing))
        known = next(value for value in (row.point, row.high, row.low) if not np.isnan(value))
        marker = "o" if not np.isnan(row.point) else "<" if np.isnan(row.low) else ">"
        axes.plot(
            known, row.Index, marker, color=colour(thing),
            markerfacecolor="none" if row.confidence == "low" else None,
        )  # fmt: skip
        end = known if np.isnan(row.high) else row.high
        axes.annotate(
            f"{known:.3g}", (end, row.Index), (6, 0), textcoords="offset points", va="center",
            fontsize=9.5,
        )  # fmt: skip
    _row_labels(axes, list(rows["label"]))
    values = pd.concat([rows["low"], rows["point"], rows["high"]]).dropna()
    _log_axis(axes, f"{currency} per {per}, log scale", values, room=2.5)
    sides = {
        _SIDES[side]: {"machine": "machine", "posted_reward": "wage"}.get(side, "price")
        for side in _SIDES
        if side in set(rows["side"])
    }
    _key(axes, sides)
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
    figure, axes = _rows_figure(len(rows), line=0.34)
    known = rows["point"].dropna()
    left = known.min() / 2
    signs = {"at_least": "at least ", "at_most": "at most "}
    for row in _each(rows):
        if np.isnan(row.point):
            axes.annotate(
                fill(f"not known: {row.reason}", 34), (left, row.Index), (2, 0),
                textcoords="offset points", va="center", fontsize=9, style="italic",
            )  # fmt: skip
            continue
        axes.barh(
            row.Index, row.point - left, left=left, height=0.55,
            color="none" if row.weak else colour("labels"), edgecolor=colour("labels"),
        )  # fmt: skip
        if row.low < row.high:
            axes.plot([row.low, row.high], [row.Index] * 2, color=INK, linewidth=1.4)
        axes.annotate(
            f"{signs.get(row.bound, '')}{row.point:,.0f}", (max(row.point, row.high), row.Index),
            (4, 0), textcoords="offset points", va="center", fontsize=9,
        )  # fmt: skip
    _row_labels(axes, [f"{row.name}, {row.year}" for row in _each(rows)])
    _log_axis(axes, "hours of work, log scale", known, room=14.0)
    axes.set_xlim(left=left)
    return figure


@drawn
def shares(parts: pd.DataFrame) -> Figure:
    """How one payment is divided, one bar a case.

    Parameters
    ----------
    parts : pandas.DataFrame
        Index: the case; columns: who gets a part, shares of one.
    """
    figure, axes = _rows_figure(len(parts), line=0.5)
    things = ("wage", "price", "machine")
    left = np.zeros(len(parts))
    for thing, name in zip(things, parts.columns, strict=False):
        values = parts[name].to_numpy(dtype=float)
        axes.barh(range(len(parts)), values, left=left, height=0.6, color=colour(thing))
        for position, (start, value) in enumerate(zip(left, values, strict=True)):
            axes.text(
                start + value / 2, position, f"{100 * value:.0f}%", ha="center", va="center",
                color="white", fontsize=9.5, fontweight="bold",
            )  # fmt: skip
        left += values
    _row_labels(axes, [fill(str(name), 26) for name in parts.index])
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    axes.set_xlabel("share of what is paid at the top")
    axes.grid(visible=False)
    _key(axes, dict(zip(parts.columns, things, strict=False)))
    return figure


@drawn
def head_counts(counts: pd.DataFrame) -> Figure:
    """Head-counts of places side by side, each of its own population.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`analysis.labels.head_counts`.
    """
    figure, axes = _rows_figure(len(counts), line=0.32)
    markers = {"at_least": ">", "at_most": "<"}
    for position, row in enumerate(_each(counts)):
        axes.plot(row.value, position, markers.get(row.bound, "o"), color=colour("employment"))
        axes.annotate(
            f"{row.value:,.0f}", (row.value, position), (6, 0), textcoords="offset points",
            va="center", fontsize=9.5,
        )  # fmt: skip
    _row_labels(axes, [fill(f"{row.entity}, {row.year}", 30) for row in _each(counts)])
    _log_axis(axes, "persons, log scale (arrow: at least)", counts["value"], room=4.0)
    return figure


@drawn
def estimates_side_by_side(found: pd.DataFrame, unit: str, scale: float = 1.0) -> Figure:
    """Values of one measure and year from several sources, which are not to be averaged.

    Parameters
    ----------
    found : pandas.DataFrame
        From :func:`analysis.labels.disagreement`, with ``label``.
    unit : str
    scale : float
        Divisor of the values.
    """
    figure, axes = _rows_figure(len(found), line=0.36)
    for position, row in enumerate(_each(found)):
        value = row.value / scale
        hollow = row.confidence == "low" or row.status in ("forecast", "estimate")
        axes.plot(
            value, position, "o", color=colour("price"), markerfacecolor="none" if hollow else None
        )
        axes.annotate(
            f"{value:.3g}", (value, position), (6, 0), textcoords="offset points", va="center",
            fontsize=9.5,
        )  # fmt: skip
    _row_labels(axes, [fill(str(label), 30) for label in found["label"]])
    axes.set_xlabel(unit)
    axes.set_xlim(0, float(found["value"].max()) / scale * 1.2)
    return figure


@drawn
def panel_coefficients(estimates: pd.DataFrame) -> Figure:
    """Coefficients of log posted reward by set of keywords: tasks and their two parts.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``keywords``, ``outcome`` (``tasks``, ``batches``, ``batch_size``), ``coefficient``,
        ``low``, ``high``.
    """
    sets = list(dict.fromkeys(estimates["keywords"]))
    figure, axes = _rows_figure(len(sets), line=0.85)
    offsets = {"tasks": -0.24, "batches": 0.0, "batch_size": 0.24}
    words = {"tasks": "tasks", "batches": "batches", "batch_size": "tasks in a batch"}
    for row in _each(estimates):
        place = sets.index(row.keywords) + offsets[row.outcome]
        axes.plot([row.low, row.high], [place] * 2, color=colour(row.outcome), linewidth=1.4)
        axes.plot(row.coefficient, place, "o", color=colour(row.outcome))
    axes.axvline(0, color=FAINT, linewidth=1)
    _row_labels(axes, [fill(name, 14) for name in sets])
    axes.set_xlabel("log volume on log posted reward, 95% interval")
    _key(axes, {words[name]: name for name in offsets})
    return figure


@drawn
def tracker_mix(mix: pd.DataFrame) -> Figure:
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


def _each(frame: pd.DataFrame) -> Iterator[Any]:
    # The checker knows no types of named tuples made at run time.
    yield from frame.itertuples()


def _rows_figure(rows: int, *, line: float = 0.5) -> tuple[Figure, Axes]:
    figure, (axes,) = new_figure(height=1.15 + line * rows)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    return figure, axes


def _row_labels(axes: Axes, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), labels, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _log_axis(axes: Axes, label: str, values: pd.Series[Any], *, room: float) -> None:
    axes.set_xscale("log")
    axes.set_xlim(float(values.min()) / 1.6, float(values.max()) * room)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(label)


def _range(axes: Axes, position: int, low: float, high: float, tint: str) -> None:
    if not np.isnan(low) and not np.isnan(high):
        axes.plot([low, high], [position] * 2, color=tint, linewidth=3, alpha=0.35)


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


def _key(axes: Axes, words: dict[str, str]) -> None:
    handles = [
        axes.plot([], [], "o", color=colour(thing), label=word)[0] for word, thing in words.items()
    ]
    figure = axes.get_figure()
    if isinstance(figure, Figure):
        figure.legend(
            handles=handles, loc="outside upper left", ncols=len(words), fontsize=9,
            handletextpad=0.1, columnspacing=0.9, borderaxespad=0.1,
        )  # fmt: skip


def _ways(rows: pd.DataFrame) -> list[str]:
    # Rows of one study and protocol differ only in what the time covers and which mean it is.
    twice = rows.duplicated(["entity", "protocol"], keep=False)
    return [
        f"{row.entity}, {row.year}\n"
        + fill(
            f"{row.protocol} ({_STAGES[row.stage]}, {row.statistic})" if same else row.protocol, 34
        )
        for row, same in zip(_each(rows), twice, strict=True)
    ]


def _spread(heights: np.ndarray[Any, np.dtype[np.float64]], least: float) -> list[float]:
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + least) if placed else float(height))
    return placed
