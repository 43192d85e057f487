"""Verdicts follow from numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Number:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


def boom(low=1.2, total=6.0, rate=1.1, weavers=1.2):
    values = (Number(rate), Number(total), Number(weavers), Number(1.7, (low, 2.3)))
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
    assert saturation_turns_employment(saturation()).answer == "supported"
    assert saturation_turns_employment(saturation(p=0.06)).answer == "mixed"
    assert saturation_turns_employment(saturation(beats=False)).answer == "mixed"
    assert saturation_turns_employment(saturation(peak="1860")).answer == "contradicted"
    nowhere = saturation_turns_employment(saturation(crossing=None))
    assert nowhere.answer == "contradicted"
    assert "not within the data" in nowhere.because


@pytest.mark.parametrize(("series", "verdict"), [(0, "not testable"), (1, "mixed")])
def test_outsourcing_without_a_count_abroad_is_not_testable(series, verdict):
    numbers = {"trade.foreign_employment_series": Number(series), "trade.steel_years": Number(9)}
    assert no_net_loss(numbers).answer == verdict


def test_rules_read_the_numbers_they_name():
    assert set(RULES) == {"C7", "C8", "C9"}
    assert all(rule.numbers and rule.weakest_link for rule in RULES.values())
