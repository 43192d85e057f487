"""The claims of the report: their parts, what they read, and what the pages show of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from analysis.places import repository
from analysis.register import Registered
from analysis.report.claim_text import claims_text, tally
from analysis.report.claims import CLAIMS, PARTS, Claim, examine, verdicts
from analysis.report.numbers import Number
from analysis.report.pages.html import index_page
from analysis.tables import evidence
from analysis.verdicts import Part, Verdict, combination

ROOT = repository()
RAILS = evidence("steel", "rail_price", years=(1900, 1910))


def made(name: str, value, interval=None, unit: str = "") -> Number:
    return Number(
        name, value, unit, "99_test", "us", (RAILS,), interval, 0.95 if interval else None
    )


def part(name: str, reads: str, unit: str = "") -> Part:
    def decide(numbers) -> Verdict:
        item = numbers[reads]
        cheap = item.interval[1] < 1
        return Verdict("supported" if cheap else "mixed", f"{item.value} of it & more")

    seen = Registered("2026-11-25", "after a first look at", "the rows")
    return Part(name, f"{name} < 1", (reads,), decide, "one quote", seen, unit)


RATIO = made("a.ratio", 0.5, (0.4, 0.6), "ratio")
WIDE = made("b.ratio", 0.9, (0.4, 1.6))
TWO = Claim(
    "C1", "It is cheap & good.", (part("C1.a", "a.ratio"), part("C1.b", "b.ratio", "of pay"))
)
NONE = Claim("C2", "It rises.", unexamined="No rule is written yet.")
MADE = {"a.ratio": RATIO, "b.ratio": WIDE}


def test_claims_are_numbered_from_one_without_a_gap() -> None:
    assert [claim.id for claim in CLAIMS] == [f"C{place + 1}" for place in range(len(CLAIMS))]


def test_every_part_belongs_to_one_claim_and_its_letters_run_from_a() -> None:
    held = [part.id for claim in CLAIMS for part in claim.parts]
    assert Counter(held) == Counter({part.id: 1 for part in PARTS})
    for claim in CLAIMS:
        letters = "abcdefghijklmnopqrstuvwxyz"[: len(claim.parts)]
        assert [part.id for part in claim.parts] == [f"{claim.id}.{letter}" for letter in letters]


def test_a_part_without_a_vote_is_shown_and_does_not_count() -> None:
    silent = replace(TWO.parts[1], votes=False)
    claim = replace(TWO, parts=(TWO.parts[0], silent))
    (finding,) = examine(MADE, (claim,))
    assert [item.verdict for item in finding.parts] == ["supported", "mixed"]
    assert finding.verdict == verdicts(MADE, (claim,))["C1"] == "supported"


def test_a_claim_has_parts_or_says_why_not() -> None:
    for claim in CLAIMS:
        assert bool(claim.parts) != bool(claim.unexamined), claim.id


def test_a_rule_reads_numbers_that_the_lock_holds() -> None:
    accepted = set((ROOT / "results.lock").read_text(encoding="utf-8").split())
    for part in PARTS:
        assert set(part.numbers) <= accepted, part.id


def test_nothing_is_said_to_be_fixed_beforehand_that_the_register_does_not_show() -> None:
    if all(part.registered.status == "before any number" for part in PARTS):
        return
    early = r"(fixed (before|in advance)|beforehand|(written|declared) before the)"
    said = re.compile(rf"(rules?|verdicts?|choices)\b[^.|]{{0,60}}\b{early}", re.IGNORECASE)
    texts = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    texts += [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "analysis").rglob("*.py")]
    assert [path.name for path in texts if said.search(path.read_text(encoding="utf-8"))] == []


def test_a_verdict_is_the_value_of_a_rule_on_recorded_numbers() -> None:
    (found,) = examine(MADE, [TWO])
    first, second = found.parts
    assert (first.verdict, first.because, first.rests_on) == (
        "supported", "0.5 of it & more", ("steel",),
    )  # fmt: skip
    assert (first.unit, second.unit, first.page) == ("ratio", "of pay", "99_test")
    assert (found.verdict, found.because) == ("mixed", "C1.a supported, C1.b mixed")


def test_a_claim_is_examined_only_on_the_numbers_of_all_its_parts() -> None:
    (found,) = examine({"a.ratio": RATIO}, [TWO])
    assert [item.verdict for item in found.parts] == ["supported", "not examined"]
    assert found.verdict == "not examined"
    assert found.parts[1].because == "not recorded: b.ratio"
    assert found.parts[1].shown is None


def test_a_claim_without_a_part_says_what_is_missing() -> None:
    (found,) = examine(MADE, [NONE])
    assert (found.verdict, found.because) == ("not examined", "No rule is written yet.")


def test_verdicts_by_id_are_those_of_the_findings() -> None:
    told = verdicts(MADE, [TWO, NONE])
    assert told == {"C1": "mixed", "C1.a": "supported", "C1.b": "mixed", "C2": "not examined"}
    assert list(verdicts({})) == [
        name for claim in CLAIMS for name in (claim.id, *(part.id for part in claim.parts))
    ]


def test_json_holds_the_parts_with_unit_interval_and_register() -> None:
    told = examine(MADE, [TWO])[0].to_dict()
    assert [item["id"] for item in told["parts"]] == ["C1.a", "C1.b"]
    first = told["parts"][0]
    assert (first["number"], first["value"], first["unit"]) == ("a.ratio", 0.5, "ratio")
    assert first["interval"] == [0.4, 0.6]
    assert first["registered"] == {
        "day": "2026-11-25", "status": "after a first look at", "words": "the rows",
    }  # fmt: skip


def test_the_tally_counts_every_claim_once() -> None:
    told = tally(examine(MADE, [TWO, NONE]))
    assert told == "2 claims: 0 supported, 0 contradicted, 1 mixed, 0 not testable, 1 not examined."
    counts = [int(count) for count in re.findall(r"\d+", tally(examine({})))]
    assert counts[0] == sum(counts[1:]) == len(CLAIMS)


def test_the_terminal_shows_parts_numbers_with_units_the_register_and_the_rule() -> None:
    told = claims_text(examine(MADE, [TWO, NONE]))
    assert "C1.a" in told
    assert "0.5 ratio (0.4 to 0.6): 0.5 of it & more" in told
    assert "rule of 2026-11-25, after a first look at the rows" in told
    assert " ".join(told.split()).count(combination()) == 1
    assert "No rule is written yet." in told
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize("kind", ["part", "claim"])
def test_the_index_has_a_row_for_every_claim_and_part(kind: str) -> None:
    body = index_page(examine({}), [], [], {}).body
    rows = re.findall(rf'<tr id="([^"]+)" class="{kind}">', body)
    wanted = PARTS if kind == "part" else CLAIMS
    assert sorted(rows) == sorted(item.id for item in wanted)


def test_the_index_prints_the_rule_once_and_units_beside_numbers() -> None:
    body = index_page(examine(MADE, [TWO, NONE]), [], [], {}).body
    assert body.count(combination()) == 1
    assert re.search(r">0\.5</a> ratio</td>", body)
    assert re.search(r">0\.9</a> of pay</td>", body)
    assert "Rule of 2026-11-25, after a first look at the rows." in body
    assert '<a href="99_test.html">C1.a &lt; 1</a>' in body
    assert "It is cheap &amp; good." in body
    assert "No rule is written yet." in body


def test_a_year_is_shown_as_a_year() -> None:
    year = Claim("C1", "It turned.", (part("C1.a", "a.year"),))
    findings = examine({"a.year": made("a.year", "1921", (0.0, 0.5), "year")}, [year])
    assert "year 1921" in claims_text(findings)
    assert re.search(r"year <a [^>]*>1921</a>", index_page(findings, [], [], {}).body)
