"""Bessen's argument on cotton, steel and motor vehicles: replicated, then stress-tested.

A :class:`Study` owns what is computed of an industry; functions that find quantities, and those
that make frames for figures and tables, take a study or what it holds.

Examples
--------
>>> from analysis.industries import Study, published_pair
>>> sorted(published_pair(Study("steel")).only("first_year", "last_year"))
['first_year', 'last_year']
"""

from __future__ import annotations

from analysis.industries.before_curves import (
    arc_elasticities,
    share_peaks,
    spending_peak,
    spending_share,
)
from analysis.industries.employment.findings import (
    curve_to_move,
    odds_of_passing,
    owed_to_price,
    passing_on,
    passing_thresholds,
    production_workers,
    where_the_jobs_went,
)
from analysis.industries.employment.mills import (
    british_hands_counted,
    labour_in_a_yard,
    mill_hands_counted,
    weavers_and_cloth,
    weavers_counted,
)
from analysis.industries.employment.steel_mills import (
    COVERED,
    counts_side_by_side,
    mill_jobs,
    steel_mills,
)
from analysis.industries.employment.timing import (
    counted,
    peaks,
    peaks_by_count,
    timing,
)
from analysis.industries.findings import (
    common_years,
    elasticities,
    fall_of_the_price,
    fit_quality,
    income_set_free,
    instrumented,
    published_employment,
    published_pair,
    published_pair_imposed,
    seen_coming,
    verdicts,
)
from analysis.industries.incomes import (
    income_checked,
    incomes,
    incomes_side_by_side,
    second_vintage,
)
from analysis.industries.series import (
    INDUSTRIES,
    Industry,
    Sample,
    british_cotton_hands,
    general_wage,
    labour_cost_per_yard,
    mill_hands,
    steel_employment,
)
from analysis.industries.study import Study
from analysis.industries.views import (
    JOINS,
    backtest_scores,
    backtest_table,
    comparison_table,
    curve_points,
    declared_choices,
    elasticity_path,
    employment_by_year,
    jobs_by_factor,
    jobs_with_price,
    observed_points,
    price_fall_path,
    price_parts,
    regression_table,
    rise_and_fall,
    seams,
    turning_levels,
)

__all__ = [
    "COVERED",
    "INDUSTRIES",
    "JOINS",
    "Industry",
    "Sample",
    "Study",
    "arc_elasticities",
    "backtest_scores",
    "backtest_table",
    "british_cotton_hands",
    "british_hands_counted",
    "common_years",
    "comparison_table",
    "counted",
    "counts_side_by_side",
    "curve_points",
    "curve_to_move",
    "declared_choices",
    "elasticities",
    "elasticity_path",
    "employment_by_year",
    "fall_of_the_price",
    "fit_quality",
    "general_wage",
    "income_checked",
    "income_set_free",
    "incomes",
    "incomes_side_by_side",
    "instrumented",
    "jobs_by_factor",
    "jobs_with_price",
    "labour_cost_per_yard",
    "labour_in_a_yard",
    "mill_hands",
    "mill_hands_counted",
    "mill_jobs",
    "observed_points",
    "odds_of_passing",
    "owed_to_price",
    "passing_on",
    "passing_thresholds",
    "peaks",
    "peaks_by_count",
    "price_fall_path",
    "price_parts",
    "production_workers",
    "published_employment",
    "published_pair",
    "published_pair_imposed",
    "regression_table",
    "rise_and_fall",
    "seams",
    "second_vintage",
    "seen_coming",
    "share_peaks",
    "spending_peak",
    "spending_share",
    "steel_employment",
    "steel_mills",
    "timing",
    "turning_levels",
    "verdicts",
    "weavers_and_cloth",
    "weavers_counted",
    "where_the_jobs_went",
]
