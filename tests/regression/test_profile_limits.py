"""Limits of profiles of derived quantities, against minimisation that knows nothing of the solver.

The lognormal curve in logs has a level that is linear. Given the elasticity and sigma, mu follows
by root finding and the level by least squares, which leaves one line search over sigma, and one
over the autocorrelation where errors have one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import optimize, stats
from scipy.special import log_ndtr

from analysis.demand import DemandModel, DemandResults, Lognormal
from analysis.demand.estimates import Interval
from analysis.industries.series.motor_vehicles import vehicle_demand

Array = npt.NDArray[np.float64]

PROFILE = Interval("profile")


@dataclass(frozen=True)
class Design:
    """Observations, range of the log price (sign turned), spread of the errors."""

    nobs: int
    low: float
    high: float
    sd: float


DESIGNS = [
    Design(40, -2.3, 1.0, 0.08), Design(25, -2.0, 0.5, 0.2), Design(40, -2.3, -0.5, 0.08),
    Design(60, -2.0, 2.0, 0.15), Design(30, -1.5, 1.5, 0.3),
]  # fmt: skip


def sample(design: Design, seed: int, rho: float = 0.0) -> pd.DataFrame:
    """Quantities on a lognormal curve with mu at zero, where the size of mu says nothing."""
    z = np.linspace(design.low, design.high, design.nobs)
    errors = np.random.default_rng(seed).standard_normal(design.nobs)
    for t in range(1, design.nobs):
        errors[t] = rho * errors[t - 1] + math.sqrt(1.0 - rho**2) * errors[t]
    log_quantity = Lognormal(0.0, 1.0, 10.0).log_quantity(np.exp(-z)) + design.sd * errors
    years = range(1900, 1900 + design.nobs)
    return pd.DataFrame({"q": np.exp(log_quantity), "p": np.exp(-z)}, index=years)


def log_elasticity(mu: float, sigma: float, log_price: float) -> float:
    u = (mu - log_price) / sigma
    return float(-0.5 * u * u - 0.5 * math.log(2.0 * math.pi) - math.log(sigma) - log_ndtr(u))


def shape(sigma: float, value: float, log_price: Array, at: float) -> Array | None:
    """Log share served, mu chosen so that the elasticity at a price has its value."""

    def gap(mu: float) -> float:
        return log_elasticity(mu, sigma, at) - math.log(value)

    if not gap(at - 40.0 * sigma) * gap(at + 40.0 * sigma) < 0.0:
        return None
    root = optimize.brentq(gap, at - 40.0 * sigma, at + 40.0 * sigma, xtol=1e-14)
    return np.asarray(log_ndtr((float(root) - log_price) / sigma))


def sum_of_squares(errors: Array, rho: float) -> float:
    """Concentrated likelihood of Beach and MacKinnon, the level of the errors estimated."""

    def filtered(v: Array) -> Array:
        return np.r_[math.sqrt(1.0 - rho**2) * v[0], v[1:] - rho * v[:-1]]

    y, one = filtered(errors), filtered(np.ones_like(errors))
    rest = y - one * (one @ y) / (one @ one)
    return float(rest @ rest) * (1.0 - rho**2) ** (-1.0 / errors.size)


def smallest(frame: pd.DataFrame, value: float, at: float, ar1: bool) -> float:
    """Smallest sum of squares of all curves with this elasticity at a log price."""
    log_price, log_quantity = np.log(frame["p"].to_numpy()), np.log(frame["q"].to_numpy())

    def given(log_sigma: float) -> float:
        share = shape(math.exp(log_sigma), value, log_price, at)
        if share is None:
            return math.inf
        errors = log_quantity - share
        if not ar1:
            return sum_of_squares(errors, 0.0)
        found = optimize.minimize_scalar(
            lambda rho: sum_of_squares(errors, rho), bounds=(-0.9, 0.999), method="bounded",
            options={"xatol": 1e-10},
        )  # fmt: skip
        return float(found.fun)

    grid = np.linspace(math.log(0.05), math.log(500.0), 100 if ar1 else 400)
    sums = [given(float(point)) for point in grid]
    best = int(np.argmin(sums))
    near = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, grid.size - 1)])
    found = optimize.minimize_scalar(given, bounds=near, method="bounded", options={"xatol": 1e-10})
    return float(found.fun)


def taus(model: DemandResults, frame: pd.DataFrame, at: int, ar1: bool) -> list[float]:
    """Tau at both limits of the elasticity, over the cut-off; NaN where a limit is none."""
    fit = model.regression.fit
    cutoff = float(stats.t.ppf(0.975, fit.df_resid))
    found = model.elasticity(frame.index[at], interval=PROFILE)
    price = math.log(frame["p"].iloc[at])
    ratios = []
    for limit in (found.lower, found.upper):
        if not math.isfinite(limit):
            ratios.append(math.nan)
            continue
        rise = smallest(frame, limit, price, ar1) - fit.objective
        ratios.append(math.sqrt(rise * fit.df_resid / fit.objective) / cutoff)
    return ratios


def limits_of(designs: list[Design], seeds: range, ar1: bool) -> list[float]:
    found: list[float] = []
    for number, design in enumerate(designs):
        for seed in seeds:
            frame = sample(design, 1000 * number + seed, 0.5 if ar1 else 0.0)
            model = DemandModel(frame, "q", "p", errors="ar1" if ar1 else "iid").fit()
            for at in (-1,) if ar1 else (-1, 0):
                found += taus(model, frame, at, ar1)
    return found


def test_at_a_limit_no_curve_with_that_elasticity_fits_better_than_the_cutoff_allows() -> None:
    found = limits_of(DESIGNS[:2], range(2), ar1=False)
    assert len(found) == 16
    assert found == pytest.approx([1.0] * 16, rel=1e-6)


def test_with_autocorrelated_errors_limits_are_at_the_cutoff_too() -> None:
    found = limits_of(DESIGNS[:1], range(2), ar1=True)
    assert found == pytest.approx([1.0] * 4, rel=1e-6)


@pytest.mark.nightly
def test_two_hundred_and_eighty_limits_are_at_the_cutoff() -> None:
    iid = limits_of(DESIGNS, range(12), ar1=False)
    ar1 = limits_of(DESIGNS[:1], range(20), ar1=True)
    assert (len(iid), len(ar1)) == (240, 40)
    assert iid + ar1 == pytest.approx([1.0] * 280, rel=1e-5)


def test_the_interval_of_an_elasticity_does_not_depend_on_the_unit_of_the_price() -> None:
    frame = sample(DESIGNS[0], 2)
    for unit in (1e-12, 1e-3, 1.0, 10.0, 1e3, 1e12):
        model = DemandModel(frame.assign(p=unit * frame["p"]), "q", "p").fit()
        found = model.elasticity("last", interval=PROFILE)
        assert (found.lower, found.upper) == pytest.approx((0.228741425, 0.336978850), abs=1e-8)
        assert model.elasticity("last").lower == pytest.approx(0.2258, abs=5e-5)


def test_limits_of_a_small_quantity_are_those_of_its_logarithm() -> None:
    """Demand is saturated: the elasticity may be anything over seven orders of magnitude."""
    data = vehicle_demand().frame
    model = DemandModel(
        data, quantity="quantity", price="price", income="income", error="level"
    ).fit()
    found = model.elasticity("last", interval=PROFILE)
    last = model.series.position("last")
    own, row = model.equation.curve_size, model.equation.regressors(model.series)[[last]]

    def log_elasticity(params: np.ndarray) -> float:
        log_price = model.equation.log_relative_price(params, row)
        return float(np.log(model.equation.curve.elasticity_at(params[:own], log_price)[0]))

    in_logs = model.derived("log elasticity", log_elasticity, PROFILE)
    assert found.upper > 1e7 * found.lower > 0.0
    assert found.lower == pytest.approx(np.exp(in_logs.lower), rel=1e-5)
    assert found.upper == pytest.approx(np.exp(in_logs.upper), rel=1e-5)
