"""Verdicts on where labelling stands: every answer, on both sides of every threshold."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from analysis.position import RULES, RUNGS
from analysis.position.claims import hours_rose, labour_rises, on_the_rising_side
from analysis.verdicts import combined


@dataclass(frozen=True)
class Number:
    value: float
    interval: tuple[float, float] | None = None


def labour(falling: int, rising: int) -> dict[str, Number]:
    found = {"falling": falling, "rising": rising, "sources": falling + rising}
    return {f"position.crowd.{name}": Number(value) for name, value in found.items()}


def pairs(rising: int, falling: int, off: int = 0) -> dict[str, Number]:
    found = {"pairs": rising + falling + off, "pairs_rising": rising, "pairs_falling": falling}
    return {f"position.crowd.{name}": Number(value) for name, value in found.items()}


@pytest.mark.parametrize(
    ("falling", "rising", "verdict"),
    [(0, 2, "supported"), (0, 1, "not testable"), (1, 2, "not testable"), (2, 0, "contradicted"),
     (2, 1, "not testable"), (1, 0, "not testable"), (0, 0, "not testable")],
)  # fmt: skip
def test_labour_of_a_rung(falling: int, rising: int, verdict: str) -> None:
    assert labour_rises(labour(falling, rising), "crowd").answer == verdict


@pytest.mark.parametrize(
    ("rising", "falling", "off", "verdict"),
    [(2, 0, 0, "supported"), (1, 0, 5, "not testable"), (0, 2, 0, "contradicted"),
     (1, 1, 0, "mixed"), (0, 0, 0, "not testable")],
)  # fmt: skip
def test_position_of_a_rung(rising: int, falling: int, off: int, verdict: str) -> None:
    assert on_the_rising_side(pairs(rising, falling, off), "crowd").answer == verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1.01, 1.5, "supported"), (0.99, 1.5, "not testable"), (0.5, 0.99, "contradicted"),
     (0.5, 1.0, "not testable")],
)  # fmt: skip
def test_total_hours(low: float, high: float, verdict: str) -> None:
    numbers = {"position.hours_ratio": Number((low + high) / 2, (low, high))}
    assert hours_rose(numbers).answer == verdict


def test_every_rung_has_a_part_on_labour_and_one_on_position() -> None:
    words = [part.statement for part in RULES]
    for rung in RUNGS.values():
        assert sum(rung in statement for statement in words) == 2
    assert len({part.id for part in RULES}) == len(RULES) == 2 * len(RUNGS) + 1


def test_money_and_pay_an_hour_are_read_by_no_rule_on_a_side_of_the_curve() -> None:
    read = {name for part in RULES for name in part.numbers}
    assert not any(word in name for name in read for word in ("spending", "revenue", "pay"))


def test_rungs_that_differ_make_the_claim_mixed() -> None:
    assert combined(["contradicted", "not testable"]) == "mixed"
    assert combined(["not testable"] * len(RULES)) == "not testable"
