"""Many problems from a grid of starts are the same problems fitted one at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.regression import NonlinearLS, fit_many, grid_start

X = np.linspace(0.0, 3.0, 40)
FREE = np.array([np.inf, np.inf])


def decay(params: Any, x: Any) -> Any:
    scale, rate = params
    shape = np.exp(-rate * x)
    return scale * shape, [shape + 0.0 * scale, -scale * x * shape]


def samples(count: int) -> Any:
    rng = np.random.default_rng(0)
    scale, rate = rng.uniform(1.0, 5.0, (count, 1)), rng.uniform(0.3, 3.0, (count, 1))
    return scale * np.exp(-rate * X) + 0.1 * rng.standard_normal((count, X.size))


def starts(target: Any) -> Any:
    rates = np.array([0.1, 1.0, 10.0])
    best, scale = grid_start(np.exp(-rates[:, None] * X), target, "factor")
    return np.column_stack([scale, rates[best]])


def test_each_of_many_reaches_the_minimum_of_its_own_fit() -> None:
    target = samples(20)
    found = fit_many(decay, target, X, starts(target), bounds=(-FREE, FREE))
    assert found.converged.all()
    for row, params, ssr in zip(target, found.params, found.ssr, strict=True):
        alone = NonlinearLS(decay, row, X, start=[2.0, 1.0], jac=True).fit()
        assert params == pytest.approx(alone.params.to_numpy(), rel=1e-4)
        assert ssr == pytest.approx(alone.ssr, rel=1e-8)


def test_a_fit_no_better_than_its_limit_has_not_converged() -> None:
    target = samples(4)
    free = fit_many(decay, target, X, starts(target), bounds=(-FREE, FREE))
    to_beat = free.ssr * np.array([2.0, 0.5, 2.0, 0.5])
    found = fit_many(decay, target, X, starts(target), bounds=(-FREE, FREE), to_beat=to_beat)
    assert found.converged.tolist() == [True, False, True, False]


def test_a_parameter_that_moves_nothing_stays_and_the_others_are_found() -> None:
    def idle(params: Any, x: Any) -> Any:
        scale, other = params
        return scale * x, [x + 0.0 * scale, 0.0 * other * x]

    found = fit_many(idle, 2.0 * X[None] + 1.0, X, np.array([[1.0, 7.0]]), bounds=(-FREE, FREE))
    assert found.converged.all()
    assert found.params[0] == pytest.approx([2.0 + X.sum() / (X @ X), 7.0])


def test_the_grid_is_searched_by_factor_or_by_shift() -> None:
    shapes = np.array([[0.0, 1.0, 2.0], [0.0, -1.0, -2.0]])
    best, shift = grid_start(shapes, np.array([[5.0, 4.0, 3.0]]), "shift")
    assert (best.tolist(), shift.tolist()) == ([1], [5.0])


def test_the_best_of_a_grid_leaves_the_least_squares() -> None:
    rng = np.random.default_rng(1)
    shapes, target = rng.normal(size=(7, 12)), rng.normal(size=(40, 12))
    shapes[:3] *= 10.0
    best, shift = grid_start(shapes, target, "shift")
    gaps = target[:, None, :] - shapes
    assert best.tolist() == gaps.var(axis=2).argmin(axis=1).tolist()
    assert shift == pytest.approx(gaps.mean(axis=2)[range(40), best])
    best, factor = grid_start(shapes, target, "factor")
    slopes = np.maximum((target @ shapes.T) / (shapes * shapes).sum(axis=1), 0.0)
    left = ((target[:, None, :] - slopes[:, :, None] * shapes) ** 2).sum(axis=2)
    assert best.tolist() == left.argmin(axis=1).tolist()
    assert factor == pytest.approx(slopes[range(40), best])


@pytest.mark.parametrize("unit", [1e-6, -1e-6])
def test_a_start_on_a_bound_is_left_where_the_data_lie_inside_whatever_their_unit(
    unit: float,
) -> None:
    def line(params: Any, x: Any) -> Any:
        level, slope = params
        return level + slope * x, [np.ones_like(slope * x), x + 0.0 * slope]

    zero = np.zeros(2)
    bounds = (zero, FREE) if unit > 0.0 else (-FREE, zero)
    found = fit_many(line, unit * (2.0 + X)[None], X, zero[None], bounds=bounds)
    assert found.params[0] == pytest.approx([2.0 * unit, unit])
