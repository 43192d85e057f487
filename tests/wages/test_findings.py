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
from analysis.wages.below_minimum import Choice, count_below

pytestmark = pytest.mark.slow

QUOTES = wages.with_year(load("annotation_wages"))
COMPARATORS, RATES = load("comparator_wages"), load_rates()
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


def test_what_a_quote_is_charged_for_unpaid_time_is_the_larger_of_two_studies() -> None:
    found = wages.unpaid_time(QUOTES)
    assert wages.most_unpaid(found) == found["unpaid_ilo"].value > found["unpaid_plugin"].value
    for name in found:
        bases = rows(found, name)["annotation_wages"]
        assert set(bases["paid_time"]) == {"paid", "paid_and_unpaid"}
        assert len(set(bases["origin"])) == 1


def test_pay_in_dollars_rests_on_exchange_rates_and_in_purchasing_power_on_parities(
    pair: Findings,
) -> None:
    market, parity = rows(pair, "china_us_market"), rows(pair, "china_us_parity")
    assert set(market) == {"annotation_wages", "cpi", "exchange_rates"}
    assert set(parity) == {"annotation_wages", "cpi", "ppp"}
    assert set(market["exchange_rates"]["currency"]) == {"CNY"}
    assert set(market["cpi"]["country"]) == {"USA"}
    assert set(parity["ppp"]["country"]) == {"CHN", "USA"}
    assert set(rows(pair, "china_sources")) == {"annotation_wages"}


def test_up_to_and_at_least_do_not_stand_behind_a_regression_of_points(
    pair: Findings, pay: Comparable
) -> None:
    used = rows(pair, "china_us_market")["annotation_wages"]
    both = pay.market[pay.market["country"].isin(["CHN", "USA"])]
    assert len(used) < len(both)
    assert (used["mid"].notna() | (used["low"].notna() & used["high"].notna())).all()


def test_the_gap_between_two_countries_is_that_of_mean_logs(
    pair: Findings, pay: Comparable
) -> None:
    both = pay.market[pay.market["country"].isin(["CHN", "USA"])]
    middle = np.log(both["mid"].astype(float)).fillna(np.log(both["low"] * both["high"]) / 2)
    means = middle.groupby(both["country"]).mean()
    assert pair["china_us_market"].value == pytest.approx(np.exp(means["CHN"] - means["USA"]))


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
    assert found["below_most"].value == pytest.approx((~(main.ratios["ratio_low"] >= 1)).mean())


def test_a_month_over_a_month_rests_on_the_monthly_minimum_alone() -> None:
    kenyan = QUOTES[QUOTES["quote_id"] == "aw018"]
    done = count_below(kenyan, COMPARATORS, RATES, Choice("one")).ratios
    tables = {item.table: item.rows() for item in rows_of(done)}
    assert set(tables) == {"annotation_wages", "comparator_wages"}
    assert set(tables["comparator_wages"]["period"]) == {"month"}


def test_shops_rest_on_the_local_wages_they_were_held_against() -> None:
    shops = wages.chinese_shops(wages.select(QUOTES).quotes)
    found = wages.pay_of_shops(shops, COMPARATORS, RATES)
    minimum = rows(found, "china_shop_to_minimum")["comparator_wages"]
    urban = rows(found, "china_shop_to_urban")["comparator_wages"]
    assert set(minimum["country"]) == set(urban["country"]) == {"CHN"}
    assert (set(minimum["kind"]), set(urban["kind"])) == ({"minimum"}, {"average"})
    assert set(urban["coverage"]) == {"non_private"}
    assert len(minimum) + len(urban) < (COMPARATORS["country"] == "CHN").sum() / 4


def test_the_table_of_pay_leads_from_each_cell_to_its_quotes(pay: Comparable) -> None:
    table = wages.pay_by_country_and_form(pay.market)
    kenya = table.loc[("KEN", "employed")]
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
    assert pd.isna(table.loc[("BRA", "crowd"), "median"])
    assert sum(cell.value for cell in table["quotes"]) == len(pay.market)


