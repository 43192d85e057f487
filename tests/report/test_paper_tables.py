"""A table of the report says the same in HTML, CSV, LaTeX and Word."""

from __future__ import annotations

import csv
import html
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.findings import Quantity, derived
from analysis.latex import MINUS, escaped, with_minus
from analysis.regression import NonlinearLS, compare
from analysis.report.page import Page
from analysis.report.pages.html import _linked
from analysis.report.session import current
from analysis.report.tables.exhibits import Exhibit, exhibit
from analysis.tables import evidence, load

TEXT = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=1)
SITES = pd.DataFrame({
    "place": ["Kenya & Uganda", "China", "one_worker"],
    "pay": [-2.5, 1234.567, np.nan],
    "years": ["2019-2021", "2020", ""],
})  # fmt: skip


def one_cell(value: object) -> Exhibit:
    return exhibit(pd.DataFrame({"first": ["row"], "second": [value]}), "one", "Caption")


def latex_rows(made: Exhibit) -> list[list[str]]:
    """Cells of the body, as LaTeX writes them."""
    body = made.latex.partition("\\midrule\n")[2].partition("\\bottomrule")[0]
    return [re.split(r" (?<!\\)& ", line.removesuffix(r" \\")) for line in body.splitlines()]


def read_csv(made: Exhibit) -> list[list[str]]:
    """Cells of the body, as the CSV has them."""
    return list(csv.reader(io.StringIO(made.csv)))[1:]


def word_table(made: Exhibit, path: Path) -> Any:
    (table,) = Document(str(made.to_word(path / "table.docx"))).tables
    return table


def html_cells(made: Exhibit) -> list[list[str]]:
    tree = ElementTree.fromstring(made.html)
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]


@derived
def prices(rows: pd.DataFrame) -> pd.DataFrame:
    """Year and price alone."""
    return rows[["year", "value"]]


def test_word_and_latex_hold_the_cells_of_the_page(tmp_path: Path) -> None:
    made = exhibit(SITES, "sites", "Pay")
    cells = html_cells(made)
    assert cells[1:] == [
        ["Kenya & Uganda", "-2.50", "2019-2021"],
        ["China", "1,234.57", "2020"],
        ["one_worker", "", ""],
    ]
    minus = [[with_minus(cell) for cell in row] for row in cells]
    word = [[cell.text for cell in row.cells] for row in word_table(made, tmp_path).rows]
    assert word[:-1] == minus
    assert latex_rows(made) == [[escaped(cell) for cell in row] for row in cells[1:]]


def test_a_minus_is_a_minus_and_a_span_of_years_is_none(tmp_path: Path) -> None:
    made = exhibit(SITES, "sites", "Pay")
    assert latex_rows(made)[0] == [r"Kenya \& Uganda", "$-$2.50", "2019-2021"]
    assert word_table(made, tmp_path).cell(1, 1).text == f"{MINUS}2.50"
    assert escaped("-1.2e-05 (-.3), [-1, 2], 2020-01-31, C-3") == (
        "$-$1.2e$-$05 ($-$.3), {[}$-$1, 2{]}, 2020-01-31, C-3"
    )


def test_text_stands_to_the_left_and_numbers_to_the_right(tmp_path: Path) -> None:
    frame = SITES.assign(interval=["[-1, 2]", "none", "0.3 (0.1)"], verdict=["mixed", "1", ""])
    made = exhibit(frame, "sites", "Pay")
    assert made.columns == "lrrrl"
    assert r"\begin{tabular}{lrrrl}" in made.latex
    sides = [cell.paragraphs[0].alignment for cell in word_table(made, tmp_path).rows[1].cells]
    assert sides == [0, 2, 2, 2, 0]


def test_a_column_has_common_decimals_and_a_bound_those_of_what_it_bounds() -> None:
    frame = pd.DataFrame({
        "elasticity": [1.2345, 0.00004], "low": [0.98765, 0.0], "high": [12.3, 0.2],
        "other": [150.5, 98.25], "other, from": [0.5, 0.25], "years": [1867, 1970],
        "jobs": [28032, 4321], "settled": [True, False],
    })  # fmt: skip
    made = exhibit(frame, "one", "Caption", heads={"low": "from", "high": "to"})
    assert made.rows == (
        ("1.234", "0.988", "12.300", "150.50", "0.50", "1867", "28,032", "yes"),
        ("below 0.001", "0.000", "0.200", "98.25", "0.25", "1970", "4,321", "no"),
    )
    assert read_csv(made) == [
        ["1.2345", "0.98765", "12.3", "150.5", "0.5", "1867", "28032", "True"],
        ["4e-05", "0.0", "0.2", "98.25", "0.25", "1970", "4321", "False"],
    ]


