"""What the tables of pay, money and labour say agrees with itself and with what was printed."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.tables import load


def test_rates_by_currency_and_by_country_agree_where_both_are_of_one_file() -> None:
    from analysis.money import LEGAL_TENDER

    own = load("exchange_rates").query("source_id == 'wdi_pa_nus_fcrf'")
    own = own[own["currency"] != "VED"]
    by_country = load("exchange_rates_by_country")
    by_country = by_country.assign(currency=by_country["country"].map(LEGAL_TENDER))
    both = own.merge(by_country, on=["currency", "year"], suffixes=("", "_all"))
    both = both[both["currency"] != "EUR"]
    assert len(both) > 200
    assert both["rate"].to_numpy() == pytest.approx(both["rate_all"].to_numpy(), rel=1e-4)
    assert (by_country["rate"] > 0).all()


def test_old_money_is_marked_in_the_rates_before_the_euro() -> None:
    rates = load("exchange_rates_by_country").set_index(["country", "year"])
    old = rates["warnings"].fillna("").str.contains("before_currency")
    assert old[("HRV", 2022)]
    assert not old[("HRV", 2023)]
    assert old[("EST", 2010)]
    assert not old[("DEU", 2000)]
    # A jump of six or more between two years is a change of money, not of its price.
    assert rates["rate"][("HRV", 2022)] / rates["rate"][("HRV", 2023)] > 6


def test_households_parities_differ_from_those_of_the_whole_product() -> None:
    whole = load("ppp").set_index(["country", "year"])["factor"]
    bought = load("ppp_household_consumption").set_index(["country", "year"])["factor"]
    for country in ("CHN", "IND", "KEN"):
        assert 0.7 < bought[(country, 2023)] / whole[(country, 2023)] < 1.4
    assert bought[("USA", 2023)] == pytest.approx(1)


def test_weekly_batches_add_up_to_the_printed_total_and_say_that_four_digits_are_guessed() -> None:
    volumes = load("volumes").set_index("id")
    batches = volumes[volumes["population"] == "meta_preference_weekly.labels"]
    total = volumes.loc["meta_human_preference_comparisons.labels.2023", "value"]
    assert batches["value"].sum() == total
    guessed = batches["warnings"].str.contains("guessed_digit")
    assert guessed.sum() == 4
    assert (batches.loc[guessed, "confidence"] == "low").all()


@pytest.mark.parametrize(
    ("name", "values", "of", "key", "others"),
    [
        ("vendor_money", ["mid"], "volumes", "id", ["value"]),
        (
            "client_prices_hour",
            ["low", "mid", "high"],
            "price_per_label",
            "price_id",
            ["price_low", "price_point", "price_high"],
        ),
    ],
)
def test_one_fact_in_two_tables_is_the_same_number(
    name: str, values: list[str], of: str, key: str, others: list[str]
) -> None:
    both = load(name).merge(load(of), left_on=key, right_on="id", suffixes=("", "_there"))
    stated = both[both[values].notna().any(axis=1)]
    assert len(stated) >= 10
    for mine, theirs in zip(values, others, strict=True):
        assert stated[mine].fillna(-1).tolist() == pytest.approx(stated[theirs].fillna(-1).tolist())


def test_a_quote_that_restates_another_is_of_its_origin_and_place() -> None:
    quotes = load("annotation_wages").set_index("quote_id")
    again = quotes[quotes["restates"].notna()]
    assert len(again) == 4
    for name, row in again.iterrows():
        first = quotes.loc[row["restates"]]
        assert first["origin"] == row["origin"], name
        assert pd.isna(first["restates"])
    # Mostly of a country is said only where the country is not.
    assert quotes.loc[quotes["mostly_country"].notna(), "country"].isna().all()


def test_migrants_who_stay_earn_less_than_those_who_leave_every_year() -> None:
    rows = load("comparator_wages")
    rows = rows[rows["category"].fillna("").str.startswith("migrant workers")]
    by_year = rows.pivot_table(index="year", columns="category", values="mid")
    local, left = (
        by_year[f"migrant workers, monthly income: working {where}"]
        for where in ("locally", "outside home township")
    )
    every = by_year["migrant workers, monthly income: all migrant workers"]
    assert list(by_year.index) == [2021, 2022, 2023, 2024]
    assert (local < every).all()
    assert (every < left).all()
    assert every.is_monotonic_increasing


def test_the_workers_survey_is_whole_and_no_cell_is_small() -> None:
    months = load("mturk_worker_month")
    assert months["answers"].sum() == 329_728
    assert "2019-12" not in set(months["month"])
    assert (months["workers_answering"] <= months["answers"]).all()
    brackets = load("mturk_worker_bracket")
    assert brackets["answers"].min() >= 10
    asked = brackets.pivot_table(index="year", columns="question", values="answers", aggfunc="sum")
    assert (asked["hours_per_week"] == asked["usd_per_week"]).all()
    accounts = months["warnings"].str.contains("accounts_not_people")
    assert accounts.equals(months["month"] >= "2020-07")
    assert (
        months.loc[accounts, "share_married"].mean() > months.loc[~accounts, "share_married"].mean()
    )


def test_the_workers_of_a_year_are_fewer_than_the_bound_of_those_there_are() -> None:
    years = load("mturk_worker_year")
    assert (years["workers_seen"] < years["chao_lower_bound"]).all()
    few = years["warnings"].str.contains("few_occasions")
    assert set(years.loc[few, "year"]) == {2015, 2019, 2026}


def test_vacancies_for_microwork_jump_in_spring_2021_and_every_row_says_not_to_join() -> None:
    rows = load("online_labour_month")
    wide = rows.pivot_table(index="month", columns="occupation", values="index")
    assert wide["microwork"]["2021-04"] > 6 * wide["microwork"]["2021-02"]
    assert wide["total"]["2016-05"] == pytest.approx(100, rel=0.01)
    microwork = rows[rows["occupation"] == "microwork"]
    assert microwork["warnings"].str.contains("not_joinable").all()


def test_a_change_that_is_followed_is_of_one_population_and_in_order_of_time() -> None:
    rows = load("followed_counts")
    counted = rows[rows["date_from"].notna() & rows["date_to"].notna()]
    assert (counted["date_from"] <= counted["date_to"]).all()
    loose = rows["warnings"].fillna("").str.contains("scope_changes")
    assert not rows.loc[loose & (rows["id"] != "globallogic.heads"), "followed"].any()
    layoffs = rows[rows["measure"] == "layoffs"]
    assert (layoffs["change_high"] < 0).all()


def test_the_orders_of_kenya_stand_in_their_years() -> None:
    rows = load("comparator_wages").set_index("comparator_id")
    kenya = rows[(rows["country"] == "KEN") & (rows["kind"] == "minimum")]
    labourer = kenya[(kenya["category"] == "general labourer") & (kenya["region"] == "cities")]
    by_year = labourer.set_index("year")["mid"].sort_index()
    assert by_year[2018] == 13572
    assert by_year.is_monotonic_increasing
    assert rows.loc["cw0043", "year"] == 2022
    assert set(labourer["allowance_percent"]) == {15}
