"""Rules by which task logs become wages: each a named constant with its reason.

They were committed before any number of ours was computed with them.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.register import Registered

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
"""Microseconds: the unit of every clock, so that sums are whole numbers on every engine."""

MICRO = 1_000_000
"""Micro-units in a unit of money."""

FINE = 10_000
"""Parts of a unit of money that an assignment's own wage is cut to, so that their sum is whole."""

MOST = 2**63 - 1
"""Largest whole number of microseconds or micro-units that a sum may be."""


@dataclass(frozen=True)
class Gap:
    """An idle rule: pauses between merged intervals that count as work.

    Attributes
    ----------
    name : str
        As in tables and JSON.
    longest : int
        Longest pause that counts, microseconds, itself included.
    words : str
    published : str
        Who uses it; empty where nobody is known to.
    """

    name: str
    longest: int
    words: str
    published: str = ""


GAPS = (
    Gap("gap_0min", 0, "no pause counts", "the clocks as merged"),
    Gap("gap_1min", MINUTE, "pauses up to 1 minute count"),
    Gap("gap_100s", 100 * SECOND - 1, "pauses under 100 seconds count", "CVAT"),
    Gap("gap_2min", 2 * MINUTE, "pauses up to 2 minutes count"),
    Gap("gap_5min", 5 * MINUTE, "pauses up to 5 minutes count"),
    Gap("gap_10min", 10 * MINUTE, "pauses up to 10 minutes count"),
    Gap("gap_12min", 12 * MINUTE, "pauses up to 12 minutes count", "Hara et al. 2018"),
    Gap("gap_20min", 20 * MINUTE, "pauses up to 20 minutes count"),
    Gap("gap_30min", 30 * MINUTE, "pauses up to 30 minutes count"),
    Gap("gap_60min", 60 * MINUTE, "pauses up to 60 minutes count"),
)
"""The curve: rules in print, and points between and beyond them. Real data have no natural cut
between 5 and 60 minutes, so no single one is the answer."""

STATED = ("gap_0min", "gap_1min", "gap_5min", "gap_12min")
"""Rules of the headline table."""

HEADLINE = "gap_5min"
GAP_5MIN = next(gap for gap in GAPS if gap.name == HEADLINE)
"""Rule of the one number that goes first: short pauses belong to the work, long ones may not."""

HIGH, LOW = "gap_0min", "gap_12min"
"""Ends of the bracket: least and most time that anybody in print counts."""

PAID = ("paid", "submitted")
"""What pay is counted for. Submitted work is undecided at the download and is approved by itself
unless somebody rejects it, so it counts as paid, and the output says so."""

DONE = ("paid", "submitted", "rejected", "unpaid_tool")
"""Work that was handed in."""

WORKED = (*DONE, "returned")
"""Whose time counts, where there is a clock. Rejected work was done, and a task skipped in a tool
was looked at. Where returned or timed-out tasks have clocks that run for days the readers drop the
clock: they are counted, not timed."""

UNPAID_SHARE = 0.33
"""Share of daily time unpaid in Toxtli, Suri and Savage 2021; enters the low end only if asked."""

FEWEST_WORKERS = 10
"""Cells with fewer workers are hidden: somebody who knows nine could name the tenth."""

FEWEST_DRAWN = 30
"""Workers that an interval needs: a bootstrap over fewer is known to be too short."""

DRAWS, MANY_DRAWS, MANY_WORKERS = 999, 199, 200_000
"""Bootstrap replications; above that many workers quantiles take the fewer, and ratios are
linearised."""

LEVEL = 0.95

QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)

TOP = 10
"""Workers whose share of all hours is shown."""

BULK = 5
"""Submissions of one worker within one second that no hand could make one by one."""

LONGEST = DAY
"""A task open for longer is remarked upon; it still counts as the file has it."""

MOST_ROWS = 2_000_000
"""Assignments in the regression of learning; where there are more, workers are taken by the first
digits of their keyed hash, which is a random sample."""

REGISTERED = Registered("2026-11-26", "before any number", "")
"""All of the above but what follows."""

LONGEST_TIMER = GAPS[-1].longest
"""A tool's timer that ran longer than the longest pause that any rule counts was a page left open:
the submission then stands without it. In the plain sum and in the low end it counts in full, and
everywhere where a platform paid the work."""

REGISTERED_SKIPPED = Registered(
    "2026-11-26",
    "changed because",
    "the readers keep the clock of a returned task only where it is time at work; the time of all "
    "returned tasks was left out before",
)

REGISTERED_TIMER = Registered(
    "2026-11-26",
    "after a first look at",
    "made exports, in which pages stay open for days, and what is known of real ones: single lead "
    "times of eighteen hours and three days",
)

REGISTERED_PAID_TIMER = Registered(
    "2026-11-26",
    "changed because",
    "work paid through a platform kept its pay and lost its time where its timer ran for more than "
    "an hour; the limit holds for work in tools, and for tasks returned, alone",
)
