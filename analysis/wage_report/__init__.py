"""`labour wage`: task logs into a table, JSON, and a page that a person without us can read.

Nothing is imported until a name is used: the command draws only where a page is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    "practice_found",
    "practice_shown",
    "read_found",
    "read_rates",
    "wage_found",
    "wages_of",
]

_PLACES = {
    "analysis.tasklogs.measures.rate_card": ("read_rates",),
    "analysis.wage_report.findings": (
        "curve_shown", "days_shown", "distribution_shown", "floor_found", "kinds_found", "limits",
        "practice_found", "practice_shown", "read_found", "wage_found",
    ),
    "analysis.wage_report.floors": ("given_floor", "local_floor"),
    "analysis.wage_report.run": ("Asked", "Wages", "wages_of"),
    "analysis.wage_report.trial": ("every_export", "exports_found", "made_exports"),
}  # fmt: skip
_LAZY = {name: place for place, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'analysis.wage_report' has no attribute {name!r}")
