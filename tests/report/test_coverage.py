"""The map tells which years there are, which were corrected and which are missing."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.errors import DataError, FigureError
from analysis.figures import paper
from analysis.figures.coverage_map import (
    coverage_evidence,
    coverage_frame,
    coverage_map,
    coverage_panels,
    coverage_titles,
    coverage_words,
)
from analysis.report.pages.coverage import coverage_page
from analysis.tables import load, names, table


def state(frame: pd.DataFrame, row: str, year: int) -> str:
    return str(frame.set_index(["row", "year"]).loc[(row, year), "state"])


def test_raw_steel_lacks_the_civil_war_years_and_the_seventies() -> None:
    steel = coverage_frame("steel", ["raw_production"])
    gaps = set(steel["year"][steel["state"] == "gap"])
    assert {1861, 1862, *range(1971, 1980)} <= gaps
    assert state(steel, "raw_production", 1970) == "value"


def test_corrections_and_warnings_show_where_they_apply() -> None:
    steel = coverage_frame("steel")
    assert state(steel, "raw_production", 1985) == "corrected"
    assert state(steel, "pig_iron_shipments", 1916) == "corrected"
    assert state(steel, "pig_iron_shipments", 1943) == "left_out"
    assert set(steel["state"][steel["row"] == "capital_book_value"]) == {"warned", "gap"}


@pytest.mark.parametrize("name", ["steel", "cotton", "motor_vehicles", "us_economy"])
def test_every_observation_is_on_the_map_once(name: str) -> None:
    rows, frame = load(name), coverage_frame(name)
    assert frame["values"].sum() == len(rows)
    there = frame[frame["values"] > 0]
    assert set(zip(there["row"], there["year"], strict=True)) == set(
        zip(rows["series"], rows["year"], strict=True)
    )


def test_chosen_series_keep_their_order_and_their_rows_are_the_evidence() -> None:
    chosen = ["rail_price", "apparent_supply"]
    assert list(dict.fromkeys(coverage_frame("steel", chosen)["row"])) == chosen
    assert set(coverage_evidence("steel", chosen).rows()["series"]) == set(chosen)


def test_panels_hold_every_series_once_and_break_between_prefixes() -> None:
    steel = coverage_frame("steel")
    panels = coverage_panels(steel, 25)
    assert all(panel["row"].nunique() <= 25 for panel in panels)
    assert sum(len(panel) for panel in panels) == len(steel)
    for before, after in pairwise(panels):
        ends = before["row"].iloc[-1], after["row"].iloc[0]
        assert ends[0].partition("_")[0] != ends[1].partition("_")[0]


def test_a_table_without_years_and_an_unknown_series_are_refused() -> None:
    with pytest.raises(DataError, match="bessen_published"):
        coverage_frame("bessen_published")
    with pytest.raises(DataError, match="no_such_series"):
        coverage_frame("steel", ["no_such_series"])
    with pytest.raises(FigureError, match="1 to 30"):
        coverage_map(coverage_frame("steel"))


@pytest.mark.slow
def test_the_figure_is_the_same_bytes_twice() -> None:
    chosen = ["rail_price", "raw_production", "ingot_capacity"]
    frame, titles = coverage_frame("steel", chosen), coverage_titles("steel")
    made = [
        paper(
            coverage_map(frame, titles), "steel_coverage", caption="Years.",
            alt=coverage_words(frame, titles), data=frame,
            evidence=[coverage_evidence("steel", chosen)],
        )
        for _ in range(2)
    ]  # fmt: skip
    assert made[0].svg == made[1].svg
    assert made[0].png == made[1].png
    assert "Raw steel produced, total: value 1860, 1863" in made[0].alt


@pytest.mark.slow
def test_the_page_shows_every_series_of_every_table_and_is_well_formed() -> None:
    page = coverage_page()
    tree = ElementTree.fromstring(f"<main>{page}</main>")
    shown = {code.text for code in tree.iter("code")}
    for name in names():
        assert name in {item.get("id") for item in tree.iter("h2")} | shown
        assert set(table(name).definition.series) <= shown
    strips = [item for item in tree.iter("svg") if item.get("role") == "img"]
    assert all(item.get("aria-label") for item in strips)
    assert len(strips) >= sum(len(table(name).definition.series) for name in names())
    assert not re.search(r"<(script|img|link)\b|\bsrc=|url\(", page)


@pytest.mark.slow
def test_bars_stay_within_the_axis() -> None:
    for box, path in re.findall(r'viewBox="0 0 (\d+) 10" preserve.*?>(.*?)</svg>', coverage_page()):
        for start, length in re.findall(r"M(-?\d+) \d+h(\d+)", path):
            assert int(start) >= 0
            assert int(start) + int(length) <= int(box)
