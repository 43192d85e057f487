"""Known under-coverage: what simulations say about intervals in the situation of a fit.

The numbers come from ``coverage.csv``, which ``benchmarks/coverage_table.py`` makes.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
from scipy import stats

from analysis.regression.arrays import FloatArray
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance

_TABLE = Path(__file__).with_name("coverage.csv")
_SIZES = (30, 60, 120)
_NOMINAL = 0.95
# Beyond twice the largest sample of the table, what it says of independent errors is out of date.
_LARGEST = 2 * _SIZES[-1]
_LEVEL = 0.05
# What takes no account of autocorrelation covers as an iid interval does.
_BLIND = ("Wald", "HC0", "HC1", "HC2", "HC3", "residual", "wild", "pairs")


@cache
def coverage() -> dict[tuple[str, int, str], tuple[float, float]]:
    """Lowest coverage among the parameters and its Monte-Carlo error, by design, n and method."""
    found: dict[tuple[str, int, str], tuple[float, float]] = {}
    with _TABLE.open(newline="") as file:
        for row in csv.DictReader(file):
            key = (row["design"], int(row["nobs"]), row["method"])
            value = (float(row["coverage"]), float(row["mc_error"]))
            found[key] = min(found.get(key, value), value)
    return found


def undercoverage(fit: Fit, covariance: Covariance) -> list[str]:
    """Sentences on intervals that are known to cover too little in a situation like this."""
    if covariance.cov_type == "cluster":
        count = int(covariance.details["clusters"])
        return _of_clusters(fit, count, str(covariance.details["kind"]))
    return _of_series(fit, _method(fit, covariance))


def undercoverage_of_bootstrap(fit: Fit, kind: str, clusters: int, method: str) -> list[str]:
    """The same of intervals from a bootstrap, by its kind, clusters and method of intervals."""
    if clusters:
        return _of_clusters(fit, clusters, f"{kind} {method}")
    return _of_series(fit, f"{kind} {method}")


def _of_clusters(fit: Fit, count: int, method: str) -> list[str]:
    if count > 60:
        return []
    design = "10 clusters" if count <= 20 else "30 clusters"
    return _notes(_note(fit, design, method, f"{count} clusters"))


def _method(fit: Fit, covariance: Covariance) -> str:
    """Name of the interval in the table."""
    if fit.ar1 and covariance.cov_type == "nonrobust":
        return "AR(1) errors, Wald" if fit.restriction is None else "AR(1) errors, restricted"
    if covariance.cov_type != "HAC":
        return {"nonrobust": "Wald"}.get(covariance.cov_type, covariance.cov_type)
    details = covariance.details
    if details["kernel"] == "ewc":
        name = "HAC EWC"
    else:
        name = "HAC fixed-b" if details.get("critical") == "fixed-b" else "HAC Bartlett"
    leverage = details.get("leverage", False) and name != "HAC Bartlett"
    return f"{name}, leverage" if leverage else name


def _of_series(fit: Fit, method: str) -> list[str]:
    """Autocorrelation first; without it, what the method does by itself and with uneven errors."""
    order = persistence(fit)
    if order > 2.0 / np.sqrt(fit.nobs):
        return _notes(_of_autocorrelation(fit, order, method))
    if fit.ar1:
        return []
    uneven = heteroskedasticity(fit) < _LEVEL
    if uneven:
        situation = "the residuals vary more where the mean is of another size"
        return _notes(_note(fit, "heteroskedastic", method, situation))
    if method.startswith(("HAC", "block", "moving", "stationary")) and fit.nobs <= _LARGEST:
        return _notes(
            _note(fit, "iid", method, f"{_words(method)} at n = {fit.nobs}, independent errors"),
            _note(fit, "partial curve", method, "where the data show half of a curve"),
        )
    return []


def _of_autocorrelation(fit: Fit, order: float, method: str) -> str:
    design = "ar1 .6" if order < 0.75 else "ar1 .9"
    if fit.ar1:
        return _note(fit, design, method, f"autocorrelation of the errors of {order:.2f}")
    situation = (
        f"first-order autocorrelation of the residuals of {autocorrelation(fit.residuals):.2f}, of "
        f"the errors of about {order:.2f}, or a mean of the wrong shape"
    )
    if method.split()[0] not in _BLIND:
        return _note(fit, design, method, situation)
    known = _note(fit, design, method, situation) or _note(fit, design, "Wald", situation)
    if method == "Wald":
        return known
    return f"{_words(method)} takes no account of it; {known}" if known else ""


def _words(method: str) -> str:
    """A method as a reader says it."""
    return method.replace("_", " ")


def _notes(*found: str) -> list[str]:
    return [note for note in found if note]


def autocorrelation(residuals: FloatArray) -> float:
    """First-order autocorrelation of residuals in the order of the data."""
    centred = residuals - residuals.mean()
    total = float(centred @ centred)
    return float(centred[1:] @ centred[:-1]) / total if total > 0.0 else 0.0


def persistence(fit: Fit) -> float:
    """Autocorrelation of the errors, what residuals understate it by put back.

    The mean of the autocorrelation of residuals under independence is known from the regression
    on the Jacobian; the rest of the bias is that of Kendall (1954), three times the
    autocorrelation over n. Restricted likelihood needs no correction.
    """
    nobs = fit.nobs
    if fit.ar1:
        rho = float(fit.params[-1])
        return rho if fit.restriction is not None else (nobs * rho + 1.0) / (nobs - 3.0)
    free = fit.free
    basis = np.linalg.qr(fit.jacobian[:, free] / fit.plane.scales)[0]
    expected = -float(np.sum(basis[1:] * basis[:-1])) / (nobs - basis.shape[1])
    observed = autocorrelation(fit.residuals)
    return float(min(nobs * (observed - expected) / (nobs - 3.0), 1.0))


def heteroskedasticity(fit: Fit) -> float:
    """P-value of a trend of squared residuals in the fitted mean (Koenker 1981)."""
    squares, fitted = fit.residuals**2, fit.fitted
    if float(np.ptp(fitted)) == 0.0 or float(np.ptp(squares)) == 0.0:
        return 1.0
    share = float(np.corrcoef(squares, fitted)[0, 1]) ** 2
    return float(stats.chi2.sf(fit.nobs * share, 1))


def _note(fit: Fit, design: str, method: str, situation: str) -> str:
    nobs = min(_SIZES, key=lambda size: abs(np.log(size / fit.nobs)))
    known = coverage()
    while (design, nobs, method) not in known and nobs < _SIZES[-1]:
        nobs = _SIZES[_SIZES.index(nobs) + 1]
    if (design, nobs, method) not in known:
        return ""
    share, error = known[design, nobs, method]
    if share > _NOMINAL - 2.0 * error:
        return ""
    return (
        f"{situation}: in simulations ({design}, n = {nobs}) 95% intervals of this kind covered "
        f"{share:.0%} at worst (Monte-Carlo error {error:.1%})"
    )
