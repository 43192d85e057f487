"""Where refits end, nearly: the mean to second order around the estimate they all start at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.regression import NonlinearLS
from analysis.regression.bootstrap import batched
from analysis.regression.bootstrap.expansion import Expansion, expanded_minimum, expansion, pairs
from analysis.regression.bootstrap.replications import batch_of, plan, run
from analysis.regression.bootstrap.resampling import Resample
from analysis.regression.bootstrap.vectorised import vectorise

X = np.linspace(0.1, 2.0, 40)
FREE = np.array([-np.inf]), np.array([np.inf])


def decay(params: Any, x: Any) -> Any:
    scale, rate = params
    return scale * np.exp(-rate * x)


def fitted(sd: float = 0.05, **options: Any) -> Any:
    y = decay((3.0, 1.2), X) + sd * np.random.default_rng(0).standard_normal(X.size)
    return NonlinearLS(decay, y, X, start=[2.0, 1.0], **options).fit()


def around(params: np.ndarray) -> Expansion:
    fit = fitted().fit
    mean = vectorise(fit.problem.mean_function, params, X, X.size, False)
    found = expansion(mean, params, X, FREE, None)
    assert found is not None
    return found


def draws_mean(fit: Any) -> Any:
    return vectorise(fit.problem.mean_function, fit.params, X, X.size, False)


def test_derivatives_of_second_order_are_those_of_the_formula() -> None:
    params = np.array([3.0, 1.2])
    found, drop = around(params), np.exp(-1.2 * X)
    assert pairs(2) == [(0, 0), (0, 1), (1, 1)]
    exact = np.stack([np.zeros_like(X), -X * drop, 0.5 * 3.0 * X**2 * drop])
    np.testing.assert_allclose(found.mean, 3.0 * drop, rtol=1e-14)
    np.testing.assert_allclose(found.slopes, np.stack([drop, -3.0 * X * drop]), atol=1e-7)
    np.testing.assert_allclose(found.curvature, exact, atol=1e-6)


def test_what_the_step_leaves_is_of_third_order() -> None:
    """A target half as far is missed by an eighth, where Gauss-Newton's is by a quarter."""
    params, far = np.array([3.0, 1.2]), np.array([0.4, 0.3])
    expanded = around(params)
    missed, first_missed = [], []
    for size in (0.1, 0.05):
        target = decay(params + size * far, X)
        first = np.linalg.lstsq(expanded.slopes.T, target - expanded.mean)[0][:, None]
        step = expanded_minimum(expanded, target, np.ones((1, X.size)), first)
        own = expanded_minimum(expanded, target[None, :], np.ones((1, X.size)), first)
        np.testing.assert_allclose(step, own, rtol=1e-12)
        missed.append(np.abs(step[:, 0] - size * far).max())
        first_missed.append(np.abs(first[:, 0] - size * far).max())
    assert missed[0] / missed[1] == pytest.approx(8.0, rel=0.15)
    assert first_missed[0] / first_missed[1] == pytest.approx(4.0, rel=0.15)


@pytest.mark.parametrize("kind", ["pairs", "residual", "wild"])
@pytest.mark.parametrize("weights", [None, X])
def test_refits_are_the_same_from_near_and_from_far(kind: Any, weights: Any) -> None:
    draws = fitted(weights=weights).bootstrap(200, kind=kind, seed=1)
    assert draws.plan.around is not None
    without = run(replace(draws.plan, around=None))
    np.testing.assert_allclose(draws.replications.params, without.params, rtol=1e-6)
    np.testing.assert_allclose(draws.replications.ssr, without.ssr, rtol=1e-9)


def test_an_expansion_spares_an_evaluation_of_nearly_every_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evaluated: list[int] = []
    inner = batched._evaluate

    def counted(batch: Any, params: Any, rows: Any) -> Any:
        evaluated.append(rows.size)
        return inner(batch, params, rows)

    monkeypatch.setattr(batched, "_evaluate", counted)
    draws = fitted().bootstrap(200, kind="pairs", seed=1)
    near = sum(evaluated)
    run(replace(draws.plan, around=None))
    assert near <= sum(evaluated) - near - 150


def test_a_useless_expansion_costs_steps_and_no_accuracy() -> None:
    draws = fitted().bootstrap(100, kind="pairs", seed=1)
    good = draws.plan.around
    assert good is not None
    for bad in (-40.0 * good.curvature, np.full_like(good.curvature, 1e200)):
        found = run(replace(draws.plan, around=replace(good, curvature=bad)))
        assert not found.failed.any()
        np.testing.assert_allclose(found.params, draws.replications.params, rtol=1e-5)


def test_what_is_not_smooth_or_stands_on_a_bound_is_not_expanded() -> None:
    assert fitted().bootstrap(20, kind="pairs", seed=1).plan.around is not None
    held = fitted(bounds={"scale": (None, 2.5)}, names=["scale", "rate"])
    assert held.params["scale"] == 2.5
    scheme = fitted().bootstrap(20, kind="pairs", seed=1).plan.scheme
    assert plan(held.fit, scheme, 1, 20).around is None
    fit = fitted().fit
    wall = fit.problem.mean_function._replace(function=lambda p, x: np.log(1.0 - p[0]) * x)
    assert (
        expansion(replace(draws_mean(fit), mean_function=wall), np.ones(1), X, FREE, None) is None
    )


