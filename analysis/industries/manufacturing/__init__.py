"""American manufacturing by industry, 1958-2011: does employment answer as saturation says.

Examples
--------
>>> from analysis.industries import manufacturing
>>> from analysis.tables import load
>>> panel = manufacturing.panel_of(load("manufacturing_panel"), load("us_economy"))
>>> len(panel.industries)
452
"""

from __future__ import annotations

from analysis.industries.manufacturing.changes import all_differences, long_differences
from analysis.industries.manufacturing.checks import (
    response_by_fifth,
    shuffled_positions,
    with_what_comes_next,
    without_each_branch,
)
from analysis.industries.manufacturing.claims import RULES, response_falls
from analysis.industries.manufacturing.declared import (
    DRAWS,
    PRIMARY,
    SEED,
    SPECIFICATIONS,
    VOTING,
    Specification,
)
from analysis.industries.manufacturing.findings import (
    all_specifications,
    along_the_curve,
    falls_over_all_years,
    four_intervals,
    if_prices_are_wrong,
    industries_followed,
    mean_responses,
    peaks_coincide,
    under_load,
)
from analysis.industries.manufacturing.made_economies import slopes_without_a_fall
from analysis.industries.manufacturing.panel import Panel, panel_of
from analysis.industries.manufacturing.peaks import Peaks, peaks_together
from analysis.industries.manufacturing.price_errors import with_price_errors
from analysis.industries.manufacturing.responses import Response, respond
from analysis.industries.manufacturing.views import (
    effects_compared,
    every_specification,
    fifths_side_by_side,
    four_side_by_side,
)

__all__ = [
    "DRAWS",
    "PRIMARY",
    "RULES",
    "SEED",
    "SPECIFICATIONS",
    "VOTING",
    "Panel",
    "Peaks",
    "Response",
    "Specification",
    "all_differences",
    "all_specifications",
    "along_the_curve",
    "effects_compared",
    "every_specification",
    "falls_over_all_years",
    "fifths_side_by_side",
    "four_intervals",
    "four_side_by_side",
    "if_prices_are_wrong",
    "industries_followed",
    "long_differences",
    "mean_responses",
    "panel_of",
    "peaks_coincide",
    "peaks_together",
    "respond",
    "response_by_fifth",
    "response_falls",
    "shuffled_positions",
    "slopes_without_a_fall",
    "under_load",
    "with_price_errors",
    "with_what_comes_next",
    "without_each_branch",
]
