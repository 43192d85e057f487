"""Figures: one house style, every figure with caption, sources, alt text and its data."""

from __future__ import annotations

from analysis.figures.counts_of_workers import employment_curves
from analysis.figures.coverage_map import (
    coverage_frame,
    coverage_map,
    coverage_titles,
    coverage_words,
)
from analysis.figures.industries import (
    backtest_fan,
    decomposition_bars,
    demand_fit,
    elasticity_along_time,
    employment_two_ways,
    price_and_income_lines,
    rise_and_fall,
    specification_curves,
    weavers_bars,
)
from analysis.figures.jobs import pay_in_one_job, shops_against_migrants
from analysis.figures.label_prices import payment_parts, price_rows
from analysis.figures.label_times import project_hours, time_ladder, time_saved
from analysis.figures.label_volumes import (
    estimates_side_by_side,
    head_count_rows,
    mix_by_year,
    panel_coefficients,
)
from analysis.figures.manufacturing import (
    peaks_apart,
    response_along_the_curve,
    slopes_by_sample,
)
from analysis.figures.papers import Drawn, Paper, drawn, drawn_by, figure_html, paper
from analysis.figures.platform_life import platform_life
from analysis.figures.sources import source_line
from analysis.figures.standing import (
    hours_swapped,
    place_on_the_map,
    price_and_number,
    where_it_stands,
)
from analysis.figures.style import COLOURS, colour, house_style, label_line, new_figure
from analysis.figures.task_logs import (
    hours_by_day,
    idle_rule_curve,
    practice,
    wage_distribution,
)
from analysis.figures.wages import (
    bars_below_minimum,
    price_chain,
    quotes_by_year,
    two_countries,
    wage_ladder,
)

__all__ = [
    "COLOURS",
    "Drawn",
    "Paper",
    "backtest_fan",
    "bars_below_minimum",
    "colour",
    "coverage_frame",
    "coverage_map",
    "coverage_titles",
    "coverage_words",
    "decomposition_bars",
    "demand_fit",
    "drawn",
    "drawn_by",
    "elasticity_along_time",
    "employment_curves",
    "employment_two_ways",
    "estimates_side_by_side",
    "figure_html",
    "head_count_rows",
    "hours_by_day",
    "hours_swapped",
    "house_style",
    "idle_rule_curve",
    "label_line",
    "mix_by_year",
    "new_figure",
    "panel_coefficients",
    "paper",
    "pay_in_one_job",
    "payment_parts",
    "peaks_apart",
    "place_on_the_map",
    "platform_life",
    "practice",
    "price_and_income_lines",
    "price_and_number",
    "price_chain",
    "price_rows",
    "project_hours",
    "quotes_by_year",
    "response_along_the_curve",
    "rise_and_fall",
    "shops_against_migrants",
    "slopes_by_sample",
    "source_line",
    "specification_curves",
    "time_ladder",
    "time_saved",
    "two_countries",
    "wage_distribution",
    "wage_ladder",
    "weavers_bars",
    "where_it_stands",
]
