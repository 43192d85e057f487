"""Every number and figure leads to its rows, their corrections and who published them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.errors import UnknownResultError
from analysis.figures import paper
from analysis.figures.coverage import coverage_evidence, coverage_frame, coverage_map
from analysis.report.account import account
from analysis.report.numbers import Number
from analysis.report.why import read_figures, why_page, why_text
from analysis.tables import Evidence, evidence, table

RAILS = evidence("steel", "rail_price", years=(1945, 1955))
PEOPLE = evidence("us_economy", "population_maddison", years=(1867, 1970))


def number(name: str, *rows: Evidence, **given: object) -> Number:
    base: dict[str, object] = {
        "value": 42.0, "unit": "USD per long ton", "notebook": "01_steel",
        "by": "analysis.industries.series.steel.steel_demand", "evidence": rows,
    }  # fmt: skip
    return Number(name, **(base | given))  # type: ignore[arg-type]


NUMBERS = {
    item.name: item
    for item in (
        number("steel.rails", RAILS),
        number("steel.heads", RAILS, PEOPLE, interval=(1.0, float("inf")), level=0.95),
        number("steel.crossing", PEOPLE, value=None, text="none in the data"),
    )
}
FIGURES = {
    "steel_price": {
        "caption": "Rails < steel & iron", "function": "analysis.figures.steel.price",
        "notebook": "01_steel", "evidence": [PEOPLE.to_dict()],
    }
}  # fmt: skip


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_rails_of_the_fifties_lead_to_the_rows_and_the_conversion_to_long_tons() -> None:
    text = words(why_text("steel.rails", NUMBERS, FIGURES))
    rows = RAILS.rows()
    assert f"{len(rows)} rows {rows.index.min()}-" in text
    assert "42 USD per long ton" in text
    assert "years 1945-1955" in text
    assert "USD per 100 lb brought to USD per long ton, value times 22.4" in text
    for source in RAILS.sources()["id"]:
        assert source in text
    assert table("steel").vocabulary.licences["us-government-work"] in text


def test_rows_left_out_are_told_though_they_are_not_used() -> None:
    pig = account(evidence("steel", "pig_iron_shipments", years=(1942, 1944)))
    assert pig.years == "1942, 1944"
    (line, rows) = next(iter(pig.corrections))
    assert (line.action, line.expected) == ("drop", "64274")
    assert table("steel").printed.loc[int(rows), "year"] == 1943


def test_a_correction_counts_though_it_changed_what_the_rows_are_chosen_by() -> None:
    by_unit = evidence("steel", "raw_production", unit="thousand short tons", years=(1980, 1998))
    assert [line.replacement for line in by_unit.corrections()] == ["thousand short tons"]
    assert len(account(by_unit).corrections) == 1


def test_an_interval_open_above_is_called_unbounded() -> None:
    text = words(why_text("steel.heads", NUMBERS, FIGURES))
    assert "95% interval 1 to unbounded USD per long ton" in text
    assert "none in the data" in why_text("steel.crossing", NUMBERS, FIGURES)


def test_a_figure_answers_like_a_number() -> None:
    text = words(why_text("steel_price", NUMBERS, FIGURES))
    assert "Rails < steel & iron" in text
    assert "Maddison Project Database 2020" in text


@pytest.mark.parametrize(
    ("name", "close"), [("steel.rail", "steel.rails"), ("steel_prise", "steel_price")]
)
def test_an_unknown_name_answers_with_the_close_ones(name: str, close: str) -> None:
    with pytest.raises(UnknownResultError, match=re.escape(close)):
        why_text(name, NUMBERS, FIGURES)


def test_every_link_within_the_page_has_its_place_and_every_name_its_anchor() -> None:
    page = why_page(NUMBERS, FIGURES)
    places = re.findall(r'id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)
    assert {*NUMBERS, "figure-steel_price"} <= set(places)
    assert "Rails &lt; steel &amp; iron" in page


def test_rows_used_by_many_numbers_are_written_once() -> None:
    many = {f"steel.n{i}": number(f"steel.n{i}", RAILS, PEOPLE) for i in range(300)}
    page = why_page(many, {})
    assert page.count("<details") == 2
    assert page.count('id="source-maddison2020_population"') == 1
    assert len(page) < 300 * 500


def test_the_page_asks_nothing_of_any_address_and_holds_no_path_of_this_machine() -> None:
    page = why_page(NUMBERS, FIGURES)
    assert not re.search(r"<(script|img|iframe|link)\b|\bsrc=", page)
    assert str(Path(__file__).resolve().parents[2]) not in page
    assert page == why_page(dict(reversed(NUMBERS.items())), FIGURES)


def test_sidecars_written_with_a_figure_are_read_back_by_its_name(tmp_path: Path) -> None:
    frame = coverage_frame("steel", ["rail_price"])
    rows = [coverage_evidence("steel", ["rail_price"])]
    made = paper(
        coverage_map(frame), "rails", caption="Rails.", alt="Years.", data=frame, evidence=rows
    )
    made.write(tmp_path / "figures", "01_steel")
    text = words(why_text("rails", {}, read_figures(tmp_path)))
    assert "drawn by analysis.figures.coverage.coverage_map" in text
    assert "in notebook 01_steel" in text
    assert "series rail_price" in text
