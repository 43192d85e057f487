"""Figures: one house style, every figure with caption, sources, alt text and its data."""

from __future__ import annotations

from analysis.figures.coverage import coverage_frame, coverage_map, coverage_titles, coverage_words
from analysis.figures.industries import (
    backtest_fan,
    decomposition_bars,
    demand_fit,
    elasticity_along_time,
    employment_two_ways,
    predicted_employment_lines,
    price_and_income_lines,
    specification_curves,
    weavers_bars,
)
from analysis.figures.papers import Drawn, Paper, drawn, drawn_by, figure_html, paper, source_line
from analysis.figures.steel import (
    demand_curves,
    elasticity_curves,
    employment_curves,
    price_fall_bars,
)
from analysis.figures.style import COLOURS, colour, house_style, label_line, new_figure

__all__ = [
    "COLOURS",
    "Drawn",
    "Paper",
    "backtest_fan",
    "colour",
    "coverage_frame",
    "coverage_map",
    "coverage_titles",
    "coverage_words",
    "decomposition_bars",
    "demand_curves",
    "demand_fit",
    "drawn",
    "drawn_by",
    "elasticity_along_time",
    "elasticity_curves",
    "employment_curves",
    "employment_two_ways",
    "figure_html",
    "house_style",
    "label_line",
    "new_figure",
    "paper",
    "predicted_employment_lines",
    "price_and_income_lines",
    "price_fall_bars",
    "source_line",
    "specification_curves",
    "weavers_bars",
]
