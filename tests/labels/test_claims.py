"""Rules: the same numbers give the same verdict, and worse numbers never a better one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from analysis.labels import claims
from analysis.verdicts import Part


@dataclass
class Recorded:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


def part(name: str) -> Part:
    return next(part for part in claims.RULES if part.id == name)


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
    assert claims.imagenet(images, hours_known=known, weak=weak).answer == verdict


@pytest.mark.parametrize(
    ("saving", "ratio", "verdict"),
    [(0.9, 0.5, "contradicted"), (2.0, 0.5, "supported"), (2.0, 1.3, "mixed")],
)
def test_saved_labour_is_lost_work_only_where_hours_fell(
    saving: float, ratio: float, verdict: str
) -> None:
    assert claims.technology_takes_jobs(saving, ratio).answer == verdict


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
    assert claims.pours_into_china(places, growing, shrinking).answer == verdict


@pytest.mark.parametrize(
    ("first", "last", "highest", "modalities", "verdict"),
    [
        (0.2, 0.3, 0.3, 3, "supported"),
        (0.2, 0.3, 0.5, 3, "mixed"),
        (0.3, 0.2, 0.3, 3, "mixed"),
        (0.2, 0.3, 0.3, 0, "contradicted"),
    ],
)
def test_beyond_pictures(
    first: float, last: float, highest: float, modalities: int, verdict: str
) -> None:
    found = claims.spreads_beyond_pictures(first, last, highest, modalities)
    assert found.answer == verdict


@pytest.mark.parametrize(
    ("premium", "review", "verdict"),
    [(12.9, 0.7, "supported"), (12.9, 0.0, "mixed"), (1.0, 0.0, "contradicted")],
)
def test_quality(premium: float, review: float, verdict: str) -> None:
    assert claims.quality_needs_time(premium, review).answer == verdict


def test_the_reason_states_the_numbers_that_were_compared() -> None:
    assert claims.imagenet(14_197_122, hours_known=False, weak=True).because == (
        "14,197,122 images against 14,000,000 claimed, but the count is second-hand and the hours "
        "are not known"
    )
    assert "3 times as long" in claims.technology_takes_jobs(3.0, 1.3172).because
    assert "1.32 times the hours" in claims.technology_takes_jobs(3.0, 1.3172).because
    assert "from 23% to 31%" in claims.spreads_beyond_pictures(0.226, 0.307, 0.4, 4).because


def test_a_number_that_is_not_identified_leaves_its_claim_untestable() -> None:
    rule = part("C6.a")
    numbers = {"labels.saving_median": Recorded(3.0), "labels.hours_ratio": Recorded(None)}
    assert rule.decide(numbers).answer == "not testable"
    assert "labels.hours_ratio" in rule.decide(numbers).because


def test_unknown_hours_are_what_the_rule_on_imagenet_asks_for() -> None:
    numbers = {
        "labels.imagenet_images": Recorded(14.2e6),
        "labels.imagenet_hours": Recorded(None),
        "labels.imagenet_confidence": Recorded("high"),
    }
    assert part("C2.a").decide(numbers).answer == "mixed"
