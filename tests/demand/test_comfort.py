"""Demand results under statsmodels' names: predictions in the unit of the data, storage, plots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.demand import (
    DemandModel,
    DemandResults,
    Interval,
    block_bootstrap,
    break_test,
    false_turns,
    placebo,
    power,
    summarise,
)
from analysis.demand.checks.noise import noise_around, otherwise
from analysis.errors import DemandError, RegressionError

SPECIFICATIONS: dict[str, dict[str, Any]] = {
    "log": {},
    "level": {"error": "level"},
    "free": {"income_elasticity": "free", "deflator": "cpi"},
    "control": {"controls": ["trend"], "errors": "ar1"},
}


def fitted(frame: pd.DataFrame, **options: Any) -> DemandResults:
    data = frame.assign(trend=np.linspace(0.0, 1.0, len(frame)))
    return DemandModel(data, "quantity", "price", income="income", **options).fit()


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_predictions_of_the_sample_are_its_fitted_quantities(
    frame: pd.DataFrame, name: str
) -> None:
    results = fitted(frame, **SPECIFICATIONS[name])
    new = frame.assign(trend=np.linspace(0.0, 1.0, len(frame)), noise=1.0)
    for data in (None, new, new[sorted(new.columns)]):
        found = results.predict(data)
        np.testing.assert_allclose(found, results.fitted, rtol=1e-12)
        assert found.index.equals(frame.index)
        assert found.name == ("mean" if name == "level" else "median")
    later = new.loc[[1950, 1900]]
    np.testing.assert_allclose(results.predict(later), results.fitted[[1950, 1900]], rtol=1e-12)


def test_clusters_are_named_by_a_column_of_the_data(frame: pd.DataFrame) -> None:
    data = frame.assign(decade=frame.index // 10 * 10)
    model = DemandModel(data, "quantity", "price", income="income")
    expected = model.fit("cluster", {"groups": data["decade"]}).regression.bse
    assert model.fit("cluster", {"groups": "decade"}).regression.bse.equals(expected)
    again = model.fit().with_cov("cluster", {"groups": "decade"})
    assert again.regression.bse.equals(expected)
    assert again.regression.cov_type == "cluster"
    options: dict[str, Any] = {"kind": "wild_cluster", "seed": 2}
    drawn = model.fit().bootstrap(30, groups="decade", **options).bse
    assert drawn.equals(again.bootstrap(30, **options).bse)
    with pytest.raises(RegressionError, match="groups: no column 'decad'; the frame has"):
        model.fit("cluster", {"groups": "decad"})


def test_a_log_error_predicts_the_median_and_a_level_error_the_mean(frame: pd.DataFrame) -> None:
    """Simulated at one price, half of the quantities lie below the prediction."""
    results = fitted(frame)
    price = {"price": 30.0, "income": 400.0}
    errors = results.regression.scale**0.5 * np.random.default_rng(0).standard_normal(20_000)
    center = float(results.predict(price).iloc[0])
    drawn = center * np.exp(errors)
    assert np.mean(drawn < center) == pytest.approx(0.5, abs=0.01)
    band = results.predict(price, interval="prediction")
    assert list(band.columns) == ["median", "se", "lower", "upper"]
    inside = (drawn > band["lower"].iloc[0]) & (drawn < band["upper"].iloc[0])
    assert inside.mean() == pytest.approx(0.95, abs=0.01)
    level = fitted(frame, error="level").predict(price, interval="confidence")
    assert list(level.columns) == ["mean", "se", "lower", "upper"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"price": 1.0}, "no column 'income'; the data have: price"),
        ({"prices": 1.0, "income": 2.0}, r"no column 'price'.*did you mean 'prices'"),
        ({"price": [1.0, -2.0], "income": [1.0, 1.0]}, r"row 1: -2.0; allowed: above zero"),
        ({"price": [np.nan], "income": [1.0]}, "no number"),
        (3.0, "data is float; allowed: a frame"),
    ],
)
def test_prices_that_cannot_be_used_are_named(frame: pd.DataFrame, data: Any, message: str) -> None:
    with pytest.raises(DemandError, match=message):
        fitted(frame).predict(data)


def test_statistics_are_those_of_the_regression(frame: pd.DataFrame) -> None:
    results = fitted(frame).with_cov("HC1")
    own = results.regression
    pd.testing.assert_frame_equal(results.conf_int(0.1), own.conf_int(0.1))
    pd.testing.assert_series_equal(results.pvalues, own.pvalues)
    pd.testing.assert_series_equal(results.tvalues, own.tvalues)
    numbers = (results.llf, results.aic, results.aicc, results.bic, results.df_resid)
    assert numbers == (own.llf, own.aic, own.aicc, own.bic, own.df_resid)
    draws = results.bootstrap(99, kind="residual", seed=3)
    pd.testing.assert_frame_equal(
        results.conf_int(method="bootstrap", bootstrap=draws), draws.conf_int()
    )
    interval = Interval("bootstrap", bootstrap=draws)
    elasticity = results.elasticity(interval=interval)
    assert elasticity.lower < elasticity.value < elasticity.upper


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_results_are_stored_to_the_last_bit(frame: pd.DataFrame, name: str) -> None:
    results = fitted(frame, **SPECIFICATIONS[name])
    again = DemandResults.from_json(results.to_json())
    assert again.to_json() == results.to_json()
    assert again.equation == results.equation
    assert again.elasticity() == results.elasticity()
    assert str(again.turning_point()) == str(results.turning_point())
    assert again.series.index.equals(frame.index)
    new = frame.assign(trend=0.5).tail(3)
    band = pd.DataFrame(again.predict(new, interval="confidence"))
    pd.testing.assert_frame_equal(band, pd.DataFrame(results.predict(new, interval="confidence")))


@pytest.mark.parametrize(
    "index",
    [
        pd.period_range("1870", periods=100, freq="Y", name="year"),
        pd.date_range("1870-01-01", periods=100, freq="YS"),
        pd.Index([f"y{i:03}" for i in range(100)]),
    ],
    ids=["periods", "dates", "text"],
)
def test_labels_of_observations_come_back_as_what_they_were(
    frame: pd.DataFrame, index: pd.Index
) -> None:
    results = fitted(frame.set_axis(index))
    again = DemandResults.from_json(results.to_json())
    pd.testing.assert_index_equal(again.series.index, results.series.index)


def test_stored_results_of_another_form_are_named(frame: pd.DataFrame) -> None:
    with pytest.raises(DemandError, match="not JSON"):
        DemandResults.from_json("{")
    with pytest.raises(DemandError, match="schema None; allowed: 'demand-results/1'"):
        DemandResults.from_json("{}")
    foreign = fitted(frame).to_json().replace('"lognormal"', '"MyCurve"')
    with pytest.raises(DemandError, match="curve is 'MyCurve'; allowed: lognormal"):
        DemandResults.from_json(foreign)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_plot_shows_observations_curve_band_and_residuals(frame: pd.DataFrame, name: str) -> None:
    results = fitted(frame, **SPECIFICATIONS[name])
    upper, lower = results.plot().axes
    what = "mean" if name == "level" else "median"
    labels = upper.get_legend_handles_labels()[1]
    assert {"observed", "fit", f"95% band of the {what}"} == set(labels)
    assert upper.get_ylabel() == "quantity"
    np.testing.assert_allclose(lower.lines[1].get_ydata(), results.regression.resid)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_parameter_held_at_its_estimate_changes_no_curve_and_narrows_no_truth(
    frame: pd.DataFrame, name: str
) -> None:
    options = SPECIFICATIONS[name]
    data = frame.assign(trend=np.linspace(0.0, 1.0, len(frame)))
    model = DemandModel(data, "quantity", "price", income="income", **options)
    free = model.fit()
    held = model.fit(fixed={"sigma": float(free.params["sigma"])})
    np.testing.assert_allclose(held.params, free.params, rtol=1e-6)
    np.testing.assert_allclose(held.fitted, free.fitted, rtol=1e-6)
    assert np.isnan(held.bse["sigma"])
    assert held.regression.df_resid == free.regression.df_resid + 1
    known, estimated = held.elasticity("last"), free.elasticity("last")
    assert known.value == pytest.approx(estimated.value, rel=1e-6)
    # What is taken as known carries no uncertainty of its own.
    assert known.se < estimated.se
    again = DemandResults.from_json(held.to_json())
    assert again.regression.fixed == held.regression.fixed
    assert again.elasticity("last").se == pytest.approx(known.se, rel=1e-9)


def test_a_restriction_of_income_is_tested_at_the_same_held_values(frame: pd.DataFrame) -> None:
    model = DemandModel(
        frame, "quantity", "price", income="income", income_elasticity="free", deflator="cpi"
    )
    held = model.fit(fixed={"sigma": 1.3})
    one = DemandModel(frame, "quantity", "price", income="income", deflator="cpi")
    small = one.fit(fixed={"sigma": 1.3})
    df = held.regression.df_resid
    statistic = (small.regression.ssr - held.regression.ssr) / (held.regression.ssr / df)
    assert held.income_test().statistic == pytest.approx(statistic)
    unity = model.fit(fixed={"gamma": 1.0})
    assert unity.regression.ssr == pytest.approx(one.fit().regression.ssr)
    with pytest.raises(DemandError, match="gamma is fixed at 1"):
        unity.income_test()
    with pytest.raises(RegressionError, match="did you mean 'sigma'"):
        model.fit(fixed={"sigmas": 1.0})


def test_checks_that_refit_refuse_a_curve_with_held_parameters(frame: pd.DataFrame) -> None:
    held = DemandModel(frame, "quantity", "price", income="income").fit(fixed={"sigma": 1.3})
    checks: list[Callable[[], object]] = [
        lambda: block_bootstrap(held, seed=1, draws=19),
        lambda: break_test(held, [1930], seed=1, draws=19),
        lambda: noise_around(held),
        lambda: otherwise(held, error="level"),
        lambda: placebo(held, n=3),
        lambda: power(held, seed=1, draws=19),
        lambda: false_turns(held, seed=1, draws=19),
    ]
    for check in checks:
        with pytest.raises(DemandError, match=r"holds sigma at 1\.3; allowed: a fit without"):
            check()
    assert "sigma" in str(summarise(held))
    free = DemandModel(
        frame, "quantity", "price", income="income", income_elasticity="free", deflator="cpi"
    )
    assert "gamma = 1" in str(summarise(free.fit()))
    half = str(summarise(free.fit(fixed={"gamma": 0.5})))
    assert "gamma = 1" not in half
    assert "by assumption" not in half
