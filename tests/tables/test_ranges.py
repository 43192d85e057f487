"""Rows and years are told in full, however compactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.tables.ranges import ranges, runs


@given(st.lists(st.integers(0, 300)))
def test_runs_name_every_number_and_no_other(numbers: list[int]) -> None:
    told = [n for first, last in runs(numbers) for n in range(first, last + 1)]
    assert told == sorted(set(numbers))


def test_consecutive_years_are_joined() -> None:
    assert ranges([1861, 1860, 1863, 1864, 1870]) == "1860-1861, 1863-1864, 1870"
    assert ranges([]) == ""
