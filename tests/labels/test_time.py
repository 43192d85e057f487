"""Time per label: what was printed becomes seconds, and bad rows are refused by name."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import TableError
from analysis.labels import seconds_per_label, without_time
from analysis.labels.checks import check_ranges, row_of
from analysis.tables import load

pytestmark = pytest.mark.slow

TIMES = load("time_per_label")


def changed(times: pd.DataFrame, identifier: str, **cells: object) -> pd.DataFrame:
    row = times.index[times["id"] == identifier][0]
    frame = times.copy()
    for name, value in cells.items():
        frame.loc[row, name] = value
    return frame


def test_every_row_has_a_time_or_is_returned_as_one_without(
    times: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    assert len(seconds) + len(without_time(times)) == len(times)
    assert set(seconds["id"]).isdisjoint(without_time(times)["id"])
    assert (seconds["seconds"] > 0).all()


def test_coco_masks_take_79_seconds_at_22_hours_a_thousand(seconds: pd.DataFrame) -> None:
    assert row_of(seconds, "coco.polygon")["seconds"] == pytest.approx(79.2)


def test_a_total_of_hours_over_labels_agrees_with_the_time_the_same_source_states(
    times: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    workers = row_of(times, "cifar_n.ten_classes_mean")
    assert workers["hours_total"] == pytest.approx(
        150_000 * row_of(seconds, "cifar_n.ten_classes_mean")["seconds"] / 3600, rel=1e-4
    )


@settings(max_examples=10, deadline=None)
@given(st.floats(min_value=1, max_value=24))
def test_only_rows_per_day_without_stated_hours_move_with_the_assumed_day(day: float) -> None:
    usual, other = (seconds_per_label(TIMES, day=hours) for hours in (8.0, day))
    assumed = usual["day_assumed"]
    assert (usual.loc[~assumed, "seconds"] == other.loc[~assumed, "seconds"]).all()
    ratio = other.loc[assumed, "seconds"] / usual.loc[assumed, "seconds"]
    assert np.allclose(ratio, day / 8)


def test_a_stated_day_is_not_overridden(seconds: pd.DataFrame) -> None:
    kenya = row_of(seconds, "sama_toxic.day")
    assert not kenya["day_assumed"]
    assert kenya["seconds"] == pytest.approx(9 * 3600 / 175)
    assert kenya["seconds_low"] == pytest.approx(9 * 3600 / 200)


def test_a_range_with_low_above_high_is_refused_with_its_row(times: pd.DataFrame) -> None:
    frame = changed(times, "notta.professional", seconds_low=20_000.0)
    with pytest.raises(TableError, match=r"seconds_low.*20000.*notta\.professional.*seconds_high"):
        seconds_per_label(frame)


def test_a_negative_time_is_refused_with_its_row(times: pd.DataFrame) -> None:
    frame = changed(times, "paws.pair", seconds_point=-24.0)
    with pytest.raises(TableError, match=r"seconds_point.*-24.*paws\.pair"):
        seconds_per_label(frame)


@pytest.mark.parametrize(
    ("identifier", "column", "said"),
    [
        ("paws.pair", "seconds_point", "a number, as stated"),
        ("cn_firm_2023.normal", "rate_period", "hour or day"),
        ("apcner.entities", "hours_total", "items and hours_total"),
    ],
)
def test_a_row_without_what_its_basis_needs_is_refused(
    times: pd.DataFrame, identifier: str, column: str, said: str
) -> None:
    frame = changed(times, identifier, **{column: None})
    with pytest.raises(TableError, match=f"{identifier}.*{said}"):
        seconds_per_label(frame)


@pytest.mark.parametrize("day", [0.0, 25.0, -8.0])
def test_a_day_outside_one_to_24_hours_is_refused(times: pd.DataFrame, day: float) -> None:
    with pytest.raises(TableError, match="1 to 24"):
        seconds_per_label(times, day=day)


ENDS = st.one_of(st.none(), st.floats(min_value=-10, max_value=10))


@given(ENDS, ENDS, ENDS)
def test_a_range_passes_if_and_only_if_it_is_ordered_and_not_negative(
    low: float | None, point: float | None, high: float | None
) -> None:
    frame = pd.DataFrame(
        {"id": ["one"], "x_low": [low], "x_point": [point], "x_high": [high]}
    ).astype(dict.fromkeys(("x_low", "x_point", "x_high"), float))
    there = [value for value in (low, point, high) if value is not None]
    fits = there == sorted(there) and all(value >= 0 for value in there)
    if fits:
        check_ranges(frame, "file.csv", "x")
    else:
        with pytest.raises(TableError, match=r"file\.csv.*'one'"):
            check_ranges(frame, "file.csv", "x")
