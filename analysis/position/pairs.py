"""Position on the curve: price and number of labels of one task at two dates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.findings import Quantity, derived, finds, resting
from analysis.labels import price_of_label
from analysis.position.declared import RUNGS

Side = Literal["rising", "falling", "not on the curve"]
MONTHS_OF_A_YEAR = 6
"""Months with batches that a year of a keyword needs, at either end."""


@dataclass(frozen=True)
class Task:
    """A task: the prices and the numbers of labels that are of it.

    Attributes
    ----------
    rung, words : str
    priced : tuple of str
        Codes of ``task`` in ``price_per_label``.
    counted : tuple of str
        Units of labels, or measures of recordings, in ``volumes``.
    """

    rung: str
    words: str
    priced: tuple[str, ...]
    counted: tuple[str, ...]


TASKS = (
    Task("crowd", "task of the whole market", ("all",), ("hit",)),
    Task("crowd", "judgement", ("judgement", "mediated_labelling"), ("judgement",)),
    Task("rating", "relevance of a search result", ("relevance",), ()),
    Task("vision", "box", ("bounding_box",), ("box",)),
    Task("vision", "box in space", ("bounding_box_3d",), ("box_3d",)),
    Task("vision", "mask", ("instance_mask", "semantic_segmentation", "polygon"), ("mask",)),
    Task("vision", "label of an image", ("image_classification",), ("image", "image_label")),
    Task("vision", "object through a video", ("video_tracking",), ("masklet",)),
    Task("speech", "transcript of a minute", ("speech_transcription", "audio_annotation"), ()),
    Task("speech", "recorded hour", (), ("audio_hour",)),
    Task("language", "comparison of two answers", ("preference_comparison",), ("comparison",)),
    Task("language", "written answer", ("demonstration",), ("demonstration", "prompt")),
    Task("experts", "expert's label or project", ("contract_clauses", "expert_project"),
         ("label",)),
    Task("experts", "task for reinforcement learning", (), ()),
)  # fmt: skip
"""Tasks that somebody prices or counts; the rung of Chinese bases is read off the currency."""

MACHINE = ("machine", "saving", "platform_charge")
PRICED_IN_CHINA, COUNTED_IN_CHINA = "CNY", "CHN"


@derived
def cells(prices: pd.DataFrame, volumes: pd.DataFrame) -> pd.DataFrame:
    """What is known of every task: prices, numbers, either at two dates, and both at two dates.

    Parameters
    ----------
    prices : pandas.DataFrame
        Table ``price_per_label``; prices of machines are left out.
    volumes : pandas.DataFrame
        Table ``volumes``.

    Returns
    -------
    pandas.DataFrame
        ``rung, task, prices, prices_followed, numbers, numbers_followed, together, pairs,
        pairs_rising, pairs_falling``: rows;
        price lists with a usual price at two dates; populations counted at two dates; rows with
        price and number in one; markets that have both at two dates, and the side they lie on.
    """
    unit_prices = price_of_label(prices)
    unit_prices["quantity"] = prices.loc[unit_prices.index, "quantity"]
    human = unit_prices[~unit_prices["side"].isin(MACHINE)]
    chinese = human["currency"] == PRICED_IN_CHINA
    labels = volumes[volumes["measure"].isin(["labels", "tasks", "recordings_sold"])]
    at_home = labels["country"] == COUNTED_IN_CHINA
    rows = [
        (
            task.rung,
            task.words,
            *_known(
                human[human["task"].isin(task.priced) & ~chinese],
                labels[labels["unit"].isin(task.counted) & (~at_home | (task.rung == "speech"))],
            ),
        )
        for task in TASKS
    ]
    rows.append(("bases", "every task", *_known(human[chinese], labels[at_home])))
    columns = ["rung", "task", "prices", "prices_followed", "numbers", "numbers_followed",
               "together", "pairs", "pairs_rising", "pairs_falling"]  # fmt: skip
    return resting(pd.DataFrame(rows, columns=columns), human, labels)


@finds
def position_on(known: pd.DataFrame, rung: str) -> dict[str, Quantity]:
    """Pairs of price and number of one task at two dates on a rung, and their sides."""
    own = known[known["rung"] == rung]
    return {
        "pairs": Quantity(int(own["pairs"].sum()), "pairs"),
        "pairs_rising": Quantity(int(own["pairs_rising"].sum()), "pairs"),
        "pairs_falling": Quantity(int(own["pairs_falling"].sum()), "pairs"),
    }


@finds
def pairs_found(known: pd.DataFrame) -> dict[str, Quantity]:
    """Pairs on all rungs, and rows of prices and numbers that were searched."""
    return {
        "pairs": Quantity(int(known["pairs"].sum()), "pairs"),
        "prices_searched": Quantity(int(known["prices"].sum()), "prices"),
        "numbers_searched": Quantity(int(known["numbers"].sum()), "numbers"),
        "rungs": Quantity(len(RUNGS), "rungs"),
    }


def side_of_curve(price: float, number: float) -> Side:
    """Side of the curve from log changes of price and number of labels of one task.

    A rising price is no test of what cheaper labels do, and where price and number move together
    demand itself moved.

    Examples
    --------
    >>> side_of_curve(-1.0, 1.5), side_of_curve(-1.0, 0.5), side_of_curve(1.0, -0.5)
    ('rising', 'falling', 'not on the curve')
    """
    spending = price + number
    if price >= 0 or number <= 0 or spending == 0:
        return "not on the curve"
    return "rising" if spending > 0 else "falling"


@derived
def keywords_at_two_dates(months: pd.DataFrame) -> pd.DataFrame:
    """Posted reward and posted tasks by keyword of Mechanical Turk, 2009-10 and 2013-14.

    The nearest that public data come: price and number at two dates, of a keyword and not of a
    task. Requesters put other tasks under the same word, so that no side of a curve follows.

    Parameters
    ----------
    months : pandas.DataFrame
        Table ``mturk_keyword_month``.

    Returns
    -------
    pandas.DataFrame
        ``keyword``, ``reward_before, reward_after`` (USD a task, mean over tasks),
        ``tasks_before, tasks_after`` (a month), log changes ``price, number, spending`` and
        ``side``; keywords with six months or more at both ends.
    """
    tasks = months["batches"] * months["mean_batch_size"]
    year = months["month"].str[:4].astype(int)
    ends = np.select([year <= 2010, year >= 2013], ["before", "after"], "")
    used = months.assign(tasks=tasks, paid=tasks * months["mean_reward"], end=ends)
    used = used[(used["end"] != "") & (used["paid"] > 0)]
    rows = []
    for keyword, own in used.groupby("keyword"):
        before, after = (own[own["end"] == end] for end in ("before", "after"))
        if min(len(before), len(after)) >= MONTHS_OF_A_YEAR:
            rows.append((keyword, *_moved(before, after)))
    columns = ["keyword", "reward_before", "reward_after", "tasks_before", "tasks_after", "price",
               "number", "spending", "side"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns).sort_values("keyword", ignore_index=True)
    return resting(frame, used)


@finds
def keywords_moved(pairs: pd.DataFrame) -> dict[str, Quantity]:
    """Keywords by the side that would follow, were a keyword one task."""
    return {
        "keywords": Quantity(len(pairs), "keywords"),
        "keywords_rising": Quantity(int((pairs["side"] == "rising").sum()), "keywords"),
        "keywords_falling": Quantity(int((pairs["side"] == "falling").sum()), "keywords"),
        "keywords_off": Quantity(int((pairs["side"] == "not on the curve").sum()), "keywords"),
    }  # fmt: skip


def _known(prices: pd.DataFrame, numbers: pd.DataFrame) -> tuple[int, ...]:
    usual = prices[prices["point"].notna()]
    lists = usual.groupby(["study", "entity", "task", "unit", "side"])["year"].nunique()
    followed = numbers.groupby("population").size()
    together = prices[prices["basis"] == "total"]
    sides = [_side_of(rows) for _, rows in together.groupby(["study", "entity", "task", "unit"])]
    return (
        len(prices), int((lists > 1).sum()), len(numbers), int((followed > 1).sum()),
        len(together), sum(side is not None for side in sides), sides.count("rising"),
        sides.count("falling"),
    )  # fmt: skip


def _side_of(rows: pd.DataFrame) -> Side | None:
    """Side of one market's task from its first and last year; None where there is one year."""
    ordered = rows.sort_values("year")
    if ordered["year"].nunique() < 2:
        return None
    first, last = ordered.iloc[0], ordered.iloc[-1]
    price, number = (
        math.log(float(last[name]) / float(first[name])) for name in ("point", "quantity")
    )
    return side_of_curve(price, number)


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> tuple[Any, ...]:
    """Mean reward of a task and tasks a month at both ends, log changes, and the side."""
    (price_0, number_0), (price_1, number_1) = (
        (float(rows["paid"].sum() / rows["tasks"].sum()), float(rows["tasks"].mean()))
        for rows in (before, after)
    )
    price, number = math.log(price_1 / price_0), math.log(number_1 / number_0)
    side = side_of_curve(price, number)
    return (price_0, price_1, number_0, number_1, price, number, price + number, side)
