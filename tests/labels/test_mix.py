"""Kinds of material: when each is first seen in the compilation, and what is not pictures."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.labels import beyond_pictures, first_seen, tracker_mix


@pytest.fixture
def priced() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "modality": ["image", "image", "audio", "text"],
            "year": [2014, 2012, 2016, 2011],
            "study": ["a", "a", "b", "c"],
            "confidence": ["high", "medium", "high", "low"],
        }
    )


def test_a_kind_is_first_seen_in_its_earliest_year(priced: pd.DataFrame) -> None:
    seen = first_seen(priced).set_index("modality")
    assert seen["first"].to_dict() == {"image": 2012, "audio": 2016}
    assert seen.loc["image", ["rows", "studies"]].to_list() == [2, 1]


def test_a_kind_known_from_weak_rows_alone_counts_only_when_asked(priced: pd.DataFrame) -> None:
    assert "text" not in set(first_seen(priced)["modality"])
    assert "text" in set(first_seen(priced, weak=True)["modality"])


def test_shares_of_a_year_add_up_and_pictures_are_the_rest(months: pd.DataFrame) -> None:
    mix = tracker_mix(months)
    pictures = mix[mix["modality"] == "image"].set_index("year")["share"]
    assert (beyond_pictures(mix) + pictures).to_numpy() == pytest.approx(1.0)
