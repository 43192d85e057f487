"""Findings on one label: how long it takes, what a tool and what quality do to that, its price."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.findings import Quantity, derived, finds, resting
from analysis.labels.checks import row_of, rows_named
from analysis.labels.flagships import flagship_hours
from analysis.labels.ladders import ladder, savings, step
from analysis.labels.not_identified import NotIdentified
from analysis.labels.pass_through import pass_through
from analysis.labels.quality import quality_premium, review_share, usable_label
from analysis.labels.responses import Response, response
from analysis.labels.time_trends import progress

BOX = ("imagenet_boxes.draw_and_check_median", "open_images_v4.extreme_clicking")
MASK = ("coco.polygon", "sam_data_engine.stage1_end")
FRAME = ("sam2_data_engine.phase1", "sam2_data_engine.phase3")
"""The way of working before and after, for the ratios of time: rows of ``time_per_label``."""

NOT_OF_TOOLS = ("cifar_n", "qingjian_road")
"""Studies that compare more classes with fewer, and experience with none, but no tools."""

HARDER_OBJECTS = ("sam_data_engine.stage2",)
PROJECT_TOTALS = ("abdomen_atlas.loop",)
"""Comparisons with other objects, and of whole projects: rows that say nothing of a tool."""

CITYSCAPES = ("cityscapes.fine", "cityscapes.coarse")
IMAGENET_BOXES = ("imagenet_boxes.draw_median", "imagenet_boxes.all_median")
"""The fine and the coarse label of one study; drawing alone and all stages of another."""

CHINA_BOX = ("china_2d_box.bounding_box.2017", "china_2d_box.bounding_box.2023")
"""What is said of the price of a box at two dates: rows of ``price_per_label``."""

WORKERS_BEFORE = ("jia_county.box_worker.2018", "jia_county.box_worker_direct.2018")
WORKER_AFTER = "northwest_county.box.2023"
"""What workers got for a box, in a county of Henan and in one of the north-west."""

COCO = ("COCO masks",)
SAM = ("SAM, stage 1", "SAM, stage 2")
COCO_LABELS, ALL_SAM_LABELS = "coco.labels.2014", "sa_1b.labels.2023"
SAM_LABELS = ("sam_stage_1_masks.labels.2023", "sam_stage_2_masks.labels.2023")
MASKLETS = ("sam_2_phase_1_masklets.labels.2024", "sam_2_phase_3_masklets.labels.2024")
"""Data sets by their name among the flagships, and their labels: rows of ``volumes``."""


@finds
def time_ratios(seconds: pd.DataFrame) -> dict[str, Quantity]:
    """Time of a label before over time after, from :func:`analysis.labels.seconds_per_label`."""
    return {
        "ratio_box": Quantity(step(seconds, *BOX).ratio, rows=rows_named(seconds, *BOX)),
        "ratio_mask": Quantity(step(seconds, *MASK).ratio, rows=rows_named(seconds, *MASK)),
        "ratio_video": Quantity(step(seconds, *FRAME).ratio, rows=rows_named(seconds, *FRAME)),
    }


@derived
def tool_comparisons(times: pd.DataFrame, seconds: pd.DataFrame) -> pd.DataFrame:
    """Comparisons of tools alone: rows of :func:`analysis.labels.savings` that are about a tool."""
    every = savings(times, seconds, without=NOT_OF_TOOLS)
    kept = every[~every["after"].isin([*HARDER_OBJECTS, *PROJECT_TOTALS])]
    return resting(kept.reset_index(drop=True), every)


@finds
def tool_savings(times: pd.DataFrame, seconds: pd.DataFrame) -> dict[str, Quantity]:
    """Comparisons of tools: how many, how many slower with it, and medians over studies."""
    tools = tool_comparisons(times, seconds)
    measured, stated = tools[tools["measured"]], tools[~tools["measured"]]
    return {
        "comparisons": Quantity(len(tools), rows=tools),
        "slower": Quantity(int((tools["ratio"] < 1).sum()), rows=tools),
        "measured": Quantity(len(measured), rows=tools),
        "measured_studies": Quantity(measured["study"].nunique(), "studies", rows=tools),
        "saving_measured": Quantity(one_vote_a_study(measured), rows=tools),
        "saving_stated": Quantity(one_vote_a_study(stated), rows=tools),
    }


def one_vote_a_study(comparisons: pd.DataFrame) -> float:
    """Median over studies of the geometric mean of their ratios of time."""
    logs = np.log(comparisons["ratio"]).groupby(comparisons["study"]).mean()
    return float(np.exp(logs.median()))


@finds
def rates_of_progress(seconds: pd.DataFrame) -> dict[str, Quantity]:
    """Range of the yearly fall of time for a box, by pairs alike and by all pairs; for a mask."""
    boxes, masks = ladder(seconds, "bounding_box", "box"), ladder(seconds, "instance_mask", "mask")
    alike, loose = progress(boxes), progress(boxes, alike=())
    why = alike if isinstance(alike, NotIdentified) else alike.interval
    pairs, every = (boxes[boxes["id"].isin(_paired(found))] for found in (alike, loose))
    return {
        "progress_low": _yearly(alike, "low", pairs),
        "progress_high": _yearly(alike, "high", pairs),
        "progress_pairs": _known(alike, "pairs", pairs),
        "progress_interval": Quantity(None, text=why.reason, rows=boxes),
        "progress_any_low": _yearly(loose, "low", every),
        "progress_any_high": _yearly(loose, "high", every),
        "progress_masks": _known(progress(masks), "high", masks),
    }


@finds
def quality_costs(seconds: pd.DataFrame) -> dict[str, Quantity]:
    """What fine costs against coarse, checking against drawing, and a box drawn twice and checked.

    All from times within one study: a label that takes longer costs more at the same wage.
    """
    checking = review_share(seconds, *IMAGENET_BOXES)
    timed = rows_named(seconds, *IMAGENET_BOXES)
    premium = quality_premium(seconds, *CITYSCAPES)
    drawn_twice = usable_label(1.0, answers=2, review=checking)
    return {
        "quality_premium": Quantity(premium.ratio, rows=rows_named(seconds, *CITYSCAPES)),
        "review_share": Quantity(checking, rows=timed),
        "usable_factor": Quantity(drawn_twice.factor, rows=timed),
    }


@finds
def price_of_a_box(
    prices: pd.DataFrame, seconds: pd.DataFrame, pieces: pd.DataFrame
) -> dict[str, Quantity]:
    """By how much the price of a box fell in China at most, and what the worker got of it.

    The price is the usual one of 2017 over the lowest of 2023, so its fall is a bound. Workers'
    own rates were lower in one county in 2018 than the rate of another in 2023, or higher.

    Parameters
    ----------
    prices : pandas.DataFrame
        From :func:`analysis.labels.price_of_label`.
    seconds : pandas.DataFrame
        From :func:`analysis.labels.seconds_per_label`; no row of it fits these prices.
    pieces : pandas.DataFrame
        From :func:`analysis.labels.rate_of_piece`.
    """
    china = rows_named(prices, *CHINA_BOX)
    usual, least = (row_of(prices, name) for name in CHINA_BOX)
    paid = rows_named(pieces, *WORKERS_BEFORE, WORKER_AFTER)
    early = rows_named(pieces, *WORKERS_BEFORE)[["low", "point", "high"]].to_numpy(dtype=float)
    later = float(row_of(pieces, WORKER_AFTER)["point"])
    return {
        "pass_through_china": _known(pass_through(prices, seconds, CHINA_BOX), "high", china),
        "china_usual": Quantity(
            float(usual["point"]), "CNY", rows=rows_named(prices, CHINA_BOX[0])
        ),
        "china_price_fall": Quantity(usual["point"] / least["low"], rows=china),
        "china_rate_before_low": Quantity(float(np.nanmin(early)), "CNY", rows=paid),
        "china_rate_before_high": Quantity(float(np.nanmax(early)), "CNY", rows=paid),
        "china_rate_after": Quantity(later, "CNY", rows=paid),
    }


@finds
def hours_of_masks(
    volumes: pd.DataFrame, times: pd.DataFrame, seconds: pd.DataFrame
) -> dict[str, Quantity]:
    """Hours of people in the masks of COCO and of SAM, and the response of labels between them."""
    coco, sam = (flagship_hours(volumes, times, seconds, names) for names in (COCO, SAM))
    before = coco.iloc[0]
    after = sam[["labels", "low", "high"]].sum()
    drawn = response(
        (before["labels"], after["labels"]),
        (before["point"] / before["labels"], after["low"] / after["labels"]),
    )
    every = row_of(volumes, ALL_SAM_LABELS)["value"]
    by_people = rows_named(volumes, *SAM_LABELS)
    return {
        "coco_hours": Quantity(before["point"], "hours", rows=coco),
        "sam_hours_low": Quantity(after["low"], "hours", rows=sam),
        "sam_hours_high": Quantity(after["high"], "hours", rows=sam),
        "sam_labels_ratio": Quantity(
            drawn.labels_ratio, rows=rows_named(volumes, COCO_LABELS, *SAM_LABELS)
        ),
        "sam_by_people": Quantity(
            after["labels"] / every, rows=[by_people, rows_named(volumes, ALL_SAM_LABELS)]
        ),
    }


@finds
def hours_of_masklets(volumes: pd.DataFrame, seconds: pd.DataFrame) -> dict[str, Quantity]:
    """Masklets and hours in the last phase of SAM 2 over those in the first."""
    counts, timed = rows_named(volumes, *MASKLETS), rows_named(seconds, *FRAME)
    made = _between_phases(volumes, seconds)
    return {
        "masklets_ratio": Quantity(made.labels_ratio, rows=counts),
        "masklet_hours_ratio": Quantity(made.hours_ratio, rows=[counts, timed]),
    }


def _between_phases(volumes: pd.DataFrame, seconds: pd.DataFrame) -> Response:
    first, last = (row_of(volumes, name)["value"] for name in MASKLETS)
    slow, fast = (row_of(seconds, name)["seconds"] for name in FRAME)
    return response((first, last), (slow, fast), condition="frames per masklet did not change")


def _known(found: Any, name: str, rows: pd.DataFrame, unit: str = "") -> Quantity:
    """An attribute of what was found, or why there is no number."""
    if isinstance(found, NotIdentified):
        return Quantity(None, unit, text=found.reason, rows=rows)
    return Quantity(getattr(found, name), unit, rows=rows)


def _yearly(found: Any, name: str, rows: pd.DataFrame) -> Quantity:
    """A yearly fall of log time as the share of time that is gone after a year."""
    fall = _known(found, name, rows)
    gone = None if fall.value is None else 1 - float(np.exp(-float(fall.value)))
    return Quantity(gone, "share of time a year", text=fall.text, rows=rows)


def _paired(found: Any) -> tuple[str, ...]:
    return () if isinstance(found, NotIdentified) else found.rows
