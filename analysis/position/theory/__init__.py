"""Theory that survives once labels are a part of a cost, a stock, and tasks of many rungs."""

from __future__ import annotations

from analysis.position.theory.cost_share import (
    LabelsInCost,
    break_even_growth,
    share_served_at_peak,
)
from analysis.position.theory.moving_threshold import Rungs, within_a_rung
from analysis.position.theory.path import Scenario, Turns, path, turns
from analysis.position.theory.stock import durable_labour, employment_on_slowdown, reuse

__all__ = [
    "LabelsInCost",
    "Rungs",
    "Scenario",
    "Turns",
    "break_even_growth",
    "durable_labour",
    "employment_on_slowdown",
    "path",
    "reuse",
    "share_served_at_peak",
    "turns",
    "within_a_rung",
]
