"""Figures of the first look at steel: employment, demand, elasticity, the price fall."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from analysis.figures.papers import drawn
from analysis.figures.style import COLOURS, INK, colour, label_line, new_figure

EMPLOYMENT_LABELS = {
    "census_wage_earners": ("iron and steel\nwage earners", "observed", (1880, 260)),
    "primary_metals_production_workers": ("all primary metals,\nworkers", "income", (1973, 1010)),
    "sic3312_total_employment": ("blast furnaces and\nsteel mills (3312)", "steel", (1984, 380)),
    "employment_usgs": ("steel mills\n(USGS)", "elasticity", (2006, 190)),
}
SCALES = {"log": "errors in logs", "level": "errors in levels"}


@drawn
def employment_curves(frame: pd.DataFrame) -> Figure:
    """Employment by series; series that measure different things are not joined.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``series, year, thousands`` of :func:`analysis.industries.series.steel_employment`.
    """
    figure, (axes,) = new_figure(height=3.5)
    for name, (label, thing, place) in EMPLOYMENT_LABELS.items():
        rows = frame[frame["series"] == name].sort_values("year")
        # A line only between consecutive years: gaps stay gaps.
        whole = rows.set_index("year")["thousands"].reindex(
            range(int(rows["year"].min()), int(rows["year"].max()) + 1)
        )
        axes.plot(whole.index, whole, color=colour(thing), marker="o", markersize=3)
        axes.text(*place, label, color=colour(thing), fontsize=9.5, va="bottom")
    axes.set_ylim(0, 1180)
    axes.set_xlim(right=2026)
    axes.set_ylabel("employed, thousands")
    return figure


@drawn
def demand_curves(frame: pd.DataFrame) -> Figure:
    """Quantity per head against price over income, with the curves fitted in logs and in levels.

    Parameters
    ----------
    frame : pandas.DataFrame
        Indexed by year: ``relative_price, quantity, log, level`` (fitted values).
    """
    figure, axes = new_figure(1, 2, height=3.3)
    ordered = frame.sort_values("relative_price")
    for panel, title in zip(axes, ("log scale", "plain scale"), strict=True):
        panel.plot(
            frame["relative_price"], frame["quantity"], ".", color=INK, markersize=3.5, alpha=0.7
        )
        for scale in SCALES:
            panel.plot(ordered["relative_price"], ordered[scale], color=colour(scale))
        panel.set_title(title, fontsize=10, weight="normal")
        panel.set_xscale("log")
        panel.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
        panel.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
        panel.xaxis.set_minor_formatter(NullFormatter())
        panel.invert_xaxis()
    axes[0].set_yscale("log")
    axes[0].set_ylim(frame["quantity"].min() / 3, frame["quantity"].max() * 3)
    axes[0].yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:g}"))
    axes[0].set_ylabel("steel per head, short tons")
    figure.supxlabel("a long ton of rails, in years of income per head", fontsize=10.5)
    axes[1].text(0.04, 0.93, SCALES["log"], color=colour("log"), transform=axes[1].transAxes)
    axes[1].text(0.04, 0.84, SCALES["level"], color=colour("level"), transform=axes[1].transAxes)
    _mark_years(axes[0], frame)
    return figure


@drawn
def elasticity_curves(frame: pd.DataFrame) -> Figure:
    """Elasticity along time under each error scale, with its interval and the threshold of one.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``scale, year, elasticity, lower, upper``.
    """
    figure, (axes,) = new_figure(height=3.4)
    for scale, rows in frame.groupby("scale", sort=True):
        name = str(scale)
        years, values = rows["year"].to_numpy(), rows["elasticity"].to_numpy()
        axes.fill_between(years, rows["lower"], rows["upper"], color=colour(name), alpha=0.15, lw=0)
        axes.plot(years, values, color=colour(name))
        label_line(axes, float(years[-1]), float(values[-1]), SCALES[name].split()[-1], name)
    axes.axhline(1, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate(
        "employment per head peaks at one", (frame["year"].min(), 1), xytext=(0, -4),
        textcoords="offset points", va="top", fontsize=9.5,
    )  # fmt: skip
    axes.set_yscale("log")
    axes.set_ylim(0.1, 30)
    axes.set_yticks([0.1, 0.3, 1, 3, 10, 30])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_ylabel("price elasticity of demand")
    axes.margins(x=0.09)
    return figure


@drawn
def price_fall_bars(frame: pd.DataFrame) -> Figure:
    """The fall of the log relative price, split into real price and real income.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``log_points`` by ``part``: ``real price`` and ``real income`` among the parts; falls that
        add up to that of the relative price.
    """
    figure, (axes,) = new_figure(height=1.7)
    by_part = frame.set_index("part")["log_points"]
    parts = {name: float(by_part[f"real {name}"]) for name in ("price", "income")}
    left = 0.0
    for name, label in (("price", "rails cheaper\nin real terms"), ("income", "people richer")):
        axes.barh(0, parts[name], left=left, color=COLOURS[name], height=0.5)
        axes.text(left + parts[name] / 2, 0, f"{label}\n{parts[name]:.2f}", ha="center",
                  va="center", color="white", fontsize=10, weight="bold")  # fmt: skip
        left += parts[name]
    axes.set_yticks([])
    axes.set_ylim(-0.4, 0.4)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("fall of the log of price over income")
    return figure


def _mark_years(axes: Axes, frame: pd.DataFrame) -> None:
    for year, rise in ((frame.index[0], -14), (frame.index[-1], 10)):
        row = frame.loc[year]
        axes.annotate(
            str(year), (row["relative_price"], row["quantity"]), xytext=(0, rise),
            textcoords="offset points", ha="center", fontsize=9, color=INK,
        )  # fmt: skip
