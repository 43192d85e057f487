"""A sample rests on the rows that were read for it, in its own years, and on no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from analysis.industries.declared import DECLARED
from analysis.industries.employment import employment_panel, employment_series
from analysis.industries.employment.steel_mills import steel_mills
from analysis.industries.employment.timing import counted
from analysis.industries.incomes import incomes
from analysis.industries.series import (
    INDUSTRIES,
    Sample,
    british_cotton_hands,
    census_industry,
    cotton_demand,
    cotton_employment,
    general_wage,
    labour_cost_per_yard,
    mill_hands,
    reading,
    steel_demand,
    steel_employment,
    steel_with_trade,
    unit_values,
    vehicle_demand,
    vehicle_employment,
)
from analysis.tables import Evidence

Row = tuple[str, ...]

MAKERS: dict[str, Callable[[], Sample]] = {
    "cotton": cotton_demand,
    "cotton, broadwoven": lambda: cotton_demand(1958, 2011, quantity="broadwoven", with_wage=True),
    "cotton, benchmarks": lambda: cotton_demand(1831, 1918, quantity="mill_consumption"),
    "steel": steel_demand,
    "steel, carried on": lambda: steel_demand(1867, 1982, price="rail_and_unit_value"),
    "steel, by its deflator": lambda: steel_demand(1867, 1982, price="rail_and_deflator"),
    "vehicles, wholesale": lambda: vehicle_demand(1926, 2007, price="wholesale"),
    "incomes": incomes,
    **{f"{industry}, every count": lambda i=industry: counted(i) for industry in INDUSTRIES},
    "vehicles": vehicle_demand,
    "wage": general_wage,
    "hands": mill_hands,
    "weavers": british_cotton_hands,
    "yard": labour_cost_per_yard,
    "unit values": unit_values,
    "cotton employment": cotton_employment,
    "steel employment": steel_employment,
    "steel employment, joined": lambda: steel_employment(joined_too=True),
    "vehicle employment": vehicle_employment,
    "steel mills": steel_mills,
    "steel with trade": steel_with_trade,
    **{f"{industry}, counted": lambda i=industry: employment_series(i) for industry in INDUSTRIES},
}


def rows_named(evidence: Iterable[Evidence]) -> set[Row]:
    return {
        (item.table, row["series"], str(row["year"]), row["source_id"])
        for item in evidence
        for row in item.rows().to_dict("records")
    }


@pytest.mark.parametrize("maker", MAKERS)
def test_a_sample_names_the_rows_that_were_read_while_it_was_made(maker):
    with reading() as kept:
        sample = MAKERS[maker]()
    read = {
        (item.table, row["series"], str(row["year"]), row["source_id"])
        for item in kept
        for row, year in zip(item.rows.to_dict("records"), item.dated, strict=True)
        if year in sample.years
    }
    assert rows_named(sample.evidence) == read
    assert read


def test_a_panel_names_no_row_that_its_columns_do_not_need():
    with reading() as kept:
        panel = employment_panel("steel")
    read = {(item.table, row["series"]) for item in kept for row in item.rows.to_dict("records")}
    named = {row[:2] for row in rows_named(panel.evidence)}
    # Two other incomes stand in the frame that the panel was cut from, and not in the panel.
    others = {"product_deflator_2025", "product_per_head_real_2025", "gdp_per_capita_maddison"}
    assert named == read - {("us_economy", name) for name in {*others, "cpi_sichel"}}
    assert {row[1] for row in rows_named(panel.only("employment").evidence)} == {
        "census_wage_earners",
        "douglas_employment_index",
        "primary_metals_production_workers",
        "sic3312_total_employment",
    }


@pytest.mark.parametrize("industry", INDUSTRIES)
@pytest.mark.parametrize("people", ["maddison", "gapminder"])
def test_output_per_head_rests_on_the_count_of_people_it_was_made_with(industry, people):
    branches = census_industry(industry, DECLARED[industry].sic, people=people)
    named = {row[1] for row in rows_named(branches.only("quantity").evidence)}
    assert {name for name in named if name.startswith("population")} == {f"population_{people}"}
    workers = rows_named(branches.only("employment").evidence)
    assert {row[1] for row in workers} == {
        f"sic{code}_production_workers" for code in DECLARED[industry].sic
    }


def test_a_census_return_speaks_for_the_year_before_the_one_printed():
    (rows,) = mill_hands().only("hands").at(1839).evidence
    assert list(rows.rows()["year"]) == [1840]


def test_a_break_names_both_its_rows_and_a_window_only_its_years():
    price = steel_demand().only("price")
    (rows,) = price.evidence
    both = rows.rows().query("year == 1953")
    assert len(both) == 2
    (few,) = price.at(1920, 1921).evidence
    assert set(few.rows()["year"]) == {1920, 1921}


def test_a_series_carried_on_rests_on_the_overlap_that_carried_it():
    price = steel_demand(1867, 1998, price="rail_and_unit_value").only("price")
    (rows,) = price.cut(price.frame.loc[1960:]).evidence
    unit_values_used = rows.rows().query("series == 'unit_value_usgs'")["year"]
    assert set(range(1950, 1971)) <= set(unit_values_used)
