"""What a reader reads: numbers that can be checked, words and no names of variables."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis.places import repository
from analysis.report.pages.glossary import terms
from analysis.tables import names, table

# One worker builds the report that all these tests look at.
built = [pytest.mark.xdist_group("report"), pytest.mark.slow]

POWER_OF_TEN = re.compile(r"(?<![\w.])[-+]?\d[\d.,]*e[-+]?\d+\b", re.IGNORECASE)
# A name of a variable, and no file: underscores between letters or digits, no ending after it.
VARIABLE = re.compile(
    r"\b[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b(?!\.(?:csv|tsv|json|xml|txt|toml|py|md)\b)"
)
INTERVAL = re.compile(r"[-+]?[\d,]+(\.\d+)?%? to [-+]?[\d,]+(\.\d+)?(?![\d-])")
ONE_OF_MANY = re.compile(r"(?<![\w.,-])1 (?!(?:is|was|has|as|this|its|times)\b)[a-z]{3,}s\b(?<!ss)")
# Names that published data sets have.
GIVEN = {"acronym_identification", "deal_or_no_dialog", "re_dial"}


def visible(text: str) -> str:
    """What a page shows of HTML; code, drawings and addresses apart."""
    rest = re.sub(r"<(style|script|svg|code|pre|math)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return re.sub(r"https?://\S+", " ", html.unescape(re.sub(r"<[^>]+>", " ", rest)))


def powers_of_ten(text: str) -> list[str]:
    """Numbers written as powers of ten."""
    return POWER_OF_TEN.findall(text)


def variables(text: str) -> list[str]:
    """Names of variables; those of tables and of published data sets are none."""
    return sorted(set(VARIABLE.findall(text)) - GIVEN - set(names()))


def uneven(text: str) -> list[str]:
    """Intervals whose ends have different decimals."""
    return [
        match.group(0)
        for match in INTERVAL.finditer(text)
        if len(match.group(1) or "") != len(match.group(2) or "")
    ]


def test_the_checks_find_what_they_look_for() -> None:
    text = visible(
        "<p>2.5e-08, 1E+3 by <code>a_b</code> of rail_price in rows_1.csv</p><svg>c_d</svg>"
    )
    assert powers_of_ten(text) == ["2.5e-08", "1E+3"]
    assert variables(text) == ["rail_price"]
    assert uneven("0.082 to 0.314, 0.0824 to 0.31, 12 to 31, 1 to 2.5") == [
        "0.0824 to 0.31",
        "1 to 2.5",
    ]
    assert ONE_OF_MANY.findall("of 1 cases; 21 cases, 0.1 cases, part 1 is")
    assert len(ONE_OF_MANY.findall("of 1 cases; 21 cases, 0.1 cases, part 1 is")) == 1


def test_the_readme_has_no_powers_of_ten() -> None:
    readme = (repository() / "README.md").read_text(encoding="utf-8")
    assert powers_of_ten(re.sub(r"```.*?```|`[^`]*`", " ", readme, flags=re.DOTALL)) == []


class TestReport:
    """The whole report, as it is built once for all tests that look at it."""

    pytestmark = built

    def test_no_number_is_a_power_of_ten(self, report: Path) -> None:
        for page in sorted(report.glob("*.html")):
            assert powers_of_ten(visible(page.read_text(encoding="utf-8"))) == [], page.name

    def test_no_variable_is_named(self, report: Path) -> None:
        # Where numbers come from, and which rows there are, tables and columns have their names.
        named = re.compile(r"why|coverage|rows_")
        for page in sorted(report.glob("*.html")):
            if not named.match(page.name):
                assert variables(visible(page.read_text(encoding="utf-8"))) == [], page.name

    def test_both_ends_of_an_interval_have_the_same_digits(self, report: Path) -> None:
        for page in sorted(report.glob("*.html")):
            recorded = re.findall(r'<a class="number"[^>]*>(.*?)</a>', page.read_text("utf-8"))
            assert [text for text in map(html.unescape, recorded) if uneven(text)] == [], page.name

    def test_one_is_one_and_countries_have_names(self, report: Path) -> None:
        codes = set(table("annotation_wages").vocabulary.countries)
        for page in sorted(report.glob("[0-9]*.html")):
            text = visible(page.read_text(encoding="utf-8"))
            assert ONE_OF_MANY.findall(text) == [], page.name
            # A PNG is a drawing here, and Papua New Guinea on no page.
            assert set(re.findall(r"\b[A-Z]{3}\b", text)) & codes <= {"PNG"}, page.name

    def test_every_term_is_used_and_linked_once_a_page(self, report: Path) -> None:
        used: Counter[str] = Counter()
        for page in sorted(report.glob("*.html")):
            found = re.findall(r'href="glossary\.html#([a-z-]+)"', page.read_text("utf-8"))
            assert len(found) == len(set(found)), page.name
            used.update(found)
        assert set(used) == {term.id for term in terms()}
