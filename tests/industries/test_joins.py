"""Joins measure what they do, and refuse what cannot be measured."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import IndustryError
from analysis.industries.series import assumed, joined, tornqvist

POSITIVE = st.floats(0.01, 100.0)


def series(values, first: int, name: str) -> pd.Series:
    return pd.Series(list(values), index=range(first, first + len(values)), name=name, dtype=float)


@given(st.lists(POSITIVE, min_size=6, max_size=12), st.floats(0.01, 100.0))
def test_a_series_joined_to_its_own_multiple_is_itself(values, factor):
    whole = series(values, 1900, "whole")
    later = (whole.iloc[3:] * factor).rename("later")
    together, seam = joined(whole.iloc[:5], later, "x", anchor="earlier")
    np.testing.assert_allclose(together, whole, rtol=1e-9)
    assert seam.ratio == pytest.approx(factor, rel=1e-9)
    assert seam.spread == pytest.approx(1.0, rel=1e-9)
    assert seam.years == (1903, 1904)


@given(st.lists(POSITIVE, min_size=4, max_size=8), st.lists(POSITIVE, min_size=4, max_size=8))
def test_anchors_differ_by_the_ratio_alone(before, after):
    one = series(before, 1900, "one")
    two = series(after, 1900 + len(before) - 2, "two")
    left, seam = joined(one, two, "x", anchor="earlier")
    right, _ = joined(one, two, "x", anchor="later")
    np.testing.assert_allclose(right, left * seam.ratio, rtol=1e-9)
    assert seam.spread >= 1.0


def test_no_common_year_is_refused():
    with pytest.raises(IndustryError, match="share no year"):
        joined(series([1, 2], 1900, "a"), series([1, 2], 1905, "b"), "x")


def test_an_assumption_is_refused_where_the_ratio_can_be_measured():
    with pytest.raises(IndustryError, match="else measure the ratio"):
        assumed(series([1, 2], 1900, "a"), series([1, 2], 1901, "b"), "x", "flat")


def test_an_assumed_join_keeps_the_level():
    together, seam = assumed(series([1, 2], 1900, "a"), series([50, 60], 1905, "b"), "x", "flat")
    assert list(together) == pytest.approx([25, 50, 50, 60])
    assert not seam.overlaps
    assert np.isnan(seam.spread)


@given(st.floats(0.1, 10.0))
def test_volume_does_not_depend_on_the_unit_of_prices(unit):
    values = pd.DataFrame({"a": [10.0, 12, 15], "b": [5.0, 4, 6]}, index=[1986, 1987, 1988])
    prices = pd.DataFrame({"a": [1.0, 1.1, 1.3], "b": [2.0, 1.9, 2.1]}, index=values.index)
    plain = tornqvist(values, prices, base=1987)
    scaled = tornqvist(values, prices.assign(a=prices["a"] * unit), base=1987)
    np.testing.assert_allclose(plain, scaled, rtol=1e-9)
    assert plain[1987] == pytest.approx(16.0)


def test_volume_of_one_good_is_its_value_over_its_price():
    values = pd.DataFrame({"a": [10.0, 12, 15]}, index=[1986, 1987, 1988])
    prices = pd.DataFrame({"a": [0.9, 1.0, 1.2]}, index=values.index)
    np.testing.assert_allclose(tornqvist(values, prices, base=1987), values["a"] / prices["a"])
