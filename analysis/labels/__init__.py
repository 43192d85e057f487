"""Labels as goods: time, price, quality, volume; and what their numbers cannot say."""

from __future__ import annotations

from analysis.labels.claims import RULES
from analysis.labels.fees import Cost, cost_to_buyer, fee_rules, share_passed_down, who_keeps
from analysis.labels.findings import (
    hours_of_masklets,
    hours_of_masks,
    price_of_a_box,
    quality_costs,
    rates_of_progress,
    time_ratios,
    tool_comparisons,
    tool_savings,
)
from analysis.labels.flagships import FLAGSHIPS, Hours, Project, flagship_hours, hours
from analysis.labels.followed import direction, directions, where_jobs_go
from analysis.labels.keyword_sets import KEYWORD_SETS, panel_by_set
from analysis.labels.ladders import Step, ladder, savings, stated_speedups, step, within_study_steps
from analysis.labels.market_findings import (
    appen_revenue,
    imagenet_count,
    market_sizes,
    material_since,
    mean_rewards,
    other_material,
    posted_rewards,
)
from analysis.labels.mix import beyond_pictures, first_seen, tracker_mix
from analysis.labels.not_identified import NotIdentified
from analysis.labels.panel import Association, Panel, posted_volume_on_reward
from analysis.labels.pass_through import PassThrough, bounds, pass_through
from analysis.labels.places import places_in_china
from analysis.labels.prices import price_ladder, price_of_label, rate_of_piece, weighting
from analysis.labels.quality import UsableLabel, quality_premium, review_share, usable_label
from analysis.labels.responses import Response, response
from analysis.labels.time import check_times, seconds_per_label, without_time
from analysis.labels.time_trends import Learning, Progress, Trend, learning, progress
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
    "RULES",
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
    "appen_revenue",
    "beyond_pictures",
    "bounds",
    "check_times",
    "cost_to_buyer",
    "difference",
    "direction",
    "directions",
    "disagreement",
    "fee_rules",
    "first_seen",
    "flagship_hours",
    "growing_populations",
    "growth",
    "head_counts",
    "hours",
    "hours_of_masklets",
    "hours_of_masks",
    "imagenet_count",
    "ladder",
    "learning",
    "market_sizes",
    "material_since",
    "mean_rewards",
    "other_material",
    "panel_by_set",
    "pass_through",
    "places_in_china",
    "posted_rewards",
    "posted_volume_on_reward",
    "price_ladder",
    "price_of_a_box",
    "price_of_label",
    "progress",
    "quality_costs",
    "quality_premium",
    "rate_of_piece",
    "rates_of_progress",
    "response",
    "review_share",
    "savings",
    "seconds_per_label",
    "share_passed_down",
    "stated_speedups",
    "step",
    "time_ratios",
    "tool_comparisons",
    "tool_savings",
    "tracker_mix",
    "usable_label",
    "weighting",
    "where_jobs_go",
    "who_keeps",
    "within_study_steps",
    "without_time",
]
