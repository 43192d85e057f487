"""The table of workers: pay and time of each, summed, merged, and under every idle rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import TaskLogError
from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import Column, Question, Spell, keys_sql, shares_sql, worker_sql
from analysis.tasklogs.measures.shares import with_shares
from analysis.tasklogs.measures.survey import Survey
from analysis.tasklogs.measures.timers import with_timers
from analysis.tasklogs.rules import GAPS, HOUR, MICRO, Gap

Whole = np.ndarray[Any, np.dtype[np.int64]]
NAIVE = "naive"
ORDER = ["n", "pay", "naive", "busy"]
"""Order of workers that does not depend on the secret key of their hashes; then by the pauses."""


@dataclass(frozen=True)
class Workers:
    """Sums by worker.

    Attributes
    ----------
    frame : pandas.DataFrame
        A row a worker: ``worker_key``, ``n`` assignments, ``pay`` (micro-units), ``naive`` and
        ``busy`` (microseconds of all clocks, and merged), ``summed`` (of the intervals that are
        merged), the pauses that each rule counts (by its name),
        ``timer_us`` and ``labels`` where the log has them, ``first_us`` and ``last_us`` where
        intervals are made of timers, ``alone_us`` of timers without a time of day.
    gaps : tuple of Gap
    """

    frame: pd.DataFrame
    gaps: tuple[Gap, ...] = GAPS

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def pay(self) -> Whole:
        """Pay of each, micro-units."""
        return self.frame["pay"].to_numpy(dtype=np.int64)

    def time(self, rule: str) -> Whole:
        """Microseconds of each under a rule: ``naive``, or the name of a gap.

        Raises
        ------
        TaskLogError
            For a rule that was not asked for.
        """
        if rule == NAIVE:
            return self.frame[NAIVE].to_numpy(dtype=np.int64)
        known = {gap.name: gap for gap in self.gaps}
        if rule not in known:
            raise TaskLogError(f"idle rule {rule!r}; allowed: {', '.join([NAIVE, *known])}")
        time: Whole = self.frame["busy"].to_numpy(dtype=np.int64)
        if known[rule].longest:
            time = time + self.frame[rule].to_numpy(dtype=np.int64)
        return time

    @property
    def with_overlap(self) -> int:
        """Workers some of whose intervals overlap."""
        return int((self.frame["summed"] > self.frame["busy"]).sum())

    def wages(self, rule: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Pay per hour of each worker with any time under the rule; NaN for the others."""
        time = self.time(rule)
        hours = np.where(time > 0, time, 1) / HOUR
        return np.where(time > 0, self.pay / MICRO / hours, np.nan)


def exact(over: int, under: int) -> float | None:
    """A ratio of whole numbers, rounded once; None over nothing."""
    return over / under if under else None


def hourly(pay: int, time: int) -> float | None:
    """Money per hour from micro-units and microseconds, right to the last digit."""
    return exact(pay * (HOUR // MICRO), time)


def worker_table(engine: Engine, asked: Question) -> Workers:
    """Ask the engine for the sums by worker."""
    return Workers(_sums(engine, asked), asked.gaps)


def _sums(engine: Engine, asked: Question) -> pd.DataFrame:
    clocked = _clocked(engine, asked)
    if asked.split and asked.by:
        clocked = with_shares(clocked, engine.fetch(shares_sql(asked)), asked.by)
    if NAIVE not in clocked:
        clocked = clocked.assign(naive=clocked["summed"])
    return ordered(with_timers(clocked, engine, asked), asked.by)


def _clocked(engine: Engine, asked: Question) -> pd.DataFrame:
    """The engine's sums; by a number for each worker where no two share one."""
    if asked.by or not engine.folds:
        return engine.fetch(worker_sql(asked))
    names = engine.fetch(keys_sql()).astype({"folded": "str"}).set_index("folded")["worker_key"]
    if not names.index.is_unique:
        return engine.fetch(worker_sql(asked))
    clocked = engine.fetch(worker_sql(replace(asked, folded=True)))
    clocked["worker_key"] = names.loc[clocked["worker_key"]].array
    return clocked


def ordered(answer: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Rows in an order that the secret key does not change."""
    keys = [*ORDER, *(str(name) for name in answer if str(name).startswith("gap_"))]
    if by:
        return answer.sort_values([*by, *keys], ignore_index=True)
    # All are whole numbers: half the time of sort_values, which makes categories of each.
    rank = np.lexsort([answer[name].to_numpy(dtype=np.int64) for name in reversed(keys)])
    return answer.take(rank).reset_index(drop=True)


def question(found: Survey, gaps: tuple[Gap, ...] = GAPS, **more: Any) -> Question:
    """The main question to a log that has what was found."""
    settings: dict[str, Any] = {
        "gaps": gaps,
        "priced": found.has_pay and found.unpriced > 0,
        "timers": found.of("timed") > 0,
        "labels": found.of("labelled") > 0,
        "alone": found.timer_only > 0,
        "begun": 0 < found.of("accepted") == found.of("submitted"),
        "whole": found.whole,
    }
    return Question(**(settings | more))


def months(found: Survey) -> tuple[Spell, ...]:
    """Months (UTC) from the first start to the last submission."""
    if found.first_us is None or found.last_us is None:
        return ()
    first, last = (pd.Timestamp(value, unit="us") for value in (found.first_us, found.last_us))
    starts = pd.period_range(first, last, freq="M").to_timestamp()
    return tuple(Spell(int(at.value // 1000), at.strftime("%Y-%m")) for at in starts)


def years(found: Survey) -> tuple[Spell, ...]:
    """Years (UTC) of the log; the first one of all where there is no time of day."""
    by_month = months(found)
    first: dict[str, Spell] = {}
    for spell in by_month:
        first.setdefault(spell.name[:4], Spell(spell.start, spell.name[:4]))
    return tuple(first.values()) or (Spell(0, "1970"),)


def grouped(
    engine: Engine, asked: Question, by: tuple[Column, ...], spells: tuple[Spell, ...]
) -> pd.DataFrame:
    """Sums by worker within groups; hours of all groups sum to those of the worker.

    Where clocks overlap the time goes to the assignment begun first, or in equal shares to all
    that were open (``asked.split``), and a pause to the one that ends it: merging within groups
    instead would take work of another kind for a pause.
    """
    return _sums(engine, replace(asked, by=by, spells=spells))
