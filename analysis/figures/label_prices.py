"""Figures of price: what is asked for a label, and who gets what of a payment."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.figures.labels import label_on
from analysis.figures.papers import drawn
from analysis.figures.rows import each, key, log_axis, rows_figure, span
from analysis.figures.style import colour

_SIDES = {
    "buyer": "asked of buyers",
    "posted_reward": "posted to workers",
    "machine": "machine label",
    "unstated": "side not stated",
}


@drawn
def price_rows(rungs: pd.DataFrame, currency: str, per: str) -> Figure:
    """Price of a label by row, with its range, coloured by side.

    Parameters
    ----------
    rungs : pandas.DataFrame
        From :func:`analysis.labels.price_ladder`, or several of them joined, in one currency and
        unit.
    currency, per : str
    """
    rows = rungs.reset_index(drop=True)
    tiers = [f"\n{row.tier}" if isinstance(row.tier, str) else "" for row in each(rows)]
    names = [f"{row.entity}, {row.year}" for row in each(rows)]
    figure, axes = rows_figure(
        [name + tier for name, tier in zip(names, tiers, strict=True)], line=0.42, wrap=42
    )
    for row in each(rows):
        thing = {"machine": "machine", "posted_reward": "wage"}.get(row.side, "price")
        span(axes, row.Index, row.low, row.high, colour(thing))
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
    values = pd.concat([rows["low"], rows["point"], rows["high"]]).dropna()
    log_axis(axes, f"{currency} per {per}, log scale", values, room=2.5)
    sides = {
        _SIDES[side]: {"machine": "machine", "posted_reward": "wage"}.get(side, "price")
        for side in _SIDES
        if side in set(rows["side"])
    }
    key(axes, sides)
    return figure


@drawn
def payment_parts(parts: pd.DataFrame) -> Figure:
    """How one payment is divided, one bar a case.

    Parameters
    ----------
    parts : pandas.DataFrame
        From :func:`analysis.labels.who_keeps`: a row a case, a column for each who gets a part.
    """
    figure, axes = rows_figure([str(name) for name in parts.index], line=0.5, wrap=26)
    things = ("wage", "price", "machine")
    left = np.zeros(len(parts))
    for thing, name in zip(things, parts.columns, strict=False):
        values = parts[name].to_numpy(dtype=float)
        axes.barh(range(len(parts)), values, left=left, height=0.6, color=colour(thing))
        for position, (start, value) in enumerate(zip(left, values, strict=True)):
            axes.text(
                start + value / 2, position, f"{100 * value:.0f}%", ha="center", va="center",
                color=label_on(colour(thing)), fontsize=9.5, fontweight="bold",
            )  # fmt: skip
        left += values
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    axes.set_xlabel("share of what is paid at the top")
    axes.grid(visible=False)
    key(axes, dict(zip(parts.columns, things, strict=False)))
    return figure
