"""What is asked of public series on labelling, and what would count: written down before results.

Labour first: hours of paid human labelling, by rung; heads and postings beside; money never votes.

Labour by rung. A repeated series counts one population by one rule at two dates or more. Its
change is the mean of its last 24 months less the mean of the 24 before, in logs; a series with a
break of unknown cause is never joined across it, and where fewer than 48 months are left the two
halves of what is left stand in. A series moves where every estimator of it moves the same way, and
beyond 1.96 errors for each that has one. A lower bound has no error: it can unsettle and cannot
settle. Layoffs can only fall and are reported because of the cut: shown, without a vote. A series
of a platform or firm counts once, whatever is measured there; Mechanical Turk and the microwork of
the Online Labour Index count as one, until it is known which platforms make that up. A rung falls
where at least two independent series fall and none rises, rises where at least two rise and none
falls, and cannot be told otherwise. A platform that closed is a fact of its own.

Hours with ranges. Hours are spending times the share of workers in it over pay an hour. Every
assumption is put at its ends, one at a time; every estimator, customer and firm that is in doubt is
swapped. The result is the range over swaps and the ranking of what decides. Total hours rose or
fell where every swap says so, and cannot be told otherwise.

Position. Elasticity is asked of pairs of price and number of labels of one task at two dates, with
the sign of spending. Price down, number and spending up is the rising side; price down, number up
and spending down is the falling side; anything else is not on the curve. Hours with pay are never
read as number with price: pay an hour is the wage, not the price, and productivity on either side
of the curve moves hours and pay the same way as a shift of demand does.
"""

from __future__ import annotations

from analysis.register import Registered

MONTHS = 24
"""Months in the mean at either end of a series."""
ERRORS = 1.96
FEWEST_SERIES = 2
FEWEST_PAIRS = 2
"""Pairs of tasks that have to agree before a rung has a position."""

BREAK, AFTER_BREAK = "2021-03", "2021-07"
"""Microwork jumps in March and April 2021, and no text says why; from July on it is used."""

RUNGS = {
    "crowd": "open crowd platforms",
    "rating": "rating of search results",
    "vision": "outlines in pictures",
    "speech": "recorded and written speech",
    "language": "judging chatbots' answers",
    "experts": "work of experts",
    "bases": "labelling towns in China",
}
"""Kinds of work, each its own population and its own prices."""

COUNTED = {
    "generic crowd": "crowd",
    "search rating": "rating",
    "vision": "vision",
    "language models": "language",
    "shops and bases": "bases",
}
"""Rung of a followed count; the others mix rungs and are of none."""

EARLY, LATE = (2021, 2022), (2024, 2025)
"""Years of the accounting of hours: before language models sold, and the last with accounts."""

_LOOK = "the series, put together for the first time"
REGISTERED = Registered("2026-11-26", "after a first look at", _LOOK)
