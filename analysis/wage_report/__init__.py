"""`labour wage`: task logs into a table, JSON, and a page that a person without us can read."""

from __future__ import annotations

from analysis.tasklogs.measures.rate_card import read_rates
from analysis.wage_report.findings import (
    curve_shown,
    days_shown,
    distribution_shown,
    floor_found,
    kinds_found,
    limits,
    practice_found,
    practice_shown,
    read_found,
    wage_found,
)
from analysis.wage_report.floors import given_floor, local_floor
from analysis.wage_report.page import page
from analysis.wage_report.run import Asked, Wages, wages_of
from analysis.wage_report.trial import every_export, exports_found, made_exports

__all__ = [
    "Asked",
    "Wages",
    "curve_shown",
    "days_shown",
    "distribution_shown",
    "every_export",
    "exports_found",
    "floor_found",
    "given_floor",
    "kinds_found",
    "limits",
    "local_floor",
    "made_exports",
    "page",
    "practice_found",
    "practice_shown",
    "read_found",
    "read_rates",
    "wage_found",
    "wages_of",
]
