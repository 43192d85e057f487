"""Curves side by side: criteria, forecasts, benchmarks, and the floor at its boundary."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, lognorm, norm, ttest_1samp

from analysis.demand import (
    DemandModel,
    FloorLognormal,
    Lognormal,
    baselines,
    compare_curves,
    diebold_mariano,
    error_correction,
    first_differences,
    floor_test,
    placebo,
    rolling_origin,
    summarise,
)
from analysis.demand.checks.comparison import criteria
from analysis.demand.checks.growth_equation import GrowthEquation
from analysis.demand.curves.growth import GrowthCurve
from analysis.demand.estimation import estimate
from analysis.errors import DemandError

pytestmark = pytest.mark.slow


def model(frame: pd.DataFrame, **options: object) -> DemandModel:
    given = {"income": "income", **options}
    return DemandModel(frame, quantity="quantity", price="price", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("error", ["log", "level"])
def test_likelihoods_in_logs_and_levels_are_both_of_quantity(
    frame: pd.DataFrame, error: str
) -> None:
    results = model(frame, error=error).fit()
    spread = np.sqrt(results.regression.ssr / results.nobs)
    quantity, fitted = frame["quantity"], results.fitted
    if error == "log":
        expected = lognorm.logpdf(quantity, spread, scale=fitted).sum()
    else:
        expected = norm.logpdf(quantity, fitted, spread).sum()
    found = criteria(results.regression, results.equation, results.series)
    assert found["llf"] == pytest.approx(expected, rel=1e-10)
    assert found["k"] == 4


def test_the_curve_the_data_came_from_wins(frame: pd.DataFrame) -> None:
    found = compare_curves(
        model(frame), ("lognormal", "exponential", "constant_elasticity"), horizons=()
    )
    assert found.table.index[0] == ("lognormal", "log")
    assert found.table["weight"].sum() == pytest.approx(1.0)
    assert found.table.loc[("lognormal", "log"), "weight"] > 0.99
    assert found.credible().index.tolist() == [("lognormal", "log")]
    spread = found.spread()
    assert spread["all_low"] < spread["credible_low"] == spread["credible_high"]
    assert spread["growth_weight"] < 0.01


def test_printing_a_comparison_prints_its_table(frame: pd.DataFrame) -> None:
    found = compare_curves(model(frame), ("lognormal", "linear"), ("log",), horizons=())
    lines = str(found).splitlines()
    assert len(lines) == 2 + len(found.table)
    assert "aicc" in lines[0]
    assert "refused" not in lines[0]
    assert "lognormal" in found._repr_html_()
    assert repr(found) == "<CurveComparison: 4 curves, reference lognormal, log>"


def test_growth_in_calendar_time_wins_where_price_does_nothing(frame: pd.DataFrame) -> None:
    growth = GrowthCurve(1.0, 0.08, 1915.0, "gompertz")
    data = frame.assign(quantity=growth.simulate(frame.index.to_numpy(float), 0.05, seed=2))
    found = compare_curves(model(data), ("lognormal", "weibull"), ("log",), horizons=())
    assert found.spread()["growth_weight"] > 0.99
    assert found.table.index[0] == ("gompertz", "log")
    assert len(found.credible()) >= 1


def test_forecast_errors_are_tested_against_the_models_own_curve(frame: pd.DataFrame) -> None:
    found = compare_curves(
        model(frame), ("lognormal", "linear"), ("log",), growth=False, horizons=(1, 5), every=3
    )
    table = found.table
    assert np.isnan(table.loc[("lognormal", "log"), "dm_1"])
    assert table.loc[("linear", "log"), "dm_1"] < 0.05
    assert table.loc[("linear", "log"), "rmse_1"] > table.loc[("lognormal", "log"), "rmse_1"]


def test_a_comparison_needs_curves_and_independent_errors(frame: pd.DataFrame) -> None:
    with pytest.raises(DemandError, match="no curve"):
        compare_curves(model(frame), ())
    with pytest.raises(DemandError, match="ar1"):
        compare_curves(model(frame, errors="ar1"))


def test_growth_curves_are_recovered_as_regressions(frame: pd.DataFrame) -> None:
    truth = GrowthCurve(2.0, 0.06, 1910.0, "logistic")
    years = frame.index.to_numpy(dtype=float)
    for error, noise in (("log", 0.03), ("level", 0.02)):
        data = frame.assign(
            quantity=np.abs(truth.simulate(years, noise, seed=3, error=error))  # type: ignore[arg-type]
        )
        series = model(data).series
        fitted = estimate(GrowthEquation("logistic", error), series)  # type: ignore[arg-type]
        gap = (np.asarray(fitted.params) - truth.params) / np.asarray(fitted.bse)
        assert np.abs(gap).max() < 4.0


def test_one_step_errors_are_those_of_refitting_by_hand(frame: pd.DataFrame) -> None:
    whole = model(frame)
    found = rolling_origin(whole.equation, whole.series, (1, 5), first_window=60, every=13)
    for stop in (60, 73, 86, 99):
        fitted = model(frame.iloc[:stop]).fit()
        relative = frame["price"] / frame["income"]
        forecast = fitted.curve.log_quantity(relative.iloc[stop])
        gap = np.log(frame["quantity"].iloc[stop]) - forecast
        assert found.errors.loc[frame.index[stop - 1], 1] == pytest.approx(gap, abs=1e-5)
    assert np.isnan(found.errors.loc[frame.index[98], 5])
    assert found.overlap(5) == 1
    assert found.overlap(14) == 2
    with pytest.raises(DemandError, match="first window of 100"):
        rolling_origin(whole.equation, whole.series, first_window=100)


def test_one_step_diebold_mariano_is_a_t_test_of_the_loss_difference() -> None:
    rng = np.random.default_rng(0)
    first, second = pd.Series(rng.normal(size=40)), pd.Series(rng.normal(size=40) * 1.2)
    found = diebold_mariano(first, second, 1)
    expected = ttest_1samp(first**2 - second**2, 0.0)
    assert found.statistic == pytest.approx(expected.statistic, rel=1e-12)
    assert found.pvalue == pytest.approx(expected.pvalue, rel=1e-12)


def test_diebold_mariano_changes_sign_with_the_order_and_needs_origins() -> None:
    rng = np.random.default_rng(1)
    first, second = pd.Series(rng.normal(size=60)), pd.Series(rng.normal(size=60))
    one, other = diebold_mariano(first, second, 4), diebold_mariano(second, first, 4)
    assert one.statistic == -other.statistic
    assert one.pvalue == other.pvalue
    assert np.isnan(diebold_mariano(first, first, 1).pvalue)
    with pytest.raises(DemandError, match="5 common origins; allowed: at least 6"):
        diebold_mariano(first[:5], second[:5], 4)


def floored_frame(floor: float, noise: float, width: float, seed: int = 0) -> pd.DataFrame:
    price = np.exp(np.linspace(width / 2, -width / 2, 80))
    curve = FloorLognormal(0.0, 0.8, floor, 1.0)
    return pd.DataFrame({"quantity": curve.simulate(price, noise, seed=seed), "price": price})


def test_a_floor_is_found_where_the_data_hold_one() -> None:
    data = DemandModel(floored_frame(0.7, 0.03, 8.0), "quantity", "price")
    found = floor_test(data, n=39)
    assert found.reading == "there is a floor"
    assert found.lower <= 0.7 <= found.upper
    assert found.floor == pytest.approx(0.7, abs=0.1)
    assert found.pvalue_mixture == pytest.approx(0.5 * chi2.sf(found.statistic, 1))


def test_a_floor_is_ruled_out_where_demand_saturates() -> None:
    data = DemandModel(floored_frame(0.0, 0.03, 8.0), "quantity", "price")
    found = floor_test(data, n=39)
    assert found.reading == "no floor as high as a learning curve implies"
    assert found.lower == 0.0
    assert found.upper < 0.3


def test_noisy_data_do_not_say_whether_there_is_a_floor() -> None:
    data = DemandModel(floored_frame(0.0, 1.0, 2.0, seed=1), "quantity", "price")
    found = floor_test(data, n=39)
    assert found.reading == "the data do not say"
    assert found.upper == 1.0
    assert found.profile.index[0] == 0.0


def test_the_floor_is_tested_on_lognormal_curves_only(frame: pd.DataFrame) -> None:
    with pytest.raises(DemandError, match="Weibull"):
        floor_test(model(frame, curve="weibull"), n=9)
    with pytest.raises(DemandError, match="ar1"):
        floor_test(model(frame, errors="ar1"), n=9)


def test_first_differences_are_least_squares_on_growth_rates(frame: pd.DataFrame) -> None:
    found = first_differences(model(frame))
    steps = np.diff(np.log(frame[["quantity", "price", "income"]].to_numpy()), axis=0)
    design = np.column_stack([np.ones(len(steps)), steps[:, 1:]])
    coefficients, *_ = np.linalg.lstsq(design, steps[:, 0])
    assert found.price.value == pytest.approx(-coefficients[1], rel=1e-8)
    assert found.income is not None
    assert found.income.value == pytest.approx(coefficients[2], rel=1e-8)


def test_error_correction_recovers_the_long_run() -> None:
    rng = np.random.default_rng(4)
    n = 300
    price = np.cumsum(rng.normal(-0.01, 0.1, n))
    income = np.cumsum(rng.normal(0.02, 0.05, n))
    quantity = np.zeros(n)
    for t in range(1, n):
        target = 0.5 - 0.8 * price[t - 1] + 1.3 * income[t - 1]
        quantity[t] = quantity[t - 1] - 0.4 * (quantity[t - 1] - target) + rng.normal(0, 0.05)
    logs = {"quantity": quantity, "price": price, "income": income}
    data = pd.DataFrame({name: np.exp(values) for name, values in logs.items()}).iloc[50:]
    found = error_correction(model(data, income_elasticity="free"))
    assert found.price.lower < 0.8 < found.price.upper
    assert found.income is not None
    assert found.income.lower < 1.3 < found.income.upper
    assert "adjustment -0.4" in found.note or "adjustment -0.3" in found.note


def test_all_benchmarks_stand_in_one_table(frame: pd.DataFrame) -> None:
    table = baselines(model(frame))
    assert table.index.tolist() == [
        "constant elasticity",
        "first differences",
        "error correction, long run",
    ]
    assert (table["price_lower"] < table["price_elasticity"]).all()
    assert table["income_elasticity"].notna().tolist() == [False, True, False]
    with pytest.raises(DemandError, match="between 1899 and 1901"):
        error_correction(model(frame.drop(index=1900)))


def test_a_change_over_a_gap_is_no_yearly_change(frame: pd.DataFrame) -> None:
    found = first_differences(model(frame.drop(index=1900)))
    logs = np.log(frame[["quantity", "price", "income"]])
    steps = logs.diff().drop(index=[1870, 1900, 1901]).to_numpy()
    design = np.column_stack([np.ones(len(steps)), steps[:, 1:]])
    coefficients, *_ = np.linalg.lstsq(design, steps[:, 0])
    assert found.price.value == pytest.approx(-coefficients[1], rel=1e-8)
    with pytest.raises(DemandError, match="14 changes from one year to the next"):
        first_differences(model(frame.iloc[:15]))


def test_the_summary_puts_the_placebo_percentile_beside_rsquared(frame: pd.DataFrame) -> None:
    results = model(frame, income_elasticity="free").fit()
    null = placebo(results, n=19)
    text = str(summarise(results, null))
    for wanted in ("R-squared", "placebo percentile", "gamma = 1", "turning price", "share served"):
        assert wanted in text
    assert f"{null.percentile:.0f} of 19 unrelated random walks" in text
    assert summarise(results, null).as_html().startswith("<")


def test_a_summary_without_a_placebo_says_nothing_of_walks(frame: pd.DataFrame) -> None:
    text = str(summarise(model(frame).fit()))
    assert "R-squared" in text
    assert "walks" not in text


def test_mean_of_lognormal_curve_is_what_the_results_plot(frame: pd.DataFrame) -> None:
    results = model(frame).fit()
    assert isinstance(results.curve, Lognormal)
    np.testing.assert_allclose(
        results.fitted, results.curve.quantity(results.relative_price), rtol=1e-12
    )
