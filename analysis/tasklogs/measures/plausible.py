"""What in a log no careful hand produces; nothing is removed for it."""

from __future__ import annotations

from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import bulk_sql, odd_sql
from analysis.tasklogs.measures.survey import Survey
from analysis.tasklogs.measures.workers import Workers
from analysis.tasklogs.rules import BULK, HOUR, LONGEST


def plausibility(engine: Engine, found: Survey, workers: Workers) -> list[str]:
    """Sentences about clocks that look odd, the most weighty first."""
    odd = engine.fetch(odd_sql(LONGEST)).iloc[0].fillna(0)
    bulk = engine.fetch(bulk_sql(BULK)).iloc[0].fillna(0)
    said = [
        (int(odd["long"]), "{n} assignments were open for more than a day."),
        (int(odd["instant"]), "{n} assignments were accepted and submitted at the same moment."),
        (int(odd["beyond"]), "{n} timers run longer than the assignment was open."),
        (
            int(bulk["n"]),
            "{n} assignments were submitted together with others of the same worker, "
            f"{BULK} or more within a second: copied or sent in batches.",
        ),
    ]
    sentences = [words.format(n=f"{count:,}") for count, words in said if count]
    if found.of("timed") and "timer_us" in workers.frame:
        beyond = workers.frame["timer_us"] > workers.frame["last_us"] - workers.frame["first_us"]
        if beyond.any():
            sentences.append(
                f"{int(beyond.sum()):,} workers have timers that sum to more than the time from "
                "their first to their last submission."
            )
    if not int(odd["fractional"]) and found.of("submitted", ("unpaid_tool",)):
        sentences.append("All times are whole seconds: short tasks are known to a second only.")
    naive, busy = int(workers.frame["naive"].sum()), int(workers.frame["busy"].sum())
    if naive > busy:
        sentences.append(
            f"Clocks of one worker overlap: they sum to {naive / HOUR:,.1f} hours and cover "
            f"{busy / HOUR:,.1f}."
        )
    return sentences
