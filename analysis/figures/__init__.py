"""Figures: one house style, every figure with caption, sources, alt text and its data."""

from __future__ import annotations

from analysis.figures.papers import Paper, drawn, paper, source_line
from analysis.figures.style import COLOURS, colour, house_style, label_line, new_figure

__all__ = [
    "COLOURS",
    "Paper",
    "colour",
    "drawn",
    "house_style",
    "label_line",
    "new_figure",
    "paper",
    "source_line",
]
