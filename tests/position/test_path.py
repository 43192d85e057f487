"""The path of employment along a curve: its turns, and what moves them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analysis.demand import thresholds
from analysis.errors import DemandError
from analysis.position.theory import Scenario, path, share_served_at_peak, turns

CLOTH = Scenario(
    spread=1.0, served=0.1, floor=0.0, share=1.0, pass_through=1.0, lowest=0.0, productivity=0.03,
    growth=0.0, reuse=0.0, years=100.0,
)  # fmt: skip


def peak(scenario: Scenario) -> float:
    found = turns(scenario).peak
    assert found is not None
    return found


def test_bessens_case_by_the_normal_distribution_alone() -> None:
    frame = path(CLOTH, points=10)
    z = norm.ppf(0.1) + 0.03 * frame["year"]
    assert frame["employment"].tolist() == pytest.approx(
        (norm.cdf(z) / 0.1 * np.exp(-0.03 * frame["year"])).tolist(), rel=1e-12
    )
    assert frame["elasticity"].tolist() == pytest.approx((norm.pdf(z) / norm.cdf(z)).tolist())
    assert turns(CLOTH).elastic_until == pytest.approx(peak(CLOTH))


def test_served_at_the_peak_is_the_closed_form() -> None:
    b, sigma = 0.28, 1.0
    scenario = replace(CLOTH, floor=1.0 / (1.0 + b), spread=sigma, served=0.3, years=400.0)
    z = norm.ppf(0.3) + 0.03 * peak(scenario) / sigma
    assert norm.cdf(z) == pytest.approx(share_served_at_peak(1.0, b, sigma), rel=1e-9)


@given(
    st.floats(0.3, 2.5), st.floats(0.02, 0.9), st.floats(0.0, 0.9), st.floats(0.1, 1.0),
    st.floats(0.2, 1.2), st.floats(0.0, 0.9), st.floats(0.01, 0.3), st.floats(-0.02, 0.1),
)  # fmt: skip
def test_growth_is_the_slope_and_the_peak_is_highest(
    spread: float, served: float, floor: float, share: float, passed: float, lowest: float,
    faster: float, growth: float,
) -> None:  # fmt: skip
    made = Scenario(spread, served, floor, share, passed, lowest, faster, growth, 0.01, 60.0)
    step = 1e-5
    for year in (3.0, 17.0, 41.0):
        if abs(year - made.at_lowest) > 1.0:
            slope = math.log(made.employment(year + step) / made.employment(year - step))
            assert made.employment_growth(year) == pytest.approx(slope / (2 * step), abs=1e-7)
    found = turns(made).peak
    if found is not None:
        highest = made.employment(found)
        assert (path(made)["employment"] <= highest * (1 + 1e-12)).all()
        assert highest >= 1.0


def test_the_level_at_which_employment_turns_is_the_threshold_of_demand() -> None:
    scenario = replace(CLOTH, growth=0.012, reuse=0.004, pass_through=0.8)
    level = thresholds(0.8, 0.012 - 0.004, 0.03).total
    assert scenario.threshold == pytest.approx(level)
    assert scenario.elasticity(peak(scenario)) == pytest.approx(level)


def test_what_brings_the_peak_forward_and_what_puts_it_off() -> None:
    assert peak(replace(CLOTH, growth=0.005)) > peak(CLOTH)
    assert peak(replace(CLOTH, reuse=0.005)) < peak(CLOTH)
    assert peak(replace(CLOTH, share=0.8)) < peak(CLOTH)
    assert peak(replace(CLOTH, served=0.05)) > peak(CLOTH)
    assert peak(replace(CLOTH, productivity=0.06)) == pytest.approx(peak(CLOTH) / 2)


def test_a_lowest_price_ends_the_rise_where_it_is_reached() -> None:
    stopped = replace(CLOTH, lowest=0.7)
    assert peak(stopped) == pytest.approx(-math.log(0.7) / 0.03)
    assert peak(stopped) < peak(CLOTH)
    assert stopped.employment_growth(peak(stopped)) == pytest.approx(-0.03)
    assert turns(stopped).elastic_until is None


def test_without_a_turn_there_is_none() -> None:
    assert turns(replace(CLOTH, pass_through=0.0)).peak is None
    assert turns(replace(CLOTH, growth=0.04)).peak is None
    assert turns(replace(CLOTH, years=10.0)).peak is None
    assert turns(replace(CLOTH, served=0.9)).peak is None


@pytest.mark.parametrize(("name", "value"), [("share", 0.0), ("spread", -1.0), ("served", 1.0)])
def test_a_value_out_of_range_is_named(name: str, value: float) -> None:
    with pytest.raises(DemandError, match=f"{name} is {value}; allowed"):
        replace(CLOTH, **{name: value})
