"""The page of all rows: every row once, as stated, with source and warnings; filtered offline."""

from __future__ import annotations

import re

import pytest

from analysis.report.pages.explorer import EXPLORED, entries_of, explorer_page
from analysis.tables import load, table


@pytest.fixture(scope="module")
def body() -> str:
    return explorer_page()


def test_every_row_of_the_tables_stands_on_the_page_once(body: str) -> None:
    rows = sum(len(load(name)) for name in EXPLORED)
    assert body.count("<tr>") - 1 == rows
    assert f"{rows:,} rows" in body
    assert body.count("data-unit=") == rows


def test_a_row_is_told_in_words_with_its_source_and_warnings(body: str) -> None:
    (line,) = [part for part in body.split("<tr>") if "super raters, direct" in part]
    assert "28 to 32 USD an hour" in line
    assert "United States" in line
    assert "staff of an outsourcer" in line
    source = table("sources").frame.set_index("id").loc["wage_allworkspace_2025_allwork"]
    assert f'href="{source["address"]}"' in line
    bound = next(part for part in body.split("<tr>") if "Khmer" in part and "300 USD" in part)
    assert "at most 300 USD a week" in bound
    assert "advertised" in bound


def test_no_code_of_a_country_a_warning_or_a_row_is_left_to_the_reader(body: str) -> None:
    cells = re.sub(r"<[^>]+>", " ", body.split("<tbody>")[1].split("</tbody>")[0])
    assert not re.search(r"\baw\d{3}\b", cells)
    assert "low_confidence" not in cells
    entries = [entry for name in EXPLORED for entry in entries_of(table(name))]
    assert not [entry for entry in entries if re.fullmatch("[A-Z]{3}", entry.country)]


def test_without_a_script_the_page_is_a_plain_table(body: str) -> None:
    plain = body.split("<script>")[0]
    assert '<form class="explorer" id="filter" hidden>' in plain
    assert "<td hidden" not in plain
    assert plain.count("disabled>") == 8
    script = body.split("<script>")[1]
    assert not re.search(r"https?:|fetch|XMLHttpRequest|import\(", script)
