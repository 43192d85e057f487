"""Employment: its identity, decomposition, prediction and turning point."""

from __future__ import annotations

from analysis.industries.employment.divisia import (
    REMAINDER,
    by_period,
    decompose,
    log_mean,
    three_ways,
)
from analysis.industries.employment.employment_panel import (
    employment_panel,
    employment_series,
    mill_census,
    peak_year,
)
from analysis.industries.employment.gains_passed_on import (
    GainPassedOn,
    industry_pass_through,
    industry_thresholds,
    pass_through,
    pass_through_sample,
)
from analysis.industries.employment.identity import (
    employment_factors,
    employment_factors_with_trade,
    price_and_shift,
)

__all__ = [
    "REMAINDER",
    "GainPassedOn",
    "by_period",
    "decompose",
    "employment_factors",
    "employment_factors_with_trade",
    "employment_panel",
    "employment_series",
    "industry_pass_through",
    "industry_thresholds",
    "log_mean",
    "mill_census",
    "pass_through",
    "pass_through_sample",
    "peak_year",
    "price_and_shift",
    "three_ways",
]
