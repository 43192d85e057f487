"""Walks, false turns, breaks, backtests: what the machinery does where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.demand.checks.joint_placebo import share_at_or_below
from analysis.demand.checks.noise import noise_around
from analysis.errors import IndustryError
from analysis.industries.against_bessen.instruments import raw_cotton_instrument
from analysis.industries.declared import primary
from analysis.industries.robustness.decades_and_breaks import breaks, leave_one_decade_out
from analysis.industries.robustness.industry_placebo import joint_test
from analysis.industries.robustness.industry_placebo import tests_with_power as with_power
from analysis.industries.robustness.known_truths import false_turns, reported_share
from analysis.industries.robustness.rivals import rivals

pytestmark = pytest.mark.slow


def test_levels_report_turns_where_the_elasticity_is_constant(studies):
    table = false_turns(studies["steel"].log, seed=1, draws=199)
    assert table.loc["level", "crossing"] > 0.1
    assert table.loc["log", "crossing"] < 0.05


def test_levels_cannot_tell_a_market_three_tenths_served(studies):
    table = reported_share(studies["steel"].log, seed=1, draws=199)
    assert table.loc["log", "low"] < 0.3 < table.loc["log", "high"]
    width = table["high"] - table["low"]
    assert width["level"] > width["log"]


def test_persistence_is_a_correlation(studies):
    assert 0.0 <= noise_around(studies["motor_vehicles"].log.results).rho < 1.0


def test_the_joint_test_refits_the_whole_curve_and_is_the_same_twice(studies):
    frames = studies["motor_vehicles"].frames
    first, again = (joint_test(frames, seed=4, draws=9) for _ in range(2))
    np.testing.assert_array_equal(first.crossing_null, again.crossing_null)
    assert first.specifications == 80
    assert 0.1 <= first.p_crossing <= 1.0
    assert len(first.crossing_true) == len(first.crossing_null) == 9
    assert 0.0 <= first.power_crossing <= 1.0
    assert share_at_or_below(2.0, first.primary_null) == 1.0


def test_a_curve_in_time_alone_beats_the_price_of_steel(studies):
    found = rivals(studies["steel"].log)
    assert not found.beats_time
    assert found.time_weight > 0.99


def test_the_test_of_returns_finds_the_fitted_curve_of_vehicles_and_the_pooled_one_more(studies):
    joint = joint_test(studies["motor_vehicles"].frames, seed=4, draws=39)
    assert joint.power_returning > 0.8
    table = with_power({"motor_vehicles": joint})
    assert list(table["industry"]) == ["Motor vehicles", "Pooled"]
    assert table.loc[1, "returning_power"] == pytest.approx(joint.power_returning)


def test_the_calendar_beats_the_price_of_steel_with_errors_that_carry_over(studies):
    found = rivals(studies["steel"].log)
    assert found.price_gain < -10
    table = found.persistent
    assert table["rho"]["lognormal"] > 0.95
    assert table["in_time"].iloc[0]
    assert rivals(studies["motor_vehicles"].log).price_gain > 10


def test_decades_and_declared_dates(studies):
    one = studies["motor_vehicles"].log
    decades = leave_one_decade_out(one)
    assert list(decades.index) == [1910, 1920, 1930, 1940, 1960, 1970, 1980, 1990, 2000]
    table = breaks(one, seed=1, draws=49)
    assert list(table.index) == ["1930", "1946", "1974", "largest"]
    assert table.loc["largest", "statistic"] == table["statistic"].max()
    assert np.isnan(table.loc["1930", "p"])
    assert table["p"].dropna().between(0, 1).all()


def test_the_raw_cotton_price_is_strong_and_only_for_cotton():
    found = raw_cotton_instrument(primary("cotton"))
    assert found.first_stage_f > 10
    assert found.anderson_rubin[0] < found.instrumented < found.anderson_rubin[1]
    with pytest.raises(IndustryError, match="allowed: cotton"):
        raw_cotton_instrument(primary("steel"))


def test_not_identified_is_a_score(studies):
    past = studies["motor_vehicles"].backtest
    assert "not identified" in set(past.frame["status"])
    assert past.frame["nobs"].is_monotonic_increasing
    assert list(past.table()["data to"]) == [str(year) for year in past.frame.index]
