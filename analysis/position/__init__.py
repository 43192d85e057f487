"""Where labelling stands on the curve: labour, hours, price with number.

Examples
--------
>>> from analysis import position
>>> position.side_of_curve(price=-1.0, number=1.5)
'rising'
"""

from __future__ import annotations

from analysis.position.claims import RULES
from analysis.position.crowd import microwork, workers_by_estimator
from analysis.position.declared import REGISTERED, RUNGS
from analysis.position.findings import (
    answer_by_rung,
    claim_as_a_whole,
    reuse_of_speech,
    slowdown,
    standing,
    theories,
)
from analysis.position.hours import Accounting, Setting, accounting, revenue_in_millions
from analysis.position.labour import (
    direction_by_source,
    labour_by_rung,
    labour_on,
    repeated_series,
    series_in_words,
)
from analysis.position.life import (
    closing,
    composition,
    end_of_it,
    pay_of_a_stated_hour,
    posted_tasks,
    requesters,
    rise_and_end,
)
from analysis.position.pairs import (
    TASKS,
    cells,
    keywords_at_two_dates,
    keywords_moved,
    pairs_found,
    position_on,
    side_of_curve,
)
from analysis.position.placement import (
    evidence_by_rung,
    growth_that_breaks_even,
    map_of_break_even,
    peak_by_share,
)
from analysis.position.recapture import Recaptured, equally_catchable
from analysis.position.series import Change, monthly_change, yearly_change
from analysis.position.swaps import (
    all_at_once,
    every_swap,
    hours_beside_the_newest,
    hours_by_firm,
    range_of_hours,
    range_of_spending,
    swaps,
    what_decides,
)
from analysis.position.would_tell import least_seen, what_would_tell

__all__ = [
    "REGISTERED",
    "RULES",
    "RUNGS",
    "TASKS",
    "Accounting",
    "Change",
    "Recaptured",
    "Setting",
    "accounting",
    "all_at_once",
    "answer_by_rung",
    "cells",
    "claim_as_a_whole",
    "closing",
    "composition",
    "direction_by_source",
    "end_of_it",
    "equally_catchable",
    "every_swap",
    "evidence_by_rung",
    "growth_that_breaks_even",
    "hours_beside_the_newest",
    "hours_by_firm",
    "keywords_at_two_dates",
    "keywords_moved",
    "labour_by_rung",
    "labour_on",
    "least_seen",
    "map_of_break_even",
    "microwork",
    "monthly_change",
    "pairs_found",
    "pay_of_a_stated_hour",
    "peak_by_share",
    "position_on",
    "posted_tasks",
    "range_of_hours",
    "range_of_spending",
    "repeated_series",
    "requesters",
    "reuse_of_speech",
    "revenue_in_millions",
    "rise_and_end",
    "series_in_words",
    "side_of_curve",
    "slowdown",
    "standing",
    "swaps",
    "theories",
    "what_decides",
    "what_would_tell",
    "workers_by_estimator",
    "yearly_change",
]
