"""Work whose timer has no time of day joins the sums: the same hours under every rule."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import Question, timer_sql

ALONE = "alone_us"
"""Column of the timers that count because nothing else tells the time of their work."""


def with_timers(sums: pd.DataFrame, engine: Engine, asked: Question) -> pd.DataFrame:
    """Sums by worker (and the columns of `asked`) with the work that has a timer alone.

    A tool that keeps its timers as a second account of work that also stands there with its times,
    as CVAT does, adds nothing to workers who have such times, except to the sum of timers. Work
    of no time of day is of no month: it has none in a table by month.
    """
    if not asked.alone:
        return sums
    more = engine.fetch(timer_sql(asked))
    second = more["worker_key"].isin(sums["worker_key"])
    own = more["timer_us"] - more["second_us"].where(second, 0)
    n = more["n"] - more["second_n"].where(second, 0)
    more = more.assign(n=n, naive=own, summed=own, busy=own, **{ALONE: own})
    if asked.by:
        more = more[n > 0]
    keys = ["worker_key", *asked.by]
    columns = [*sums.columns, ALONE]
    joined = pd.concat([sums, more]).reindex(columns=columns)
    bounds = {"first_us": "min", "last_us": "max"}
    how: dict[Hashable, str] = {
        name: bounds.get(str(name), "sum") for name in columns if name not in keys
    }
    return joined.groupby(keys, sort=False, dropna=False).agg(how).reset_index()[columns]
