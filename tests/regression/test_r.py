"""Agreement with R: nls, MASS, sandwich, clubSandwich, boot, nlme (see r/README.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.regression import NLSResults, NonlinearLS
from analysis.regression.bootstrap.replications import batch_of, refit_all
from analysis.regression.bootstrap.resampling import Resample
from analysis.regression.bootstrap.vectorised import vectorise

R = Path(__file__).parent / "r"
REFERENCE: dict[str, Any] = json.loads((R / "reference.json").read_text())


def michaelis_menten(params: Any, conc: Any) -> Any:
    vm, k = params
    return vm * conc / (k + conc)


def logistic(params: Any, x: Any) -> Any:
    asym, xmid, scal = params
    return asym / (1 + np.exp((xmid - x) / scal))


def puromycin(**options: Any) -> NLSResults:
    data = pd.read_csv(R / "puromycin.csv")
    start = {"Vm": 200.0, "K": 0.05}
    return NonlinearLS(michaelis_menten, data["rate"], data["conc"], start=start, **options).fit()


def dnase() -> tuple[NLSResults, pd.DataFrame]:
    data = pd.read_csv(R / "dnase.csv")
    start = {"Asym": 2.5, "xmid": 1.5, "scal": 1.0}
    return NonlinearLS(logistic, data["density"], np.log(data["conc"]), start=start).fit(), data


def uspop(errors: Any = "iid") -> NLSResults:
    data = pd.read_csv(R / "uspop.csv")
    start = {"Asym": 400.0, "xmid": 20.0, "scal": 4.0}
    decade = (data["year"] - 1790) / 10
    return NonlinearLS(logistic, data["millions"], decade, start=start, errors=errors).fit()


FITS = {"puromycin": puromycin, "dnase": lambda: dnase()[0], "uspop": uspop}


@pytest.mark.parametrize("name", FITS)
def test_estimates_and_likelihood_agree_with_nls(name: str) -> None:
    result, expected = FITS[name](), REFERENCE[name]
    assert dict(result.params) == pytest.approx(expected["params"], rel=1e-6)
    assert result.bse.to_numpy() == pytest.approx(expected["bse"], rel=1e-6)
    assert result.cov_params().to_numpy() == pytest.approx(np.array(expected["cov"]), rel=1e-6)
    assert result.df_resid == expected["df_resid"]
    found = [result.ssr, result.scale, result.llf, result.aic, result.bic]
    named = [expected[key] for key in ("ssr", "scale", "llf", "aic", "bic")]
    assert found == pytest.approx(named, rel=1e-9)


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
@pytest.mark.parametrize("name", FITS)
def test_heteroskedasticity_robust_covariances_agree_with_sandwich(name: str, kind: Any) -> None:
    matrix = FITS[name]().with_cov(kind).cov_params().to_numpy()
    assert matrix == pytest.approx(np.array(REFERENCE[name][kind]), rel=1e-5)


@pytest.mark.parametrize("name", FITS)
def test_profile_intervals_agree_with_mass(name: str) -> None:
    result = FITS[name]()
    gap = result.conf_int(method="profile").to_numpy() - np.array(REFERENCE[name]["profile"])
    assert np.abs(gap / result.bse.to_numpy()[:, None]).max() < 2e-3


def test_cluster_covariances_agree_with_sandwich_and_clubsandwich() -> None:
    result, data = dnase()
    expected = REFERENCE["dnase"]
    for kind, options in {
        "CR0": {"use_correction": False}, "CR1": {}, "CR2": {"kind": "CR2"},
    }.items():  # fmt: skip
        robust = result.with_cov("cluster", {"groups": data["run"], **options})
        assert robust.cov_params().to_numpy() == pytest.approx(np.array(expected[kind]), rel=1e-5)
    assert robust.covariance.df == pytest.approx(expected["CR2_df"], rel=1e-6)


def test_cr2_of_unequal_clusters_has_the_degrees_of_freedom_of_clubsandwich() -> None:
    data = pd.read_csv(R / "dnase.csv").drop(index=np.arange(0, 90, 2)).reset_index(drop=True)
    start = {"Asym": 2.5, "xmid": 1.5, "scal": 1.0}
    fit = NonlinearLS(logistic, data["density"], np.log(data["conc"]), start=start).fit()
    robust = fit.with_cov("cluster", {"groups": data["run"], "kind": "CR2"})
    expected = REFERENCE["uneven"]
    assert robust.cov_params().to_numpy() == pytest.approx(np.array(expected["CR2"]), rel=1e-5)
    assert robust.covariance.df == pytest.approx(expected["CR2_df"], rel=1e-5)
    first = fit.with_cov("cluster", {"groups": data["run"]})
    assert first.cov_params().to_numpy() == pytest.approx(np.array(expected["CR1"]), rel=1e-5)


def test_newey_west_agrees_with_sandwich() -> None:
    robust = uspop().with_cov("HAC", {"maxlags": 3})
    assert robust.cov_params().to_numpy() == pytest.approx(
        np.array(REFERENCE["uspop"]["HAC3"]), rel=1e-5
    )


def test_ar1_errors_reach_the_likelihood_of_gnls() -> None:
    result, expected = uspop("ar1"), REFERENCE["uspop"]["ar1"]
    # gnls stops a little early; ours is the larger likelihood of the two.
    assert result.llf == pytest.approx(expected["llf"], abs=1e-6)
    assert result.llf >= expected["llf"] - 1e-9
    assert dict(result.params[:3]) == pytest.approx(expected["params"], rel=1e-4)
    assert result.params["rho"] == pytest.approx(expected["rho"], rel=1e-4)


def test_weights_agree_with_nls() -> None:
    conc = pd.read_csv(R / "puromycin.csv")["conc"]
    result, expected = puromycin(weights=conc), REFERENCE["weighted"]
    assert dict(result.params) == pytest.approx(expected["params"], rel=1e-6)
    assert result.cov_params().to_numpy() == pytest.approx(np.array(expected["cov"]), rel=1e-6)
    robust = result.with_cov("HC0").cov_params().to_numpy()
    assert robust == pytest.approx(np.array(expected["HC0"]), rel=1e-5)
    assert [result.ssr, result.llf] == pytest.approx([expected["ssr"], expected["llf"]], rel=1e-9)


def test_refits_of_the_samples_r_drew_agree_with_boot() -> None:
    """The batched algorithm on R's own 200 pairs samples gives R's 200 estimates."""
    fit, expected = puromycin().fit, REFERENCE["puromycin"]["resamples"]
    counts = np.array(expected["counts"], dtype=float)
    assert fit.problem is not None
    mean = vectorise(fit.problem.mean_function, fit.params, fit.data.exog, fit.nobs, False)
    found = refit_all(fit, batch_of(fit, mean, Resample(counts=counts)), counts.shape[0])
    assert not found.failed.any()
    assert found.params == pytest.approx(np.array(expected["params"]), rel=1e-4)


@pytest.mark.parametrize("method", ["percentile", "basic", "bca"])
def test_bootstrap_intervals_agree_with_boot(method: Any) -> None:
    """Independent draws: R's limits lie where those of the same number of draws of ours do.

    How far such limits scatter is seen from eight bootstraps; R's are a ninth.
    """
    result, expected = puromycin(), REFERENCE["puromycin"]["boot"]
    draws = [result.bootstrap(expected["n"], kind="pairs", seed=seed) for seed in range(8)]
    limits = np.stack([d.conf_int(method=method).loc[list(result.names)] for d in draws])
    theirs = np.array([expected[name][method] for name in result.names])
    scatter = limits.std(axis=0, ddof=1) * np.sqrt(1.0 + 1.0 / len(draws))
    gap = (theirs - limits.mean(axis=0)) / scatter
    # Four limits, seven degrees of freedom: the 99.9th percentile of the largest t.
    assert np.abs(gap).max() < stats.t.ppf(1.0 - 0.0005 / 4, 7), gap
    assert (scatter / result.bse.to_numpy()[:, None]).max() < 0.2
