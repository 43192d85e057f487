"""Figures of cotton, steel and motor vehicles: what was measured and what was fitted."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from analysis.figures.papers import drawn
from analysis.figures.style import COLOURS, FAINT, INK, label_line, narrow, new_figure

if TYPE_CHECKING:
    from analysis.industries.robustness import IndustryPlacebo
    from analysis.industries.series import Industry

NAMES = {"cotton": "Cotton", "steel": "Steel", "motor_vehicles": "Motor vehicles"}
_PLAIN = FuncFormatter(lambda value, _: f"{value:g}")
_BAND = 0.18


@drawn
def employment_two_ways(frames: Mapping[str, pd.DataFrame]) -> Figure:
    """Total employment and employment per head in each industry, each as a share of its peak.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        ``employment`` and ``per_thousand`` by year, by industry.
    """
    figure, panels = new_figure(len(frames), 1, height=2.25 * len(frames))
    for axes, (industry, frame) in zip(panels, frames.items(), strict=True):
        for column, style in (("employment", "-"), ("per_thousand", "--")):
            share = 100 * frame[column] / frame[column].max()
            colour = COLOURS[industry] if column == "employment" else INK
            _gapped(axes, share, color=colour, linestyle=style, marker=_marker(share))
            peak = share.idxmax()
            axes.plot([peak], [100], "o", color=colour, markersize=6)
            axes.annotate(
                str(peak), (peak, 100), xytext=(0, 6), textcoords="offset points", ha="center",
                color=colour, fontsize=9.5,
            )  # fmt: skip
        axes.set(title=NAMES[industry], ylim=(0, 118), ylabel="% of its peak")
    panels[0].plot([], [], color=COLOURS[next(iter(frames))], label="workers")
    panels[0].plot([], [], color=INK, linestyle="--", label="workers per head of population")
    panels[0].legend(loc="lower center", fontsize=9.5)
    return figure


@drawn
def demand_fit(observed: pd.DataFrame, curve: pd.DataFrame, industry: str, unit: str) -> Figure:
    """Quantity per head against the relative price with fitted curves and a bootstrap band.

    Parameters
    ----------
    observed : pandas.DataFrame
        ``relative_price`` (first year as 100) and ``quantity`` by year.
    curve : pandas.DataFrame
        ``relative_price, log, low, high, level``: fitted with errors in logs, its 95% band, and
        with errors in levels.
    industry, unit : str
        For the colour and the label of the vertical axis.
    """
    figure, (axes,) = new_figure(height=3.7)
    axes.fill_between(
        curve["relative_price"], curve["low"], curve["high"], color=COLOURS["log"], alpha=_BAND,
        linewidth=0,
    )  # fmt: skip
    axes.plot(curve["relative_price"], curve["log"], color=COLOURS["log"], label="errors in logs")
    axes.plot(
        curve["relative_price"], curve["level"], color=COLOURS["level"], linestyle="--",
        label="errors in levels",
    )  # fmt: skip
    axes.plot(
        observed["relative_price"], observed["quantity"], "o", color=COLOURS[industry],
        markersize=3.5, alpha=0.75,
    )  # fmt: skip
    for year in (observed.index[0], observed.index[len(observed) // 2], observed.index[-1]):
        point, last = observed.loc[year], year == observed.index[-1]
        axes.annotate(
            str(year), (point["relative_price"], point["quantity"]), xytext=(5, -10),
            textcoords="offset points", fontsize=9.5, color=INK, ha="right" if last else "left",
        )  # fmt: skip
    first = observed.index[0]
    axes.set(xscale="log", yscale="log", ylabel=unit)
    axes.set_xlabel(f"price over income, {first} = 100 (cheaper to the right)")
    low = observed["quantity"].min()
    axes.set_ylim(bottom=low / 3, top=observed["quantity"].max() * 2.5)
    axes.invert_xaxis()
    _plain_logs(axes)
    axes.legend(loc="lower right", fontsize=9.5)
    return figure


@drawn
def price_and_income_lines(frame: pd.DataFrame) -> Figure:
    """Fall of the relative price since the first year, and the part that is real price.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``relative`` and ``price``, log points fallen since the first year, by year.
    """
    figure, (axes,) = new_figure(height=3.3)
    nothing = 0.0 * frame["price"]
    _gapped_band(axes, nothing, frame["price"], color=COLOURS["price"], alpha=0.35)
    _gapped_band(axes, frame["price"], frame["relative"], color=COLOURS["income"], alpha=0.25)
    _gapped(axes, frame["relative"], color=INK)
    _gapped(axes, frame["price"], color=COLOURS["price"])
    axes.axhline(0, color=FAINT, linewidth=0.8)
    year, last = frame.index[-1], frame.iloc[-1]
    label_line(axes, year, last["relative"], "price over\nincome", "observed")
    label_line(axes, year, last["price"], "real price\nalone", "price")
    late = frame.iloc[int(0.7 * len(frame))]
    axes.annotate(
        "rise of\nreal income", (late.name, 0.5 * (late["price"] + late["relative"])),
        color=COLOURS["income"], ha="center", va="center", fontsize=9.5,
    )  # fmt: skip
    axes.set(ylabel="fall since the first year,\nlog points")
    axes.margins(x=0.02)
    return figure


@drawn
def elasticity_along_time(
    frame: pd.DataFrame, thresholds: Mapping[str, float], published: Mapping[int, float]
) -> Figure:
    """Fitted elasticity in each year with its bootstrap band, the thresholds, and Bessen's pair.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``log, low, high, level`` by year.
    thresholds : mapping of str to float
        Elasticity at which employment turns, by label.
    published : mapping of int to float
        Published elasticities by year.
    """
    figure, (axes,) = new_figure(height=3.7)
    _gapped_band(axes, frame["low"], frame["high"], color=COLOURS["log"], alpha=_BAND)
    _gapped(axes, frame["log"], color=COLOURS["log"])
    _gapped(axes, frame["level"], color=COLOURS["level"], linestyle="--")
    axes.plot([], [], color=COLOURS["log"], label="errors in logs, with 95% band")
    axes.plot([], [], color=COLOURS["level"], linestyle="--", label="errors in levels")
    for style, (name, level) in zip((":", "-."), thresholds.items(), strict=False):
        axes.axhline(level, color=INK, linewidth=0.9, linestyle=style, label=name)
    if published:
        axes.plot(
            list(published), list(published.values()), "D", color=COLOURS["elasticity"],
            markersize=6, label="published (second-hand)",
        )  # fmt: skip
    axes.set(yscale="log", ylabel="elasticity of demand (log scale)")
    axes.set_ylim(bottom=0.01)
    _plain_logs(axes)
    figure.legend(loc="outside lower left", ncols=1 if narrow() else 3, fontsize=9)
    return figure


@drawn
def rise_and_fall(
    frame: pd.DataFrame, industry: str, passing: tuple[float, float], unit: str = "workers"
) -> Figure:
    """Share of income spent over workers per head, and when the fitted elasticity passes one.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``share, smoothed, per_thousand`` by year, with gaps.
    industry : str
    passing : (float, float)
        95% interval of the year in which the fitted elasticity is one; infinite where open.
    """
    figure, panels = new_figure(2, 1, height=4.6, share_x=True)
    years = frame.index
    low, high = max(passing[0], years.min()), min(passing[1], years.max())
    for axes in panels:
        axes.axvspan(low, high, color=COLOURS["elasticity"], alpha=0.13, linewidth=0)
    above, below = panels
    share, even = frame["share"].dropna(), frame["smoothed"].dropna()
    above.plot(share.index, share, "o", color=FAINT, markersize=2.5)
    _gapped(above, even, color=COLOURS[industry])
    above.set(title="Share of income spent", ylabel="% of its largest", ylim=(0, 108))
    above.text(
        (low + high) / 2, 4, "elasticity one", ha="center", va="bottom", fontsize=9,
        color=COLOURS["elasticity"],
    )  # fmt: skip
    rate = frame["per_thousand"].dropna()
    below.plot(rate.index, rate, "o", color=COLOURS[industry], markersize=3)
    _gapped(below, rate, color=COLOURS[industry], linewidth=1)
    below.set(title=f"{unit.capitalize()} per thousand people")
    below.set_ylim(bottom=0, top=1.12 * float(rate.max()))
    return figure


@drawn
def decomposition_bars(frame: pd.DataFrame) -> Figure:
    """The same change of employment shared out three ways.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows ``endpoint, by period, chained``; one column a factor, thousand workers.
    """
    figure, (axes,) = new_figure(height=0.75 * frame.shape[1] + 1.1)
    shades = {"endpoint": COLOURS["observed"], "by period": COLOURS["wage"],
              "chained": COLOURS["employment"]}  # fmt: skip
    places = np.arange(frame.shape[1])[::-1]
    for step, (way, values) in enumerate(frame.iterrows()):
        bars = axes.barh(
            places + 0.26 * (1 - step), values, height=0.24, color=shades[str(way)], label=str(way)
        )
        axes.bar_label(bars, fmt="{:,.0f}", padding=3, fontsize=9)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks(places, [str(name).replace(" per ", "\nper ") for name in frame.columns])
    axes.set(xlabel="thousand workers")
    axes.margins(x=0.16)
    axes.grid(visible=False, axis="y")
    axes.legend(fontsize=9.5, loc="best")
    return figure


@drawn
def specification_curves(fits: pd.DataFrame, null: Mapping[Industry, IndustryPlacebo]) -> Figure:
    """Every specification's last elasticity in order, and how many cross one against the null.

    Parameters
    ----------
    fits : pandas.DataFrame
        ``industry, last, last_low, last_high, error``, one row a fit.
    null : mapping of str to IndustryPlacebo
        The share of specifications that cross one, on the data and on simulated walks.
    """
    figure, panels = new_figure(len(null), 2, height=2.2 * len(null))
    for row, (industry, joint) in enumerate(null.items()):
        left, right = panels[2 * row], panels[2 * row + 1]
        ordered = fits[fits["industry"] == industry].sort_values("last").reset_index(drop=True)
        left.vlines(
            ordered.index, ordered["last_low"].clip(-1, 3), ordered["last_high"].clip(-1, 3),
            color=FAINT, linewidth=0.5, alpha=0.5,
        )  # fmt: skip
        for error in ("log", "level"):
            some = ordered[ordered["error"] == error]
            left.plot(some.index, some["last"].clip(-1, 3), ".", color=COLOURS[error], markersize=3)
        left.axhline(1, color=INK, linewidth=0.9, linestyle=":")
        left.set(ylim=(-1.05, 3.05), ylabel="last elasticity", title=NAMES[industry])
        right.hist(100 * joint.crossing_null, bins=20, color=COLOURS["placebo"], alpha=0.6)
        right.axvline(100 * joint.crossing, color=COLOURS[industry], linewidth=2.4)
        right.set(yticks=[], xlim=(0, 100), title="crossing one, %")
    panels[-2].set_xlabel("fits, in order")
    panels[-1].set_xlabel("grey: drifting walks\nline: the data")
    return figure


@drawn
def backtest_fan(actual: pd.Series[float], paths: Mapping[int, pd.Series[float]]) -> Figure:
    """Quantity per head as curves fitted to ever longer samples have it, beside the actual one.

    Parameters
    ----------
    actual : pandas.Series
        Quantity per head by year.
    paths : mapping of int to pandas.Series
        Fitted quantity at realised prices, by last year of data.
    """
    figure, (axes,) = new_figure(height=3.6)
    shades = np.linspace(0.25, 0.95, len(paths))
    for step, (shade, (cutoff, path)) in enumerate(zip(shades, paths.items(), strict=True)):
        later = path.loc[cutoff:]
        if len(later) < 2:
            continue
        _gapped(axes, later, color=COLOURS["log"], alpha=float(shade), linewidth=1.5)
        axes.plot([later.index[0]], [later.iloc[0]], "o", color=COLOURS["log"], markersize=3.5,
                  alpha=float(shade))  # fmt: skip
        axes.annotate(
            str(cutoff) if step % 2 == 0 else "", (later.index[0], later.iloc[0]),
            xytext=(0, -5), ha="center", va="top",
            textcoords="offset points", fontsize=8.5, color=COLOURS["log"],
        )  # fmt: skip
    _gapped(axes, actual, color=INK, marker=_marker(actual))
    axes.plot([], [], color=INK, label="actual")
    axes.plot([], [], color=COLOURS["log"], marker="o", label="as fitted to that year, then on")
    axes.set(ylabel="quantity per head", ylim=(0, 1.6 * float(actual.max())))
    axes.legend(loc="upper left", fontsize=9.5)
    return figure


@drawn
def weavers_bars(frame: pd.DataFrame) -> Figure:
    """British weavers, hand and factory together, and the cloth that they wove.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``weavers`` (persons) and ``cloth`` (thousand lb) by first year of three.
    """
    # Pairs of bars have no room for their numbers on a narrow sheet: there the two stand apart.
    apart = narrow()
    figure, panels = new_figure(2 if apart else 1, height=4.6 if apart else 3.2)
    axes, other = panels if apart else (panels[0], panels[0].twinx())
    places, shift = np.arange(len(frame)), 0.0 if apart else 0.2
    bars = axes.bar(places - shift, frame["weavers"] / 1_000, width=0.38, color=COLOURS["cotton"])
    axes.bar_label(bars, fmt="{:,.0f}", fontsize=9)
    bars = other.bar(places + shift, frame["cloth"] / 1_000, width=0.38, color=COLOURS["quantity"])
    other.bar_label(bars, fmt="{:,.0f}", fontsize=9)
    other.set_xticks(places, [str(year) for year in frame.index])
    axes.set_xticks(places, [str(year) for year in frame.index])
    axes.set_ylabel("weavers, thousand", color=COLOURS["cotton"])
    other.set_ylabel("cloth, million lb", color=COLOURS["quantity"])
    other.grid(visible=False)
    axes.set_ylim(0, 330)
    other.set_ylim(0, 1_150)
    return figure


def _segments(index: pd.Index) -> list[slice]:
    """Stretches without a gap: of over ten years, or of over five after yearly values."""
    years = index.to_numpy(dtype=float)
    steps = np.diff(years)
    before = np.concatenate([[10.0], steps[:-1]])
    holes = np.flatnonzero((steps > 10.0) | ((steps > 5.0) & (before <= 2.0))) + 1
    borders = [0, *(int(hole) for hole in holes), len(years)]
    return [slice(start, end) for start, end in pairwise(borders)]


def _gapped(axes: Axes, series: pd.Series[float], **style: Any) -> None:
    """A line that breaks at gaps, so that none is bridged by the eye."""
    for stretch in _segments(series.index):
        part = series.iloc[stretch]
        axes.plot(part.index, part, **style)


def _gapped_band(axes: Axes, low: pd.Series[float], high: pd.Series[float], **style: Any) -> None:
    """A band that breaks at gaps."""
    for stretch in _segments(low.index):
        part = low.iloc[stretch]
        axes.fill_between(part.index, part, high.iloc[stretch], linewidth=0, **style)


def _marker(series: pd.Series[float]) -> str:
    """A dot at each value where values are few."""
    return "." if len(series) < 60 else ""


def _plain_logs(axes: Axes) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        if axis.get_scale() == "log":
            axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=12))
            axis.set_major_formatter(_PLAIN)
            axis.set_minor_formatter(NullFormatter())
