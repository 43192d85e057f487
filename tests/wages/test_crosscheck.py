"""Hourly pay in dollars agrees with an independent conversion of the same quotes.

``usd_per_hour.csv`` holds dollars of the day and current PPP dollars per hour, worked out apart
from this code when the quotes were collected, with the weekly hours assumed for each.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.money import AMOUNTS, load_rates, nominal_usd, ppp_dollars
from analysis.tables import load
from analysis.wages import Span, WorkingTime, hourly_wage, with_year

REFERENCE = pd.read_csv(Path(__file__).parent / "usd_per_hour.csv").set_index("id")
RATES = load_rates()
ROWS = dict(iter(with_year(load("annotation_wages")).groupby("quote_id"))) | dict(
    iter(load("comparator_wages").groupby("comparator_id"))
)
HAS_PPP = REFERENCE[["ppp_low", "ppp_mid", "ppp_high"]].notna().any(axis=1)
LATER_YEAR = {"aw017": "ppp", "aw070": "ppp", "aw113": "both"}
"""Quotes of two years: the reference takes the later one, this code the earlier."""


def hourly(name: str) -> pd.DataFrame:
    weekly = REFERENCE.loc[name, "assumed_weekly_hours"]
    week = Span.exactly(40.0 if pd.isna(weekly) else float(weekly))
    return hourly_wage(ROWS[name], WorkingTime.of_week(week, day=Span.exactly(8.0)))


def relative_gap(got: pd.DataFrame, wanted: pd.Series, prefix: str = "") -> float:
    gaps = [
        abs(float(got[name].iloc[0]) / float(wanted[prefix + name]) - 1)
        for name in AMOUNTS
        if pd.notna(wanted[prefix + name])
    ]
    return max(gaps)


@pytest.mark.parametrize("name", [name for name in REFERENCE.index if name != "aw113"])
def test_dollars_per_hour_are_within_one_per_cent(name: str) -> None:
    got = nominal_usd(hourly(name), RATES, carry_forward=True)
    assert relative_gap(got, REFERENCE.loc[name]) < 0.01


@pytest.mark.parametrize(
    "name", [name for name in REFERENCE.index[HAS_PPP] if name not in LATER_YEAR]
)
def test_ppp_dollars_per_hour_are_within_one_per_cent(name: str) -> None:
    got = ppp_dollars(hourly(name), RATES, carry_forward=True)
    assert relative_gap(got, REFERENCE.loc[name], "ppp_") < 0.01


@pytest.mark.parametrize("name", LATER_YEAR)
def test_the_exceptions_agree_once_the_later_of_their_two_years_is_taken(name: str) -> None:
    row = hourly(name)
    assert relative_gap(ppp_dollars(row, RATES), REFERENCE.loc[name], "ppp_") > 0.01
    moved = row.assign(year=pd.array([REFERENCE.loc[name, "year_used"]], dtype="Int64"))
    assert moved["year"].iloc[0] == row["year_last"].iloc[0]
    assert relative_gap(nominal_usd(moved, RATES), REFERENCE.loc[name]) < 0.01
    assert relative_gap(ppp_dollars(moved, RATES), REFERENCE.loc[name], "ppp_") < 0.01


def test_the_reference_covers_at_least_a_hundred_quotes_and_three_are_exceptions() -> None:
    assert len(REFERENCE) >= 100
    assert len(LATER_YEAR) <= 25
