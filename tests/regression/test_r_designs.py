"""Agreement with R on forty random designs: nls, sandwich, clubSandwich, nlme (r/designs.R).

R had symbolic derivatives, so that nothing here waits for the forward differences of nls.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import log_ndtr, ndtr

from analysis.regression import NLSResults, NonlinearLS

FILE = Path(__file__).parent / "r" / "designs.json"
DESIGNS: list[dict[str, Any]] = json.loads(FILE.read_text())["designs"]


def label(design: dict[str, Any]) -> str:
    return f"{design['name']}-{design['kind']}"


AUTOCORRELATED = [d for d in DESIGNS if "ar1_llf" in d["r"] and d["r"]["ar1_llf"]]

MEANS: dict[str, Callable[[Any, Any], Any]] = {
    "exponential": lambda p, x: p[0] * np.exp(-p[1] * x) + p[2],
    "logistic": lambda p, x: p[0] / (1 + np.exp((p[1] - x) / p[2])),
    "michaelis_menten": lambda p, x: p[0] * x / (p[1] + x),
    "gompertz": lambda p, x: p[0] * np.exp(-p[1] * np.exp(-p[2] * x)),
    "lognormal_level": lambda p, x: p[0] * ndtr((x - p[1]) / p[2]),
    "lognormal_log": lambda p, x: np.log(p[0]) + log_ndtr((x - p[1]) / p[2]),
    "power_offset": lambda p, x: p[0] + p[1] * x ** p[2],
    "hill": lambda p, x: p[0] * x ** p[1] / (p[2] ** p[1] + x ** p[1]),
    "biexponential": lambda p, x: p[0] * np.exp(-p[1] * x) + p[2] * np.exp(-p[3] * x),
    "sine": lambda p, x: p[0] + p[1] * np.sin(p[2] * x + p[3]),
}


@cache
def fitted(number: int, errors: Any = "iid") -> NLSResults:
    design = DESIGNS[number]
    return NonlinearLS(
        MEANS[design["name"]], np.array(design["y"]), np.array(design["x"]),
        start=design["start"], weights=design.get("w") or None, errors=errors,
    ).fit()  # fmt: skip


def test_there_are_forty_designs_of_ten_means_with_weights_and_units() -> None:
    assert len(DESIGNS) == 40
    assert {d["name"] for d in DESIGNS} == set(MEANS)
    assert {d["kind"] for d in DESIGNS} == {"iid", "heteroskedastic", "ar1", "clustered"}
    assert sum(bool(d.get("w")) for d in DESIGNS) >= 8
    sizes = [np.ptp(d["y"]) for d in DESIGNS]
    assert max(sizes) > 1e9 > 1.0 > 1e-8 > min(sizes)


@pytest.mark.parametrize("number", range(40), ids=[label(d) for d in DESIGNS])
def test_estimates_and_criteria_agree(number: int) -> None:
    result, expected = fitted(number), DESIGNS[number]["r"]
    gap = np.abs(result.fit.params - np.array(expected["params"]))
    assert (gap / np.maximum(np.abs(expected["params"]), expected["nonrobust"])).max() < 1e-7
    assert result.df_resid == expected["df"]
    assert result.ssr == pytest.approx(expected["ssr"], rel=1e-11)
    found = [result.llf, result.aic, result.bic]
    assert found == pytest.approx([expected[key] for key in ("llf", "aic", "bic")], rel=1e-10)


@pytest.mark.parametrize("number", range(40), ids=[label(d) for d in DESIGNS])
def test_standard_errors_of_every_kind_agree(number: int) -> None:
    result, expected = fitted(number), DESIGNS[number]["r"]
    groups = DESIGNS[number]["g"]
    for name, (kind, options) in {
        **{kind: (kind, {}) for kind in ("nonrobust", "HC0", "HC1", "HC2", "HC3")},
        "HAC3": ("HAC", {"maxlags": 3}), "CR1": ("cluster", {"groups": groups}),
        "CR2": ("cluster", {"groups": groups, "kind": "CR2"}),
    }.items():  # fmt: skip
        covariance = result.with_cov(kind, options).covariance  # type: ignore[arg-type]
        errors = np.sqrt(np.diag(covariance.matrix))
        assert errors == pytest.approx(np.array(expected[name]), rel=2e-6), name
    assert covariance.df == pytest.approx(expected["CR2_df"], rel=1e-5)


@pytest.mark.parametrize("design", AUTOCORRELATED, ids=label)
def test_likelihoods_with_autocorrelated_errors_reach_those_of_gnls(design: dict[str, Any]) -> None:
    """gnls stops a little early; never above ours."""
    result = fitted(DESIGNS.index(design), "ar1")
    assert result.llf == pytest.approx(design["r"]["ar1_llf"], abs=1e-4)
    assert result.llf >= design["r"]["ar1_llf"] - 1e-7
