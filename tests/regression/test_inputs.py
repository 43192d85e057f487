"""Bad input: typed errors that name what was found and what is allowed."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import (
    FunctionError,
    LabourError,
    RegressionError,
)
from analysis.regression import ControlFunction, NLSResults, NonlinearLS, compare
from analysis.regression.data import prepare

X = np.linspace(0.1, 4.0, 30)
Y = 3.0 * X / (0.8 + X) + 0.05 * np.random.default_rng(0).standard_normal(30)


def saturation(params: Any, x: Any) -> Any:
    return params[0] * x / (params[1] + x)


def with_value(array: np.ndarray, row: int, value: float) -> np.ndarray:
    out = array.copy()
    out[row] = value
    return out


BAD_DATA: list[tuple[dict[str, Any], str]] = [
    (
        {"endog": with_value(Y, 3, np.nan)},
        r"endog has missing values in rows 3; pass missing='drop",
    ),
    ({"exog": with_value(X, 5, np.inf)}, "exog has infinite values in rows 5"),
    ({"exog": X[:-1]}, "unequal numbers of observations: endog 30, exog 29"),
    ({"endog": Y[:, None]}, "endog has 2 dimensions; allowed: 1"),
    ({"endog": ["a"] * 30}, "endog is not numeric"),
    ({"endog": [], "exog": []}, "endog is empty"),
    ({"weights": with_value(np.ones(30), 2, 0.0)}, "weights must be positive; found 0.0 in rows 2"),
    ({"start": [1.0, np.nan]}, "start is not finite"),
    ({"start": "ab"}, "start is not numeric"),
    ({"start": [1.0, 2.0], "names": ["a"]}, r"start has shape \(2,\); expected \(1,\)"),
    ({"start": {"a": 1, "b": 2}, "names": ["a", "c"]}, "start names 'a', 'b'; expected 'a', 'c'"),
    ({"start": [1, 1], "names": ["a", "a"]}, "names occur twice"),
    ({"names": "ab"}, "expected a list of names"),
    ({"start": None}, "number of parameters is unknown"),
    ({"bounds": [(2.0, 5.0), (0, None)]}, r"start of 'p0' is 1.0, outside its bounds \(2.0, 5.0\)"),
    ({"bounds": [(0, 5)]}, "1 bounds for 2 parameters"),
    ({"bounds": [(5, 0), (0, 1)]}, r"bounds of 'p0' are \(5.0, 0.0\)"),
    ({"bounds": [5, (0, 1)]}, "expected a pair"),
    ({"start": {"a": 1, "b": 1}, "bounds": {"c": (0, 1)}}, "bounds name 'c'; allowed: 'a', 'b'"),
    ({"linear": "z"}, "no parameter 'z'; allowed: 'p0', 'p1'"),
    ({"errors": "ma1"}, "errors='ma1'; allowed: 'iid', 'ar1'"),
    ({"missing": "skip"}, "missing='skip'; allowed: 'raise', 'drop'"),
    ({"function": 3}, "function is int; expected a callable"),
    ({"errors": "ar1", "start": {"rho": 1, "b": 1}}, "the name 'rho' is taken"),
    ({"endog": pd.Series(Y), "exog": pd.Series(X, index=range(1, 31))}, "different indices"),
    ({"controls": ControlFunction(3, X)}, "no parameter 3; allowed: 'x'"),
    ({"controls": ControlFunction("x", X)}, "none excluded"),
    ({"controls": ControlFunction("x", np.c_[Y, Y])}, "collinear"),
    ({"controls": ControlFunction("x", Y), "errors": "ar1"}, "do not combine"),
    (
        {"endog": with_value(Y, 3, np.nan), "errors": "ar1", "missing": "drop"},
        "1 rows dropped: errors='ar1' needs consecutive observations",
    ),
]


@pytest.mark.parametrize(("change", "message"), BAD_DATA)
def test_bad_input_is_named(change: dict[str, Any], message: str) -> None:
    call: dict[str, Any] = {"function": saturation, "endog": Y, "exog": X, "start": [1.0, 1.0]}
    with pytest.raises(RegressionError, match=message):
        NonlinearLS(**{**call, **change})


BAD_FUNCTIONS: list[tuple[Any, Any, str]] = [
    (lambda p, x: x[:-1], None, r"function returned shape \(29,\); expected \(30,\)"),
    (lambda p, x: p[5] * x, None, "function raised IndexError"),
    (lambda p, x: x * np.nan, None, r"not finite at start \[2.0, 1.0\] in 30 of 30 rows"),
    (lambda p, x: x * 1j, None, "dtype complex128; expected real numbers"),
    (saturation, lambda p, x: x, r"jac returned shape \(30,\); expected \(30, 2\)"),
    (saturation, lambda p, x: [x], "jac returned 1 columns; expected 2"),
    (saturation, lambda p, x: np.full((30, 2), np.nan), "derivatives are not finite at start"),
    (saturation, lambda p, x: 1 / 0, "jac raised ZeroDivisionError"),
]


@pytest.mark.parametrize(("function", "jac", "message"), BAD_FUNCTIONS)
def test_functions_that_cannot_be_used_are_named(function: Any, jac: Any, message: str) -> None:
    with pytest.raises(FunctionError, match=message):
        NonlinearLS(function, Y, X, start=[2.0, 1.0], jac=jac).fit()


def test_a_function_cannot_write_into_the_data() -> None:
    def careless(params: Any, x: Any) -> Any:
        x *= 2
        return saturation(params, x)

    before = X.copy()
    with pytest.raises(FunctionError, match="read-only"):
        NonlinearLS(careless, Y, X, start=[2.0, 1.0]).fit()
    assert (before == X).all()


class Lent:
    """An array-like that hands out its own memory, whatever is asked for."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.values


