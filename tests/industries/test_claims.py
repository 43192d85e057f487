"""Verdicts follow from numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from analysis.industries.claims import (
    BOOM,
    RULES,
    SATURATION,
    automation_boom,
    boom_without_hand_weavers,
    no_net_loss,
    saturation_turns_employment,
)
from analysis.industries.series import INDUSTRIES
from analysis.verdicts import combined


@dataclass(frozen=True)
class Number:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


def boom(low=1.2, total=6.0, rate=1.1, weavers=1.2):
    values = (Number(1.7, (low, 2.3)), Number(total), Number(rate), Number(weavers))
    return dict(zip(BOOM, values, strict=True))


def saturation(crossing="1920", peak="1921", p=0.01, beats=True):
    values = {"crossing": crossing, "peak_per_head": peak, "p_crossing": p, "beats_time": beats}
    return {name: Number(values[name.rsplit(".", 1)[1]]) for name in SATURATION}


def test_a_boom_needs_elastic_demand_and_more_jobs_however_counted():
    assert automation_boom(boom()).answer == "supported"
    assert automation_boom(boom(weavers=0.74)).answer == "mixed"
    assert automation_boom(boom(low=0.9, total=0.9, rate=0.9, weavers=0.7)).answer == "contradicted"


def test_the_displaced_decide_between_supported_and_mixed():
    counted = boom(rate=0.9, weavers=0.74)
    assert boom_without_hand_weavers(counted).answer == "supported"
    assert automation_boom(counted).answer == "mixed"


def test_saturation_needs_the_peak_at_the_crossing_a_joint_p_and_a_price_that_beats_time():
    def answer(**made):
        return saturation_turns_employment(saturation(**made), "steel").answer

    assert answer() == "supported"
    assert answer(p=0.06) == "mixed"
    assert answer(beats=False) == "mixed"
    assert answer(peak="1860") == "contradicted"
    assert answer(crossing=None) == "contradicted"
    nowhere = saturation_turns_employment(saturation(crossing=None), "steel")
    assert "not within the data" in nowhere.because


def verdict_on(claim, numbers):
    return combined(part.verdict(numbers).answer for part in RULES if part.claim == claim)


@pytest.mark.parametrize("held", list(product([True, False], repeat=4)))
def test_the_boom_is_supported_if_all_four_comparisons_hold_and_contradicted_if_none(held):
    low, total, rate, weavers = (1.5 if one else 0.5 for one in held)
    expected = "supported" if all(held) else "mixed" if any(held) else "contradicted"
    assert verdict_on("C7", boom(low, total, rate, weavers)) == expected
    assert automation_boom(boom(low, total, rate, weavers)).answer == expected


INDUSTRY_CASES = {
    "all hold": {},
    "at the crossing by chance": {"p": 0.4},
    "peak elsewhere": {"peak": "1860"},
}


@pytest.mark.parametrize("cases", list(product(INDUSTRY_CASES, repeat=3)))
def test_saturation_is_contradicted_only_where_no_peak_lies_at_its_crossing(cases):
    numbers = {}
    for industry, case in zip(INDUSTRIES, cases, strict=True):
        made = saturation(**INDUSTRY_CASES[case])
        numbers |= {name: made[name] for name in made if name.startswith(f"{industry}.")}
    if set(cases) == {"all hold"}:
        expected = "supported"
    else:
        expected = "contradicted" if set(cases) == {"peak elsewhere"} else "mixed"
    assert verdict_on("C8", numbers) == expected


@pytest.mark.parametrize(("series", "verdict"), [(0, "not testable"), (1, "mixed")])
def test_outsourcing_without_a_count_abroad_is_not_testable(series, verdict):
    numbers = {"trade.foreign_employment_series": Number(series), "trade.steel_years": Number(9)}
    assert no_net_loss(numbers).answer == verdict


def test_rules_read_the_numbers_they_name():
    numbers = {**boom(), **saturation(), "trade.foreign_employment_series": Number(0),
               "trade.steel_years": Number(9)}  # fmt: skip
    assert all(part.verdict(numbers).answer != "not examined" for part in RULES)
    assert {name for part in RULES for name in part.numbers} == set(numbers)
