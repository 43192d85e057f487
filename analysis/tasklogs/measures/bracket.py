"""The bracket: the highest and the lowest wage that a log supports, each with its assumption."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import Question
from analysis.tasklogs.measures.survey import Survey
from analysis.tasklogs.measures.timers import ALONE
from analysis.tasklogs.measures.workers import Workers, hourly, worker_table
from analysis.tasklogs.rules import GAPS, HIGH, LOW, UNPAID_SHARE, WORKED

EVENTS = "gap_2min"
"""Longest pause between submissions that counts where a tool's timers are doubted."""
BETWEEN = "from one event to the next, up to 2 minutes"


@dataclass(frozen=True)
class Bracket:
    """Two ends of the wage and what each assumes.

    Attributes
    ----------
    high, low : float or None
        Money per hour; None where no time is left under the assumption.
    high_words, low_words : str
    """

    high: float | None
    low: float | None
    high_words: str
    low_words: str


def bracket(
    engine: Engine, asked: Question, found: Survey, workers: Workers, *, unpaid: bool
) -> Bracket:
    """Both ends; where the log has timers only, they are held against the submissions.

    Events at a screen last no time: without the pauses between them there would be no work.

    Parameters
    ----------
    unpaid : bool
        Whether the low end adds the unpaid share of daily time of Toxtli, Suri and Savage 2021.
    """
    pay = int(workers.pay.sum())
    if found.of("accepted"):
        high_time, high_words = _without_rejected(engine, asked, found, workers)
        if found.has_events:
            high_time, high_words = int(workers.time(EVENTS).sum()), BETWEEN
        low_time = int(workers.time(LOW).sum())
        low_words = "clocks merged, pauses up to 12 minutes count, rejected work counts"
    else:
        events = replace(asked, clock="event", gaps=tuple(g for g in GAPS if g.name == EVENTS))
        high_time = int(worker_table(engine, events).time(EVENTS).sum())
        high_words = "from one submission to the next, up to 2 minutes; timers are not used"
        low_time = _capped_timers(workers)
        low_words = "timers summed, for each worker at most the time from first to last submission"
    low = hourly(pay, low_time)
    if unpaid and low is not None:
        low *= 1 - UNPAID_SHARE
        low_words += f", and {UNPAID_SHARE:.0%} of the day is unpaid (Toxtli et al. 2021)"
    return Bracket(hourly(pay, high_time), low, high_words, low_words)


def _without_rejected(
    engine: Engine, asked: Question, found: Survey, workers: Workers
) -> tuple[int, str]:
    words = "clocks merged, no pause counts"
    if not found.of("n", ("rejected",)):
        return int(workers.time(HIGH).sum()), words
    accepted = tuple(status for status in WORKED if status != "rejected")
    kept = replace(asked, statuses=accepted, gaps=tuple(g for g in GAPS if g.name == HIGH))
    time = int(worker_table(engine, kept).time(HIGH).sum())
    return time, f"{words}, rejected work is left out"


def _capped_timers(workers: Workers) -> int:
    if "timer_us" not in workers.frame:
        return 0
    span = workers.frame["last_us"] - workers.frame["first_us"]
    alone = workers.frame.get(ALONE, 0)
    timers = workers.frame["timer_us"] - alone
    capped = np.where(span.isna(), timers, np.minimum(timers, span.fillna(0)))
    return int((capped + alone).sum())
