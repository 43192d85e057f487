"""Figures: one house style, every figure with caption, sources, alt text and its data."""

from __future__ import annotations

from analysis.figures.history import employment_two_ways, specification_curves
from analysis.figures.papers import Drawn, Paper, drawn, drawn_by, figure_html, paper, source_line
from analysis.figures.style import COLOURS, colour, house_style, label_line, new_figure

__all__ = [
    "COLOURS",
    "Drawn",
    "Paper",
    "colour",
    "drawn",
    "drawn_by",
    "employment_two_ways",
    "figure_html",
    "house_style",
    "label_line",
    "new_figure",
    "paper",
    "source_line",
    "specification_curves",
]
