"""A quote becomes hourly pay by stated hours, and an impossible quote is refused by name."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MoneyError, WageError
from analysis.tables import load
from analysis.wages import (
    FULL_TIME,
    Span,
    WorkingTime,
    by_country_and_form,
    hourly_wage,
    log_midpoint,
    on_basis,
    one_basis_a_study,
    select,
    time_basis,
    unpaid_share,
    with_year,
)
from analysis.wages.below_minimum import Choice, Count

NAMES_IN_THE_SOURCES = {"92efdab55c2ec32f", "61638d258f461d52", "89eaf3c09774514c"}
"""Digests of names that the press reports print; the table does without them."""


def quote(**given: object) -> pd.DataFrame:
    base: dict[str, object] = {
        "quote_id": "q1", "country": "CHN", "worker_type": "outsourced_staff", "year_first": 2018,
        "year_last": 2018, "period": "month", "period_count": 1, "low": np.nan, "mid": np.nan,
        "high": np.nan, "currency": "CNY", "statistic": "quote",
        "paid_time": "unstated", "weekly_hours_low": np.nan,
        "weekly_hours_high": np.nan, "daily_hours": np.nan, "warnings": None,
    }  # fmt: skip
    frame = pd.DataFrame([base | given])
    return frame.astype(dict.fromkeys(("low", "mid", "high"), float))


def test_a_month_is_divided_by_160_to_208_hours() -> None:
    got = hourly_wage(quote(mid=3000.0), FULL_TIME).iloc[0]
    assert got["low"] == pytest.approx(3000 / 208)
    assert got["high"] == pytest.approx(3000 / 160)
    assert got["mid"] == pytest.approx(np.sqrt(got["low"] * got["high"]))
    assert got["hours_basis"] == "assumed"


def test_a_range_takes_the_lowest_pay_over_the_most_hours() -> None:
    got = hourly_wage(quote(low=3000.0, high=4000.0), FULL_TIME).iloc[0]
    assert (got["low"], got["high"]) == pytest.approx((3000 / 208, 4000 / 160))
    assert np.isnan(got["mid"])


def test_hours_of_the_source_go_before_the_assumption() -> None:
    year = quote(mid=22620.0, period="year", weekly_hours_low=29, weekly_hours_high=29)
    got = hourly_wage(year, FULL_TIME).iloc[0]
    assert (got["low"], got["high"]) == pytest.approx((15.0, 15.0))
    assert got["hours_basis"] == "source"
    day = quote(mid=4.65, period="day", daily_hours=3, currency="EUR")
    assert hourly_wage(day)["mid"].iloc[0] == pytest.approx(1.55)


def test_an_hourly_quote_needs_no_hours() -> None:
    got = hourly_wage(quote(mid=12.0, period="hour")).iloc[0]
    assert (got["low"], got["mid"], got["high"]) == (12, 12, 12)
    assert got["hours_basis"] == "stated hourly"


def test_up_to_and_at_least_leave_the_other_end_open() -> None:
    up_to = hourly_wage(quote(high=5000.0), FULL_TIME).iloc[0]
    assert np.isnan(up_to["low"])
    assert up_to["high"] == pytest.approx(5000 / 160)
    at_least = hourly_wage(quote(low=15.0, period="hour")).iloc[0]
    assert np.isnan(at_least["high"])
    assert log_midpoint(hourly_wage(quote(high=5000.0), FULL_TIME)).isna().all()


@pytest.mark.slow
@given(
    low=st.floats(1, 1e5), ratio=st.floats(1, 10), count=st.integers(1, 30),
    hours=st.floats(120, 200), more=st.floats(1, 1.5),
)  # fmt: skip
def test_more_hours_never_raise_an_hourly_wage(
    low: float, ratio: float, count: int, hours: float, more: float
) -> None:
    row = quote(low=low, high=low * ratio, period_count=count)
    few = hourly_wage(row, WorkingTime.of_month(hours, hours, Span(7, 8, 9))).iloc[0]
    many = hourly_wage(row, WorkingTime.of_month(hours, hours * more, Span(7, 8, 9))).iloc[0]
    assert many["low"] <= few["low"] * (1 + 1e-12)
    assert many["low"] <= many["high"]
    assert few["high"] == pytest.approx(many["high"])
    assert many["low"] == pytest.approx(low / (count * hours * more))


def test_the_pay_of_fifteen_days_is_divided_by_the_hours_of_fifteen() -> None:
    fortnight = hourly_wage(quote(mid=1500.0, period="day", period_count=15), FULL_TIME).iloc[0]
    assert (fortnight["low"], fortnight["mid"], fortnight["high"]) == pytest.approx(
        (1500 / (15 * 9), 1500 / (15 * 8), 1500 / (15 * 7))
    )
    assert fortnight["period_count"] == 1
    nine_months = hourly_wage(quote(mid=27000.0, period_count=9), FULL_TIME).iloc[0]
    one_month = hourly_wage(quote(mid=3000.0), FULL_TIME).iloc[0]
    assert nine_months["mid"] == pytest.approx(one_month["mid"])


def test_a_year_of_full_time_work_has_twelve_months_and_52_weeks() -> None:
    year = FULL_TIME.year
    assert (year.low, year.high) == pytest.approx((160 * 12, 208 * 12))
    week = hourly_wage(quote(mid=520.0, period="week"), FULL_TIME).iloc[0]
    assert (week["low"], week["high"]) == pytest.approx((520 * 52 / 2496, 520 * 52 / 1920))
    forty = WorkingTime.of_week(Span.exactly(40), day=Span.exactly(8))
    assert forty.month.central == pytest.approx(40 * 52 / 12)
    assert forty.year.central == pytest.approx(2080)


@pytest.mark.parametrize(
    ("end", "month", "day"),
    [("low", 160, 7), ("central", np.sqrt(160 * 208), 8), ("high", 208, 9)],
)
def test_hours_at_one_end_leave_no_range(end: str, month: float, day: float) -> None:
    at = FULL_TIME.at(end)  # type: ignore[arg-type]
    got = hourly_wage(quote(mid=3000.0), at).iloc[0]
    assert (got["low"], got["mid"], got["high"]) == pytest.approx((3000 / month,) * 3)
    assert (at.day.low, at.day.high) == (day, day)
    assert at.week.central * 52 == pytest.approx(at.month.central * 12)


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"mid": 3000.0}, WageError, "row q1: pay by month without hours"),
        ({"mid": -1.0, "period": "hour"}, WageError, "row q1: mid is -1"),
        ({"low": 5.0, "high": 4.0, "period": "hour"}, WageError, "row q1: low 5 above high 4"),
        ({"mid": 9.0, "high": 8.0, "period": "hour"}, WageError, "row q1: mid 9 above high 8"),
        ({"period": "hour"}, WageError, "row q1: no amount"),
        ({"mid": float("inf"), "period": "hour"}, WageError, "row q1: mid is inf"),
        ({"mid": 1.0, "period": "fortnight"}, WageError, "row q1: period 'fortnight'; allowed"),
        ({"mid": 1.0, "period_count": 0}, WageError, "row q1: 0 periods"),
        ({"mid": 1.0, "currency": "RMB"}, MoneyError, "row q1: currency 'RMB'"),
    ],
)
def test_bad_input_is_refused_with_its_row(
    given: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        hourly_wage(quote(**given))


def test_occasional_income_without_hours_is_never_made_hourly() -> None:
    row = quote(mid=21.0, currency="EUR", warnings="hours_unknown")
    with pytest.raises(WageError, match="its hours are not known"):
        hourly_wage(row, FULL_TIME)


def test_hours_must_be_positive_and_in_order() -> None:
    for bad in ((0, 1, 2), (2, 1, 3), (1, 3, 2)):
        with pytest.raises(WageError, match="rising order"):
            Span(*bad)


def test_two_studies_find_a_quarter_of_crowd_time_unpaid() -> None:
    wages = load("annotation_wages").set_index("quote_id")["mid"]
    ilo = unpaid_share(wages["aw010"], wages["aw011"])
    plugin = unpaid_share(wages["aw098"], wages["aw099"])
    assert ilo == pytest.approx(0.25, abs=0.005)
    assert plugin == pytest.approx(0.25, abs=0.005)
    with pytest.raises(WageError, match="not above the first"):
        unpaid_share(2.0, 3.0)


def test_the_time_basis_scales_what_is_stated_and_moves_nothing_else() -> None:
    rows = pd.concat(
        [
            quote(mid=4.0, period="hour", paid_time="paid", worker_type="crowd"),
            quote(mid=3.0, period="hour", paid_time="paid_and_unpaid", worker_type="crowd"),
            quote(mid=4.0, period="hour", worker_type="gig"),
            quote(mid=4.0, period="hour", worker_type="gig", statistic="advertised"),
            quote(mid=4.0, period="hour"),
        ],
        ignore_index=True,
    )
    got = time_basis(hourly_wage(rows), "paid_and_unpaid", unpaid=0.25)
    assert list(got["time_counted"]) == ["other", "stated", "open", "offered", "staff"]
    assert list(got["mid"]) == list(got["high"]) == [4, 3, 4, 4, 4]
    assert list(got["time_factor"]) == [0.75, 1, 0.75, 1, 1]
    moved = on_basis(got)
    assert list(moved["low"]) == [3, 3, 3, 4, 4]
    assert list(moved["high"]) == [3, 3, 4, 4, 4]
    assert np.isnan(moved["mid"][2])
    back = on_basis(time_basis(hourly_wage(rows), "paid", unpaid=0.25))
    assert list(back["high"]) == pytest.approx([4, 4, 16 / 3, 4, 4])
    with pytest.raises(WageError, match="unpaid share 1"):
        time_basis(got, "paid", unpaid=1.0)
    with pytest.raises(MoneyError, match="allowed: paid, paid_and_unpaid"):
        time_basis(got, "all", unpaid=0.2)  # type: ignore[arg-type]


def test_pay_of_just_the_minimum_is_not_below_it() -> None:
    ratios = pd.DataFrame(
        {
            "country": "USA", "form": "crowd", "mostly": False, "origin": ["a", "b", "c"],
            "ratio_low": [1.0, 0.9, 0.9], "ratio_high": [1.0, 1.0, 0.99],
        }
    )  # fmt: skip
    none = ratios.iloc[:0]
    got = by_country_and_form(Count(Choice("one"), ratios, none, none), fewest=1).iloc[0]
    assert (got["not_below"], got["undecided"], got["below"]) == (1, 1, 1)


def test_a_study_on_two_bases_is_heard_once() -> None:
    rows = pd.DataFrame(
        {
            "origin": ["both", "offer", "both", "offer", "one", "silent"],
            "paid_time": ["paid"] * 2 + ["paid_and_unpaid"] * 3 + ["unstated"],
            "statistic": ["mean", "advertised", "mean", "quote", "mean", "mean"],
        }
    )
    # A rate on offer is no average of what was earned: both stay.
    kept = one_basis_a_study(rows, "paid")
    assert list(kept) == [True, True, False, True, True, True]
    other = one_basis_a_study(rows, "paid_and_unpaid")
    assert list(other) == [False, True, True, True, True, True]


def test_exclusions_are_counted_and_nothing_is_lost() -> None:
    quotes = load("annotation_wages")
    chosen = select(quotes)
    assert len(chosen.quotes) + len(chosen.excluded) == len(quotes)
    assert chosen.counts["quotes"].sum() == len(quotes)
    assert "comparison" not in set(chosen.quotes["worker_type"])
    assert not chosen.quotes["warnings"].fillna("").str.contains("low_confidence").any()
    with_low = select(quotes, exclude=("comparison", "not_earnings", "adjacent_work", "best_case"))
    assert len(with_low.quotes) > len(chosen.quotes)
    with pytest.raises(WageError, match="exclude doubtful; allowed: comparison"):
        select(quotes, exclude=("doubtful",))  # type: ignore[arg-type]


def test_every_quote_of_the_table_is_possible_and_of_one_year_or_none() -> None:
    quotes = with_year(load("annotation_wages"))
    hourly = quotes[quotes["period"] == "hour"]
    assert len(hourly_wage(hourly)) == len(hourly)
    dated = quotes.dropna(subset="year_first")
    assert (dated["year"].between(dated["year_first"], dated["year_last"])).all()


def test_no_quote_names_a_worker() -> None:
    cells = load("annotation_wages").astype(str).to_numpy().ravel()
    words = [re.findall(r"\w+", str(cell).lower()) for cell in cells]
    said = {word for cell in words for word in cell}
    said |= {f"{first} {second}" for cell in words for first, second in pairwise(cell)}
    digests = {hashlib.sha256(text.encode()).hexdigest()[:16] for text in said}
    assert not digests & NAMES_IN_THE_SOURCES
