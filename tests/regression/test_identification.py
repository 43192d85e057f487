"""What the data do not say is said so, with the reason, instead of a standard error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from analysis.errors import ConvergenceError, RegressionError
from analysis.regression import NLSResults, NonlinearLS

RNG = np.random.default_rng(0)
X = np.linspace(0.1, 4.0, 30)
Y = 3.0 * X / (0.8 + X) + 0.05 * RNG.standard_normal(30)


def saturation(params: Any, x: Any) -> Any:
    return params[0] * x / (params[1] + x)


def test_only_a_product_of_two_parameters_is_identified() -> None:
    result = NonlinearLS(
        lambda p, x: p[0] * p[1] * x / (p[2] + x), Y, X, start={"a": 1.5, "b": 1.5, "half": 1.0}
    ).fit()
    assert result.refused == {
        "a": "not identified: only a combination with b is",
        "b": "not identified: only a combination with a is",
    }
    assert result.identification.rank == 2
    assert np.isnan(result.bse["a"])
    assert np.isnan(result.bse["b"])
    reference = NonlinearLS(saturation, Y, X, start=[2.0, 1.0]).fit()
    # The third is, with the standard error it has in the model without redundancy: what the data
    # leave open costs no degree of freedom.
    assert result.df_resid == reference.df_resid == 28
    assert result.bse["half"] == pytest.approx(reference.bse["p1"], rel=1e-6)
    assert "a: no standard error, not identified" in str(result.summary())
    with pytest.raises(RegressionError, match="only a combination"):
        result.conf_int(method="profile")


def test_a_parameter_that_does_not_enter_is_not_identified() -> None:
    result = NonlinearLS(
        lambda p, x: saturation(p, x) + 0.0 * p[2], Y, X, start={"a": 2, "half": 1, "idle": 1}
    ).fit()
    assert list(result.refused) == ["idle"]
    assert "does not depend on it" in result.refused["idle"]
    assert result.bse[["a", "half"]].notna().all()


def half_a_curve(noise: float) -> NLSResults:
    """Observations far below saturation."""
    x = np.linspace(0.1, 1.2, 40)
    rng = np.random.default_rng(2)

    def curve(params: Any, x: Any) -> Any:
        return params[0] * ndtr((np.log(x) - params[1]) / params[2])

    y = curve([10.0, 1.5, 1.0], x) + noise * rng.standard_normal(40)
    return NonlinearLS(curve, y, x, start={"ceiling": 9.0, "location": 1.4, "spread": 1.0}).fit()


def test_a_ceiling_seen_from_far_below_has_an_interval_without_end() -> None:
    profile = half_a_curve(0.05).profile(["ceiling"])
    limits = profile.conf_int().loc["ceiling"]
    assert np.isfinite(limits["lower"])
    assert limits["upper"] == np.inf
    assert "unbounded above" in profile.notes[0]


@pytest.mark.slow
def test_a_flat_profile_takes_the_standard_error_away() -> None:
    result = half_a_curve(0.2)
    assert "flat profile" in result.refused["ceiling"]
    assert np.isnan(result.bse["ceiling"])
    row = next(r for r in result.summary().rows if r[0] == "ceiling")
    assert row[2] == "none"
    assert not half_a_curve(0.001).refused


def test_a_perfect_fit_has_no_errors_to_estimate_a_variance_from() -> None:
    result = NonlinearLS(saturation, saturation([3.0, 0.8], X), X, start=[2.0, 1.0]).fit()
    assert all("perfect fit" in reason for reason in result.refused.values())
    assert result.bse.isna().all()
    with pytest.raises(RegressionError, match="perfect fit"):
        result.conf_int(method="profile")


def test_as_many_parameters_as_observations_are_refused() -> None:
    with pytest.raises(RegressionError, match="2 observations for 2 parameters"):
        NonlinearLS(saturation, Y[:2], X[:2], start=[2.0, 1.0])


def test_a_parameter_on_its_bound_has_no_standard_error() -> None:
    result = NonlinearLS(
        saturation, Y, X, start={"a": 2.0, "half": 1.0}, bounds={"a": (None, 2.5)}
    ).fit()
    assert result.params["a"] == 2.5
    assert result.refused == {"a": "at a bound"}
    free = NonlinearLS(lambda p, x: 2.5 * x / (p[0] + x), Y, X, start=[1.0]).fit()
    assert result.params["half"] == pytest.approx(free.params["p0"], rel=1e-7)
    with pytest.raises(RegressionError, match="at a bound"):
        result.profile(["a"])


def test_bounds_that_do_not_bind_change_nothing() -> None:
    bounded = NonlinearLS(saturation, Y, X, start=[2.0, 1.0], bounds=[(0, 10), (0, None)]).fit()
    free = NonlinearLS(saturation, Y, X, start=[2.0, 1.0]).fit()
    assert bounded.params.to_numpy() == pytest.approx(free.params.to_numpy(), rel=1e-7)
    assert bounded.bse.to_numpy() == pytest.approx(free.bse.to_numpy(), rel=1e-6)


def test_a_profile_that_meets_a_bound_says_so() -> None:
    result = NonlinearLS(saturation, Y, X, start=[2.9, 0.8], bounds=[(2.9, None), (0, None)]).fit()
    if result.params["p0"] > 2.9:
        profile = result.profile(["p0"], alpha=1e-6)
        assert profile.conf_int().loc["p0", "lower"] == 2.9
        assert "is the bound" in profile.notes[0]
    else:
        assert result.refused["p0"] == "at a bound"


def test_clusters_with_one_member_and_a_single_cluster_are_refused() -> None:
    result = NonlinearLS(saturation, Y, X, start=[2.0, 1.0]).fit()
    groups = np.r_[np.repeat(np.arange(9), 3), 10, 11, 12]
    with pytest.raises(RegressionError, match="3 of 12 clusters have one member"):
        result.with_cov("cluster", {"groups": groups})
    allowed = result.with_cov("cluster", {"groups": groups, "singletons": "allow"})
    assert np.isfinite(allowed.bse).all()
    with pytest.raises(RegressionError, match="one cluster only"):
        result.with_cov("cluster", {"groups": np.zeros(30)})


def test_an_observation_that_fits_itself_has_no_hc3() -> None:
    x = np.r_[np.zeros(10), 1.0]
    y = np.r_[RNG.standard_normal(10), 5.0]
    result = NonlinearLS(lambda p, x: p[0] + p[1] * x, y, x, start=[0.0, 1.0]).fit()
    with pytest.raises(RegressionError, match="observation 10 has leverage one"):
        result.with_cov("HC3")
    assert np.isfinite(result.with_cov("HC1").bse).all()


@pytest.mark.parametrize("cov_type", ["HC1", "HAC"])
def test_profiles_are_refused_where_the_covariance_is_not_iid(cov_type: Any) -> None:
    result = NonlinearLS(saturation, Y, X, start=[2.0, 1.0]).fit(cov_type)
    with pytest.raises(RegressionError, match="assumes the errors of 'nonrobust'"):
        result.conf_int(method="profile")


def test_a_fit_that_does_not_converge_says_what_was_tried() -> None:
    """A mean that falls for ever has no minimum of the sum of squares."""
    with pytest.raises(ConvergenceError) as caught:
        NonlinearLS(lambda p, x: np.exp(-p[0]) + 0.0 * x, -Y, X, start=[0.0]).fit()
    message = str(caught.value)
    assert "ran to where the mean no longer depends on them" in message
    assert "no minimum found from start [0.0]" in message
    assert "lm: stopped at" in message
    assert "trf/jac: stopped at" in message


def test_without_a_start_several_are_tried_and_the_best_minimum_kept() -> None:
    free = NonlinearLS(saturation, Y, X, names=["a", "half"]).fit()
    given = NonlinearLS(saturation, Y, X, start=[2.0, 1.0]).fit()
    assert free.params.to_numpy() == pytest.approx(given.params.to_numpy(), rel=1e-6)
    assert free.fit.search.starts > 1
    assert 1 <= free.fit.search.agreeing <= free.fit.search.starts

    x = np.linspace(0, 10, 80)
    y = np.sin(2.0 * x) + 0.1 * np.random.default_rng(0).standard_normal(80)
    wave = NonlinearLS(lambda p, x: np.sin(p[0] * x), y, x, bounds={"frequency": (0, 6)}).fit()
    assert wave.params["frequency"] == pytest.approx(2.0, abs=0.01)


def test_profile_of_one_parameter_alone() -> None:
    result = NonlinearLS(lambda p, x: 3.0 * x / (p[0] + x), Y, X, start={"half": 1.0}).fit()
    lower, upper = result.conf_int(method="profile").loc["half"]
    cutoff = 2.045229642132703**2  # t(29), 97.5%
    for limit in (lower, upper):
        ssr = ((Y - 3.0 * X / (limit + X)) ** 2).sum()
        assert (ssr - result.ssr) / result.scale == pytest.approx(cutoff, rel=1e-6)
    trace = result.profile().intervals[0].trace
    assert (np.diff(trace.value) > 0).all()
    assert (np.diff(trace.tau) > 0).all()


def test_profiles_draw() -> None:
    figure = NonlinearLS(saturation, Y, X, start=[2.0, 1.0]).fit().profile().plot()
    assert [axis.get_xlabel() for axis in figure.axes] == ["p0", "p1"]
