"""Spark, for logs that one machine does not hold: the same text, the same whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from analysis.errors import TaskLogError
from analysis.tasklogs.engine.duck import from_arrow
from analysis.tasklogs.engine.opening import Engine, Tasks, parquet_paths

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
}
"""A sum that does not fit is an error, not a wrong number; nothing is drawn on the terminal."""


class Spark:
    """A session with the view ``tasks``."""

    folds = False  # 32 bits: of a hundred thousand workers two would share one

    def __init__(self, session: Any) -> None:
        self._session = session

    def fetch(self, question: str) -> pd.DataFrame:
        """The answer; reduced to workers on the cluster, so it fits here."""
        return from_arrow(self._session.sql(question).toArrow())


@contextmanager
def spark_engine(tasks: Tasks, master: str) -> Iterator[Engine]:
    """A Spark session on the log; see :func:`analysis.tasklogs.engine.open_engine`.

    A cluster reads the Parquet files at the paths given: they must be there on every machine.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise TaskLogError(
            "--engine spark needs pyspark: pip install pyspark (with others the extra 'spark')"
        ) from error
    local = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    near = master.startswith(("local", "spark://127.0.0.1"))
    builder = SparkSession.builder.appName("labour wage").master(master)
    for name, value in (SETTINGS | (local if near else {})).items():
        builder = builder.config(name, value)
    with TemporaryDirectory(prefix="labour-wage-") as aside:
        try:
            session = builder.getOrCreate()
        except Exception as error:
            raise TaskLogError(f"no Spark at {master}: {str(error).splitlines()[0]}") from error
        try:
            session.sparkContext.setLogLevel("ERROR")
            if isinstance(tasks, pd.DataFrame):
                paths = [str(Path(aside) / "tasks.parquet")]
                tasks.to_parquet(paths[0], index=False)
            else:
                paths = [str(Path(path).resolve()) for path in parquet_paths(tasks)]
            session.read.parquet(*paths).createOrReplaceTempView("tasks")
            yield Spark(session)
        except PySparkException as error:
            raise TaskLogError(f"Spark: {str(error).splitlines()[0]}") from error
        finally:
            session.stop()
