"""One run: read the files, ask the engine, and hold everything that is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from analysis.errors import TaskLogError
from analysis.tasklogs.canonical import TaskLog
from analysis.tasklogs.engine import EngineName, open_engine
from analysis.tasklogs.engine.sql import Column
from analysis.tasklogs.measures.floor import FloorOf
from analysis.tasklogs.measures.groups import PerLabel, day_table, group_table, per_label
from analysis.tasklogs.measures.rate_card import Rate
from analysis.tasklogs.measures.speed import Learning, alone, learning
from analysis.tasklogs.measures.wages import LogWages, log_wages
from analysis.tasklogs.rules import GAP_5MIN, Gap

SEED = 0
"""Of the bootstrap: the same files give the same intervals."""
Step = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What a run is asked for.

    Attributes
    ----------
    rule : Gap
        Idle rule of headline and back-pay.
    by : tuple of str
        Groups that wages are also shown by.
    rates : tuple of Rate
    floor : callable, optional
    unpaid : bool
        Whether the low end counts unpaid time.
    split : bool
        Whether groups share overlapped time equally.
    engine, master, memory
        As for :func:`analysis.tasklogs.engine.open_engine`.
    whole : bool
        Whether days and learning are wanted too, as the page needs them.
    """

    rule: Gap = GAP_5MIN
    by: tuple[Column, ...] = ()
    rates: tuple[Rate, ...] = ()
    floor: FloorOf | None = None
    unpaid: bool = False
    split: bool = False
    engine: EngineName = "duckdb"
    master: str = "local[*]"
    memory: int | None = None
    whole: bool = False


@dataclass(frozen=True)
class Wages:
    """All that one run found.

    Attributes
    ----------
    log : LogWages
    groups : pandas.DataFrame or None
        Wages by the columns asked for.
    labels : PerLabel or None
    days : pandas.DataFrame or None
    learning : Learning or None
    set_aside : pandas.DataFrame
    """

    log: LogWages
    groups: pd.DataFrame | None
    labels: PerLabel | None
    days: pd.DataFrame | None
    learning: Learning | None
    set_aside: pd.DataFrame = field(repr=False)


def wages_of(log: TaskLog, asked: Asked | None = None, step: Step = lambda _: None) -> Wages:
    """Wages of a log.

    Parameters
    ----------
    log : TaskLog
        From :func:`analysis.tasklogs.read`.
    asked : Asked, optional
    step : callable
        Told what is done next.

    Raises
    ------
    TaskLogError
        Where nothing was used, or as :func:`analysis.tasklogs.measures.wages.log_wages`.
    """
    wanted = asked or Asked()
    if log.rows.used == 0:
        raise TaskLogError(f"no record could be used of {log.rows.read:,}{_why(log.set_aside)}")
    with open_engine(
        log.tasks, wanted.engine, memory=wanted.memory, master=wanted.master
    ) as engine:
        step("merging clocks")
        found = log_wages(
            log, engine, rule=wanted.rule, rates=wanted.rates, floor=wanted.floor,
            unpaid=wanted.unpaid, split=wanted.split, seed=SEED,
        )  # fmt: skip
        named = len(found.workers) > 0
        by = wanted.by or (("task_type", "month") if wanted.whole else ())
        step("grouping")
        groups = group_table(engine, found, by, wanted.rates) if by and named else None
        labels = per_label(engine, found) if named else None
        days = day_table(engine, found, groups) if wanted.whole and named else None
        step("learning")
        learned = None
        if wanted.whole and named:
            learned = learning(alone(engine, found.asked, found.found.of("n")))
    if groups is not None and groups.empty:
        groups = None
    return Wages(found, groups, labels, days, learned, log.set_aside)


def _why(set_aside: pd.DataFrame) -> str:
    if set_aside.empty:
        return ""
    reasons = set_aside["reason"].value_counts()
    return f"; most often: {reasons.index[0]} ({reasons.iloc[0]:,})"
