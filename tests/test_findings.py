"""A finding knows who found it and from which rows; nobody types either."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import DataError, NumberError
from analysis.findings import Quantity, derived, finds, resting, rows_of
from analysis.money import load_rates
from analysis.report import Page
from analysis.tables import Evidence, evidence, load, rows_evidence, united
from analysis.wages.comparable import comparable


@finds
def heads(quotes: pd.DataFrame) -> dict[str, Quantity]:
    return {
        "quotes": Quantity(len(quotes), "quotes"),
        "kenyan": Quantity(1, rows=quotes[quotes["country"] == "KEN"]),
    }


def test_a_quantity_rests_on_the_rows_of_the_call_or_on_its_own() -> None:
    quotes = load("annotation_wages").query("country in ['KEN', 'CHN']")
    found = heads(quotes)
    assert found.by.endswith("test_findings.heads")
    (all_rows,), (own,) = found.rows("quotes"), found.rows("kenyan")
    assert set(all_rows.rows()["quote_id"]) == set(quotes["quote_id"])
    assert set(own.rows()["country"]) == {"KEN"}


def test_rows_are_the_same_in_whatever_order_they_come() -> None:
    rows = load("steel").query("series == 'rail_price'")
    assert rows_evidence("steel", rows) == rows_evidence(
        "steel", rows.sample(frac=1, random_state=7)
    )


def test_rows_named_twice_by_range_and_by_key_are_one() -> None:
    asked = evidence("steel", "rail_price", years=(1900, 1910))
    (one,) = united([asked, rows_evidence("steel", asked.rows().query("year < 1905")), asked])
    assert list(one.rows()["year"]) == list(range(1900, 1911))
    assert Evidence.from_dict(one.to_dict()) == one


def test_all_rows_of_a_table_are_the_table() -> None:
    assert rows_of(load("ppp")) == (Evidence("ppp"),)


def test_converted_pay_names_the_very_rates_it_was_converted_with() -> None:
    quotes = load("annotation_wages").query("country == 'CHN'")
    pay = comparable(quotes, load_rates(), base_year=2023, unpaid=0.2)
    by_table = {item.table: item.rows() for item in rows_of(pay.market)}
    years = set(pay.market["rate_year"])
    assert set(by_table) == {"annotation_wages", "cpi", "exchange_rates"}
    assert set(by_table["exchange_rates"]["currency"]) == {"CNY"}
    assert set(by_table["exchange_rates"]["year"]) <= {*years, *quotes["year_first"]}
    assert set(by_table["cpi"]["country"]) == {"USA"}
    assert {item.table for item in rows_of(pay.parity)} == {
        "annotation_wages",
        "cpi",
        "ppp_household_consumption",
    }


def test_filtering_joining_and_sorting_keep_the_rows_of_a_frame() -> None:
    quotes = load("annotation_wages")
    some = pd.concat([quotes.iloc[:3], quotes.iloc[7:9]]).sort_values("country").assign(more=1)
    (found,) = rows_of([some.set_index("quote_id")])
    assert sorted(found.rows()["quote_id"]) == sorted(some["quote_id"])


def test_a_frame_that_lost_its_key_is_refused() -> None:
    with pytest.raises(DataError, match="without quote_id"):
        rows_of(load("annotation_wages")[["country", "mid"]])


def test_a_derived_frame_knows_its_function_and_rows_through_later_steps() -> None:
    @derived
    def means(quotes: pd.DataFrame) -> pd.DataFrame:
        return quotes.groupby("country")[["mid"]].mean()

    quotes = load("annotation_wages").query("country in ['KEN', 'CHN']")
    frame = means(quotes).reset_index().query("mid > 0").copy()
    assert frame.attrs["by"].endswith("means")
    assert rows_of(frame) == rows_of(quotes)
    assert rows_of(resting(frame, quotes.iloc[:2]))[0].rows().shape[0] == 2


def test_values_that_say_nothing_are_refused() -> None:
    for value in (float("nan"), float("inf"), None, [1, 2]):
        with pytest.raises(NumberError):
            Quantity(value)
    with pytest.raises(NumberError, match="level"):
        Quantity(1.0, interval=(0.0, 2.0))


def test_a_choice_rests_on_no_row_whatever_it_was_computed_beside() -> None:
    @finds
    def simulated(quotes: pd.DataFrame) -> dict[str, Quantity]:
        return {"truth": Quantity(0.3, "share", declared=True), "seen": Quantity(len(quotes))}

    found = simulated(load("ppp"))
    assert found.rows("truth") == ()
    assert found.rows("seen") == (Evidence("ppp"),)
    page = Page("choice")
    page.keep(found)
    assert page.numbers["choice.truth"].evidence == ()
    with pytest.raises(NumberError, match="it is a choice"):
        Quantity(0.3, rows=load("ppp"), declared=True)


def test_a_number_that_rests_on_nothing_and_was_not_chosen_is_refused() -> None:
    @finds
    def counted() -> dict[str, Quantity]:
        return {"typed": Quantity(3)}

    with pytest.raises(NumberError, match="no rows"):
        Page("choice").keep(counted())
