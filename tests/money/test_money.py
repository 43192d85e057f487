"""Money moves between currencies and years by stated rates, or not at all."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MoneyError, WageError
from analysis.money import (
    LEGAL_TENDER,
    Rates,
    constant_usd,
    load_rates,
    nominal_usd,
    one_unit,
    ppp_dollars,
    split_convertible,
)
from analysis.money.currencies import ISSUERS
from analysis.tables import load


@pytest.fixture(scope="module")
def rates() -> Rates:
    return load_rates()


@pytest.fixture
def small() -> Rates:
    """Two countries whose rates make round numbers: 10 shillings a dollar, prices up by half."""
    exchange = pd.DataFrame(
        {
            "currency": ["KES", "KES", "VED"],
            "year": [2000, 2001, 2001],
            "source_id": ["fx"] * 3,
            "rate": [10.0, 20.0, 1.0],
            "months": [12, 12, 12],
            "use": ["primary"] * 3,
            "warnings": [None, None, "do_not_convert;redenominated"],
        }
    )
    parity = pd.DataFrame(
        {"country": ["KEN", "USA"], "year": [2001, 2001], "source_id": ["ppp"] * 2}
    ).assign(factor=[5.0, 1.0])
    prices = pd.DataFrame(
        {"country": ["KEN", "USA"], "year": [2001, 2001], "source_id": ["cpi"] * 2}
    ).assign(inflation=[50.0, 10.0])
    return Rates(exchange, parity, prices)


def amount(value: float, currency: str, year: int | None, country: str | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "low": [None], "mid": [value], "high": [None],
            "currency": [currency], "year": pd.array([year], dtype="Int64"), "country": [country],
        }
    ).astype({"low": float, "high": float})  # fmt: skip


def test_an_amount_in_dollars_of_the_day_is_the_amount_over_the_exchange_rate(
    small: Rates,
) -> None:
    got = nominal_usd(amount(100, "KES", 2000, "KEN"), small).iloc[0]
    assert got["mid"] == pytest.approx(10.0)
    assert (got["unit"], got["series"], got["rate_year"]) == ("USD", "fx", 2000)
    assert pd.isna(got["base_year"])


def test_the_two_routes_to_constant_dollars_differ_by_the_real_exchange_rate(small: Rates) -> None:
    row = amount(100, "KES", 2000, "KEN")
    buyers = constant_usd(row, small, base_year=2001, deflator="us_cpi")["mid"].iloc[0]
    workers = constant_usd(row, small, base_year=2001, deflator="local_cpi")["mid"].iloc[0]
    real_appreciation = (10 / 20) * 1.5 / 1.1
    assert buyers == pytest.approx(11.0)
    assert workers / buyers == pytest.approx(real_appreciation)


def test_ppp_dollars_buy_in_the_united_states_what_the_wage_buys_at_home(small: Rates) -> None:
    at_home = ppp_dollars(amount(100, "KES", 2001, "KEN"), small)["mid"].iloc[0]
    in_dollars = ppp_dollars(amount(5, "USD", 2001, "KEN"), small)["mid"].iloc[0]
    assert at_home == pytest.approx(20.0)
    assert in_dollars == pytest.approx(5 * 20 / 5.0)
    moved = ppp_dollars(amount(100, "KES", 2000, "KEN"), small, base_year=2001).iloc[0]
    assert moved["mid"] == pytest.approx(100 * 1.5 / 5)
    assert (moved["unit"], moved["base_year"]) == ("PPP USD of 2001", 2001)


def test_a_dollar_is_an_international_dollar_in_the_united_states(rates: Rates) -> None:
    for year in range(2005, 2025):
        assert ppp_dollars(amount(7.25, "USD", year, "USA"), rates)["mid"].iloc[0] == 7.25


@pytest.mark.slow
@given(start=st.integers(2005, 2023), middle=st.integers(2005, 2023), end=st.integers(2005, 2023))
def test_price_levels_chain(start: int, middle: int, end: int) -> None:
    rates = load_rates()
    for country in ("USA", "KEN", "CHN", "MDG"):
        direct = rates.price_ratio(country, start, end).value
        by_way = (
            rates.price_ratio(country, start, middle).value
            * rates.price_ratio(country, middle, end).value
        )
        assert by_way == pytest.approx(direct, rel=1e-12)


@pytest.mark.parametrize(
    ("country", "level_2005"),
    [("BGD", 40.639), ("CHN", 71.1666), ("KEN", 30.7603), ("USA", 77.7723)],
)
def test_chained_inflation_gives_the_price_level_compiled_beside_it(
    rates: Rates, country: str, level_2005: float
) -> None:
    # Index 2018 = 100, chained once by hand from the same publication when it was read.
    assert 100 / rates.price_ratio(country, 2005, 2018).value == pytest.approx(level_2005, 1e-4)


def test_the_two_sources_of_the_rupee_and_the_baht_agree(rates: Rates) -> None:
    both = rates.exchange.pivot_table(index=["currency", "year"], columns="use", values="rate")
    both = both.dropna()
    assert len(both) > 25
    assert (both["primary"] / both["crosscheck"] - 1).abs().max() < 0.02


def test_a_missing_rate_is_named_and_only_carried_when_asked(rates: Rates) -> None:
    row = amount(26600, "KES", 2026, "KEN")
    with pytest.raises(MoneyError, match=r"exchange rate of KES for 2026.* 2005 to 2024"):
        nominal_usd(row, rates)
    carried = nominal_usd(row, rates, carry_forward=True).iloc[0]
    assert carried["carried"]
    assert carried["rate_year"] == 2024
    with pytest.raises(MoneyError, match="inflation of USA for 2025"):
        constant_usd(amount(1, "USD", 2026, "USA"), rates, base_year=2024)
    with pytest.raises(MoneyError, match=r"ETB.*none for any year"):
        nominal_usd(amount(1, "ETB", 2020, "ETH"), rates, carry_forward=True)


def test_rates_are_never_carried_backward(rates: Rates) -> None:
    with pytest.raises(MoneyError, match="1990"):
        nominal_usd(amount(1, "CNY", 1990, "CHN"), rates, carry_forward=True)


@pytest.mark.parametrize("currency", ["VED", "VES", "VEF"])
def test_bolivars_are_not_converted(rates: Rates, currency: str) -> None:
    with pytest.raises(MoneyError, match="redenominated"):
        nominal_usd(amount(130, currency, 2022, "VEN"), rates)


def test_an_unknown_currency_a_lost_year_and_a_lost_country_are_refused(rates: Rates) -> None:
    with pytest.raises(MoneyError, match="row 0: currency 'XYZ' is not known"):
        nominal_usd(amount(1, "XYZ", 2020, "KEN"), rates)
    with pytest.raises(WageError, match="row 0: no year"):
        nominal_usd(amount(1, "USD", None, "KEN"), rates)
    with pytest.raises(MoneyError, match="no country"):
        ppp_dollars(amount(1, "USD", 2020, None), rates)
    with pytest.raises(MoneyError, match="country 'ATL'"):
        ppp_dollars(amount(1, "USD", 2020, "ATL"), rates)


def test_currencies_base_years_and_kinds_of_hours_do_not_mix() -> None:
    good = pd.DataFrame(
        {"unit": ["USD"] * 2, "period": ["hour"] * 2, "paid_time": ["paid", "unstated"]}
    )
    assert one_unit(good) == "USD per hour"
    with pytest.raises(MoneyError, match="EUR, USD"):
        one_unit(pd.DataFrame({"currency": ["USD", "EUR"]}))
    with pytest.raises(MoneyError, match="USD of 2020, USD of 2024"):
        one_unit(pd.DataFrame({"unit": ["USD of 2020", "USD of 2024"]}))
    with pytest.raises(MoneyError, match="paid, paid_and_unpaid"):
        one_unit(good.assign(paid_time=["paid", "paid_and_unpaid"]))
    with pytest.raises(MoneyError, match="hour, month"):
        one_unit(good.assign(period=["hour", "month"]))
    with pytest.raises(MoneyError, match="empty"):
        one_unit(good.iloc[:0])


def test_what_cannot_be_converted_is_set_apart_with_its_reason(rates: Rates) -> None:
    rows = pd.concat([amount(9, "BRL", 2022, "BRA"), amount(350, "PKR", 2025, "PAK")])
    rows.index = pd.RangeIndex(2)
    done, left = split_convertible(rows, lambda row: nominal_usd(row, rates))
    assert list(done.index) == [0]
    assert list(left.index) == [1]
    assert "PKR for 2025" in left["reason"].iloc[0]


def test_what_households_buy_is_another_basket_than_the_product(small: Rates) -> None:
    bought = small.parity.assign(factor=[4.0, 1.0])
    both = Rates(small.exchange, small.parity, small.prices, bought)
    row = amount(100, "KES", 2001, "KEN")
    assert ppp_dollars(row, both)["mid"].iloc[0] == pytest.approx(20)
    assert ppp_dollars(row, both, basket="consumption")["mid"].iloc[0] == pytest.approx(25)
    with pytest.raises(MoneyError, match=r"no purchasing power parity \(consumption\) of KEN"):
        ppp_dollars(row, small, basket="consumption")
    with pytest.raises(MoneyError, match="basket 'bread'; allowed: product, consumption"):
        ppp_dollars(row, both, basket="bread")  # type: ignore[arg-type]


def test_every_currency_with_a_fit_rate_of_its_country_is_converted(rates: Rates) -> None:
    printed = load("exchange_rates_by_country").set_index(["country", "year"])["rate"]
    for currency, country in (("CAD", "CAN"), ("AUD", "AUS"), ("TZS", "TZA"), ("XOF", "SEN")):
        found = rates.per_dollar(currency, 2023)
        assert found.value == printed[(country, 2023)]
        assert found.rows[0].table == "exchange_rates_by_country"
    assert rates.per_dollar("LKR", 2024, carry_forward=True).year == 2023
    without = {
        code for code in ISSUERS
        if not rates._of_issuer(code, rates.exchange.iloc[:0], 2024)["year"].ge(2000).any()
    }  # fmt: skip
    assert without == {"IRR"}
    with pytest.raises(MoneyError, match="no exchange rate of IRR for 2023"):
        rates.per_dollar("IRR", 2023)
    assert not set(ISSUERS) & set(LEGAL_TENDER.values())


def test_a_price_ratio_rests_on_the_inflation_of_every_year_after_the_first(rates: Rates) -> None:
    for start, end in ((2010, 2014), (2014, 2010)):
        years = [
            year
            for each in rates.price_ratio("USA", start, end).rows
            for year in each.rows()["year"]
        ]
        assert sorted(years) == [2011, 2012, 2013, 2014]
