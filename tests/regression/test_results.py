"""Results: labels, predictions, tests, storage and summaries."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtr

from analysis.regression import ControlFunction, NLSResults, NonlinearLS
from analysis.regression.inference import intervals

YEARS = pd.Index(range(1950, 1980), name="year")
X = pd.Series(np.linspace(0.1, 4.0, 30), index=YEARS, name="dose")
Y = pd.Series(
    3.0 * X.to_numpy() / (0.8 + X.to_numpy()) + 0.05 * np.random.default_rng(0).standard_normal(30),
    index=YEARS,
    name="response",
)


def saturation(params: Any, x: Any) -> Any:
    ceiling, half = params
    return ceiling * x / (half + x)


def fitted(**options: Any) -> NLSResults:
    return NonlinearLS(saturation, Y, X, start={"ceiling": 2.0, "half": 1.0}, **options).fit()


def test_labels_come_back() -> None:
    result = fitted()
    assert list(result.params.index) == ["ceiling", "half"]
    assert result.resid.index.equals(YEARS)
    assert (result.fittedvalues + result.resid).to_numpy() == pytest.approx(Y.to_numpy())
    assert list(result.cov_params().columns) == ["ceiling", "half"]
    assert list(result.tidy()["term"]) == ["ceiling", "half"]


@pytest.mark.parametrize(
    ("start", "names"),
    [
        ([2.0, 1.0], None),
        (pd.Series([2.0, 1.0]), None),
        (pd.Series({"half": 1.0, "ceiling": 2.0}), ["ceiling", "half"]),
        ({"half": 1.0, "ceiling": 2.0}, ["ceiling", "half"]),
    ],
)
def test_starts_may_be_lists_mappings_or_series_in_any_order(start: Any, names: Any) -> None:
    result = NonlinearLS(saturation, Y, X, start=start, names=names).fit()
    assert result.params.to_numpy() == pytest.approx(fitted().params.to_numpy())


def test_rows_with_missing_values_are_dropped_when_asked_and_counted() -> None:
    endog = Y.copy()
    endog.iloc[[2, 7]] = np.nan
    groups = np.repeat(np.arange(6), 5)
    model = NonlinearLS(saturation, endog, X, start=[2.0, 1.0], missing="drop")
    result = model.fit("cluster", {"groups": groups})
    kept = endog.notna().to_numpy()
    same = NonlinearLS(saturation, Y[kept], X[kept], start=[2.0, 1.0]).fit(
        "cluster", {"groups": groups[kept]}
    )
    assert result.nobs == 28
    assert result.bse.to_numpy() == pytest.approx(same.bse.to_numpy())
    assert "2 rows with missing values were left out" in str(result.summary())
    assert 1952 not in result.resid.index


def test_another_covariance_leaves_the_estimate_untouched() -> None:
    result = fitted()
    robust = result.with_cov("HC3")
    assert robust.fit is result.fit
    assert (robust.params == result.params).all()
    assert (robust.bse != result.bse).all()
    normal = result.with_cov("nonrobust", use_t=False)
    assert (normal.pvalues < result.pvalues).all()


def test_confidence_bands_contain_the_mean_and_lie_inside_prediction_bands() -> None:
    result = fitted()
    mean = result.predict(interval="confidence")
    new = result.predict(interval="prediction")
    assert isinstance(mean, pd.DataFrame)
    assert isinstance(new, pd.DataFrame)
    assert (mean["lower"] < mean["mean"]).all()
    assert (new["lower"] < mean["lower"]).all()
    assert (new["upper"] > mean["upper"]).all()
    assert mean["mean"].to_numpy() == pytest.approx(result.fittedvalues.to_numpy())


def test_the_band_of_the_mean_is_the_delta_method_at_each_point() -> None:
    result = fitted()
    band = result.predict([2.0], interval="confidence")
    assert isinstance(band, pd.DataFrame)
    derived = result.derived("mean", lambda p: p["ceiling"] * 2.0 / (p["half"] + 2.0))
    assert tuple(band.loc[0, ["lower", "upper"]]) == pytest.approx(derived.conf_int())


def test_a_new_observation_varies_by_the_mean_and_by_its_own_error() -> None:
    """The half-width over the t quantile, squared, less the variance of the mean."""
    result = fitted()
    cutoff = stats.t.ppf(0.975, 28)
    mean, new = (result.predict(interval=kind) for kind in ("confidence", "prediction"))
    assert isinstance(mean, pd.DataFrame)
    assert isinstance(new, pd.DataFrame)
    of_new, of_mean = (((b["upper"] - b["lower"]) / (2.0 * cutoff)) ** 2 for b in (new, mean))
    assert (of_new - of_mean).to_numpy() == pytest.approx(np.full(30, result.ssr / 28), rel=1e-9)


def below_a_ceiling(unit: float) -> NLSResults:
    """A sample that ends far below the ceiling, given in any unit, beside a plain regressor."""
    rng = np.random.default_rng(2)
    x = np.column_stack([np.linspace(0.1, 1.2, 40), rng.standard_normal(40)])

    def curve(p: Any, x: Any) -> Any:
        return p[0] / unit * ndtr((np.log(x[..., 0]) - p[1]) / p[2]) + p[3] * x[..., 1]

    y = curve([10.0 * unit, 1.5, 1.0, 0.3], x) + 0.05 * rng.standard_normal(40)
    names = ["ceiling", "location", "spread", "effect"]
    return NonlinearLS(curve, y, x, start=[9.0 * unit, 1.4, 1.0, 0.2], names=names).fit()


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_a_flat_ceiling_is_flat_in_any_unit(unit: float) -> None:
    result = below_a_ceiling(unit)
    assert "flat profile" in result.refused["ceiling"]
    assert np.isfinite(result.bse["effect"])


def test_a_mean_without_the_flat_part_has_its_error_however_far_out() -> None:
    """With nothing of the curve left only the regressor enters, a thousand units out."""
    result = below_a_ceiling(1.0)
    band = result.predict(np.array([[1e-300, 1000.0]]), interval="confidence")
    assert isinstance(band, pd.DataFrame)
    assert band.loc[0, "se"] == pytest.approx(1000.0 * result.bse["effect"])


def test_bca_limits_of_symmetric_draws_are_percentiles_though_some_equal_the_estimate() -> None:
    draws = np.repeat([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0], [3, 7, 15, 25, 15, 7, 3])[:, None]
    left_out = np.array([[-0.1], [0.0], [0.1]])
    expected = intervals.percentile(draws, 0.1)
    assert intervals.bca(np.zeros(1), draws, left_out, 0.1) == pytest.approx(expected)


def test_wald_tests_of_one_value_are_squared_t_tests() -> None:
    result = fitted()
    test = result.wald_test({"half": 0.8})
    t = (result.params["half"] - 0.8) / result.bse["half"]
    assert test.statistic == pytest.approx(t**2)
    assert (test.df_num, test.df_denom) == (1, 28)
    nonlinear = result.wald_test(lambda p: p["half"], 0.8)
    assert nonlinear.statistic == pytest.approx(t**2)
    chi_squared = result.with_cov("HC0", use_t=False).wald_test(np.eye(2), [3.0, 0.8])
    assert chi_squared.df_denom == np.inf
    assert "Wald test: F(1, 28)" in str(test)


def test_a_criterion_counts_the_error_variance_as_r_does() -> None:
    result = fitted()
    n, ssr = 30, result.ssr
    llf = -n / 2 * (np.log(2 * np.pi * ssr / n) + 1)
    assert result.llf == pytest.approx(llf)
    assert result.aic == pytest.approx(-2 * llf + 2 * 3)
    assert result.bic == pytest.approx(-2 * llf + np.log(n) * 3)
    assert result.aicc == pytest.approx(result.aic + 2 * 3 * 4 / (n - 4))


def stored() -> list[NLSResults]:
    rng = np.random.default_rng(1)
    z = rng.normal(size=80)
    p = z + rng.normal(size=80)
    y = 2.0 + 0.5 * p + rng.normal(size=80)
    control = NonlinearLS(
        lambda b, x: b[0] + b[1] * x[..., 0] + b[2] * x[..., 1], y, p[:, None],
        start=[1.0, 0.0, 0.0], controls=ControlFunction(0, z),
    )  # fmt: skip
    return [
        fitted(), fitted(weights=np.linspace(1, 2, 30)), fitted(errors="ar1"),
        fitted(bounds={"ceiling": (0, 2.5)}), control.fit("HC1"),
        fitted().with_cov("cluster", {"groups": np.arange(30) // 5, "kind": "CR2"}),
    ]  # fmt: skip


@pytest.mark.parametrize("result", stored())
def test_a_stored_result_comes_back_to_the_last_bit(result: NLSResults) -> None:
    text = result.to_json()
    back = NLSResults.from_json(text)
    assert back.to_json() == text
    json.loads(text, parse_constant=pytest.fail)  # no NaN or Infinity, which are no JSON
    pd.testing.assert_frame_equal(back.tidy(), result.tidy(), check_exact=True)
    assert str(back.summary()) == str(result.summary())
    assert back.with_cov("HC0").bse.to_numpy() == pytest.approx(
        result.with_cov("HC0").bse.to_numpy(), nan_ok=True
    )


def test_a_stored_result_needs_its_function_to_go_on() -> None:
    result = fitted()
    text = result.to_json()
    back = NLSResults.from_json(text, function=saturation)
    assert back.conf_int(method="profile").to_numpy() == pytest.approx(
        result.conf_int(method="profile").to_numpy()
    )
    draws = [r.bootstrap(30, kind="residual").replications.params for r in (back, result)]
    assert (draws[0] == draws[1]).all()
    for call in (
        lambda r: r.predict(), lambda r: r.conf_int(method="profile"),
        lambda r: r.bootstrap(20, kind="pairs"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="read back without its function"):
            call(NLSResults.from_json(text))


@settings(max_examples=30, deadline=None)
@given(values=st.lists(st.floats(-1e100, 1e100), min_size=30, max_size=30))
def test_any_finite_numbers_survive_storage(values: list[float]) -> None:
    result = fitted()
    data = json.loads(result.to_json())
    data["residuals"] = values
    back = NLSResults.from_json(json.dumps(data))
    assert back.fit.residuals.tolist() == values


def test_summaries_are_the_same_twice_and_know_no_clock() -> None:
    first, second = fitted().summary(), fitted().summary()
    assert first.as_text() == second.as_text()
    assert first.as_html() == second.as_html()
    assert "0x" not in first.as_html()
    for found in ("response", "nonrobust (iid errors)", "complex step", "AICc", "95% lower"):
        assert found in first.as_text()


def test_names_are_escaped_in_html_and_latex() -> None:
    model = NonlinearLS(saturation, Y, X, start={"<b>_1": 2.0, "50% & more": 1.0})
    summary = model.fit().summary()
    assert "&lt;b&gt;_1" in summary.as_html()
    assert "<b>_1" not in summary.as_html()
    assert r"50\% \& more" in summary.as_latex()


def autocorrelated(rho: float) -> NLSResults:
    rng = np.random.default_rng(4)
    x = np.linspace(0.1, 4.0, 60)
    errors = 0.05 * rng.standard_normal(60)
    for t in range(1, 60):
        errors[t] += rho * errors[t - 1]
    return NonlinearLS(saturation, 3.0 * x / (0.8 + x) + errors, x, start=[2.0, 1.0]).fit()


def test_summaries_name_the_known_shortfall_of_their_intervals() -> None:
    result = autocorrelated(0.9)
    for robust, kind in ((result, "ar1"), (result.with_cov("HAC"), "ar1")):
        note = robust.summary().notes[-1]
        assert "autocorrelation of the residuals" in note
        assert kind in note
        assert "covered" in note
    assert "HC1 takes no account of it" in result.with_cov("HC1").summary().notes[-1]
    few = result.with_cov("cluster", {"groups": np.arange(60) // 6})
    assert "10 clusters: in simulations" in few.summary().notes[-1]
    assert not autocorrelated(0.0).summary().notes
