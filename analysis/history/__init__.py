"""Industries of the nineteenth and twentieth centuries as frames ready for analysis."""

from __future__ import annotations

from analysis.history.annual import Sample, annual
from analysis.history.steel import steel_demand, steel_employment

__all__ = ["Sample", "annual", "steel_demand", "steel_employment"]
