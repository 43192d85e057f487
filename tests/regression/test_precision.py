"""How near to the minimum a fit ends, whatever its curvature, and what it spends on that."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.optimize import curve_fit

from analysis.errors import ConvergenceError
from analysis.regression import NonlinearLS

Mean = Callable[[Any, Any], Any]

CURVES: dict[str, tuple[Mean, list[float]]] = {
    "decay": (lambda p, x: p[0] * np.exp(-p[1] * x) + p[2], [5.0, 0.7, 1.0]),
    "logistic": (lambda p, x: p[0] / (1.0 + np.exp((p[1] - x) / p[2])), [10.0, 2.0, 0.8]),
    "saturation": (lambda p, x: p[0] * x / (p[1] + x), [5.0, 1.5]),
    "wave": (lambda p, x: p[0] * np.sin(p[1] * x + p[2]), [2.0, 1.5, 0.5]),
    # A location far from zero for its width, and one beside it.
    "years": (lambda p, x: p[0] / (1.0 + np.exp((p[1] - 1900.0 - x) / p[2])), [10.0, 1902.0, 0.8]),
    "beside zero": (lambda p, x: p[0] * np.exp(-((x - 2.5 - p[1]) ** 2)) + p[2], [4.0, 1e-3, 1.0]),
}


def bell(params: Any, x: Any) -> Any:
    return np.exp(-((x - params[0]) ** 2) / 2.0)


def started(truth: list[float], rng: np.random.Generator) -> np.ndarray:
    """A start a tenth off, or that of a unit where the size of a parameter says nothing."""
    values = np.array(truth)
    usual = (np.abs(values) > 0.1) & (np.abs(values) < 100.0)
    off = 0.1 * rng.standard_normal(values.size)
    return np.where(usual, values * np.exp(off), values + off)


def slopes(mean: Mean, params: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Derivatives exact to rounding, by complex steps, (n, k)."""
    columns = []
    for j in range(params.size):
        point = params.astype(complex)
        point[j] += 1e-30j
        columns.append(mean(point, x).imag / 1e-30)
    return np.column_stack(columns)


def exact(mean: Mean, y: np.ndarray, x: np.ndarray, near: np.ndarray) -> np.ndarray | None:
    """Where Gauss-Newton steps stop moving, None where they do not settle within reach."""
    params = near.copy()
    for _ in range(2000):
        step = np.linalg.lstsq(slopes(mean, params, x), y - mean(params, x), rcond=None)[0]
        params = params + step
        if not np.all(np.abs(params - near) < 1e-3 * np.abs(near)):
            return None
        if np.all(np.abs(step) <= 1e-14 * np.abs(params)):
            return params
    return None


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("name", CURVES)
def test_a_fit_ends_within_a_ten_millionth_of_the_minimum_however_noisy(
    name: str, given: bool
) -> None:
    mean, truth = CURVES[name]
    jac = (lambda params, x: slopes(mean, params, x)) if given else None
    compared = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        n = int(rng.choice([8, 15, 60]))
        x = np.sort(rng.uniform(0.05, 5.0, n))
        noise = float(10.0 ** rng.uniform(-3.0, 0.5))
        y = mean(truth, x) + noise * rng.standard_normal(n)
        start = started(truth, rng)
        try:
            fit = NonlinearLS(mean, y, x, start=start, jac=jac).fit().fit
        except ConvergenceError:
            continue
        there = exact(mean, y, x, fit.params)
        if there is None:
            continue
        compared += 1
        jacobian, errors = slopes(mean, there, x), y - mean(there, x)
        spread = np.sqrt(np.diag(np.linalg.inv(jacobian.T @ jacobian)) * (errors @ errors) / n)
        assert np.all(np.abs(fit.params - there) <= 1e-7 * np.maximum(np.abs(there), spread)), seed
        # Residuals are carried along the last step instead of evaluated: nothing is lost.
        assert fit.residuals == pytest.approx(y - mean(fit.params, x), abs=1e-11 * abs(y).max())
    assert compared >= 30


