"""Numbers as text: what is printed is the number, and both ends of an interval look alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.digits import between, chance, common_places, decimal, exact, in_column, with_error

SIZES = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda value: not 0 < abs(value) < 1e-12)
BOUND = re.compile(r"(?:below |above -)0\.001")


def read(text: str) -> float:
    """The number that a text says."""
    return float(text.replace(",", ""))


def decimals(text: str) -> int:
    """Digits after the point."""
    return len(text.partition(".")[2])


@given(SIZES)
def test_a_number_keeps_three_digits_or_says_that_it_is_too_small(value: float) -> None:
    told = decimal(value)
    if BOUND.fullmatch(told):
        assert 0 < abs(value) < 1e-3
        assert told.startswith("below") == (value > 0)
    else:
        assert read(told) == pytest.approx(value, rel=0.0051)
    assert read(exact(value)) == pytest.approx(value, rel=1e-5)
    assert "e" not in exact(value)


@given(st.tuples(SIZES, SIZES).map(sorted))
def test_an_interval_has_equal_decimals_and_its_larger_end_two_digits(ends: list[float]) -> None:
    low, high = (read(end) for end in between(*ends).split(" to "))
    assert low <= high
    assert len({decimals(end) for end in between(*ends).split(" to ")}) == 1
    largest = max(ends, key=abs)
    assert (low if largest == ends[0] else high) == pytest.approx(largest, rel=0.051)


@given(st.lists(SIZES, min_size=1, max_size=8))
def test_the_points_of_a_column_stand_in_one_line(values: list[float]) -> None:
    places = common_places(values)
    shown = [in_column(value, places) for value in values]
    assert {decimals(text) for text in shown} == {places}
    for text, value in zip(shown, values, strict=True):
        if text[0] in "ba":
            assert abs(value) <= 10.0**-places
        else:
            assert abs(read(text) - value) <= 0.5000001 * 10.0**-places


def test_an_error_has_two_digits_and_the_estimate_as_many_decimals() -> None:
    assert with_error(3.14159, 0.0456) == "3.142 (0.046)"
    assert with_error(1234.5, 678.0) == "1,234 (678)"


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.0352, "0.035"), (0.00099, "below 0.001"), (0.0, "below 0.001"), (1.0, "1.000")],
)
def test_no_chance_is_nought(value: float, told: str) -> None:
    assert chance(value) == told
