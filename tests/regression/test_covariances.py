"""Covariances against loops written by hand from the papers, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.errors import RegressionError
from analysis.regression import ControlFunction, NLSResults, NonlinearLS, linear_ls
from analysis.regression.inference import clusters
from analysis.regression.inference.covariance import bartlett, default_lags


def autocorrelated(nobs: int, seed: int = 0) -> Any:
    shocks = np.random.default_rng(seed).standard_normal(nobs)
    out = np.empty(nobs)
    last = 0.0
    for t in range(nobs):
        last = out[t] = 0.6 * last + shocks[t]
    return out


def mean_of(series: Any) -> NLSResults:
    """The regression on a constant: its coefficient is the mean."""
    return NonlinearLS(
        lambda b, x: b[0] * x, series, np.ones(len(series)), start={"mean": 0.0}
    ).fit()


@pytest.mark.parametrize(
    ("nobs", "lags"), [(250, 4), (165, 4), (107, 4), (50, 3), (28, 3), (19, 2)]
)
def test_the_default_bandwidth_is_that_of_newey_and_west(nobs: int, lags: int) -> None:
    """floor(4 (n / 100)^(2/9)); 250 and 28 tell it from the power of a quarter."""
    assert default_lags(nobs) == lags
    fit = mean_of(autocorrelated(nobs))
    default = fit.with_cov("HAC")
    assert default.covariance.description == f"HAC, Bartlett kernel, {lags} lags"
    assert default.covariance.details["maxlags"] == lags
    same = fit.with_cov("HAC", {"maxlags": lags})
    assert default.bse["mean"] == same.bse["mean"]
    assert default.bse["mean"] != fit.with_cov("HAC", {"maxlags": lags + 1}).bse["mean"]


def test_the_bartlett_variance_of_a_mean_is_the_weighted_sum_of_autocovariances() -> None:
    series = autocorrelated(50)
    gap = series - series.mean()
    total = gap @ gap
    for lag in (1, 2, 3):
        total += 2.0 * (1.0 - lag / 4.0) * sum(gap[t] * gap[t - lag] for t in range(lag, 50))
    assert mean_of(series).with_cov("HAC").bse["mean"] == pytest.approx(math.sqrt(total) / 50)


@pytest.mark.parametrize(("nobs", "terms"), [(165, 12), (107, 9), (50, 5), (19, 2)])
def test_equal_weighted_cosines_are_those_of_lazarus_and_others(nobs: int, terms: int) -> None:
    """JBES 36(4), eq. 9: B = 0.4 n^(2/3) cosines of frequency pi j (t - 1/2) / n, then t(B)."""
    series = autocorrelated(nobs)
    fit = mean_of(series).with_cov("HAC", {"kernel": "ewc"})
    gap = series - series.mean()
    variance = 0.0
    for j in range(1, terms + 1):
        waves = [math.cos(math.pi * j * (t - 0.5) / nobs) for t in range(1, nobs + 1)]
        weight = math.sqrt(2.0 / nobs) * sum(g * w for g, w in zip(gap, waves, strict=True))
        variance += weight**2 / terms
    assert fit.bse["mean"] == pytest.approx(math.sqrt(variance / nobs), rel=1e-9)
    assert fit.covariance.df.tolist() == [terms]
    assert f"{terms} terms, t({terms})" in fit.covariance.description
    half = stats.t.ppf(0.975, terms) * fit.bse["mean"]
    assert fit.conf_int().loc["mean", "upper"] == pytest.approx(fit.params["mean"] + half)


def test_cr1_has_the_critical_values_of_one_cluster_less() -> None:
    """Six villages, t(5)."""
    villages = np.repeat(np.arange(6), 4)
    series = autocorrelated(24)
    fit = mean_of(series).with_cov("cluster", {"groups": villages})
    sums = [(series - series.mean())[villages == v].sum() for v in range(6)]
    variance = 6 / 5 * 23 / 23 * sum(s**2 for s in sums) / 24**2
    assert fit.bse["mean"] == pytest.approx(math.sqrt(variance))
    assert fit.covariance.df.tolist() == [5.0]
    half = stats.t.ppf(0.975, 5) * fit.bse["mean"]
    assert fit.conf_int().loc["mean", "lower"] == pytest.approx(fit.params["mean"] - half)


@pytest.mark.parametrize("kind", ["HC2", "HC3"])
def test_leverage_is_not_corrected_where_a_first_stage_was_estimated(kind: Any) -> None:
    rng = np.random.default_rng(2)
    z = rng.standard_normal(60)
    price = z + rng.standard_normal(60)
    quantity = -0.8 * price + rng.standard_normal(60)
    model = NonlinearLS(
        lambda b, x: b[0] * x[..., 0] + b[1] * x[..., 1], quantity, price[:, None],
        start=[0.0, 0.0], controls=ControlFunction(0, z),
    )  # fmt: skip
    with pytest.raises(RegressionError, match=f"{kind} is not defined with a control function"):
        model.fit(cov_type=kind)
    assert np.isfinite(model.fit(cov_type="HC1").bse).all()


def test_a_clustered_or_kernel_sum_of_many_is_that_of_each() -> None:
    scores = np.random.default_rng(3).standard_normal((4, 30, 2))
    groups = np.arange(30) % 5
    for one, clustered, summed in zip(
        scores, clusters.meat(scores, groups), bartlett(scores, 3), strict=True
    ):
        assert clustered == pytest.approx(clusters.meat(one, groups))
        assert summed == pytest.approx(bartlett(one, 3))


def test_a_cluster_drawn_twice_counts_as_two() -> None:
    scores = np.random.default_rng(4).standard_normal((6, 2))
    doubled = clusters.meat(scores, np.array([0, 0, 1, 1, 2, 2]), np.array([2.0, 1.0, 0.0]))
    again = np.vstack([scores[:2], scores[:4]])
    assert doubled == pytest.approx(clusters.meat(again, np.array([0, 0, 1, 1, 2, 2])))


COVARIANCES: list[tuple[Any, dict[str, Any]]] = [
    ("nonrobust", {}), ("HC0", {}), ("HC1", {}), ("HC2", {}), ("HC3", {}),
    ("HAC", {"maxlags": 3}), ("cluster", {"groups": np.repeat(np.arange(8), 5)}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "options"), COVARIANCES)
def test_linear_regression_is_that_of_statsmodels(kind: Any, options: dict[str, Any]) -> None:
    rng = np.random.default_rng(5)
    design = pd.DataFrame({"constant": 1.0, "tenure": rng.standard_normal(40)})
    wage = 2.0 + 0.3 * design["tenure"] + autocorrelated(40)
    ours = linear_ls(design, wage, kind, options)
    theirs = sm.OLS(wage, design).fit(cov_type=kind, cov_kwds=options)
    assert ours.params.to_numpy() == pytest.approx(theirs.params.to_numpy(), rel=1e-12)
    assert ours.bse.to_numpy() == pytest.approx(theirs.bse.to_numpy(), rel=1e-10)
    assert "tenure" in str(ours)
    assert "<table>" in ours._repr_html_()


def test_linear_regression_refuses_what_it_cannot_tell_apart() -> None:
    ones = np.ones(5)
    with pytest.raises(RegressionError, match="2 columns of the design are collinear"):
        linear_ls(np.column_stack([ones, ones]), np.arange(5.0))
    with pytest.raises(RegressionError, match=r"design has shape \(5, 1\), endog \(4,\)"):
        linear_ls(ones[:, None], np.arange(4.0))
    with pytest.raises(RegressionError, match="missing or infinite"):
        linear_ls(ones[:, None], [1.0, 2.0, 3.0, 4.0, np.nan])
    with pytest.raises(RegressionError, match="1 observations for 1 coefficients"):
        linear_ls([[1.0]], [2.0])
