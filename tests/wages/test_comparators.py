"""Pay is held against what the law or the market pays in the same place at the same time."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import WageError
from analysis.money import load_rates
from analysis.tables import load
from analysis.wages import (
    FULL_TIME,
    comparable,
    count_below_each_way,
    dependence,
    ladder,
    ladder_minima,
    with_year,
)
from analysis.wages.comparable import pay_ratio, years_with_both
from analysis.wages.comparators import ratio_to_average, ratio_to_minimum, share_below
from analysis.wages.local_wages import local_wage

pytestmark = pytest.mark.slow

QUOTES = with_year(load("annotation_wages"))
COMPARATORS = load("comparator_wages")
RATES = load_rates()


def ratios(*names: str) -> pd.DataFrame:
    rows = QUOTES[QUOTES["quote_id"].isin(names)]
    done, _ = ratio_to_minimum(rows, COMPARATORS, RATES, FULL_TIME)
    return done.set_index("quote_id")


def test_the_federal_minimum_stands_until_it_is_replaced() -> None:
    for year in (2009, 2016, 2026):
        found = local_wage(COMPARATORS, "USA", None, year)
        assert float(found.rows["mid"].iloc[0]) == 7.25
        assert found.year == 2009
    with pytest.raises(WageError, match=r"no minimum wage .* of USA from 2005 to 2007"):
        local_wage(COMPARATORS, "USA", None, 2007)


def test_a_chinese_quote_without_a_province_faces_the_range_of_provinces() -> None:
    henan = local_wage(COMPARATORS, "CHN", "Henan", 2018)
    assert henan.level == "region"
    assert sorted(henan.rows["mid"]) == [1500, 1700, 1900]
    assert not henan.top_class_only
    country = local_wage(COMPARATORS, "CHN", None, 2018)
    assert country.level == "range of regions"
    assert len(set(country.rows["region"])) > 1
    assert local_wage(COMPARATORS, "CHN", "Henan", 2026).top_class_only


def test_an_order_stands_until_the_next_one_shows_that_it_did() -> None:
    # The order of May 2018 stood in Nairobi until that of May 2022.
    found = local_wage(COMPARATORS, "KEN", "cities", 2021)
    assert (found.year, list(found.rows["mid"])) == (2018, [13572])
    assert local_wage(COMPARATORS, "KEN", "cities", 2022).year == 2022
    # Eight years between two orders in the table show nothing: Henan of 2018 is not that of 2024.
    assert set(local_wage(COMPARATORS, "CHN", "Henan", 2024).rows["region"]) != {"Henan"}
    alone = COMPARATORS[~((COMPARATORS["country"] == "KEN") & (COMPARATORS["year"] > 2018))]
    with pytest.raises(WageError, match="no minimum wage"):
        local_wage(alone, "KEN", "cities", 2021)


def test_a_county_has_the_lowest_class_of_its_province() -> None:
    city = local_wage(COMPARATORS, "CHN", "Henan", 2018, place="Zhengzhou")
    county = local_wage(COMPARATORS, "CHN", "Henan", 2018, place="Guangshan, Xinyang")
    assert sorted(city.rows["mid"]) == [1500, 1700, 1900]
    assert list(county.rows["mid"]) == [1500]


def test_a_month_of_stated_hours_is_held_against_an_hour() -> None:
    row = QUOTES[QUOTES["quote_id"] == "aw050"].assign(
        region="Henan", weekly_hours_low=48.0, weekly_hours_high=48.0
    )
    done, _ = ratio_to_minimum(row, COMPARATORS, RATES, FULL_TIME)
    longer = done.iloc[0]
    assert longer["needs_hours"]
    assert longer["ratio_low"] == pytest.approx((3000 / 208) / (1900 / 160))
    assert longer["ratio_high"] == pytest.approx((4000 / 208) / (1500 / 208))


def test_venezuelas_minimum_measures_nobody() -> None:
    with pytest.raises(WageError, match="of VEN"):
        local_wage(COMPARATORS, "VEN", None, 2022)


def test_a_month_over_a_month_needs_no_hours() -> None:
    # The firm claims more than double the minimum; its own range starts below that.
    got = ratios("aw018").iloc[0]
    assert not got["needs_hours"]
    assert got["ratio_low"] == pytest.approx(26600 / 15201.65)
    assert got["ratio_high"] == pytest.approx(40000 / 15201.65)
    assert got["ratio_low"] < 2 < got["ratio_high"]


def test_an_hour_over_a_month_spreads_with_the_hours() -> None:
    got = ratios("aw034").iloc[0]
    assert got["needs_hours"]
    assert got["ratio_low"] == pytest.approx(9 / (1212 / 160))
    assert got["ratio_high"] == pytest.approx(9 / (1212 / 208))


def test_side_income_without_a_country_or_hours_is_not_compared() -> None:
    rows = QUOTES[QUOTES["quote_id"].isin(["aw001", "aw051", "aw230", "aw089"])]
    done, refused = ratio_to_minimum(rows, COMPARATORS, RATES, FULL_TIME)
    assert done.empty
    reasons = refused.set_index("quote_id")["reason"]
    assert "no country" in reasons["aw001"]
    assert "hours are not known" in reasons["aw051"]
    assert "hours are not known" in reasons["aw230"]
    assert "no year" in reasons["aw089"]


def test_one_average_is_met_in_its_own_dollars() -> None:
    # 15 USD an hour in 2023 against US monthly earnings in PPP dollars of 2021.
    row = QUOTES[QUOTES["quote_id"] == "aw244"]
    done, _ = ratio_to_average(row, COMPARATORS, RATES, FULL_TIME)
    average = local_wage(COMPARATORS, "USA", None, 2023, kind="average", max_age=4)
    prices = RATES.price_ratio("USA", 2023, 2021).value
    wanted = 15 * prices / (float(average.rows["mid"].mean()) / FULL_TIME.month.central)
    assert done["ratio_mid"].iloc[0] == pytest.approx(wanted, rel=0.02)
    beijing = QUOTES[QUOTES["quote_id"] == "aw208"]
    done, _ = ratio_to_average(beijing, COMPARATORS, RATES, FULL_TIME, coverage="private")
    assert done["ratio_low"].iloc[0] == pytest.approx(181023 / 105900)


def test_shares_below_not_below_and_undecided_add_up() -> None:
    table = pd.DataFrame(
        {"ratio_low": [0.5, 0.8, 1.0, 2.0, None], "ratio_high": [0.9, 1.2, 1.0, 3.0, 0.7]}
    )
    got = share_below(table)
    assert (got["below"], got["not_below"], got["undecided"]) == pytest.approx((0.4, 0.4, 0.2))


def test_what_the_share_below_the_minimum_depends_on_is_tabled() -> None:
    counts = count_below_each_way(QUOTES, COMPARATORS, RATES, unpaid=0.25)
    got = dependence(counts)
    shares = got[["below", "undecided", "not_below"]].sum(axis=1)
    assert list(shares) == pytest.approx([1.0] * len(got))
    for count in counts:
        assert len(count.ratios) + len(count.refused) + len(count.excluded) == len(QUOTES)
    # Every way of counting can give another answer: a table that cannot vary says nothing.
    assert not got[["quotes", "below", "undecided"]].duplicated().any()
    nobody = QUOTES[QUOTES["quote_id"] == "aw010"]
    with pytest.raises(WageError, match="no quote could be compared"):
        count_below_each_way(nobody, COMPARATORS, RATES, unpaid=0.25)


def test_every_quote_is_on_the_scale_refused_or_left_out() -> None:
    scale = comparable(load("annotation_wages"), RATES, base_year=2023, unpaid=0.25)
    at_market = scale.refused[scale.refused["step"] != "purchasing power"]
    assert len(scale.market) + len(at_market) + len(scale.selection.excluded) == len(QUOTES)
    assert set(scale.market["unit"]) == {"USD of 2023"}
    assert set(scale.parity["unit"]) == {"PPP USD of 2023"}
    steps = ladder(scale)
    assert steps["quotes"].sum() == len(scale.market)
    minima = ladder_minima(scale, COMPARATORS, RATES, base_year=2023).set_index("country")
    federal = 7.25 * RATES.price_ratio("USA", 2026, 2023, carry_forward=True).value
    assert minima.loc["USA", "low"] == pytest.approx(federal)
    assert "VEN" not in minima.index
    american = steps[steps["country"] == "USA"]
    assert american["parity_low"].to_numpy() == pytest.approx(american["low"].to_numpy())


def test_years_with_three_sources_on_both_sides() -> None:
    rows = pd.DataFrame(
        {
            "year": [2020] * 6 + [2021] * 4,
            "country": ["CHN", "USA"] * 3 + ["CHN", "USA"] * 2,
            "origin": [f"s{i}" for i in range(10)],
        }
    )
    assert years_with_both(rows, ("CHN", "USA"), fewest=3) == [2020]
    assert years_with_both(rows, ("CHN", "USA"), fewest=2) == [2020, 2021]
    assert years_with_both(rows, ("CHN", "IND"), fewest=1) == []


def test_one_task_pays_several_times_more_in_one_country() -> None:
    rows = QUOTES[QUOTES["firm"] == "appen"]
    low, high = pay_ratio(rows, above=["aw093", "aw094"], below=["aw095"])
    assert (low, high) == pytest.approx((5.25, 7.5))
    with pytest.raises(WageError, match="no quote aw999"):
        pay_ratio(rows, above=["aw999"], below=["aw095"])
