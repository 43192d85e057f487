"""Prices, fees and pass-through: sides kept apart, and nothing said where nothing matches."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import LabelsError
from analysis.labels import (
    NotIdentified,
    PassThrough,
    bounds,
    cost_to_buyer,
    fee_rules,
    pass_through,
    price_ladder,
    share_passed_down,
    who_keeps,
)
from analysis.labels.checks import row_of
from analysis.labels.fees import SHOP_PAID, SHOP_WORKER
from analysis.tables import load


@pytest.mark.parametrize(
    ("identifier", "price"),
    [
        ("google_list.bounding_box.tier_1.2020", 0.063),
        ("google_list.instance_mask.tier_1.2020", 0.87),
        ("snow_affect.affect_labels.2008", 2 / 7000),
        ("modifier_pairs.semantic_similarity.2020", 0.03),
        ("castingwords.speech_transcription.2007", 10 / 14),
    ],
)
def test_the_price_of_one_unit(unit_prices: pd.DataFrame, identifier: str, price: float) -> None:
    assert row_of(unit_prices, identifier)["point"] == pytest.approx(price)


def test_a_price_that_is_only_a_bound_has_no_point(unit_prices: pd.DataFrame) -> None:
    least = row_of(unit_prices, "china_2d_box.bounding_box.2023")
    assert least["low"] == 0.04
    assert math.isnan(least["point"])


def test_a_price_ladder_holds_one_unit_currency_and_side(unit_prices: pd.DataFrame) -> None:
    rungs = price_ladder(unit_prices, "box", "USD")
    assert set(rungs["unit"]) == {"box"}
    assert set(rungs["currency"]) == {"USD"}
    assert set(rungs["side"]) == {"buyer"}
    assert rungs["year"].is_monotonic_increasing


LISTED, LISTED_LATER = "google_list.bounding_box.tier_1.2020", "made.2026"


def listed_again(unit_prices: pd.DataFrame) -> pd.DataFrame:
    """The prices, and one of a list once more six years later."""
    again = unit_prices[unit_prices["id"] == LISTED].assign(id=LISTED_LATER, year=2026)
    return pd.concat([unit_prices, again], ignore_index=True)


def test_a_list_price_that_did_not_move_passed_nothing_on(
    unit_prices: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    found = pass_through(listed_again(unit_prices), seconds, (LISTED, LISTED_LATER))
    assert found == PassThrough(0.0, 0.0, condition="time per label fell")
    assert found.elasticity_needed == (math.inf, math.inf)


def test_a_typical_price_against_a_minimum_identifies_nothing(
    unit_prices: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    pair = ("china_2d_box.bounding_box.2017", "china_2d_box.bounding_box.2023")
    found = pass_through(unit_prices, seconds, pair)
    assert isinstance(found, NotIdentified)
    assert "the lowest" in found.reason


def test_prices_and_times_of_different_firms_identify_nothing(
    unit_prices: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    found = pass_through(
        listed_again(unit_prices),
        seconds,
        (LISTED, LISTED_LATER),
        ("snapper.gesture_drag", "snapper.gesture_snap_b"),
    )
    assert isinstance(found, NotIdentified)
    assert "different firms" in found.reason


def test_a_guides_range_is_no_price(unit_prices: pd.DataFrame, seconds: pd.DataFrame) -> None:
    found = pass_through(
        unit_prices, seconds, ("ai_economy_hub.label.2022", "ai_economy_hub.label.2026")
    )
    assert isinstance(found, NotIdentified)
    assert "indicative" in found.reason


def test_prices_in_two_currencies_or_units_are_refused(
    unit_prices: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    with pytest.raises(LabelsError, match="USD and CNY"):
        pass_through(
            unit_prices,
            seconds,
            (LISTED, "china_2d_box.bounding_box.2023"),
        )
    with pytest.raises(LabelsError, match="box, segment"):
        pass_through(
            unit_prices,
            seconds,
            (LISTED, "google_list.instance_mask.tier_1.2020"),
        )


@given(st.floats(0.05, 2), st.floats(1.1, 20))
def test_bounds_close_on_the_pass_through_that_made_them(theta: float, saving: float) -> None:
    price = saving**-theta
    found = bounds((1, 1), (price, price), (saving, saving), (1, 1))
    assert isinstance(found, PassThrough)
    assert found.low == pytest.approx(theta)
    assert found.high == pytest.approx(theta)
    low, high = found.elasticity_needed
    assert low == pytest.approx(1 / theta)
    assert high == pytest.approx(1 / theta)


@given(st.floats(1, 3), st.floats(1, 3), st.floats(3.5, 9))
def test_wider_ranges_never_narrow_the_bounds(a: float, b: float, saving: float) -> None:
    exact = bounds((1, 1), (0.5, 0.5), (saving, saving), (1, 1))
    wide = bounds((1, 1), (0.5 / a, 0.5 * a), (saving, saving * b), (1, 1))
    assert isinstance(exact, PassThrough)
    assert isinstance(wide, PassThrough)
    assert wide.low <= exact.low + 1e-12
    assert wide.high >= exact.high - 1e-12


def test_times_that_may_not_have_fallen_identify_nothing() -> None:
    assert isinstance(bounds((1, 1), (1, 1), (3, 5), (2, 4)), NotIdentified)


@pytest.mark.parametrize(
    ("day", "assignments", "percent"),
    [
        (date(2015, 7, 20), 1, 10),
        (date(2015, 7, 20), 10, 10),
        (date(2015, 7, 21), 9, 20),
        (date(2015, 7, 21), 10, 40),
    ],
)
def test_the_fee_doubled_on_21_july_2015(day: date, assignments: int, percent: float) -> None:
    cost = cost_to_buyer(load("platform_fees"), 1.0, day, assignments=assignments)
    assert cost.fee == pytest.approx(percent / 100)
    assert cost.worker_share == pytest.approx(1 / (1 + percent / 100))


def test_the_least_fee_takes_half_of_a_one_cent_reward() -> None:
    cost = cost_to_buyer(load("platform_fees"), 0.01, date(2016, 1, 1))
    assert cost.worker_share == pytest.approx(0.5)


def test_days_and_surcharges_without_a_rule_are_refused() -> None:
    fees = load("platform_fees")
    with pytest.raises(LabelsError, match="a day from 2005"):
        cost_to_buyer(fees, 1.0, date(2004, 12, 31))
    with pytest.raises(LabelsError, match="Masters"):
        cost_to_buyer(fees, 1.0, date(2014, 1, 1), masters=True)
    with pytest.raises(LabelsError, match="more than 0"):
        cost_to_buyer(fees, 0.0, date(2016, 1, 1))
    with_masters = cost_to_buyer(fees, 1.0, date(2016, 1, 1), masters=True)
    assert with_masters.fee == pytest.approx(0.25)


def test_the_worker_of_a_shop_got_78_percent_of_its_price(piece_rates: pd.DataFrame) -> None:
    worker, above = "jia_county.box_worker.2018", "jia_county.box_subcontract.2018"
    assert share_passed_down(piece_rates, worker, above) == pytest.approx(0.025 / 0.032)
    with pytest.raises(LabelsError, match="entity"):
        share_passed_down(piece_rates, "snow_leopard.box.2023", "northwest_county.box.2023")


@pytest.mark.parametrize(
    ("column", "other"),
    [("unit", "mask"), ("currency", "USD"), ("year", 2019), ("entity", "another shop")],
)
def test_a_share_of_another_piece_money_year_or_shop_is_no_share_of_the_worker(
    piece_rates: pd.DataFrame, column: str, other: object
) -> None:
    rates = piece_rates.copy()
    rates.loc[rates["id"] == SHOP_PAID, column] = other
    with pytest.raises(LabelsError, match=f"{column} is .* and {other}"):
        share_passed_down(rates, SHOP_WORKER, SHOP_PAID)


def test_workers_keep_less_since_the_day_the_platform_doubled_its_fee(
    piece_rates: pd.DataFrame,
) -> None:
    kept = who_keeps(load("platform_fees"), piece_rates)
    assert kept["worker"].to_list() == pytest.approx([1 / 1.1, 1 / 1.2, 1 / 1.4, 0.5, 0.78125])
    assert kept.sum(axis=1).to_list() == pytest.approx([1] * len(kept))


def test_the_bars_of_who_keeps_stand_on_either_side_of_the_change_to_the_day(
    piece_rates: pd.DataFrame,
) -> None:
    fees = load("platform_fees")
    early = fees.replace({"valid_to": {"2015-07-20": "2015-07-19"}})
    with pytest.raises(LabelsError, match="2015-07-20: 0 base fees"):
        who_keeps(early, piece_rates)
    late = fees.replace({"valid_from": {"2015-07-21": "2015-07-22"}})
    with pytest.raises(LabelsError, match="2015-07-21: 0 base fees"):
        who_keeps(late, piece_rates)


def test_the_fee_of_a_task_rests_on_the_rules_that_set_it() -> None:
    fees = load("platform_fees")
    before = fee_rules(fees, date(2015, 7, 20), assignments=10)
    after = fee_rules(fees, date(2015, 7, 21), assignments=10)
    assert set(before["id"]) == {"mturk.base.2005"}
    assert set(after["id"]) == {"mturk.base.2015", "mturk.many_assignments.2015"}
