"""Many fits at once are the same fits as one at a time."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.demand import CURVES, ConstantElasticity, Lognormal
from analysis.industries.declared import Specification, primary
from analysis.industries.refit import fitted, refit
from analysis.industries.samples import log_relative_price, model, sample


def steel(curve: str, error: str) -> Specification:
    one = primary("steel")
    return Specification(
        one.industry, one.quantity, one.price, one.first, one.last, one.relative, error, curve
    )


@pytest.mark.parametrize("error", ["log", "level"])
@pytest.mark.parametrize("curve", ["lognormal", "log_logistic", "weibull", "quadratic_log",
                                   "constant_elasticity"])  # fmt: skip
def test_a_refit_is_the_fit_of_the_demand_model(curve, error):
    one = steel(curve, error)
    frame = sample(one).frame
    alone = model(one).fit()
    logs = log_relative_price(one, frame)
    quantity = frame["quantity"].to_numpy()
    together = refit(CURVES[curve], logs, np.vstack([quantity, 2.0 * quantity]), error)
    assert together.converged.all()
    assert together.ssr[0] == pytest.approx(alone.regression.ssr, rel=1e-6)
    last = alone.elasticity("last").value
    np.testing.assert_allclose(together.elasticity(logs[-1]), last, rtol=1e-3)
    largest = 1e-4 * quantity.max()
    np.testing.assert_allclose(fitted(together, logs)[0], alone.fitted, atol=largest)


@pytest.mark.parametrize("error", ["log", "level"])
def test_a_known_curve_is_found(error):
    logs = np.linspace(0.0, -3.0, 60)
    curve = Lognormal(mu=-1.0, sigma=0.7, scale=5.0)
    noise = np.exp(1e-4 * np.random.default_rng(1).standard_normal((20, 60)))
    found = refit(Lognormal, logs, curve.quantity(np.exp(logs)) * noise, error)
    np.testing.assert_allclose(found.params, np.tile(curve.params, (20, 1)), rtol=5e-3)


def test_demand_without_a_turn_degenerates_and_is_said_to():
    logs = np.linspace(0.0, -3.0, 60)
    curve = ConstantElasticity(1.5)
    wave = np.exp(0.05 * np.sin(np.arange(60.0)) + 0.2 * (logs - logs.mean()) ** 2)
    found = refit(Lognormal, logs, (curve.quantity(np.exp(logs)) * wave)[None], "log")
    assert not found.converged[0]
