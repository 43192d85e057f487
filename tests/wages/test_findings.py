"""What the report says of pay rests on the very quotes, rates and local wages it was made from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import wages
from analysis.errors import WageError
from analysis.findings import Findings, rows_of
from analysis.money import load_rates
from analysis.tables import load
from analysis.wages import Comparable, named
from analysis.wages.below_minimum import Choice, by_country_and_form, count_below

pytestmark = pytest.mark.slow

QUOTES = wages.with_year(load("annotation_wages"))
COMPARATORS, RATES, STATED = load("comparator_wages"), load_rates(), load("stated_shares")
PIECE_RATES, PRICES = load("piece_rates"), load("price_per_label")


@pytest.fixture(scope="module")
def pay() -> Comparable:
    return wages.comparable(QUOTES, RATES, base_year=2023, unpaid=0.25)


@pytest.fixture(scope="module")
def pair(pay: Comparable) -> Findings:
    return wages.china_and_us(pay)


def rows(found: Findings, name: str) -> dict[str, pd.DataFrame]:
    return {item.table: item.rows() for item in found.rows(name)}


def test_every_quote_is_kept_or_left_out_for_one_reason() -> None:
    found = wages.quotes_there_are(wages.select(QUOTES))
    out = [item.value for name, item in found.items() if name.startswith("excluded.")]
    assert found["kept"].value + sum(out) == found["quotes"].value == len(QUOTES)
    assert found["tax_unstated"].value + found["tax_net"].value <= found["kept"].value
    weak = rows(found, "excluded.low_confidence")["annotation_wages"]
    assert weak["warnings"].str.contains("low_confidence").all()


def test_unpaid_time_is_charged_by_the_largest_of_three_measures() -> None:
    found = wages.unpaid_time(QUOTES, STATED)
    assert wages.most_unpaid(found) == found["unpaid_measured"].value
    assert found["unpaid_measured"].value > found["unpaid_ilo"].value
    assert set(rows(found, "unpaid_measured")) == {"stated_shares"}
    for name in ("unpaid_ilo", "unpaid_plugin"):
        bases = rows(found, name)["annotation_wages"]
        assert set(bases["paid_time"]) == {"paid", "paid_and_unpaid"}
        assert len(set(bases["origin"])) == 1


def test_pay_in_dollars_rests_on_exchange_rates_and_in_purchasing_power_on_parities(
    pair: Findings,
) -> None:
    market, parity = rows(pair, "china_us_market"), rows(pair, "china_us_parity")
    assert set(market) == {"annotation_wages", "cpi", "exchange_rates"}
    assert set(parity) == {"annotation_wages", "cpi", "ppp_household_consumption"}
    assert set(market["exchange_rates"]["currency"]) == {"CNY"}
    assert set(market["cpi"]["country"]) == {"USA"}
    assert set(parity["ppp_household_consumption"]["country"]) == {"CHN", "USA"}
    assert set(rows(pair, "china_sources")) == {"annotation_wages"}


def test_up_to_and_at_least_do_not_stand_behind_a_regression_of_points(
    pair: Findings, pay: Comparable
) -> None:
    used = rows(pair, "china_us_market")["annotation_wages"]
    assert len(used) < len(wages.of_the_pair(pay.market))
    assert (used["mid"].notna() | (used["low"].notna() & used["high"].notna())).all()


def test_the_share_below_the_minimum_rests_on_what_was_compared_and_with_what() -> None:
    main = count_below(QUOTES, COMPARATORS, RATES, Choice("as quoted"))
    found = wages.below_the_minimum([main])
    used = rows(found, "below_minimum")
    assert len(used["annotation_wages"]) == found["below_compared"].value == len(main.ratios)
    ids = {name for cell in main.ratios["comparator_ids"] for name in cell.split(";")}
    assert set(used["comparator_wages"]["comparator_id"]) <= ids
    assert set(used["comparator_wages"]["kind"]) == {"minimum"}
    assert "USD" not in set(used["exchange_rates"]["currency"])
    refused = rows(found, "below_not_compared")
    assert len(refused["annotation_wages"]) == found["below_not_compared"].value
    below = (main.ratios["ratio_high"] < 1).mean()
    assert found["below_minimum"].value == pytest.approx(below)
    most = (~(main.ratios["ratio_low"] >= 1)).mean()
    assert found["below_minimum"].interval == pytest.approx((below, most))
    table = by_country_and_form(main)
    answers = ["not_compared", "below", "undecided", "not_below"]
    assert (table[answers].sum(axis=1) == table["quotes"]).all()
    assert table["quotes"].sum() == len(main.ratios) + len(main.refused)
    assert table["not_compared"].sum() == found["below_not_compared"].value
    mostly = table[table["country"].str.startswith("mostly")]
    assert (mostly["not_compared"] == 0).all()


def test_a_month_over_a_month_rests_on_the_monthly_minimum_alone() -> None:
    kenyan = QUOTES[QUOTES["quote_id"] == "aw018"]
    done = count_below(kenyan, COMPARATORS, RATES, Choice("one")).ratios
    tables = {item.table: item.rows() for item in rows_of(done)}
    assert set(tables) == {"annotation_wages", "comparator_wages"}
    assert set(tables["comparator_wages"]["period"]) == {"month"}


def test_shops_rest_on_the_incomes_of_their_own_years() -> None:
    shops = wages.county_shops(wages.select(QUOTES).quotes)
    against = wages.against_migrants(shops, wages.migrant_income(COMPARATORS))
    used = {item.table: item.rows() for item in rows_of(against)}
    assert set(used["comparator_wages"]["kind"]) == {"local_income"}
    assert set(used["comparator_wages"]["year"]) == set(against["year"])
    twice = COMPARATORS.assign(year=2023)
    with pytest.raises(WageError, match="migrant income of 2023: two rows"):
        wages.migrant_income(twice)


def test_the_table_of_pay_leads_from_each_cell_to_its_quotes(pay: Comparable) -> None:
    table = wages.pay_by_country_and_form(pay.market)
    kenya = table.loc[("Kenya", "employed")]
    group = pay.market[(pay.market["country"] == "KEN") & (pay.market["form"] == "employed")]
    ends = group[["low", "mid", "high"]].astype(float)
    assert (kenya["lowest"].value, kenya["highest"].value) == pytest.approx(
        (ends.min().min(), ends.max().max())
    )
    by_table = {item.table: item.rows() for item in rows_of(kenya["lowest"])}
    assert set(by_table["annotation_wages"]["quote_id"]) == set(group["quote_id"])
    assert set(by_table["exchange_rates"]["currency"]) == {"KES"}
    assert kenya["lowest"].unit == "USD of 2023 per hour"
    assert kenya["quotes"].value == len(group)
    assert pd.isna(table.loc[("Brazil", "crowd"), "median"])
    assert sum(cell.value for cell in table["quotes"]) == len(pay.market)


def test_pay_of_chinese_shops_is_that_of_shops_alone(pay: Comparable) -> None:
    shops = wages.chinese_shops(pay.market)
    found = wages.pay_of_shops(shops)
    for name in ("shop_median", "shop_censored"):
        item = found[name]
        assert shops["low"].min() < item.value < shops["high"].max()
        assert item.interval[0] <= item.value <= item.interval[1]
        assert item.unit == "USD of 2023 per hour"
    used = rows(found, "shop_median")["annotation_wages"]
    assert set(used["worker_type"]) == {"outsourced_staff"}
    deleted = wages.leave_one_source_out(shops, wages.median_pay)
    assert found["shop_median"].interval == deleted.range


def test_a_place_without_reports_rests_on_all_that_were_looked_through() -> None:
    found = wages.places_with_reports(QUOTES, load("volumes"), COMPARATORS)
    assert found["reports_xinjiang"].value == 0
    looked = rows(found, "reports_xinjiang")["annotation_wages"]
    assert len(looked) == (wages.select(QUOTES).quotes["country"] == "CHN").sum()
    henan = rows(found, "reports_henan")["annotation_wages"]
    # "Henan/Hebei" is a report from Henan although its column of provinces is empty.
    assert henan["place"].fillna("").str.contains("Henan").any()
    assert found["reports_elsewhere"].value >= 5


def test_nothing_on_the_ladder_exceeds_what_a_source_states(pay: Comparable) -> None:
    found = wages.on_the_ladder(pay)
    crowd = pay.market[pay.market["form"] == "crowd"]
    stated = QUOTES[QUOTES["quote_id"].isin(crowd["quote_id"]) & (QUOTES["period"] == "hour")]
    highest = stated.loc[stated["currency"] == "USD", ["low", "mid", "high"]].max().max()
    assert found["range_crowd"].interval[1] <= highest * 1.3  # dollars of 2010 grow by 1.4
    assert found["range_crowd_open"].interval[1] > found["range_crowd"].interval[1]
    assert not (pay.market["time_counted"] == "other").any()
    assert set(pay.all_time["paid_time"]) == {"paid_and_unpaid"}


def test_cuts_of_contractors_and_rises_of_staff_are_between_first_and_last() -> None:
    changes = pd.DataFrame({"kind": ["staff", "contract", "contract"], "ratio": [1.2, 0.2, 0.7]})
    found = wages.changes_followed(changes)
    assert found["rise_staff"].value == pytest.approx(0.2)
    assert found["cuts_contract"].interval == pytest.approx((0.3, 0.8))
    assert found["change_platform"].text == "no job"


def test_workers_get_a_share_of_the_price_at_the_head_of_their_chain() -> None:
    found = wages.shares_of_workers(QUOTES, PIECE_RATES)
    assert found["share_nairobi"].interval == pytest.approx((1.32 / 12.5, 2 / 12.5))
    assert found["share_henan"].value == pytest.approx(0.025 / 0.032)
    assert set(rows(found, "share_nairobi")) == {"annotation_wages"}
    assert set(rows(found, "share_henan")) == {"piece_rates"}
    chains = wages.price_chains(QUOTES, PIECE_RATES)
    assert {item.table for item in rows_of(chains)} == {"annotation_wages", "piece_rates"}
    assert list(chains["link_number"]) == [0, 1, 0, 1]


def test_a_price_four_fen_against_a_speed_and_pay_that_imply_two() -> None:
    found = wages.triangles_of_boxes(QUOTES, PIECE_RATES, PRICES)
    assert (found["triangles_closed"].value, found["triangles_open"].value) == (1, 1)
    assert found["triangle_gap"].value == pytest.approx(0.04 / (12 / 600))
    assert set(rows(found, "triangle_gap")) == {"annotation_wages", "price_per_label"}
    assert len(wages.box_triangle_table(QUOTES, PIECE_RATES, PRICES)) == 3


def test_a_fall_of_the_price_rests_on_prices_and_a_change_of_pay_on_quotes() -> None:
    found = wages.price_and_pay_of_boxes(QUOTES, PRICES, PIECE_RATES)
    assert found["box_fall_most"].value == pytest.approx(0.5 / 0.04)
    # A bound on the fall is no fall: it may as well have been nothing.
    low, high = found["speed_and_share"].interval
    assert (low, high) == pytest.approx(
        (found["pay_change"].interval[0], 12.5 * found["pay_change"].interval[1])
    )
    assert set(rows(found, "worker_rate_change")) == {"piece_rates"}
    assert set(rows(found, "box_fall_most")) == {"price_per_label"}
    assert set(rows(found, "pay_change")) == {"annotation_wages"}


def test_the_markdown_is_of_one_requester_and_the_response_of_the_market() -> None:
    found = wages.power_of_buyers(load("labour_supply"))
    held, _ = wages.Monopsony(0.43).response(2.0, 0.1)
    free, _ = wages.Monopsony(1e9).response(2.0, 0.1)
    assert found["market_damping"].value == pytest.approx(held / free, rel=1e-6)
    assert found["monopsony_share"].value == pytest.approx(1 / 11)
    assert found["monopsony_share"].interval == pytest.approx((0.066 / 1.066, 1 / 11))
    assert found["supply_reanalysed"].interval == (-0.024, 0.1)
    market = rows(found, "market_damping")["labour_supply"]["id"]
    assert list(market) == ["participation_at_median"]
    table = wages.requester_elasticities(load("labour_supply"))
    assert table["wage_share"].isna().sum() == 1


def test_a_job_over_time_rests_on_its_quotes_and_ends_with_its_event(pay: Comparable) -> None:
    dates = wages.one_job_over_time(pay)
    used = {item.table: item.rows() for item in rows_of(dates)}["annotation_wages"]
    assert dates["quotes"].sum() == len(used)
    assert (dates.groupby("job")["date"].nunique() >= 2).all()
    followed = used["follows"].dropna()
    assert set(followed) <= set(used["quote_id"])
    ends = wages.ends_of_jobs(load("volumes")).set_index("job")["date"]
    assert 2024 < ends["Remotasks, Kenya"] < 2024.5 < 2026.5 < ends["Mechanical Turk"]


def test_two_quotes_of_one_year_stand_in_the_order_in_which_they_follow(pay: Comparable) -> None:
    dates = wages.one_job_over_time(pay)
    outlier = dates[dates["job"] == "Outlier, US"]
    assert outlier["date"].is_monotonic_increasing
    assert list(outlier["middle"] > 30) == [True, False]


def test_the_ladder_rests_on_its_quotes_and_the_minimum_wages_beside_them(pay: Comparable) -> None:
    steps = wages.ladder(pay)
    on_it = {item.table: item.rows() for item in rows_of(steps)}
    assert set(on_it["annotation_wages"]["quote_id"]) == set(pay.market["quote_id"])
    assert steps["median"].is_monotonic_increasing
    minima = wages.ladder_minima(pay, COMPARATORS, RATES, base_year=2023)
    floors = {item.table: item.rows() for item in rows_of(minima)}
    ids = {name for cell in minima["comparator_ids"] for name in cell.split(";")}
    assert set(floors["comparator_wages"]["comparator_id"]) == ids
    assert len(wages.with_minima(steps, minima)) == len(steps)


def test_rows_named_in_the_argument_are_what_their_names_say() -> None:
    cell = QUOTES.set_index("quote_id")
    assert cell.loc[[named.ILO_PAID, named.PLUGIN_PAID], "paid_time"].eq("paid").all()
    assert cell.loc[named.ILO_PAID, "origin"].startswith("ilo")
    assert cell.loc[named.NAIROBI_CLIENT_PRICE, "warnings"] == "not_earnings"
    assert cell.loc[named.NAIROBI_TAKE_HOME, "tax"] == "net"
    assert cell.loc[list(named.KHMER_FOR_AMERICANS), "country"].eq("USA").all()
    assert cell.loc[list(named.KHMER_FOR_THAIS), "country"].eq("THA").all()
    assert cell.loc[named.SHOPS_OF_2018, "year"] == 2018
    boxes = [named.COUNTY_FACTORY, named.ARTICLE_OF_2023, named.TAIYUAN_BEGINNER]
    assert cell.loc[boxes, "output_unit"].eq("box").all()
    assert cell.loc[[*boxes, named.FIRMS_OF_2023], "year"].eq(2023).all()
    with pytest.raises(WageError, match="no row aw999"):
        named.named(QUOTES, "aw999")


def test_sources_state_ratios_of_their_own_and_firms_claims_are_counted_apart() -> None:
    found = wages.stated_by_sources(STATED)
    assert found["workers_below_federal"].value == 0.96
    assert found["ratios_below"].value <= found["ratios_stated"].value
    claims = rows(found, "ratios_claimed")["stated_shares"]
    assert claims["warnings"].str.contains("claimed_by_firm").all()


def test_offices_in_nairobi_by_class_of_minimum() -> None:
    found = wages.kenyan_offices(wages.select(QUOTES).quotes, COMPARATORS, RATES)
    plain, housed, clerk = (
        found[f"kenya_to_{name}"].interval
        for name in ("labourer", "labourer_housed", "clerk_housed")
    )
    assert np.array(plain) / np.array(housed) == pytest.approx([1.15, 1.15])
    assert np.array(housed) / np.array(clerk) == pytest.approx([15425.5 / 10107.2] * 2)


def test_china_and_us_recent_leaves_out_work_for_models_abroad(pay: Comparable) -> None:
    pair = wages.of_the_pair(pay.market)
    assert not pair["warnings"].fillna("").str.contains("foreign_client").any()
    found = wages.china_and_us_recent(pay)
    used = rows(found, "china_us_recent_market")["annotation_wages"]
    assert (used["year_last"] >= 2023).all()
    low, high = wages.yearly_change(pay.market)["china_us_yearly"].interval
    assert low < 1 < high
