"""Results do not depend on units, on the order of rows, or on how a parameter is written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from analysis.errors import RegressionError
from analysis.regression import NLSResults, NonlinearLS
from analysis.regression.inference.covariance import equal_weighted_cosine
from analysis.regression.inference.derived import delta_se
from analysis.regression.solver.tangent import tangent

X = np.linspace(0.1, 4.0, 30)
Y = 3.0 * np.exp(-0.7 * X) + 0.05 * np.random.default_rng(0).standard_normal(30)
POWERS = st.integers(min_value=-16, max_value=16).map(lambda power: 10.0**power)
ONE = {"a": 1.0, "b": 1.0}


def decay(params: Any, x: Any) -> Any:
    return params[0] * np.exp(-params[1] * x)


def decay_slopes(params: Any, x: Any) -> Any:
    share = np.exp(-params[1] * x)
    return [share, -params[0] * x * share]


def real_decay(params: Any, x: Any) -> Any:
    """A function that does not take complex numbers."""
    if np.iscomplexobj(params):
        raise TypeError("real numbers only")
    return decay(params, x)


def fitted(
    y_unit: float = 1.0, x_unit: float = 1.0, function: Any = decay, **options: Any
) -> NLSResults:
    start = {"a": 2.5 * y_unit, "b": 0.6 / x_unit}
    return NonlinearLS(function, Y * y_unit, X * x_unit, start=start, **options).fit()


def half_life(params: Any) -> Any:
    return np.log(2.0) / params["b"]


def numbers(result: NLSResults, y_unit: float = 1.0, x_unit: float = 1.0) -> np.ndarray:
    """Estimates, errors, limits, derived quantities and a test, in the units of the sample."""
    units = np.array([y_unit, 1.0 / x_unit, *[1.0] * (len(result.names) - 2)])
    half = result.derived("half-life", half_life)
    lower, upper = half.conf_int(method="profile")
    test = result.wald_test(lambda p: 1.0 / p["b"], x_unit / 0.7)
    limits = result.profile(["a", "b"]).conf_int().to_numpy() / units[:2, None]
    return np.array([
        *(result.params / units), *(result.bse / units), *limits.ravel(),
        *(np.array([half.estimate, half.se, lower, upper]) / x_unit),
        result.derived("log b", lambda p: np.log(p["b"])).se, test.statistic,
    ])  # fmt: skip


REFERENCE = {
    "given": numbers(fitted(jac=decay_slopes)),
    "complex step": numbers(fitted()),
    "finite difference": numbers(fitted(function=real_decay)),
    "bounded": numbers(fitted(bounds={"a": (0.0, None), "b": (0.0, None)})),
    "ar1": numbers(fitted(errors="ar1")),
}
OPTIONS: dict[str, dict[str, Any]] = {
    "given": {"jac": decay_slopes},
    "complex step": {},
    "finite difference": {"function": real_decay},
    "bounded": {"bounds": {"a": (0.0, None), "b": (0.0, None)}},
    "ar1": {"errors": "ar1"},
}


@pytest.mark.parametrize("kind", OPTIONS)
@settings(max_examples=6)
@given(y_unit=POWERS, x_unit=POWERS)
def test_units_of_the_data_change_no_number(kind: str, y_unit: float, x_unit: float) -> None:
    result = fitted(y_unit, x_unit, **OPTIONS[kind])
    assert numbers(result, y_unit, x_unit) == pytest.approx(REFERENCE[kind], rel=2e-6)


@pytest.mark.parametrize("unit", [1e11, 1e12, 1e13, 1e14, 1e16, 1e20])
@pytest.mark.parametrize("kind", ["given", "complex step", "finite difference"])
def test_a_rate_per_dollar_has_the_half_life_of_a_rate_per_billion(kind: str, unit: float) -> None:
    result = fitted(1.0, unit, **OPTIONS[kind])
    assert result.fit.derivative == kind
    assert numbers(result, 1.0, unit) == pytest.approx(REFERENCE[kind], rel=1e-7)


@settings(max_examples=8)
@given(first=POWERS, second=POWERS)
def test_units_of_parameters_change_no_number(first: float, second: float) -> None:
    """Parameters in other units than the function wants, which multiplies them back."""

    def scaled(params: Any, x: Any) -> Any:
        return decay((params[0] / first, params[1] / second), x)

    start = {"a": 2.5 * first, "b": 0.6 * second}
    result = NonlinearLS(scaled, Y, X, start=start).fit()
    limits = result.profile().conf_int().to_numpy()
    plain = fitted()
    assert result.params.to_numpy() / [first, second] == pytest.approx(
        plain.params.to_numpy(), rel=1e-7
    )
    assert result.bse.to_numpy() / [first, second] == pytest.approx(plain.bse.to_numpy(), rel=1e-7)
    assert limits / [[first], [second]] == pytest.approx(
        plain.profile().conf_int().to_numpy(), rel=1e-6
    )
    product = result.derived("a b", lambda p: p["a"] * p["b"])
    expected = plain.derived("a b", lambda p: p["a"] * p["b"])
    assert product.se / (first * second) == pytest.approx(expected.se, rel=1e-7)
    assert np.array(product.conf_int(method="profile")) / (first * second) == pytest.approx(
        np.array(expected.conf_int(method="profile")), rel=1e-6
    )


@given(powers=st.lists(st.integers(-500, 500), min_size=3, max_size=3))
def test_a_step_depends_on_no_unit_up_to_where_squares_end(powers: list[int]) -> None:
    """To the last digits in powers of two; where a number is too small for them, not at all."""
    rng = np.random.default_rng(7)
    slopes, left = rng.standard_normal((40, 3)), rng.standard_normal(40)
    units = 2.0 ** np.array(powers, dtype=np.float64)
    plain, other = tangent(slopes, left), tangent(slopes * units, left)
    assert plain.inverse is not None
    assert other.inverse is not None
    assert other.step * units == pytest.approx(plain.step, rel=1e-14)
    assert other.inverse == pytest.approx(plain.inverse, rel=1e-14)
    with np.errstate(all="ignore"):
        beyond = tangent(slopes * np.array([2.0**-530, 1.0, 1.0]), left)
    assert beyond.inverse is None
    assert beyond.rank == 3
    assert beyond.step * np.array([2.0**-530, 1.0, 1.0]) == pytest.approx(plain.step, rel=1e-12)


def test_derivatives_that_are_not_finite_tell_nothing_apart() -> None:
    slopes = np.ones((9, 2))
    slopes[3, 1] = np.inf
    found = tangent(slopes, np.ones(9))
    assert found.decomposition[0].tolist() == [0.0, 0.0]
    assert found.rank == 0
    assert found.offset(9.0) == np.inf


@settings(max_examples=10)
@given(order=st.permutations(range(30)))
def test_the_order_of_rows_changes_no_number(order: list[int]) -> None:
    result = NonlinearLS(decay, Y[order], X[order], start={"a": 2.5, "b": 0.6}).fit()
    assert numbers(result) == pytest.approx(REFERENCE["complex step"], rel=1e-7)


@settings(max_examples=10)
@given(unit=POWERS)
def test_a_rate_its_logarithm_and_its_reciprocal_have_one_interval(unit: float) -> None:
    plain = fitted(1.0, unit)
    rate, (low, high) = plain.params["b"], plain.profile(["b"]).conf_int().to_numpy()[0]
    ways: list[tuple[Any, Any, Any]] = [
        (np.log, np.exp, lambda b: 1.0 / b), (lambda b: 1.0 / b, lambda c: 1.0 / c, lambda b: b**-2)
    ]  # fmt: skip
    for there, back, slope in ways:
        other = NonlinearLS(
            lambda p, x, back=back: decay((p[0], back(p[1])), x), Y, X * unit,
            start={"a": 2.5, "c": there(0.6 / unit)},
        ).fit()  # fmt: skip
        assert back(other.params["c"]) == pytest.approx(rate, rel=1e-7)
        assert other.bse["c"] == pytest.approx(slope(rate) * plain.bse["b"], rel=1e-6)
        limits = back(other.profile(["c"]).conf_int().to_numpy()[0])
        assert sorted(limits) == pytest.approx([low, high], rel=1e-7)


@pytest.mark.parametrize("start", [1e-12, 1e-14, 1e-30])
def test_a_start_near_its_bound_is_where_the_search_begins(start: float) -> None:
    """Rates per dollar are of the order of 1e-12; a hair above zero is far from them."""
    for jac in (decay_slopes, None):
        result = NonlinearLS(
            decay, Y, X * 1e12, start={"a": 2.5, "b": start}, bounds={"b": (0.0, None)}, jac=jac
        ).fit()
        assert result.params["b"] * 1e12 == pytest.approx(fitted().params["b"], rel=1e-6)


@pytest.mark.parametrize("unit", [1e-16, 1e-12, 1e-9, 1e-6])
@pytest.mark.parametrize("kind", ["bounded", "ar1"])
def test_small_outcomes_fit_with_bounds_and_with_autocorrelation(kind: str, unit: float) -> None:
    result = fitted(unit, **OPTIONS[kind])
    assert numbers(result, unit) == pytest.approx(REFERENCE[kind], rel=2e-6)


def test_a_parameter_of_exactly_zero_has_derivatives() -> None:
    """Only there has a step no size to go by; the mean says how long it has to be."""
    for unit in (1e-16, 1.0, 1e16):
        for function in (
            lambda p, x: p[0] + p[1] * x,
            lambda p, x: np.real(p[0]) + np.real(p[1]) * x,
        ):
            line = NonlinearLS(function, Y, X * unit, start=[0.0, 0.0]).fit()
            slope, level = np.polyfit(X, Y, 1)
            assert line.params["p0"] == pytest.approx(level, rel=1e-8)
            assert line.params["p1"] * unit == pytest.approx(slope, rel=1e-8)


@pytest.mark.parametrize("kind", ["given", "complex step", "finite difference"])
def test_a_minimum_beyond_a_bound_is_the_fit_with_the_parameter_held_there(kind: str) -> None:
    result = fitted(**OPTIONS[kind], bounds={"b": (0.0, 0.65)})
    drop = np.exp(-0.65 * X)
    assert result.params.to_numpy() == pytest.approx([drop @ Y / (drop @ drop), 0.65], rel=1e-9)
    assert result.refused["b"] == "at a bound"


@pytest.mark.parametrize("unit", [2.0**-20, 1.0, 2.0**20])
def test_a_maximum_is_none_in_any_unit_of_its_parameter(unit: float) -> None:
    """Means bend towards the data to either side of zero, where the sum of squares is flat.

    The mean has a slope there, so that only steps of the right length find the way.
    """
    x = np.tile([-1.0, 1.0], 10)
    y = 3.0 + 0.1 * np.repeat([-1.0, 1.0], 10)
    stuck = NonlinearLS(
        lambda p, x: p[0] / unit * x + (p[0] / unit) ** 2, y, x, start={"p": 0.0},
        jac=lambda p, x: [x / unit + 2.0 * p[0] / unit**2],
    ).fit()  # fmt: skip
    assert stuck.params["p"] == 0.0
    assert "saddle or a maximum" in stuck.refused["p"]


@settings(max_examples=5)
@given(unit=POWERS)
def test_bootstraps_of_other_units_are_the_same(unit: float) -> None:
    draws = fitted(1.0, unit).bootstrap(50, kind="pairs", seed=3)
    plain = fitted().bootstrap(50, kind="pairs", seed=3)
    assert draws.n_failed == plain.n_failed == 0
    assert draws.params["b"].to_numpy() * unit == pytest.approx(
        plain.params["b"].to_numpy(), rel=1e-6
    )


def test_results_cannot_be_changed_from_outside() -> None:
    result = fitted()
    before = result.bse.copy()
    with pytest.raises(ValueError, match="read-only"):
        result.covariance.matrix[0, 0] = 5.0
    for series in (result.params, result.bse, result.resid, result.fittedvalues, result.pvalues):
        series.iloc[:] = 7.0
    table = result.cov_params()
    table.iloc[:, :] = 7.0
    result.refused["a"] = "no"
    assert result.params["a"] == pytest.approx(3.02, abs=0.01)
    assert result.bse.equals(before)
    assert not result.refused


def test_cosine_transforms_are_those_of_the_definition() -> None:
    scores = np.random.default_rng(1).standard_normal((57, 3))
    terms, rows = 5, np.arange(57)
    cosines = np.cos(np.pi * np.arange(1, terms + 1)[:, None] * (rows + 0.5) / 57)
    transforms = np.sqrt(2.0) * cosines @ scores
    expected = transforms.T @ transforms / terms
    assert equal_weighted_cosine(scores, terms) == pytest.approx(expected, rel=1e-12)


# What flat parameters leave and what they do not.

SATURATION = 3.0 * X / (0.8 + X) + 0.05 * np.random.default_rng(0).standard_normal(30)


def redundant() -> NLSResults:
    return NonlinearLS(
        lambda p, x: p[0] * p[1] * x / (p[2] + x), SATURATION, X,
        start={"a": 1.5, "b": 1.5, "half": 1.0},
    ).fit()  # fmt: skip


def plain_saturation() -> NLSResults:
    return NonlinearLS(
        lambda p, x: p[0] * x / (p[1] + x), SATURATION, X, start={"top": 2.0, "half": 1.0}
    ).fit()


def test_a_product_of_unidentified_parameters_has_the_error_of_what_it_stands_for() -> None:
    both, plain = redundant(), plain_saturation()
    assert both.cov_params().loc["a"].isna().all()
    product = both.derived("a b", lambda p: p["a"] * p["b"])
    assert product.se == pytest.approx(plain.bse["top"], rel=1e-6)
    assert not product.reason
    limits = product.conf_int(method="profile")
    assert limits == pytest.approx(tuple(plain.profile(["top"]).conf_int().loc["top"]), rel=1e-6)
    ratio = both.derived("a / b", lambda p: p["a"] / p["b"])
    assert np.isnan(ratio.se)
    assert "only a combination" in ratio.reason
    assert "only a combination" in str(ratio.summary())
    with pytest.raises(RegressionError, match="only a combination"):
        ratio.profile()
    for kind in ("HC1", "HC3", "HAC"):
        robust = both.with_cov(kind)  # type: ignore[arg-type]
        found = robust.derived("a b", lambda p: p["a"] * p["b"]).se
        expected = plain.with_cov(kind).bse["top"]  # type: ignore[arg-type]
        assert found == pytest.approx(expected, rel=1e-6)


def test_a_variance_that_rounding_puts_below_zero_is_no_error_and_no_warning() -> None:
    above = np.nextafter(1.0, 2.0)
    assert np.isnan(delta_se(np.array([1.0, -1.0]), np.array([[1.0, above], [above, 1.0]])))


def test_the_fitted_mean_has_its_band_whatever_is_not_identified() -> None:
    both, plain = redundant(), plain_saturation()
    for exog in (None, np.array([0.5, 9.0])):
        found = both.predict(exog, interval="confidence").to_numpy()
        assert found == pytest.approx(
            plain.predict(exog, interval="confidence").to_numpy(), rel=1e-6
        )


def test_tests_are_of_what_is_identified() -> None:
    both, plain = redundant(), plain_saturation()
    with pytest.raises(RegressionError, match="no test of a: it depends on 'a', not identified"):
        both.wald_test({"a": 1.0})
    found = both.wald_test(lambda p: p["a"] * p["b"], 3.0)
    expected = plain.wald_test({"top": 3.0})
    assert found.statistic == pytest.approx(expected.statistic, rel=1e-6)
    assert found.df_denom == expected.df_denom == 28


def far_below_the_ceiling(noise: float) -> NLSResults:
    x = np.linspace(0.1, 1.2, 40)

    def curve(params: Any, x: Any) -> Any:
        return params[0] * ndtr((np.log(x) - params[1]) / params[2])

    y = curve([10.0, 1.5, 1.0], x) + noise * np.random.default_rng(2).standard_normal(40)
    return NonlinearLS(curve, y, x, start={"ceiling": 9.0, "location": 1.4, "spread": 1.0}).fit()


def test_a_flat_ceiling_goes_nowhere_with_its_standard_error() -> None:
    result = far_below_the_ceiling(0.05)
    assert "flat profile" in result.refused["ceiling"]
    assert np.isnan(result.bse["ceiling"])
    assert result.cov_params().loc["ceiling"].isna().all()
    log_ceiling = result.derived("log", lambda p: np.log(p["ceiling"]))
    assert result.derived("itself", lambda p: p["ceiling"]).reason.startswith("not identified")
    assert np.isfinite(log_ceiling.estimate)
    with pytest.raises(RegressionError, match="no test of ceiling: not identified: flat profile"):
        result.wald_test({"ceiling": 10.0})


def test_a_mean_inside_the_sample_does_not_need_the_ceiling() -> None:
    result = far_below_the_ceiling(0.05)
    inside = result.derived(
        "mean at .6",
        lambda p: p["ceiling"] * ndtr((np.log(0.6) - p["location"]) / p["spread"]),
    )
    assert not inside.reason
    assert 0.0 < inside.se < 0.05
    assert result.predict(interval="confidence").notna().all(axis=None)
    band = result.predict([0.6, 6.0], interval="confidence")
    assert band.loc[0, "se"] == pytest.approx(inside.se, rel=1e-6)
    assert np.isnan(band.loc[1, "se"])
    assert np.isfinite(band.loc[1, "mean"])


def test_a_curved_parameter_is_identified_though_its_standard_error_means_nothing() -> None:
    """A factor whose logarithm is a slope with a large error."""
    rng = np.random.default_rng(4)
    errors = rng.standard_normal(30)
    y = 2.0 * X + 60.0 * (errors - X * (errors @ X) / (X @ X))

    def line(params: Any, x: Any) -> Any:
        return np.log(params[0]) * x

    result = NonlinearLS(line, y, X, start={"factor": 5.0}).fit()
    log_error = result.scale**0.5 / (X @ X) ** 0.5
    assert log_error > 4.5
    assert result.refused["factor"].startswith("curved: ")
    assert "profile ends further out" in result.refused["factor"]
    assert "not identified" not in result.refused["factor"]
    assert np.isnan(result.bse["factor"])
    ends = np.exp(2.0 + np.array([-1.0, 1.0]) * 2.045229642132703 * log_error)  # t(29), 97.5%
    assert result.profile().conf_int().to_numpy()[0] == pytest.approx(ends, rel=1e-6)
    logarithm = result.derived("log factor", lambda p: np.log(p["factor"]))
    assert logarithm.se == pytest.approx(log_error, rel=1e-6)
    assert not logarithm.reason
