"""What an engine is, and opening one on a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol, get_args

import pandas as pd

from analysis.errors import TaskLogError

EngineName = Literal["duckdb", "spark"]
Tasks = pd.DataFrame | Path | Sequence[Path]
"""A canonical table: a frame, a Parquet file, a folder of them, or several of either."""


class Engine(Protocol):
    """Answers questions put to the table ``tasks``."""

    @property
    def folds(self) -> bool:
        """Whether its ``hash`` is wide enough to stand for a worker's key."""
        ...

    def fetch(self, question: str) -> pd.DataFrame:
        """The answer, whole numbers as ``Int64`` and words as text."""
        ...


@contextmanager
def open_engine(
    tasks: Tasks,
    engine: EngineName = "duckdb",
    *,
    memory: int | None = None,
    master: str = "local[*]",
) -> Iterator[Engine]:
    """Open an engine on a canonical table.

    Parameters
    ----------
    tasks : frame or paths
    memory : int, optional
        Bytes that DuckDB may take; beyond that it writes to the disk, in a folder that is gone
        afterwards.
    master : str
        Address of the Spark cluster.

    Raises
    ------
    TaskLogError
        For an engine that there is not, or is not installed.
    """
    if engine == "duckdb":
        from analysis.tasklogs.engine.duck import duckdb_engine

        with duckdb_engine(tasks, memory) as opened:
            yield opened
    elif engine == "spark":
        from analysis.tasklogs.engine.spark import spark_engine

        with spark_engine(tasks, master) as cluster:
            yield cluster
    else:
        raise TaskLogError(f"engine {engine!r}; allowed: {', '.join(get_args(EngineName))}")


def parquet_paths(tasks: Path | Sequence[Path]) -> list[str]:
    """Files behind paths; a folder means the Parquet files in it.

    Raises
    ------
    TaskLogError
        Where there is none.
    """
    given = [tasks] if isinstance(tasks, Path) else list(tasks)
    found: list[str] = []
    for path in given:
        inside = sorted(path.glob("**/*.parquet")) if path.is_dir() else [path]
        found.extend(str(item) for item in inside if item.is_file())
    if not found:
        raise TaskLogError(f"no Parquet file in {', '.join(path.name for path in given)}")
    return found


def plain(answer: pd.DataFrame) -> pd.DataFrame:
    """The same types whatever engine answered; rows in the order of their keys."""
    made = answer.copy()
    for name in made:
        if pd.api.types.is_numeric_dtype(made[name]) or made[name].isna().all():
            numeric = name not in ("task_type", "currency", "worker_key", "month", "period")
            made[name] = made[name].astype("Int64" if numeric else "str")
    return made
