"""What the pages of the industries say, each number on its own rows."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import industries
from analysis.errors import NumberError
from analysis.industries import INDUSTRIES
from analysis.tables import load

pytestmark = pytest.mark.slow


def series_of(found, name):
    return {
        str(value)
        for item in found.rows(name)
        for value in item.rows().get("series", item.rows().get("quantity"))
    }


def by_year(table, series):
    rows = load(table).query("series == @series")
    return rows.set_index("year")["value"]


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_peak_of_employment_rests_on_counts_of_workers_and_of_no_prices(studies, industry):
    found = industries.peaks(industries.counted(industry), industry)
    assert {item.table for item in found.rows("peak_per_head")} == {industry, "us_economy"}
    assert not any("price" in name or "deflator" in name for name in series_of(found, "peak_total"))
    assert (
        int(found["peak_per_head"].value.split(",")[0].split(" ")[0]) <= found["peak_total"].value
    )


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_published_number_rests_on_the_row_it_was_read_from(studies, industry):
    found = industries.published_pair(studies[industry])
    for name, item in found.items():
        (rows,) = found.rows(name)
        (row,) = rows.rows().to_dict("records")
        assert rows.table == "bessen_published"
        assert float(row["value"]) == item.value


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_another_count_of_the_population_is_named_where_it_was_used(studies, industry):
    found = industries.where_the_jobs_went(studies[industry])
    for name in found:
        people = {item for item in series_of(found, name) if item.startswith("population")}
        expected = "population_gapminder" if "gapminder" in name else "population_maddison"
        assert people == (set() if name == "change" else {expected})


@pytest.mark.parametrize("people", ["maddison", "gapminder"])
def test_jobs_lost_to_falling_output_per_head_of_steel_by_hand(studies, people):
    value, price, jobs = (
        by_year("steel", f"sic3312_{field}")
        for field in ("shipments_nominal", "shipments_deflator", "production_workers")
    )
    ends = [1958, 2011]
    per_head = (value / price / by_year("us_economy", f"population_{people}"))[ends]
    workers = jobs[ends]
    weight = (workers[2011] - workers[1958]) / np.log(workers[2011] / workers[1958])
    found = industries.where_the_jobs_went(studies["steel"])
    name = "endpoint" if people == "maddison" else "gapminder_endpoint"
    expected = weight * np.log(per_head[2011] / per_head[1958])
    assert found[name].value == pytest.approx(expected, rel=1e-9)
    assert found["change"].value == pytest.approx(workers[2011] - workers[1958])


def test_pass_through_of_vehicles_is_that_of_their_census_branches(studies):
    found = industries.passing_on(studies["motor_vehicles"])
    assert {item.table for item in found.rows("theta")} == {"motor_vehicles"}
    assert "population_maddison" in series_of(found, "threshold_total")
    steel = series_of(industries.passing_on(studies["steel"]), "theta")
    assert {"rail_price", "raw_production", "wage_mfg_hourly"} <= steel


def test_the_fall_of_a_price_rests_on_the_two_years_it_compares(studies):
    found = industries.fall_of_the_price(studies["cotton"])
    frame = studies["cotton"].sample.frame
    relative = frame["price"] / frame["income"]
    assert found["fall"].value == pytest.approx(np.log(relative.iloc[0] / relative.iloc[-1]))
    years = {year for item in found.rows("fall") for year in item.rows()["year"]}
    assert {1831, 1995} <= years


def test_an_elasticity_rests_on_what_the_fit_reads_and_on_no_wage(studies):
    steel = studies["steel"]
    found = industries.elasticities(steel.comparison["log"])
    assert series_of(found, "first") == {
        "rail_price", "sic3312_shipments_deflator", "raw_production",
        "population_maddison", "product_per_head_nominal",
    }  # fmt: skip
    low, high = found["first"].interval
    assert low < found["first"].value < high


def test_both_error_scales_share_one_sample(studies):
    steel = studies["steel"]
    assert steel.log.sample is steel.level.sample is steel.sample
    assert steel.log.results is steel.comparison["log"].fitted.results


def test_hands_grew_in_number_and_not_per_head_on_both_sides_of_the_ocean():
    hands = industries.mill_hands_counted(industries.mill_hands())
    british = industries.british_hands_counted(industries.british_cotton_hands())
    assert hands["total_ratio"].value > 1 > hands["rate_ratio"].value
    assert british["all_ratio"].value == pytest.approx(486 / 360)
    assert british["all_mid_ratio"].value == pytest.approx(451 / 415)
    people = [by_year("cotton", f"uk_population_{part}") for part in ("england_wales", "scotland")]
    grown = sum(item[1881] for item in people) / sum(item[1821] for item in people)
    assert british["all_rate_ratio"].value == pytest.approx(486 / 360 / grown)
    assert british["all_rate_ratio"].value < 1
    assert {"uk_population_scotland", "uk_hands_spinning"} <= series_of(british, "all_rate_ratio")


def test_jobs_owed_to_the_price_have_the_range_of_incomes_and_error_scales(studies):
    found = industries.owed_to_price(studies["steel"])["price"]
    cells = industries.price_parts(studies["steel"])["price"]
    assert len(cells) == 6
    assert found.value == cells[0]
    assert found.interval == (cells.min(), cells.max())
    assert cells.max() > 2 * cells.min() > 0


def test_the_chapters_steel_figures_are_total_employment(studies):
    printed = industries.published_employment(studies["steel"])
    total = industries.mill_jobs(industries.steel_mills())
    workers = industries.production_workers(studies["steel"].branches)
    for end in ("first", "last"):
        gap = abs(total[f"total_{end}"].value / printed[f"employment_{end}"].value - 1)
        assert gap < 0.05
        assert abs(workers[f"workers_{end}"].value / printed[f"employment_{end}"].value - 1) > gap


def test_a_page_names_what_it_speaks_of_and_nothing_that_was_not_found(studies):
    found = industries.published_pair(studies["steel"])
    assert list(found.only("last", "first")) == ["last", "first"]
    assert found.only("first").rows("first") == found.rows("first")
    with pytest.raises(NumberError, match="found no sigma; there are: first, last"):
        found.only("sigma")


def test_an_instrument_rests_on_the_raw_price_in_its_own_years(studies):
    found = industries.instrumented(studies["cotton"].log)
    assert "raw_price" in series_of(found, "elasticity")
    years = {year for item in found.rows("f") for year in item.rows()["year"]}
    assert min(years) >= 1899
    assert max(years) <= 1957


def test_every_frame_of_a_page_knows_its_function_and_its_rows(studies):
    vehicles = studies["motor_vehicles"]
    frames = [
        industries.employment_by_year(vehicles.employment),
        industries.seams(vehicles.sample, vehicles.employment),
        industries.declared_choices(vehicles),
        industries.observed_points(vehicles),
        industries.curve_points(vehicles),
        industries.elasticity_path(vehicles),
        industries.comparison_table(vehicles.comparison["log"]),
        industries.arc_elasticities(vehicles),
        industries.spending_share(vehicles),
        industries.share_peaks(vehicles),
        industries.incomes_side_by_side(vehicles),
        industries.regression_table(vehicles),
        industries.price_parts(vehicles),
        industries.rise_and_fall(vehicles, industries.counted("motor_vehicles")),
        industries.peaks_by_count({"motor_vehicles": industries.counted("motor_vehicles")}),
        industries.jobs_by_factor(vehicles),
        industries.jobs_with_price(vehicles),
        industries.backtest_scores(vehicles),
        industries.backtest_table(vehicles),
    ]
    for frame in frames:
        assert frame.attrs["by"].startswith("analysis.industries.")
        assert frame.attrs["rows"]
