"""DuckDB, embedded: files larger than memory, whole numbers, nothing left on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from analysis.errors import TaskLogError
from analysis.tasklogs.engine.opening import Engine, Tasks, parquet_paths
from analysis.tasklogs.parquet import quiet
from analysis.tasklogs.rules import HOUR, MICRO, MOST

SHARE = 0.85
"""Of the memory allowed, what DuckDB is told: it takes about .2 GB beside its limit."""
LEAST = 256 * 1024**2
TOO_LARGE = (
    f"pay or time of the files sums to more than can be counted; allowed: {MOST // MICRO:,} units "
    f"of money and {MOST // HOUR:,} hours, so check the amounts, or give the files in parts"
)


class DuckDB:
    """A connection with the table ``tasks``."""

    folds = True

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def fetch(self, question: str) -> pd.DataFrame:
        """The answer as Arrow types in a frame."""
        # Read to the end: an answer half read blocks the connection.
        import duckdb

        try:
            table = self._connection.sql(question).to_arrow_table()
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise TaskLogError(TOO_LARGE) from error
        return from_arrow(table)


def from_arrow(table: Any) -> pd.DataFrame:
    """Whole numbers as ``Int64``, text as ``str``, whatever the engine."""
    import pyarrow as pa

    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        whole = pa.types.is_integer(column.type) or pa.types.is_null(column.type)
        if whole and name not in ("task_type", "currency", "worker_key", "month", "period"):
            filled = column.cast(pa.int64())
            values = filled.fill_null(0).to_numpy()
            columns[name] = pd.Series(
                pd.arrays.IntegerArray(values.copy(), filled.is_null().to_numpy().copy())
            )
        else:
            columns[name] = column.cast(pa.string()).to_pandas().astype("str")
    return pd.DataFrame(columns)


@contextmanager
def duckdb_engine(tasks: Tasks, memory: int | None) -> Iterator[Engine]:
    """A DuckDB connection on the log; see :func:`analysis.tasklogs.engine.open_engine`."""
    try:
        import duckdb
        import pyarrow as pa
    except ImportError as error:
        raise TaskLogError(
            "wages of task logs need duckdb and pyarrow: pip install duckdb pyarrow (together the "
            "extra 'logs')"
        ) from error
    if memory is not None and memory < LEAST:
        raise TaskLogError(f"--memory {memory} bytes; allowed: 256MB or more")
    with TemporaryDirectory(prefix="labour-wage-") as aside:
        settings: dict[str, Any] = {"temp_directory": str(Path(aside) / "spill")}
        if memory is not None:
            settings["memory_limit"] = f"{int(memory * SHARE)}B"
        connection = duckdb.connect(":memory:", config=settings)
        try:
            quiet(connection)
            connection.execute("SET preserve_insertion_order = false")
            if isinstance(tasks, pd.DataFrame):
                connection.register("tasks", pa.Table.from_pandas(tasks, preserve_index=False))
            else:
                connection.read_parquet(parquet_paths(tasks)).create_view("tasks")
            yield DuckDB(connection)
        except duckdb.Error as error:
            raise TaskLogError(f"DuckDB: {str(error).splitlines()[0]}") from error
        finally:
            connection.close()