def test_a_mean_is_not_expanded_beyond_its_bounds() -> None:
    """The estimate lies nearer to the bound than the steps of a difference are long."""

    def mean(params: Any, x: Any) -> Any:
        if np.min(params[1]) < 0.0:
            raise ValueError("below the bound")
        return params[0] + params[1] * x

    x = np.linspace(-1.0, 1.0, 50)
    noise = np.random.default_rng(0).standard_normal(50)
    noise -= np.polyval(np.polyfit(x, noise, 1), x)
    y = 1.0 + 2e-6 * x + 0.1 * noise
    fit = NonlinearLS(
        mean, y, x, start=[1.0, 0.1], names=["a", "b"], bounds={"b": (0.0, None)}
    ).fit()
    draws = fit.bootstrap(50, kind="pairs", seed=1)
    assert draws.plan.around is None
    assert draws.n_failed == 0


def test_what_leaves_at_once_leaves_by_the_step_that_was_judged() -> None:
    """Leave-one-out fits settle in a step: a wild expansion must not carry them away."""
    draws = fitted().bootstrap(50, kind="pairs", seed=1)
    good = draws.plan.around
    assert good is not None
    # A millionth of the way: what it gains is far below what is negligible.
    errors = draws.plan.fit.residuals + 1e-6 * good.slopes[0]
    batch = batch_of(draws.plan.fit, draws.plan.mean, Resample(errors=errors[None, :]))
    wild = replace(good, curvature=np.full_like(good.curvature, 1e9))
    near = batched.refit(replace(batch, around=None), 1)
    far = batched.refit(replace(batch, around=wild), 1)
    assert near.converged.all()
    np.testing.assert_array_equal(near.params, far.params)


@pytest.mark.parametrize("kind", ["pairs", "residual"])
def test_a_factor_of_the_mean_is_put_in_at_its_least_squares_value(kind: Any) -> None:
    """Whatever the other parameters and the factor they come with: a regression on the mean."""
    projected = fitted(names=["scale", "rate"], linear="scale").bootstrap(30, kind=kind, seed=1)
    sample = projected.plan.sample(0, 30)
    batch = batch_of(projected.plan.fit, projected.plan.mean, sample)
    for scale in (0.01, 40.0):
        params = np.column_stack([np.full(30, scale), np.linspace(0.2, 3.0, 30)])
        errors, _, found = batched.working(batch, params, np.arange(30))
        counts = np.ones((30, X.size)) if sample.counts is None else sample.counts
        target = np.broadcast_to(batch.target, counts.shape)
        for row, (rate, count) in enumerate(zip(params[:, 1], counts, strict=True)):
            shape, y = np.exp(-rate * X), target[row]
            level = (count * shape) @ y / ((count * shape) @ shape)
            assert found[row] == pytest.approx([level, rate])
            assert errors[row] == pytest.approx(y - level * shape)
    assert projected.n_refitted == 0
    plain = fitted().bootstrap(30, kind=kind, seed=1)
    np.testing.assert_allclose(projected.replications.params, plain.replications.params, rtol=1e-5)


def test_a_band_of_predictions_is_wider_by_the_variance_of_an_error() -> None:
    result = fitted()
    draws = result.bootstrap(500, kind="residual", seed=1)
    mean, new = (draws.predict(interval=kind) for kind in ("confidence", "prediction"))
    assert mean["se"].to_numpy() == pytest.approx(
        result.predict(interval="confidence")["se"], rel=0.2
    )
    assert (new["se"] ** 2 - mean["se"] ** 2).mean() == pytest.approx(result.scale, rel=0.05)
    assert (new["lower"] < mean["lower"]).all()
    assert (new["upper"] > mean["upper"]).all()


def test_what_is_no_minimum_of_its_sample_is_a_failure() -> None:
    """A curve that levels off is a line at its beginning: many samples have no ceiling."""

    def rise(params: Any, x: Any) -> Any:
        ceiling, log_rate = params
        return ceiling * (1.0 - np.exp(-np.exp(log_rate) * x))

    x = np.linspace(0.05, 1.0, 30)
    y = rise((2.0, 0.0), x) + 0.2 * np.random.default_rng(3).standard_normal(30)
    draws = NonlinearLS(rise, y, x, start=[2.0, 0.0]).fit().bootstrap(12, kind="pairs", seed=1)
    counts, found = draws.plan.sample(0, 12).counts, draws.replications
    assert counts is not None
    assert 0 < draws.n_failed < 12
    good = ~found.failed
    for count, params in zip(counts[good], found.params[good], strict=True):
        ceiling, rate = params[0], np.exp(params[1])
        slopes = np.stack([1.0 - np.exp(-rate * x), ceiling * rate * x * np.exp(-rate * x)])
        errors = y - rise(params, x)
        lengths = np.sqrt((slopes**2 @ count) * (count @ errors**2))
        assert np.abs(slopes @ (count * errors) / lengths).max() < 1e-3
