"""Parts make up a claim by one rule, and every rule has its line in the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DefinitionError
from analysis.findings import rows_of
from analysis.register import Registered
from analysis.report.claims import verdict_table
from analysis.report.numbers import Number
from analysis.tables import Evidence, evidence, united
from analysis.verdicts import (
    Answer,
    Part,
    Verdict,
    combination,
    combined,
    together,
)

SEEN = Registered("2026-11-25", "after a first look at", "the rows")
answers = st.sampled_from(get_args(Answer))
several = st.lists(answers, min_size=1, max_size=6)


@dataclass
class Recorded:
    value: float | int | str | bool | None
    interval: tuple[float, float] | None = None


def cheaper(numbers) -> Verdict:
    ratio = numbers["a.ratio"].value
    return Verdict("supported" if ratio < 1 else "contradicted", f"{ratio} of it")


def part(name: str = "C1.a", **changed) -> Part:
    made = {
        "statement": "It is cheaper.", "numbers": ("a.ratio",), "decide": cheaper,
        "weakest_link": "one quote", "registered": SEEN,
    }  # fmt: skip
    return Part(name, **{**made, **changed})


@given(several, st.randoms())
def test_the_order_of_parts_does_not_matter(parts, random) -> None:
    shuffled = random.sample(parts, len(parts))
    assert combined(shuffled) == combined(parts)


@given(answers, st.integers(1, 5))
def test_the_verdict_of_one_part_is_the_claims_and_so_is_one_that_all_share(answer, times) -> None:
    assert combined([answer] * times) == answer


@given(several, several)
def test_parts_put_together_in_groups_give_the_verdict_of_all_at_once(first, second) -> None:
    assert combined([combined(first), combined(second)]) == combined(first + second)


@given(several)
def test_a_claim_is_supported_or_contradicted_only_if_every_part_is(parts) -> None:
    for answer in ("supported", "contradicted", "not testable"):
        assert (combined(parts) == answer) == (set(parts) == {answer})


@given(several)
def test_a_claim_with_a_part_that_was_not_examined_is_not_examined(parts) -> None:
    assert combined([*parts, "not examined"]) == combined([]) == "not examined"


def test_the_printed_rule_says_what_happens_where_parts_differ_or_are_missing() -> None:
    told = combination()
    assert told.startswith("A claim has the verdict that all its parts share")
    assert "mixed where they differ" in told
    assert told.endswith("not examined.")
    assert ">>>" not in told


def test_statements_put_together_keep_what_decided_each() -> None:
    verdict = together([Verdict("supported", "more jobs"), Verdict("contradicted", "lower pay")])
    assert verdict == Verdict("mixed", "more jobs; lower pay")


def test_a_part_reads_its_own_numbers_and_is_not_examined_without_one() -> None:
    others = {"b.other": Recorded(3)}
    assert part().verdict({"a.ratio": Recorded(0.5), **others}).answer == "supported"
    assert part().verdict({"a.ratio": Recorded(1.5), **others}).answer == "contradicted"
    assert part().verdict(others) == Verdict("not examined", "not recorded: a.ratio")


def test_a_table_of_verdicts_has_a_row_a_part_with_its_line_of_the_register() -> None:
    table = verdict_table([part("C1.a"), part("C1.b")], {"a.ratio": Recorded(0.5)})
    assert list(table["part"]) == ["C1.a", "C1.b"]
    row = table.iloc[0]
    assert (row["verdict"], row["because"]) == ("supported", "0.5 of it")
    assert row["rule"] == "2026-11-25, after a first look at the rows"
    assert list(verdict_table([], {}).columns) == list(table.columns)


@pytest.mark.parametrize("name", ["C1", "c1.a", "C0.a", "C1.1", "C1.aa", ""])
def test_a_part_is_named_after_its_claim(name: str) -> None:
    with pytest.raises(DefinitionError, match=r"an id like C3\.a"):
        part(name)


@pytest.mark.parametrize("field", ["statement", "numbers", "weakest_link"])
def test_a_part_without_statement_numbers_or_weakest_link_is_refused(field: str) -> None:
    with pytest.raises(DefinitionError, match=f"C1.a of a claim: {field} is empty"):
        part(**{field: ()})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (("25.11.2026", "before any number"), "a date like 2026-11-25"),
        (("20261125", "before any number"), "a date like 2026-11-25"),
        (("2026-02-30", "before any number"), "a date like 2026-11-25"),
        (("2026-11-25", "beforehand"), "before any number, after a first look at, changed because"),
        (("2026-11-25", "changed because"), "needs words that say what or why"),
        (("2026-11-25", "after a first look at", " "), "needs no words|needs words"),
        (("2026-11-25", "before any number", "surely"), "needs no words"),
    ],
)
def test_a_line_of_the_register_has_a_day_a_status_and_a_reason(line, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Registered(*line)


def test_a_rule_written_before_any_number_needs_no_words() -> None:
    assert str(Registered("2026-11-25", "before any number")) == "2026-11-25, before any number"


def test_a_table_of_verdicts_rests_on_what_its_numbers_rest_on() -> None:
    def number(name: str, value: float, *rows: Evidence) -> Number:
        return Number(name, value, "", "01_a", "analysis.us", rows)

    rails = evidence("steel", "rail_price", years=(1900, 1910))
    read, unread = number("a.ratio", 0.5, rails), number("a.other", 1.0, Evidence("ppp"))
    table = verdict_table([part("C1.a")], {"a.ratio": read, "a.other": unread})
    assert rows_of(table) == united([rails])
    assert table.attrs["by"] == "analysis.report.claims.verdict_table"
