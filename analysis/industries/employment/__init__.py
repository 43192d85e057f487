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
from analysis.industries.employment.predicted import (
    NULLS,
    null_quantity,
    predicted_employment,
    score,
)

__all__ = [
    "NULLS",
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
    "null_quantity",
    "pass_through",
    "pass_through_sample",
    "peak_year",
    "predicted_employment",
    "price_and_shift",
    "score",
    "three_ways",
]
