"""The first hour of somebody who comes from statsmodels, SciPy, lmfit or R."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.optimize import curve_fit

from analysis.errors import ConvergenceError, FunctionError, RegressionError
from analysis.regression import BootstrapResults, ControlFunction, NLSResults, NonlinearLS, compare

RNG = np.random.default_rng(5)
FRAME = pd.DataFrame(
    {"price": RNG.uniform(1.0, 5.0, 60), "income": RNG.uniform(1.0, 3.0, 60)},
    index=pd.RangeIndex(1900, 1960, name="year"),
)
FRAME["employment"] = 3.0 * FRAME["price"] ** -1.5 * FRAME[
    "income"
] ** 0.7 + 0.05 * RNG.standard_normal(60)
PRICE, EMPLOYMENT = FRAME["price"].to_numpy(), FRAME["employment"].to_numpy()
CONC = np.array([0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.1, 1.1])
RATE = np.array([76.0, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200])


def named(x: Any, scale: Any, price: Any, income: Any) -> Any:
    return scale * x["price"] ** -price * x["income"] ** income


def vector(params: Any, x: Any) -> Any:
    scale, price, income = params
    return scale * x[..., 0] ** -price * x[..., 1] ** income


def saturation(x: Any, vm: Any, k: Any) -> Any:
    return vm * x / (k + x)


START = {"scale": 2.0, "price": 1.0, "income": 1.0}


def demand(start: Any = None, **options: Any) -> NonlinearLS:
    return NonlinearLS(
        named, "employment", ["price", "income"], data=FRAME, start=start or START, **options
    )


def puromycin(**options: Any) -> NonlinearLS:
    return NonlinearLS(saturation, RATE, CONC, start={"vm": 200.0, "k": 0.05}, **options)


def line(p: Any, x: Any) -> Any:
    return p[0] + p[1] * x[..., 0] + p[2] * x[..., 1]


# Functions of named parameters and regressors -----------------------------------------------


def test_both_forms_of_a_function_give_the_same_fit() -> None:
    old = NonlinearLS(vector, FRAME["employment"], FRAME[["price", "income"]], start=START).fit(
        cov_type="HC3"
    )
    new = demand().fit(cov_type="HC3")
    pd.testing.assert_series_equal(old.params, new.params, rtol=1e-10)
    pd.testing.assert_series_equal(old.bse, new.bse, rtol=1e-8)
    assert new.fittedvalues.index.equals(FRAME.index)
    draws = [fit.bootstrap(50, kind="pairs", seed=3).params for fit in (old, new)]
    pd.testing.assert_frame_equal(*draws, rtol=1e-6)


def test_estimates_are_those_of_curve_fit() -> None:
    params, covariance = curve_fit(saturation, CONC, RATE, p0=[200.0, 0.05], ftol=1e-14, xtol=1e-14)
    fit = puromycin().fit()
    assert fit.names == ("vm", "k")
    np.testing.assert_allclose(fit.params, params, rtol=1e-6)
    np.testing.assert_allclose(fit.cov_params(), covariance, rtol=1e-4)


@pytest.mark.parametrize("order", [["scale", "price", "income"], ["income", "scale", "price"]])
def test_the_order_of_start_and_bounds_swaps_no_label(order: list[str]) -> None:
    bounds = dict.fromkeys(reversed(order), (0.0, None))
    fit = demand({name: START[name] for name in order}, bounds=bounds).fit()
    assert fit.params.round(1).to_dict() == {"scale": 3.0, "price": 1.5, "income": 0.7}


def test_a_list_of_starts_is_in_the_order_of_the_arguments() -> None:
    fit = demand([2.0, 1.0, 1.0], bounds={"income": (0, None), "scale": (0, None)}).fit()
    assert fit.params.round(1).to_dict() == {"scale": 3.0, "price": 1.5, "income": 0.7}


def test_defaults_are_starts_and_options_stand_behind_a_star() -> None:
    def with_start(x: Any, vm: float, k: float = 0.05, *, power: float = 1.0) -> Any:
        return vm * x**power / (k + x**power)

    model = NonlinearLS(with_start, RATE, CONC, start={"vm": 200.0})
    assert model.specification.parameters.start is not None
    assert model.specification.parameters.start.tolist() == [200.0, 0.05]
    np.testing.assert_allclose(model.fit().params, puromycin().fit().params, rtol=1e-7)


def test_given_derivatives_take_the_form_of_the_function() -> None:
    def slopes(x: Any, vm: Any, k: Any) -> Any:
        return x / (k + x), -vm * x / (k + x) ** 2

    fit = puromycin(jac=slopes).fit()
    np.testing.assert_allclose(fit.bse, puromycin().fit().bse, rtol=1e-6)
    fixed = puromycin(jac=slopes).fit(fixed={"vm": 210.0})
    np.testing.assert_allclose(fixed.bse["k"], puromycin().fit(fixed={"vm": 210.0}).bse["k"])


UNTOLD: list[tuple[Any, dict[str, Any]]] = [
    (lambda x, b: b * x, {"start": [1.0]}),
    (lambda t, b: b * t, {"start": {"b": 1.0}}),
    (lambda u, v, c=1.0: c * u * v, {"start": [1.0, 2.0]}),
    (lambda *u: u[0] * u[1], {"start": [1.0]}),
    (lambda: 1.0, {"start": [1.0]}),
]


@pytest.mark.parametrize(("function", "options"), UNTOLD)
def test_what_cannot_be_told_is_refused_until_it_is_said(
    function: Any, options: dict[str, Any]
) -> None:
    with pytest.raises(RegressionError, match=r"cannot tell f.params, x. from f.x, a, b"):
        NonlinearLS(function, RATE, CONC, **options)


def test_a_form_that_is_said_is_believed() -> None:
    power = NonlinearLS(lambda x, b: x**b, CONC**0.5, CONC, start=[1.0], form="named").fit()
    assert power.params.to_dict() == pytest.approx({"b": 0.5})
    params_called_x = NonlinearLS(
        lambda x, t: x[0] * t, 2.0 * CONC + 0.01 * RATE, CONC, start=[1.0], form="vector"
    )
    assert params_called_x.fit().names == ("p0",)
    late = NonlinearLS(
        lambda p, x, c=2.0: p[0] * x**c, RATE, CONC, start={"a": 1.0}
    )  # names say that c is no parameter
    assert late.fit().names == ("a",)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": {"vm": 1.0, "K": 1.0}}, "start names 'vm', 'K'; expected 'vm', 'k'"),
        ({"start": [1.0]}, r"expected \(2,\) for 'vm', 'k'"),
        ({"bounds": {"q": (0, 1)}}, "bounds name 'q'; allowed: 'vm', 'k'"),
        ({"names": ["k", "vm"]}, "the function calls its parameters 'vm', 'k'"),
        ({"form": "curve_fit"}, "allowed: 'auto', 'vector', 'named'"),
        ({"endog": "rate"}, "endog is the text 'rate'; a column is named with data=frame"),
        ({"data": {"rate": RATE}}, "data is dict; allowed: a DataFrame"),
    ],
)
def test_names_that_do_not_fit_are_refused(options: dict[str, Any], message: str) -> None:
    call: dict[str, Any] = {"function": saturation, "endog": RATE, "exog": CONC}
    with pytest.raises(RegressionError, match=message):
        NonlinearLS(**{**call, **options})


def test_missing_columns_are_refused_with_close_names() -> None:
    with pytest.raises(RegressionError, match=r"no column 'incme'.*did you mean 'income'"):
        NonlinearLS(named, "employment", ["price", "incme"], data=FRAME, start=START)
    with pytest.raises(RegressionError, match=r"endog: no column 'employmnt'.*'employment'"):
        NonlinearLS(named, "employmnt", ["price", "income"], data=FRAME, start=START)


def test_a_single_column_is_a_plain_vector_and_weights_are_columns_too() -> None:
    frame = FRAME.assign(weight=np.linspace(1.0, 2.0, 60))
    fit = NonlinearLS(
        lambda x, a, b: a * x**-b, "employment", "price", data=frame, weights="weight",
        start={"a": 1.0, "b": 1.0},
    ).fit()  # fmt: skip
    plain = NonlinearLS(
        lambda p, x: p[0] * x ** -p[1], EMPLOYMENT, PRICE, start=[1.0, 1.0],
        weights=frame["weight"].to_numpy(),
    ).fit()  # fmt: skip
    np.testing.assert_allclose(fit.params, plain.params, rtol=1e-9)


# Predictions ---------------------------------------------------------------------------------


def test_predictions_take_columns_by_name() -> None:
    fit = demand().fit()
    new = pd.DataFrame({"price": [2.0, 3.0], "income": [1.5, 2.5]})
    expected = vector(fit.params.to_numpy(), new.to_numpy())
    for frame in (
        new,
        new[["income", "price"]],
        new.assign(noise=1.0)[["noise", "income", "price"]],
    ):
        np.testing.assert_allclose(fit.predict(frame), expected, rtol=1e-12)
    one = fit.predict({"income": 1.5, "price": 2.0})
    assert isinstance(one, pd.Series)
    assert one.to_list() == pytest.approx(expected[:1].tolist())
    with pytest.raises(RegressionError, match=r"no column 'income'.*did you mean 'incomes'"):
        fit.predict(new.rename(columns={"income": "incomes"}))


@pytest.mark.parametrize(
    ("exog", "message"),
    [
        (0.5, "exog is 0.5; the fit has 2 regressors, 'price', 'income'"),
        ([1.0, 2.0], r"exog has shape \(2,\); expected \(n, 2\).*'price', 'income'"),
        (np.ones((2, 3)), r"expected \(n, 2\) as in the fit"),
        ("price", "exog is 'price'; the fit has 2 regressors"),
        ({}, "no column 'price'; the frame has none"),
        ({"price": [1.0, 2.0], "income": [1.0]}, "exog is no table"),
    ],
)
def test_regressors_of_another_shape_are_refused(exog: Any, message: str) -> None:
    with pytest.raises(RegressionError, match=message):
        demand().fit().predict(exog)


def test_predictions_of_a_linear_model_are_those_of_statsmodels() -> None:
    x = FRAME[["price", "income"]]
    ours = NonlinearLS(line, FRAME["employment"], x, start=[0.0, 0.0, 0.0]).fit()
    theirs = sm.OLS(FRAME["employment"], sm.add_constant(x)).fit()
    new = x.iloc[:4]
    expected = theirs.get_prediction(sm.add_constant(new)).summary_frame(alpha=0.1)
    found = ours.get_prediction(new[["income", "price"]])
    pd.testing.assert_frame_equal(found.summary_frame(0.1), expected, rtol=1e-6)
    np.testing.assert_allclose(found.se_obs, theirs.get_prediction(sm.add_constant(new)).se_obs)
    assert ours.rsquared_adj == pytest.approx(theirs.rsquared_adj)


# Parameters that are held --------------------------------------------------------------------


def test_a_held_parameter_gives_the_fit_of_the_smaller_model() -> None:
    held = demand().fit(fixed={"price": 1.4}, cov_type="HC1")
    smaller = NonlinearLS(
        lambda p, x: p[0] * x[..., 0] ** -1.4 * x[..., 1] ** p[1],
        FRAME["employment"], FRAME[["price", "income"]], start={"scale": 2.0, "income": 1.0},
    ).fit(cov_type="HC1")  # fmt: skip
    free = ["scale", "income"]
    assert held.df_resid == smaller.df_resid == 58
    assert held.aic == pytest.approx(smaller.aic)
    assert held.params["price"] == 1.4
    pd.testing.assert_series_equal(held.params[free], smaller.params, rtol=1e-8)
    pd.testing.assert_frame_equal(
        held.cov_params().loc[free, free], smaller.cov_params(), rtol=1e-7
    )
    assert np.isnan(held.bse["price"])
    assert held.refused == {"price": "fixed at 1.4"}
    line = next(line for line in str(held.summary()).splitlines() if line.startswith("price"))
    assert line.split() == ["price", "1.4", "fixed"]


def test_a_held_parameter_goes_through_everything_a_result_can_do() -> None:
    held = demand(bounds={"scale": (0, None), "price": (0, 5)}).fit(fixed={"price": 1.4})
    assert list(held.conf_int().index) == list(held.tidy()["term"]) == list(held.names)
    profile = held.conf_int(method="profile")
    wald = held.conf_int()
    np.testing.assert_allclose(profile.dropna(), wald.dropna(), rtol=0.02)
    assert profile.loc["price"].isna().all()
    draws = held.bootstrap(100, kind="residual", seed=1)
    assert list(draws.params.columns) == ["scale", "income"]
    ratio = held.derived("ratio", lambda p: p["income"] / p["price"])
    assert ratio.estimate == pytest.approx(held.params["income"] / 1.4)
    assert ratio.se == pytest.approx(held.bse["income"] / 1.4)
    assert ratio.conf_int(method="bootstrap", bootstrap=draws)[0] < ratio.estimate
    predicted = held.predict({"price": 2.0, "income": 1.5}, interval="confidence")
    again = NLSResults.from_json(held.to_json(), named)
    assert again.to_json() == held.to_json()
    pd.testing.assert_frame_equal(
        again.predict({"price": 2.0, "income": 1.5}, interval="confidence"), predicted
    )
    assert again.names == held.names
    assert again.fixed == {"price": 1.4}
    contrast = held.t_test("income - price = -0.7")
    assert contrast.effect[0] == pytest.approx(held.params["income"] - 1.4)
    assert contrast.sd[0] == pytest.approx(held.bse["income"])
    f = held.wald_test(lambda p: p["income"] * p["price"], 1.0).statistic
    assert f == pytest.approx(held.t_test("1.4*income = 1").statistic[0] ** 2)
    with pytest.raises(RegressionError, match="about no estimated parameter"):
        held.wald_test({"price": 1.0})


def test_a_parameter_is_held_beside_autoregressive_errors() -> None:
    ar1 = demand(errors="ar1").fit(fixed={"income": 0.7})
    assert ar1.names == ("scale", "price", "income", "rho")
    assert list(ar1.params.index[ar1.bse.isna()]) == ["income"]
    assert ar1.df_resid == 57
    full = demand(errors="ar1", reml=True)
    with pytest.raises(RegressionError, match="restricted likelihoods of different means"):
        full.fit().compare_lr_test(full.fit(fixed={"income": 0.7}))
    with pytest.raises(RegressionError, match="'rho' belongs to the errors"):
        demand(errors="ar1").fit(fixed={"rho": 0.5})


def test_holding_at_the_estimate_changes_no_other_estimate() -> None:
    free = demand().fit()
    held = demand().fit(fixed={"price": free.params["price"]})
    np.testing.assert_allclose(held.params, free.params, rtol=1e-6)
    assert held.ssr == pytest.approx(free.ssr)
    assert (held.bse.dropna() <= free.bse[["scale", "income"]]).all()


@pytest.mark.parametrize(
    ("fixed", "message"),
    [
        ({"prize": 1.0}, "no parameter 'prize'.*did you mean 'price'"),
        ({"price": np.nan}, "allowed: a finite number"),
        ({"price": "1"}, "allowed: a finite number"),
        ({"price": 9.0}, r"outside its bounds \(0.0, 5.0\)"),
        (START, "nothing is left to estimate"),
        ([1.0], "expected a mapping"),
    ],
)
def test_values_that_no_parameter_can_be_held_at(fixed: Any, message: str) -> None:
    with pytest.raises(RegressionError, match=message):
        demand(bounds={"price": (0, 5)}).fit(fixed=fixed)


# Nested fits ---------------------------------------------------------------------------------


def test_nested_fits_are_tested_as_in_statsmodels() -> None:
    x = FRAME[["price", "income"]]
    model = NonlinearLS(line, FRAME["employment"], x, start={"c": 0.0, "p": 0.0, "y": 0.0})
    full, restricted = model.fit(), model.fit(fixed={"y": 0.0})
    big = sm.OLS(FRAME["employment"], sm.add_constant(x)).fit()
    small = sm.OLS(FRAME["employment"], sm.add_constant(x[["price"]])).fit()
    assert full.compare_f_test(restricted) == pytest.approx(big.compare_f_test(small))
    assert full.compare_lr_test(restricted) == pytest.approx(big.compare_lr_test(small))
    assert full.compare_f_test(restricted).statistic == pytest.approx(
        full.t_test("y = 0").statistic[0] ** 2
    )


def test_anova_of_nonlinear_fits_by_hand() -> None:
    full, restricted = puromycin().fit(), puromycin().fit(fixed={"k": 0.05})
    grid = CONC / (0.05 + CONC)
    ssr = float(((RATE - grid * (grid @ RATE) / (grid @ grid)) ** 2).sum())
    statistic, pvalue, df = full.compare_f_test(restricted)
    assert statistic == pytest.approx((ssr - full.ssr) / (full.ssr / 10))
    assert df == 1
    assert 0.05 < pvalue < 0.15


def test_fits_that_are_not_nested_or_not_of_the_same_data_do_not_compare() -> None:
    full, small = demand().fit(), demand().fit(fixed={"price": 1.5})
    logs = FRAME.assign(employment=np.log(FRAME["employment"].clip(lower=0.01)))
    other = NonlinearLS(named, "employment", ["price", "income"], data=logs, start=START)
    with pytest.raises(RegressionError, match="left sides 'employment' and 'employment' differ"):
        full.compare_f_test(other.fit(fixed={"price": 1.5}))
    with pytest.raises(RegressionError, match="call the test on the larger fit"):
        small.compare_lr_test(full)
    part = NonlinearLS(named, "employment", ["price", "income"], data=FRAME[:50], start=START)
    fewer = part.fit(fixed={"price": 1.5})
    with pytest.raises(RegressionError, match="60 and 50 observations"):
        full.compare_lr_test(fewer)
    with pytest.raises(RegressionError, match="the nested fit is Series; expected the result"):
        full.compare_f_test(full.params)  # type: ignore[arg-type]
    with pytest.raises(RegressionError, match="covariance is HC1; allowed: wald_test"):
        full.with_cov("HC1").compare_f_test(small)
    waves = NonlinearLS(
        lambda x, a, b, c, d: a + b * np.cos(9 * x["price"]) + c * np.sin(9 * x["price"]) + 0 * d,
        "employment", ["price"], data=FRAME, start={"a": 1.0, "b": 0.0, "c": 0.0, "d": 1.0},
    ).fit(fixed={"d": 1.0})  # fmt: skip
    with pytest.raises(RegressionError, match="fits better: it is not nested"):
        waves.compare_f_test(small)


# Strings, options, plots ---------------------------------------------------------------------


def test_equations_in_a_text_say_what_a_matrix_says() -> None:
    fit = demand().fit()
    by_text = fit.wald_test("price = 1.5, scale - 2*income = 1.6")
    by_matrix = fit.wald_test([[0, 1, 0], [1, 0, -2]], [1.5, 1.6])
    assert by_text.statistic == pytest.approx(by_matrix.statistic)
    assert fit.wald_test("price = 1.5").pvalue == pytest.approx(
        fit.wald_test({"price": 1.5}).pvalue
    )
    assert fit.t_test("price = income = 1").labels == ("price = income", "income = 1")
    assert fit.t_test("(scale + price)/2 = 2*3 - 4").effect[0] == pytest.approx(
        (fit.params["scale"] + fit.params["price"]) / 2
    )


def test_t_tests_of_a_linear_model_are_those_of_statsmodels() -> None:
    x = FRAME[["price", "income"]]
    ours = NonlinearLS(line, FRAME["employment"], x, start={"const": 0, "price": 0, "income": 0})
    theirs = sm.OLS(FRAME["employment"], sm.add_constant(x)).fit(cov_type="HC1")
    for use_t, letter in ((True, "t"), (False, "z")):
        expected = theirs.get_robustcov_results("HC1", use_t=use_t).t_test(
            "price = -1, price + income = 0"
        )
        found = ours.fit(cov_type="HC1", use_t=use_t).t_test("price = -1, price + income = 0")
        frame = found.summary_frame()
        np.testing.assert_allclose(frame, expected.summary_frame(), rtol=1e-6)
        assert list(frame.columns)[2] == letter


def test_the_summary_heads_z_where_the_normal_is_used() -> None:
    heads = [puromycin().fit(use_t=use_t).summary().header[3] for use_t in (True, False)]
    assert heads == ["t", "z"]


@pytest.mark.parametrize(
    ("restriction", "value", "message"),
    [
        ("vmax = 200", 0.0, "no parameter 'vmax'; allowed: 'vm', 'k'"),
        ("vm * k = 1", 0.0, "not linear"),
        ("vm = ", 0.0, "cannot read"),
        ({}, 0.0, "no restriction"),
        ({"vm": "many"}, 0.0, "not numeric"),
        ([[1.0, 0.0]], [1.0, 2.0, 3.0], r"value has shape \(3,\); 1 restrictions"),
        ("vm = 200", 3.0, "belongs to a matrix"),
        ([["a", "b"]], 0.0, "not numeric"),
        (lambda p: p["vmax"], 0.0, "restriction raised KeyError"),
        ([[0.0, 0.0]], 0.0, "about no estimated parameter"),
        ({"vm": [1.0, 2.0]}, 0.0, "expected a number each"),
        (None, 0.0, r"expected \(q, 2\)"),
    ],
)
def test_restrictions_that_cannot_be_read_are_named(
    restriction: Any, value: Any, message: str
) -> None:
    with pytest.raises(RegressionError, match=message):
        puromycin().fit().wald_test(restriction, value)


def test_a_mean_with_noise_is_fitted_with_longer_steps() -> None:
    """Rounded to eight digits of its size, as a mean that is read off a simulation."""

    def rounded(x: Any, vm: Any, k: Any) -> Any:
        return np.round(np.real(saturation(x, vm, k)), 6)

    model = NonlinearLS(rounded, RATE, CONC, start={"vm": 200.0, "k": 0.05})
    fit = model.fit(relative_step=1e-3, tolerance=1e-3)
    exact = puromycin().fit()
    np.testing.assert_allclose(fit.params, exact.params, rtol=1e-4)
    np.testing.assert_allclose(fit.bse, exact.bse, rtol=1e-3)
    assert fit.fit.derivative == "finite difference"
    np.testing.assert_allclose(
        fit.conf_int(method="profile"), exact.conf_int(method="profile"), rtol=1e-3
    )
    draws = [f.bootstrap(100, kind="residual", seed=2) for f in (fit, exact)]
    np.testing.assert_allclose(draws[0].bse, draws[1].bse, rtol=1e-2)
    again = NLSResults.from_json(fit.to_json(), rounded)
    np.testing.assert_allclose(again.profile().conf_int(), fit.profile().conf_int(), rtol=1e-6)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"relative_step": 0.0}, "relative_step=0.0; allowed: above 0"),
        ({"relative_step": "small"}, "relative_step='small'; allowed: above 0"),
        ({"tolerance": "small"}, "tolerance='small'; allowed"),
        ({"tolerance": 1.0}, "tolerance=1.0; allowed"),
        ({"max_evaluations": 2.5}, "allowed: a whole number above 0"),
    ],
)
def test_options_of_the_fit_are_checked(options: dict[str, Any], message: str) -> None:
    with pytest.raises(RegressionError, match=message):
        puromycin().fit(**options)


def test_few_evaluations_are_too_few() -> None:
    with pytest.raises(ConvergenceError, match="no minimum found"):
        puromycin().fit(max_evaluations=2)


def test_a_plot_shows_observations_fit_band_and_residuals() -> None:
    fit = demand().fit()
    for figure in (fit.plot(), fit.plot(against="price"), puromycin().fit().plot(alpha=0.1)):
        upper, lower = figure.axes
        labels = upper.get_legend_handles_labels()[1]
        assert {"observed", "fit"} < set(labels)
        assert any(label.endswith("band of the mean") for label in labels)
        observed = next(line for line in upper.lines if line.get_label() == "observed")
        assert len(observed.get_xdata()) == len(lower.lines[1].get_ydata())
    with pytest.raises(RegressionError, match=r"no column 'prise'.*'price'"):
        fit.plot(against="prise")


# Tables ----------------------------------------------------------------------------------------


def test_a_table_has_the_rows_stars_labels_and_caption_asked_for() -> None:
    full, held = demand().fit(), demand().fit(fixed={"income": 0.7})
    table = compare(
        [full, held], ["free", "held"], caption="Demand for labour", label="tab:labour",
        labels={"price": "price elasticity"}, rows=["income", "price", "observations"],
        stars=[0.05, 1e-90],
    )  # fmt: skip
    heads = [row[0] for row in table.summary().rows]
    assert heads == ["income", "", "price elasticity", "", "observations"]
    first, second = table.summary().rows[0], table.summary().rows[1]
    assert first[1].count("*") == 1
    assert (first[2], second[2]) == ("0.7", "(fixed)")
    assert "* p < 0.05, ** p < 1e-90" in str(table)
    assert str(table).startswith("Demand for labour")
    latex = table.as_latex()
    assert r"\caption{Demand for labour}" in latex
    assert r"\label{tab:labour}" in latex


def test_models_of_different_left_sides_do_not_stand_side_by_side() -> None:
    """pandas keeps the name of q for log q: the values count."""
    frame = FRAME.assign(employment=FRAME["employment"] + 1.0)
    levels = NonlinearLS(named, frame["employment"], frame[["price", "income"]], start=START).fit()
    logs = NonlinearLS(
        named, np.log(frame["employment"]), frame[["price", "income"]], start=START
    ).fit()
    with pytest.raises(RegressionError, match="'employment' and 'employment' differ in 60 of 60"):
        compare([levels, logs])
    assert "Criteria do not compare" in str(compare([levels, logs], left_sides="any"))
    part = NonlinearLS(named, "employment", ["price", "income"], data=frame[10:], start=START).fit()
    assert "Criteria do not compare" in str(compare([levels, part]))
    shuffled = frame.sample(frac=1.0, random_state=1)
    same = NonlinearLS(named, "employment", ["price", "income"], data=shuffled, start=START).fit()
    assert "Criteria do not compare" not in str(compare([levels, same]))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rows": ["prise"]}, "rows: no 'prise'.*did you mean 'price'"),
        ({"rows": "price"}, "expected a list"),
        ({"labels": {"p": "x"}}, "labels: no 'p'; allowed: 'scale', 'price', 'income'"),
        ({"stars": [0.01, 0.05]}, "from high to low"),
        ({"left_sides": "both"}, "allowed: 'same', 'any'"),
    ],
)
def test_tables_that_cannot_be_made(options: dict[str, Any], message: str) -> None:
    with pytest.raises(RegressionError, match=message):
        compare([demand().fit()], **options)


# Bootstraps --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pairs", "cluster_pairs", "block_residual"])
def test_a_bootstrap_is_stored_to_the_last_bit(kind: Any) -> None:
    groups = np.arange(60) // 6 if kind == "cluster_pairs" else None
    draws = demand().fit().bootstrap(60, kind=kind, seed=4, groups=groups)
    again = BootstrapResults.from_json(draws.to_json(), named)
    assert again.to_json() == draws.to_json()
    assert BootstrapResults.from_json(draws.using("basic").to_json()).method == "basic"
    pd.testing.assert_frame_equal(again.params, draws.params, check_exact=True)
    for method in ("percentile", "bca", "studentized"):
        pd.testing.assert_frame_equal(
            again.conf_int(method=method), draws.conf_int(method=method), rtol=1e-9
        )
    bare = BootstrapResults.from_json(draws.to_json())
    pd.testing.assert_frame_equal(bare.conf_int(), draws.conf_int())
    for call in (bare.predict, lambda: bare.conf_int(method="bca")):
        with pytest.raises(RegressionError, match="read back without its function"):
            call()


def test_failed_replications_are_stored_as_failed() -> None:
    draws = puromycin().fit().bootstrap(40, kind="residual")
    params, failed = draws.replications.params.copy(), np.arange(40) < 1
    params[0] = np.nan
    made = replace(draws.replications, params=params, failed=failed)
    again = BootstrapResults.from_json(BootstrapResults(draws.plan, made).to_json())
    assert again.n_failed == 1
    assert again.params.iloc[0].isna().all()


def test_a_p_value_is_the_level_at_which_the_percentile_interval_meets_zero() -> None:
    endog = 0.25 * PRICE + np.random.default_rng(2).standard_normal(60)
    noisy = NonlinearLS(lambda x, a, b: a + b * x, endog, PRICE, start=[0.0, 0.0]).fit()
    draws = noisy.bootstrap(999, kind="residual", seed=1)
    for name, pvalue in draws.pvalues.items():
        inside = draws.conf_int(alpha=max(float(pvalue) - 5e-3, 1e-6)).loc[name]
        outside = draws.conf_int(alpha=min(float(pvalue), 0.999)).loc[name]
        assert inside["lower"] <= 0.0 <= inside["upper"]
        assert not outside["lower"] <= 0.0 <= outside["upper"]
    np.testing.assert_allclose(draws.pvalues, noisy.pvalues, atol=0.05)


def test_bands_from_replications_are_those_of_the_delta_method_where_that_holds() -> None:
    fit = demand().fit()
    draws = fit.bootstrap(2000, kind="residual", seed=7)
    new = pd.DataFrame({"income": [2.0, 1.2], "price": [1.5, 4.0]}, index=["low", "high"])
    for kind in ("confidence", "prediction"):
        found, expected = draws.predict(new, interval=kind), fit.predict(new, interval=kind)
        assert isinstance(expected, pd.DataFrame)
        pd.testing.assert_series_equal(found["mean"], expected["mean"])
        np.testing.assert_allclose(found["se"], expected["se"], rtol=0.05)
        widths = (found["upper"] - found["lower"]) / (expected["upper"] - expected["lower"])
        np.testing.assert_allclose(widths, 1.0, atol=0.15)
    pd.testing.assert_frame_equal(
        draws.predict(new, interval="prediction"), draws.predict(new, interval="prediction")
    )


# Frames in corners -----------------------------------------------------------------------------


def test_labelled_regressors_cannot_be_written_into_and_are_else_an_array() -> None:
    def careless(x: Any, scale: Any, price: Any, income: Any) -> Any:
        x *= 2.0
        return named(x, scale, price, income)

    def turned(x: Any, scale: Any, price: Any, income: Any) -> Any:
        return named(x.T, scale, price, income)

    def product(x: Any, scale: Any, price: Any, income: Any) -> Any:
        return scale + x @ np.array([price, income])

    with pytest.raises(FunctionError, match="read-only"):
        NonlinearLS(careless, "employment", ["price", "income"], data=FRAME, start=START).fit()
    with pytest.raises(FunctionError, match="no column 'price'; the array is without names"):
        NonlinearLS(turned, "employment", ["price", "income"], data=FRAME, start=START).fit()
    fit = NonlinearLS(product, "employment", ["price", "income"], data=FRAME, start=START).fit()
    expected = sm.OLS(FRAME["employment"], sm.add_constant(FRAME[["price", "income"]])).fit()
    np.testing.assert_allclose(fit.params, expected.params, rtol=1e-6)
    assert type(fit.fit.residuals) is np.ndarray


def test_groups_and_instruments_are_columns_too() -> None:
    frame = FRAME.assign(state=np.arange(60) // 6, cost=FRAME["price"] + 0.3 * RNG.random(60))
    model = NonlinearLS(named, "employment", ["price", "income"], data=frame, start=START)
    by_name = model.fit("cluster", {"groups": "state"})
    np.testing.assert_allclose(by_name.bse, model.fit("cluster", {"groups": frame["state"]}).bse)
    with pytest.raises(RegressionError, match="groups: no column 'stat'"):
        model.fit("cluster", {"groups": "stat"})
    plain = model.fit()
    again = plain.with_cov("cluster", {"groups": "state"})
    assert again.bse.equals(by_name.bse)
    assert again.with_cov("cluster", {"groups": "state"}).bse.equals(by_name.bse)
    drawn = plain.bootstrap(30, kind="cluster_pairs", seed=1, groups="state")
    assert drawn.bse.equals(by_name.bootstrap(30, kind="cluster_pairs", seed=1).bse)
    with pytest.raises(RegressionError, match="groups: no column 'stat'"):
        plain.with_cov("cluster", {"groups": "stat"})
    with pytest.raises(RegressionError, match="groups: no column 'stat'"):
        plain.bootstrap(30, kind="cluster_pairs", groups="stat")
    with pytest.raises(RegressionError, match="kind='pairs' has no clusters"):
        plain.bootstrap(30, kind="pairs", groups="stat")
    assert plain.with_cov("HC1", {}).bse.equals(plain.with_cov("HC1").bse)
    stored = NLSResults.from_json(plain.to_json(), named)
    with pytest.raises(RegressionError, match="a column is named with data=frame"):
        stored.with_cov("cluster", {"groups": "state"})

    def second_step(x: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
        return a + b * x["price"] + c * x["income"] + d * x["first_stage_residual"]

    fit = NonlinearLS(
        second_step, "employment", ["price", "income"], data=frame, start=[0.0] * 4,
        controls=ControlFunction("price", ["cost"]),
    ).fit()  # fmt: skip
    a, b, c, _ = fit.params
    expected = a + b * frame["price"] + c * frame["income"]
    np.testing.assert_allclose(fit.predict(frame), expected, rtol=1e-9)


def test_the_order_of_rows_changes_no_test_of_nested_fits() -> None:
    shuffled = FRAME.sample(frac=1.0, random_state=3)
    held = NonlinearLS(named, "employment", ["price", "income"], data=shuffled, start=START)
    expected = demand().fit().compare_f_test(demand().fit(fixed={"price": 1.5}))
    found = demand().fit().compare_f_test(held.fit(fixed={"price": 1.5}))
    assert found == pytest.approx(expected)


def test_a_multiplier_is_eliminated_beside_held_parameters() -> None:
    for fixed in ({"price": 1.5}, {"scale": 3.0}):
        draws = [
            model.fit(fixed=fixed).bootstrap(40, kind="pairs", seed=1).params
            for model in (demand(), demand(linear="scale"))
        ]
        pd.testing.assert_frame_equal(*draws, rtol=1e-4)


def test_bounds_may_be_keyed_by_the_position_that_names_a_parameter() -> None:
    fit = NonlinearLS(
        lambda p, x: p[0] * x / (p[1] + x), RATE, CONC, start={0: 200.0, 1: 0.05},
        bounds={1: (0.0, None)},
    ).fit()  # fmt: skip
    assert fit.names == ("0", "1")


WITH_NOISE: list[tuple[Any, list[float], list[float]]] = [
    (lambda x, a, b: a * x / (b + x), [3.0, 0.8], [1.0, 1.0]),
    (lambda x, a, b, c: a * np.exp(-b * x) + c, [3.0, 0.8, 0.5], [2.0, 1.0, 1.0]),
    (lambda x, a, b, c: a / (1 + np.exp(-b * (x - c))), [3.0, 2.0, 1.5], [2.0, 1.0, 1.0]),
]


@pytest.mark.parametrize(("mean", "true", "start"), WITH_NOISE)
def test_a_mean_that_is_off_by_1e_8_of_itself_is_fitted_profiled_and_resampled(
    mean: Any, true: list[float], start: list[float]
) -> None:
    def noisy(x: Any, *params: Any) -> Any:
        values = np.real(params)
        off = np.sin(1e9 * sum((i + 1.4) * v for i, v in enumerate(values)) + 777.0 * x)
        return mean(x, *values) * (1.0 + 1e-8 * off)

    x = np.linspace(0.1, 4.0, 60)
    y = mean(x, *true) + 0.05 * np.random.default_rng(4).standard_normal(60)
    exact = NonlinearLS(mean, y, x, start=start).fit()
    model = NonlinearLS(noisy, y, x, start=start, names=list(exact.names))
    with pytest.raises(ConvergenceError, match="needs longer differences"):
        model.fit()
    fit = model.fit(relative_step=1e-3, tolerance=1e-3)
    assert (abs(fit.params - exact.params) < 1e-3 * exact.bse).all()
    np.testing.assert_allclose(fit.bse, exact.bse, rtol=1e-4)
    gap = (fit.profile().conf_int() - exact.profile().conf_int()).abs()
    assert (gap.max(axis=1) < 1e-4 * exact.bse).all()
    assert fit.bootstrap(50, kind="residual").n_failed == 0
