"""Task logs: exports of labelling platforms and tools into wages for time actually spent."""

from __future__ import annotations

from analysis.tasklogs.canonical import COLUMNS, STATUSES, Recognised, Rows, TaskLog

__all__ = ["COLUMNS", "STATUSES", "Recognised", "Rows", "TaskLog"]
