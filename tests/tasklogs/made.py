"""A small made log, and wages worked out by a plain loop over intervals."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from analysis.tasklogs.canonical import Recognised, Rows, TaskLog, set_aside_of, tasks_of

START = 1_704_067_200_000_000  # 2024-01-01


def made_tasks(n: int = 3000, workers: int = 40, seed: int = 0, **columns: Any) -> pd.DataFrame:
    """Assignments that queue, overlap, touch, tie and are rejected; whole and broken seconds."""
    rng = np.random.default_rng(seed)
    accept = START + rng.integers(0, 80 * 86400, n) * 1_000_000 + rng.integers(0, 2, n) * 250_000
    accept[1::5] = accept[::5][: accept[1::5].size]  # ties
    took = rng.integers(0, 1500, n) * 1_000_000
    status = rng.choice(["paid", "paid", "paid", "rejected", "submitted", "returned"], n)
    pay = rng.integers(0, 150, n) * 10_000
    given: dict[str, Any] = {
        "file": ["made.csv"] * n,
        "line": list(range(1, n + 1)),
        "platform": ["made"] * n,
        "assignment_key": [f"{i:016x}" for i in range(n)],
        "worker_key": [f"{i * 7919:016x}" for i in rng.integers(0, workers, n)],
        "task_type": [["box", "text", None][i] for i in rng.integers(0, 3, n)],
        "accept_us": accept.tolist(),
        "submit_us": (accept + took).tolist(),
        "pay_micro": np.where(status == "rejected", 0, pay).tolist(),
        "currency": ["USD"] * n,
        "status": status.tolist(),
        "labels": rng.integers(1, 9, n).tolist(),
        "assisted": rng.integers(0, 2, n).astype(bool).tolist(),
    }
    return tasks_of(given | columns)


def made_log(tasks: pd.DataFrame, cannot_tell: tuple[str, ...] = ()) -> TaskLog:
    """A log of tasks as a reader would hand it over."""
    rows = Rows(len(tasks), len(tasks), 0)
    return TaskLog(
        tasks, set_aside_of([]), rows, (Recognised("made.csv", "made", "made"),), (), cannot_tell
    )


def time_of_rows(tasks: pd.DataFrame, gap: int, statuses: tuple[str, ...]) -> dict[int, int]:
    """Time that each row adds by a plain loop: overlaps go to the one begun first."""
    found: dict[int, int] = {}
    ends: dict[str, int] = {}
    order = ["accept_us", "submit_us", "assignment_key"]
    for row in tasks[tasks["status"].isin(statuses)].sort_values(order).itertuples():
        end = ends.get(row.worker_key)
        start = row.accept_us if end is None else max(row.accept_us, end)
        pause = 0 if end is None else row.accept_us - end
        found[row.Index] = max(row.submit_us - start, 0) + (pause if 0 < pause <= gap else 0)
        ends[row.worker_key] = row.submit_us if end is None else max(end, row.submit_us)
    return found


def by_loop(tasks: pd.DataFrame, gap: int, statuses: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Pay and merged time of each worker by a plain loop: micro-units, microseconds."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    pay: dict[str, int] = defaultdict(int)
    for row in tasks.to_dict("records"):
        if row["status"] not in statuses:
            continue
        spans[row["worker_key"]].append((row["accept_us"], row["submit_us"]))
        pay[row["worker_key"]] += row["pay_micro"] if row["status"] in ("paid", "submitted") else 0
    found = {}
    for worker, own in spans.items():
        own.sort()
        total, (start, end) = 0, own[0]
        for a, s in own[1:]:
            if a - end <= gap:
                end = max(end, s)
            else:
                total, start, end = total + end - start, a, s
        found[worker] = (pay[worker], total + end - start)
    return found
