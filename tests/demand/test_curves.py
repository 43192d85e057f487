"""Demand curves against closed forms, quadrature and the identities of the theory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from analysis.demand import (
    ConstantElasticity,
    Curve,
    Exponential,
    FloorLognormal,
    GrowthCurve,
    Linear,
    LogLogistic,
    Lognormal,
    Mixture,
    QuadraticLog,
    Weibull,
)
from analysis.demand.curves.growth import GROWTH_KINDS, GrowthKind
from analysis.demand.curves.lognormal import inverse_mills
from analysis.errors import DemandError

CURVES: list[Curve] = [
    Lognormal(0.3, 0.9, 2.0),
    FloorLognormal(0.3, 0.9, 0.4, 2.0),
    LogLogistic(1.3, 2.5, 2.0),
    Weibull(1.3, 0.8, 2.0),
    Exponential(0.4, 2.0),
    Linear(9.0, 2.0),
    ConstantElasticity(1.2, 2.0),
    QuadraticLog(0.9, 0.15, 2.0),
]
SERVED = [c for c in CURVES if hasattr(c, "share_served") and not isinstance(c, FloorLognormal)]
PEAKED = [c for c in CURVES if not isinstance(c, ConstantElasticity)]


def name(curve: object) -> str:
    return type(curve).__name__


@pytest.mark.parametrize(
    ("sigma", "z", "relative_price", "served"),
    [
        (0.25, -1.1060204679, 0.7584297382, 0.8656411698),
        (0.5, -0.5179127160, 0.7718567077, 0.6977404152),
        (np.sqrt(2 / np.pi), 0.0, 1.0, 0.5),
        (1.0, 0.3026308407, 1.3534147466, 0.3810856042),
        (1.5, 0.9685435540, 4.2751335041, 0.1663864891),
        (2.0, 1.5718576884, 23.1898660894, 0.0579917796),
    ],
)
def test_lognormal_employment_peaks_where_the_hazard_equals_sigma(
    sigma: float, z: float, relative_price: float, served: float
) -> None:
    curve = Lognormal(mu=1.7, sigma=sigma)
    point = curve.turning_point()
    assert point is not None
    assert np.log(point) == pytest.approx(1.7 + sigma * z, abs=1e-9)
    assert point / np.exp(1.7) == pytest.approx(relative_price, abs=1e-9)
    assert curve.share_served(point) == pytest.approx(served, abs=1e-9)


def test_lognormal_hazard_has_the_tabulated_values() -> None:
    z = np.array([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
    expected = [
        0.0552478627,
        0.2875999709,
        0.7978845608,
        1.5251352762,
        2.3732155328,
        3.2830986549,
    ]
    # The hazard at z is the inverse Mills ratio at -z; with mu 0 and sigma 1 the elasticity is it.
    np.testing.assert_allclose(Lognormal(0.0, 1.0).elasticity(np.exp(z)), expected, atol=1e-9)


def test_elasticity_at_the_mode_of_the_density_is_one_at_the_tabulated_sigma() -> None:
    # A rising density alone does not deliver the peak: beyond this sigma the mode is inelastic.
    sigma = 0.5060544690
    mode = np.exp(-(sigma**2))
    assert Lognormal(0.0, sigma).elasticity(mode) == pytest.approx(1.0, abs=1e-9)
    assert Lognormal(0.0, sigma + 0.01).elasticity(mode) < 1.0


@pytest.mark.parametrize(
    ("high", "low", "ratios"),
    [
        (2.13, 0.02, {0.5: 4.74, 1.0: 64.9, 1.5: 2386}),
        (3.49, 0.16, {0.5: 4.67, 1.0: 103, 1.5: 10711}),
        (6.77, 0.15, {0.5: 11.9, 1.0: 3221, 1.25: 174084}),
    ],
    ids=["cotton", "steel", "autos"],
)
def test_two_elasticities_and_sigma_imply_the_price_fall(
    high: float, low: float, ratios: dict[float, float]
) -> None:
    for sigma, ratio in ratios.items():
        curve = Lognormal(0.0, sigma)
        first, last = curve.turning_point(high), curve.turning_point(low)
        assert first is not None
        assert last is not None
        assert first / last == pytest.approx(ratio, rel=0.01)


@pytest.mark.parametrize(
    ("curve", "point"),
    [
        (Weibull(3.0, 2.0), 3.0 * 0.7071067812),
        (LogLogistic(3.0, 3.0), 3.0 * 0.7937005260),
        (Exponential(0.25), 4.0),
        (Linear(8.0), 4.0),
    ],
    ids=name,
)
def test_turning_points_of_the_standard_distributions(curve: Curve, point: float) -> None:
    assert curve.turning_point() == pytest.approx(point, abs=1e-9)


def test_log_logistic_turns_only_if_beta_exceeds_one() -> None:
    assert LogLogistic(1.0, 1.0).turning_point() is None
    assert not LogLogistic(1.0, 0.9).has_single_peak()
    assert LogLogistic(1.0, 1.1).has_single_peak()


def test_constant_elasticity_never_turns() -> None:
    for value in (0.5, 1.0, 2.0):
        curve = ConstantElasticity(value)
        assert curve.turning_point() is None
        assert not curve.has_single_peak()
        np.testing.assert_array_equal(curve.elasticity([0.1, 10.0]), value)
    assert repr(ConstantElasticity(elasticity=0.5)) == (
        "ConstantElasticity(elasticity=0.5, scale=1.0)"
    )


def test_quadratic_demand_with_falling_elasticity_has_no_peak() -> None:
    assert QuadraticLog(2.0, -0.3).turning_point() is None
    assert QuadraticLog(2.0, 0.5).turning_point() == pytest.approx(np.exp(-1.0), abs=1e-12)


LEARNING = FloorLognormal.from_learning_curve(mu=1.0, sigma=1.5, b=0.35, a=0.8)


@pytest.mark.parametrize(
    ("price", "labels", "elasticity"),
    [
        (0.01, 45.8902359631, 0.7409343916),
        (1.0, 1.1626563861, 1.0059130154),
        (5.0, 0.1683940292, 1.4256753681),
    ],
)
def test_label_demand_of_many_tasks(price: float, labels: float, elasticity: float) -> None:
    assert LEARNING.quantity(price) == pytest.approx(labels, abs=1e-9)
    assert LEARNING.elasticity(price) == pytest.approx(elasticity, abs=1e-9)


def test_label_demand_peaks_at_the_tabulated_price() -> None:
    assert LEARNING.turning_point() == pytest.approx(0.97062338, abs=1e-8)
    assert LEARNING.turning_point(1 / 1.35) is None


@pytest.mark.parametrize("e_inf", [0.0, 0.1])
@pytest.mark.parametrize("price", [0.05, 1.0, 5.0])
def test_label_demand_equals_the_sum_over_tasks(price: float, e_inf: float) -> None:
    mu, sigma, b, a, tasks = 1.0, 1.5, 0.35, 0.8, 3.0
    curve = FloorLognormal.from_learning_curve(mu, sigma, b, a, e_inf, tasks)

    def surplus(log_value: float) -> float:
        value = np.exp(log_value)
        n = (value * a * b / price) ** (1 / (1 + b))
        return float(value * (1 - a * n**-b - e_inf) - price * n)

    def bought(log_value: float) -> float:
        n = (np.exp(log_value) * a * b / price) ** (1 / (1 + b))
        return float(n * norm.pdf(log_value, mu, sigma))

    # The cut-off is found from the surplus itself, not from the closed form under test.
    low, high = -30.0, 30.0
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if surplus(middle) < 0 else (low, middle)
    expected = tasks * quad(bought, high, mu + 12 * sigma, epsabs=1e-13, epsrel=1e-12)[0]
    assert curve.quantity(price) == pytest.approx(expected, abs=1e-9, rel=1e-9)


@pytest.mark.parametrize(
    ("b", "served"),
    [
        (0.07, (0.988, 0.972, 0.938)),
        (0.095, (0.983, 0.962, 0.913)),
        (0.28, (0.950, 0.885, 0.741)),
        (0.35, (0.938, 0.860, 0.685)),
        (0.366, (0.936, 0.854, 0.673)),
        (0.5, (0.917, 0.811, 0.585)),
    ],
)
def test_share_served_at_the_peak_of_label_demand(b: float, served: tuple[float, ...]) -> None:
    for sigma, expected in zip((0.5, 1.0, 2.0), served, strict=True):
        curve = FloorLognormal(0.0, sigma, 1 / (1 + b))
        assert curve.share_served(curve.turning_point()) == pytest.approx(expected, abs=6e-4)


def test_floor_zero_is_bessens_curve() -> None:
    p = np.geomspace(0.01, 100, 50)
    floor, plain = FloorLognormal(0.2, 0.8, 0.0, 3.0), Lognormal(0.2, 0.8, 3.0)
    np.testing.assert_array_equal(floor.quantity(p), plain.quantity(p))
    np.testing.assert_array_equal(floor.elasticity(p), plain.elasticity(p))
    assert floor.turning_point() == plain.turning_point()


@pytest.mark.parametrize("curve", SERVED, ids=name)
def test_share_served_is_the_integral_of_the_density_of_maximum_prices(
    curve: Curve,
) -> None:
    # Density f = elasticity * D / p; integrated from p to infinity it is the demand at p.
    def density(log_price: float) -> float:
        p = np.exp(log_price)
        bought = curve.quantity(p) / curve.params[-1]
        return float(bought * curve.elasticity(p)) if bought > 0 else 0.0

    top = np.log(9.0) if isinstance(curve, Linear) else 30.0
    share = quad(density, 0.0, top, epsabs=1e-12, epsrel=1e-12, limit=400)[0]
    assert curve.quantity(1.0) / curve.params[-1] == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("curve", CURVES, ids=name)
@given(log_price=st.floats(-4.0, 2.0))
@settings(max_examples=40, deadline=None)
def test_elasticity_is_the_negative_log_derivative(curve: Curve, log_price: float) -> None:
    step = 1e-5
    up, down = curve.log_quantity(np.exp([log_price + step, log_price - step]))
    slope = -(up - down) / (2 * step)
    assert curve.elasticity(np.exp(log_price)) == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("curve", PEAKED, ids=name)
@given(threshold=st.floats(0.5, 2.0))
@settings(max_examples=20, deadline=None)
def test_the_elasticity_at_the_turning_point_is_the_threshold(
    curve: Curve, threshold: float
) -> None:
    point = curve.turning_point(threshold)
    assert point is not None
    assert curve.elasticity(point) == pytest.approx(threshold, rel=1e-9)


@pytest.mark.parametrize("curve", PEAKED, ids=name)
def test_spending_peaks_where_the_elasticity_is_one(curve: Curve) -> None:
    point = curve.turning_point()
    assert point is not None
    centre = np.log(point)

    def minus_log_spending(x: float) -> float:
        return float(-x - curve.log_quantity(np.exp(x)))

    found = minimize_scalar(
        minus_log_spending,
        bounds=(centre - 0.5, centre + 0.5),
        options={"xatol": 1e-10},
    )
    assert found.x == pytest.approx(centre, abs=1e-6)
    # One peak: spending rises up to it and falls after it, over all prices with any demand.
    x = np.linspace(centre - 8.0, centre + 8.0, 2001)
    x = x[np.isfinite(curve.log_quantity(np.exp(x)))]
    spending = x + curve.log_quantity(np.exp(x))
    assert np.all(np.diff(spending)[x[1:] <= centre] > 0)
    assert np.all(np.diff(spending)[x[:-1] >= centre] < 0)
    assert curve.has_single_peak()


@pytest.mark.parametrize("curve", CURVES, ids=name)
def test_jacobian_equals_finite_differences(curve: Curve) -> None:
    p = np.geomspace(0.05, 8.0, 9)
    params = curve.params
    for i in range(len(params)):
        step = 1e-6 * max(abs(params[i]), 0.1)
        up, down = params.copy(), params.copy()
        up[i] += step
        down[i] -= step
        high, low = curve.from_params(up), curve.from_params(down)
        slope = (high.quantity(p) - low.quantity(p)) / (2 * step)
        np.testing.assert_allclose(curve.jacobian(p)[:, i], slope, rtol=1e-6, atol=1e-9)
        log_slope = (high.log_quantity(p) - low.log_quantity(p)) / (2 * step)
        np.testing.assert_allclose(curve.log_jacobian(p)[:, i], log_slope, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("curve", CURVES, ids=name)
def test_batches_of_parameters_equal_one_curve_at_a_time(curve: Curve) -> None:
    x = np.linspace(-2.0, 1.5, 7)
    batch = np.stack([curve.params, curve.params * 1.1])
    for kernel in (curve.log_quantity_at, curve.elasticity_at, curve.log_gradient_at):
        together = kernel(batch, x)
        for row, params in zip(together, batch, strict=True):
            np.testing.assert_array_equal(row, kernel(params, x))


@pytest.mark.parametrize("curve", CURVES, ids=name)
def test_both_tails_are_free_of_nan(curve: Curve) -> None:
    p = np.exp(np.linspace(-40.0, 40.0, 801))
    assert not np.isnan(curve.log_quantity(p)).any()
    assert not np.isnan(curve.quantity(p)).any()
    assert not np.isnan(curve.elasticity(p)).any()
    assert not np.isnan(curve.jacobian(p)).any()


def test_what_nobody_buys_depends_on_no_parameter() -> None:
    # The logarithm of this quantity falls faster than numbers reach; the quantity stays nought.
    with np.errstate(all="ignore"):
        level, slopes = Weibull.level_at(np.array([1e-6, 60.0, 2.0]), np.zeros(1))
        assert not Weibull(1e-6, 60.0, 2.0).jacobian([1.0]).any()
    assert level[0] == 0.0
    assert [slope[0] for slope in slopes] == [0.0, 0.0, 0.0]


def test_inverse_mills_ratio_keeps_its_asymptotic_expansion_forty_deviations_out() -> None:
    z = 40.0
    expansion = z + 1 / z - 2 / z**3 + 10 / z**5 - 74 / z**7 + 706 / z**9
    assert inverse_mills(np.array([-z]))[0] == pytest.approx(expansion, rel=1e-12)


@pytest.mark.parametrize("sigma", [1e-6, 1e-2, 30.0, 1e6, 1e12])
def test_the_turning_point_is_found_for_any_spread(sigma: float) -> None:
    log_point = Lognormal.log_turning_at(np.array([0.0, sigma, 1.0]), 1.0)
    assert log_point is not None
    elasticity = Lognormal.elasticity_at(np.array([0.0, sigma, 1.0]), np.array([log_point]))
    assert elasticity[0] == pytest.approx(1.0, rel=1e-7)


def test_a_turning_point_beyond_the_largest_number_is_infinite() -> None:
    assert Lognormal(0.0, 40.0).turning_point() == np.inf


@pytest.mark.parametrize("curve", CURVES, ids=name)
@pytest.mark.parametrize("error", ["log", "level"])
def test_start_is_near_the_truth_without_noise(curve: Curve, error: str) -> None:
    x = np.linspace(-3.0, 2.0, 60)
    quantity = curve.quantity(np.exp(x))
    start = type(curve).start(x, quantity, "log" if error == "log" else "level")
    fitted = curve.from_params(start).quantity(np.exp(x))
    if error == "log":
        quantity, fitted = np.log(quantity), np.log(fitted)
    rsquared = 1 - ((quantity - fitted) ** 2).sum() / ((quantity - quantity.mean()) ** 2).sum()
    assert rsquared > 0.97


@pytest.mark.parametrize(("poor", "larger"), [(60.0, 1), (600.0, 0)])
def test_two_populations_give_two_employment_peaks(poor: float, larger: int) -> None:
    both = Mixture((Lognormal(4.0, 0.3), Lognormal(-1.0, 0.3)), (1.0, poor))
    points = both.turning_points()
    assert len(points) == 2
    assert not both.has_single_peak()
    for point in points:
        assert both.elasticity(point) == pytest.approx(1.0, abs=1e-8)
        near = point * np.exp([-0.01, 0.0, 0.01])
        spending = near * both.quantity(near)
        assert spending[1] > max(spending[0], spending[2])
    most = both.turning_point()
    assert most == points[larger]
    assert most * both.quantity(most) == max(p * both.quantity(p) for p in points)


def test_a_mixture_of_equal_curves_is_that_curve() -> None:
    one = Lognormal(0.5, 0.8, 2.0)
    both = Mixture((one, one), (0.25, 0.75))
    p = np.geomspace(0.01, 50, 30)
    np.testing.assert_allclose(both.quantity(p), one.quantity(p), rtol=1e-12)
    np.testing.assert_allclose(both.elasticity(p), one.elasticity(p), rtol=1e-12)
    assert both.has_single_peak()
    assert both.turning_point() == pytest.approx(one.turning_point(), rel=1e-9)


@pytest.mark.parametrize("kind", GROWTH_KINDS)
def test_growth_curve_grows_fastest_at_its_midpoint(kind: GrowthKind) -> None:
    curve = GrowthCurve(5.0, 0.08, 1900.0, kind)
    years = np.arange(1800.0, 2001.0)
    growth = np.diff(curve.quantity(years))
    assert abs(years[np.argmax(growth)] - 1900.0) <= 1.0
    expected = 0.5 if kind == "logistic" else np.exp(-1.0)
    assert curve.share_served(1900.0) == pytest.approx(expected, abs=1e-12)
    for i in range(3):
        step = 1e-6 * curve.params[i]
        up, down = curve.params.copy(), curve.params.copy()
        up[i] += step
        down[i] -= step
        high, low = GrowthCurve(*up, kind=kind), GrowthCurve(*down, kind=kind)
        slope = (high.quantity(years) - low.quantity(years)) / (2 * step)
        np.testing.assert_allclose(curve.jacobian(years)[:, i], slope, rtol=1e-5, atol=1e-9)


def test_simulation_repeats_with_its_seed_and_has_the_noise_asked_for() -> None:
    curve, p = Lognormal(0.0, 1.0), np.geomspace(0.1, 5, 20_000)
    drawn = curve.simulate(p, 0.2, seed=7)
    np.testing.assert_array_equal(drawn, curve.simulate(p, 0.2, seed=7))
    assert np.std(np.log(drawn) - curve.log_quantity(p)) == pytest.approx(0.2, rel=0.03)
    level = curve.simulate(p, 0.2, seed=7, error="level")
    assert np.std(level - curve.quantity(p)) == pytest.approx(0.2, rel=0.03)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Lognormal(0.0, 0.0),
        lambda: Lognormal(np.nan, 1.0),
        lambda: Lognormal(0.0, 1.0, -1.0),
        lambda: FloorLognormal(0.0, 1.0, 1.0),
        lambda: FloorLognormal(0.0, 1.0, -0.1),
        lambda: FloorLognormal.from_learning_curve(0.0, 1.0, b=0.0, a=1.0),
        lambda: FloorLognormal.from_learning_curve(0.0, 1.0, b=0.3, a=1.0, e_inf=1.0),
        lambda: LogLogistic(-1.0, 1.0),
        lambda: Weibull(1.0, np.inf),
        lambda: Exponential(0.0),
        lambda: Linear(0.0),
        lambda: ConstantElasticity(np.nan),
        lambda: QuadraticLog(1.0, np.inf),
        lambda: Mixture((Lognormal(0.0, 1.0),), (1.0, 2.0)),
        lambda: Mixture((Lognormal(0.0, 1.0),), (0.0,)),
        lambda: GrowthCurve(1.0, -0.1, 1900.0),
    ],
)
def test_parameters_outside_their_domain_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(DemandError, match="allowed"):
        make()


def test_prices_that_are_not_positive_are_refused_with_their_position() -> None:
    with pytest.raises(DemandError, match=r"position 1 is 0\.0"):
        Lognormal(0.0, 1.0).quantity([1.0, 0.0])
    with pytest.raises(DemandError, match="allowed: log, level"):
        Lognormal(0.0, 1.0).simulate([1.0], 0.1, 1, error="levels")  # type: ignore[arg-type]


@pytest.mark.parametrize("curve", [Lognormal(0.0, 1.0), Mixture((Lognormal(0.0, 1.0),), (1.0,)),
                                   GrowthCurve(1.0, 0.1, 2.0)])  # fmt: skip
def test_one_price_gives_a_number_and_several_an_array(curve) -> None:  # type: ignore[no-untyped-def]
    for name in ("quantity", "log_quantity", "elasticity", "share_served"):
        if method := getattr(curve, name, None):
            alone, several = method(1.5), method([1.5, 2.5])
            assert type(alone) is float
            assert several.shape == (2,)
            assert several[0] == alone