def test_on_a_page_numbers_stand_to_the_right_and_text_and_lists_to_the_left() -> None:
    frame = pd.DataFrame({
        "place": ["a", "b"], "pay": [1.5, 2.5], "interval": ["0.1 to 0.2", "0.3 (0.1)"],
        "windows": ["1831-1995, 1831-1969", "1869-1995"], "said": ["word", "so many words " * 3],
    })  # fmt: skip
    made = exhibit(frame, "one", "Caption")
    assert re.findall(r'<th scope="col"([^>]*)>', made.html) == [
        "", ' class="n"', ' class="n"', "", ' class="long"',
    ]  # fmt: skip


def test_sentences_break_into_lines_and_fit_the_page() -> None:
    said = "A long sentence. " * 9
    frame = pd.DataFrame({"part": ["C3.a"], "because": [said], "rule": [said], "n": [3]})
    made = exhibit(frame, "verdicts", "Verdicts")
    assert r"\begin{tabular}{lp{0.39\linewidth}p{0.39\linewidth}r}" in made.latex


def test_a_latex_table_has_caption_label_rules_source_and_function() -> None:
    page = Page("a")
    rows = load("steel").query("series == 'rail_price' and year == 1870")
    made = page.table(prices(rows), "rails", "Rails & steel")
    lines = made.latex.splitlines()
    assert r"\caption{Rails \& steel}" in lines
    assert r"\label{tab:a_rails}" in lines
    assert [line for line in lines if line.endswith("rule")] == [
        r"\toprule", r"\midrule", r"\bottomrule",
    ]  # fmt: skip
    source, function, end = lines[-3:]
    assert source.startswith(r"\par\footnotesize Source: US Bureau of the Census 1975")
    assert function.startswith(r"\par\footnotesize Made by ")
    assert function.endswith(".prices.")
    assert end == r"\end{table}"


def test_a_quantity_stands_in_every_output_as_it_is_printed(tmp_path: Path) -> None:
    rows = evidence("steel", series="rail_price", years=(1867, 1970))
    frame = pd.DataFrame(
        {
            "land": ["Kenya", "Uganda"],
            "median": [
                Quantity(-2.54321, "USD", rows=rows),
                Quantity(None, text="none", rows=rows),
            ],
        }
    )
    made = Page("a").table(frame, "pay", "Pay")
    assert latex_rows(made) == [["Kenya", "$-$2.54"], ["Uganda", "none"]]
    assert word_table(made, tmp_path).cell(1, 1).text == f"{MINUS}2.54"
    assert made.csv == "land,median\nKenya,-2.54321\nUganda,\n"


def test_whole_numbers_lead_to_their_rows_with_their_thousands_parted() -> None:
    rows = evidence("steel", series="rail_price", years=(1867, 1970))
    frame = pd.DataFrame({"sources": [Quantity(1, rows=rows), Quantity(28032, rows=rows)]})
    made = Page("a").table(frame, "counts", "Counts")
    marked = re.findall(r'<data class="number" value="([^"]+)">([^<]*)</data>', made.html)
    assert marked == [("a.counts.0.sources", "1"), ("a.counts.1.sources", "28,032")]
    assert made.rows == (("1",), ("28,032",))


def test_a_caption_with_numbers_is_plain_outside_the_page() -> None:
    page = Page("a")
    made = page.table(SITES, "sites", "Kenya & <more>")
    assert made.caption == "Kenya & <more>"
    assert "Kenya &amp; &lt;more&gt;" in made.html
    assert r"\caption{Kenya \& \textless{}more\textgreater{}}" in made.latex


