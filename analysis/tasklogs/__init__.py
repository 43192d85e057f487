"""Task logs: exports of labelling platforms and tools into wages for time actually spent."""

from __future__ import annotations

from analysis.tasklogs.canonical import COLUMNS, STATUSES, Recognised, Rows, TaskLog
from analysis.tasklogs.keys import Key, fresh_key, key_from
from analysis.tasklogs.read import read

__all__ = [
    "COLUMNS",
    "STATUSES",
    "Key",
    "Recognised",
    "Rows",
    "TaskLog",
    "fresh_key",
    "key_from",
    "read",
]
