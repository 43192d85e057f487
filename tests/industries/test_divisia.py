"""Decomposition: exact, blind to order, and dependent on the weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import IndustryError
from analysis.industries.employment import (
    REMAINDER,
    by_period,
    decompose,
    employment_factors,
    employment_factors_with_trade,
    log_mean,
    mill_census,
    price_and_shift,
    three_ways,
)
from analysis.industries.series import census_industry, steel_with_trade

POSITIVE = st.floats(0.01, 1e4)
BORDERS = (1958, 1973, 1994, 2011)


@given(POSITIVE, POSITIVE)
def test_the_log_mean_lies_between_the_geometric_and_the_arithmetic(a, b):
    middle = log_mean(a, b)
    assert middle == pytest.approx(log_mean(b, a), rel=1e-9)
    assert np.sqrt(a * b) * (1 - 1e-9) <= middle <= (a + b) / 2 * (1 + 1e-9)


def test_a_fall_to_almost_nothing_loses_no_digits():
    most = 12.0 * 6431.0 * 7631.0
    assert log_mean(1.0, most) == pytest.approx((most - 1.0) / np.log(most), rel=1e-14)
    assert log_mean(most, 1.0) == log_mean(1.0, most)


@settings(max_examples=50)
@given(st.lists(st.tuples(POSITIVE, POSITIVE, POSITIVE), min_size=2, max_size=8))
def test_contributions_add_up_whatever_the_factors(rows):
    factors = pd.DataFrame(rows, columns=["a", "b", "c"], index=range(2000, 2000 + len(rows)))
    total = factors.prod(axis=1)
    first, last = 2000, 1999 + len(rows)
    change = total[last] - total[first]
    for method in ("endpoint", "chained"):
        parts = decompose(total, factors, first, last, method=method)
        assert parts.sum() == pytest.approx(change, rel=1e-9, abs=1e-9 * total.max())
        turned = decompose(total, factors[["c", "a", "b"]], first, last, method=method)
        pd.testing.assert_series_equal(parts, turned[parts.index])


@pytest.mark.parametrize("industry", ["cotton", "steel", "motor_vehicles"])
def test_the_residual_is_below_one_in_a_million_million(industry):
    frame = mill_census(industry).frame
    ways = three_ways(frame["employment"], employment_factors(frame), BORDERS)
    assert (ways["residual"].abs() < 1e-12).all()


def test_the_residual_shows_what_factors_leave_over():
    # The check lets a product pass that misses the total by less than one in a thousand million.
    total = pd.Series({2000: 1.0, 2001: 2.0})
    factors = pd.DataFrame({"people": {2000: 1.0, 2001: 2.0 * (1.0 + 9e-10)}})
    residual = three_ways(total, factors, (2000, 2001))["residual"]
    np.testing.assert_allclose(residual, -9e-10 / np.log(2.0), rtol=1e-3)


@pytest.mark.parametrize("pair", [(1.0, 0.0), (0.0, 1.0), (-1.0, 2.0), (2.0, -1.0)])
def test_a_mean_of_logs_needs_both_numbers_positive(pair):
    with pytest.raises(IndustryError, match="allowed: positive numbers"):
        log_mean(*pair)


@pytest.mark.parametrize("wrong", ["total", "people"])
def test_a_year_with_nothing_in_it_is_refused_and_named(wrong):
    frame = pd.DataFrame({"people": [1.0, 0.0, 4.0], "total": [1.0, 2.0, 4.0]},
                         index=[2000, 2001, 2002])  # fmt: skip
    if wrong == "total":
        frame = frame[["total", "people"]].set_axis(["people", "total"], axis=1)
    with pytest.raises(IndustryError, match=f"^{wrong}: not positive"):
        decompose(frame["total"], frame[["people"]], 2000, 2002)


def test_falling_output_per_head_cost_163_or_62_thousand_jobs_in_broadwoven_mills():
    frame = census_industry("cotton", ("2211", "2221"), people="gapminder").frame
    ways = three_ways(frame["employment"], employment_factors(frame), BORDERS)
    assert round(ways.loc["endpoint", "output per head"]) == -163
    assert round(ways.loc["chained", "output per head"]) == -62


def test_tellers_fell_by_seven_per_cent_while_branches_grew():
    tellers = pd.Series({1988: 20.0, 2004: 13.0 * 1.43})
    factors = pd.DataFrame({"per branch": {1988: 20.0, 2004: 13.0},
                            "branches": {1988: 1.0, 2004: 1.43}})  # fmt: skip
    parts = decompose(tellers, factors, 1988, 2004, method="endpoint")
    assert tellers[2004] / tellers[1988] == pytest.approx(0.9295)
    assert parts.sum() == pytest.approx(tellers[2004] - tellers[1988], rel=1e-12)
    assert parts["per branch"] < 0 < parts["branches"]


def test_periods_add_up_to_the_whole():
    frame = mill_census("steel").frame
    table = by_period(frame["employment"], employment_factors(frame), BORDERS)
    change = frame["employment"].loc[2011] - frame["employment"].loc[1958]
    assert table.loc["all", "change"] == pytest.approx(change, rel=1e-12)


def test_steel_with_trade_has_a_term_for_imports():
    frame = steel_with_trade().frame
    factors = employment_factors_with_trade(frame)
    np.testing.assert_allclose(factors.prod(axis=1), frame["employment"], rtol=1e-12)
    parts = decompose(frame["employment"], factors, 1980, 1988)
    assert parts["share made at home"] < 0


def test_what_price_does_not_explain_keeps_its_name():
    frame = mill_census("cotton").frame
    elasticity = pd.Series(0.5, index=frame.index)
    split = price_and_shift(employment_factors(frame), elasticity, frame["price"] / frame["wage"])
    assert REMAINDER in split
    np.testing.assert_allclose(split.prod(axis=1), frame["employment"], rtol=1e-12)
    fall = np.log(frame["price"] / frame["wage"])
    moved = np.log(split["price movement"])
    np.testing.assert_allclose(moved, -0.5 * (fall - fall.iloc[0]), atol=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"first": 1900}, "no year 1900"),
        ({"method": "shapley"}, "endpoint, chained"),
    ],
)
def test_bad_requests_say_what_is_allowed(change, message):
    frame = mill_census("steel").frame
    request = {"first": 1958, "last": 2011, "method": "chained"} | change
    with pytest.raises(IndustryError, match=message):
        decompose(frame["employment"], employment_factors(frame), **request)


def test_factors_that_are_not_the_total_are_refused():
    frame = mill_census("steel").frame
    factors = employment_factors(frame).drop(columns="population")
    with pytest.raises(IndustryError, match="whose product is the total"):
        decompose(frame["employment"], factors, 1958, 2011)
