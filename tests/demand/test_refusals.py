"""What a demand model refuses or cannot tell, in the words of the field."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pandas as pd
import pytest

from analysis.demand import DemandModel, FloorLognormal, Interval, Lognormal, summarise
from analysis.errors import ConvergenceError

YEARS = pd.RangeIndex(1900, 1940)
LOG_PRICE = np.linspace(2.3, -1.0, 40)


def frame(log_quantity: np.ndarray, sd: float, seed: int, unit: float = 1.0) -> pd.DataFrame:
    noise = sd * np.random.default_rng(seed).standard_normal(40)
    return pd.DataFrame(
        {"cloth": np.exp(log_quantity + noise), "price": unit * np.exp(LOG_PRICE)}, index=YEARS
    )


def _refusal(curve: str, seed: int) -> str:
    """Why a curve cannot be fitted to data of constant elasticity, empty if it can."""
    data = frame(1.0 - 1.3 * LOG_PRICE, 0.05, seed)
    try:
        DemandModel(data, "cloth", "price", curve=curve).fit()
    except ConvergenceError as error:
        return str(error)
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("curve", ["lognormal", "log_logistic", "weibull", "floor_lognormal"])
def test_data_of_constant_elasticity_are_said_to_show_no_saturation(curve: str) -> None:
    refused = [text for text in map(partial(_refusal, curve), range(3)) if text]
    assert refused
    for text in refused:
        assert "runs to constant elasticity: these data show no saturation" in text
        assert re.search(r"an elasticity of 1\.(29|3)\d* at all prices fits as well", text)
        assert "tried:" not in text


def test_a_turning_point_with_the_floor_on_its_bound_has_limits_and_says_so() -> None:
    held = 0
    for seed in range(8):
        data = frame(Lognormal(0.0, 1.0, 10.0).log_quantity(np.exp(LOG_PRICE)), 0.08, seed)
        found = DemandModel(data, "cloth", "price", curve="floor_lognormal").fit()
        if "at a bound" not in found.regression.refused.values():
            continue
        held += 1
        price = found.turning_point().price
        assert price is not None
        assert 0.0 < price.lower < price.value < price.upper < np.inf
        assert price.note == "floor is held at the bound"
        assert "floor is held at the bound" in str(summarise(found))
        # Holding the floor at zero is the lognormal curve.
        plain = DemandModel(data, "cloth", "price").fit().turning_point().price
        assert plain is not None
        assert price.value == pytest.approx(plain.value, rel=1e-5)
        assert price.se == pytest.approx(plain.se, rel=0.03)
    assert held > 1
    assert FloorLognormal.names[2] == "floor"


def test_the_profile_of_an_elasticity_does_not_know_the_unit_of_the_price() -> None:
    quantity = Lognormal(0.0, 1.0, 10.0).log_quantity(np.exp(LOG_PRICE))
    limits = []
    for unit in (1.0, 10.0, 1000.0, 1e-3):
        found = DemandModel(frame(quantity, 0.08, 2, unit), "cloth", "price").fit()
        estimate = found.elasticity("last", interval=Interval("profile"))
        limits.append((estimate.lower, estimate.value, estimate.upper))
    assert np.ptp(limits, axis=0).max() < 1e-7
    assert limits[0][0] < limits[0][1] < limits[0][2]


def test_the_summary_says_what_the_summary_of_the_regression_says() -> None:
    shocks = 0.08 * np.random.default_rng(2).standard_normal(40)
    errors = np.zeros(40)
    for t in range(1, 40):
        errors[t] = 0.7 * errors[t - 1] + shocks[t]
    quantity = Lognormal(0.0, 1.0, 10.0).log_quantity(np.exp(LOG_PRICE)) + errors
    found = DemandModel(frame(quantity, 0.0, 0), "cloth", "price").fit()
    for results in (found, found.with_cov("HAC"), found.with_cov("HC3")):
        shown, regression = summarise(results), results.regression.summary()
        facts = dict(shown.facts)
        for name, value in regression.facts:
            assert facts[name].startswith(value)
        assert set(regression.notes) <= set(shown.notes)
        assert any("autocorrelation" in note for note in shown.notes)
    assert facts["dependent variable"] == "log cloth"
    assert dict(summarise(found.with_cov("HAC")).facts)["covariance"].startswith("HAC, Bartlett")