def test_an_easy_fit_spends_a_few_evaluations_on_its_last_digits() -> None:
    rng = np.random.default_rng(0)
    mean, truth = CURVES["logistic"]
    x = np.sort(rng.uniform(0.05, 5.0, 60))
    y = mean(truth, x) + 0.3 * rng.standard_normal(60)
    calls = {"mean": 0, "jac": 0}

    def counted(params: Any, x: Any) -> Any:
        calls["mean"] += 1
        return mean(params, x)

    def derivatives(params: Any, x: Any) -> Any:
        calls["jac"] += 1
        return slopes(mean, params, x)

    NonlinearLS(counted, y, x, start=[8.0, 1.5, 1.0], jac=derivatives).fit()
    ours = dict(calls)
    calls.update(mean=0, jac=0)
    curve_fit(
        lambda x, *p: counted(np.array(p), x), x, y, p0=[8.0, 1.5, 1.0],
        jac=lambda x, *p: derivatives(np.array(p), x),
    )  # fmt: skip
    assert ours["mean"] <= calls["mean"]
    assert ours["jac"] <= calls["jac"] + 1


@pytest.mark.parametrize("digits", [13, 12, 11, 10])
def test_a_mean_that_is_rounded_moves_no_estimate_unseen(digits: int) -> None:
    """Differences feel its steps; a fit ends early only where none of them could matter."""
    mean, truth = CURVES["logistic"]

    def rounded(params: Any, x: Any) -> Any:
        return np.round(mean(params, x), digits)

    compared = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        x = np.sort(rng.uniform(0.05, 5.0, 60))
        y = mean(truth, x) + float(10.0 ** rng.uniform(-2.0, 0.5)) * rng.standard_normal(60)
        start = started(truth, rng)
        model = NonlinearLS(mean, y, x, start=start).fit()
        try:
            found = NonlinearLS(rounded, y, x, start=start).fit()
        except ConvergenceError:
            continue
        compared += 1
        apart = np.abs(found.fit.params - model.fit.params)
        assert np.all(apart <= 1e-3 * model.bse.to_numpy()), seed
        assert np.all(apart <= 1e-4 * np.abs(model.fit.params)), seed
    assert compared >= 15


@pytest.mark.parametrize("away", [2e3, 1e4, 1e5])
def test_a_location_far_from_zero_has_the_estimate_and_error_of_one_beside_it(away: float) -> None:
    z = np.linspace(-3.0, 3.0, 50)
    y = np.exp(-(z**2) / 2.0) + 0.1 * np.random.default_rng(1).standard_normal(50)
    near, far = (
        NonlinearLS(
            lambda p, x: np.real(np.exp(-((x - p[0]) ** 2) / 2.0)), y, m + z, start=[m + 0.3]
        ).fit()
        for m in (1.0, away)
    )
    assert far.bse.iloc[0] == pytest.approx(near.bse.iloc[0], rel=1e-5)
    apart = (far.fit.params[0] - away) - (near.fit.params[0] - 1.0)
    assert abs(apart) <= 1e-5 * near.bse.iloc[0]


@pytest.mark.parametrize("tolerance", [1e-5, 1e-7, 1e-8])
def test_no_parameter_is_off_by_more_than_the_tolerance(tolerance: float) -> None:
    for seed in range(99, 140):
        rng = np.random.default_rng(seed)
        x = np.sort(rng.uniform(0.0, 3.0, 30))
        noise = 0.3 * float(10.0 ** rng.uniform(-2.0, 0.0))
        y = np.exp(-((x - 1.5) ** 2) / 2.0) + noise * rng.standard_normal(30)
        start = [1.5 * np.exp(0.2 * rng.standard_normal())]
        try:
            fit = NonlinearLS(bell, y, x, start=start).fit(tolerance=tolerance).fit
        except ConvergenceError:
            continue
        slope, errors = bell(fit.params, x) * (x - fit.params[0]), y - bell(fit.params, x)
        inside = (slope @ errors) ** 2 / (slope @ slope)
        assert (inside / ((errors @ errors - inside) / 29)) ** 0.5 <= tolerance, seed


@pytest.mark.parametrize("options", [{}, {"jac": True}, {"bounds": [(0, None)] * 3}])
def test_a_fit_leaves_no_circle_that_would_keep_its_arrays(options: dict[str, Any]) -> None:
    mean, truth = CURVES["logistic"]
    x = np.linspace(0.1, 5.0, 60)
    y = mean(truth, x) + 0.1 * np.sin(40.0 * x)
    if "jac" in options:
        options = {"jac": lambda params, x: slopes(mean, params, x)}
    gc.collect()
    gc.disable()
    try:
        for _ in range(5):
            NonlinearLS(mean, y, x, start=[8.0, 1.5, 1.0], **options).fit()
        assert gc.collect() == 0
    finally:
        gc.enable()
