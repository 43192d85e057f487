"""Headline numbers on pay, computed a second time from the files with pandas and NumPy alone.

Only the corrections of the tables are taken from the package; hours, money, weights and
regressions are worked out here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import wages
from analysis.money import load_rates
from analysis.tables import load
from analysis.wages.comparable import Comparable
from analysis.wages.jobs import JOBS

pytestmark = pytest.mark.slow

OUT = ("low_confidence", "adjacent_work", "not_earnings", "best_case", "hours_unknown")
QUOTES, COMPARATORS = load("annotation_wages"), load("comparator_wages")

SOUND = ~QUOTES["warnings"].fillna("").str.contains("|".join(OUT))


@pytest.fixture(scope="module")
def pay() -> Comparable:
    return wages.comparable(QUOTES, load_rates(), base_year=2023, unpaid=0.33)


def american_prices() -> pd.Series:
    """Consumer prices of the United States, 2023 = 1; unchanged after the last year known."""
    rows = load("cpi").query("country == 'USA'").set_index("year")["inflation"].sort_index()
    index = (1 + rows / 100).cumprod().reindex(range(2000, 2027)).ffill()
    return index / index[2023]


def by_hand() -> pd.DataFrame:
    """Quotes kept, in dollars of 2023 an hour: low, middle and high."""
    kept = QUOTES[(QUOTES["worker_type"] != "comparison") & SOUND]
    kept = kept[~kept["restates"].isin(kept["quote_id"])]
    average = kept["statistic"].isin(["mean", "median"])
    paid = set(kept.loc[average & (kept["paid_time"] == "paid"), "origin"])
    kept = kept[~(average & (kept["paid_time"] == "paid_and_unpaid") & kept["origin"].isin(paid))]
    kept = kept[(kept["paid_time"] != "paid_and_unpaid") & kept["year_first"].notna()]
    rates = load("exchange_rates").query("use == 'primary'")
    prices = american_prices()
    rows = []
    for row in kept.itertuples():
        year = (int(row.year_first) + int(row.year_last)) // 2
        few, many = hours(row)
        own = rates[(rates["currency"] == row.currency) & (rates["year"] <= year)]
        per_dollar = 1.0 if row.currency == "USD" else own.sort_values("year")["rate"].iloc[-1]
        scale = 1 / per_dollar / prices[year] / row.period_count
        mid, low, high = row.mid, row.low, row.high
        if pd.notna(mid) and row.statistic in ("mean", "median"):
            low = high = np.nan
        low, high = (mid if pd.isna(end) else end for end in (low, high))
        rows.append(
            (row.quote_id, year, low / many * scale, mid / np.sqrt(few * many) * scale,
             high / few * scale)
        )  # fmt: skip
    amounts = pd.DataFrame(rows, columns=["quote_id", "year", "lo", "mi", "hi"])
    table = kept.merge(amounts, on="quote_id")
    table["log"] = np.log(table["mi"]).fillna((np.log(table["lo"]) + np.log(table["hi"])) / 2)
    return table


def hours(row) -> tuple[float, float]:
    """Fewest and most hours of the period that pays."""
    weeks = {"week": 1.0, "month": 52 / 12, "year": 52.0}
    if row.period == "hour":
        return 1.0, 1.0
    if row.period == "day":
        return (row.daily_hours,) * 2 if pd.notna(row.daily_hours) else (7.0, 9.0)
    if pd.notna(row.weekly_hours_low) and pd.notna(row.weekly_hours_high):
        return row.weekly_hours_low * weeks[row.period], row.weekly_hours_high * weeks[row.period]
    return tuple(month * 12 / 52 * weeks[row.period] for month in (160.0, 208.0))


HAND = by_hand()
FORM = {"crowd": "crowd", "outsourced_staff": "employed", "in_house_staff": "employed"}


def test_hourly_pay_agrees_quote_by_quote(pay: Comparable) -> None:
    ours = pay.market.set_index("quote_id")
    theirs = HAND.set_index("quote_id")
    assert set(ours.index) == set(theirs.index)
    for own, hand in (("low", "lo"), ("high", "hi")):
        both = pd.concat([ours[own].astype(float), theirs[hand]], axis=1).dropna()
        assert both[own].to_numpy() == pytest.approx(both[hand].to_numpy(), rel=1e-9)
    # A stated day has its own middle; every other middle is the geometric one.
    months = theirs[theirs["period"] != "day"]
    assert ours.loc[months.index, "mid"].astype(float).to_numpy() == pytest.approx(
        months["mi"].to_numpy(), rel=1e-9, nan_ok=True
    )


def premium(rows: pd.DataFrame, abroad: pd.Series, one_vote: bool) -> float:
    """Employed over crowd pay with place held, by the normal equations."""
    points = rows.assign(abroad=abroad.loc[rows.index]).dropna(subset="log")
    weight = 1 / points.groupby("origin")["log"].transform("size") if one_vote else 1.0
    root = np.sqrt(np.broadcast_to(weight, len(points)))
    design = np.column_stack(
        [np.ones(len(points)), points["form"] == "employed", points["abroad"]]
    ).astype(float)
    left, right = design * root[:, None], points["log"].to_numpy() * root
    return float(np.exp(np.linalg.lstsq(left, right, rcond=None)[0][1]))


def test_the_premium_of_employment_under_four_cuts_and_two_ways_to_vote(pay: Comparable) -> None:
    table = wages.premium_each_way(wages.crowd_and_employed(pay.market))
    forms = HAND.assign(form=HAND["worker_type"].map(FORM)).dropna(subset="form")
    home = forms["country"].fillna(forms["mostly_country"])
    known, told = forms[forms["country"].notna()], forms[home.notna()]
    by_home, by_country = home != "USA", forms["country"] != "USA"
    cuts = {
        "known places, mostly US as US": (told, by_home),
        "known countries only": (known, by_country),
        "everybody, mostly US as US": (forms, by_home),
        "everybody, mostly US as abroad": (forms, by_country),
    }
    assert list(table.index.get_level_values(0).unique()) == list(cuts)
    for cut, (rows, abroad) in cuts.items():
        for word, one_vote in (("sources", True), ("quotes", False)):
            got = table.loc[(cut, word), "premium"].value
            assert got == pytest.approx(premium(rows, abroad, one_vote), rel=1e-6), (cut, word)
    # Counted as abroad, quotes that are mostly American hide most of the premium.
    values = [table.loc[(cut, "sources"), "premium"].value for cut in cuts]
    assert values[0] > values[1] > values[2] > values[3]


def test_the_gap_to_the_united_states_is_between_means_of_sources(pay: Comparable) -> None:
    found = wages.china_and_us(pay)["china_us_market"]
    assert wages.same_platform(pay.market)["same_platform_ratio"].value == pytest.approx(
        1.41 / 3.01
    )
    pair = HAND[HAND["country"].isin(["CHN", "USA"])].dropna(subset="log")
    pair = pair[~pair["warnings"].fillna("").str.contains("foreign_client")]
    means = pair.groupby(["country", "origin"])["log"].mean().groupby("country").mean()
    assert found.value == pytest.approx(np.exp(means["CHN"] - means["USA"]), rel=2e-3)


def test_each_rung_is_the_median_of_its_sources(pay: Comparable) -> None:
    found = wages.pay_by_rung(pay.market)
    africa = HAND[HAND["country"].isin(["KEN", "MDG"])]
    africa = africa[africa["worker_type"] == "outsourced_staff"].dropna(subset="log")
    shops = HAND[(HAND["country"] == "CHN") & (HAND["worker_type"] == "outsourced_staff")]
    for name, rows in (("rung_africa", africa), ("rung_shops", shops.dropna(subset="log"))):
        by_source = np.exp(rows.groupby("origin")["log"].median())
        assert found[name].value == pytest.approx(by_source.median(), rel=0.02)
        assert found[name].interval == pytest.approx(
            (by_source.quantile(0.25), by_source.quantile(0.75)), rel=0.03
        )
    raters = HAND[HAND["firm"].isin(["raterlabs", "globallogic"])]
    assert found["rung_raters"].interval == pytest.approx((raters["lo"].min(), raters["hi"].max()))
    # 275 to 550 dollars of 2026 over 208 and 160 hours a month.
    prices = american_prices()[2026]
    assert found["rung_india"].interval == pytest.approx(
        (275 / 208 / prices, 550 / 160 / prices), rel=1e-9
    )


def test_pay_of_contractors_fell_and_of_staff_rose(pay: Comparable) -> None:
    found = wages.changes_followed(wages.changes_of_jobs(wages.one_job_over_time(pay)))
    prices = american_prices()
    remotasks = np.sqrt(1 * 3) / (np.sqrt(5 * 10) / prices[2019])
    outlier, mercor = 15 / 50, 16 / 21
    raters = 15 / (np.sqrt(10 * 12) / prices[2019])
    sama = (2 / prices[2024]) / (9 / 8 / prices[2018])
    assert found["cuts_contract"].interval == pytest.approx((1 - mercor, 1 - remotasks))
    assert found["cuts_contract"].value == pytest.approx(1 - outlier)
    assert found["rise_staff"].interval == pytest.approx((raters - 1, sama - 1))
    assert found["jobs_followed"].value == len(JOBS) == 6


def test_american_crowd_work_below_the_federal_minimum() -> None:
    counts = wages.count_below_each_way(
        wages.with_year(QUOTES), COMPARATORS, load_rates(), unpaid=0.33
    )
    found = wages.below_the_minimum(counts)
    crowd = QUOTES[(QUOTES["worker_type"] == "crowd") & SOUND]
    crowd = crowd[~crowd["restates"].isin(crowd["quote_id"])]
    weekly = crowd["period"].eq("week")
    amounts = crowd[["low", "mid", "high"]].div(
        np.where(weekly, crowd["weekly_hours_low"], 1), axis=0
    )
    top, bottom = amounts["high"].fillna(amounts["mid"]), amounts["low"].fillna(amounts["mid"])
    for name, rows in (
        ("below_us_crowd", crowd["country"] == "USA"),
        ("below_us_crowd_mostly", crowd["country"].fillna(crowd["mostly_country"]) == "USA"),
    ):
        below = (top[rows] < 7.25).mean()
        most = (~(bottom[rows] >= 7.25)).mean()
        assert found[name].interval == pytest.approx((below, most)), name


def test_county_shops_against_a_migrant_workers_month() -> None:
    chosen = wages.select(wages.with_year(QUOTES)).quotes
    income = wages.migrant_income(COMPARATORS)
    found = wages.ordinary_pay_or_not(wages.against_migrants(wages.county_shops(chosen), income))
    cell = COMPARATORS.set_index(["category", "year"])["mid"]
    near = {year: cell["migrant workers, monthly income: working locally", year]
            for year in (2021, 2022, 2023, 2024)}  # fmt: skip
    assert near == {2021: 3878, 2022: 4026, 2023: 4131, 2024: 4291}
    assert found["county_to_migrant"].interval == pytest.approx((3000 / 4291, 3000 / 4131))
    assert (found["county_below"].value, found["county_within"].value) == (2, 0)


def test_direct_staff_over_agencies_and_the_clients_hour() -> None:
    assert wages.direct_or_agency(QUOTES)["direct_over_agency"].interval == pytest.approx(
        (28 / 22, 32 / 18)
    )
    rates, clients = load_rates(), load("client_prices_hour")
    scientist = wages.scientist_hour(COMPARATORS, rates, base_year=2023)
    hours_a_year = (160 * 12, 208 * 12)
    prices = american_prices()
    low, high = (112590 / each / prices[2024] for each in reversed(hours_a_year))
    plain = wages.client_hours(clients, rates, base_year=2023)
    found = wages.scientist_over_client(scientist, plain, plain)
    assert found["scientist_hour"].interval == pytest.approx((low, high))
    dear, cheap = 12.5 / prices[2021], 12 / prices[2024]
    assert found["scientist_over_client_africa"].interval == pytest.approx(
        (low / dear, high / cheap)
    )


def test_the_two_sides_of_a_box() -> None:
    found = wages.price_and_pay_of_boxes(QUOTES, load("price_per_label"), load("piece_rates"))
    assert found["worker_rate_change"].interval == pytest.approx((0.04 / 0.10, 0.04 / 0.025))
    assert found["speed_and_share"].interval == pytest.approx((2000 / 4000, 12.5 * 5000 / 3000))
    assert found["worker_speed"].interval == pytest.approx((0.5 / 1.6, 5 / 3 / 0.4))
