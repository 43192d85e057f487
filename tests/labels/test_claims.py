"""Rules: the same numbers give the same verdict, and worse numbers never a better one."""

from __future__ import annotations

import pytest

from analysis.labels import claims


@pytest.mark.parametrize(
    ("images", "known", "weak", "verdict"),
    [
        (13e6, True, False, "contradicted"),
        (14.2e6, False, True, "mixed"),
        (14.2e6, True, True, "mixed"),
        (14.2e6, True, False, "supported"),
    ],
)
def test_imagenet(images: float, known: bool, weak: bool, verdict: str) -> None:
    assert claims.imagenet(images, hours_known=known, weak=weak) == verdict


@pytest.mark.parametrize(
    ("saving", "ratio", "verdict"),
    [(0.9, 0.5, "contradicted"), (2.0, 0.5, "supported"), (2.0, 1.3, "mixed")],
)
def test_saved_labour_is_lost_work_only_where_hours_fell(
    saving: float, ratio: float, verdict: str
) -> None:
    assert claims.technology_takes_jobs(saving, ratio) == verdict


@pytest.mark.parametrize(
    ("places", "growing", "shrinking", "verdict"),
    [
        (4, 9, 0, "not testable"),
        (9, 0, 0, "not testable"),
        (9, 2, 0, "supported"),
        (9, 2, 1, "mixed"),
        (9, 1, 2, "contradicted"),
    ],
)
def test_a_spread_needs_places_and_series(
    places: int, growing: int, shrinking: int, verdict: str
) -> None:
    assert claims.pours_into_china(places, growing, shrinking) == verdict


@pytest.mark.parametrize(
    ("first", "last", "modalities", "verdict"),
    [(0.2, 0.3, 3, "supported"), (0.3, 0.2, 3, "mixed"), (0.2, 0.3, 0, "contradicted")],
)
def test_beyond_pictures(first: float, last: float, modalities: int, verdict: str) -> None:
    assert claims.spreads_beyond_pictures(first, last, modalities) == verdict


@pytest.mark.parametrize(
    ("premium", "review", "verdict"),
    [(12.9, 0.7, "supported"), (12.9, 0.0, "mixed"), (1.0, 0.0, "contradicted")],
)
def test_quality(premium: float, review: float, verdict: str) -> None:
    assert claims.quality_needs_time(premium, review) == verdict