def test_all_outputs_are_the_same_bytes_twice_and_word_has_no_clock(tmp_path: Path) -> None:
    for name in ("a", "b"):
        made = exhibit(SITES, "sites", "Pay")
        made.write(tmp_path / name)
        made.to_word(tmp_path / name / "sites.docx")
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "ab"
    )
    assert first == second
    assert set(first) == {"sites.csv", "sites.json", "sites.tex", "sites.docx"}
    with zipfile.ZipFile(tmp_path / "a" / "sites.docx") as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_digest_is_that_of_the_printed_cells_alone() -> None:
    made = exhibit(SITES, "sites", "Pay")
    # As results.lock holds it since columns have common decimals.
    assert made.digest == "3a72bc29fa6a27ca"
    assert exhibit(SITES, "other", "Other words", function="f").digest == made.digest
    assert exhibit(SITES, "sites", "Pay", digits=2).digest != made.digest
    assert exhibit(SITES, "sites", "Pay", heads={"pay": "USD"}).digest != made.digest


def test_data_and_latex_are_linked_under_a_table() -> None:
    body = _linked(exhibit(SITES, "sites", "Pay").html)
    assert re.findall(r'href="([^"]+)"', body) == [
        "tables/sites.csv", "tables/sites.tex", "why.html#table-sites",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-2+3", "\t=1"])
def test_a_spreadsheet_reads_no_cell_or_head_as_a_formula(text: str) -> None:
    made = exhibit(pd.DataFrame({text: [text], "pay": [-2.5]}), "one", "Caption")
    assert list(csv.reader(io.StringIO(made.csv))) == [[f"'{text}", "pay"], [f"'{text}", "-2.5"]]


def test_html_has_no_style_or_id_of_chance_and_escapes_what_comes_from_outside() -> None:
    made = one_cell("<script>alert(1)</script>").html
    assert "<script" not in made
    assert "style" not in made
    assert re.findall(r'id="([^"]+)"', made) == ["table-one"]


@given(TEXT)
def test_any_text_means_only_itself_in_every_format(text: str) -> None:
    made = one_cell(text)
    assert html.unescape(made.html).count(text) >= 1
    ((_, cell),) = latex_rows(made)
    plain = re.sub(r"\$-\$|\\text[a-z]+\{\}|\\symbol\{34\}|\\[&%$#_{}]|\{[\[\]*]\}|-\{\}", "", cell)
    assert not re.search(r"[\\&%$#_{}~^<>|\[\]\"`*]|--", plain)


def test_a_row_never_begins_with_what_the_end_of_the_row_before_would_read() -> None:
    frame = pd.DataFrame({"mark": ["*", "[2]", "a\nb"]})
    assert latex_rows(exhibit(frame, "marks", "Marks")) == [["{*}"], ["{[}2{]}"], ["a b"]]


def test_greek_and_signs_are_those_of_mathematics() -> None:
    assert escaped("σ² ≥ θ × 2") == r"$\sigma$$^2$ $\geq$ $\theta$ $\times$ 2"


def test_models_side_by_side_become_a_table_like_any_other() -> None:
    price = np.linspace(0.1, 2.0, 40)
    quantity = 2 * np.exp(-price) + 0.05 * np.sin(7 * price)
    fitted = NonlinearLS(
        lambda params, exog: params[0] * np.exp(-params[1] * exog[:, 0]),
        quantity, price[:, None], start=[1.0, 1.0], names=["scale", "rate"],
    ).fit()  # fmt: skip
    summary = compare([fitted, fitted.with_cov("HAC")], ["iid", "HAC"]).summary()
    made = exhibit(summary.frame(), "models", "Two covariances", heads={"": "parameter"})
    assert made.heads == ("parameter", "iid", "HAC")
    assert made.rows[0] == (
        "scale",
        f"{fitted.params['scale']:.5g}",
        f"{fitted.params['scale']:.5g}",
    )
    assert made.rows[1][1] == f"({fitted.bse['scale']:.5g})"
    assert made.rows[-1] == ("covariance", "nonrobust", "HAC")
    assert made.columns == "lrr"
    # The summary's own LaTeX is written by the same hand.
    body = summary.as_latex().partition("\\midrule\n")[2].partition("\\bottomrule")[0]
    assert body.splitlines() == [" & ".join(row) + r" \\" for row in latex_rows(made)]


def test_word_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "maketables", None)
    with pytest.raises(DataError, match=r"install labelling-labour\[papers\]"):
        one_cell("x").to_word(tmp_path / "x.docx")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    yield
    current.clear()
