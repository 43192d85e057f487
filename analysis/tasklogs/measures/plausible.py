"""What in a log no careful hand produces; nothing is removed for it."""

from __future__ import annotations

from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import bulk_sql, odd_sql
from analysis.tasklogs.measures.survey import Survey, counted
from analysis.tasklogs.measures.workers import Workers
from analysis.tasklogs.rules import BULK, HOUR, LONGEST


def plausibility(engine: Engine, found: Survey, workers: Workers) -> list[str]:
    """Sentences about clocks that look odd, the most weighty first."""
    odd = engine.fetch(odd_sql(LONGEST)).iloc[0].fillna(0)
    bulk = engine.fetch(bulk_sql(BULK)).iloc[0].fillna(0)
    said = [
        (int(odd["long"]), "open for more than a day"),
        (int(odd["instant"]) if found.has_pay else 0, "accepted and submitted at the same moment"),
        (int(odd["beyond"]), "with a timer that ran longer than the assignment was open"),
        (
            int(bulk["n"]),
            f"submitted together with others of the same worker, {BULK} or more within a second: "
            "copied or sent in batches",
        ),
    ]
    sentences = [f"{counted(count, 'assignment')} {words}." for count, words in said if count]
    if not found.of("accepted") and "timer_us" in workers.frame:
        beyond = workers.frame["timer_us"] > workers.frame["last_us"] - workers.frame["first_us"]
        if beyond.any():
            sentences.append(
                f"{counted(int(beyond.sum()), 'worker')} with timers that sum to more than the "
                "time from first to last submission."
            )
    if not int(odd["fractional"]) and found.of("submitted", ("unpaid_tool",)):
        sentences.append("All times are whole seconds: short tasks are known to a second only.")
    if left := found.of("left_open"):
        sentences.append(
            f"{counted(left, 'timer')} that ran for more than an hour: a page left open. The "
            "submission stands without it, except in the plain sum."
        )
    naive, busy = int(workers.frame["summed"].sum()), int(workers.frame["busy"].sum())
    if naive > busy:
        sentences.append(
            f"{counted(workers.with_overlap, 'worker')} with overlapping clocks: they sum to "
            f"{naive / HOUR:,.1f} hours and cover {busy / HOUR:,.1f}."
        )
    return sentences
