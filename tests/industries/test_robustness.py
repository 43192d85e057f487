"""Walks, false turns, breaks, backtests: what the machinery does where the truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ReplicationError
from analysis.industries.against_bessen.instruments import raw_cotton_instrument
from analysis.industries.declared import primary
from analysis.industries.robustness.backtests import backtest
from analysis.industries.robustness.joint_placebo import joint_test, percentile
from analysis.industries.robustness.noise import Noise, noise_around
from analysis.industries.robustness.rivals import rivals
from analysis.industries.robustness.simulated import false_turns, reported_share, years_needed
from analysis.industries.robustness.stability import breaks, leave_one_decade_out
from analysis.industries.robustness.walks import calibrate


def test_a_walk_without_shocks_joins_the_ends_of_its_series():
    series = pd.Series([1.0, 1.5, 2.0, 8.0], index=[1900, 1901, 1905, 1930])
    walk = calibrate(series).simulate(np.zeros((1, 30)), 1900)
    assert walk[0, 0] == pytest.approx(1.0)
    assert walk[0, -1] == pytest.approx(8.0)


def test_a_walk_is_calibrated_to_its_own_drift_and_scatter():
    shocks = np.random.default_rng(5).standard_normal((1, 4_000))
    truth = calibrate(pd.Series([1.0, 1.03], index=[0, 1]))
    years = np.arange(4_001.0)
    drawn = replace(truth, years=years, drift=0.002, scatter=0.02).simulate(shocks, 0)[0]
    found = calibrate(pd.Series(drawn, index=years.astype(int)))
    assert found.scatter == pytest.approx(0.02, rel=0.05)
    assert found.drift == pytest.approx(0.002, abs=0.001)


def test_noise_is_as_persistent_as_asked_for_also_over_gaps():
    years = np.array([0.0, 1.0, 2.0, 7.0])
    drawn = Noise(0.8, 0.5).draw(years, 40_000, seed=2)
    assert drawn.std(axis=0) == pytest.approx(0.5, rel=0.02)
    correlation = np.corrcoef(drawn, rowvar=False)
    assert correlation[0, 1] == pytest.approx(0.8, abs=0.02)
    assert correlation[2, 3] == pytest.approx(0.8**5, abs=0.02)


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
    assert 0.0 <= noise_around(studies["motor_vehicles"].log).rho < 1.0


def test_years_needed_must_hold_for_longer_records_too():
    table = pd.DataFrame({"apart": [True, False, True, True]}, index=[25, 50, 100, 200])
    assert years_needed(table) == 100
    assert years_needed(table.assign(apart=False)) is None


def test_the_joint_test_refits_the_whole_curve_and_is_the_same_twice(studies):
    frames = studies["motor_vehicles"].frames
    first, again = (joint_test(frames, seed=4, draws=9) for _ in range(2))
    np.testing.assert_array_equal(first.crossing_null, again.crossing_null)
    assert first.specifications == 216
    assert 0.1 <= first.p_crossing <= 1.0
    assert percentile(2.0, first.primary_null) == 1.0


def test_a_curve_in_time_alone_beats_the_price_of_steel(studies):
    found = rivals(studies["steel"].log)
    assert not found.beats_time
    assert found.time_weight > 0.99


def test_decades_and_declared_dates(studies):
    one = studies["motor_vehicles"].log
    decades = leave_one_decade_out(one)
    assert list(decades.index) == [1920, 1930, 1940, 1960, 1970, 1980, 1990, 2000]
    table = breaks(one, seed=1, draws=49)
    assert table.loc["largest", "statistic"] == table["statistic"].max()
    assert table["p"].between(0, 1).all()


def test_the_raw_cotton_price_is_strong_and_only_for_cotton():
    found = raw_cotton_instrument(primary("cotton"))
    assert found.first_stage_f > 10
    assert found.anderson_rubin[0] < found.instrumented < found.anderson_rubin[1]
    with pytest.raises(ReplicationError, match="allowed: cotton"):
        raw_cotton_instrument(primary("steel"))


def test_not_identified_is_a_score(studies):
    past = backtest(studies["motor_vehicles"].log, seed=1)
    assert "not identified" in set(past.frame["status"])
    assert past.frame["nobs"].is_monotonic_increasing
    assert list(past.table()["data to"]) == [str(year) for year in past.frame.index]
