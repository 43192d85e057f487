"""A number cannot disagree with its computation: it is recorded once and printed by reference."""

from __future__ import annotations

import math

import pytest

from analysis.errors import FigureError, NumberError
from analysis.report.claims import CLAIMS, Claim, examine
from analysis.report.mathml import math_to_mathml
from analysis.report.numbers import Number
from analysis.report.prose import prose
from analysis.report.session import begin, current, number, table_html
from analysis.tables import evidence
from analysis.verdicts import Verdict, both

RAILS = evidence("steel", "rail_price", years=(1900, 1910))


@pytest.fixture(autouse=True)
def session():
    begin("99_test")
    yield
    current.numbers.clear()
    current.notebook = "live"


def test_prose_prints_the_recorded_number_and_its_interval() -> None:
    number("a.sigma", 1.23456, evidence=RAILS, by="us", interval=(1.0, math.inf), level=0.95)
    shown = prose("sigma is {a.sigma:.2f} ({a.sigma:interval}), {a.sigma:pct}")
    assert repr(shown) == "sigma is 1.23 (1 to unbounded), 123%"
    assert '<data class="number" value="a.sigma">1.23</data>' in shown._repr_html_()


def test_a_name_that_was_not_recorded_is_refused_with_those_that_were() -> None:
    number("a.one", 1, evidence=RAILS, by="us")
    with pytest.raises(NumberError, match=r"no number a\.two recorded; there are: a\.one"):
        prose("{a.two}")


@pytest.mark.parametrize("value", [math.nan, math.inf, None, [1, 2]])
def test_a_value_that_is_no_number_is_refused(value) -> None:
    with pytest.raises(NumberError, match=r"a\.b"):
        number("a.b", value, evidence=RAILS, by="us")


def test_a_number_needs_evidence_a_good_name_and_one_value() -> None:
    with pytest.raises(NumberError, match="no evidence"):
        number("a.b", 1, evidence=(), by="us")
    with pytest.raises(NumberError, match="dotted names"):
        number("sigma", 1, evidence=RAILS, by="us")
    number("a.b", 1, evidence=RAILS, by="us")
    with pytest.raises(NumberError, match="recorded as 1, now as 2"):
        number("a.b", 2, evidence=RAILS, by="us")
    with pytest.raises(NumberError, match="interval needs a level"):
        number("a.c", 1, evidence=RAILS, by="us", interval=(0, 2))


def test_a_number_survives_its_json() -> None:
    item = number("a.b", 2.5, "USD", evidence=RAILS, by="us", interval=(-math.inf, 3.0), level=0.9)
    assert Number.from_dict(item.to_dict()) == item
    none = number("a.none", None, evidence=RAILS, by="us", text="nowhere in the data")
    assert Number.from_dict(none.to_dict()) == none
    assert repr(prose("it crosses {a.none:d}")) == "it crosses nowhere in the data"


def test_a_verdict_is_the_value_of_a_rule_on_recorded_numbers() -> None:
    ratio = number("a.ratio", 0.5, evidence=RAILS, by="us", interval=(0.4, 0.6), level=0.95)
    claim = Claim(
        "C1", "it is cheap", numbers=("a.ratio",),
        rule=lambda n: Verdict(
            "supported" if n["a.ratio"].interval[1] < 1 else "mixed", f"{n['a.ratio'].value} of it"
        ),
    )  # fmt: skip
    found = examine({"a.ratio": ratio}, (claim,))[0]
    assert (found.verdict, found.because, found.rests_on) == ("supported", "0.5 of it", ("steel",))
    assert found.to_dict()["because"] == "0.5 of it"
    unread = examine({}, (claim,))[0]
    assert (unread.verdict, unread.because) == ("not examined", "")


def test_a_claim_with_two_sides_is_examined_only_on_the_numbers_of_both() -> None:
    claim = next(claim for claim in CLAIMS if claim.id == "C5")
    values = {
        "labels.china_places": 13, "labels.china_growing": 2, "labels.china_shrinking": 0,
        "wages.quotes_henan": 1, "wages.quotes_shandong": 1, "wages.quotes_xinjiang": 0,
    }  # fmt: skip
    assert set(claim.numbers) == set(values)
    made = {name: number(name, value, evidence=RAILS, by="us") for name, value in values.items()}
    found = examine(made, (claim,))[0]
    assert found.verdict == "mixed"
    assert "2 grew and 0 shrank" in found.because
    assert "Xinjiang 0" in found.because
    one_side = {name: item for name, item in made.items() if name.startswith("labels.")}
    assert examine(one_side, (claim,))[0].verdict == "not examined"


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ("supported", "supported", "supported"),
        ("not testable", "not testable", "not testable"),
        ("supported", "contradicted", "mixed"),
        ("supported", "not testable", "mixed"),
    ],
)
def test_two_sides_that_differ_are_mixed(first, second, answer) -> None:
    assert both(Verdict(first, "a"), Verdict(second, "b")) == Verdict(
        answer, "a; on the other side, b"
    )
    assert both(Verdict(second, "b"), Verdict(first, "a")).answer == answer


def test_there_are_twelve_claims() -> None:
    assert [claim.id for claim in CLAIMS] == [f"C{place}" for place in range(1, 13)]


def test_math_becomes_mathml_outside_code() -> None:
    assert "<math" in math_to_mathml("$x^2$")
    assert 'display="block"' in math_to_mathml("$$\nx\n$$")
    assert math_to_mathml("`$x$` and 5 $ and 6 $") == "`$x$` and 5 $ and 6 $"


def test_tables_escape_what_they_show() -> None:
    import pandas as pd

    shown = table_html(pd.DataFrame({"a<b": ["<script>"]}), "x & y")._repr_html_()
    assert "<script>" not in shown
    assert "x &amp; y" in shown


def test_a_figure_without_papers_is_refused() -> None:
    import pandas as pd

    from analysis.figures import drawn, new_figure, paper

    @drawn
    def line():
        figure, (axes,) = new_figure()
        axes.plot([1, 2], [1, 2])
        return figure

    data = pd.DataFrame({"x": [1, 2]})
    good = {"caption": "A line.", "alt": "A rising line.", "data": data, "evidence": [RAILS]}
    for bad in ({"caption": " "}, {"alt": ""}, {"data": data[:0]}, {"evidence": []}):
        with pytest.raises(FigureError):
            paper(line(), "a_line", **{**good, **bad})
    with pytest.raises(FigureError, match="figure name"):
        paper(line(), "A line", **good)
    first, second = paper(line(), "a_line", **good), paper(line(), "a_line", **good)
    assert (first.svg, first.png, first.csv) == (second.svg, second.png, second.csv)
    assert first.source == "Source: US Bureau of the Census 1975."
    assert "Date" not in first.svg
    # A white ground under ink that turns light on a dark page would hide the figure.
    assert "fill: #ffffff" not in first.svg


def test_a_source_line_names_the_first_sources_and_counts_the_rest() -> None:
    from analysis.figures import source_line

    every = evidence("annotation_wages")
    line = source_line([every])
    named, rest = line.removeprefix("Sources: ").split("; and ")
    names = named.split("; ")
    assert len(names) == 8
    assert names == sorted(names)
    assert rest.endswith(" more, see where it comes from.")
    assert int(rest.split()[0]) > 8
    assert source_line([every, every]) == line
    assert "more" not in source_line([RAILS])
