"""The same question on a real cluster, one master and two workers on the loopback, as on DuckDB."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis.tasklogs.engine import open_engine
from analysis.tasklogs.engine import sql as sql_text
from analysis.tasklogs.measures.survey import survey
from analysis.tasklogs.measures.wages import log_wages
from analysis.tasklogs.measures.workers import months, question
from analysis.tasklogs.rules import GAPS, MINUTE
from tests.tasklogs.made import made_log, made_tasks

pytestmark = pytest.mark.spark
PATIENCE = 600
"""Seconds: on a machine that does much else a worker may take minutes to start."""


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a cluster of its own processes, ended by their ids."""
    import pyspark

    assert shutil.which("java"), "the cluster needs Java 17"
    folder = tmp_path_factory.mktemp("cluster")
    spark = Path(pyspark.__file__).parent
    port = _free()
    environment = os.environ | {
        "SPARK_HOME": str(spark), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_LOCAL_DIRS": str(folder), "SPARK_NO_DAEMONIZE": "1",
    }  # fmt: skip
    url = f"spark://127.0.0.1:{port}"
    deploy = "org.apache.spark.deploy"
    calls = [
        ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(_free())]
    ]
    calls += [
        ["worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--work-dir",
         str(folder / f"work{number}"), "--webui-port", str(_free()), url]
        for number in (1, 2)
    ]  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []
    logs = [(folder / f"{number}.log").open("wb") for number in range(3)]
    try:
        for call, log in zip(calls, logs, strict=True):
            command = [str(spark / "bin" / "spark-class"), f"{deploy}.{call[0]}", *call[1:]]
            started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
        for number in (1, 2):
            _wait(folder / f"{number}.log", "Successfully registered with master")
        yield url
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=PATIENCE)
        for log in logs:
            log.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log in three files, with timers, unmarked and unnamed work."""
    tasks = made_tasks(5_000, 100)
    tasks.loc[tasks.index[::7], "accept_us"] = pd.NA
    tasks["timer_us"] = pd.Series([45_000_000] * len(tasks), dtype="Int64")
    tasks.loc[tasks.index[::11], "assisted"] = pd.NA
    tasks.loc[tasks.index[::97], "worker_key"] = pd.NA
    where = tmp_path_factory.mktemp("tasks")
    for number in range(3):
        tasks.iloc[number::3].to_parquet(where / f"{number}.parquet", index=False)
    return where


def test_every_question_has_equal_whole_numbers_on_both_engines(master: str, folder: Path) -> None:
    answers: dict[str, list[pd.DataFrame]] = {}
    for name in ("duckdb", "spark"):
        with open_engine(folder, name, master=master) as engine:  # type: ignore[arg-type]
            found = survey(engine)
            asked = question(found, GAPS)
            spells = months(found)
            by = sql_text.Question(
                GAPS, ("task_type", "month", "assisted"), spells, timers=True, labels=True
            )
            texts = [
                sql_text.survey_sql(), sql_text.tool_sql(), sql_text.money_sql(),
                sql_text.each_sql(asked), sql_text.shares_sql(by),
                sql_text.worker_sql(asked), sql_text.worker_sql(by),
                sql_text.day_sql(asked, 5 * MINUTE), sql_text.paid_sql(by),
                sql_text.timer_sql(asked), sql_text.alone_sql(asked, ""),
                sql_text.odd_sql(MINUTE), sql_text.bulk_sql(2),
            ]  # fmt: skip
            answers[name] = [_sorted(engine.fetch(text)) for text in texts]
    for ours, theirs in zip(answers["duckdb"], answers["spark"], strict=True):
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True)


def test_wages_of_a_cluster_are_those_of_a_laptop(master: str, folder: Path) -> None:
    log = made_log(pd.concat([pd.read_parquet(path) for path in sorted(folder.iterdir())]))
    found = []
    for name in ("duckdb", "spark"):
        with open_engine(folder, name, master=master) as engine:  # type: ignore[arg-type]
            found.append(log_wages(log, engine))
    assert found[0].bracket == found[1].bracket
    assert found[0].intervals == found[1].intervals
    assert found[0].mean_of_each == found[1].mean_of_each
    assert found[0].remarks == found[1].remarks
    for gap in GAPS:
        assert found[0].wage(gap.name) == found[1].wage(gap.name)


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(frame.columns), ignore_index=True)


def _free() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


def _wait(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while words not in log.read_text(errors="replace"):
        if time.monotonic() > until:
            raise AssertionError(f"no worker after {PATIENCE} s: {log.read_text(errors='replace')}")
        time.sleep(0.5)
