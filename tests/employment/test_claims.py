"""Verdicts follow from numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from analysis.employment.claims import (
    BOOM,
    SATURATION,
    automation_boom,
    no_net_loss,
    saturation_turns_employment,
)


@dataclass(frozen=True)
class Number:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


def boom(low=1.2, total=6.0, rate=1.1, weavers=1.2):
    values = (Number(1.7, (low, 2.3)), Number(total), Number(rate), Number(weavers))
    return dict(zip(BOOM, values, strict=True))


def saturation(crossing=1920, peak="1921", p=0.01, beats=True):
    values = {"crossing": crossing, "peak_per_head": peak, "p_crossing": p, "beats_time": beats}
    return {name: Number(values[name.rsplit(".", 1)[1]]) for name in SATURATION}


def test_a_boom_needs_elastic_demand_and_more_jobs_however_counted():
    assert automation_boom(boom()) == "supported"
    assert automation_boom(boom(weavers=0.74)) == "mixed"
    assert automation_boom(boom(low=0.9, total=0.9, rate=0.9, weavers=0.7)) == "contradicted"


def test_the_displaced_decide_between_supported_and_mixed():
    with_factories_alone = boom(rate=1.1, weavers=1.5)
    with_hand_weavers = boom(rate=1.1, weavers=0.74)
    assert automation_boom(with_factories_alone) != automation_boom(with_hand_weavers)


def test_saturation_needs_the_peak_at_the_crossing_a_joint_p_and_a_price_that_beats_time():
    assert saturation_turns_employment(saturation()) == "supported"
    assert saturation_turns_employment(saturation(p=0.06)) == "mixed"
    assert saturation_turns_employment(saturation(beats=False)) == "mixed"
    assert saturation_turns_employment(saturation(peak="1860")) == "contradicted"
    assert saturation_turns_employment(saturation(crossing=None)) == "contradicted"


@pytest.mark.parametrize(("series", "verdict"), [(0, "not testable"), (1, "mixed")])
def test_outsourcing_without_a_count_abroad_is_not_testable(series, verdict):
    assert no_net_loss({"trade.foreign_employment_series": Number(series)}) == verdict
