"""The report: numbers by reference, prose that renders them, notebooks executed and exported."""

from __future__ import annotations

from analysis.report.numbers import Number
from analysis.report.prose import prose
from analysis.report.session import number, show, table_html

__all__ = ["Number", "number", "prose", "show", "table_html"]
