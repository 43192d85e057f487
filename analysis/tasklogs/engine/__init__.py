"""Engines: DuckDB in the process, Spark on a cluster; one SQL text, equal whole numbers."""

from __future__ import annotations

from analysis.tasklogs.engine.opening import Engine, EngineName, Tasks, open_engine

__all__ = ["Engine", "EngineName", "Tasks", "open_engine"]
