"""A table for a paper says the same in HTML, LaTeX, Word and Typst."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import PaperTableError
from analysis.regression import NonlinearLS
from analysis.report.tables.paper_tables import MINUS, PaperTable, Section, cell_text, comparison
from analysis.report.tables.regression_table import Model, RegressionTable, from_results

TEXT = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=1)


@pytest.fixture(scope="module")
def longley() -> list[Any]:
    data = sm.datasets.longley.load_pandas()
    exog = sm.add_constant(data.exog)
    return [
        sm.OLS(data.endog, exog).fit(),
        sm.OLS(data.endog, exog[["const", "GNP"]]).fit(cov_type="HC1"),
    ]


def one_cell(text: str) -> PaperTable:
    return PaperTable("one", "Caption", ("column",), (Section((("row", (text,)),)),))


def docx_cells(content: bytes) -> list[list[str]]:
    (table,) = Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def html_cells(text: str) -> list[list[str]]:
    tree = ElementTree.fromstring(text)
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]


def test_longley_prints_the_values_nist_certified(longley: list[Any]) -> None:
    """NIST StRD, Longley: B0 -3482258.63459582 (890420.383607373), B2 -.0358191792925910
    (.0334910077722432), R squared .995479004577296.
    """
    table = from_results(longley, name="longley", caption="Longley", digits=4).table()
    cells = {row[0]: row[1] for row in html_cells(table.to_html()) if row[0]}
    assert cells["const"] == f"{MINUS}3,482,259"
    assert cells["GNP"] == f"{MINUS}0.03582"
    assert cells["R²"] == "0.9955"
    assert cells["Observations"] == "16"
    rows = [row for section in table.sections for row in section.rows]
    beneath = {rows[k][0]: rows[k + 1][1][0] for k in range(len(rows) - 1) if rows[k][0]}
    assert beneath["const"] == "(890,420)"
    assert beneath["GNP"] == "(0.03349)"


def test_columns_say_how_their_errors_were_computed_and_leave_out_what_they_lack(
    longley: list[Any],
) -> None:
    table = from_results(longley, name="longley", caption="Longley", labels=["All", "GNP"]).table()
    rows = dict(row for section in table.sections for row in section.rows)
    assert rows["Covariance"] == ("nonrobust", "HC1")
    assert rows["YEAR"][1] == ""
    assert table.notes == ("Standard errors in parentheses.",)


def test_intervals_may_stand_beneath(longley: list[Any]) -> None:
    made = from_results(longley[:1], name="longley", caption="L", beneath="conf_int", digits=5)
    low, high = longley[0].conf_int(0.05).loc["YEAR"]
    cells = [cell for section in made.table().sections for _, row in section.rows for cell in row]
    assert f"[{cell_text(low, 5)}, {cell_text(high, 5)}]" in cells
    assert "95% intervals in brackets." in made.table().notes


def test_a_parameter_the_data_do_not_identify_says_so() -> None:
    weak = Model("(1)", {"sigma": 1.2}, {"sigma": float("nan")})
    table = RegressionTable("weak", "Weak", (weak,)).table()
    assert table.sections[0].rows[1] == ("", ("(n.i.)",))
    assert "n.i.: not identified by the data." in table.notes


def test_chosen_rows_come_in_their_order_and_words(longley: list[Any]) -> None:
    rows = {"GNP": "Gross national product", "const": "Constant"}
    table = from_results(longley, name="longley", caption="L", rows=rows, statistics=()).table()
    assert [label for label, _ in table.sections[0].rows] == [
        "Gross national product", "", "Constant", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.9996, "1.00"), (-0.0123, f"{MINUS}0.0123"), (1234.5, "1,234"), (7, "7"),
        (0.0, "0.00"), (float("inf"), "unbounded"), (float("nan"), ""), (None, ""),
        (1.5e-9, f"1.50e{MINUS}09"), (np.int64(-1200), f"{MINUS}1,200"), ("HAC", "HAC"),
    ],
)  # fmt: skip
def test_numbers_are_written_to_significant_digits(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_comparison_takes_its_sections_from_the_index() -> None:
    index = pd.MultiIndex.from_tuples(
        [("Elasticity", "first"), ("Elasticity", "last"), ("Fit", "N")]
    )
    frame = pd.DataFrame({"Ours": [2.8, 1.1, 104], "Published": [3.49, 0.16, None]}, index=index)
    table = comparison(frame.astype(object), name="cmp", caption="C")
    assert [section.title for section in table.sections] == ["Elasticity", "Fit"]
    assert table.sections[0].rows[1] == ("last", ("1.10", "0.160"))
    assert table.sections[1].rows[0][1][1] == ""


def test_word_holds_the_same_cells_as_html(longley: list[Any]) -> None:
    table = from_results(longley, name="longley", caption="L & <b>").table()
    assert docx_cells(table.to_docx())[:-1] == html_cells(table.to_html())
    assert docx_cells(table.to_docx())[-1][0] == "Standard errors in parentheses."


def test_all_outputs_are_the_same_bytes_twice_and_word_has_no_clock(
    longley: list[Any], tmp_path: Path
) -> None:
    table = from_results(longley, name="longley", caption="Longley").table()
    first = [path.read_bytes() for path in table.write(tmp_path / "a")]
    second = [path.read_bytes() for path in table.write(tmp_path / "b")]
    assert first == second
    assert {path.suffix for path in (tmp_path / "a").iterdir()} == {
        ".html",
        ".tex",
        ".docx",
        ".typ",
    }
    with zipfile.ZipFile(io.BytesIO(table.to_docx())) as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_html_has_no_style_or_id_of_chance_and_escapes_what_comes_from_outside() -> None:
    made = one_cell("<script>alert(1)</script>").to_html()
    assert "<script" not in made
    assert "style" not in made
    assert re.findall(r'id="([^"]+)"', made) == ["table-one"]


@given(TEXT)
def test_any_text_means_only_itself_in_every_format(text: str) -> None:
    table = one_cell(text)
    assert html.unescape(table.to_html()).count(text) >= 1
    latex = next(line for line in table.to_latex().splitlines() if line.startswith("row & "))
    cell = latex.removeprefix("row & ").removesuffix(r" \\")
    plain = re.sub(r"\$-\$|\\text[a-z]+\{\}|\\[&%$#_{}]|\{[\[\]]\}", "", cell)
    assert not re.search(r"[\\&%$#_{}~^<>|\[\]\"]", plain)
    typst = next(line for line in table.to_typst().splitlines() if line.startswith("  [row], ["))
    written = typst.removeprefix("  [row], [").removesuffix("],")
    assert re.sub(r"\\(.)", r"\1", written) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[#$*_@<>\[\]`~/]", written)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "No Good"}, "allowed: lower case"),
        ({"caption": " "}, "no caption"),
        ({"sections": ()}, "no rows"),
        ({"columns": ("a", "b")}, "1 cells; allowed: 2"),
        ({"sections": (Section((("r", ("1",)),), "T"), Section((("r", ("1",)),)))}, "or none"),
    ],
)
def test_a_table_whose_parts_do_not_fit_is_refused(change: dict[str, Any], message: str) -> None:
    base: dict[str, Any] = {
        "name": "t", "caption": "C", "columns": ("a",), "sections": (Section((("r", ("1",)),)),),
    }  # fmt: skip
    with pytest.raises(PaperTableError, match=message):
        PaperTable(**(base | change))


def test_results_that_cannot_be_read_are_refused(longley: list[Any]) -> None:
    with pytest.raises(PaperTableError, match="ndarray has no labelled params and bse"):
        from_results([np.zeros(2)], name="t", caption="C", statistics=())
    with pytest.raises(PaperTableError, match="no result has the statistic 'r2'"):
        from_results(longley, name="t", caption="C", statistics=["r2"])
    with pytest.raises(PaperTableError, match="1 labels for 2"):
        from_results(longley, name="t", caption="C", labels=["a"])
    with pytest.raises(PaperTableError, match="no parameter income; there are: const"):
        from_results(longley, name="t", caption="C", rows={"income": "Income"}).table()


def test_our_estimator_is_read_by_the_same_names_also_through_a_demand_model() -> None:
    price = np.linspace(0.1, 2.0, 40)
    quantity = 2 * np.exp(-price) + 0.05 * np.sin(7 * price)
    fitted = NonlinearLS(
        lambda params, exog: params[0] * np.exp(-params[1] * exog[:, 0]),
        quantity, price[:, None], start=[1.0, 1.0], names=["scale", "rate"],
    ).fit()  # fmt: skip
    wrapped = SimpleNamespace(regression=fitted.with_cov("HAC"))
    table = from_results([fitted, wrapped], name="nls", caption="NLS").table()
    rows = table.sections[0].rows
    assert rows[0] == ("scale", (cell_text(fitted.params["scale"]),) * 2)
    assert rows[1][1] == tuple(
        f"({cell_text(r.bse['scale'])})" for r in (fitted, wrapped.regression)
    )
    assert dict(table.sections[1].rows)["Covariance"] == ("nonrobust", "HAC")
