"""Robustness: whether other choices, other years or chance would have given the same.

Examples
--------
>>> from analysis.industries import Study
>>> from analysis.industries.robustness import false_turns, turns_not_there
>>> found = turns_not_there(false_turns(Study("steel").log, seed=1, draws=19))
>>> found["flat"].value > 0
True
"""

from __future__ import annotations

from analysis.industries.declared import SEED
from analysis.industries.robustness.decades_and_breaks import largest_break, last_without_a_decade
from analysis.industries.robustness.fits import (
    crossing_by_scale,
    distinct_fits,
    every_fit,
    fate_of_fits,
)
from analysis.industries.robustness.industry_placebo import (
    IndustryPlacebo,
    crossing_on_walks,
    enough_power,
    fit_among_walks,
    length_to_tell,
    lengths,
    pooled_on_walks,
    tests_with_power,
    walks_drawn,
)
from analysis.industries.robustness.known_truths import (
    false_turns,
    record_needed,
    reported_share,
    shares_reported,
    true_elasticities,
    true_share,
    turns_not_there,
)
from analysis.industries.robustness.pool import side_by_side, stress_all
from analysis.industries.robustness.productivity import one_over_productivity
from analysis.industries.robustness.rivals import (
    forecast_against_calendar,
    forecast_horizon,
    persistence,
    price_against_calendar,
)
from analysis.industries.robustness.trade import (
    employment_abroad,
    industry_tables,
    jobs_lost,
    steel_jobs_with_trade,
    years_with_trade,
)
from analysis.industries.robustness.trend import levels_and_changes
from analysis.industries.robustness.turns import turning_points

__all__ = [
    "SEED",
    "IndustryPlacebo",
    "crossing_by_scale",
    "crossing_on_walks",
    "distinct_fits",
    "employment_abroad",
    "enough_power",
    "every_fit",
    "false_turns",
    "fate_of_fits",
    "fit_among_walks",
    "forecast_against_calendar",
    "forecast_horizon",
    "industry_tables",
    "jobs_lost",
    "largest_break",
    "last_without_a_decade",
    "length_to_tell",
    "lengths",
    "levels_and_changes",
    "one_over_productivity",
    "persistence",
    "pooled_on_walks",
    "price_against_calendar",
    "record_needed",
    "reported_share",
    "shares_reported",
    "side_by_side",
    "steel_jobs_with_trade",
    "stress_all",
    "tests_with_power",
    "true_elasticities",
    "true_share",
    "turning_points",
    "turns_not_there",
    "walks_drawn",
    "years_with_trade",
]
