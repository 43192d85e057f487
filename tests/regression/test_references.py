"""Published values, closed forms, and what statsmodels gives for the linear case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.regression import NLSResults, NonlinearLS, compare

R = Path(__file__).parent / "r"


def michaelis_menten(params: Any, conc: Any) -> Any:
    vm, k = params
    return vm * conc / (k + conc)


def linear(params: Any, x: Any) -> Any:
    return sum(params[j] * x[..., j] for j in range(len(params)))


def treated() -> NLSResults:
    data = pd.read_csv(R / "puromycin.csv")
    start = {"Vm": 200.0, "K": 0.05}
    return NonlinearLS(michaelis_menten, data["rate"], data["conc"], start=start).fit()


def test_puromycin_of_bates_and_watts() -> None:
    result = treated()
    assert result.params.to_numpy() == pytest.approx([212.683743, 0.0641212816], rel=1e-8)
    assert result.bse.to_numpy() == pytest.approx([6.94715515, 0.00828095], rel=1e-6)
    assert result.ssr == pytest.approx(1195.448814, rel=1e-9)


def test_exact_profile_intervals_of_puromycin() -> None:
    limits = treated().conf_int(method="profile")
    assert limits.loc["Vm"].to_numpy() == pytest.approx([197.301933, 229.289055], abs=1e-6)
    assert limits.loc["K"].to_numpy() == pytest.approx([0.04692034, 0.08615691], abs=1e-8)


def test_a_profile_limit_is_where_the_restricted_fit_loses_exactly_the_cutoff() -> None:
    result = treated()
    data = pd.read_csv(R / "puromycin.csv")
    for limit in result.conf_int(method="profile").loc["K"]:
        shape = data["conc"] / (limit + data["conc"])
        restricted = ((data["rate"] - shape * (shape @ data["rate"]) / (shape @ shape)) ** 2).sum()
        rise = (restricted - result.ssr) / result.scale
        assert rise == pytest.approx(2.2281388519649385**2, rel=1e-6)  # t(10), 97.5%


def test_profile_of_a_function_that_is_a_parameter_is_the_profile_of_the_parameter() -> None:
    result = treated()
    direct = result.conf_int(method="profile").loc["K"].to_numpy()
    assert result.derived("K", lambda p: p["K"]).conf_int(method="profile") == pytest.approx(direct)
    inverse = result.derived("1/K", lambda p: 1.0 / p["K"]).conf_int(method="profile")
    assert inverse == pytest.approx(tuple(1.0 / direct[::-1]))


def test_newey_west_of_the_investment_equation() -> None:
    """Greene's investment equation, Bartlett weights at lag 4 without prewhitening."""
    data = pd.read_csv(R / "investment.csv").dropna()
    exog = sm.add_constant(data[["RealGNP", "RealInt"]])
    result = NonlinearLS(linear, data["RealInv"], exog, start=[0.0, 0.0, 0.0]).fit(
        "HAC", {"maxlags": 4}
    )
    variances = np.diag(result.cov_params())
    assert variances == pytest.approx([359.4170681, 0.0002805888, 11.171472998], rel=1e-7)
    assert "Bartlett kernel, 4 lags" in str(result.summary())


def investment() -> tuple[pd.Series, pd.DataFrame]:
    data = pd.read_csv(R / "investment.csv").dropna().reset_index(drop=True)
    return data["RealInv"], sm.add_constant(data[["RealGNP", "RealInt"]])


