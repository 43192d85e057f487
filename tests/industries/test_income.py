"""Income is nominal product per head; what turns on it, by a second road: csv, NumPy and SciPy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import least_squares
from scipy.stats import norm

from analysis.errors import DataError
from analysis.industries.incomes import income_checked, incomes, incomes_side_by_side
from analysis.industries.series import income, real_income
from analysis.places import repository

ROOT = repository() / "data"


def series(table: str, name: str) -> pd.Series:
    rows = pd.read_csv(ROOT / f"{table}.csv")
    rows = rows[rows["series"] == name].drop_duplicates("year", keep="last")
    return rows.set_index("year")["value"]


def chains() -> dict[str, pd.Series]:
    """Every chain of nominal product per head that the tables allow."""
    hsus = series("us_economy", "gnp_per_capita_nominal").loc[1889:]
    bea = series("us_economy", "product_per_head_bea")
    level = (bea / hsus).loc[1947:1970].mean()
    second = series("us_economy", "product_per_head_real_2025")
    return {
        "2023": series("us_economy", "product_per_head_nominal"),
        "2025": second * series("us_economy", "product_deflator_2025") / 100,
        "hsus": hsus,
        "hsus and bea": pd.concat([hsus * level, bea.loc[1971:]]),
    }


def rails() -> pd.Series:
    """Steel rails at the level of 1953 and after, carried past 1970 by the deflator of SIC 3312."""
    rows = pd.read_csv(ROOT / "steel.csv").query("series == 'rail_price' and year >= 1867")
    per_cwt = rows["unit"] == "USD per 100 lb"
    rows = rows.assign(value=rows["value"].where(~per_cwt, rows["value"] * 22.4))
    marks = rows["warnings"].fillna("")
    left = rows[marks.str.contains("break_preceding")].set_index("year")["value"]
    right = rows[marks.str.contains("break_following")].set_index("year")["value"]
    price = rows[~marks.str.contains("break_preceding")].set_index("year")["value"].sort_index()
    for year in (1953, 1913):
        price[price.index < year] *= right[year] / left[year]
    deflator = series("steel", "sic3312_shipments_deflator")
    level = np.exp(np.log(deflator / price).loc[1958:1970].mean())
    return pd.concat([price, deflator.loc[1971:] / level])


def steel(money: pd.Series, first: int = 1867) -> tuple[pd.Series, pd.Series]:
    raw = pd.read_csv(ROOT / "steel.csv").query("series == 'raw_production'")
    tons = raw.set_index("year")["value"] * np.where(raw["unit"] == "million short tons", 1e6, 1e3)
    people = series("us_economy", "population_maddison")
    frame = pd.DataFrame({"q": tons / people, "p": rails() / money}).loc[first:1982].dropna()
    return np.log(frame["q"]), np.log(frame["p"])


def lognormal(log_q: pd.Series, log_p: pd.Series) -> tuple[pd.Series, float]:
    """Elasticity by year and R squared of the lognormal curve, errors in logs."""

    def gap(theta):
        mu, log_sigma, scale = theta
        return log_q - scale - norm.logsf((log_p - mu) / np.exp(log_sigma))

    starts = [(log_p.mean() + m, np.log(s), log_q.max()) for m in (-2, 0, 2) for s in (0.5, 1.5)]
    best = min((least_squares(gap, start) for start in starts), key=lambda found: found.cost)
    sigma = np.exp(best.x[1])
    z = (log_p - best.x[0]) / sigma
    elasticity = pd.Series(np.exp(norm.logpdf(z) - norm.logsf(z)) / sigma, index=log_q.index)
    return elasticity, 1 - 2 * best.cost / ((log_q - log_q.mean()) ** 2).sum()


def crossing(elasticity: pd.Series) -> int:
    """First year after the best parting of years above one from years below."""
    below = (elasticity <= 1).to_numpy()
    wrong = [below[:k].sum() + (~below[k:]).sum() for k in range(len(below) + 1)]
    return int(elasticity.index[int(np.argmin(wrong))])


def test_nominal_product_is_within_a_hundredth_of_the_national_accounts():
    both = income() / series("us_economy", "product_per_head_bea")
    known = both.dropna()
    assert list(known.index) == list(range(1947, 2018))
    assert (known - 1).abs().max() < 0.01
    assert income_checked(incomes())["bea_most"].value == pytest.approx((known - 1).abs().max())


def test_the_historical_statistics_lie_a_twentieth_below():
    gap = np.log(series("us_economy", "gnp_per_capita_nominal") / income()).loc[1889:1970]
    found = income_checked(incomes())["hsus_mean"]
    assert found.value == pytest.approx(gap.mean(), rel=1e-9)
    assert -0.07 < gap.mean() < -0.04
    assert gap.between(-0.2, 0.1).all()


def test_real_product_times_consumer_prices_has_an_error_with_a_trend():
    gap = np.log(income("real product times prices") / income())
    assert gap[1831] == pytest.approx(0.81, abs=0.01)
    assert gap[1970] == pytest.approx(-0.20, abs=0.01)
    assert np.polyfit(range(1831, 1971), gap.loc[1831:1970], 1)[0] < -0.004


def test_the_vintages_differ_by_an_eighth_before_1880_and_meet_by_1910():
    ratio = income("second vintage") / income()
    assert ratio.loc[1831:1869].between(1.1, 1.2).all()
    assert (ratio.loc[1910:1982] - 1).abs().max() < 0.01


def test_real_income_is_income_at_consumer_prices_and_kinds_are_named():
    cpi = series("us_economy", "cpi_sichel") / 100
    np.testing.assert_allclose(real_income(), (income() / cpi).dropna())
    with pytest.raises(DataError, match="nominal product, second vintage, real product"):
        income("gross income")


@pytest.mark.parametrize("name", list(chains()))
def test_steel_passes_one_between_1935_and_1970_under_every_nominal_chain(name):
    elasticity, rsquared = lognormal(*steel(chains()[name]))
    assert elasticity.iloc[0] > 1 > elasticity.iloc[-1]
    assert 1935 <= crossing(elasticity) <= 1970
    assert rsquared > 0.85


def test_under_real_product_times_prices_it_passes_nowhere():
    elasticity, _ = lognormal(*steel(income("real product times prices")))
    assert elasticity.iloc[-1] > 1


@pytest.mark.slow
def test_the_primary_fit_of_steel_is_that_of_the_second_road(studies):
    elasticity, rsquared = lognormal(*steel(chains()["2023"]))
    fitted = studies["steel"].log
    np.testing.assert_allclose(fitted.elasticity, elasticity, rtol=1e-4)
    assert fitted.results.rsquared == pytest.approx(rsquared, rel=1e-6)
    assert crossing(fitted.elasticity) == crossing(elasticity) == 1941


@pytest.mark.slow
def test_the_table_of_incomes_says_what_turns(studies):
    table = incomes_side_by_side(studies["steel"]).set_index(["income", "errors"])
    first = table.xs("logs", level="errors")["passes"]
    assert list(first)[:2] == ["1941", "1942"]
    assert first["real product times consumer prices"] == "not within the data"
