"""The demand model: recovery of known curves, steel against first fits, and refusals."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd
import pytest

from analysis.demand import (
    CURVES,
    ConstantElasticity,
    Curve,
    DemandModel,
    DemandResults,
    Exponential,
    FloorLognormal,
    Interval,
    Linear,
    LogLogistic,
    Lognormal,
    QuadraticLog,
    Weibull,
    threshold_table,
    thresholds,
)
from analysis.demand.curves.curve import ErrorScale
from analysis.errors import (
    DemandError,
)
from analysis.industries.series import steel_demand

TRUTHS: list[Curve] = [
    Lognormal(-0.5, 0.9, 2.0),
    FloorLognormal(-0.5, 0.6, 0.5, 2.0),
    LogLogistic(0.6, 2.2, 2.0),
    Weibull(0.8, 0.8, 2.0),
    Exponential(0.7, 2.0),
    Linear(9.0, 2.0),
    ConstantElasticity(1.2, 2.0),
    QuadraticLog(1.2, 0.2, 2.0),
]


def model(frame: pd.DataFrame, **options: object) -> DemandModel:
    given = {"income": "income", **options}
    return DemandModel(frame, quantity="quantity", price="price", **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def fitted(frame: pd.DataFrame) -> DemandResults:
    return model(frame).fit()


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda c: type(c).__name__)
@pytest.mark.parametrize("error", get_args(ErrorScale))
def test_every_curve_is_recovered_from_its_own_simulations(truth: Curve, error: ErrorScale) -> None:
    price = np.exp(np.linspace(1.5, -3.5, 120))
    noise = 0.03 if error == "log" else 0.01
    name = next(name for name, curve in CURVES.items() if isinstance(truth, curve))
    errors = []
    for seed in range(4):
        quantity = truth.simulate(price, noise, seed=seed, error=error)
        kept = quantity > 0.0
        frame = pd.DataFrame({"quantity": quantity[kept], "price": price[kept]})
        results = DemandModel(frame, "quantity", "price", curve=name, error=error).fit()
        errors.append((results.mean_params - truth.params) / results.bse.to_numpy())
    # Four independent draws: a mean standardised error beyond 2.2 has probability below 1e-5.
    assert np.abs(np.mean(errors, axis=0)).max() < 2.2


def test_income_and_price_are_separated_where_they_work_differently(frame: pd.DataFrame) -> None:
    income = frame["income"] / np.exp(np.log(frame["income"]).mean())
    relative = frame["price"] / np.exp(np.log(frame["income"]).mean()) * income**-1.6
    truth = Lognormal(-3.0, 0.9, 0.6)
    data = frame.assign(quantity=truth.simulate(relative, 0.05, seed=5))
    results = model(data, income_elasticity="free").fit()
    gamma = results.gamma()
    assert gamma.lower < 1.6 < gamma.upper
    assert not gamma.lower < 1.0 < gamma.upper
    test = results.income_test()
    assert test.pvalue < 1e-3
    ratio = results.income_elasticity(1900).value / results.elasticity(1900).value
    assert ratio == pytest.approx(gamma.value, rel=1e-9)
    assert results.elasticity(1900).value == pytest.approx(
        truth.elasticity(relative[1900]), rel=0.15
    )


def test_the_test_of_equal_income_and_price_effects_holds_its_size(frame: pd.DataFrame) -> None:
    rejected = 0
    for seed in range(40):
        truth = Lognormal(-3.0, 0.9, 0.6)
        quantity = truth.simulate(frame["price"] / frame["income"], 0.08, seed=seed)
        data = frame.assign(quantity=quantity)
        rejected += model(data, income_elasticity="free").fit().income_test().pvalue < 0.05
    # Binomial(40, .05): more than 7 has probability .0013.
    assert rejected <= 7


def test_deflating_price_and_income_changes_nothing_when_income_and_price_work_alike(
    frame: pd.DataFrame, fitted: DemandResults
) -> None:
    deflated = model(frame, deflator="cpi").fit()
    np.testing.assert_allclose(deflated.params, fitted.params, rtol=1e-6)
    assert deflated.elasticity().value == pytest.approx(fitted.elasticity().value, rel=1e-6)


def test_a_change_of_unit_moves_mu_and_scale_and_nothing_else(
    frame: pd.DataFrame, fitted: DemandResults
) -> None:
    other = model(frame.assign(price=frame["price"] * 100, quantity=frame["quantity"] * 1e-6)).fit()
    assert other.params["mu"] == pytest.approx(fitted.params["mu"] + np.log(100), abs=1e-5)
    assert other.params["sigma"] == pytest.approx(fitted.params["sigma"], rel=1e-5)
    assert other.params["scale"] == pytest.approx(fitted.params["scale"] * 1e-6, rel=1e-5)
    assert other.elasticity(1900).value == pytest.approx(fitted.elasticity(1900).value, rel=1e-5)
    assert other.turning_point().first_below == fitted.turning_point().first_below


def test_a_control_takes_up_the_shift_it_caused(frame: pd.DataFrame) -> None:
    war = np.isin(frame.index, np.arange(1914, 1919)).astype(float)
    data = frame.assign(quantity=frame["quantity"] * np.exp(0.7 * war), war=war)
    for error in get_args(ErrorScale):
        results = model(data, controls=["war"], error=error).fit()
        low, high = results.regression.conf_int().loc["war"]
        assert low < 0.7 < high


def test_autocorrelated_errors_are_estimated(frame: pd.DataFrame) -> None:
    rng = np.random.default_rng(11)
    noise = np.zeros(len(frame))
    for t in range(1, len(frame)):
        noise[t] = 0.7 * noise[t - 1] + rng.normal(0, 0.05)
    curve = Lognormal(-3.0, 0.9, 0.6)
    clean = curve.quantity(frame["price"] / frame["income"])
    results = model(frame.assign(quantity=clean * np.exp(noise)), errors="ar1").fit()
    assert results.params["rho"] == pytest.approx(0.7, abs=0.2)
    assert results.params["sigma"] == pytest.approx(0.9, abs=3 * results.bse["sigma"])
    assert results.elasticity().se > 0.0


def test_the_elasticity_crosses_one_where_the_turning_point_says(fitted: DemandResults) -> None:
    point = fitted.turning_point()
    assert point.price is not None
    assert point.within
    assert fitted.elasticity(price=point.price.value).value == pytest.approx(1.0, rel=1e-9)
    assert point.price.lower < point.price.value < point.price.upper
    below = fitted.relative_price.loc[point.first_below :]
    assert (below <= point.price.value).all()


def test_a_turning_point_outside_the_data_is_marked(fitted: DemandResults) -> None:
    seen = fitted.elasticity("last").value
    point = fitted.turning_point(threshold=seen / 50)
    assert not point.within
    assert "extrapolation" in point.reason


def test_a_curve_that_never_turns_says_so(frame: pd.DataFrame) -> None:
    results = model(frame, curve="constant_elasticity").fit()
    point = results.turning_point()
    assert point.price is None
    assert "never passed" in str(point)
    with pytest.raises(DemandError, match="constant elasticity"):
        results.share_served()


def test_intervals_of_shares_stay_between_zero_and_one(fitted: DemandResults) -> None:
    for year in (1870, 1920, 1969):
        share = fitted.share_served(year)
        assert 0.0 < share.lower < share.value < share.upper < 1.0


def test_profile_and_bootstrap_intervals_of_the_elasticity_agree_with_the_delta_method(
    fitted: DemandResults,
) -> None:
    delta = fitted.elasticity(1960)
    profile = fitted.elasticity(1960, interval=Interval("profile"))
    draws = fitted.regression.bootstrap(200, kind="residual", seed=1)
    bootstrap = fitted.elasticity(1960, interval=Interval("bootstrap", bootstrap=draws))
    width = delta.upper - delta.lower
    for other in (profile, bootstrap):
        assert other.value == delta.value
        assert abs(other.lower - delta.lower) < 0.35 * width
        assert abs(other.upper - delta.upper) < 0.35 * width


def test_another_covariance_keeps_the_estimate(fitted: DemandResults) -> None:
    robust = fitted.with_cov("HAC", {"maxlags": 4})
    assert robust.elasticity().value == fitted.elasticity().value
    assert robust.elasticity().se != fitted.elasticity().se


def test_the_fall_of_the_relative_price_is_real_price_and_income_exactly(
    frame: pd.DataFrame,
) -> None:
    fall = model(frame, deflator="cpi").price_fall()
    relative = np.log(frame["price"] / frame["income"])
    assert fall.total == pytest.approx(relative.iloc[0] - relative.iloc[-1], abs=1e-12)
    assert fall.frame()["share"].iloc[:2].sum() == pytest.approx(1.0, abs=1e-12)
    with pytest.raises(DemandError, match="income"):
        model(frame, income=None).price_fall()


@pytest.fixture(scope="module")
def steel() -> pd.DataFrame:
    return steel_demand(1869, price="rail_as_printed").frame


def test_steel_in_logs_stays_elastic_and_in_levels_crosses_one(steel: pd.DataFrame) -> None:
    logs = model(steel, error="log").fit()
    levels = model(steel, error="level").fit()
    assert logs.params["sigma"] > 2 * levels.params["sigma"]
    assert logs.elasticity("first").value < levels.elasticity("first").value
    assert logs.elasticity("last").value > 1.0 - logs.elasticity("last").se * 3
    assert levels.elasticity("last").upper < 1.0
    assert levels.turning_point().within


def test_most_of_the_fall_of_steels_relative_price_is_income(steel: pd.DataFrame) -> None:
    fall = model(steel, deflator="cpi").price_fall()
    assert fall.income > fall.price > 0
    # 132.25 USD a ton in 1869 and 152.32 in 1970, consumer prices up: .93 log points in real terms.
    assert fall.price == pytest.approx(0.93, abs=0.005)


def test_three_thresholds_are_one_its_inverse_and_the_one_with_growth() -> None:
    levels = thresholds(pass_through=1.0, demand_growth=0.02, productivity_growth=0.03)
    assert levels.per_head == levels.per_head_pass_through == 1.0
    assert levels.total == pytest.approx(1 / 3, abs=1e-12)
    # With sigma one total employment then peaks when 81% of demand is served, not 38%.
    curve = Lognormal(0.0, 1.0)
    point = curve.turning_point(levels.total)
    assert point is not None
    assert curve.share_served(point) == pytest.approx(0.81, abs=0.005)
    half = thresholds(0.5, 0.02, 0.03)
    assert half.per_head_pass_through == 2.0
    assert half.total == pytest.approx(2 / 3, abs=1e-12)


def test_total_employment_is_constant_at_the_total_threshold() -> None:
    for theta in (0.4, 1.0):
        level = thresholds(theta, 0.01, 0.04).total
        # Growth of employment: demand, plus theta times elasticity less one of productivity.
        assert 0.01 + (theta * level - 1.0) * 0.04 == pytest.approx(0.0, abs=1e-15)


def test_the_threshold_table_has_all_three_in_one_frame(fitted: DemandResults) -> None:
    table = threshold_table(fitted, thresholds(0.5, 0.02, 0.03))
    assert len(table) == 3
    order = table["price"].to_numpy()
    assert order[1] > order[0] > order[2]
    never = threshold_table(fitted, thresholds(1.0, 0.05, 0.03))
    assert np.isnan(never["price"].iloc[2])


@pytest.mark.parametrize(
    ("changes", "options", "error", "message"),
    [
        ({"price": (1900, 0.0)}, {}, DemandError, r"'price', row 1900: 0\.0"),
        ({"quantity": (1901, -2.0)}, {}, DemandError, r"'quantity', row 1901: -2\.0"),
        ({"income": (1902, np.nan)}, {}, DemandError, "'income' has no number.*1902"),
        ({}, {"curve": "log_normal"}, DemandError, "did you mean 'lognormal'"),
        ({}, {"income": "wage"}, DemandError, "no column 'wage'; the data have: quantity"),
        ({}, {"error": "logs"}, DemandError, "allowed: log, level"),
        ({}, {"income_elasticity": "two"}, DemandError, "allowed: one, free"),
        ({}, {"errors": "ar2"}, DemandError, "allowed: iid, ar1"),
        ({}, {"income": None, "income_elasticity": "free"}, DemandError, "without an inc"),
    ],
)
def test_bad_input_is_named_with_column_and_row(
    frame: pd.DataFrame,
    changes: dict[str, tuple[int, float]],
    options: dict[str, object],
    error: type[Exception],
    message: str,
) -> None:
    data = frame.copy()
    for column, (year, value) in changes.items():
        data.loc[year, column] = value
    with pytest.raises(error, match=message):
        model(data, **options)


def test_a_price_that_does_not_move_is_refused(frame: pd.DataFrame) -> None:
    with pytest.raises(DemandError, match="'price' is the same in all 100 rows"):
        model(frame.assign(price=5.0))


def test_gaps_are_refused_where_the_error_needs_consecutive_years(frame: pd.DataFrame) -> None:
    gap = frame.drop(index=[1900, 1901])
    model(gap).fit()
    with pytest.raises(DemandError, match="between 1899 and 1902"):
        model(gap, errors="ar1")
    twice = pd.concat([frame, frame.loc[[1900]]])
    with pytest.raises(DemandError, match="row 1900 occurs more than once"):
        model(twice)
    with pytest.raises(DemandError, match="3 rows"):
        model(frame.iloc[:3])


def test_results_name_the_years_there_are(fitted: DemandResults) -> None:
    with pytest.raises(DemandError, match="row from 1870 to 1969"):
        fitted.elasticity(1999)
    with pytest.raises(DemandError, match="positive"):
        fitted.elasticity(price=-1.0)
    with pytest.raises(DemandError, match="fixed at one"):
        fitted.gamma()
