"""Labels as goods: time, price, quality, volume; and what their numbers cannot say."""

from __future__ import annotations

from analysis.labels.fees import Cost, cost_to_buyer, share_passed_down, who_keeps
from analysis.labels.hours import (
    FLAGSHIPS,
    Hours,
    Project,
    Response,
    flagship_hours,
    hours,
    response,
)
from analysis.labels.identification import NotIdentified
from analysis.labels.ladders import Step, ladder, savings, stated_speedups, step, within_study_steps
from analysis.labels.mix import beyond_pictures, first_seen, tracker_mix
from analysis.labels.panel import (
    KEYWORD_SETS,
    Association,
    Panel,
    panel_by_set,
    posted_volume_on_reward,
    weighting,
)
from analysis.labels.pass_through import PassThrough, bounds, pass_through
from analysis.labels.prices import price_ladder, price_of_label, rate_of_piece
from analysis.labels.progress import Learning, Progress, Trend, learning, progress
from analysis.labels.quality import UsableLabel, quality_premium, review_share, usable_label
from analysis.labels.time import check_times, seconds_per_label, without_time
from analysis.labels.volumes import (
    difference,
    disagreement,
    growing_populations,
    growth,
    head_counts,
)

__all__ = [
    "FLAGSHIPS",
    "KEYWORD_SETS",
    "Association",
    "Cost",
    "Hours",
    "Learning",
    "NotIdentified",
    "Panel",
    "PassThrough",
    "Progress",
    "Project",
    "Response",
    "Step",
    "Trend",
    "UsableLabel",
    "beyond_pictures",
    "bounds",
    "check_times",
    "cost_to_buyer",
    "difference",
    "disagreement",
    "first_seen",
    "flagship_hours",
    "growing_populations",
    "growth",
    "head_counts",
    "hours",
    "ladder",
    "learning",
    "panel_by_set",
    "pass_through",
    "posted_volume_on_reward",
    "price_ladder",
    "price_of_label",
    "progress",
    "quality_premium",
    "rate_of_piece",
    "response",
    "review_share",
    "savings",
    "seconds_per_label",
    "share_passed_down",
    "stated_speedups",
    "step",
    "tracker_mix",
    "usable_label",
    "weighting",
    "who_keeps",
    "within_study_steps",
    "without_time",
]
