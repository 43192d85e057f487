"""What the tables say of workers, against the figures printed elsewhere."""

from __future__ import annotations

import pytest

from analysis.industries.series import (
    british_cotton_hands,
    census_industry,
    cotton_employment,
    hands,
    labour_cost_per_yard,
    mill_consumption,
    mill_hands,
    published,
    steel_employment,
    unit_values,
    vehicle_employment,
)
from analysis.tables import load


def test_broadwoven_mills_fell_from_303_to_16_thousand_production_workers():
    workers = census_industry("cotton", ("2211", "2221")).frame["employment"]
    assert workers[1958] == pytest.approx(303.1)
    assert workers[2011] == pytest.approx(16.0)


def test_the_chapters_steel_figures_are_total_employment():
    total = census_industry("steel", ("3312",), workers="total_employment").frame["employment"]
    workers = census_industry("steel", ("3312",)).frame["employment"]
    assert (total[1958], total[2011]) == (pytest.approx(511.4), pytest.approx(100.2))
    assert (workers[1958], workers[2011]) == (pytest.approx(417.2), pytest.approx(81.0))


def test_hands_per_head_fell_while_cotton_cloth_became_cheap():
    rate = mill_hands().frame["per_thousand"]
    assert round(rate[1831], 1) == 4.6
    assert round(rate[1889], 1) == 3.5
    assert rate[1889] < rate[1831]
    assert hands()[1889] > 3 * hands()[1831]


def test_census_returns_are_dated_as_a_second_source_dates_them():
    rows = load("cotton").query("series == 'hands' and source_id == 'encyclopedia_americana'")
    second = rows.set_index("year")["value"] / 1_000
    assert second.equals(hands().reindex(second.index).rename("value"))


def test_cotton_used_by_mills_is_known_for_eleven_years():
    assert list(mill_consumption().index) == [
        1831, 1839, 1849, 1859, 1869, 1879, 1889, 1899, 1904, 1909, 1918,
    ]  # fmt: skip


def test_weavers_fell_while_their_cloth_grew_four_and_a_half_times():
    frame = british_cotton_hands().frame
    assert frame.loc[1829, "weavers"] == 275_000
    assert frame.loc[1859, "weavers"] == 203_000
    assert frame.loc[1859, "cloth"] / frame.loc[1829, "cloth"] == pytest.approx(4.545, abs=1e-3)


def test_the_printed_labour_cost_of_1830_contradicts_earnings_over_output():
    frame = labour_cost_per_yard().frame
    assert frame.loc[1830, "implied"] / frame.loc[1830, "printed"] > 1.9
    later = frame.drop(index=1830)
    assert ((later["implied"] / later["printed"] - 1).abs() < 0.05).all()


def test_prices_of_cars_before_1926_measure_three_different_things():
    assert unit_values().frame["series"].nunique() == 3
    assert unit_values().frame["year"].max() < 1926


def test_counts_of_steel_workers_are_joined_only_on_request():
    assert "joined" not in set(steel_employment().frame["series"])
    across = steel_employment(joined_too=True)
    assert [seam.overlaps for seam in across.joins] == [True, False, True]
    apart = steel_employment(joined_too=True, assumed_join=False)
    later = apart.frame[apart.frame["series"] == "joined"]
    assert later["year"].min() == 1937
    assert all(seam.overlaps for seam in apart.joins)


def test_joined_cotton_employment_is_at_the_level_of_broadwoven_mills():
    frame = cotton_employment().frame
    joined = frame[frame["series"] == "joined"].set_index("year")["thousands"]
    assert joined[1958] == pytest.approx(303.1)


def test_vehicle_workers_are_counted_from_1948():
    assert vehicle_employment().frame["year"].min() == 1948


@pytest.mark.parametrize(
    ("industry", "pair", "window"),
    [
        ("cotton", (2.13, 0.02), (1810, 1995)),
        ("steel", (3.49, 0.16), (1860, 1982)),
        ("motor_vehicles", (6.77, 0.15), (1910, 2007)),
    ],
)
def test_published_pairs_are_labelled_second_hand(industry, pair, window):
    theirs = published(industry)
    assert (theirs.first, theirs.last) == pair
    assert (theirs.first_year, theirs.last_year) == window
    assert theirs.standing == "secondary"
