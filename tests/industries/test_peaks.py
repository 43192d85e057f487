"""Peaks of employment: of counts, not of years between them; and of no more than a seam allows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.industries.before_curves import share_spent, smoothed, spending_peak
from analysis.industries.employment.counts import Count, counts, weekly_hours
from analysis.industries.employment.timing import counted, either, peaks, timing
from analysis.places import repository

ROOT = repository() / "data"


def rows(table: str, name: str) -> pd.DataFrame:
    frame = pd.read_csv(ROOT / f"{table}.csv")
    return frame[frame["series"] == name].set_index("year")


def test_between_censuses_the_index_of_douglas_counts_nobody():
    index = rows("steel", "douglas_employment_index")
    between = index["warnings"].str.contains("interpolated")
    assert list(index.index[~between]) == [1899, 1904, 1909, 1914, 1919]
    steel = rows("steel", "raw_production")["value"] / 1_000
    per_point = index["value"] / steel
    assert per_point[1907] / per_point[1909] > 1.3


def test_steel_peaked_about_1919_or_about_1953_and_not_in_1907():
    found = peaks(counted("steel"), "steel")
    years = found["peak_per_head"].value
    assert years == "1919, 1947 or 1953"
    people = rows("us_economy", "population_maddison")["value"]
    index, census = rows("steel", "douglas_employment_index")["value"], 222_607
    at_1919 = 1_000 * census * index[1919] / index[1900] / people[1919]
    institute = 1_000 * rows("steel", "employment_aisi")["value"][1953] / people[1953]
    assert at_1919 == pytest.approx(4.23, abs=0.01)
    assert institute == pytest.approx(4.06, abs=0.01)
    shown = next(count for count in counts("steel") if not count.votes)
    assert shown.candidates(shown.per_head()) == (1907,)


def test_a_peak_that_another_beats_by_less_than_the_seam_is_none():
    workers = pd.Series({1900: 10.0, 1910: 12.0, 1950: 11.0, 1960: 9.0})
    apart = Count("made", workers, ((1950, 1.0),))
    assert apart.candidates(workers) == (1910,)
    within = Count("made", workers, ((1950, 1.1),))
    assert within.candidates(workers) == (1910, 1950)
    one = Count("made", workers, ())
    assert one.candidates(workers) == (1910,)


def test_a_candidate_is_beaten_by_no_other_stretch():
    workers = pd.Series({1900: 10.0, 1940: 9.0, 1960: 8.0})
    count = Count("made", workers, ((1940, 1.2), (1960, 1.05)))
    assert count.candidates(workers) == (1900, 1940)


def test_cotton_cannot_say_in_which_century_hands_per_head_were_most():
    found = peaks(counted("cotton"), "cotton")["peak_per_head"].value
    assert {"1831", "1923"} <= set(found.replace(" or ", ", ").split(", "))


def test_hours_fell_by_a_third_from_1870_to_1957():
    week = weekly_hours("steel")
    assert week[1957] / week[1870] < 0.68
    jones = rows("us_economy", "hours_mfg_jones")["value"]
    np.testing.assert_allclose(week.loc[1900:1957], jones)
    assert 35 < week[1970] < 45


def test_years_are_told_in_words():
    assert either((1919,)) == "1919"
    assert either((1831, 1839, 1923)) == "1831, 1839 or 1923"


def test_the_share_of_income_spent_is_largest_where_the_elasticity_is_one():
    price = np.exp(-0.02 * np.arange(200.0))
    from analysis.demand import Lognormal

    curve = Lognormal(mu=-1.5, sigma=0.8)
    frame = pd.DataFrame({"price": price, "income": 1.0, "quantity": curve.quantity(price)})
    peak = int(share_spent(frame).idxmax())
    assert price[peak] == pytest.approx(curve.turning_point(), rel=0.02)


def test_a_mean_of_neighbours_does_not_reach_over_a_hole():
    share = pd.Series([1.0, 3.0, 100.0, 300.0], index=[1939, 1940, 1960, 1961])
    assert list(smoothed(share)) == [2.0, 2.0, 200.0, 200.0]


@pytest.mark.slow
def test_the_share_spent_on_steel_peaks_in_1918_and_on_vehicles_in_the_1920s(studies):
    steel = spending_peak(studies["steel"])
    assert (steel["peak"].value, steel["smoothed_peak"].value) == (1918, 1918)
    vehicles = spending_peak(studies["motor_vehicles"])["peak"]
    assert vehicles.value == 1924
    assert 1924 <= vehicles.interval[0] <= vehicles.interval[1] <= 1929


@pytest.mark.slow
def test_the_chance_of_meeting_is_counted_over_draws_and_counts(studies):
    found = timing(studies["motor_vehicles"], counted("motor_vehicles"))["within_ten"]
    assert found.value == 0.0
    assert found.interval[0] <= found.interval[1]
