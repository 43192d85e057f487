"""Rules: every one comes out each way on made numbers, on both sides of each threshold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from analysis.labels import claims
from analysis.verdicts import Part, Verdict

YES, NO, BOTH, UNKNOWN = "supported", "contradicted", "mixed", "not testable"


@dataclass
class Recorded:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


def part(name: str) -> Part:
    return next(part for part in claims.RULES if part.id == name)


@pytest.mark.parametrize(
    ("rule", "numbers", "answer"),
    [
        (claims.small_towns, (4, 0.9, 0.9), UNKNOWN),
        (claims.small_towns, (5, 0.51, 0.51), YES),
        (claims.small_towns, (5, 0.6, 0.5), BOTH),
        (claims.small_towns, (5, 0.5, 0.5), NO),
        (claims.small_firms, (4, 10.0), UNKNOWN),
        (claims.small_firms, (5, 299.0), YES),
        (claims.small_firms, (5, 300.0), NO),
        (claims.built_there, (0, 0), UNKNOWN),
        (claims.built_there, (2, 0), YES),
        (claims.built_there, (1, 0), BOTH),
        (claims.built_there, (2, 2), BOTH),
        (claims.built_there, (1, 2), NO),
        (claims.cited_more, (50_000.0, None), UNKNOWN),
        (claims.cited_more, (50_000.0, 49_999.0), YES),
        (claims.cited_more, (50_000.0, 50_000.0), NO),
        (claims.quality_needs_time, (0.25,), YES),
        (claims.quality_needs_time, (0.24,), BOTH),
        (claims.quality_needs_time, (0.09,), NO),
        (claims.pours_in, (2, 0), UNKNOWN),
        (claims.pours_in, (2, 1), YES),
        (claims.pours_in, (2, 2), BOTH),
        (claims.pours_in, (1, 2), NO),
        (claims.outside_first_tier, (4, 1.0), UNKNOWN),
        (claims.outside_first_tier, (5, 0.51), YES),
        (claims.outside_first_tier, (5, 0.5), NO),
        (claims.labour_saved, (9.0, 2), UNKNOWN),
        (claims.labour_saved, (1.1, 3), YES),
        (claims.labour_saved, (1.0, 3), BOTH),
        (claims.labour_saved, (0.9, 3), NO),
        (claims.jobs_fall, (1, 0, 0), UNKNOWN),
        (claims.jobs_fall, (2, 0, 0), YES),
        (claims.jobs_fall, (2, 1, 0), BOTH),
        (claims.jobs_fall, (2, 0, 1), BOTH),
        (claims.jobs_fall, (0, 2, 0), NO),
        (claims.beyond_pictures_since, (0,), NO),
        (claims.beyond_pictures_since, (1,), BOTH),
        (claims.beyond_pictures_since, (2,), YES),
        (claims.other_share_rises, (0.6, 0.63), YES),
        (claims.other_share_rises, (0.6, 0.61), BOTH),
        (claims.other_share_rises, (0.6, 0.57), NO),
    ],
)
def test_a_rule_comes_out_on_both_sides_of_its_threshold(
    rule: Callable[..., Verdict], numbers: tuple[Any, ...], answer: str
) -> None:
    assert rule(*numbers).answer == answer


@pytest.mark.parametrize(
    ("images", "weak", "answer"), [(13e6, False, NO), (14.2e6, True, BOTH), (14.2e6, False, YES)]
)
def test_a_count_of_low_confidence_is_half_the_claim(
    images: float, weak: bool, answer: str
) -> None:
    assert claims.count_holds(images, weak=weak).answer == answer


def test_every_part_has_a_made_case_for_and_one_against() -> None:
    made = {
        name: rule
        for name, rule in vars(claims).items()
        if callable(rule) and getattr(rule, "__module__", "") == claims.__name__
    }
    tested = set(made) - {"_value", "_count", "_rival", "_after", "_changed", "_too_few"}
    assert len(tested) == len(claims.RULES)


def test_the_reason_states_the_numbers_that_were_compared() -> None:
    assert claims.count_holds(14_197_122, weak=True).because == (
        "14,197,122 images against 14,000,000 claimed, second-hand"
    )
    assert "1.29 times as long" in claims.labour_saved(1.29, 4).because
    assert "from 61% to 70%" in claims.other_share_rises(0.606, 0.696).because


def test_a_number_that_is_not_identified_leaves_its_claim_untestable() -> None:
    rule = part("C6.a")
    numbers = {"labels.saving_measured": Recorded(None), "labels.measured_studies": Recorded(4)}
    assert rule.decide(numbers).answer == UNKNOWN
    assert "labels.saving_measured" in rule.decide(numbers).because


def test_a_rival_without_a_count_is_what_the_rule_on_the_standard_asks_for() -> None:
    numbers = {
        "labels.imagenet_citations": Recorded(61487),
        "labels.rival_citations": Recorded(None),
    }
    assert part("C2.c").decide(numbers).answer == UNKNOWN
    numbers["labels.rival_citations"] = Recorded(20_000)
    assert part("C2.c").decide(numbers).answer == YES
