"""Figures of pay: the ladder, two countries over time, the minimum wage, chains of prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from analysis.figures.labels import label_on
from analysis.figures.papers import drawn
from analysis.figures.rows import each, rows_figure, rows_of
from analysis.figures.style import FAINT, INK, colour, narrow, new_figure
from analysis.tables.country_names import country_name

_ROW = 0.27
_ANSWERS = (
    ("no minimum to hold it against", "not_compared", "placebo", 0.3),
    ("below the minimum", "below", "minimum", 1.0),
    ("depends on class or hours", "undecided", "minimum", 0.35),
    ("not below", "not_below", "market", 0.75),
)
_FEW = 2
"""So many quotes of a year are a pale square; more are a full one, with their number."""
_TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 250)


@drawn
def wage_ladder(steps: pd.DataFrame) -> Figure:
    """Hourly pay by country and form of work, lowest median on top; one panel a currency.

    Parameters
    ----------
    steps : pandas.DataFrame
        From :func:`analysis.wages.ladder.with_minima`: a bracket is the local minimum wage, a
        thin line how far quotes that do not say which hours they count could reach.
    """
    rows = rows_of([
        f"{country_name(row.country)}, {row.form} ({row.sources})".replace("United States", "US")
        for row in each(steps)
    ], line=_ROW)  # fmt: skip
    figure, (market, parity) = new_figure(columns=2, height=1.15 + rows.height)
    places = range(len(steps))
    for place, row in zip(places, each(steps), strict=True):
        if row.open_high > row.high:
            market.plot([row.high, row.open_high], [place] * 2, color=FAINT, lw=0.9)
        if pd.notna(row.low_minimum):
            _bracket(market, place, row.low_minimum, row.high_minimum)
        _stepped(market, place, row.low, row.median, row.high, "market")
        if pd.notna(row.parity_low):
            _stepped(parity, place, row.parity_low, row.parity_median, row.parity_high, "parity")
    rows.write(market)
    rows.write(parity, named=False)
    ends = steps[["low", "open_high", "parity_low", "parity_high", "low_minimum"]].to_numpy(
        dtype=float
    )
    for axes, label in ((market, "US dollars"), (parity, "PPP dollars")):
        axes.set_xscale("log")
        axes.set_xlim(np.nanmin(ends) / 1.4, np.nanmax(ends) * 1.4)
        axes.xaxis.set_major_locator(
            FixedLocator([0.5, 2, 10, 50, 200] if not narrow() else [0.5, 5, 50])
        )
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.set_xlabel(label, fontsize=9.5)
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
    figure, (axes,) = new_figure(height=1.1 + 0.23 * len(counts))
    axes.grid(visible=False)
    places = np.arange(len(counts))
    side = 5.5 if narrow() else 15.0
    for place, (_, row) in enumerate(counts.iterrows()):
        for year, count in zip(years, row.to_numpy(dtype=float), strict=True):
            if np.isnan(count):
                continue
            axes.scatter(year, place, s=side**2, marker="s", color=colour("wage"), lw=0,
                         alpha=1.0 if count > _FEW else 0.45)  # fmt: skip
            if count > _FEW and not narrow():
                axes.text(year, place, f"{count:.0f}", ha="center", va="center",
                          color=label_on(colour("wage")))  # fmt: skip
    axes.set_yticks(places, list(counts.index), fontsize=9)
    figure.legend(
        handles=[Patch(color=colour("wage"), lw=0, alpha=alpha, label=label) for label, alpha in
                 ((f"{_FEW} quotes at most", 0.45), ("more", 1.0))],
        loc="outside upper left", ncols=2, handlelength=1.0, borderaxespad=0.1,
    )  # fmt: skip
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
    axes.set_ylabel("US dollars an hour, log scale")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("year")
    return figure


@drawn
def bars_below_minimum(table: pd.DataFrame) -> Figure:
    """Quotes that cannot be compared, then those below, undecided and not below the minimum.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`analysis.wages.below_minimum.by_country_and_form`.
    """
    figure, axes = rows_figure([
        f"{row.country}, {row.form}".replace("United States", "US") for row in each(table)
    ], line=0.3)  # fmt: skip
    places = range(len(table))
    left = np.zeros(len(table))
    for _, column, thing, strength in _ANSWERS:
        count = table[column].to_numpy(dtype=float)
        axes.barh(places, count, left=left, height=0.62, color=colour(thing), alpha=strength, lw=0)
        left = left + count
    axes.set_xlabel("quotes (not workers)")
    figure.legend(
        handles=[
            Patch(color=colour(thing), alpha=strength, lw=0, label=word)
            for word, _, thing, strength in _ANSWERS
        ],
        loc="outside upper left", ncols=1 if narrow() else 2, fontsize=9, handlelength=1.0,
        borderaxespad=0.1,
    )  # fmt: skip
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
    figure, (axes,) = new_figure(height=0.9 + 0.42 * len(chains) + 0.3 * len(named))
    place = 0.0
    for title, links in named.items():
        axes.text(0, place + 0.1, title, fontsize=9.5, fontweight="bold", va="center")
        place -= 0.75
        rows: Iterable[Any] = links.itertuples()
        for row in rows:
            share = _shares(row.share_low, row.share_high)
            axes.text(0, place, f"{row.link}: {share}", va="center", fontsize=9, color=INK)
            for length, strength in ((row.share_high, 0.4), (row.share_low, 1.0)):
                axes.barh(place - 0.46, 100 * length, height=0.36, color=colour("price"),
                          alpha=strength, lw=0)  # fmt: skip
            place -= 1.05
        place -= 0.3
    axes.set_yticks([])
    axes.set_ylim(place + 0.4, 0.6)
    axes.set_xlim(0, 102)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("% of the first price")
    return figure


def _stepped(axes: Axes, place: float, low: float, middle: float, high: float, thing: str) -> None:
    axes.plot([low, high], [place] * 2, color=colour(thing), lw=3, alpha=0.4,
              solid_capstyle="butt")  # fmt: skip
    axes.plot(middle, place, "o", ms=4.2, color=colour(thing))


def _bracket(axes: Axes, place: float, low: float, high: float) -> None:
    for end in (low, high):
        axes.plot([end, end], [place - 0.28, place + 0.3], color=colour("minimum"), lw=1.2)
    axes.plot([low, high], [place, place], color=colour("minimum"), lw=0.8)


def _ticks(axis: Any, limits: tuple[float, float]) -> None:
    axis.set_major_locator(FixedLocator([t for t in _TICKS if limits[0] <= t <= limits[1]]))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


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
