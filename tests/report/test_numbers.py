"""A number cannot disagree with its computation: it is recorded once and printed by reference."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.errors import FigureError, NumberError
from analysis.figures import drawn, new_figure, paper
from analysis.findings import Findings, Quantity
from analysis.report.numbers import Number
from analysis.report.page import Page
from analysis.report.pages.mathml import math_to_mathml
from analysis.report.session import begin, current
from analysis.tables import evidence, load

RAILS = evidence("steel", "rail_price", years=(1900, 1910))


PAGE = Page("a")


@pytest.fixture(autouse=True)
def session():
    begin("99_test")
    yield
    current.clear()
    current.notebook = "live"


def evidence_frame() -> pd.DataFrame:
    return load("steel").query("series == 'rail_price' and 1900 <= year <= 1910")


@drawn
def line(frame: pd.DataFrame) -> Figure:
    figure, (axes,) = new_figure()
    axes.plot([1, 2], [1, len(frame)])
    return figure


def quantities(**found: Quantity) -> Findings:
    """What a function found that was given the rails of 1900 to 1910."""
    return Findings(found, "analysis.us", (RAILS,))


def kept(name: str, value: Any, unit: str = "", **more: Any) -> Number:
    PAGE.keep(quantities(**{name: Quantity(value, unit, **more)}))
    return PAGE.numbers[f"a.{name}"]


def test_prose_prints_the_recorded_number_and_its_interval() -> None:
    kept("sigma", 1.23456, interval=(1.0, math.inf), level=0.95)
    shown = PAGE.prose("sigma is {sigma:.2f} ({a.sigma:interval}), {sigma:pct}")
    assert repr(shown) == "sigma is 1.23 (1 to unbounded), 123%"
    assert '<data class="number" value="a.sigma">1.23</data>' in shown._repr_html_()


def test_a_copied_page_refers_to_its_own_numbers() -> None:
    kept("sigma", 1.0)
    Page("mine").keep(quantities(sigma=Quantity(2.0)))
    assert repr(Page("mine").prose("{sigma:.0f}")) == "2"


def test_a_name_that_was_not_recorded_is_refused_with_those_that_were() -> None:
    kept("one", 1)
    with pytest.raises(NumberError, match=r"no number two recorded; there are: one"):
        PAGE.prose("{two}")


@pytest.mark.parametrize("name", ["Sigma", "sigma\n", "a b", ""])
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(NumberError, match="dotted names"):
        PAGE.keep(quantities(**{name: Quantity(1)}))


def test_a_number_needs_rows() -> None:
    with pytest.raises(NumberError, match="no rows"):
        PAGE.keep(Findings({"b": Quantity(1)}, "analysis.us", ()))


def test_a_name_means_one_number_one_figure_one_table() -> None:
    kept("b", 1)
    with pytest.raises(NumberError, match=r"number a\.b was recorded before"):
        kept("b", 1)
    PAGE.table(evidence_frame(), "rails", "Rails")
    with pytest.raises(NumberError, match="table a_rails was shown before"):
        PAGE.table(evidence_frame(), "rails", "Rails")
    PAGE.figure(line(evidence_frame()), "A line.", "A rising line.")
    with pytest.raises(NumberError, match="figure a_line was shown before"):
        PAGE.figure(line(evidence_frame()), "Another line.", "A rising line.")


def test_a_live_notebook_may_run_a_cell_again() -> None:
    current.notebook = "live"
    kept("b", 1)
    assert kept("b", 2).value == 2
    PAGE.table(evidence_frame(), "rails", "Rails")
    PAGE.table(evidence_frame(), "rails", "Rails again")
    assert current.tables["a_rails"].caption == "Rails again"


def test_in_a_live_notebook_a_changed_cell_changes_the_sentence_below_it() -> None:
    current.notebook = "live"

    def run(value: float, page: Page) -> str:
        page.keep(quantities(sigma=Quantity(value)))
        return repr(page.prose("sigma is {sigma:.1f}"))

    assert run(1.0, PAGE) == "sigma is 1.0"
    assert run(2.0, PAGE) == "sigma is 2.0"
    # A copy under a prefix of its own has its own numbers.
    assert run(3.0, Page("mine")) == "sigma is 3.0"
    assert repr(PAGE.prose("{sigma:.1f}")) == "2.0"


def test_caption_numbers_and_quantities_in_tables_lead_to_their_rows_like_prose() -> None:
    kept("b", 1, "year")
    made = PAGE.figure(line(evidence_frame()), "Since {b:d}.", "From {b}.")
    assert (made.caption, made.alt) == ("Since 1.", "From 1.")
    assert 'value="a.b">1</data>' in made._repr_html_()
    frame = pd.DataFrame({"median": [Quantity(2.5, "USD", rows=RAILS)]}, index=["Kenya (crowd)"])
    table = PAGE.table(frame, "pay", "Pay", index=True)
    assert PAGE.numbers["a.pay.kenya_crowd.median"].value == 2.5
    assert '<data class="number" value="a.pay.kenya_crowd.median">2.5</data>' in table.html
    assert table.csv == ",median\nKenya (crowd),2.5\n"
    assert current.read == {"a.b", "a.pay.kenya_crowd.median"}


def test_a_number_survives_its_json() -> None:
    item = kept("b", 2.5, "USD", interval=(-math.inf, 3.0), level=0.9)
    assert Number.from_dict(item.to_dict()) == item
    none = kept("none", None, text="nowhere in the data")
    assert Number.from_dict(none.to_dict()) == none
    assert repr(PAGE.prose("it crosses {none:d}")) == "it crosses nowhere in the data"


def test_years_have_no_thousands_separator() -> None:
    kept("peak", 1907, "year")
    kept("jobs", 1907, "jobs")
    assert repr(PAGE.prose("{peak}, {jobs}")) == "1907, 1,907"


def test_math_becomes_mathml_outside_code() -> None:
    assert "<math" in math_to_mathml("$x^2$")
    assert '<math tabindex="0"' in math_to_mathml("$$\nx\n$$")
    assert 'display="block"' in math_to_mathml("$$\nx\n$$")
    assert math_to_mathml("`$x$` and 5 $ and 6 $") == "`$x$` and 5 $ and 6 $"


def test_tables_escape_what_they_show() -> None:
    shown = PAGE.table(pd.DataFrame({"a<b": ["<script>"]}), "t", "x & y")._repr_html_()
    assert "<script>" not in shown
    assert "a&lt;b" in shown
    assert "x &amp; y" in shown


def test_a_figure_without_papers_is_refused() -> None:
    data = pd.DataFrame({"x": [1, 2]})
    good = {"caption": "A line.", "alt": "A rising line.", "data": data, "evidence": [RAILS]}
    for bad in ({"caption": " "}, {"alt": ""}, {"data": data[:0]}, {"evidence": []}):
        with pytest.raises(FigureError):
            paper(line(data), "a_line", **{**good, **bad})
    with pytest.raises(FigureError, match="figure name"):
        paper(line(data), "A line", **good)
    first, second = paper(line(data), "a_line", **good), paper(line(data), "a_line", **good)
    assert (first.svg, first.png, first.csv) == (second.svg, second.png, second.csv)
    assert first.source == "Source: US Bureau of the Census 1975."
    assert "Date" not in first.svg
    # A white ground under ink that turns light on a dark page would hide the figure.
    assert "fill: #ffffff" not in first.svg


def test_a_spreadsheet_reads_no_cell_of_a_figure_as_a_formula() -> None:
    data = pd.DataFrame({"-x": [-1.5, 2.0], "y": ["=1+1", None]}, index=["+a", "b"])
    made = paper(line(data), "a_line", caption="c", alt="a", data=data, evidence=[RAILS])
    assert made.csv == ",'-x,y\n'+a,-1.5,'=1+1\nb,2.0,\n"


def test_a_source_line_names_the_first_sources_and_counts_the_rest() -> None:
    from analysis.figures import source_line

    every = evidence("annotation_wages")
    line = source_line([every])
    assert len(line) <= 84
    named, rest = line.removeprefix("Sources: ").split("; and ")
    names = named.split("; ")
    assert len(names) > 1
    assert names == sorted(names)
    assert rest.endswith(" more.")
    assert int(rest.split()[0]) > 8
    assert source_line([every, every]) == line
    assert "more" not in source_line([RAILS])
