"""For short series: fixed-b values, leverage, restricted likelihood, studentized blocks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import t as student

from analysis.errors import RegressionError
from analysis.regression import NLSResults, NonlinearLS
from analysis.regression.inference import fixed_b
from analysis.regression.inference.covariance import bartlett


def straight(params: Any, x: Any) -> Any:
    level, slope = params
    return level + slope * x


def trending(rho: float, seed: int, n: int = 40, **options: Any) -> NLSResults:
    rng = np.random.default_rng(seed)
    errors = rng.standard_normal(n)
    for t in range(1, n):
        errors[t] = rho * errors[t - 1] + np.sqrt(1.0 - rho**2) * errors[t]
    x = np.linspace(-1.0, 1.0, n)
    start = {"level": 0.5, "slope": 0.5}
    return NonlinearLS(straight, 1.0 + x + errors, x, start=start, **options).fit()


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2])
@pytest.mark.parametrize("level", list(fixed_b.CUBICS))
def test_scaled_t_has_the_published_critical_values(share: float, level: float) -> None:
    factor, df = fixed_b.scaled_t(share)
    value = np.sqrt(factor) * student.ppf(level, df)
    assert value == pytest.approx(fixed_b.critical_value(share, level), rel=0.02)


def test_published_critical_values_are_those_of_simulated_t_statistics() -> None:
    """A second road: t statistics of a mean, a fifth of the sample as bandwidth."""
    rng, n, share = np.random.default_rng(0), 200, 0.2
    draws = rng.standard_normal((4000, n))
    means = draws.mean(axis=1)
    variance = bartlett((draws - means[:, None])[:, :, None], int(share * n) - 1)[:, 0, 0] / n**2
    rejected = np.abs(means) / np.sqrt(variance) > fixed_b.critical_value(share, 0.975)
    assert rejected.mean() == pytest.approx(0.05, abs=0.012)
    plain = np.abs(means) / np.sqrt(variance) > 1.96
    assert plain.mean() > 0.1


def test_fixed_b_takes_the_covariance_as_it_is_and_widens_the_interval() -> None:
    fit = trending(0.5, 1)
    plain = fit.with_cov("HAC", {"maxlags": 3}).covariance
    wider = fit.with_cov("HAC", {"maxlags": 3, "critical": "fixed-b"}).covariance
    factor, df = fixed_b.scaled_t(4 / 40)
    assert wider.matrix == pytest.approx(factor * plain.matrix)
    assert wider.df == pytest.approx(df)
    assert "fixed-b" in wider.description
    lags = fit.with_cov("HAC", {"critical": "fixed-b"}).covariance.details["maxlags"]
    assert lags == np.ceil(1.3 * np.sqrt(40)) - 1


def test_without_lags_leverage_makes_hac_hc3() -> None:
    fit = trending(0.5, 2)
    adjusted = fit.with_cov("HAC", {"maxlags": 0, "leverage": True}).cov_params()
    assert adjusted.to_numpy() == pytest.approx(fit.with_cov("HC3").cov_params().to_numpy())


def test_unknown_critical_values_are_refused() -> None:
    fit = trending(0.0, 3)
    with pytest.raises(RegressionError, match="allowed: 't', 'fixed-b'"):
        fit.with_cov("HAC", {"critical": "normal"})
    with pytest.raises(RegressionError, match="allowed: 'fixed-b'"):
        fit.with_cov("HAC", {"kernel": "ewc", "critical": "t"})


def restricted_likelihood(fit: NLSResults, rho: float) -> float:
    """From the definition, with matrices of n by n: minus twice the logarithm, constants aside."""
    n = fit.nobs
    omega = rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))) / (1.0 - rho**2)
    design = np.column_stack([np.ones(n), fit.fit.data.exog])
    inverse = np.linalg.inv(omega)
    information = design.T @ inverse @ design
    params = np.linalg.solve(information, design.T @ inverse @ fit.fit.data.endog)
    errors = fit.fit.data.endog - design @ params
    logs = np.linalg.slogdet(omega)[1] + np.linalg.slogdet(information)[1]
    return float((n - 2) * np.log(errors @ inverse @ errors) + logs)


def test_restricted_likelihood_is_at_its_maximum() -> None:
    fit = trending(0.6, 4, errors="ar1", reml=True)
    rho = float(fit.params["rho"])
    here = restricted_likelihood(fit, rho)
    assert here < min(restricted_likelihood(fit, rho + step) for step in (-1e-3, 1e-3))


def test_restricted_likelihood_is_less_biased_towards_zero() -> None:
    truth = 0.5
    samples = [
        [float(trending(truth, s, 30, errors="ar1", reml=reml).params["rho"]) for s in range(60)]
        for reml in (False, True)
    ]
    plain, restricted = (truth - np.mean(found) for found in samples)
    assert plain > 0.08
    assert abs(restricted) < 0.5 * plain


def test_the_likelihood_reported_stays_that_of_the_data() -> None:
    plain, restricted = (trending(0.5, 5, errors="ar1", reml=r) for r in (False, True))
    assert plain.llf - 1.0 < restricted.llf <= plain.llf


def test_restricted_likelihood_survives_json_and_the_bootstrap() -> None:
    fit = trending(0.4, 6, errors="ar1", reml=True)
    again = NLSResults.from_json(fit.to_json(), function=straight)
    assert again.bse.tolist() == fit.bse.tolist()
    assert again.ssr == fit.ssr
    draws = fit.bootstrap(99, kind="residual", seed=0)
    assert draws.params["rho"].mean() == pytest.approx(float(fit.params["rho"]), abs=0.1)


def test_restricted_likelihood_without_autocorrelation_is_refused() -> None:
    with pytest.raises(RegressionError, match="errors='ar1'"):
        trending(0.0, 7, reml=True)


def test_studentized_intervals_of_a_block_bootstrap_reach_functions_and_summaries() -> None:
    fit = trending(0.5, 8)
    draws = fit.bootstrap(199, kind="block_residual", seed=0)
    chosen = draws.using("studentized")
    assert chosen.conf_int().equals(draws.conf_int(method="studentized"))
    slope = fit.derived("slope", lambda p: p["slope"])
    limits = slope.conf_int(method="bootstrap", bootstrap=chosen)
    assert limits == pytest.approx(tuple(chosen.conf_int().loc["slope"]), rel=1e-6)
    assert fit.conf_int(method="bootstrap", bootstrap=chosen).equals(chosen.conf_int())
    assert "Studentized intervals." in str(chosen.summary())
