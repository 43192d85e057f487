"""What the stress tests hand over: shares of fits, truths that were chosen, rows that were read."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.findings import BY, resting, rows_of
from analysis.industries import Study
from analysis.industries.robustness import (
    IndustryPlacebo,
    crossing_by_scale,
    crossing_on_walks,
    employment_abroad,
    false_turns,
    fate_of_fits,
    fit_among_walks,
    industry_tables,
    jobs_lost,
    largest_break,
    last_without_a_decade,
    one_over_productivity,
    record_needed,
    reported_share,
    shares_reported,
    side_by_side,
    steel_jobs_with_trade,
    true_share,
    turning_points,
    turns_not_there,
    years_with_trade,
)
from analysis.industries.robustness.decades_and_breaks import leave_one_decade_out
from analysis.industries.robustness.fits import rows_of_all
from analysis.industries.series import INDUSTRIES, steel_with_trade
from analysis.tables import Evidence, load

pytestmark = pytest.mark.slow

STEEL = Study("steel")


def fits() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "status": ["fitted", "fitted", "refused", "unbounded", "fitted"],
            "duplicate": [False, True, False, False, False],
            "crosses": [True, True, False, False, False],
            "error": ["log", "log", "log", "level", "level"],
        }
    )
    return resting(frame, STEEL.log)


def joint() -> IndustryPlacebo:
    null = np.array([0.1, 0.2, 0.3, 0.4])
    return IndustryPlacebo(
        0.3, null, 0.9, null, 0.35, null, 0.5, null, 0.2, null, 5, null, null,
        rows_of_all(STEEL.frames), STEEL.log.evidence,
    )  # fmt: skip


def series_in(rows: tuple[Evidence, ...], table: str) -> set[str]:
    return {name for item in rows if item.table == table for name in item.rows()["series"]}


def test_a_fit_that_repeats_another_or_was_refused_counts_once_or_not_at_all():
    found = fate_of_fits(fits())
    assert [found[name].value for name in ("declared", "distinct", "refused", "unbounded")] == [
        5, 3, 1, 1,
    ]  # fmt: skip
    assert found["crossing"].value == pytest.approx(1 / 3)
    assert crossing_by_scale(fits())["crossing_log"].value == 1.0


def test_the_data_count_among_the_walks_in_a_p_value_and_not_in_a_percentile():
    found = crossing_on_walks(joint())
    assert found["p_crossing"].value == pytest.approx(3 / 5)
    assert found["placebo"].value == pytest.approx(3 / 4)


def test_all_specifications_rest_on_prices_that_the_primary_one_never_saw():
    found = crossing_on_walks(joint())
    assert "pig_iron_price" in series_in(found.rows("p_crossing"), "steel")
    assert "pig_iron_price" not in series_in(found.rows("placebo"), "steel")
    assert rows_of(fit_among_walks({"steel": joint()})) == rows_of(STEEL.log)


def test_a_truth_that_was_chosen_rests_on_no_row_and_what_it_was_reported_as_does():
    shares = reported_share(STEEL.log, 0.4, seed=1, draws=19)
    truth, reported = true_share(shares), shares_reported(shares)
    assert truth["true_share"].value == 0.4
    assert truth.rows("true_share") == ()
    assert reported.rows("share_log_low") == rows_of(STEEL.log)
    assert reported["share_log_low"].value < reported["share_log_high"].value


def test_the_flat_curve_has_the_slope_of_a_straight_line_in_logs():
    found = turns_not_there(false_turns(STEEL.log, seed=1, draws=9))
    frame = STEEL.sample.frame
    logs = np.log(frame["price"] / frame["income"]), np.log(frame["quantity"])
    assert found["flat"].value == pytest.approx(-np.polyfit(*logs, 1)[0], rel=1e-4)


def test_more_years_than_were_tried_is_no_number():
    table = resting(pd.DataFrame({"apart": [False]}, index=[800]), STEEL.log)
    assert record_needed(table)["years_needed"].value is None


def test_the_largest_break_is_a_declared_year():
    table = pd.DataFrame(
        {"statistic": [0.1, 0.4, 0.4], "p": [0.5, 0.2, 0.3]}, index=["1893", "1914", "largest"]
    )
    found = largest_break(resting(table, STEEL.log))
    assert found["break_year"].value == 1914
    assert found["break_p"].value == 0.3
    assert largest_break(table.iloc[:0])["break_p"].text.startswith("no declared date")


def test_steel_ends_below_one_whichever_decade_is_left_out():
    decades = leave_one_decade_out(STEEL.log)
    found = last_without_a_decade(decades)
    assert 0.5 < found["last_without_low"].value < found["last_without_high"].value < 1
    assert decades.attrs[BY].endswith("leave_one_decade_out")
    assert found.rows("last_without_low") == rows_of(STEEL.log)


def test_employment_per_head_peaks_in_the_table_where_it_does_in_the_counts():
    table = turning_points({"steel": STEEL})
    (row,) = table.to_dict("records")
    assert row["per_head_peak"] == STEEL.employment.frame["per_thousand"].idxmax() == 1919
    assert row["elasticity"] > 1 > row["threshold_total"]
    assert row["passes_one"] == "1941"
    assert "census_wage_earners" in series_in(rows_of(table), "steel")


def test_a_price_made_of_productivity_is_shown_for_every_industry():
    vehicles = Study("motor_vehicles")
    table = one_over_productivity({"steel": STEEL.panel, "motor_vehicles": vehicles.panel})
    assert list(table["industry"]) == ["Steel", "Motor vehicles"]
    assert (table["rsquared"].notna() | table["reason"].str.startswith("refused")).all()
    assert "sic3312_total_employment" in series_in(rows_of(table), "steel")


def test_the_parts_of_the_jobs_lost_in_steel_add_up():
    trade = steel_with_trade()
    ways = steel_jobs_with_trade(trade)
    found = jobs_lost(ways)
    people = ways.loc["year by year", "population"]
    parts = sum(found[name].value for name in found if name != "change")
    assert parts + people == pytest.approx(found["change"].value)
    employment = load("steel").query("series == 'sic3312_total_employment'").set_index("year")
    lost = employment["value"][1988] - employment["value"][1980]
    assert found["change"].value == pytest.approx(lost)
    assert years_with_trade(trade)["steel_years"].value == 9
    assert series_in(rows_of(ways), "us_economy") == {"population_maddison"}


def test_nothing_in_any_row_of_the_tables_counts_workers_abroad_today():
    tables = industry_tables(INDUSTRIES)
    found = employment_abroad(tables)
    assert found["foreign_employment_series"].value == 0
    assert found.rows("foreign_employment_series") == tuple(
        Evidence(name) for name in sorted(INDUSTRIES)
    )


def test_a_count_of_hands_abroad_would_be_found():
    rows = pd.DataFrame({"series": ["uk_hands", "uk_hands", "hands"], "year": [1905, 1910, 1905]})
    assert employment_abroad([rows])["foreign_employment_series"].value == 1


def test_parts_of_several_industries_stand_under_one_another_with_the_rows_of_all():
    decades = {one: leave_one_decade_out(Study(one).log) for one in ("steel", "motor_vehicles")}
    results = {one: SimpleNamespace(decades=frame) for one, frame in decades.items()}
    table = side_by_side(results, "decades")
    assert list(table.columns) == ["industry", "decade left out", "nobs", "first", "last"]
    assert list(table["industry"].unique()) == ["Steel", "Motor vehicles"]
    assert table.attrs[BY] == decades["steel"].attrs[BY]
    assert rows_of(table) == rows_of(list(decades.values()))
