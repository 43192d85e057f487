"""459 industries: the headline by another road, made panels, units, order, bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm

from analysis.errors import IndustryError
from analysis.industries import manufacturing
from analysis.industries.manufacturing.checks import Slopes
from analysis.industries.manufacturing.claims import NUMBERS, RULES
from analysis.industries.manufacturing.declared import (
    BORDERS,
    ELECTRONICS,
    PRIMARY,
    SMALLEST_SLOPE,
    VOTING,
)
from analysis.industries.manufacturing.panel import POPULATION, PRODUCT
from analysis.industries.manufacturing.responses import FALLS, TFP, Rows
from analysis.places import data_folder
from analysis.tables import load

BOTH = "period and industry"
FREE = PRIMARY.but(slope="by period")
YEARS = np.arange(1958, 2012)


@pytest.fixture(scope="module")
def table():
    return load("manufacturing_panel")


@pytest.fixture(scope="module")
def economy():
    return load("us_economy")


@pytest.fixture(scope="module")
def panel(table, economy):
    return manufacturing.panel_of(table, economy)


@pytest.fixture(scope="module")
def changes(panel):
    return manufacturing.all_differences(panel)


def by_hand():
    """Long differences from the files themselves, with nothing of the package."""
    raw = pd.read_csv(data_folder() / "manufacturing_panel.csv", dtype={"sic": str})
    raw = raw[raw.groupby("sic")["year"].transform("size") == YEARS.size]
    macro = pd.read_csv(data_folder() / "us_economy.csv")
    heads = macro[macro["series"] == POPULATION].set_index("year")["value"]
    raw["q"] = np.log(raw["shipments"] / raw["price"] / raw["year"].map(heads))
    raw["l"], raw["a"] = np.log(raw["employment"]), np.log(raw["tfp"])
    wide = raw.pivot_table(index="sic", columns="year", values=["q", "l", "a"])
    parts = []
    for start, end in zip(BORDERS["peaks"], BORDERS["peaks"][1:], strict=False):
        parts.append(
            pd.DataFrame(
                {
                    "l": wide["l"][end] - wide["l"][start],
                    "a": wide["a"][end] - wide["a"][start],
                    "s": wide["q"][start] - wide["q"][1958],
                    "start": start,
                }
            ).reset_index()
        )
    return pd.concat(parts, ignore_index=True)


def dummies_fit(rows, columns, effects):
    """With a dummy for every period, and for every industry where asked."""
    x = rows[columns].join(pd.get_dummies(rows["start"], dtype=float))
    ours = x.shape[1]
    if effects == BOTH:
        x = x.join(pd.get_dummies(rows["sic"], drop_first=True, dtype=float))
        ours -= 1
    fit = sm.OLS(rows["l"], x).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(rows["sic"])[0]}, use_t=True
    )
    # statsmodels counts the effects of industries, which lie within clusters, as parameters.
    return fit, np.sqrt((len(rows) - x.shape[1]) / (len(rows) - ours))


@pytest.mark.parametrize("effects", ["period", BOTH])
def test_the_response_is_what_statsmodels_finds_with_dummies(changes, effects):
    rows = by_hand()
    fit, scale = dummies_fit(rows, ["a"], effects)
    ours = manufacturing.respond(changes["peaks"], PRIMARY.but(effects=effects), falling=False)
    assert ours.coefficient(TFP) == pytest.approx(fit.params["a"], rel=1e-8)
    assert ours.cell(TFP, "std_error") == pytest.approx(fit.bse["a"] * scale, rel=1e-6)
    assert ours.nobs == len(rows) == 5 * 452


@pytest.mark.parametrize("effects", ["period", BOTH])
def test_the_four_slopes_that_decide_are_what_statsmodels_finds(changes, effects):
    every = by_hand()
    for name, specification in VOTING.items():
        rows = every[every["start"] < 1989 if "before" in name else every["start"] >= 1989].copy()
        if "without" in name:
            rows = rows[~rows["sic"].str[:3].isin(ELECTRONICS)]
        rows = rows.reset_index(drop=True)
        rows["as"] = rows["a"] * (rows["s"] - rows["s"].mean())
        fit, scale = dummies_fit(rows, ["as", "a", "s"], effects)
        ours = manufacturing.respond(changes["peaks"], specification.but(effects=effects))
        assert ours.coefficient(FALLS) == pytest.approx(fit.params["as"], rel=1e-7), name
        assert ours.cell(FALLS, "std_error") == pytest.approx(fit.bse["as"] * scale, rel=1e-6)


def test_weights_are_those_of_weighted_least_squares(changes):
    rows = changes["peaks"]
    ours = manufacturing.respond(rows, PRIMARY.but(weights="employment"))
    s = rows["from_output"] - rows["from_output"].mean()
    x = pd.get_dummies(rows["start"], dtype=float).assign(a=rows["tfp"], i=rows["tfp"] * s, s=s)
    fit = sm.WLS(rows["employment"], x, weights=rows["workers"]).fit()
    assert ours.coefficient(FALLS) == pytest.approx(fit.params["i"], rel=1e-8)


def test_the_table_is_the_same_as_single_series_read_from_the_same_data(table):
    steel = load("steel")
    for column, series in (("employment", "total_employment"), ("price", "shipments_deflator")):
        one = steel[steel["series"] == f"sic3312_{series}"].set_index("year")["value"]
        ours = table[table["sic"] == "3312"].set_index("year")[column]
        assert (ours == one.reindex(ours.index)).all()
    assert table["sic"].nunique() == 459
    assert len(table) == 452 * 54 + 6 * 39 + 34


def test_units_and_order_of_rows_change_nothing(table, economy, changes):
    other = table.assign(
        employment=1000 * table["employment"],
        shipments=1e6 * table["shipments"],
        price=table["price"] / 7,
        tfp=100 * table["tfp"],
    ).sample(frac=1, random_state=1)
    wealth = economy.assign(
        value=economy["value"].where(economy["series"] != PRODUCT, 1000 * economy["value"])
    )
    again = manufacturing.all_differences(manufacturing.panel_of(other, wealth))
    for specification in (PRIMARY, PRIMARY.but(position="price", weights="employment")):
        one = manufacturing.respond(changes["peaks"], specification)
        two = manufacturing.respond(again["peaks"].sample(frac=1, random_state=2), specification)
        assert two.coefficient(FALLS) == pytest.approx(one.coefficient(FALLS), rel=1e-9)
        assert two.interval(FALLS) == pytest.approx(one.interval(FALLS), rel=1e-9)
    draws = [
        manufacturing.shuffled_positions(rows, FREE, seed=3, draws=5)
        for rows in (changes["peaks"], again["peaks"].sample(frac=1, random_state=4))
    ]
    assert draws[0] == pytest.approx(draws[1], rel=1e-9)


def made(demand, *, industries=240, noise=0.03, seed=1, error=0.0):
    """A made economy: prices fall with productivity, `demand` answers, labour follows."""
    rng = np.random.default_rng(seed)
    growth = rng.gamma(2.0, 0.01, (industries, 1)) + rng.normal(0, 0.02, (industries, YEARS.size))
    growth[:, 0] = 0.0
    a = np.cumsum(growth, axis=1)
    log_price = -a
    q = demand(log_price)
    own = rng.normal(0, noise, q.shape).cumsum(axis=1)
    mistake = rng.normal(0, error, q.shape).cumsum(axis=1)
    sic = [f"{2000 + 7 * n}" for n in range(industries)]
    rows = pd.DataFrame(
        {
            "sic": np.repeat(sic, YEARS.size),
            "year": np.tile(YEARS, industries),
            "employment": np.exp(q - a + own).ravel(),
            "production_hours": np.exp(q - a + own).ravel(),
            "payroll": np.exp(q - a + own).ravel(),
            "shipments": np.exp(q + log_price).ravel(),
            "price": np.exp(log_price + mistake).ravel(),
            "tfp": np.exp(a - mistake).ravel(),
        }
    )
    macro = pd.concat(
        pd.DataFrame({"series": name, "year": YEARS, "value": 1.0})
        for name in (POPULATION, PRODUCT)
    )
    return manufacturing.panel_of(rows, macro)


def saturating(log_price):
    """Lognormal demand of spread .7, from far above its turning point to far below."""
    return norm.logcdf((-1.2 - log_price) / 0.7)


def isoelastic(log_price):
    return -1.5 * log_price


def verdict(panel):
    rows = manufacturing.all_differences(panel)["peaks"]
    fits = {name: manufacturing.respond(rows, spec) for name, spec in VOTING.items()}
    return manufacturing.response_falls({n: fit.interval(FALLS) for n, fit in fits.items()}).answer


def test_where_demand_saturates_the_rule_says_so():
    panel = made(saturating)
    assert verdict(panel) == "supported"
    rows = manufacturing.all_differences(panel)["peaks"]
    fifths = manufacturing.response_by_fifth(rows, PRIMARY)["coefficient"]
    assert fifths.iloc[1] > 0 > fifths.iloc[-1]
    own = manufacturing.respond(rows, FREE).coefficient(FALLS)
    shuffled = manufacturing.shuffled_positions(rows, FREE, seed=1, draws=99)
    assert own < shuffled.min() < -0.05 < 0.05 < shuffled.max()


def test_where_elasticity_is_constant_the_rule_says_that_the_response_does_not_fall():
    assert verdict(made(isoelastic, noise=0.01)) == "contradicted"


def test_where_few_noisy_industries_are_all_there_is_the_rule_says_nothing():
    assert verdict(made(isoelastic, industries=40, noise=0.1, seed=2)) == "not testable"


WIDE, BELOW, ABOVE, NARROW = (-0.5, 0.5), (-0.5, -0.1), (0.1, 0.5), (-0.05, 0.05)


@pytest.mark.parametrize(
    ("intervals", "answer"),
    [
        ((BELOW,) * 4, "supported"),
        ((BELOW, BELOW, BELOW, (-0.5, 0.0)), "mixed"),
        ((BELOW, ABOVE, WIDE, WIDE), "mixed"),
        ((NARROW,) * 4, "contradicted"),
        ((ABOVE, WIDE, WIDE, WIDE), "contradicted"),
        ((NARROW, NARROW, NARROW, (SMALLEST_SLOPE, 0.05)), "not testable"),
        ((NARROW, NARROW, NARROW, (SMALLEST_SLOPE + 1e-9, 0.05)), "contradicted"),
        (((-0.5, -1e-9),) * 4, "supported"),
    ],
)
def test_every_answer_of_the_rule_on_both_sides_of_its_thresholds(intervals, answer):
    assert manufacturing.response_falls(dict(zip(VOTING, intervals, strict=True))).answer == answer


def test_the_smallest_slope_is_half_of_what_the_flattest_lognormal_curve_does_at_its_turn():
    z = 1.571857688376718
    hazard = np.exp(norm.logpdf(z) - norm.logsf(z))
    assert hazard == pytest.approx(2.0)
    assert -(1 - z / 2.0) / 2 == pytest.approx(SMALLEST_SLOPE, abs=0.01)


def test_without_electronics_the_fall_hangs_on_the_recession_at_the_end(changes):
    late = PRIMARY.but(industries="without electronics", window="from 1989")
    to_2011 = manufacturing.respond(changes["peaks"], late)
    between = manufacturing.respond(changes["census years"], late.but(borders="census years"))
    assert to_2011.interval(FALLS)[1] < 0 < between.interval(FALLS)[1]
    assert between.coefficient(FALLS) > to_2011.coefficient(FALLS) / 4


def test_the_rule_reads_the_numbers_of_the_page(changes):
    found = manufacturing.four_intervals(changes)
    assert [f"manufacturing.falls.{name}" for name in found] == list(NUMBERS)
    (part,) = RULES
    numbers = {f"manufacturing.falls.{name}": found[name] for name in found}
    assert part.verdict(numbers).answer == "mixed"


def test_correcting_for_price_errors_goes_back_towards_the_truth():
    plain = PRIMARY
    true = manufacturing.all_differences(made(isoelastic))["peaks"]
    rows = manufacturing.all_differences(made(isoelastic, error=0.02))["peaks"]
    assert 0.1 < 1 - true["tfp"].var() / rows["tfp"].var() < 0.25
    found = manufacturing.with_price_errors(rows, plain, seed=1, draws=20)
    fresh = found[found["kind"] == "fresh"].set_index("share")["response"]
    truth = manufacturing.respond(true, plain, falling=False).coefficient(TFP)
    assert truth == pytest.approx(0.5, abs=0.05)
    assert fresh[0.0] < fresh[0.1] < truth < fresh[0.25] < fresh[0.5]


def test_effects_of_industries_find_a_rise_where_nothing_falls_and_periods_alone_find_nothing(
    changes,
):
    made_up = manufacturing.slopes_without_a_fall(changes, seed=1, draws=100)
    noise = made_up["periods_spread"] / 10
    assert (made_up["periods"].abs() < 4 * noise).all()
    assert (made_up["industries"] > 4 * made_up["industries_spread"] / 10).all()
    assert made_up["industries"].max() > -3 * SMALLEST_SLOPE


def test_point_estimates_of_draws_are_those_of_the_regression(changes):
    for effects in ("period", "period and industry"):
        specification = PRIMARY.but(effects=effects, weights="employment")
        rows = Rows.of(changes["peaks"])
        fit = manufacturing.respond(changes["peaks"], specification)
        slope = Slopes(rows, specification).falls(rows.columns["tfp"], rows.columns["from_output"])
        assert slope == pytest.approx(fit.coefficient(FALLS), rel=1e-8)


def test_peaks_coincide_where_labours_share_does_not_move_and_not_by_chance():
    panel = made(saturating)
    frame = panel.frame.assign(labour_share=0.3, income_over_wage=2.0)
    frame["employment"] = frame["spending_share"] * 0.6
    still = manufacturing.Panel(frame, panel.left_out, ())
    peaks = manufacturing.peaks_together(still, seed=1, draws=200)
    assert peaks.together == peaks.drift_of_another == 1.0
    assert peaks.paired_at_random < 0.9
    assert peaks.random.mean() == pytest.approx(peaks.paired_at_random, abs=0.02)
    assert peaks.p < 0.01


def test_employment_per_head_is_the_product_of_its_three_parts(panel):
    frame = panel.frame
    made_up = frame["labour_share"] * frame["spending_share"] * frame["income_over_wage"]
    assert np.allclose(made_up, frame["employment"], rtol=1e-12)


def test_bad_rows_are_named(table, economy):
    place = table.index[(table["sic"] == "3312") & (table["year"] == 1975)]
    zero = table.copy()
    zero.loc[place, "shipments"] = 0.0
    with pytest.raises(IndustryError, match=r"industry 3312, 1975: shipments is .*above zero"):
        manufacturing.panel_of(zero, economy)
    with pytest.raises(IndustryError, match="industry 3312 has 1975 twice"):
        manufacturing.panel_of(pd.concat([table, table.loc[place]]), economy)
    gone = (economy["series"] == PRODUCT) & (economy["year"] == 1960)
    with pytest.raises(IndustryError, match=rf"series {PRODUCT}: no value in 1960"):
        manufacturing.panel_of(table, economy[~gone])
    with pytest.raises(IndustryError, match="no column tfp"):
        manufacturing.panel_of(table.drop(columns="tfp"), economy)
    shorter = manufacturing.panel_of(table.drop(index=place), economy)
    assert "3312" in set(shorter.left_out["sic"])
