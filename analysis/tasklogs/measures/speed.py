"""Speed: learning within workers, and the same work with and without a model before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.errors import TaskLogError
from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import Question, alone_sql
from analysis.tasklogs.measures.within import Array, within
from analysis.tasklogs.rules import FEWEST_WORKERS, LEVEL, MOST_ROWS, SECOND

FEWEST_TASKS = 2
"""A worker's tasks that show a change at all."""


@dataclass(frozen=True)
class Slope:
    """A slope within workers with its interval, or the reason why there is none.

    Attributes
    ----------
    value : float or None
    low, high : float or None
    assignments, workers : int
        That it rests on.
    why_not : str
    """

    value: float | None
    low: float | None
    high: float | None
    assignments: int
    workers: int
    why_not: str = ""


@dataclass(frozen=True)
class Learning:
    """Time per task along a worker's tasks.

    Attributes
    ----------
    slope : Slope
        Change of log seconds with log cumulative tasks, within worker and task type.
    assisted : Slope
        Change of log seconds where a model had labelled before, at the same experience.
    curve : pandas.DataFrame
        ``nth`` (from), ``workers``, ``relative``: geometric mean of time over that of a first
        task of the same worker and kind as the slope has it, by doublings of the number done.
    """

    slope: Slope
    assisted: Slope
    curve: pd.DataFrame


def alone(engine: Engine, asked: Question, rows: int) -> pd.DataFrame:
    """Assignments that overlap no other, with their number in the worker's order."""
    return engine.fetch(alone_sql(asked, _below(rows))).sort_values(
        ["nth", "took", "labels"], ignore_index=True, kind="stable"
    )


def learning(tasks: pd.DataFrame) -> Learning:
    """How time per task falls with practice, within workers; survivors bias the pooled curve.

    Parameters
    ----------
    tasks : pandas.DataFrame
        From :func:`alone`.
    """
    often = tasks.groupby("worker_key")["nth"].transform("size") >= FEWEST_TASKS
    used = tasks[often]
    seconds = np.log(used["took"].to_numpy(dtype=float) / SECOND)
    nth = np.log(used["nth"].to_numpy(dtype=float))
    known = used["assisted"].notna().to_numpy()
    marked = used["assisted"].fillna(0).to_numpy(dtype=float)
    slope = _slope(seconds, nth[:, None], used, 0)
    both = known.all() and 0 < marked.sum() < marked.size
    assisted = (
        _slope(seconds, np.column_stack([nth, marked]), used, 1)
        if both
        else Slope(None, None, None, 0, 0, "the files do not hold work of both kinds")
    )
    return Learning(slope, assisted, _curve(used, seconds, nth, slope.value))


def _slope(endog: Array, exog: Array, used: pd.DataFrame, which: int) -> Slope:
    workers = used["worker_key"].nunique()
    if workers < FEWEST_WORKERS:
        why = f"under {FEWEST_WORKERS} workers with two tasks or more that overlap no other"
        return Slope(None, None, None, len(used), workers, why)
    codes = pd.factorize(used["worker_key"])[0].astype(np.int64)
    kinds = pd.factorize(used["task_type"].fillna(""))[0].astype(np.int64)
    try:
        fitted = within(endog, exog, codes, kinds)
    except TaskLogError as error:
        return Slope(None, None, None, len(used), workers, str(error))
    value, se = float(fitted.params[which]), float(fitted.bse[which])
    reach = float(ndtri((1 + LEVEL) / 2)) * se
    return Slope(value, value - reach, value + reach, fitted.nobs, fitted.clusters)


def _curve(used: pd.DataFrame, seconds: Array, log_nth: Array, slope: float | None) -> pd.DataFrame:
    """Time over that of the first task, by doublings; points with few workers are left out.

    Each worker and kind has a first task of its own, worked out from all of its tasks with the
    slope, so that those who stay longer do not pull the later points.
    """
    first = pd.Series(seconds - (slope or 0.0) * log_nth, index=used.index)
    own = first.groupby([used["worker_key"], used["task_type"].fillna("")]).transform("mean")
    nth = 2 ** np.floor(np.log2(used["nth"].to_numpy(dtype=float)))
    columns = {"nth": nth.astype(int), "relative": seconds - own, "worker": used["worker_key"]}
    points = pd.DataFrame(columns).groupby("nth")
    made = points.agg(workers=("worker", "nunique"), relative=("relative", "mean"))
    shown = made[made["workers"] >= FEWEST_WORKERS].reset_index()
    return shown.assign(relative=np.exp(shown["relative"].astype(float)))


def _below(rows: int) -> str:
    """First digits of keyed hashes below which lie about as many rows as the rules allow."""
    if rows <= MOST_ROWS:
        return ""
    return f"{int(MOST_ROWS / rows * 16**4):04x}"
