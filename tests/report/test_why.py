"""Every number and figure leads to its rows, their corrections and who published them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.figures import paper
from analysis.figures.coverage_map import coverage_evidence, coverage_frame, coverage_map
from analysis.report.numbers import Number
from analysis.report.pages.account import account, lines_of
from analysis.report.pages.why import LINES, ShownReport, read_sidecars, why_text
from analysis.report.pages.why_page import LISTED, rows_pages, why_page
from analysis.tables import Evidence, evidence, load, rows_evidence, table

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
        "caption": "Rails < steel & iron", "function": "analysis.figures.rails.price",
        "notebook": "01_steel", "evidence": [PEOPLE.to_dict()],
    }
}  # fmt: skip

REPORT = ShownReport(NUMBERS, FIGURES, {})


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_rails_of_the_fifties_lead_to_the_rows_and_the_conversion_to_long_tons() -> None:
    text = words(why_text("steel.rails", REPORT, whole=True))
    rows = RAILS.rows()
    assert f"({len(rows)} rows)" in text
    first = rows.iloc[0]
    assert f"{rows.index[0]}: rail_price 1945: {first['value']}" in text
    assert "42 USD per long ton" in text
    assert "years 1945-1955" in text
    assert all(address in text for address in RAILS.sources()["address"].dropna())
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
    text = words(why_text("steel.heads", REPORT, whole=True))
    assert "95% interval 1 to unbounded USD per long ton" in text
    assert "none in the data" in why_text("steel.crossing", REPORT)


def test_a_figure_answers_like_a_number() -> None:
    text = words(why_text("steel_price", REPORT, whole=True))
    assert "Rails < steel & iron" in text
    assert "Maddison Project Database 2020" in text


@pytest.mark.parametrize(
    ("name", "close"), [("steel.rail", "steel.rails"), ("steel_prise", "steel_price")]
)
def test_an_unknown_name_answers_with_the_close_ones(name: str, close: str) -> None:
    with pytest.raises(ReportError, match=re.escape(close)):
        why_text(name, REPORT)


def test_every_link_within_the_page_has_its_place_and_every_name_its_anchor() -> None:
    page = why_page(REPORT)
    places = re.findall(r'id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)
    assert {*NUMBERS, "figure-steel_price"} <= set(places)
    assert "Rails &lt; steel &amp; iron" in page


def test_rows_used_by_many_numbers_are_written_once() -> None:
    many = {f"steel.n{i}": number(f"steel.n{i}", RAILS, PEOPLE) for i in range(300)}
    page = why_page(ShownReport(many, {}, {}))
    assert page.count('id="rows-') == 2
    assert page.count('id="source-maddison2020_population"') == 1
    assert len(page) < 300 * 1_600


def test_the_page_asks_nothing_of_any_address_and_holds_no_path_of_this_machine() -> None:
    page = why_page(REPORT)
    assert not re.search(r"<(img|iframe|link)\b|\bsrc=", page)
    assert page.count("<script") == page.count("<script>") == 1
    assert str(Path(__file__).resolve().parents[2]) not in page
    assert page == why_page(ShownReport(dict(reversed(NUMBERS.items())), FIGURES, {}))


def test_sidecars_written_with_a_figure_are_read_back_by_its_name(tmp_path: Path) -> None:
    frame = coverage_frame("steel", ["rail_price"])
    rows = [coverage_evidence("steel", ["rail_price"])]
    made = paper(
        coverage_map(frame), "rails", caption="Rails.", alt="Years.", data=frame, evidence=rows
    )
    made.write(tmp_path / "figures", "01_steel")
    text = words(why_text("rails", ShownReport({}, read_sidecars(tmp_path / "figures"), {})))
    assert "made by analysis.figures.coverage_map.coverage_map" in text
    assert "in notebook 01_steel" in text
    assert "series rail_price" in text


def test_the_short_answer_has_twenty_lines_with_rows_and_an_address() -> None:
    quotes = rows_evidence("annotation_wages", load("annotation_wages"))
    many = {"wages.all": number("wages.all", quotes)}
    text = why_text("wages.all", ShownReport(many, {}, {}))
    assert len(text.splitlines()) <= LINES
    assert "https://" in text
    assert "aw001" in text
    assert "--all" in text.splitlines()[-1]
    whole = why_text("wages.all", ShownReport(many, {}, {}), whole=True)
    assert all(name in whole for name in load("annotation_wages")["quote_id"])


def test_from_a_number_to_an_address_is_one_step() -> None:
    page = why_page(REPORT)
    section = page[page.index('<section class="why" id="steel.rails">') :].split("</section>")[0]
    address = next(iter(RAILS.sources()["address"].dropna()))
    assert f'href="{address}"' in section


def test_the_rows_used_stand_on_a_page_of_their_own_with_value_and_source() -> None:
    pages = rows_pages(REPORT)
    assert set(pages) == {"steel", "us_economy"}
    row = RAILS.rows().iloc[0]
    assert f"<td>rail_price 1945: {row['value']} USD per long ton</td>" in pages["steel"]
    assert pages["steel"].count('<tr id="row-') == len(RAILS.rows())


def test_of_a_long_table_the_first_rows_are_listed_and_all_are_counted() -> None:
    whole = Evidence("manufacturing_panel")
    pages = rows_pages(ShownReport({"made": number("made", whole)}, {}, {}))
    page = words(pages["manufacturing_panel"])
    assert f"{len(whole.rows()):,} of {len(whole.rows()):,} rows" in page
    assert f"The first {LISTED:,} are listed" in page
    assert page.count('<tr id="row-') == LISTED


def test_a_row_is_told_with_the_name_of_its_country_and_its_warnings_in_words() -> None:
    quotes = load("annotation_wages")
    weak = quotes["warnings"].fillna("").str.contains("low_confidence")
    (line,) = lines_of("annotation_wages", quotes[(quotes["country"] == "KEN") & weak].head(1))
    assert "country Kenya" in line.text
    assert "KEN" not in line.text
    assert "low confidence" in line.note
