"""`labour wage`: task logs into a table, JSON, and a page that a person without us can read."""

from __future__ import annotations

from analysis.wage_report.floors import given_floor, local_floor
from analysis.wage_report.run import Asked, Wages, wages_of

__all__ = ["Asked", "Wages", "given_floor", "local_floor", "wages_of"]
