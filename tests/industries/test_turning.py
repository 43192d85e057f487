"""Pass-through, and the year in which an elasticity passes a threshold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.demand import Lognormal
from analysis.errors import IndustryError
from analysis.industries.crossings import in_words, passing, passing_of
from analysis.industries.employment import (
    industry_pass_through,
    industry_thresholds,
    pass_through,
)

pytestmark = pytest.mark.slow

YEARS = pd.Index(range(1900, 1950), name="year")


def rising(rate: float) -> pd.Series:
    return pd.Series(np.exp(rate * np.arange(50.0)), index=YEARS)


@given(st.floats(0.005, 0.1))
def test_a_price_that_is_wage_over_productivity_passes_gains_on_in_full(rate):
    productivity = rising(rate)
    found = pass_through(1.0 / productivity, productivity)
    assert found.theta == pytest.approx(1.0)
    assert found.low == pytest.approx(1.0)
    assert found.high == pytest.approx(1.0)


def test_a_proportional_mark_up_leaves_theta_at_one():
    productivity = rising(0.02)
    assert pass_through(1.4 / productivity, productivity).theta == pytest.approx(1.0)


def test_an_additive_cost_of_half_the_price_halves_theta_at_first():
    productivity = pd.Series(np.exp(1e-6 * np.arange(50.0)), index=YEARS)
    price = 0.5 / productivity + 0.5
    assert pass_through(price, productivity).theta == pytest.approx(0.5, abs=1e-4)


def test_theta_needs_a_rise_of_productivity_and_enough_years():
    with pytest.raises(IndustryError, match="did not rise"):
        pass_through(rising(0.01), rising(-0.01))
    with pytest.raises(IndustryError, match="at least 12"):
        pass_through(rising(0.01).iloc[:5], rising(0.01).iloc[:5])


@pytest.mark.parametrize("industry", ["cotton", "steel", "motor_vehicles"])
def test_total_employment_turns_after_employment_per_head(industry):
    levels = industry_thresholds(industry)
    assert levels.per_head == 1.0
    assert levels.per_head_pass_through == pytest.approx(1 / industry_pass_through(industry).theta)
    assert levels.total < levels.per_head_pass_through


def test_the_elasticity_of_a_known_curve_is_passed_in_a_known_year():
    price = 1.0 / rising(0.05)
    curve = Lognormal(mu=-1.0, sigma=0.8)
    year = int(price.index[(price <= curve.turning_point()).to_numpy()][0])
    path = pd.Series(curve.elasticity(price.to_numpy()), index=price.index)
    assert passing_of(path) == (year, year)


def test_a_war_year_does_not_move_the_year_of_passing():
    path = pd.Series(np.linspace(2.0, 0.5, 50), index=YEARS)
    year = passing_of(path)
    path[YEARS[-3]] = 1.5
    assert passing_of(path) == year


def test_in_a_hole_it_may_have_been_any_year():
    path = pd.Series([2.0, 1.5, 0.8, 0.7], index=[1930, 1940, 1960, 1965])
    assert passing_of(path) == (1941, 1960)
    assert in_words(*passing_of(path)) == "1941 to 1960"


def test_it_may_lie_before_the_data_or_after_them():
    assert passing_of(pd.Series([0.9, 0.8], index=[1900, 1901])) == (-np.inf, 1900)
    assert passing_of(pd.Series([1.9, 1.8], index=[1900, 1901])) == (1902, np.inf)


def test_draws_give_the_interval_of_the_year_and_the_chance_that_it_is_past():
    below = np.array([[0, 0, 1, 1], [0, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1]], dtype=bool)
    found = passing(below, np.array([1900.0, 1901.0, 1902.0, 1903.0]))
    assert found.passed == 0.75
    assert list(found.within) == [True, True, False, False]
    assert found.interval(1.0) == (-np.inf, np.inf)
