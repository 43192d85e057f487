"""Many fits at once are the same fits as one at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.demand import (
    CURVES,
    ConstantElasticity,
    DemandModel,
    Lognormal,
    block_bootstrap,
    fit_curves,
)
from analysis.demand.checks.many_fits import fitted_quantities, relative_prices
from analysis.errors import DemandError
from analysis.industries.series import steel_demand

STEEL = steel_demand().frame


def steel(curve: str, error: str) -> DemandModel:
    return DemandModel(STEEL, "quantity", "price", curve, error, "income")  # type: ignore[arg-type]


@pytest.mark.parametrize("error", ["log", "level"])
@pytest.mark.parametrize("curve", ["lognormal", "log_logistic", "weibull", "quadratic_log",
                                   "constant_elasticity"])  # fmt: skip
def test_one_of_many_fits_is_the_fit_of_the_demand_model(curve: str, error: str) -> None:
    model = steel(curve, error)
    alone, logs = model.fit(), relative_prices(model)
    quantity = model.series.quantity
    together = fit_curves(CURVES[curve], logs, np.vstack([quantity, 2.0 * quantity]), model.error)
    assert together.converged.all()
    assert together.ssr[0] == pytest.approx(alone.regression.ssr, rel=1e-6)
    last = alone.elasticity("last").value
    np.testing.assert_allclose(together.elasticity(logs[-1]), last, rtol=1e-3)
    largest = 1e-4 * quantity.max()
    np.testing.assert_allclose(fitted_quantities(together, logs)[0], alone.fitted, atol=largest)


@pytest.mark.parametrize("error", ["log", "level"])
def test_a_known_curve_is_found(error: str) -> None:
    logs = np.linspace(0.0, -3.0, 60)
    curve = Lognormal(mu=-1.0, sigma=0.7, scale=5.0)
    noise = np.exp(1e-4 * np.random.default_rng(1).standard_normal((20, 60)))
    found = fit_curves(Lognormal, logs, curve.quantity(np.exp(logs)) * noise, error)  # type: ignore[arg-type]
    np.testing.assert_allclose(found.params, np.tile(curve.params, (20, 1)), rtol=5e-3)


def test_demand_without_a_turn_degenerates_and_is_said_to() -> None:
    logs = np.linspace(0.0, -3.0, 60)
    curve = ConstantElasticity(1.5)
    wave = np.exp(0.05 * np.sin(np.arange(60.0)) + 0.2 * (logs - logs.mean()) ** 2)
    found = fit_curves(Lognormal, logs, (curve.quantity(np.exp(logs)) * wave)[None], "log")
    assert not found.converged[0]


def test_refits_by_the_thousand_are_of_a_curve_in_the_price_alone() -> None:
    free = DemandModel(STEEL, "quantity", "price", income="income", income_elasticity="free")
    with pytest.raises(DemandError, match="free income elasticity; allowed"):
        relative_prices(free)
    controlled = DemandModel(STEEL.assign(year=STEEL.index), "quantity", "price", controls=["year"])
    with pytest.raises(DemandError, match="controls; allowed"):
        relative_prices(controlled)


@pytest.mark.parametrize("error", ["log", "level"])
def test_blocks_drawn_around_a_curve_spread_around_its_elasticity(
    frame: pd.DataFrame, error: str
) -> None:
    results = DemandModel(frame, "quantity", "price", error=error, income="income").fit()  # type: ignore[arg-type]
    drawn = block_bootstrap(results, seed=2, draws=199)
    low, high = drawn.interval(-1)
    assert low < results.elasticity("last").value < high
    assert drawn.block == 5
    assert drawn.degenerate == 0.0
    assert repr(drawn).startswith("<BlockBootstrap: 199 refits, blocks of 5; elasticity")


@pytest.mark.parametrize("error", ["log", "level"])
@pytest.mark.parametrize("curve", ["lognormal", "log_logistic", "weibull"])
def test_units_change_no_elasticity_of_many_fits(curve: str, error: str) -> None:
    model = steel(curve, error)
    logs = relative_prices(model)
    noise = np.exp(0.2 * np.random.default_rng(1).standard_normal((10, logs.size)))
    quantity = model.series.quantity * noise
    plain = fit_curves(CURVES[curve], logs, quantity, model.error)
    assert plain.converged.all()
    for unit in (1e-15, 1e-3, 1e3, 1e15):
        more = fit_curves(CURVES[curve], logs, unit * quantity, model.error)
        dearer = fit_curves(CURVES[curve], logs + np.log(unit), quantity, model.error)
        for fits, last in ((more, logs[-1]), (dearer, logs[-1] + np.log(unit))):
            assert fits.converged.all()
            np.testing.assert_allclose(
                fits.elasticity(last), plain.elasticity(logs[-1]), rtol=1e-11
            )
