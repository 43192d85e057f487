"""Frames of the industries: which years, which prices, which seams."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import DataError, IndustryError
from analysis.industries.series import (
    annual,
    cotton_demand,
    general_wage,
    joins_frame,
    population,
    published,
    spliced,
    steel_demand,
    steel_price,
    steel_with_trade,
    vehicle_demand,
)


def test_iron_rails_are_not_steel_rails():
    early = steel_demand(1860, 1970)
    assert early.frame.index.min() == 1867
    assert steel_price("rail")[0].index.min() == 1867


def test_gaps_stay_gaps():
    years = steel_demand(1867, 1998, price="rail_and_unit_value").frame.index
    assert not set(range(1971, 1980)) & set(years)
    assert {1970, 1980} <= set(years)
    assert not set(range(1941, 1960)) & set(vehicle_demand().frame.index)


def test_relative_price_is_price_over_income():
    frame = steel_demand().frame
    ratio = frame["real_price"] * frame["cpi"] / frame["income"]
    np.testing.assert_allclose(frame["relative_price"], ratio, rtol=1e-12)
    np.testing.assert_allclose(frame["income"], frame["real_income"] * frame["cpi"], rtol=1e-12)


def test_level_breaks_of_the_rail_price_are_spliced_and_can_be_left_as_printed():
    smooth = steel_demand(price="rail").frame["price"]
    printed = steel_demand(price="rail_as_printed").frame["price"]
    np.testing.assert_allclose(smooth.loc[1953:], printed.loc[1953:])
    assert smooth[1952] / printed[1952] == pytest.approx(91.5264 / 84.56)
    assert len(steel_demand(price="rail").joins) == 2


def test_the_join_without_overlap_is_marked_and_can_be_switched_off():
    across = cotton_demand()
    assumed = [seam for seam in across.joins if not seam.overlaps]
    assert [seam.assumption for seam in assumed] == ["volume unchanged between 1945 and 1947"]
    apart = cotton_demand(quantity="without_assumed_join")
    assert all(seam.overlaps for seam in apart.joins)
    assert apart.frame.index.max() == 1945
    common = apart.frame.index
    np.testing.assert_allclose(across.frame.loc[common, "quantity"], apart.frame["quantity"])


def test_every_join_prints_what_it_rests_on():
    table = joins_frame([*cotton_demand().joins, *general_wage().joins])
    assert (table["ratio"] > 0).all()
    rests = table["rests on"]
    assert (rests.str.startswith("overlap") | rests.str.startswith("assumption: ")).all()
    assert (table.loc[table["years"] > 1, "spread"] >= 1).all()


def test_the_wage_is_measured_where_it_is_known():
    wage = general_wage()
    measured = annual("us_economy", "wage_mfg_hourly")
    np.testing.assert_allclose(wage.frame["wage"][measured.index], measured)
    assert all(seam.overlaps for seam in wage.joins)
    assert wage.joins[-1].later == "wage_six_census_industries"


def test_a_missing_wage_does_not_cost_a_year_of_demand():
    with_wage = steel_demand(with_wage=True).frame
    assert list(with_wage.index) == list(steel_demand().frame.index)
    assert with_wage["wage"].isna().any()


def test_second_hand_rows_stay_out_unless_asked_for():
    assert 1901 not in annual("motor_vehicles", "production_total", prefer=("bts_nts_t1_15",
                              "world_almanac1903_census")).index  # fmt: skip
    low = annual("motor_vehicles", "production_total", low_confidence=True,
                 prefer=("bts_nts_t1_15", "world_almanac1903_census"))  # fmt: skip
    assert 1901 in low.index


def test_trade_in_steel_is_known_for_nine_years():
    frame = steel_with_trade().frame
    assert (frame.index.min(), frame.index.max(), len(frame)) == (1980, 1988, 9)
    use = frame["population"] * frame["quantity"] / 1e6
    np.testing.assert_allclose(use * frame["home_share"], frame["output"], rtol=1e-12)


def test_unknown_names_are_errors_that_list_what_there_is():
    with pytest.raises(DataError, match="maddison, gapminder, bea"):
        population("census")
    with pytest.raises(DataError, match="cotton, steel, motor_vehicles"):
        published("wool")
    with pytest.raises(IndustryError, match="1867, 1913, 1953"):
        spliced("steel", "rail_price", (1900,))
