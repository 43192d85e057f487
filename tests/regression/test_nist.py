"""NIST StRD nonlinear regression: certified values to six digits from both starts."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.regression import NLSResults, NonlinearLS

HERE = Path(__file__).parent
PROBLEMS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text()) for path in sorted((HERE / "nist").glob("*.json"))
}
MODELS = runpy.run_path(str(HERE / "nist_models.py"))["MODELS"]


def log_relative_error(found: np.ndarray, certified: np.ndarray) -> float:
    """Number of correct digits, 11 at most, as NIST prints no more."""
    error = np.abs(found - certified) / np.abs(certified)
    return float(min(11.0, -np.log10(max(float(error.max()), 1e-11))))


def column(problem: dict[str, Any], name: str) -> np.ndarray:
    return np.array([parameter[name] for parameter in problem["parameters"]])


def fit(name: str, start: str) -> NLSResults:
    problem = PROBLEMS[name]
    data = {key: np.array(values) for key, values in problem["data"].items()}
    endog = np.log(data["y"]) if name == "nelson" else data["y"]
    exog = data["x"] if "x" in data else np.column_stack([data["x1"], data["x2"]])
    names = [parameter["name"] for parameter in problem["parameters"]]
    model = NonlinearLS(MODELS[name], endog, exog, start=column(problem, start), names=names)
    return model.fit()


def test_all_27_problems_are_here() -> None:
    assert len(PROBLEMS) == 27
    assert set(PROBLEMS) == set(MODELS)


@pytest.mark.parametrize("start", ["start1", "start2"])
@pytest.mark.parametrize("name", sorted(PROBLEMS))
def test_parameters_reach_six_certified_digits(name: str, start: str) -> None:
    result = fit(name, start)
    assert log_relative_error(result.fit.params, column(PROBLEMS[name], "certified")) >= 6


# Lanczos1 has residuals of 1e-13, below the precision of its data: its certified standard errors
# describe rounding, and we refuse to print any (next test).
@pytest.mark.parametrize("start", ["start1", "start2"])
@pytest.mark.parametrize("name", sorted(set(PROBLEMS) - {"lanczos1"}))
def test_standard_errors_and_fit_reach_six_certified_digits(name: str, start: str) -> None:
    problem, result = PROBLEMS[name], fit(name, start)
    assert log_relative_error(result.bse.to_numpy(), column(problem, "standard_error")) >= 6
    assert log_relative_error(np.array([result.ssr]), np.array([problem["ssr"]])) >= 6
    deviation = np.array([problem["residual_sd"]])
    assert log_relative_error(np.array([result.scale**0.5]), deviation) >= 6


def test_a_perfect_fit_has_no_standard_errors_and_says_why() -> None:
    result = fit("lanczos1", "start1")
    assert result.bse.isna().all()
    assert set(result.identification.refused) == set(result.names)
    assert "perfect fit" in str(result.summary())


@pytest.mark.parametrize("name", ["misra1a", "thurber", "mgh09", "bennett5", "eckerle4"])
def test_finite_differences_reach_six_digits_too(name: str) -> None:
    """A function that refuses complex numbers is differentiated numerically, as accurately."""
    problem = PROBLEMS[name]
    x, y = (np.array(problem["data"][key]) for key in ("x", "y"))

    def real_only(params: Any, exog: Any) -> Any:
        return MODELS[name](np.asarray(params, dtype=float), exog)

    result = NonlinearLS(real_only, y, x, start=column(problem, "start2")).fit()
    assert result.fit.derivative == "finite difference"
    assert log_relative_error(result.fit.params, column(problem, "certified")) >= 6
    assert log_relative_error(result.bse.to_numpy(), column(problem, "standard_error")) >= 6
