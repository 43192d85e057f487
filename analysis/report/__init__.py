"""The report: numbers by reference, prose that renders them, notebooks executed and exported.

Names are imported when they are first used, so that a report that is up to date is known at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.report.claims import verdict_table
    from analysis.report.numbers import Number
    from analysis.report.page import Page

__all__ = ["Number", "Page", "verdict_table"]

_HOME = {"Number": "numbers", "Page": "page", "verdict_table": "claims"}


def __getattr__(name: str) -> object:
    if name in _HOME:
        module = import_module(f"analysis.report.{_HOME[name]}")
        globals()[name] = getattr(module, name)
        return globals()[name]
    raise AttributeError(f"module 'analysis.report' has no attribute {name!r}")
