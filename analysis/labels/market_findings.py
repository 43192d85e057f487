"""Findings on the market for labels: head-counts, revenue, material, posted rewards; verdicts."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.labels.checks import row_of, rows_named
from analysis.labels.mix import beyond_pictures, tracker_mix
from analysis.labels.panel import Association, posted_volume_on_reward
from analysis.labels.prices import weighting
from analysis.labels.volumes import disagreement, growing_populations

APPEN_AUD, APPEN_USD = "appen.revenue.aud", "appen.revenue.usd"
"""Accounts of one firm before and after it changed the currency it reports in."""

IMAGENET_LABELS, IMAGENET_CITATIONS = "imagenet.labels.2011", "imagenet_citations.2026"
IMAGENET_WORKERS, IMAGENET_PACE = "imagenet_labelling.workers.2010", "imagenet.verify_pace"
"""Rows that have ImageNet labelled on Mechanical Turk: of ``volumes``, of ``time_per_label``."""

SPEECH_OF_2024, GROWTH_OF_SPEECH = (
    "speechocean_speech_products.revenue.cny.2024",
    "speechocean.speech_growth.2024",
)
SELLER_OF_2024, SELLER_OF_2023 = "speechocean.revenue.cny.2024", "speechocean.revenue.cny.2023"
"""Speech and all of the one seller that reports by kind: rows of ``vendor_money``."""

VIDEO, DIALECTS = "sam_2_phase_3_masklets.labels.2024", "zhongmeng_wuzhong.workers.2024"
ARTICLE_YEAR = 2019


@finds
def imagenet_count(volumes: pd.DataFrame, times: pd.DataFrame) -> dict[str, Quantity]:
    """Images of ImageNet, who has it labelled where, and how often it is cited."""
    counted = row_of(volumes, IMAGENET_LABELS)
    row = rows_named(volumes, IMAGENET_LABELS)
    made = [rows_named(volumes, IMAGENET_WORKERS), rows_named(times, IMAGENET_PACE)]
    sources = {source for rows in made for source in rows["source_id"]}
    cited = rows_named(volumes, IMAGENET_CITATIONS)
    return {
        "imagenet_images": Quantity(int(counted["value"]), "images", rows=row),
        "imagenet_confidence": Quantity(counted["confidence"], rows=row),
        "imagenet_made_there": Quantity(len(sources), "sources", rows=made),
        "imagenet_made_elsewhere": Quantity(0, "sources", rows=made),
        "imagenet_citations": Quantity(int(cited["value"].iloc[0]), "citations", rows=cited),
        "rival_citations": Quantity(
            None, "citations", text="no other data set's citations are in the tables", rows=cited
        ),
    }


@finds
def material_since(volumes: pd.DataFrame, money: pd.DataFrame) -> dict[str, Quantity]:
    """Kinds of material that the article names with a report after 2018; speech at one seller.

    Parameters
    ----------
    volumes, money : pandas.DataFrame
        Tables ``volumes`` and ``vendor_money``.
    """
    voice = rows_named(money, SPEECH_OF_2024)
    others = rows_named(volumes, VIDEO, DIALECTS)
    years = [int(str(voice["period_from"].iloc[0])[:4]), *others["year"]]
    speech = float(voice["mid"].iloc[0])
    grew = float(row_of(money, GROWTH_OF_SPEECH)["mid"]) / 100
    now, before = (float(row_of(money, name)["mid"]) for name in (SELLER_OF_2024, SELLER_OF_2023))
    sold = rows_named(money, SPEECH_OF_2024, GROWTH_OF_SPEECH, SELLER_OF_2024, SELLER_OF_2023)
    return {
        "kinds_since": Quantity(sum(y >= ARTICLE_YEAR for y in years), rows=[voice, others]),
        "speech_share_before": Quantity(speech / (1 + grew) / before, "share", rows=sold),
        "speech_share_after": Quantity(speech / now, "share", rows=sold),
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
def other_material(months: pd.DataFrame) -> dict[str, Quantity]:
    """Share of tasks that are not pictures in the first and the last year of the tracker.

    Parameters
    ----------
    months : pandas.DataFrame
        Table ``mturk_keyword_month``.
    """
    share = beyond_pictures(tracker_mix(months))
    first, last = (
        tracker_mix(months[months["month"].str.startswith(f"{year}-")])
        for year in (share.index[0], share.index[-1])
    )
    return {
        "mix_first": Quantity(share.iloc[0], "share", rows=first),
        "mix_last": Quantity(share.iloc[-1], "share", rows=last),
    }


@finds
def posted_rewards(months: pd.DataFrame) -> dict[str, Quantity]:
    """Coefficient of log posted reward in log posted tasks, over the keywords of labelling."""
    whole = posted_volume_on_reward(months)
    return {
        "panel_tasks": _coefficient(whole.tasks),
        "panel_tasks_error": Quantity(whole.tasks.std_error),
        "panel_keywords": Quantity(len(whole.keywords)),
        "panel_left_out": Quantity(len(whole.excluded), rows=whole.excluded),
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
