"""Known under-coverage: what simulations say about intervals in the situation of a fit.

The numbers come from ``coverage.csv``, which ``benchmarks/coverage_table.py`` makes.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np

from analysis.regression.arrays import FloatArray
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance

_TABLE = Path(__file__).with_name("coverage.csv")
_SIZES = (30, 60, 120)
_NOMINAL = 0.95


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
    notes = []
    if covariance.cov_type == "cluster":
        count = int(covariance.details["clusters"])
        design = "10 clusters" if count <= 20 else "30 clusters"
        if count <= 60:
            situation = f"{count} clusters"
            notes.append(_note(fit, design, str(covariance.details["kind"]), situation))
        return [note for note in notes if note]
    order = autocorrelation(fit.residuals)
    if fit.ar1:
        rho = float(fit.params[-1])
        if rho > 2.0 / np.sqrt(fit.nobs):
            situation = f"autocorrelation of the errors of {rho:.2f}"
            notes.append(_note(fit, _series(rho, fit.nobs), "AR(1) errors, Wald", situation))
    elif order > 2.0 / np.sqrt(fit.nobs):
        method = {"HAC": "HAC Bartlett", "nonrobust": "Wald"}.get(covariance.cov_type, "")
        if covariance.details.get("kernel") == "ewc":
            method = "HAC EWC"
        situation = f"first-order autocorrelation of the residuals of {order:.2f}"
        if not method:
            notes.append(f"{situation}: {covariance.cov_type} takes no account of it")
        else:
            notes.append(_note(fit, _series(order, fit.nobs), method, situation))
    return [note for note in notes if note]


def autocorrelation(residuals: FloatArray) -> float:
    """First-order autocorrelation of residuals in the order of the data."""
    centred = residuals - residuals.mean()
    total = float(centred @ centred)
    return float(centred[1:] @ centred[:-1]) / total if total > 0.0 else 0.0


def _series(rho: float, nobs: int) -> str:
    """The nearest design, after taking off the downward bias of estimates (Kendall 1954)."""
    corrected = (nobs * rho + 1.0) / (nobs - 3.0)
    return "ar1 .6" if corrected < 0.75 else "ar1 .9"


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
