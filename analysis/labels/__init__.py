"""Labels as goods: time, price, quality, volume; and what their numbers cannot say."""

from __future__ import annotations

from analysis.labels.fees import Cost, cost_to_buyer, share_passed_down
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
from analysis.labels.ladders import Step, ladder, stated_speedups, step, within_study_steps
from analysis.labels.mix import beyond_pictures, first_seen, tracker_mix
from analysis.labels.panel import (
    KEYWORD_SETS,
    Association,
    Panel,
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
    "pass_through",
    "posted_volume_on_reward",
    "price_ladder",
    "price_of_label",
    "progress",
    "quality_premium",
    "rate_of_piece",
    "response",
    "review_share",
    "seconds_per_label",
    "share_passed_down",
    "stated_speedups",
    "step",
    "tracker_mix",
    "usable_label",
    "weighting",
    "within_study_steps",
    "without_time",
]
