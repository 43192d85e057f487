"""Wages: what annotators earn, made comparable and held against what others earn there."""

from __future__ import annotations

from analysis.wages.hours import FULL_TIME, Span, WorkingTime, hourly_wage
from analysis.wages.monopsony import Monopsony, reservation_spread
from analysis.wages.piece_rates import (
    Interval,
    PieceRateChange,
    Triangle,
    chain,
    speed_per_hour,
    triangle_table,
)
from analysis.wages.quotes import (
    DEFAULT_EXCLUSIONS,
    Selection,
    check_quotes,
    log_midpoint,
    select,
    with_year,
)
from analysis.wages.time_basis import time_basis, unpaid_share

__all__ = [
    "DEFAULT_EXCLUSIONS",
    "FULL_TIME",
    "Interval",
    "Monopsony",
    "PieceRateChange",
    "Selection",
    "Span",
    "Triangle",
    "WorkingTime",
    "chain",
    "check_quotes",
    "hourly_wage",
    "log_midpoint",
    "reservation_spread",
    "select",
    "speed_per_hour",
    "time_basis",
    "triangle_table",
    "unpaid_share",
    "with_year",
]
