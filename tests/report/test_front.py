"""The first page says what was found, from recorded numbers alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.places import repository
from analysis.report.build.written import read_values
from analysis.report.numbers import Number
from analysis.report.pages.about import about, described, newest_row
from analysis.report.pages.front import (
    ANSWER,
    FRONT_FIGURES,
    QUOTABLE,
    THEN_AND_NOW,
    TOLD,
    findings_list,
    findings_told,
)
from analysis.report.session import REFERENCE

DIGITS = re.compile(r"(?<![{\w.])\d[\d.]*%?(?![\w.]*})")


def number(name: str) -> Number:
    return Number(name=name, value=3.0, unit="", notebook=TOLD[0].page, by="here", evidence=(),
                  interval=(2.0, 4.0), level=0.95, text="")  # fmt: skip


def test_no_number_is_typed_into_a_finding_but_years() -> None:
    told = [item.template for item in TOLD]
    for template in (*told, ANSWER, *THEN_AND_NOW.values(), *QUOTABLE.values()):
        typed = DIGITS.findall(REFERENCE.sub("", template))
        assert [part for part in typed if not re.fullmatch(r"(19|20)\d\d(-\d\d)?|22", part)] == []


def test_a_finding_of_which_a_number_is_missing_is_left_out() -> None:
    names = [match.group(1) for match in REFERENCE.finditer(TOLD[0].template)]
    numbers = {name: number(name) for name in names}
    assert [told for told, _ in findings_told(numbers, lambda *_: "x")] == [TOLD[0]]
    for name in names:
        fewer = {key: item for key, item in numbers.items() if key != name}
        assert list(findings_told(fewer, lambda *_: "x")) == []


def test_a_finding_moves_with_its_numbers() -> None:
    names = [match.group(1) for match in REFERENCE.finditer(TOLD[0].template)]
    numbers = {name: number(name) for name in names}
    moved = {name: replace(item, interval=(5.0, 6.0)) for name, item in numbers.items()}
    assert "2.0 to 4.0" in findings_list(numbers)
    assert "5.0 to 6.0" in findings_list(moved)


@pytest.mark.slow
@pytest.mark.xdist_group("report")
def test_the_first_page_of_the_report_opens_with_every_finding_and_two_figures(
    report: Path,
) -> None:
    text = (report / "index.html").read_text(encoding="utf-8")
    opening, _, rest = text.partition('id="claims"')
    for told in TOLD:
        assert f"<strong>{told.subject}.</strong>" in opening
    for name in FRONT_FIGURES:
        assert f'id="figure-{name}"' in opening
    assert findings_list(read_values(report)).count("\n") == len(TOLD) - 1
    for told in TOLD:
        for match in REFERENCE.finditer(told.template):
            assert f'href="why.html#{match.group(1)}"' in opening
    claims, _, quoted = rest.partition('id="quote"')
    answer, _, _ = opening.partition('id="found"')
    for template, place in [
        (ANSWER, answer),
        *((template, claims) for template in THEN_AND_NOW.values()),
        *((template, quoted) for template in QUOTABLE.values()),
    ]:
        for match in REFERENCE.finditer(template):
            assert f'href="why.html#{match.group(1)}"' in place
    assert about().version in quoted
    assert f"reach to {newest_row()}" in quoted


def test_a_page_is_described_by_its_first_paragraph_cut_between_words() -> None:
    body = "<h1>Title</h1><p></p><p>What <b>an hour</b> pays &amp; why.</p><p>More.</p>"
    assert described(body) == "What an hour pays & why."
    long = described("<p>" + "word " * 100 + "</p>")
    assert len(long) < 250
    assert long.endswith("word …")
    assert described("<h1>Nothing</h1>") == about().title


def test_rows_about_labelling_are_observed_and_not_foretold() -> None:
    # A table of volumes holds forecasts to 2034; nobody's pay is known of a year to come.
    newest = newest_row()
    assert newest is not None
    assert 2024 <= newest <= 2030


def test_the_report_is_cited_as_the_project_is() -> None:
    citation = (repository() / "CITATION.cff").read_text(encoding="utf-8")
    assert f'title: "{about().title}"' in citation
    assert f'- name: "{about().authors}"' in citation
