"""Hours with ranges: each assumption moves them, run rates are no revenue, another road agrees."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import position
from analysis.errors import LabelsError
from analysis.places import data_folder
from analysis.position.hours import ACCOUNTS, DATES, FIRMS, Accounting
from analysis.tables import load


def test_every_single_swap_moves_the_change_of_hours(swapped: pd.DataFrame) -> None:
    middle = swapped["change"].iloc[0]
    assert (swapped["change"].iloc[1:] != middle).all()
    assert {"at least (Chao)", "workers who answered"} <= set(swapped["put_at"])
    assert swapped["what"].str.contains("Google").any()
    for firm in FIRMS:
        assert f"{firm}: without it" in set(swapped["what"])


def test_a_swap_moves_the_printed_range(account: Accounting) -> None:
    printed = position.range_of_hours(*_both(account))["hours_ratio"].interval
    ranges = account.ranges.copy()
    ranges.loc["scale_ai.pay_hour.late", "high"] = 12.0
    narrower = position.range_of_hours(*_both(replace(account, ranges=ranges)))["hours_ratio"]
    assert printed is not None
    assert narrower.interval is not None
    assert narrower.interval != printed


def test_what_decides_is_ranked_and_the_deciding_ones_change_the_sign(
    swapped: pd.DataFrame,
) -> None:
    decides = position.what_decides(swapped)
    assert decides["width"].is_monotonic_decreasing
    turning = decides[decides["turns"]]
    assert len(turning) > 0
    assert (turning["lowest"] * turning["highest"] < 0).all()


def test_all_at_once_is_wider_than_any_swap_and_reached_at_ends(
    account: Accounting, swapped: pd.DataFrame
) -> None:
    low, high = position.all_at_once(account)["hours_at_once"].interval or (0.0, 0.0)
    kept = swapped[~swapped["what"].str.endswith(": without it")]
    assert math.log(low) < kept["change"].min()
    assert math.log(high) > kept["change"].max()


def test_run_rates_and_parts_of_years_do_not_add_to_revenue() -> None:
    money = load("vendor_money")
    for name in ("mercor.run_rate.2025_02", "appen.revenue.usd.first_half.2024",
                 "speechocean.revenue.cny.2024", "telus.growth.2024"):  # fmt: skip
        with pytest.raises(LabelsError, match="run rates and parts of years do not add"):
            position.revenue_in_millions(money[money["id"] == name])
    kept = money[money["id"].isin([name for rows in ACCOUNTS.values() for name in rows])]
    assert position.revenue_in_millions(kept)["scale_ai.revenue.usd.source_3.2024"] == 870


def test_a_missing_row_of_revenue_is_named(account: Accounting, workers: pd.DataFrame) -> None:
    money = load("vendor_money").query("id != 'surge_ai.revenue.usd.2024'")
    with pytest.raises(LabelsError, match=r"no row surge_ai\.revenue\.usd\.2024"):
        position.accounting(money, workers, load("mturk_worker_bracket"),
                            load("hours_assumptions"))  # fmt: skip
    with pytest.raises(LabelsError, match="no assumption pay"):
        account.middle.put("pay", 1.0)


def test_leaving_out_google_takes_a_share_of_both_dates(account: Accounting) -> None:
    base = account.middle
    without = replace(base, google=False)
    assert account.revenue(without, "Appen", "late") == pytest.approx(234.3 - 82.8 * 79 / 366)
    assert account.revenue(without, "Appen", "early") == pytest.approx(417.7 * (1 - 82.8 / 273))
    assert account.revenue(without, "Scale AI", "late") == account.revenue(base, "Scale AI", "late")


def test_hours_in_the_middle_come_out_of_the_csv_files_alone(
    account: Accounting, workers: pd.DataFrame
) -> None:
    """By the csv module, without the package: ranges at their middle, revenue, workers, hours."""
    folder = data_folder()
    middles = {row["id"]: _middle(row) for row in _rows(folder / "hours_assumptions.csv")}
    money = {row["id"]: float(row["mid"] or 0) / 1e6 for row in _rows(folder / "vendor_money.csv")}
    scale = {
        "early": (money["scale_ai.revenue.usd.source_2.2021"]
                  + money["scale_ai.revenue.usd.source_5.2022"]) / 2,
        "late": money["scale_ai.revenue.usd.source_3.2024"],
    }  # fmt: skip
    answers = _rows(folder / "mturk_worker_bracket.csv")
    own = workers[workers["estimator"] == "if all answer equally often"].set_index("year")[
        "workers"
    ]
    years = {"early": (2021, 2022), "late": (2024, 2025)}
    for date in DATES:
        found = account.hours(account.middle, date)
        paid = scale[date] * middles["scale_ai.workers_share"]
        assert found["Scale AI"] == pytest.approx(paid / middles[f"scale_ai.pay_hour.{date}"])
        week = [own[year] * _mean_hours(answers, year) for year in years[date]]
        worked = sum(week) / 2 * 52 * middles["mturk.share_worked"] / 1e6
        assert found["Mechanical Turk"] == pytest.approx(worked)
        total = sum(found.values())
        assert total == pytest.approx(float(position.every_swap(account)[date].iloc[0]))


def test_the_accounting_agrees_with_what_was_expected_of_spending(account: Accounting) -> None:
    found = position.range_of_spending(account)
    assert 800 < float(found["spending_early"].value or 0) < 900
    assert 2500 < float(found["spending_late"].value or 0) < 3000


def test_at_the_break_even_pay_hours_do_not_change(account: Accounting) -> None:
    spending = position.range_of_spending(account)
    least = position.least_seen(
        account, load("online_labour_month"), load("volumes"), load("platform_fees"),
        load("mturk_keyword_month"), spending,
    )  # fmt: skip
    for date in DATES:
        pay = float(least[f"pay_even_{date}"].value or 0)
        put = account.middle.put(f"scale_ai.pay_hour.{date}", pay)
        assert account.change(put) == pytest.approx(0.0, abs=1e-12)


def _both(account: Accounting) -> tuple[pd.DataFrame, pd.DataFrame]:
    swapped = position.every_swap(account)
    return swapped, position.what_decides(swapped)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _middle(row: dict[str, str]) -> float:
    low, high = float(row["low"]), float(row["high"])
    return math.sqrt(low * high) if row["shape"] == "log_uniform" else (low + high) / 2


def _mean_hours(rows: list[dict[str, str]], year: int) -> float:
    own = [r for r in rows if int(r["year"]) == year and r["question"] == "hours_per_week"]
    total = sum(
        int(r["answers"]) * ((float(r["bracket_low"]) + float(r["bracket_high"])) / 2
                             if r["bracket_high"] else 45.0)
        for r in own
    )  # fmt: skip
    return total / sum(int(r["answers"]) for r in own)
