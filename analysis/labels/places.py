"""Places in China that report head-counts: how small, how large their firms, and where."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.labels.checks import rows_named
from analysis.labels.volumes import head_counts

COUNTY = "county"
FIRST_TIER = ("shanghai_ai_trainers.workers.2023",)
"""Counts of people in Beijing, Shanghai, Guangzhou or Shenzhen: rows of ``volumes``."""


@finds
def places_in_china(volumes: pd.DataFrame) -> dict[str, Quantity]:
    """How many places there are, how many are counties, and the people and firms in them.

    Places do not overlap (:func:`analysis.labels.head_counts`). Trainers in Shanghai are no
    place of labelling, but they are held against the share outside the four largest cities.
    """
    places = head_counts(volumes, "CHN")
    county = places["level"] == COUNTY
    heads = places["value"].sum()
    sized = places[places["firms"].notna()]
    first_tier = rows_named(volumes, *FIRST_TIER)
    outside = heads / (heads + first_tier["value"].sum())
    return {
        "china_places": Quantity(len(places), rows=places),
        "county_share": Quantity(float(county.mean()), "share", rows=places),
        "county_heads_share": Quantity(
            float(places.loc[county, "value"].sum() / heads), "share", rows=places
        ),
        "outside_share": Quantity(float(outside), "share", rows=[places, first_tier]),
        "people_to_a_firm": Quantity(
            float((sized["value"] / sized["firms"].astype(float)).median()), rows=places
        ),
        "sized_places": Quantity(len(sized), rows=places),
    }
