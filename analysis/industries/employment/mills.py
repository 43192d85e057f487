"""Hands in American and British mills: who is counted decides what there was."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, derived, finds
from analysis.industries.series import Sample

WEAVERS_MOST, WEAVERS_LEAST = 1829, 1859
"""First years of the three-year means between which hand-loom weaving went under."""


@finds
def mill_hands_counted(mills: Sample) -> dict[str, Quantity]:
    """American hands in all and per head of population.

    Parameters
    ----------
    mills : Sample
        From :func:`analysis.industries.series.mill_hands`.
    """
    total, rate = mills.only("hands"), mills.only("per_thousand")
    hands, per_head = mills.frame["hands"], mills.frame["per_thousand"]
    first, last = (int(year) for year in mills.frame.index[[0, -1]])
    grew, thinned = hands[last] / hands[first], per_head[last] / per_head[first]
    unit = "per thousand"
    return {
        "first_year": Quantity(first, "year", rows=total.at(first)),
        "last_year": Quantity(last, "year", rows=total.at(last)),
        "total_ratio": Quantity(float(grew), "ratio", rows=total.at(first, last)),
        "rate_first": Quantity(float(per_head[first]), unit, rows=rate.at(first)),
        "rate_1889": Quantity(float(per_head[1889]), unit, rows=rate.at(1889)),
        "rate_last": Quantity(float(per_head[last]), unit, rows=rate.at(last)),
        "rate_ratio": Quantity(float(thinned), "ratio", rows=rate.at(first, last)),
    }


@finds
def weavers_counted(british: Sample) -> dict[str, Quantity]:
    """British weavers, hand-loom weavers counted, and the cloth that they wove.

    Parameters
    ----------
    british : Sample
        From :func:`analysis.industries.series.british_cotton_hands`.
    """
    people, made = british.only("weavers"), british.only("cloth")
    weavers, cloth = british.frame["weavers"], british.frame["cloth"]
    most, least = WEAVERS_MOST, WEAVERS_LEAST
    first, last = (int(year) for year in british.frame.index[[0, -1]])

    def ratio(series: pd.Series[float], of: Sample, early: int, late: int) -> Quantity:
        return Quantity(float(series[late] / series[early]), "ratio", rows=of.at(early, late))

    return {
        "most": Quantity(float(weavers[most] / 1_000), "thousand", rows=people.at(most)),
        "least": Quantity(float(weavers[least] / 1_000), "thousand", rows=people.at(least)),
        "ratio": ratio(weavers, people, most, least),
        "cloth_ratio": ratio(cloth, made, most, least),
        "long_ratio": ratio(weavers, people, first, last),
    }


@finds
def british_hands_counted(british: Sample) -> dict[str, Quantity]:
    """British hands in spinning and weaving, hand-loom weavers counted: number and per head.

    Parameters
    ----------
    british : Sample
        From :func:`analysis.industries.series.british_cotton_hands`.
    """
    hands, rate = british.only("hands"), british.only("per_thousand")
    number, per_head = hands.frame["hands"], rate.frame["per_thousand"]
    first, last = (int(year) for year in british.frame.index[[0, -1]])
    mid, late = WEAVERS_MOST, WEAVERS_LEAST

    def ratio(series: pd.Series[float], of: Sample, early: int, after: int) -> Quantity:
        return Quantity(float(series[after] / series[early]), "ratio", rows=of.at(early, after))

    return {
        "all_first": Quantity(float(number[first] / 1_000), "thousand", rows=hands.at(first)),
        "all_last": Quantity(float(number[last] / 1_000), "thousand", rows=hands.at(last)),
        "all_ratio": ratio(number, hands, first, last),
        "all_rate_ratio": ratio(per_head, rate, first, last),
        "all_mid_ratio": ratio(number, hands, mid, late),
        "all_mid_rate_ratio": ratio(per_head, rate, mid, late),
    }


@derived
def weavers_and_cloth(british: Sample) -> pd.DataFrame:
    """Weavers, spinners and what they made, by first year of three."""
    return british.frame


@derived
def labour_in_a_yard(cost: Sample) -> pd.DataFrame:
    """Labour cost of a yard woven: as printed, and as earnings over yards imply, by year."""
    return cost.frame.astype({"yards": int}).reset_index()