@pytest.mark.parametrize(
    ("cov_type", "options"),
    [
        ("nonrobust", {}), ("HC0", {}), ("HC1", {}), ("HC2", {}), ("HC3", {}),
        ("HAC", {"maxlags": 3}), ("HAC", {"maxlags": 3, "use_correction": True}),
        ("cluster", {"groups": np.arange(19) // 4}),
    ],
)  # fmt: skip
def test_a_linear_equation_has_the_covariances_of_statsmodels(
    cov_type: Any, options: dict[str, Any]
) -> None:
    endog, exog = investment()
    ours = NonlinearLS(linear, endog, exog, start=[0.0, 0.0, 0.0]).fit(cov_type, options)
    theirs = sm.OLS(endog, exog).fit(cov_type=cov_type, cov_kwds=options or None)
    assert ours.params.to_numpy() == pytest.approx(theirs.params.to_numpy(), rel=1e-9)
    assert ours.cov_params().to_numpy() == pytest.approx(theirs.cov_params().to_numpy(), rel=1e-7)


def test_a_linear_equation_has_the_fit_bands_and_tests_of_statsmodels() -> None:
    endog, exog = investment()
    weights = np.linspace(0.5, 2.0, 19)
    ours = NonlinearLS(linear, endog, exog, start=[0.0, 0.0, 0.0], weights=weights).fit()
    theirs = sm.WLS(endog, exog, weights=weights).fit()
    found = [ours.ssr, ours.scale, ours.rsquared, ours.llf]
    assert found == pytest.approx([theirs.ssr, theirs.scale, theirs.rsquared, theirs.llf])
    assert ours.conf_int().to_numpy() == pytest.approx(theirs.conf_int().to_numpy())
    assert ours.pvalues.to_numpy() == pytest.approx(theirs.pvalues.to_numpy())
    restriction = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    test, expected = ours.wald_test(restriction), theirs.f_test(restriction)
    assert [test.statistic, test.pvalue] == pytest.approx(
        [float(expected.fvalue), float(expected.pvalue)]
    )
    new = exog.iloc[:4] * 1.1
    band = ours.predict(new, interval="prediction")
    other = theirs.get_prediction(new).summary_frame()
    assert band["lower"].to_numpy() == pytest.approx(other["obs_ci_lower"].to_numpy())
    mean = ours.predict(new, interval="confidence")
    assert mean["upper"].to_numpy() == pytest.approx(other["mean_ci_upper"].to_numpy())


def test_profile_and_wald_intervals_of_a_linear_equation_are_the_same() -> None:
    endog, exog = investment()
    result = NonlinearLS(linear, endog, exog, start=[0.0, 0.0, 0.0]).fit()
    profile = result.conf_int(method="profile").to_numpy()
    assert profile == pytest.approx(result.conf_int().to_numpy(), rel=1e-7)


def test_ar1_estimates_are_those_of_iterated_prais_winsten_at_their_own_rho() -> None:
    """Given rho, generalised least squares by Prais and Winsten is the same linear problem."""
    endog, exog = investment()
    start = sm.OLS(endog, exog).fit().params.to_numpy()
    result = NonlinearLS(linear, endog, exog, start=start, errors="ar1").fit()
    rho = float(result.params["rho"])
    theirs = sm.GLSAR(endog, exog, rho=np.array([rho]))
    first = np.sqrt(1.0 - rho**2)
    y = np.r_[first * endog[0], theirs.wendog]
    x = np.vstack([first * exog.to_numpy()[:1], theirs.wexog])
    expected = np.linalg.lstsq(x, y)[0]
    assert result.params.to_numpy()[:3] == pytest.approx(expected, rel=1e-6)
    assert result.ssr == pytest.approx(float(((y - x @ expected) ** 2).sum()), rel=1e-9)


def test_delta_method_of_a_ratio_in_closed_form() -> None:
    result = treated()
    vm, k = result.params
    cov = result.cov_params().to_numpy()
    variance = cov[0, 0] / k**2 + vm**2 / k**4 * cov[1, 1] - 2 * vm / k**3 * cov[0, 1]
    assert result.derived("Vm/K", lambda p: p["Vm"] / p["K"]).se == pytest.approx(variance**0.5)


@settings(max_examples=25, deadline=None)
@given(
    scale=st.floats(1e-6, 1e6),
    rate=st.floats(1e-4, 1e4),
    seed=st.integers(0, 2**32 - 1),
)
def test_estimates_follow_a_change_of_units(scale: float, rate: float, seed: int) -> None:
    """Measuring y and x in other units changes parameters and standard errors by those units."""
    rng = np.random.default_rng(seed)
    x = np.linspace(0.1, 4.0, 25)
    y = 3.0 * x / (0.8 + x) + 0.05 * rng.standard_normal(25)
    base = NonlinearLS(michaelis_menten, y, x, start=[2.0, 1.0]).fit()
    other = NonlinearLS(michaelis_menten, scale * y, rate * x, start=[2.0 * scale, rate]).fit()
    units = np.array([scale, rate])
    assert other.params.to_numpy() == pytest.approx(base.params.to_numpy() * units, rel=1e-6)
    assert other.bse.to_numpy() == pytest.approx(base.bse.to_numpy() * units, rel=1e-5)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_repeating_an_observation_is_the_same_as_a_weight_of_two(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.linspace(0.1, 4.0, 15)
    y = 3.0 * x / (0.8 + x) + 0.05 * rng.standard_normal(15)
    twice = np.r_[x, x[:5]], np.r_[y, y[:5]]
    repeated = NonlinearLS(michaelis_menten, twice[1], twice[0], start=[2.0, 1.0]).fit()
    weights = np.r_[np.full(5, 2.0), np.ones(10)]
    weighted = NonlinearLS(michaelis_menten, y, x, start=[2.0, 1.0], weights=weights).fit()
    assert repeated.params.to_numpy() == pytest.approx(weighted.params.to_numpy(), rel=1e-7)
    assert repeated.ssr == pytest.approx(weighted.ssr, rel=1e-9)


def test_models_side_by_side_show_estimates_errors_and_criteria() -> None:
    data = pd.read_csv(R / "puromycin.csv")
    full = treated()
    slope = NonlinearLS(lambda p, x: p[0] * x, data["rate"], data["conc"], start={"slope": 100.0})
    table = compare([full, slope.fit()], titles=["Michaelis-Menten", "linear"])
    frame = table.frame()
    assert frame.loc[("Vm", "estimate"), "Michaelis-Menten"] == full.params["Vm"]
    assert np.isnan(frame.loc[("Vm", "estimate"), "linear"])
    assert frame.loc[("fit", "AICc"), "Michaelis-Menten"] == full.aicc
    assert "212.68" in table.as_text()
    assert r"\toprule" in table.as_latex()
    assert "<table>" in table._repr_html_()
