"""What a fit refuses, and that it says so: no number that means nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import FunctionError, RegressionError
from analysis.regression import NLSResults, NonlinearLS

RNG = np.random.default_rng(11)
X = np.linspace(0.1, 4.0, 40)
Y = 3.0 * np.exp(-0.7 * X) + 0.5 + 0.05 * RNG.standard_normal(40)
START = {"a": 2.0, "b": 1.0, "c": 0.0}


def decay(p: Any, x: Any) -> Any:
    return p[0] * np.exp(-p[1] * x) + p[2]


def decay_slopes(p: Any, x: Any) -> Any:
    return np.stack([np.exp(-p[1] * x), -p[0] * x * np.exp(-p[1] * x), np.ones_like(x)], axis=-1)


def fenced(p: Any, x: Any) -> Any:
    """The same, by somebody who validates a domain."""
    if np.real(p[1]) <= 0:
        raise ValueError("rate must be positive")
    return decay(p, x)


def test_a_model_that_raises_outside_its_domain_is_the_model_that_is_undefined_there() -> None:
    plain = NonlinearLS(decay, Y, X, start=START).fit()
    for start in (START, {"a": 0.1, "b": 6.0, "c": 2.0}):
        model = NonlinearLS(fenced, Y, X, start=start).fit()
        assert model.params.to_numpy() == pytest.approx(plain.params.to_numpy(), rel=1e-7)
    # A vague fit walks far from the estimate to see whether a parameter is flat.
    for seed in range(6):
        few = 3.0 * np.exp(-0.7 * X[:14]) + 0.05 * np.random.default_rng(seed).standard_normal(14)
        vague = NonlinearLS(fenced, few, X[:14], start=START).fit()
        assert repr(vague)
        assert str(vague.summary())
        vague.conf_int()
    draws = plain.bootstrap(60, kind="pairs", seed=1)
    raising = NonlinearLS(fenced, Y, X, start=START).fit().bootstrap(60, kind="pairs", seed=1)
    assert raising.bse.to_numpy() == pytest.approx(draws.bse.to_numpy(), rel=1e-4)


def test_a_start_outside_the_domain_is_refused_with_its_values() -> None:
    with pytest.raises(FunctionError, match=r"rate must be positive.*params \[2.0, -1.0, 0.0\]"):
        NonlinearLS(fenced, Y, X, start={"a": 2.0, "b": -1.0, "c": 0.0}).fit()


@pytest.mark.parametrize("factor", [2.0, 0.5, 1.01])
def test_a_jacobian_that_is_not_the_derivative_gives_no_standard_error(factor: float) -> None:
    def wrong(p: Any, x: Any) -> Any:
        return factor * decay_slopes(p, x)

    right = NonlinearLS(decay, Y, X, start=START, jac=decay_slopes).fit()
    assert right.refused == {}
    # Twice the derivatives: the same estimates, and half the standard errors.
    result = NonlinearLS(decay, Y, X, start=START, jac=wrong).fit()
    assert result.params.to_numpy() == pytest.approx(right.params.to_numpy(), rel=1e-6)
    assert result.bse.isna().all()
    assert "jac is not the derivative of function: by 'b'" in result.refused["a"]
    assert "jac is not the derivative" in str(result.summary())
    with pytest.raises(RegressionError, match="jac is not the derivative"):
        result.bootstrap(10, kind="pairs")


SADDLES: list[tuple[str, Callable[..., Any], list[float], np.ndarray]] = [
    ("a maximum", lambda p, x: np.cos(p[0] * x), [0.0], np.cos(2.0 * X)),
    ("a saddle", lambda p, x: p[0] * p[1] * x, [0.0, 0.0], 2.0 * X),
]


@pytest.mark.parametrize(
    ("function", "start", "mean"), [s[1:] for s in SADDLES], ids=[s[0] for s in SADDLES]
)
def test_a_start_that_is_stationary_but_no_minimum_is_said(
    function: Any, start: list[float], mean: np.ndarray
) -> None:
    y = mean + 0.1 * np.random.default_rng(0).standard_normal(40)
    stuck = NonlinearLS(function, y, X, start=start).fit()
    if stuck.ssr > 1.0:
        assert stuck.bse.isna().all()
        assert all("saddle or a maximum" in reason for reason in stuck.refused.values())
        advice = next(iter(stuck.refused.values())).split("start=")[1]
        again = NonlinearLS(function, y, X, start=[float(v) for v in advice[1:-1].split(",")]).fit()
        assert again.ssr < 0.9 * stuck.ssr
        assert not any("saddle" in reason for reason in again.refused.values())


def bounded() -> NLSResults:
    limits = {"b": (0.0, None), "c": (0.6, None)}
    return NonlinearLS(decay, Y, X, start=START | {"c": 1.0}, bounds=limits).fit()


def test_with_a_parameter_on_its_bound_the_others_have_the_intervals_of_the_fit_that_holds_it() -> (
    None
):
    on_bound = bounded()
    assert on_bound.refused == {"c": "at a bound"}

    def held(p: Any, x: Any) -> Any:
        return p[0] * np.exp(-p[1] * x) + 0.6

    free = NonlinearLS(held, Y, X, start=[2.0, 1.0]).fit("HC0")
    ours = on_bound.with_cov("HC0")
    assert ours.bse[["a", "b"]].to_numpy() == pytest.approx(free.bse.to_numpy(), rel=1e-5)
    life = ours.derived("half life", lambda p: np.log(2.0 * p["c"]) / p["b"])
    other = free.derived("half life", lambda p: np.log(1.2) / p["p1"])
    assert life.se == pytest.approx(other.se, rel=1e-5)
    assert life.note == "c is held at the bound"
    assert "c is held at the bound" in str(life.summary())
    band = ours.predict(interval="confidence")
    assert np.isfinite(band).all(axis=None)
    # Of the bound itself nothing is known; nor is anything that depends on it alone.
    assert np.isnan(ours.derived("floor", lambda p: p["c"] ** 2).se)
    with pytest.raises(RegressionError, match="no test of c"):
        ours.wald_test({"c": 0.0})
    profile = on_bound.derived("half life", lambda p: np.log(2.0) / p["b"]).profile()
    assert profile.lower < life.estimate < profile.upper or np.isfinite(profile.lower)


def test_a_stored_result_keeps_its_refusals_and_knows_its_function() -> None:
    far = 2.0 * X / (20.0 + X) + 0.04 * np.random.default_rng(1).standard_normal(40)
    flat = NonlinearLS(lambda p, x: p[0] * x / (p[1] + x), far, X, start=[2.0, 20.0]).fit()
    for result in (flat, bounded()):
        assert result.refused
        again = NLSResults.from_json(result.to_json())
        assert again.refused == result.refused
        assert again.bse.equals(result.bse)
        assert str(again.summary()) == str(result.summary())
        assert again.to_json() == result.to_json()
    with pytest.raises(RegressionError, match="function is not the one that was fitted"):
        NLSResults.from_json(bounded().to_json(), function=lambda p, x: 0.0 * x)
    assert NLSResults.from_json(bounded().to_json(), function=decay).predict(1.0) > 0.0


@pytest.mark.parametrize(
    "index",
    [
        pd.period_range("1900", periods=40, freq="Y", name="year"),
        pd.date_range("1990-01-31", periods=40, freq="ME"),
        pd.MultiIndex.from_product([["cotton", "steel"], range(20)], names=["industry", "year"]),
        pd.RangeIndex(1900, 1940, name="year"),
        pd.Index([f"row {i}" for i in range(40)]),
    ],
    ids=lambda index: type(index).__name__,
)
def test_labels_survive_storage(index: pd.Index) -> None:
    result = NonlinearLS(decay, pd.Series(Y, index), pd.Series(X, index), start=START).fit()
    again = NLSResults.from_json(result.to_json()).resid
    pd.testing.assert_index_equal(again.index, result.resid.index, exact="equiv")
