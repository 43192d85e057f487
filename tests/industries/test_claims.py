"""Verdicts follow from numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from analysis.industries.claims import (
    ELASTIC,
    GAINS,
    RULES,
    TIMING,
    elastic_at_the_start,
    no_net_loss,
    parts_of,
    peaks_at_the_crossing,
    price_turns_demand,
)
from analysis.verdicts import combined

COUNTS = ("hands.total_ratio", "hands.rate_ratio", "weavers.all_ratio", "weavers.all_rate_ratio")


@dataclass(frozen=True)
class Number:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


def elastic(*limits):
    pairs = zip(ELASTIC, limits, strict=True)
    return {name: Number((low + high) / 2, (low, high)) for name, (low, high) in pairs}


def boom(*ratios, limits=((1.1, 2.0),) * 4):
    return {n: Number(r) for n, r in zip(COUNTS, ratios, strict=True)} | elastic(*limits)


def pooled(p=0.01, power=0.9, gains=(5.0, 5.0, 5.0)):
    numbers = {"robust.pooled_p": Number(p), "robust.pooled_power": Number(power)}
    return numbers | {n: Number(gain) for n, gain in zip(GAINS, gains, strict=True)}


def timing(*chances):
    return {n: Number(chance) for n, chance in zip(TIMING, chances, strict=True)}


def verdict_on(claim, numbers):
    parts = [part for part in parts_of(claim) if part.votes]
    return combined(part.verdict(numbers).answer for part in parts)


@pytest.mark.parametrize("held", list(product([True, False], repeat=4)))
def test_a_boom_needs_more_hands_however_counted_and_elastic_demand(held):
    numbers = boom(*(1.5 if one else 0.5 for one in held))
    assert verdict_on("C7", numbers) == ("supported" if all(held) else "mixed")
    inelastic = boom(*(1.5 if one else 0.5 for one in held), limits=((0.2, 0.9),) * 4)
    assert verdict_on("C7", inelastic) == ("mixed" if any(held) else "contradicted")


@pytest.mark.parametrize(
    ("limits", "answer"),
    [
        (((1.01, 2.0),) * 4, "supported"),
        (((0.5, 0.99),) * 4, "contradicted"),
        (((1.01, 2.0),) * 3 + ((0.94, 4.2),), "mixed"),
        (((0.9, 1.6),) * 4, "mixed"),
    ],
)
def test_demand_is_elastic_only_if_every_scale_and_vintage_says_so(limits, answer):
    assert elastic_at_the_start(elastic(*limits)).answer == answer


@pytest.mark.parametrize(
    ("made", "answer"),
    [
        ({}, "supported"),
        ({"p": 0.06}, "mixed"),
        ({"gains": (5.0, -1.0, 5.0)}, "mixed"),
        ({"p": 0.2, "power": 0.49}, "not testable"),
        ({"p": 0.2, "power": 0.8, "gains": (-1.0, -1.0, -1.0)}, "contradicted"),
        ({"p": 0.2, "power": 0.79, "gains": (-1.0, -1.0, -1.0)}, "mixed"),
        ({"p": 0.2, "power": 0.9, "gains": (-1.0, 2.0, -1.0)}, "mixed"),
        ({"p": 0.04, "power": 0.1, "gains": (-1.0, -1.0, -1.0)}, "mixed"),
    ],
)
def test_a_test_that_could_not_have_found_it_says_nothing_against_it(made, answer):
    assert price_turns_demand(pooled(**made)).answer == answer


@pytest.mark.parametrize(
    ("chances", "answer"),
    [
        ((0.9, 0.95, 1.0), "supported"),
        ((0.9, 0.5, 1.0), "mixed"),
        ((0.1, 0.0, 0.05), "contradicted"),
    ],
)
def test_the_meeting_of_peak_and_crossing_is_shown_and_has_no_vote(chances, answer):
    assert peaks_at_the_crossing(timing(*chances)).answer == answer
    both = pooled(p=0.2, power=0.3) | timing(*chances)
    assert verdict_on("C8", both) == "not testable"


@pytest.mark.parametrize(("series", "verdict"), [(0, "not testable"), (1, "mixed")])
def test_outsourcing_without_a_count_abroad_is_not_testable(series, verdict):
    numbers = {"trade.foreign_employment_series": Number(series), "trade.steel_years": Number(9)}
    assert no_net_loss(numbers).answer == verdict


def test_rules_read_the_numbers_they_name():
    numbers = boom(1.5, 1.5, 1.5, 1.5) | pooled() | timing(0.9, 0.9, 0.9)
    numbers |= {"trade.foreign_employment_series": Number(0), "trade.steel_years": Number(9)}
    assert all(part.verdict(numbers).answer != "not examined" for part in RULES)
    assert {name for part in RULES for name in part.numbers} == set(numbers)
