"""Verdicts on pay follow from numbers by rule, and each can come out either way."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.verdicts import Part, Verdict, verdict_rows
from analysis.wages.claims import (
    REGIONS,
    RULES,
    cheap_labour,
    direct_pays_more,
    experts_are_salaried,
    gap_closes,
    ordinary_pay,
    places_reported,
    scientist_dearer,
)
from analysis.wages.piece_rates import Range as Interval


@dataclass
class Recorded:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


def part(name: str) -> Part:
    return next(part for part in RULES if part.id == name)


def decided(name: str, **numbers: Recorded) -> str:
    return part(name).decide({f"wages.{key}": item for key, item in numbers.items()}).answer


@pytest.mark.parametrize(
    ("below", "within", "above", "answer"),
    [
        (0, 3, 0, "supported"),
        (1, 3, 1, "supported"),
        (3, 2, 0, "contradicted"),
        (1, 1, 3, "contradicted"),
        (2, 2, 0, "mixed"),
        (2, 2, 1, "mixed"),
        (0, 2, 0, "not testable"),
    ],
)
def test_ordinary_pay_needs_a_majority_of_at_least_three_reports(
    below: int, within: int, above: int, answer: str
) -> None:
    assert ordinary_pay(below, within, above).answer == answer


@pytest.mark.parametrize(
    ("ratio", "answer"),
    [((1.01, 1.8), "supported"), ((0.5, 0.99), "contradicted"), ((1.0, 1.8), "mixed")],
)
def test_direct_staff_is_paid_more_only_if_the_lowest_ratio_is_above_one(
    ratio: tuple[float, float], answer: str
) -> None:
    assert direct_pays_more(Interval(*ratio), 1).answer == answer
    assert direct_pays_more(Interval(*ratio), 0).answer == "not testable"


@pytest.mark.parametrize(
    ("share", "answer"),
    [((0.51, 0.9), "supported"), ((0.01, 0.49), "contradicted"), ((0.3, 0.7), "mixed")],
)
def test_experts_are_salaried_where_the_interval_lies_on_one_side_of_half(
    share: tuple[float, float], answer: str
) -> None:
    assert experts_are_salaried(Interval(*share), 5).answer == answer
    assert experts_are_salaried(Interval(*share), 4).answer == "not testable"
    numbers = {"expert_salaried_share": Recorded(0.5, share), "expert_reports": Recorded(9)}
    assert decided("C3.b", **numbers) == answer


def test_no_salaried_expert_at_all_is_a_share_of_nought_and_contradicts() -> None:
    share = Recorded(0.0, (0.0, 0.4))
    assert decided("C3.b", expert_salaried_share=share, expert_reports=Recorded(8)) == (
        "contradicted"
    )


@pytest.mark.parametrize(
    ("ratio", "answer"),
    [((1.01, 9), "supported"), ((0.4, 0.99), "contradicted"), ((0.9, 4), "mixed")],
)
def test_a_data_scientist_is_dearer_only_at_every_price_of_two_sources(
    ratio: tuple[float, float], answer: str
) -> None:
    assert scientist_dearer("Asia", Interval(*ratio), 2).answer == answer
    assert scientist_dearer("Asia", Interval(*ratio), 1).answer == "not testable"
    assert scientist_dearer("Asia", None, 0).answer == "not testable"


def by_region(*ratios: tuple[float, float] | None) -> dict[str, Recorded]:
    numbers = {}
    for region, ratio in zip(REGIONS, ratios, strict=True):
        known = Recorded(None) if ratio is None else Recorded(1.0, ratio)
        numbers[f"scientist_over_client_{region}"] = known
        numbers[f"client_prices_{region}"] = Recorded(0 if ratio is None else 3)
    return numbers


def test_make_or_buy_has_one_answer_only_if_all_regions_give_it() -> None:
    dear, cheap = (2.0, 5.0), (0.2, 0.8)
    assert decided("C4.a", **by_region(dear, dear, dear)) == "supported"
    assert decided("C4.a", **by_region(cheap, cheap, cheap)) == "contradicted"
    assert decided("C4.a", **by_region(dear, dear, cheap)) == "mixed"
    assert decided("C4.a", **by_region(dear, None, dear)) == "mixed"
    assert decided("C4.a", **by_region(None, None, None)) == "not testable"


def test_places_without_a_report_count_against_the_claim_where_other_provinces_have_many() -> None:
    assert places_reported({"Henan": 1, "Xinjiang": 1}, 0).answer == "supported"
    got = places_reported({"Henan": 2, "Xinjiang": 0}, 9)
    assert got.answer == "mixed"
    assert "Henan 2, Xinjiang 0" in got.because
    assert places_reported({"Henan": 0, "Xinjiang": 0}, 5).answer == "contradicted"
    assert places_reported({"Henan": 0, "Xinjiang": 0}, 4).answer == "not testable"


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
    got = cheap_labour(Interval(*market), Interval(*parity), 5, 10)
    assert got.answer == answer
    assert cheap_labour(Interval(*market), Interval(*parity), 4, 10).answer == "not testable"


@pytest.mark.parametrize(
    ("yearly", "answer"),
    [((1.01, 1.2), "supported"), ((0.8, 0.99), "contradicted"), ((0.9, 1.1), "not testable")],
)
def test_a_gap_closes_if_the_ratio_surely_rises(yearly: tuple[float, float], answer: str) -> None:
    assert gap_closes(Interval(*yearly), 5, 5).answer == answer
    assert gap_closes(Interval(*yearly), 5, 4).answer == "not testable"


@given(st.sampled_from(RULES), st.integers(0, 20), st.floats(0.01, 5), st.floats(1, 4))
def test_every_rule_reads_only_the_numbers_it_names(
    rule: Part, count: int, low: float, width: float
) -> None:
    numbers = {name: Recorded(count, (low, low * width)) for name in rule.numbers}
    assert rule.decide(numbers).answer in {"supported", "contradicted", "mixed", "not testable"}


def test_the_table_of_verdicts_has_a_row_for_each_rule_with_its_register() -> None:
    numbers = {name: Recorded(9, (0.2, 0.45)) for rule in RULES for name in rule.numbers}
    rows = {row["part"]: row for row in verdict_rows(RULES, numbers)}
    assert list(rows) == [rule.id for rule in RULES]
    assert rows["C10.a"]["verdict"] == "supported"
    assert rows["C3.a"]["verdict"] == "contradicted"
    # Every threshold was chosen by somebody who had read the rows: none is said to be older.
    assert all("before any number" not in row["rule"] for row in rows.values())


def test_the_reason_states_the_intervals_and_sources_that_were_compared() -> None:
    got = cheap_labour(Interval(0.114, 0.228), Interval(0.21, 0.44), 15, 32)
    assert got.because == (
        "pay in China is 0.11 to 0.23 of American pay at the market rate and 0.21 to 0.44 in "
        "purchasing power (15 and 32 sources): lower on both scales"
    )


def test_pay_that_was_not_identified_leaves_the_claim_untestable() -> None:
    numbers = {name: Recorded(9, (0.2, 0.5)) for name in part("C10.a").numbers}
    numbers["wages.china_us_recent_parity"] = Recorded(None)
    got = part("C10.a").decide(numbers)
    assert got == Verdict("not testable", "there is no value of wages.china_us_recent_parity")