class Older:
    """One from before arrays could be asked for a copy."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values

    def __array__(self, dtype: Any = None) -> np.ndarray:
        return self.values


@pytest.mark.parametrize("kind", [np.asarray, Lent, Older, memoryview])
def test_a_model_has_its_data_to_itself(kind: Any) -> None:
    y, x = Y.copy(), X.copy()
    model = NonlinearLS(saturation, kind(y), kind(x), start=[2.0, 1.0])
    before, left = model.fit(), model.fit().resid.copy()
    y[:], x[:] = y[::-1].copy(), 1.0
    assert model.fit().params.equals(before.params)
    assert before.resid.equals(left)
    assert before.predict(kind(X.copy())).equals(model.fit().predict(X))


@pytest.mark.parametrize("missing", ["raise", "drop"])
def test_instruments_of_one_column_are_as_read_only_as_all_data(missing: Any) -> None:
    y = Y.copy()
    y[0] = np.nan if missing == "drop" else y[0]
    found = prepare(y, X, None, X + 1.0, missing)
    assert found.instruments is not None
    assert found.instruments.shape == (found.endog.size, 1)
    for part in (found.endog, found.exog, found.instruments, found.instruments.base):
        assert part is None or not part.flags.writeable


def test_models_and_results_can_be_copied_and_sent_elsewhere() -> None:
    model = NonlinearLS(saturation, Y, X, start=[2.0, 1.0])
    result = model.fit()
    for again in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert again.fit().params.equals(result.params)
    for kept in (copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert kept.bse.equals(result.bse)


BAD_COVARIANCES: list[tuple[str, Any, str]] = [
    ("HC4", {}, "cov_type='HC4'; allowed: 'nonrobust', 'HC0'"),
    ("HC1", {"maxlags": 2}, "cov_kwds of HC1: 'maxlags'; allowed: none"),
    ("cluster", "firm", "cov_kwds is 'firm'; expected a mapping"),
    ("cluster", {"groups": "firm"}, "groups is the text 'firm'; a column is named with data=frame"),
    (
        "HAC",
        {"lags": 2},
        "'lags'; allowed: 'maxlags', 'kernel', 'use_correction', 'critical', 'leverage', 'gaps'",
    ),
    ("HAC", {"maxlags": 30}, "maxlags=30; allowed: a whole number from 0 to 29"),
    ("HAC", {"kernel": "parzen"}, "kernel='parzen'; allowed: 'bartlett', 'ewc'"),
    ("cluster", {}, "needs cov_kwds={'groups'"),
    ("cluster", {"groups": np.arange(29)}, "groups has 29 entries; the fit uses 30"),
    ("cluster", {"groups": [None, *range(29)]}, "groups has 1 missing labels"),
    ("cluster", {"groups": np.arange(30) // 5, "kind": "CR3"}, "kind='CR3'; allowed: 'CR1', 'CR2'"),
    ("cluster", {"groups": np.arange(30) // 5, "singletons": "yes"}, "allowed: 'refuse', 'allow'"),
]


@pytest.mark.parametrize(("cov_type", "options", "message"), BAD_COVARIANCES)
def test_covariances_that_do_not_exist_are_named(cov_type: Any, options: Any, message: str) -> None:
    model = NonlinearLS(saturation, Y, X, start=[2.0, 1.0])
    with pytest.raises(RegressionError, match=message):
        model.fit(cov_type, options)
    with pytest.raises(RegressionError, match=message):
        model.fit().with_cov(cov_type, options)


def result() -> NLSResults:
    return NonlinearLS(saturation, Y, X, start={"a": 2.0, "b": 1.0}).fit()


def test_options_of_results_are_named() -> None:
    fit = result()
    with pytest.raises(RegressionError, match="allowed: 'wald', 'profile', 'bootstrap'"):
        fit.conf_int(method="exact")  # type: ignore[arg-type]
    with pytest.raises(RegressionError, match="allowed: between 0 and 1"):
        fit.conf_int(alpha=95)
    with pytest.raises(RegressionError, match="needs bootstrap="):
        fit.conf_int(method="bootstrap")
    with pytest.raises(RegressionError, match="allowed: None, 'confidence', 'prediction'"):
        fit.predict(interval="tolerance")  # type: ignore[call-overload]
    with pytest.raises(RegressionError, match=r"exog has shape \(3, 2\)"):
        fit.predict(np.ones((3, 2)))
    with pytest.raises(RegressionError, match="missing or infinite"):
        fit.predict([1.0, np.nan])
    with pytest.raises(RegressionError, match="redundant"):
        fit.wald_test([[1.0, 0.0], [2.0, 0.0]])
    with pytest.raises(RegressionError, match=r"expected \(q, 2\)"):
        fit.wald_test([1.0, 0.0, 0.0])
    with pytest.raises(FunctionError, match="derived 'x' raised KeyError"):
        fit.derived("x", lambda p: p["zeta"])
    with pytest.raises(RegressionError, match="no results"):
        compare([])
    with pytest.raises(RegressionError, match="different titles"):
        compare([fit, fit], titles=["same", "same"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[]", "schema None"),
        ('{"schema": "other/9"}', "schema 'other/9'; allowed: 'nonlinear-least-squares/2'"),
        ('{"schema": "nonlinear-least-squares/2"}', "incomplete: KeyError"),
    ],
)
def test_stored_results_of_another_form_are_named(text: str, message: str) -> None:
    with pytest.raises(RegressionError, match=message):
        NLSResults.from_json(text)


def test_every_error_is_one_of_ours() -> None:
    for error in (RegressionError, FunctionError, RegressionError):
        assert issubclass(error, LabourError)
