"""Hands in American mills and weavers in Britain: who is counted decides what there was."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.findings import Quantity, derived, finds
from analysis.industries.claims import BOOM, automation_boom, boom_without_hand_weavers
from analysis.industries.series import Sample
from analysis.verdicts import Recorded

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
        "long_cloth_ratio": ratio(cloth, made, first, last),
    }


@finds
def boom(numbers: Mapping[str, Recorded]) -> dict[str, Quantity]:
    """Whether automation set off a boom in jobs, with and without the hand-loom weavers.

    Parameters
    ----------
    numbers : mapping of str to Recorded
        Among them those that the rules name.
    """
    read = {name: numbers[name] for name in BOOM}
    factory = [numbers[name] for name in ("hands.total_ratio", "cotton.ours.log.first")]
    without = boom_without_hand_weavers(numbers)
    return {
        "boom_with": Quantity(automation_boom(numbers).answer, rows=read),
        "boom_without": Quantity(without.answer, rows=factory),
    }


@derived
def weavers_and_cloth(british: Sample) -> pd.DataFrame:
    """Weavers, spinners and what they made, by first year of three."""
    return british.frame


@derived
def labour_in_a_yard(cost: Sample) -> pd.DataFrame:
    """Labour cost of a yard woven: as printed, and as earnings over yards imply, by year."""
    return cost.frame.astype({"yards": int}).reset_index()
