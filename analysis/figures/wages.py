"""Figures of pay: the ladder, two countries over time, the minimum wage, places, firms, chains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from analysis.figures.papers import drawn
from analysis.figures.style import FAINT, INK, colour, new_figure

COUNTRIES = {
    "BRA": "Brazil", "CHN": "China", "DEU": "Germany", "EGY": "Egypt", "FIN": "Finland",
    "FRA": "France", "GBR": "Britain", "GHA": "Ghana", "IND": "India", "KEN": "Kenya",
    "KHM": "Cambodia", "MDG": "Madagascar", "NGA": "Nigeria", "PAK": "Pakistan",
    "PHL": "Philippines", "THA": "Thailand", "TUR": "Turkey", "UGA": "Uganda",
    "USA": "United States",
    "VEN": "Venezuela", "VNM": "Viet Nam",
}  # fmt: skip
FIRMS = {"raterlabs": "RaterLabs", "scale_outlier": "Outlier"}
_ROW = 0.27
_TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 250)


def country_name(code: Any) -> str:
    """English short name; "country unknown" for a missing code."""
    return COUNTRIES.get(code, str(code)) if isinstance(code, str) else "country unknown"


@drawn
def wage_ladder(steps: pd.DataFrame) -> Figure:
    """Range of hourly pay by country and form of work, poorest first, on a log scale.

    Parameters
    ----------
    steps : pandas.DataFrame
        From :func:`analysis.wages.ladder.with_minima`: a bracket is the local minimum wage.
    """
    figure, (axes,) = new_figure(height=1.1 + _ROW * len(steps))
    places = np.arange(len(steps))[::-1]
    rows: Iterable[Any] = steps.itertuples()
    for place, row in zip(places, rows, strict=True):
        _range(axes, place + 0.13, row.low, row.high, "market")
        if pd.notna(row.parity_low):
            _range(axes, place - 0.17, row.parity_low, row.parity_high, "parity")
        if pd.notna(row.low_minimum):
            _bracket(axes, place, row.low_minimum, row.high_minimum)
    names = [
        f"{country_name(row.country)}, {row.form} ({row.quotes})" for row in steps.itertuples()
    ]
    _rows(axes, places, names)
    _dollars(axes, "US dollars of one year per paid hour, log scale")
    _key(axes, [("market rate", "market"), ("PPP", "parity"),
                ("minimum wage", "minimum")])  # fmt: skip
    return figure


@drawn
def quotes_by_year(quotes: pd.DataFrame) -> Figure:
    """How many quotes there are by country and year; darker is more.

    Parameters
    ----------
    quotes : pandas.DataFrame
        ``country`` and ``year``.
    """
    known = quotes.dropna(subset="year").assign(
        place=quotes["country"].map(country_name, na_action=None)
    )
    counts = known.pivot_table(index="place", columns="year", values="quote_id", aggfunc="count")
    years = list(range(int(known["year"].min()), int(known["year"].max()) + 1))
    counts = counts.reindex(columns=years)
    counts = counts.loc[counts.sum(axis=1).sort_values().index]
    figure, (axes,) = new_figure(height=0.9 + 0.22 * len(counts))
    axes.grid(visible=False)
    places = np.arange(len(counts))
    for place, (_, row) in enumerate(counts.iterrows()):
        for year, count in zip(years, row.to_numpy(dtype=float), strict=True):
            if np.isnan(count):
                continue
            axes.scatter(year, place, s=18 + 22 * count, marker="s", color=colour("wage"), lw=0,
                         alpha=min(1.0, 0.35 + 0.1 * count))  # fmt: skip
            if count > 2:
                axes.text(year, place, f"{count:.0f}", ha="center", va="center", fontsize=6.5,
                          color="white")  # fmt: skip
    axes.set_yticks(places, list(counts.index), fontsize=9)
    axes.set_xlim(years[0] - 0.7, years[-1] + 0.9)
    axes.set_xlabel("year that a quote speaks of")
    return figure


@drawn
def two_countries(pay: pd.DataFrame, countries: tuple[str, str], years: Sequence[int]) -> Figure:
    """Quotes of two countries by year; years in which both have enough sources are shaded.

    Parameters
    ----------
    pay : pandas.DataFrame
        Hourly pay in one unit, with ``country`` and ``year``.
    """
    figure, (axes,) = new_figure(height=3.6)
    for year in years:
        axes.axvspan(year - 0.45, year + 0.45, color=FAINT, alpha=0.18, lw=0)
    for shift, code in zip((-0.16, 0.16), countries, strict=True):
        rows: Any = pay[pay["country"] == code].sort_values(["year", "quote_id"])
        offsets = _spread(rows["year"].to_numpy(dtype=float))
        thing = "china" if code == "CHN" else "united_states"
        for x, row in zip(offsets + shift, rows.itertuples(), strict=True):
            ends = np.array([row.low, row.mid, row.high], dtype=float)
            low, high = np.nanmin(ends), np.nanmax(ends)
            axes.plot([x, x], [low, high], color=colour(thing), lw=1.3, alpha=0.8)
            axes.plot(x, np.sqrt(low * high), "o", ms=3, color=colour(thing))
        _name(axes, rows, country_name(code), thing)
    axes.set_yscale("log")
    _ticks(axes.yaxis, axes.get_ylim())
    axes.set_ylabel("US dollars per paid hour, log scale")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("year")
    return figure


@drawn
def bars_below_minimum(table: pd.DataFrame) -> Figure:
    """Share of quotes below, undecided and not below the local minimum, by choice.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`analysis.wages.below_minimum.dependence`.
    """
    figure, (axes,) = new_figure(height=1.0 + 0.42 * len(table))
    places = np.arange(len(table))[::-1]
    left = np.zeros(len(table))
    for column, thing, strength in (
        ("below", "minimum", 1.0), ("undecided", "minimum", 0.35), ("not_below", "placebo", 0.35),
    ):  # fmt: skip
        share = 100 * table[column].to_numpy(dtype=float)
        axes.barh(places - 0.16, share, left=left, height=0.38, color=colour(thing),
                  alpha=strength, lw=0)  # fmt: skip
        left = left + share
    rows: Iterable[Any] = table.itertuples()
    for place, row in zip(places, rows, strict=True):
        axes.text(0, place + 0.12, f"{row.choice} ({row.quotes})", va="bottom", fontsize=9)
        axes.text(100 * row.below + 1, place - 0.17, f"{100 * row.below:.0f}%", va="center",
                  fontsize=8.5)  # fmt: skip
    axes.set_yticks([])
    axes.set_ylim(-0.6, len(table) - 0.2)
    axes.set_xlim(0, 100)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("% of quotes (not of workers)")
    _key(axes, [("below", "minimum"), ("depends on hours or class (pale)", "minimum"),
                ("not below", "placebo")])  # fmt: skip
    return figure


@drawn
def dots_by_group(pay: pd.DataFrame, group: str, thing: str, label: str) -> Figure:
    """Every quote of each group as a line between its ends, the groups one above the other.

    Parameters
    ----------
    pay : pandas.DataFrame
        Hourly pay in one unit.
    group : str
        Column of the groups; ordered by their median.
    thing : str
        What the colour stands for.
    label : str
        Of the horizontal axis.
    """
    ends = pay[["low", "mid", "high"]].astype(float)
    lines = pay.assign(bottom=ends.min(axis=1), top=ends.max(axis=1))
    lines["centre"] = np.sqrt(lines["bottom"] * lines["top"])
    order = list(lines.groupby(group)["centre"].median().sort_values(ascending=False).index)
    figure, (axes,) = new_figure(height=1.0 + 0.085 * len(lines) + 0.22 * len(order))
    place, names = 0.0, []
    for name in order[::-1]:
        start = place
        rows: Any = lines[lines[group] == name].sort_values("centre").itertuples()
        for row in rows:
            _range(axes, place, row.bottom, row.top, thing)
            place += 0.5
        names.append(((start + place - 0.5) / 2, name))
        axes.axhline(place + 0.15, color=FAINT, lw=0.5, alpha=0.5)
        place += 0.8
    _rows(axes, [at for at, _ in names], [str(name).replace(", ", ",\n") for _, name in names])
    _dollars(axes, label)
    return figure


@drawn
def firm_changes(changes: pd.DataFrame) -> Figure:
    """Pay of one job before and after a change, one row a change.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`analysis.wages.comparable.within_firms`.
    """
    figure, (axes,) = new_figure(height=1.1 + 0.4 * len(changes))
    places = np.arange(len(changes))[::-1]
    rows: Iterable[Any] = changes.itertuples()
    names = []
    for place, row in zip(places, rows, strict=True):
        _range(axes, place + 0.14, row.before_low, row.before_high, "placebo")
        _range(axes, place - 0.14, row.after_low, row.after_high, "wage")
        years = f"{row.before_year}" + (
            "" if row.after_year == row.before_year else f"–{row.after_year % 100:02d}"
        )
        firm = FIRMS.get(row.firm, row.firm.replace("_", " ").title())
        names.append(f"{firm}, {country_name(row.country)} {years}")
    _rows(axes, places, names)
    _dollars(axes, "US dollars of one year per paid hour, log scale")
    _key(axes, [("before", "placebo"), ("after", "wage")])
    return figure


@drawn
def price_chain(chains: pd.DataFrame) -> Figure:
    """What is left of the client's price at each link, one panel line a chain.

    Parameters
    ----------
    chains : pandas.DataFrame
        Frames of :func:`analysis.wages.piece_rates.chain`, one below the other, with ``chain``.
    """
    named = {str(title): links for title, links in chains.groupby("chain", sort=False)}
    figure, (axes,) = new_figure(height=0.9 + 0.36 * len(chains) + 0.3 * len(named))
    place = 0.0
    for title, links in named.items():
        axes.text(0, place + 0.1, title, fontsize=9.5, fontweight="bold", va="center")
        place -= 0.75
        rows: Iterable[Any] = links.itertuples()
        for row in rows:
            axes.barh(place, 100 * row.share_high, height=0.55, color=colour("price"),
                      alpha=0.4, lw=0)  # fmt: skip
            axes.barh(place, 100 * row.share_low, height=0.55, color=colour("price"), lw=0)
            share = _shares(row.share_low, row.share_high)
            axes.text(2, place, f"{row.link}: {share}", va="center", fontsize=9, color=INK)
            place -= 0.8
        place -= 0.3
    axes.set_yticks([])
    axes.set_ylim(place + 0.4, 0.6)
    axes.set_xlim(0, 102)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("% of the first price")
    return figure


@drawn
def deletions(without: pd.DataFrame, full: float, unit: str) -> Figure:
    """The answer with each source left out, sorted; the line is the answer with all.

    Parameters
    ----------
    without : pandas.DataFrame
        From :func:`analysis.wages.synthesis.deletion_table`: the answer is the last column.
    """
    ordered = without.iloc[:, -1].sort_values()
    figure, (axes,) = new_figure(height=2.4)
    axes.axhline(full, color=colour("wage"), lw=1.4)
    axes.plot(np.arange(len(ordered)), ordered.to_numpy(), "o", ms=3.5, color=INK)
    axes.annotate("all sources", (len(ordered) - 1, full), xytext=(0, 5), ha="right",
                  textcoords="offset points", color=colour("wage"), fontsize=9.5)  # fmt: skip
    axes.set_ylabel(unit)
    axes.set_xlabel("source left out, in order of the answer")
    axes.set_xticks([])
    return figure


def _range(axes: Axes, place: float, low: float, high: float, thing: str) -> None:
    ends = [end for end in (low, high) if pd.notna(end)]
    axes.plot([min(ends), max(ends)], [place, place], color=colour(thing), lw=3.2,
              solid_capstyle="butt", alpha=0.9)  # fmt: skip
    if min(ends) == max(ends) or max(ends) / min(ends) < 1.03:
        axes.plot(min(ends), place, "o", ms=4, color=colour(thing))


def _bracket(axes: Axes, place: float, low: float, high: float) -> None:
    for end in (low, high):
        axes.plot([end, end], [place - 0.3, place + 0.28], color=colour("minimum"), lw=1.2)
    axes.plot([low, high], [place, place], color=colour("minimum"), lw=0.8)


def _rows(axes: Axes, places: Sequence[float] | np.ndarray[Any, Any], names: list[str]) -> None:
    axes.set_yticks(list(places), names, fontsize=8.8)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)


def _dollars(axes: Axes, label: str) -> None:
    axes.set_xscale("log")
    _ticks(axes.xaxis, axes.get_xlim())
    axes.set_xlabel(label, fontsize=9.5)


def _ticks(axis: Any, limits: tuple[float, float]) -> None:
    axis.set_major_locator(FixedLocator([t for t in _TICKS if limits[0] <= t <= limits[1]]))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def _key(axes: Axes, entries: Sequence[tuple[str, str]]) -> None:
    step = 0.0
    for text, thing in entries:
        axes.annotate(text, (step, 1.0), xycoords="axes fraction", xytext=(0, 5),
                      textcoords="offset points", fontsize=9, color=colour(thing),
                      fontweight="bold", annotation_clip=False)  # fmt: skip
        step += 0.027 * len(text) + 0.05


def _spread(years: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    shifted = years.copy()
    for year in np.unique(years):
        rows = np.flatnonzero(years == year)
        shifted[rows] += np.linspace(-0.13, 0.13, len(rows)) if len(rows) > 1 else 0.0
    return shifted


def _name(axes: Axes, rows: pd.DataFrame, name: str, thing: str) -> None:
    top = float(np.nanmax(rows[["low", "mid", "high"]].to_numpy(dtype=float)))
    bottom = float(np.nanmin(rows[["low", "mid", "high"]].to_numpy(dtype=float)))
    above = thing == "united_states"
    axes.annotate(name, (float(rows["year"].min()), top if above else bottom), xytext=(0, 0),
                  textcoords="offset points", color=colour(thing), fontweight="bold",
                  va="top" if above else "bottom", fontsize=10)  # fmt: skip


def _shares(low: float, high: float) -> str:
    return f"{100 * low:.0f}%" if high / low < 1.01 else f"{100 * low:.0f} to {100 * high:.0f}%"
