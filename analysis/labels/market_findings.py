"""Findings on the market for labels: head-counts, revenue, material, posted rewards; verdicts."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.labels.checks import row_of, rows_named
from analysis.labels.flagships import flagship_hours
from analysis.labels.mix import beyond_pictures, first_seen, tracker_mix
from analysis.labels.panel import Association, posted_volume_on_reward
from analysis.labels.prices import weighting
from analysis.labels.volumes import disagreement, growing_populations, head_counts

APPEN_AUD, APPEN_USD = "appen.revenue.aud", "appen.revenue.usd"
"""Accounts of one firm before and after it changed the currency it reports in."""

IMAGENET, IMAGENET_LABELS = "ImageNet", "imagenet.labels.2010"
PAID_SIDES = ("buyer", "posted_reward")
PICTURES = ("image", "mixed")
"""Material that is pictures, or has pictures in it."""


@finds
def imagenet_count(
    volumes: pd.DataFrame, times: pd.DataFrame, seconds: pd.DataFrame
) -> dict[str, Quantity]:
    """Images of ImageNet, how far they are to be trusted, and why its hours are not known."""
    counted = row_of(volumes, IMAGENET_LABELS)
    row = rows_named(volumes, IMAGENET_LABELS)
    hours = flagship_hours(volumes, times, seconds, (IMAGENET,))
    point, reason = hours["point"].iloc[0], hours["reason"].iloc[0]
    known = None if pd.isna(point) else float(point)
    return {
        "imagenet_images": Quantity(int(counted["value"]), "images", rows=row),
        "imagenet_hours": Quantity(known, text=reason, rows=hours),
        "imagenet_confidence": Quantity(counted["confidence"], rows=row),
    }


@finds
def china_head_counts(volumes: pd.DataFrame) -> dict[str, Quantity]:
    """Places in China that report a head-count; of those followed, how many grew and shrank."""
    places = head_counts(volumes, "CHN")
    followed = growing_populations(volumes[volumes["country"] == "CHN"], "workers")
    return {
        "china_places": Quantity(len(places), rows=places),
        "china_growing": Quantity(int(followed["grew"].sum()), rows=followed),
        "china_shrinking": Quantity(int(followed["shrank"].sum()), rows=followed),
    }


@finds
def appen_revenue(volumes: pd.DataFrame) -> dict[str, Quantity]:
    """Last revenue of Appen over its first, in each of the currencies of its accounts."""
    early, late = (
        growing_populations(volumes[volumes["population"] == name], "revenue")
        for name in (APPEN_AUD, APPEN_USD)
    )
    return {
        "appen_early": Quantity(early["ratio"].iloc[0], rows=early),
        "appen_late": Quantity(late["ratio"].iloc[0], rows=late),
    }


@finds
def market_sizes(volumes: pd.DataFrame) -> dict[str, Quantity]:
    """What is quoted as the size of the market in 2025: the largest over the least."""
    quoted = disagreement(volumes, "market_size", 2025, currency="USD")
    return {"market_spread": Quantity(quoted["over_least"].max(), rows=quoted)}


@finds
def other_material(months: pd.DataFrame, prices: pd.DataFrame) -> dict[str, Quantity]:
    """Share of tasks that are not pictures over the years of the tracker; what else has prices.

    Parameters
    ----------
    months : pandas.DataFrame
        Table ``mturk_keyword_month``.
    prices : pandas.DataFrame
        From :func:`analysis.labels.price_of_label`.
    """
    mix = tracker_mix(months)
    share = beyond_pictures(mix)
    first, last = (
        tracker_mix(months[months["month"].str.startswith(f"{year}-")])
        for year in (share.index[0], share.index[-1])
    )
    paid = prices[prices["side"].isin(PAID_SIDES) & ~prices["modality"].isin(PICTURES)]
    seen = first_seen(paid)
    return {
        "mix_first": Quantity(share.iloc[0], "share", rows=first),
        "mix_last": Quantity(share.iloc[-1], "share", rows=last),
        "mix_highest": Quantity(share.max(), "share", rows=mix),
        "priced_modalities": Quantity(len(seen), rows=seen),
    }


@finds
def posted_rewards(months: pd.DataFrame) -> dict[str, Quantity]:
    """Coefficients of log posted reward: tasks, and the two parts into which they split."""
    whole = posted_volume_on_reward(months)
    changes = posted_volume_on_reward(months, transform="differences")
    return {
        "panel_tasks": _coefficient(whole.tasks),
        "panel_tasks_error": Quantity(whole.tasks.std_error),
        "panel_batches": _coefficient(whole.batches),
        "panel_batches_error": Quantity(whole.batches.std_error),
        "panel_batch_size": _coefficient(whole.batch_size),
        "panel_batch_size_error": Quantity(whole.batch_size.std_error),
        "panel_keywords": Quantity(len(whole.keywords)),
        "panel_left_out": Quantity(len(whole.excluded), rows=whole.excluded),
        "panel_changes": _coefficient(changes.tasks),
    }


@finds
def mean_rewards(months: pd.DataFrame, prices: pd.DataFrame) -> dict[str, Quantity]:
    """Mean reward over batches over the mean over tasks: the least and the most of the keywords."""
    found = weighting(months, prices)
    return {
        "weighting_low": Quantity(found["ratio"].min(), rows=found),
        "weighting_high": Quantity(found["ratio"].max(), rows=found),
    }


def _coefficient(item: Association) -> Quantity:
    return Quantity(item.coefficient, interval=item.interval, level=0.95)
