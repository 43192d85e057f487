"""Autoregressive errors: the likelihood by a second road, and what a pooled test can find."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal
from statsmodels.tsa.arima.model import ARIMA

from analysis.demand import DemandModel, Lognormal
from analysis.demand.checks.autoregressive import (
    autoregressive_rivals,
    fit_autoregressive,
    rivals_frame,
    whitened,
)
from analysis.demand.checks.joint_placebo import p_value, power_at
from analysis.demand.checks.noise import Noise
from analysis.demand.checks.pooled import Statistic, length_needed, pooled

YEARS = np.arange(1900, 1980)


def model(rho: float, scatter: float = 0.1, seed: int = 3, years=YEARS) -> DemandModel:
    price = np.exp(-0.03 * (years - 1900) + 0.2 * np.sin(years / 4.0))
    mean = Lognormal(-1.2, 0.9).log_quantity(price)
    noise = Noise(rho, scatter).draw(years.astype(float), 1, seed)[0]
    data = pd.DataFrame({"q": np.exp(mean + noise), "p": price}, index=years)
    return DemandModel(data, "q", "p")


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.9])
def test_the_likelihood_is_that_of_the_multivariate_normal_with_gaps(rho):
    years = np.array([1900.0, 1901.0, 1905.0, 1906.0, 1920.0])
    errors = np.array([0.3, -0.1, 0.2, 0.25, -0.4])
    fresh, scale = whitened(errors, np.diff(years), rho)
    ours = -0.5 * (len(errors) * np.log(2 * np.pi) + scale.sum() + fresh @ fresh)
    cov = rho ** np.abs(years[:, None] - years[None]) if rho else np.eye(5)
    assert ours == pytest.approx(multivariate_normal(np.zeros(5), cov).logpdf(errors))


def test_a_constant_elasticity_is_the_regression_with_autoregressive_errors_of_statsmodels():
    one = model(0.7)
    found = fit_autoregressive(one, "constant_elasticity")
    logs = np.log(one.data)
    theirs = ARIMA(
        logs["q"].to_numpy(), exog=logs["p"].to_numpy(), order=(1, 0, 0), trend="c"
    ).fit()
    assert found.llf == pytest.approx(theirs.llf, abs=1e-3)
    assert found.rho == pytest.approx(theirs.arparams[0], abs=5e-3)


def test_persistence_is_found_and_independent_errors_are_the_plain_fit():
    assert fit_autoregressive(model(0.8), "lognormal").rho == pytest.approx(0.8, abs=0.2)
    free = fit_autoregressive(model(0.0), "lognormal")
    assert abs(free.rho) < 0.25
    assert free.llf >= free.llf_iid
    plain = model(0.0).fit()
    n = plain.nobs
    llf = -0.5 * n * (np.log(2 * np.pi * plain.regression.ssr / n) + 1)
    assert free.llf_iid == pytest.approx(llf, abs=1e-5)


def test_where_the_price_is_at_work_it_beats_the_calendar():
    table = rivals_frame(autoregressive_rivals(model(0.5), ("lognormal", "constant_elasticity")))
    assert not bool(table["in_time"].iloc[0])
    assert table["aicc"].is_monotonic_increasing


def test_power_is_the_share_of_true_draws_that_reject():
    null = np.arange(99.0)
    assert p_value(98.5, null) == pytest.approx(0.01)
    assert power_at(np.array([1.0, 97.0, 98.5, 200.0]), null) == 0.75
    assert np.isnan(power_at(np.array([]), null))


def test_a_pooled_test_has_more_power_than_any_of_its_parts():
    draws = np.random.default_rng(5).standard_normal((2, 3, 999))
    parts = [Statistic(1.2, null, true + 1.2) for null, true in zip(*draws, strict=True)]
    both = pooled(parts)
    alone = [power_at(part.true, part.null) for part in parts]
    assert both.power > max(alone)
    assert both.p < min(p_value(part.value, part.null) for part in parts)


def test_the_length_is_that_from_which_power_is_enough_for_good():
    table = pd.DataFrame({"power": [0.9, 0.5, 0.8, 1.0]}, index=[25, 50, 100, 200])
    assert length_needed(table) == 100
    assert length_needed(table.iloc[:2]) is None
