"""Known parameters are recovered from starts that are not the truth; the bias is stated."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from analysis.regression import NonlinearLS
from analysis.regression.display.undercoverage import coverage

pytestmark = pytest.mark.slow

TRUTH = np.array([10.0, 0.5, 0.6])
START = np.array([6.0, -0.3, 1.5])


def curve(params: Any, x: Any) -> Any:
    ceiling, location, spread = params
    z = (x - location) / spread
    served = ndtr(z)
    slope = np.exp(-0.5 * z * z) * (-ceiling / (spread * np.sqrt(2 * np.pi)))
    return ceiling * served, (served, slope, slope * z)


def replications(count: int, n: int, sd: float, **options: Any) -> tuple[np.ndarray, np.ndarray]:
    found, errors = [], []
    x = np.linspace(-1.0, 2.0, n)
    for r in range(count):
        noise = np.random.default_rng([17, r]).standard_normal(n)
        for t in range(1, n):
            noise[t] += options.get("rho", 0.0) * noise[t - 1]
        y = curve(TRUTH, x)[0] + sd * noise
        model = NonlinearLS(
            curve, y, x, start=START, jac=True, errors="ar1" if "rho" in options else "iid"
        )
        result = model.fit()
        found.append(result.fit.params)
        errors.append(result.bse.to_numpy())
    return np.array(found), np.array(errors)


def test_estimates_are_recovered_with_a_bias_far_below_their_standard_error() -> None:
    found, errors = replications(300, 60, 0.3)
    bias = found.mean(axis=0) - TRUTH
    noise = found.std(axis=0) / np.sqrt(300)
    # Measured: .002, .0001, .001, that is 2%, 0% and 7% of a standard error, within Monte-Carlo
    # error of none; 15% would be 2% of mean squared error.
    assert (np.abs(bias) < 3 * noise).all()
    assert (np.abs(bias) < 0.15 * found.std(axis=0)).all()
    assert errors.mean(axis=0) == pytest.approx(found.std(axis=0), rel=0.12)


def test_the_bias_falls_with_the_error_variance() -> None:
    """The same draws at four times the standard deviation: the bias is of the second order."""
    large = replications(300, 60, 0.6)[0].mean(axis=0) - TRUTH
    small = replications(300, 60, 0.15)[0].mean(axis=0) - TRUTH
    assert (np.abs(small) < np.abs(large)).all()


def test_autocorrelation_is_recovered_with_its_known_downward_bias() -> None:
    """With k = 3 parameters in the mean the bias is of the order of -(2 + k) / n = -.04."""
    found, _ = replications(150, 120, 0.1, rho=0.6)
    bias = found[:, 3].mean() - 0.6
    assert -0.10 < bias < -0.01
    assert np.abs(found[:, :3].mean(axis=0) - TRUTH).max() < 0.05


def test_the_coverage_table_is_nominal_for_iid_errors_and_complete() -> None:
    """Wald and profile intervals cover 95% within Monte-Carlo error where errors are iid."""
    table = coverage()
    for nobs in (30, 60, 120):
        for method in ("Wald", "profile"):
            share, error = table["iid", nobs, method]
            assert share > 0.95 - 3 * error
    assert {design for design, _, _ in table} == {
        "iid", "ar1 .6", "ar1 .9", "heteroskedastic", "partial curve", "10 clusters", "30 clusters",
    }  # fmt: skip


def test_a_random_walk_ends_short_of_a_unit_root() -> None:
    """The exact likelihood is zero at rho = 1, so that estimates stay inside."""
    noise = np.cumsum(np.random.default_rng(3).standard_normal(60))
    x = np.linspace(-1.0, 2.0, 60)
    y = curve(TRUTH, x)[0] + 0.2 * noise
    result = NonlinearLS(curve, y, x, start=START, jac=True, errors="ar1").fit()
    assert 0.5 < result.params["rho"] < 1.0
    assert np.isfinite(result.bse["rho"])
    assert np.isfinite(result.bootstrap(50, kind="residual").replications.ssr).all()
