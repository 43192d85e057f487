"""Verdicts on pay follow from numbers by rule."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.verdicts import Part, Verdict, verdict_rows
from analysis.wages.claims import (
    RULES,
    blue_collar_pay,
    cheap_labour,
    employed_premium,
    make_or_buy,
    named_places,
)
from analysis.wages.piece_rates import Range as Interval


@dataclass
class Recorded:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


@pytest.mark.parametrize(
    ("market", "parity", "answer"),
    [
        ((0.1, 0.3), (0.2, 0.6), "supported"),
        ((0.1, 0.3), (0.5, 1.2), "mixed"),
        ((0.8, 1.3), (0.9, 1.4), "mixed"),
        ((1.1, 1.3), (1.5, 2.0), "contradicted"),
    ],
)
def test_labour_is_cheap_only_if_no_interval_reaches_equal_pay(
    market: tuple[float, float], parity: tuple[float, float], answer: str
) -> None:
    got = cheap_labour(Interval(*market), Interval(*parity), 10, 10)
    assert got.answer == answer
    assert cheap_labour(Interval(*market), Interval(*parity), 4, 10).answer == "not testable"


@pytest.mark.parametrize(
    ("premium", "answer"),
    [((1.1, 2), "supported"), ((0.5, 0.9), "contradicted"), ((0.8, 1.2), "mixed")],
)
def test_a_premium_needs_an_interval_above_equal_pay(
    premium: tuple[float, float], answer: str
) -> None:
    assert employed_premium(Interval(*premium), 9, 9).answer == answer
    assert employed_premium(Interval(*premium), 9, 3).answer == "not testable"


@pytest.mark.parametrize(
    ("minimum", "urban", "answer"),
    [
        ((1.2, 2.0), (0.3, 0.6), "supported"),
        ((0.8, 1.5), (0.3, 0.6), "mixed"),
        ((1.2, 2.0), (0.8, 1.1), "mixed"),
        ((0.5, 0.9), (0.1, 0.2), "contradicted"),
        ((3.0, 4.0), (1.2, 1.6), "contradicted"),
    ],
)
def test_blue_collar_pay_lies_between_the_minimum_and_urban_salaries(
    minimum: tuple[float, float], urban: tuple[float, float], answer: str
) -> None:
    assert blue_collar_pay(Interval(*minimum), Interval(*urban), 8).answer == answer
    assert blue_collar_pay(Interval(*minimum), Interval(*urban), 2).answer == "not testable"


def test_buying_pays_where_an_own_hour_costs_more_than_the_clients_price() -> None:
    worker, price = Interval(1.32, 2.0), Interval.point(12.5)
    assert make_or_buy(Interval(20, 60), worker, price, 5).answer == "supported"
    assert make_or_buy(Interval(10, 60), worker, price, 5).answer == "mixed"
    assert make_or_buy(Interval(0.5, 1.0), worker, price, 5).answer == "contradicted"
    assert make_or_buy(Interval(20, 60), worker, price, 1).answer == "not testable"


def test_presence_in_some_of_the_places_named_is_a_mixed_verdict() -> None:
    got = named_places({"Henan": 2, "Xinjiang": 0})
    assert got.answer == "mixed"
    assert "Henan 2, Xinjiang 0" in got.because
    assert named_places({"Henan": 1, "Xinjiang": 1}).answer == "supported"
    assert named_places({"Henan": 0, "Xinjiang": 0}).answer == "not testable"


def part(name: str) -> Part:
    return next(part for part in RULES if part.id == name)


@given(st.sampled_from(RULES), st.integers(0, 20), st.floats(0.01, 5), st.floats(1, 4))
def test_every_rule_reads_only_the_numbers_it_names(
    rule: Part, count: int, low: float, width: float
) -> None:
    numbers = {name: Recorded(count, (low, low * width)) for name in rule.numbers}
    assert rule.decide(numbers).answer in {"supported", "contradicted", "mixed", "not testable"}


def test_the_table_of_verdicts_has_a_row_for_each_rule() -> None:
    numbers = {name: Recorded(9, (0.2, 0.5)) for rule in RULES for name in rule.numbers}
    rows = {row["part"]: row for row in verdict_rows(RULES, numbers)}
    assert list(rows) == [rule.id for rule in RULES]
    assert rows["C10.a"]["verdict"] == "supported"
    assert rows["C3.a"]["verdict"] == "contradicted"
    assert "changed because" in rows["C4.a"]["rule"]


def test_the_reason_states_the_intervals_and_sources_that_were_compared() -> None:
    got = cheap_labour(Interval(0.114, 0.228), Interval(0.21, 0.44), 15, 32)
    assert got.because == (
        "pay in China is 0.114 to 0.228 of American pay at the market rate and 0.21 to 0.44 in "
        "purchasing power (15 and 32 sources): lower on both scales"
    )
    assert "sources on a side: 0; 5" in blue_collar_pay(Interval(1, 2), Interval(1, 2), 0).because


def test_pay_that_was_not_identified_leaves_the_claim_untestable() -> None:
    numbers = {name: Recorded(9, (0.2, 0.5)) for name in part("C10.a").numbers}
    numbers["wages.china_us_parity"] = Recorded(None)
    got = part("C10.a").decide(numbers)
    assert got == Verdict("not testable", "there is no value of wages.china_us_parity")
