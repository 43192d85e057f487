"""Rows of one's own: the page's recipes run, faults are said at once, numbers lead to the rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from analysis import load, own, table, wages
from analysis.demand import DemandModel
from analysis.errors import (
    ConvergenceError,
    DataError,
    DemandError,
    LabelsError,
    MoneyError,
    TableError,
    WageError,
)
from analysis.findings import rows_of
from analysis.industries import Study
from analysis.labels import seconds_per_label
from analysis.money import load_rates
from analysis.money.currencies import UNRATED
from analysis.places import repository
from analysis.report.pages.account import account
from analysis.report.session import current
from analysis.tables.own_forms import FORMS, OwnKind

ROOT = repository()
PAGE = (ROOT / "docs" / "own_data.md").read_text(encoding="utf-8")
TEMPLATES = ROOT / "data" / "templates"
QUOTE = "country,year,currency,period,amount\nVNM,2024,VND,month,9000000\n"


def written(folder: Path, text: str, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_recipes_of_the_page_run_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    current.clear()
    space: dict[str, object] = {"__name__": "recipes"}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "own_data.md", "exec"), space)
    number = current.numbers["mine.quotes"]
    assert number.value == 3
    assert [used.table for used in number.evidence] == ["own_quotes_quotes"]
    assert space["law"].wright.slope == pytest.approx(-0.15, abs=1e-4)
    tables = {used.table for used in current.papers["mine_wage_ladder"].evidence}
    assert {"own_quotes_quotes", "own_exchange_rates_exchange_rates"} <= tables
    current.clear()


@pytest.mark.parametrize("kind", get_args(OwnKind))
def test_every_kind_has_a_template_that_is_read(kind: OwnKind) -> None:
    rows = own(TEMPLATES / f"{kind}.csv", kind)
    assert len(rows)
    assert rows.attrs["table"] == f"own_{kind}_{kind}"
    assert f"`{kind}`" in PAGE


def test_everything_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, "country,curency,weekly_hours_lo\nVNM,VND,40\n")
    with pytest.raises(DataError) as raised:
        own(path, "quotes")
    for part in (
        "no column currency", "no column period", "no column year", "amount, low, mid, high",
        "'curency' is not known; is it currency?", "is it weekly_hours_low?",
        "data/templates/quotes.csv",
    ):  # fmt: skip
        assert part in str(raised.value)


def test_a_name_in_other_letters_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "Year,price\n1990,1\n")
    with pytest.raises(DataError, match="'Year' is not known; is it year"):
        own(path, "industry")


@pytest.mark.parametrize("money", UNRATED)
def test_money_without_a_rate_of_ours_converts_at_your_own(money: str) -> None:
    rates = load_rates()
    with pytest.raises(MoneyError, match="rates of your own"):
        rates.per_dollar(money, 2024, carry_forward=True)
    mine = pd.DataFrame({"currency": [money], "year": [2024], "rate": [190.0]})
    assert rates.with_exchange(mine).per_dollar(money, 2024).value == 190.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (QUOTE.replace("VND", "VNX"), "row 2, column 'currency'"),
        (QUOTE.replace("VNM", "Viet Nam"), "row 2, column 'country'"),
        (QUOTE.replace("VNM", "Viet Nam"), "three letters (ISO 3166) such as VNM"),
        (QUOTE.replace("month", "moon"), "hour, day, week, month, year"),
        (QUOTE.replace("9000000", "9 million"), "row 2, column 'mid'"),
        (QUOTE.replace("9000000", "-1"), "above 0"),
        (QUOTE.replace(",9000000", ""), "4 cells"),
    ],
)
def test_a_cell_that_cannot_be_is_named(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=re.escape(said)):
        own(written(tmp_path, text), "quotes")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('1990,"1,234",3\n1991,4,5\n', "row 2, column 'quantity'"),
        ("1990,1234,3\n1991,4,x\n", "row 3, column 'price'"),
        ('1990,"1,234",3\n1991,"2,345",5\n', "row 2, column 'quantity'"),
        ("1990,5%,3\n1991,6%,5\n", "row 2, column 'quantity'"),
    ],
)
def test_a_series_with_a_cell_that_is_no_number_is_refused(
    rows: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match=re.escape(said)):
        own(written(tmp_path, f"year,quantity,price\n{rows}"), "industry")
    words = own(written(tmp_path, "year,quantity,note\n1990,,census\n1991,4,\n"), "industry")
    assert words["quantity"].tolist()[1:] == [4.0]


def test_columns_of_your_own_are_kept(tmp_path: Path) -> None:
    text = "task,unit,year,seconds,item\nbounding_box,box,2024,30,17\n"
    assert own(written(tmp_path, text), "timings")["item"].tolist() == [17.0]


def test_kinds_and_names_are_checked(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="kind 'wages'; allowed: quotes"):
        own(written(tmp_path, QUOTE), "wages")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="its name stands in the report"):
        own(written(tmp_path, QUOTE, "my file.csv"), "quotes")


def test_bare_frames_are_told_all_they_lack() -> None:
    frame = pd.DataFrame({"currency": ["VND"], "mid": [1.0]})
    with pytest.raises(WageError, match=r"quote_id, origin, country, .*own\(file, 'quotes'\)"):
        wages.comparable(frame, load_rates(), base_year=2023, unpaid=0.0)
    with pytest.raises(LabelsError, match=r"id, study, arm, .*own\(file, 'timings'\)"):
        seconds_per_label(pd.DataFrame({"seconds": [3.0]}))


def test_a_quote_of_any_country_in_our_rates_converts_as_it_is(tmp_path: Path) -> None:
    """Viet Nam and Pakistan are no exception: any money in the tables of rates converts."""
    rows = [
        "country,year,currency,period,amount",
        "VNM,2022,VND,hour,40000",
        "PAK,2022,PKR,hour,300",
    ]
    quotes = own(written(tmp_path, "\n".join(rows)), "quotes")
    pay = wages.comparable(quotes, load_rates(), base_year=2022, unpaid=0.0)
    assert len(pay.market) == 2
    assert pay.refused.empty


def test_own_rates_convert_and_are_the_rows_behind(tmp_path: Path) -> None:
    quotes = own(written(tmp_path, QUOTE.replace("month", "hour")), "quotes")
    rate = own(
        written(tmp_path, "currency,year,rate\nVND,2024,10000\n", "fx.csv"), "exchange_rates"
    )
    pay = wages.comparable(quotes, load_rates().with_exchange(rate), base_year=2024, unpaid=0.0)
    assert pay.market["mid"].tolist() == [900.0]
    tables = {used.table for used in rows_of(pay.market)}
    assert tables >= {"own_quotes_mine", "own_exchange_rates_fx"}
    assert "exchange_rates" not in tables


def test_own_minimum_wages_go_before_ours(tmp_path: Path) -> None:
    row = "country,year,currency,period,amount\nKEN,2024,KES,hour,1000\n"
    floors = wages.with_own_wages(
        load("comparator_wages"), own(written(tmp_path, row), "minimum_wages")
    )
    quotes = own(
        written(tmp_path, QUOTE.replace("VNM", "KEN").replace("VND", "KES"), "q.csv"), "quotes"
    )
    rates = load_rates()
    pay = wages.comparable(quotes, rates, base_year=2024, unpaid=0.0)
    minima = wages.ladder_minima(pay, floors, rates, base_year=2024)
    per_dollar = rates.per_dollar("KES", 2024).value
    assert minima["low"].tolist() == pytest.approx([1000 / per_dollar])


def test_a_ladder_without_a_comparable_quote_says_why(tmp_path: Path) -> None:
    quotes = own(written(tmp_path, QUOTE.replace("2024", "1991")), "quotes")
    pay = wages.comparable(quotes, load_rates(), base_year=2023, unpaid=0.0)
    with pytest.raises(WageError, match=r"no quote could be made comparable: .*exchange rate"):
        wages.ladder(pay)


def test_an_industry_is_asked_for_its_years() -> None:
    rows = own(TEMPLATES / "industry.csv", "industry")
    with pytest.raises(DemandError, match=r"pass data\.set_index\('year'\)"):
        DemandModel(rows.reset_index(), "quantity", "price", income="income")
    fit = DemandModel(rows, "quantity", "price", income="income").fit()
    assert 1985 < int(str(fit.turning_point().first_below)) < 2024
    assert rows_of(rows)[0].table == "own_industry_industry"


@pytest.mark.parametrize("industry", ["cotton", "motor_vehicles"])
def test_another_window_gives_a_fit_or_says_which_curve_it_can_carry(industry: str) -> None:
    frame = Study(industry).sample.frame  # type: ignore[arg-type]
    third = len(frame) // 3
    for window in (frame.iloc[:third], frame.iloc[third : 2 * third], frame.iloc[2 * third :]):
        for price in ("price", "real_price"):
            try:
                DemandModel(window, "quantity", price, income="income").fit()
            except ConvergenceError as error:
                assert "allowed: curve=" in str(error)  # noqa: PT017


def test_an_account_of_own_rows_names_the_file_and_nothing_of_this_machine(tmp_path: Path) -> None:
    quotes = own(written(tmp_path, QUOTE), "quotes")
    (used,) = rows_of(quotes)
    told = account(used)
    assert (told.count, told.rows, told.choice) == (1, "2", "all rows")
    assert [source.title for source in told.sources] == ["Own file mine.csv"]
    assert str(tmp_path) not in repr(told)
    assert table("own_quotes_mine").shown_path == "mine.csv"


def test_a_file_below_the_tables_is_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As another process finds it: the report builds its pages after the kernels are gone."""
    data = tmp_path / "data"
    data.mkdir()
    for path in (ROOT / "data").glob("*.*"):
        (data / path.name).symlink_to(path)
    (data / "own").mkdir()
    written(data / "own", QUOTE, "shop.csv")
    monkeypatch.setenv("LABOUR_DATA", str(data))
    opened = table("own_quotes_shop")
    assert opened.shown_path == "data/own/shop.csv"
    before = opened.digest
    written(data / "own", QUOTE.replace("9000000", "9000001"), "shop.csv")
    assert table("own_quotes_shop").digest != before
    with pytest.raises(DataError, match="no table 'own_quotes_gone'"):
        table("own_quotes_gone")


def test_defaults_claim_nothing() -> None:
    found = own(TEMPLATES / "quotes.csv", "quotes")
    assert set(found["paid_time"]) == set(found["tax"]) == {"unstated"}
    assert "unclear" in FORMS["quotes"].defaults.values()
