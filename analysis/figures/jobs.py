"""Figures of pay in one job over time, and of shops against the income of a migrant worker."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from analysis.errors import FigureError
from analysis.figures.papers import drawn
from analysis.figures.rows import each, rows_figure
from analysis.figures.style import FAINT, INK, colour, label_line, narrow, new_figure
from analysis.tables.country_names import country_name

_TICKS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200)
_KINDS = {"staff": "staff", "contract": "contractors", "platform": "open platform"}


@drawn
def pay_in_one_job(dates: pd.DataFrame, minima: pd.DataFrame, ends: pd.DataFrame) -> Figure:
    """Pay in one job at one employer over the years, on a log scale.

    Parameters
    ----------
    dates : pandas.DataFrame
        From :func:`analysis.wages.jobs.one_job_over_time`: a bar runs from the lowest to the
        highest amount of a date, a line joins their middles.
    minima : pandas.DataFrame
        From :func:`analysis.wages.jobs.minimum_by_year`: dashed.
    ends : pandas.DataFrame
        From :func:`analysis.wages.jobs.ends_of_jobs`: a cross.

    Raises
    ------
    FigureError
        For an end of a job that is not drawn.
    """
    stray = sorted(set(ends["job"]) - set(dates["job"]))
    if stray:
        raise FigureError(f"end of {stray[0]}, which is not drawn; allowed: jobs with dates")
    figure, (axes,) = new_figure(height=5.4 if narrow() else 4.4)
    for country, floor in minima.groupby("country"):
        axes.plot(floor["year"], floor["pay"], "--", color=FAINT, lw=1.2)
        label_line(axes, float(floor["year"].iloc[0]), float(floor["pay"].iloc[0]),
                   f"minimum, {country_name(country)}".replace("United States", "US"), "",
                   xytext=(0, 6), fontsize=8.5)  # fmt: skip
    stop = dict(zip(ends["job"], ends["date"], strict=True))
    for place, (job, rows) in enumerate(dates.groupby("job", sort=False)):
        _job(axes, str(job), rows, 0.05 * (place % 3 - 1), stop.get(str(job)))
    axes.set_yscale("log")
    low, high = float(dates["low"].min()), float(dates["high"].max())
    axes.set_ylim(min(low, float(minima["pay"].min())) / 1.3, high * 1.5)
    axes.yaxis.set_major_locator(FixedLocator([tick for tick in _TICKS if tick < high * 1.5]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_ylabel("constant US dollars an hour, log scale", fontsize=9.5)
    axes.set_xlim(
        float(dates["date"].min()) - 1, max(float(dates["date"].max()), *stop.values()) + 1
    )
    handles = [
        axes.plot([], [], "-", color=colour(kind), lw=3, label=word)[0]
        for kind, word in _KINDS.items()
        if kind in set(dates["kind"])
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=3, fontsize=9,
                  handlelength=1.0, borderaxespad=0.1)  # fmt: skip
    return figure


def _job(axes: Axes, job: str, rows: pd.DataFrame, shift: float, stop: float | None) -> None:
    thing = str(rows["kind"].iloc[0])
    x, y = rows["date"].to_numpy(dtype=float) + shift, rows["middle"].to_numpy(dtype=float)
    axes.plot(x, y, "-o", color=colour(thing), ms=4, lw=1.6)
    for at, row in zip(x, each(rows), strict=True):
        axes.plot([at, at], [row.low, row.high], color=colour(thing), lw=4, alpha=0.3,
                  solid_capstyle="butt")  # fmt: skip
    if stop is not None:
        axes.plot([x[-1], stop], [y[-1]] * 2, ":", color=colour(thing), lw=1.2)
        axes.plot(stop, y[-1], "x", color=colour(thing), ms=6, mew=1.8)
    first = rows.iloc[0]
    late = x[0] > float(axes.dataLim.x0) + 9
    beside = late or thing == "contract"
    above = thing == "staff"
    at = (x[0], float(first["middle" if late else "high" if above else "low"]))
    label_line(
        axes, *at, job, thing, fontsize=9, ha="right" if beside else "left",
        xytext=(-7, 0) if beside else (0, 7 if above else -6),
        va="center" if beside else "bottom" if above else "top",
    )  # fmt: skip


@drawn
def shops_against_migrants(ratios: pd.DataFrame, low: float, high: float) -> Figure:
    """Monthly pay of Chinese shops over a migrant worker's income of the year, a row a report.

    Parameters
    ----------
    ratios : pandas.DataFrame
        From :func:`analysis.wages.against_migrants`; an arrow is "up to".
    low, high : float
        Bounds within which pay counts as ordinary, shaded.
    """
    ordered = ratios.sort_values("ratio_high", ignore_index=True)
    names = [
        f"{row.place if isinstance(row.place, str) else 'somewhere'}, {row.year}"
        for row in each(ordered)
    ]
    figure, axes = rows_figure(names, line=0.42)
    axes.axvspan(low, high, color=colour("placebo"), alpha=0.18, lw=0)
    axes.axvline(1, color=INK, lw=1)
    for place, row in enumerate(each(ordered)):
        if pd.isna(row.ratio):
            axes.annotate("", (row.ratio_high / 1.25, place), (row.ratio_high, place),
                          arrowprops={"arrowstyle": "->", "color": colour("china")})  # fmt: skip
            axes.plot(row.ratio_high, place, "|", color=colour("china"), ms=9)
            continue
        axes.plot([row.ratio_low, row.ratio_high], [place] * 2, color=colour("china"), lw=3,
                  alpha=0.4)  # fmt: skip
        axes.plot(row.ratio, place, "o", color=colour("china"), ms=5)
    axes.set_xlim(0, max(1.5, float(ordered["ratio_high"].max()) * 1.1))
    axes.set_xlabel("pay of a month over a migrant worker's income", fontsize=9.5)
    return figure
