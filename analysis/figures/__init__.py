"""Figures: one house style, every figure with caption, sources, alt text and its data."""

from __future__ import annotations

from analysis.figures.papers import Drawn, Paper, drawn, drawn_by, figure_html, paper, source_line
from analysis.figures.style import COLOURS, colour, house_style, label_line, new_figure
from analysis.figures.wages import (
    bars_below_minimum,
    deletions,
    dots_by_group,
    firm_changes,
    price_chain,
    quotes_by_year,
    two_countries,
    wage_ladder,
)

__all__ = [
    "COLOURS",
    "Drawn",
    "Paper",
    "bars_below_minimum",
    "colour",
    "deletions",
    "dots_by_group",
    "drawn",
    "drawn_by",
    "figure_html",
    "firm_changes",
    "house_style",
    "label_line",
    "new_figure",
    "paper",
    "price_chain",
    "quotes_by_year",
    "source_line",
    "two_countries",
    "wage_ladder",
]