def test_chinas_pay_is_between_its_lowest_and_highest_quote_however_pooled(
    pay: Comparable,
) -> None:
    china = wages.of_countries(pay.market, ["CHN"])
    deleted = wages.leave_one_source_out(china, wages.median_pay)
    found = wages.pay_in_china(china, deleted)
    for item in found.values():
        assert china["low"].min() < item.value < china["high"].max()
        assert item.interval[0] <= item.value <= item.interval[1]
        assert item.unit == "USD of 2023 per hour"
    table = wages.deletion_table(deleted, "median")
    assert found["china_median"].interval == (table["median"].min(), table["median"].max())
    assert rows_of(table) == rows_of(china)


def test_a_place_without_quotes_rests_on_all_that_were_looked_through() -> None:
    chosen = wages.select(QUOTES)
    found = wages.places_named(chosen)
    assert found["quotes_xinjiang"].value == 0
    looked = rows(found, "quotes_xinjiang")["annotation_wages"]
    assert len(looked) == (chosen.quotes["country"] == "CHN").sum()
    assert set(rows(found, "quotes_henan")["annotation_wages"]["region"]) == {"Henan"}


def test_the_middle_of_a_range_of_pay_is_the_geometric_one(pay: Comparable) -> None:
    everything = wages.comparable(
        QUOTES, RATES, base_year=2023, unpaid=0.0, exclude=("low_confidence",)
    ).market
    found = wages.own_or_bought_hour(pay.market, everything)
    for name in ("in_house_hour", "outsourced_hour", "client_price"):
        low, high = found[name].interval
        assert found[name].value == pytest.approx(np.sqrt(low * high))
    price = 12.5 * RATES.price_ratio("USA", 2021, 2023).value
    assert found["client_price"].value == pytest.approx(price)
    assert list(rows(found, "client_price")["cpi"]["year"]) == [2022, 2023]


def test_a_cut_is_a_change_whose_best_case_is_below_the_pay_before() -> None:
    changes = pd.DataFrame({"ratio_low": [0.2, 0.5, 1.1], "ratio_high": [0.9, 1.0, 1.2]})
    found = wages.changes_of_pay(changes)
    assert (found["changes"].value, found["changes_down"].value) == (3, 1)


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
    found = wages.price_and_pay_of_boxes(QUOTES, PRICES)
    assert found["box_fall_most"].value == pytest.approx(0.5 / 0.04)
    assert found["pay_change"].interval == pytest.approx((2000 / 4000, 5000 / 3000))
    assert found["speed_and_share"].interval == pytest.approx((6.25, 12.5 * 5 / 3))
    assert set(rows(found, "box_fall_most")) == {"price_per_label"}
    assert set(rows(found, "pay_change")) == {"annotation_wages"}


def test_a_buyer_with_power_damps_employment_against_a_competitive_market() -> None:
    found = wages.power_of_buyers(load("labour_supply"))
    held, _ = wages.Monopsony(0.1).response(2.0, 0.1)
    free, _ = wages.Monopsony(1e9).response(2.0, 0.1)
    assert found["monopsony_damping"].value == pytest.approx(held / free, rel=1e-6)
    assert found["monopsony_share"].value == pytest.approx(1 / 11)
    assert list(rows(found, "reservation_spread")["labour_supply"]["id"]) == [
        "participation_at_median"
    ]


def test_a_change_within_a_firm_rests_on_the_quotes_before_and_after(pay: Comparable) -> None:
    changes = wages.within_firms(pay.market)
    used = {item.table: item.rows() for item in rows_of(changes)}["annotation_wages"]
    assert set(used["quote_id"]) == {*changes["before"], *changes["after"]}


def test_the_ladder_rests_on_its_quotes_and_the_minimum_wages_beside_them(pay: Comparable) -> None:
    steps = wages.ladder(pay)
    on_it = {item.table: item.rows() for item in rows_of(steps)}
    assert set(on_it["annotation_wages"]["quote_id"]) == set(pay.market["quote_id"])
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
