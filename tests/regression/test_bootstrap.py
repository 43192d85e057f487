"""Bootstraps: schemes, intervals, failures, and their independence of how they are computed."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
from scipy.optimize import curve_fit
from scipy.special import ndtr

from analysis.errors import RegressionError
from analysis.regression import ControlFunction, NLSResults, NonlinearLS
from analysis.regression.bootstrap.replications import batch_of
from analysis.regression.bootstrap.resampling import Kind, Scheme, draw

pytestmark = pytest.mark.slow

KINDS = get_args(Kind)
GROUPS = np.repeat(np.arange(12), 5)
START = {"ceiling": 8.0, "location": 0.2, "spread": 1.0}


def curve(params: Any, x: Any) -> Any:
    ceiling, location, spread = params
    return ceiling * ndtr((x - location) / spread)


def curve_with_slopes(params: Any, x: Any) -> Any:
    ceiling, location, spread = params
    z = (x - location) / spread
    served = ndtr(z)
    slope = np.exp(-0.5 * z * z) * (-ceiling / (spread * np.sqrt(2 * np.pi)))
    return ceiling * served, (served, slope, slope * z)


def sample(n: int = 60, seed: int = 0, sd: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(0.5, 0.8, n)
    return x, curve([10.0, 0.5, 0.6], x) + sd * rng.standard_normal(n)


def fitted(**options: Any) -> NLSResults:
    x, y = sample()
    return NonlinearLS(curve, y, x, start=START, **options).fit()


def options_of(kind: str) -> dict[str, Any]:
    return {"groups": GROUPS} if "cluster" in kind else {}


def test_pairs_refits_are_those_of_a_loop_of_curve_fit() -> None:
    x, y = sample()
    result = fitted(linear="ceiling")
    draws = result.bootstrap(50, kind="pairs", seed=7)
    counts = draws.plan.sample(0, 50).counts
    assert counts is not None
    for row, found in zip(counts.astype(int), draws.replications.params, strict=True):
        chosen = np.repeat(np.arange(60), row)
        params, _ = curve_fit(
            lambda x, *p: curve(p, x), x[chosen], y[chosen], p0=result.fit.params, ftol=1e-12
        )
        assert found == pytest.approx(params, rel=1e-4)
        ssr = ((y[chosen] - curve(params, x[chosen])) ** 2).sum()
        refit = ((y[chosen] - curve(found, x[chosen])) ** 2).sum()
        assert refit <= ssr * (1 + 1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_all_ways_to_differentiate_and_project_give_the_same_refits(kind: Any) -> None:
    """With or without Jacobian, with or without variable projection, broadcasting or not."""

    def one_at_a_time(params: Any, x: Any) -> Any:
        return curve([float(p) for p in params], x)

    x, y = sample()
    results = [
        NonlinearLS(curve, y, x, start=START).fit(),
        NonlinearLS(curve_with_slopes, y, x, start=START, jac=True, linear="ceiling").fit(),
        NonlinearLS(one_at_a_time, y, x, start=START).fit(),
    ]
    draws = [r.bootstrap(40, kind=kind, seed=1, **options_of(kind)) for r in results]
    assert [d.plan.mean.together for d in draws] == [True, True, False]
    for other in draws[1:]:
        assert other.replications.params == pytest.approx(draws[0].replications.params, rel=1e-4)


def test_any_number_of_workers_gives_the_same_bits() -> None:
    result = fitted()
    alone = result.bootstrap(1500, kind="pairs", seed=5)
    together = result.bootstrap(1500, kind="pairs", seed=5, workers=3)
    assert len(alone.plan.blocks) > 2
    assert (alone.replications.params == together.replications.params).all()


def test_blocks_do_not_depend_on_how_many_replications_follow() -> None:
    result = fitted()
    few = result.bootstrap(512, kind="wild", seed=5).replications.params
    many = result.bootstrap(1300, kind="wild", seed=5).replications.params
    assert (few == many[:512]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_standard_errors_are_near_those_of_the_covariance(kind: Any) -> None:
    """Errors are iid here, so that every scheme estimates the same standard errors."""
    x, y = sample(n=300, seed=3)
    result = NonlinearLS(curve, y, x, start=START).fit()
    groups = {"groups": np.repeat(np.arange(60), 5)} if "cluster" in kind else {}
    spread = result.bootstrap(400, kind=kind, seed=2, **groups).bse
    assert spread.to_numpy() == pytest.approx(result.bse.to_numpy(), rel=0.25)


@pytest.mark.parametrize("kind", KINDS)
def test_studentized_intervals_are_near_wald_intervals_of_the_same_covariance(kind: Any) -> None:
    x, y = sample(n=300, seed=3)
    result = NonlinearLS(curve, y, x, start=START).fit()
    groups = {"groups": np.repeat(np.arange(60), 5)} if "cluster" in kind else {}
    draws = result.bootstrap(400, kind=kind, seed=2, **groups)
    gap = draws.conf_int(method="studentized") - result.conf_int()
    assert np.abs(gap.to_numpy() / result.bse.to_numpy()[:, None]).max() < 0.8


def test_intervals_of_transformed_parameters() -> None:
    """Percentile and BCa limits of a monotone function are that function of the limits."""
    result = fitted()
    draws = result.bootstrap(999, kind="residual", seed=4)
    log_spread = result.derived("log spread", lambda p: np.log(p["spread"]))
    for method in ("percentile", "bca"):
        direct = draws.conf_int(method=method).loc["spread"].to_numpy()
        found = np.exp(draws.derived(log_spread, method=method))
        assert found == pytest.approx(direct, rel=2e-3 if method == "bca" else 1e-4)
    lower, upper = log_spread.conf_int(method="bootstrap", bootstrap=draws)
    assert lower < log_spread.estimate < upper
    studentized = draws.derived(log_spread, method="studentized")
    assert studentized == pytest.approx(log_spread.conf_int(), abs=0.6 * log_spread.se)


def test_basic_limits_are_percentile_limits_reflected_at_the_estimate() -> None:
    result = fitted()
    draws = result.bootstrap(300, kind="pairs", seed=4)
    percentile, basic = draws.conf_int(), draws.conf_int(method="basic")
    assert (percentile["lower"] + basic["upper"]).to_numpy() == pytest.approx(
        2 * result.params.to_numpy()
    )


def test_blocks_are_consecutive_and_stationary_lengths_have_the_mean_asked_for() -> None:
    fit = fitted().fit
    rng = np.random.default_rng(0)
    moving = draw(fit, Scheme("moving_block", "rademacher", 4, None), 50, rng).order
    assert moving is not None
    steps = np.diff(moving.reshape(50, 15, 4), axis=2) % 60
    assert (steps == 1).all()
    stationary = draw(fit, Scheme("stationary_block", "rademacher", 4, None), 500, rng).order
    assert stationary is not None
    breaks = (np.diff(stationary, axis=1) % 60 != 1).mean()
    # A new block begins with probability 1/4 and then continues the old one with 1/60.
    assert breaks == pytest.approx(0.25 * 59 / 60, abs=0.01)


def test_wild_multipliers_have_mean_zero_and_variance_one() -> None:
    fit = fitted().fit
    for multiplier in ("rademacher", "webb"):
        scheme = Scheme("wild", multiplier, 1, None)
        errors = draw(fit, scheme, 4000, np.random.default_rng(0)).errors
        assert errors is not None
        ratio = errors.var(axis=0) / errors.var(axis=0).mean()
        expected = fit.residuals**2 / (1 - leverages(fit))
        assert ratio == pytest.approx(expected / expected.mean(), rel=0.15, abs=1e-4)
        assert np.abs(errors.mean(axis=0)).max() < 5 * errors.std() / np.sqrt(4000) * 2


def leverages(fit: Any) -> np.ndarray:
    q, _ = np.linalg.qr(fit.jacobian)
    return (q**2).sum(axis=1)


def test_clusters_are_drawn_whole_and_share_a_multiplier() -> None:
    fit = fitted().fit
    counts = draw(fit, Scheme("cluster_pairs", "webb", 1, GROUPS), 20, np.random.default_rng(0))
    assert counts.counts is not None
    assert (counts.counts.reshape(20, 12, 5).std(axis=2) == 0).all()
    wild = draw(fit, Scheme("wild_cluster", "webb", 1, GROUPS), 20, np.random.default_rng(0))
    assert wild.errors is not None
    multiplier = (wild.errors / fit.residuals).reshape(20, 12, 5)
    assert multiplier == pytest.approx(np.repeat(multiplier[:, :, :1], 5, axis=2))


@pytest.mark.parametrize("kind", ["residual", "block_residual", "wild"])
def test_ar1_errors_are_rebuilt_from_resampled_innovations(kind: Any) -> None:
    rng = np.random.default_rng(8)
    x = np.linspace(-1.5, 1.5, 200)
    errors = 0.1 * rng.standard_normal(200)
    for t in range(1, 200):
        errors[t] += 0.6 * errors[t - 1]
    result = NonlinearLS(
        curve, curve([10.0, 0.0, 0.6], x) + errors, x, start=START, errors="ar1"
    ).fit()
    draws = result.bootstrap(200, kind=kind, seed=1)
    assert draws.n_failed == 0
    assert draws.bse.to_numpy() == pytest.approx(result.bse.to_numpy(), rel=0.35)


def test_a_sample_without_a_minimum_is_counted_and_too_many_refuse_an_interval() -> None:
    """Half a curve: in many samples the ceiling runs away."""
    x = np.linspace(-3.0, 0.3, 25)
    y = curve([10.0, 1.0, 0.8], x) + 0.25 * np.random.default_rng(1).standard_normal(25)
    result = NonlinearLS(curve, y, x, start={**START, "location": 1.0}).fit()
    draws = result.bootstrap(200, kind="pairs", seed=1)
    assert draws.n_refitted >= draws.n_failed > 10
    assert int(draws.params.isna().any(axis=1).sum()) == draws.n_failed
    with pytest.raises(RegressionError, match=f"{draws.n_failed} of 200 replications"):
        draws.conf_int()


def test_refits_stay_within_bounds_and_find_the_minimum_on_them() -> None:
    x, y = sample(sd=1.0)
    result = NonlinearLS(curve, y, x, start=START, bounds={"ceiling": (None, 10.0)}).fit()
    draws = result.bootstrap(300, kind="residual", seed=2)
    found = draws.replications.params
    assert (found[:, 0] <= 10.0).all()
    on_bound = found[:, 0] == 10.0
    assert 30 < on_bound.sum() < 300
    # Nearly all are solved in the batch, and on the bound the rest is the fit of the rest.
    assert draws.n_refitted < 30
    batch = batch_of(result.fit, draws.plan.mean, draws.plan.sample(0, 300))
    for r in np.flatnonzero(on_bound)[:5]:
        rest = NonlinearLS(
            lambda p, x: curve([10.0, p[0], p[1]], x), batch.target[r], x, start=[0.2, 1.0]
        ).fit()
        assert found[r, 1:] == pytest.approx(rest.fit.params, rel=1e-4)


def test_refits_far_away_are_checked_from_other_starts() -> None:
    """Two minima: the batch may end in the worse one, the result must not."""

    def wave(params: Any, x: Any) -> Any:
        return np.sin(params[0] * x)

    rng = np.random.default_rng(0)
    x = np.linspace(0, 10, 40)
    y = np.sin(2.0 * x) + 0.8 * rng.standard_normal(40)
    result = NonlinearLS(wave, y, x, start={"frequency": 2.0}).fit()
    draws = result.bootstrap(300, kind="pairs", seed=1)
    assert draws.n_failed == 0
    assert np.isfinite(draws.replications.ssr).all()


def test_both_steps_of_a_control_function_are_bootstrapped() -> None:
    result, _ = endogenous(1)
    for kind in ("pairs", "residual", "wild"):
        draws = result.bootstrap(300, kind=kind, seed=1)
        assert draws.n_failed == 0
        assert draws.bse.to_numpy() == pytest.approx(result.bse.to_numpy(), rel=0.25)


def endogenous(seed: int) -> tuple[NLSResults, NLSResults]:
    """A fit with and one without a control function where the regressor is endogenous."""
    rng = np.random.default_rng(seed)
    z, v = rng.normal(size=400), 0.5 * rng.normal(size=400)
    p = 0.8 * z + v
    y = 10 * ndtr(0.3 - 0.8 * p + 0.8 * v) + 0.2 * rng.normal(size=400)

    def controlled(b: Any, x: Any) -> Any:
        return b[0] * ndtr(b[1] + b[2] * x[..., 0] + b[3] * x[..., -1])

    def naive(b: Any, x: Any) -> Any:
        return b[0] * ndtr(b[1] + b[2] * x[..., 0])

    exog = p[:, None]
    control = ControlFunction(0, z)
    names = ["ceiling", "constant", "price", "first stage"]
    fit = NonlinearLS(
        controlled, y, exog, start=[8, 0, -0.5, 0.1], names=names, controls=control
    ).fit()
    return fit, NonlinearLS(naive, y, exog, start=[8, 0, -0.5], names=names[:3]).fit()


def test_a_control_function_removes_the_bias_and_its_errors_allow_for_the_first_stage() -> None:
    """The truth is -.8: within three standard errors with the control, far off without."""
    controlled, naive = endogenous(1)
    assert abs(controlled.params["price"] + 0.8) < 3 * controlled.bse["price"]
    assert abs(naive.params["price"] + 0.8) > 5 * naive.bse["price"]
    ignored = np.sqrt(np.diag(controlled.fit.tangent_regression.bread) * controlled.scale)
    assert controlled.bse["price"] > 1.1 * ignored[2]
    assert "first stage: F(1, 398)" in str(controlled.summary())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"kind": "jackknife"}, "kind='jackknife'; allowed: 'residual', 'block_residual'"),
        ({"kind": "wild", "multiplier": "mammen"}, "allowed: 'rademacher', 'webb'"),
        ({"kind": "cluster_pairs"}, "needs groups"),
        ({"kind": "pairs", "groups": GROUPS}, "has no clusters"),
        ({"kind": "pairs", "block_length": 3}, "has no blocks"),
        ({"kind": "moving_block", "block_length": 60}, "allowed: 1 to 59"),
        ({"kind": "pairs", "n": 1}, "at least 2"),
        ({"kind": "pairs", "workers": 0}, "at least 1"),
    ],
)
def test_schemes_that_do_not_fit_are_refused(call: dict[str, Any], message: str) -> None:
    with pytest.raises(RegressionError, match=message):
        fitted().bootstrap(**{"n": 20, **call})


def test_methods_that_do_not_fit_are_refused() -> None:
    draws = fitted().bootstrap(20, kind="pairs")
    with pytest.raises(RegressionError, match="allowed: 'percentile', 'basic', 'studentized'"):
        draws.conf_int(method="normal")  # type: ignore[arg-type]
    serial = fitted(errors="ar1")
    with pytest.raises(RegressionError, match="breaks the order"):
        serial.bootstrap(20, kind="pairs")
    with pytest.raises(RegressionError, match="observations left out"):
        serial.bootstrap(20, kind="residual").conf_int(method="bca")
    controlled, _ = endogenous(1)
    with pytest.raises(RegressionError, match="first stage as known"):
        controlled.bootstrap(20, kind="pairs").conf_int(method="studentized")


def test_a_sample_without_the_rows_that_identify_a_parameter_is_a_failure() -> None:
    # A dummy for two rows of forty: about (38/40)^40, an eighth, of the samples have neither.
    rng = np.random.default_rng(8)
    war = np.isin(np.arange(40), (11, 12)).astype(float)
    x = np.linspace(0.2, 6.0, 40)
    y = 3.0 * x / (1.0 + x) - 0.8 * war + 0.1 * rng.standard_normal(40)

    def curve(p: Any, exog: Any) -> Any:
        return p[0] * exog[..., 0] / (p[1] + exog[..., 0]) + p[2] * exog[..., 1]

    fit = NonlinearLS(curve, y, np.column_stack([x, war]), start=[2.0, 1.0, 0.0]).fit()
    draws = fit.bootstrap(1000, kind="pairs", seed=0)
    lost = draws.n_unidentified
    assert lost == draws.n_failed
    assert abs(lost - 1000 * (38 / 40) ** 40) < 4.0 * np.sqrt(110)
    assert draws.params.isna().all(axis=1).sum() == lost
    # None is left at the estimate, as if it had been refitted.
    assert (draws.params["p2"] - fit.params["p2"]).abs().min() > 1e-9
    with pytest.raises(RegressionError, match="does not identify a parameter, more than 5%"):
        draws.conf_int()
    # Where blocks of eight leave the dummy's cluster out, a third of the samples is lost.
    clusters = np.arange(40) // 5
    by_cluster = fit.bootstrap(300, kind="cluster_pairs", seed=0, groups=clusters)
    assert abs(by_cluster.n_unidentified - 300 * (7 / 8) ** 8) < 40
