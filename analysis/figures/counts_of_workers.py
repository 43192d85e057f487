"""Figures of steel alone: its workers as they were counted."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.papers import drawn
from analysis.figures.style import colour, new_figure

EMPLOYMENT_LABELS = {
    "census_wage_earners": ("iron and steel\nwage earners", "observed", (1880, 260)),
    "primary_metals_production_workers": ("all primary metals,\nworkers", "income", (1973, 1010)),
    "sic3312_total_employment": ("blast furnaces and\nsteel mills (3312)", "steel", (1984, 380)),
    "employment_usgs": ("steel mills\n(USGS)", "elasticity", (2006, 190)),
}


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
