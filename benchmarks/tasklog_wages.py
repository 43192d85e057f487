"""Task logs to wages of workers: ours beside hand-written SQL, polars and pandas, and at size.

``python -m benchmarks tasklog_wages`` takes 4 million assignments. Two runs are too long for every
day: ``python -m benchmarks.tasklog_wages 100`` holds 100 million against 10 million with a limit of
4 GB, and ``python -m benchmarks.tasklog_wages spark URL`` asks a Spark cluster for 10 million.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks._timing import shown, verdict

ROWS, PER_WORKER = 4_000_000, 100
ROUNDS = 9
GAPS = {"gap_1min": 60_000_000, "gap_5min": 300_000_000, "gap_12min": 720_000_000}
BY_HAND = """
WITH w AS (SELECT worker_key, pay_micro, accept_us AS a, submit_us AS s,
    max(submit_us) OVER (PARTITION BY worker_key ORDER BY accept_us
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS pm FROM tasks),
g AS (SELECT worker_key, pay_micro, s - a AS naive,
    greatest(s - greatest(a, coalesce(pm, a)), 0) AS busy, a - pm AS gap FROM w)
SELECT worker_key, count(*) AS n, sum(pay_micro) AS pay, sum(naive) AS naive, sum(busy) AS busy,
  sum(CASE WHEN gap > 0 AND gap <= 60000000 THEN gap ELSE 0 END) AS gap_1min,
  sum(CASE WHEN gap > 0 AND gap <= 300000000 THEN gap ELSE 0 END) AS gap_5min,
  sum(CASE WHEN gap > 0 AND gap <= 720000000 THEN gap ELSE 0 END) AS gap_12min
FROM g GROUP BY worker_key
"""


def write_log(folder: Path, rows: int, seed: int = 0, part: int = 2_000_000) -> None:
    """Canonical Parquet in parts: workers in sessions, a third with queues, rejections."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(seed)
    for number, start in enumerate(range(0, rows, part)):
        n = min(part, rows - start)
        worker = np.sort(rng.integers(0, max(n // PER_WORKER, 1), n)) + number * part // PER_WORKER
        step = rng.lognormal(4.0, 1.0, n) * 1e6
        took = rng.lognormal(4.0, 0.8, n) * 1e6
        accept = 1_700_000_000_000_000 + np.cumsum(step).astype(np.int64)
        order = rng.permutation(n)
        rejected = rng.random(n) < 0.05
        pay = np.where(rejected, 0, rng.integers(1, 200, n) * 10_000)
        digits = np.char.mod("%016x", (worker * 2_654_435_761) % 2**60)
        columns = {
            "file": pa.DictionaryArray.from_arrays(np.zeros(n, np.int32), ["made"]).cast(
                pa.string()
            ),
            "line": pa.array(np.arange(1, n + 1)),
            "platform": pa.DictionaryArray.from_arrays(np.zeros(n, np.int32), ["made"]).cast(
                pa.string()
            ),
            "assignment_key": pa.array(np.char.mod("%016x", np.arange(start, start + n))),
            "worker_key": pa.array(digits),
            "task_type": pa.nulls(n, pa.string()),
            "accept_us": pa.array(accept),
            "submit_us": pa.array(accept + took.astype(np.int64)),
            "timer_us": pa.nulls(n, pa.int64()),
            "pay_micro": pa.array(pay),
            "currency": pa.DictionaryArray.from_arrays(np.zeros(n, np.int32), ["USD"]).cast(
                pa.string()
            ),
            "status": pa.DictionaryArray.from_arrays(
                rejected.astype(np.int32), ["paid", "rejected"]
            ).cast(pa.string()),
            "labels": pa.nulls(n, pa.int64()),
            "assisted": pa.nulls(n, pa.bool_()),
        }
        table = pa.table(columns).take(pa.array(order))
        pq.write_table(table, folder / f"{number:04d}.parquet")


def ours(folder: Path, memory: int | None = None) -> int:
    """Worker table and totals as ``labour wage`` makes them, under the rules of the headline."""
    from analysis.tasklogs.engine import open_engine
    from analysis.tasklogs.measures.survey import survey
    from analysis.tasklogs.measures.workers import question, worker_table
    from analysis.tasklogs.rules import GAPS as CURVE
    from analysis.tasklogs.rules import STATED

    with open_engine(folder, memory=memory) as engine:
        stated = tuple(gap for gap in CURVE if gap.name in STATED)
        workers = worker_table(engine, question(survey(engine), stated))
        assert int(workers.pay.sum()) > 0
        return int(workers.time("gap_5min").sum())


def by_hand(folder: Path) -> int:
    """What somebody would write for DuckDB who knows the answer."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.read_parquet(str(folder / "*.parquet")).create_view("tasks")
    answer = connection.sql(BY_HAND).fetchnumpy()
    return int(answer["busy"].sum() + answer["gap_5min"].sum())


def polars(folder: Path) -> int:
    """The same with polars."""
    import polars as pl

    columns = ["worker_key", "accept_us", "submit_us", "pay_micro"]
    a, s = pl.col("accept_us"), pl.col("submit_us")
    before = s.cum_max().shift(1).over("worker_key")
    lazy = pl.scan_parquet(folder / "*.parquet").select(columns).sort("worker_key", "accept_us")
    lazy = lazy.with_columns(pm=before)
    pm = pl.col("pm")
    lazy = lazy.with_columns(
        naive=s - a,
        busy=(s - pl.max_horizontal(a, pm)).clip(lower_bound=0),
        gap=(a - pm).fill_null(0),
    )
    sums = [pl.len(), pl.col("pay_micro").sum(), pl.col("naive").sum(), pl.col("busy").sum()]
    gap = pl.col("gap")
    sums += [gap.filter((gap > 0) & (gap <= g)).sum().alias(name) for name, g in GAPS.items()]
    answer = lazy.group_by("worker_key").agg(sums).collect()
    return sum(int(answer[name].sum()) for name in ("busy", "gap_5min"))


def pandas(folder: Path) -> int:
    """The same with pandas."""
    import pandas as pd

    columns = ["worker_key", "accept_us", "submit_us", "pay_micro"]
    frame = pd.read_parquet(folder, columns=columns).sort_values(["worker_key", "accept_us"])
    groups = frame.groupby("worker_key", sort=False)
    before = groups["submit_us"].cummax().groupby(frame["worker_key"], sort=False).shift()
    frame["naive"] = frame["submit_us"] - frame["accept_us"]
    start = frame["accept_us"].clip(lower=before.fillna(0).astype("int64"))
    frame["busy"] = (frame["submit_us"] - start).clip(lower=0)
    gap = (frame["accept_us"] - before).fillna(0).astype("int64")
    for name, longest in GAPS.items():
        frame[name] = gap.where((gap > 0) & (gap <= longest), 0)
    names = ["pay_micro", "naive", "busy", *GAPS]
    answer = frame.groupby("worker_key", sort=False)[names].sum()
    return int(answer["busy"].sum() + answer["gap_5min"].sum())


CONTESTANTS: dict[str, Callable[[Path], int]] = {
    "ours": ours, "by hand": by_hand, "polars": polars, "pandas": pandas,
}  # fmt: skip


def measured(name: str, folder: Path, *more: str) -> tuple[float, float, int]:
    """CPU seconds (of the work, imports apart), peak memory in MB and the answer, in a process."""
    command = [sys.executable, "-m", "benchmarks.tasklog_wages", "one", name, str(folder), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak, answer = done.stdout.split()
    return float(seconds), float(peak), int(answer)


def one(name: str, folder: Path, memory: int | None) -> None:
    """Run one contestant: once on a small log to load what it needs, then for the clock."""
    with TemporaryDirectory() as small:
        write_log(Path(small), 1000)
        CONTESTANTS[name](Path(small))
    begun = time.process_time()
    answer = ours(folder, memory) if name == "ours" else CONTESTANTS[name](folder)
    seconds = time.process_time() - begun
    # Not ru_maxrss, which a process takes over from the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(seconds, peak, answer)


def everyday() -> None:
    """4 million assignments, all contestants in turn, medians."""
    with TemporaryDirectory() as there:
        folder = Path(there)
        write_log(folder, ROWS)
        runs = {name: [] for name in CONTESTANTS}  # type: dict[str, list[tuple[float, float, int]]]
        for _ in range(ROUNDS):
            for name in CONTESTANTS:
                runs[name].append(measured(name, folder))
    answers = {run[2] for each in runs.values() for run in each}
    assert len(answers) == 1, answers
    times = {name: float(np.median([run[0] for run in each])) for name, each in runs.items()}
    peaks = {name: max(run[1] for run in each) for name, each in runs.items()}
    print(f"{ROWS:,} assignments to a worker table; equal whole numbers")
    for name in CONTESTANTS:
        print(f"  {name}: {shown(times[name])} CPU, {peaks[name]:,.0f} MB")
    ratio = times["ours"] / times["by hand"]
    print(f"  ours over hand-written SQL {ratio:.2f} ({verdict(ratio, 1.15)})")
    for name in ("polars", "pandas"):
        print(f"  {name} over ours {times[name] / times['ours']:.2f} "
              f"({verdict(times[name] / times['ours'], 1.0, most=False)})")  # fmt: skip
    print(f"  peak {peaks['ours']:,.0f} MB ({verdict(peaks['ours'], 600.0)})")


def at_size(millions: int, memory: int = 4_000_000_000) -> None:
    """Ten times the rows in the same memory: how far from linear."""
    found = {}
    for size in (millions // 10, millions):
        with TemporaryDirectory() as there:
            begun = time.process_time()
            write_log(Path(there), size * 1_000_000)
            made = time.process_time() - begun
            seconds, peak, _ = measured("ours", Path(there), str(memory))
        found[size] = made + seconds
        print(f"  {size} million: {seconds:.1f} s CPU, written in {made:.1f} s, {peak:,.0f} MB")
    ratio = found[millions] / found[millions // 10] / 10
    print(f"  over linear, writing included {ratio:.2f} ({verdict(ratio, 1.3)})")


def on_spark(master: str, rows: int = 10_000_000) -> None:
    """The same sums on a cluster; what the engine costs beside DuckDB."""
    from analysis.tasklogs.engine import open_engine
    from analysis.tasklogs.measures.survey import survey
    from analysis.tasklogs.measures.workers import question, worker_table

    with TemporaryDirectory() as there:
        folder = Path(there)
        write_log(folder, rows)
        answers = []
        for engine_name in ("duckdb", "spark"):
            with open_engine(folder, engine_name, master=master) as engine:
                begun = time.perf_counter()
                answers.append(worker_table(engine, question(survey(engine))).frame)
                print(f"  {engine_name}: {time.perf_counter() - begun:.1f} s wall, {rows:,} rows")
        assert answers[0].equals(answers[1])
        print("  equal whole numbers")


def main() -> None:
    """Every day without arguments; else a size in millions, or a cluster."""
    asked = sys.argv[1:]
    if asked[:1] == ["one"]:
        one(asked[1], Path(asked[2]), int(asked[3]) if len(asked) > 3 else None)
    elif asked[:1] == ["spark"]:
        on_spark(asked[1])
    elif asked:
        at_size(int(asked[0]))
    else:
        everyday()


if __name__ == "__main__":
    main()
