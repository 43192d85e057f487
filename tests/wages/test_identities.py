"""Piece rates, chains and buyers' power obey their identities."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import WageError
from analysis.tables import load
from analysis.wages import (
    FULL_TIME,
    Monopsony,
    PieceRateChange,
    Range,
    Triangle,
    chain,
    reservation_spread,
    speed_per_hour,
    triangle_table,
)

positive = st.floats(1e-3, 1e3)


@given(positive, positive)
def test_two_sides_of_a_triangle_give_the_third(price: float, speed: float) -> None:
    wage = Range.point(price * speed)
    two = Triangle(price=Range.point(price), speed=Range.point(speed))
    assert two.implied_wage is not None
    assert two.implied_wage.low == pytest.approx(wage.low)
    assert two.closure is None
    assert two.closes is None
    back = Triangle(price=Range.point(price), wage=wage).implied_speed
    assert back is not None
    assert back.middle == pytest.approx(speed)
    three = Triangle(Range.point(price), Range.point(speed), wage)
    assert three.closure_error == pytest.approx((0.0, 0.0), abs=1e-12)


@pytest.mark.parametrize("unit", [1e-200, 1.0, 1e200])
def test_the_middle_of_a_range_is_its_geometric_mean_in_any_unit(unit: float) -> None:
    # Also where the product of the ends is beyond the numbers.
    assert Range(2 * unit, 8 * unit).middle / unit == pytest.approx(4, rel=1e-12)


@given(positive, positive, positive, st.floats(1, 3))
def test_wider_sides_never_turn_agreement_into_contradiction(
    price: float, speed: float, wage: float, width: float
) -> None:
    def around(value: float) -> Range:
        return Range(value / width, value * width)

    narrow = Triangle(Range.point(price), Range.point(speed), Range.point(wage))
    wide = Triangle(around(price), around(speed), around(wage))
    assert narrow.closure is not None
    assert wide.closure is not None
    assert wide.closure.low <= narrow.closure.low * (1 + 1e-12)
    assert wide.closure.high >= narrow.closure.high * (1 - 1e-12)


def test_four_fen_times_600_boxes_is_twice_twelve_yuan() -> None:
    stated = Triangle(Range.point(0.04), Range.point(600), Range.point(12))
    assert stated.closes is False
    assert stated.closure_error == pytest.approx((math.log(2),) * 2)
    assert stated.implied_price is not None
    assert stated.implied_price.middle == pytest.approx(0.02)


def test_one_side_is_no_triangle_and_an_interval_is_positive_and_in_order() -> None:
    with pytest.raises(WageError, match="1 side of the triangle"):
        Triangle(price=Range.point(1))
    for low, high in ((0, 1), (2, 1), (-1, 1)):
        with pytest.raises(WageError, match="low not above high"):
            Range(low, high)


def test_shares_multiply_along_a_chain() -> None:
    links = [
        ("client", Range.point(12.5)),
        ("firm", Range(3, 4)),
        ("worker", Range(1.32, 2.0)),
    ]
    got = chain(links)
    assert got["share_low"][0] == 1
    assert got["share_low"][2] == pytest.approx(1.32 / 12.5)
    assert got["share_high"][2] == pytest.approx(0.16)
    assert got["kept_low"][2] == pytest.approx(1.32 / 4)
    with pytest.raises(WageError, match="1 link"):
        chain(links[:1])


def test_a_price_fall_without_a_pay_fall_needs_speed_or_a_larger_share() -> None:
    change = PieceRateChange(price=Range.point(0.08), pay=Range.point(1.0))
    assert change.speed_and_share.middle == pytest.approx(12.5)
    assert change.speed(Range.point(1.25)).middle == pytest.approx(10.0)


def test_a_supply_elasticity_of_a_tenth_leaves_the_worker_an_eleventh() -> None:
    # Dube, Jacobs, Naidu and Suri (NBER 24416): about 0.1 on Mechanical Turk.
    buyer = Monopsony(0.1)
    assert buyer.wage_share == pytest.approx(0.0909, abs=5e-5)
    assert 1 / buyer.wage_share == pytest.approx(11)
    assert buyer.markdown == pytest.approx(1 - buyer.wage_share)
    assert reservation_spread(0.43) == pytest.approx(1.8555454902, abs=5e-11)


@given(e=st.floats(0.05, 50), eps=st.floats(0.05, 5), gain=st.floats(0.01, 1))
def test_a_finite_supply_elasticity_damps_employment_and_keeps_its_sign(
    e: float, eps: float, gain: float
) -> None:
    labour, wage = Monopsony(e).response(eps, gain)
    free = (eps - 1) * gain
    assert abs(labour) <= abs(free)
    assert labour * free >= 0
    assert wage == pytest.approx(labour / e)
    assert -eps * (wage - gain) - gain == pytest.approx(labour, rel=1e-9, abs=1e-12)
    nearly_competitive, _ = Monopsony(1e9).response(eps, gain)
    assert nearly_competitive == pytest.approx(free, rel=1e-6, abs=1e-9)


def test_the_table_of_published_elasticities_holds_what_the_papers_say() -> None:
    published = load("labour_supply").set_index("id")["value"]
    assert Monopsony(published["requester_supply"]).wage_share == pytest.approx(1 / 11)
    spread = reservation_spread(published["participation_at_median"])
    assert spread == pytest.approx(2 / math.sqrt(2 * math.pi) / 0.43)


def test_a_table_of_triangles_says_which_close() -> None:
    table = triangle_table(
        {
            "closes": Triangle(Range.point(2), Range.point(3), Range.point(6)),
            "fails": Triangle(Range.point(2), Range.point(3), Range.point(5)),
            "open": Triangle(speed=Range.point(3), wage=Range.point(6)),
        }
    ).set_index("quote")
    assert dict(table["closes"]) == {"closes": "yes", "fails": "no", "open": "two sides only"}
    assert table.loc["open", "implied_price_low"] == 2
    assert math.isnan(table.loc["open", "stated_price_low"])


def test_a_wage_floor_below_the_wage_and_a_negative_elasticity_are_refused() -> None:
    assert Monopsony(0.5).floor_response(0.1) == pytest.approx(0.05)
    with pytest.raises(WageError, match="floor"):
        Monopsony(0.5).floor_response(-0.1)
    for bad in (0.0, -1.0, math.nan):
        with pytest.raises(WageError, match="above nought"):
            Monopsony(bad)
        with pytest.raises(WageError, match="above nought"):
            reservation_spread(bad)


def test_a_days_boxes_are_spread_over_the_hours_of_a_day() -> None:
    quotes = load("annotation_wages").set_index("quote_id", drop=False)
    hourly, daily = (speed_per_hour(quotes.loc[name], FULL_TIME) for name in ("aw201", "aw059"))
    assert (hourly.low, hourly.high) == (600, 600)
    assert (daily.low, daily.high) == pytest.approx((2000 / 9, 3000 / 7))
    with pytest.raises(WageError, match="row aw001: no output"):
        speed_per_hour(quotes.loc["aw001"], FULL_TIME)
