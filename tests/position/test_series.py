"""Labour by rung: breaks are not joined, bounds have no interval, sources count once."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import position
from analysis.errors import LabelsError
from analysis.position.labour import answer
from analysis.tables import load


def months(first: str, values: object) -> pd.Series:
    numbers = np.asarray(values, dtype=float)
    return pd.Series(numbers, pd.period_range(first, periods=len(numbers), freq="M").astype(str))


def test_the_index_of_vacancies_is_never_joined_across_march_2021() -> None:
    whole = load("online_labour_month").query("occupation == 'microwork'").set_index("month")
    with pytest.raises(LabelsError, match=r"breaks in 2021-03; allowed: from 2021-07"):
        position.monthly_change(whole["index"], broken=True)
    after = position.microwork(load("online_labour_month"))
    assert after.index.min() == "2021-07"
    change = position.monthly_change(after, broken=True)
    logs = np.log(after.to_numpy(dtype=float))
    assert change.change == pytest.approx(logs[19:].mean() - logs[:19].mean(), abs=1e-12)
    # Joined, the two halves of the record would have said the opposite.
    assert change.change < 0 < position.monthly_change(whole["index"]).change


def test_the_change_is_that_of_24_months_over_the_24_before_and_no_month_may_be_missing() -> None:
    series = months("2018-01", np.repeat([5.0, 1.0, 2.0], [12, 24, 24]))
    found = position.monthly_change(series)
    assert found.change == pytest.approx(math.log(2.0))
    assert (found.before, found.after) == ("2019-01 to 2020-12", "2021-01 to 2022-12")
    with pytest.raises(LabelsError, match="no month after 2020-06"):
        position.monthly_change(series.drop("2020-07"))
    with pytest.raises(LabelsError, match="2022-01: 0"):
        position.monthly_change(series.where(series.index != "2022-01", 0.0))


@given(st.floats(1e-9, 1e9), st.integers(0, 999))
def test_a_change_does_not_depend_on_the_unit_or_the_order_of_rows(scale: float, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    series = months("2020-01", np.exp(drawn.normal(size=60)))
    one = position.monthly_change(series)
    other = position.monthly_change(scale * series.sample(frac=1, random_state=seed))
    assert one.change == pytest.approx(other.change, abs=1e-9)
    assert one.error == pytest.approx(other.error, rel=1e-6)


def test_the_error_covers_where_months_are_independent() -> None:
    drawn = np.random.default_rng(5)
    inside = 0
    for _ in range(300):
        change = position.monthly_change(months("2020-01", np.exp(drawn.normal(size=48))))
        low, high = change.interval or (0.0, 0.0)
        inside += low <= 0.0 <= high
    assert 0.86 <= inside / 300 <= 0.97


def test_a_change_of_a_lower_bound_has_no_interval_and_settles_nothing(
    workers: pd.DataFrame,
) -> None:
    series = position.repeated_series(workers, load("online_labour_month"), load("followed_counts"))
    bound = series[series["reading"] == "at least (Chao)"]
    assert len(bound) == 2
    assert bound[["low", "high"]].isna().all(axis=None)
    assert set(bound["direction"]) == {"not settled"}


def test_layoffs_and_what_is_read_second_hand_have_no_vote(workers: pd.DataFrame) -> None:
    followed = load("followed_counts")
    series = position.repeated_series(workers, load("online_labour_month"), followed)
    voting = series[series["no_vote"] == ""]
    assert not voting["series"].str.startswith("layoffs").any()
    low = followed.loc[followed["confidence"] == "low", "population"]
    assert not voting["source"].isin(low[~low.isin(followed.query("confidence != 'low'")
                                               ["population"])]).any()  # fmt: skip
    # A layoff that voted would have made a rung fall: the rule decides something.
    assert (series["direction"] == "falls").sum() > (voting["direction"] == "falls").sum()


def test_one_platform_counts_once_and_must_agree_with_itself(workers: pd.DataFrame) -> None:
    series = position.repeated_series(workers, load("online_labour_month"), load("followed_counts"))
    crowd = position.direction_by_source(series).query("rung == 'crowd'")
    assert len(crowd) == 1
    voting = series[(series["rung"] == "crowd") & (series["no_vote"] == "")]
    assert {"rises", "falls"} <= set(voting["direction"])
    assert list(crowd["direction"]) == ["not settled"]
    agreed = series.assign(direction=series["direction"].replace("rises", "falls"),
                           change=-series["change"].abs())  # fmt: skip
    assert "falls" in set(
        position.direction_by_source(agreed).query("rung == 'crowd'")["direction"]
    )
    # A bound that points the other way unsettles.
    at = (agreed["direction"] == "not settled") & (agreed["rung"] == "crowd")
    against = agreed.assign(change=agreed["change"].where(~at, 0.1))
    assert list(position.direction_by_source(against).query("rung == 'crowd'")["direction"]) == [
        "not settled"
    ]


@pytest.mark.parametrize(
    ("falling", "rising", "said"),
    [(2, 0, "falls"), (1, 0, "cannot be told"), (3, 1, "cannot be told"), (0, 2, "rises")],
)
def test_a_rung_moves_where_two_sources_agree_and_none_contradicts(
    falling: int, rising: int, said: str
) -> None:
    assert answer(falling, rising) == said


def test_equal_catchability_finds_the_size_of_a_made_population() -> None:
    drawn = np.random.default_rng(3)
    found = [
        position.equally_catchable(4000, len(np.unique(drawn.integers(0, 5000, size=4000))))
        for _ in range(200)
    ]
    sizes = np.array([item.workers for item in found if item])
    assert sizes.mean() == pytest.approx(5000, rel=0.01)
    errors = np.array([item.error for item in found if item])
    assert np.log(sizes).std() == pytest.approx(errors.mean(), rel=0.15)


def test_equal_catchability_does_not_answer_where_no_answer_is_a_second_one() -> None:
    assert position.equally_catchable(100, 100) is None
    assert position.equally_catchable(100, 120) is None
    with pytest.raises(LabelsError, match="allowed"):
        position.equally_catchable(1, 1)


def test_frequent_users_hide_the_others() -> None:
    drawn = np.random.default_rng(8)
    weights = drawn.lognormal(sigma=1.5, size=5000)
    seen = len(np.unique(drawn.choice(5000, size=8000, p=weights / weights.sum())))
    found = position.equally_catchable(8000, seen)
    assert found is not None
    assert found.workers < 4000
