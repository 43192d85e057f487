"""Tests of a fit against one nested in it: F and likelihood ratio."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from analysis.errors import RegressionError
from analysis.regression.data import FitData
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance

# A nested fit that is better by more than this share of rounding is not nested.
_ROUNDING = 1e-9


class Comparison(NamedTuple):
    """A test against a nested fit, a triple as in statsmodels.

    Parameters
    ----------
    statistic : float
    pvalue : float
    df_diff : int
        Restrictions: parameters that the nested fit has less.
    """

    statistic: float
    pvalue: float
    df_diff: int


def f_test(full: Fit, restricted: Fit, covariances: tuple[Covariance, Covariance]) -> Comparison:
    """F test; exact in a linear model with iid normal errors, else to first order.

    Raises
    ------
    RegressionError
        If the fits do not compare, are not nested, or the errors are not taken as iid.
    """
    df = _restrictions(full, restricted, covariances)
    if full.ar1 or restricted.ar1:
        raise RegressionError("no F test with errors='ar1'; allowed: compare_lr_test")
    gain = _gain(restricted.objective - full.objective, restricted.objective)
    statistic = gain / df / (full.objective / full.df_resid)
    return Comparison(statistic, float(stats.f.sf(statistic, df, full.df_resid)), df)


def lr_test(full: Fit, restricted: Fit, covariances: tuple[Covariance, Covariance]) -> Comparison:
    """Likelihood-ratio test with normal errors, chi-squared in large samples.

    Raises
    ------
    RegressionError
        If the fits do not compare, are not nested, or a robust covariance was asked for.
    """
    df = _restrictions(full, restricted, covariances)
    if full.restriction is not None or restricted.restriction is not None:
        raise RegressionError(
            "restricted likelihoods of different means do not compare; allowed: reml=False"
        )
    statistic = 2.0 * _gain(full.llf - restricted.llf, abs(full.llf) + full.nobs)
    return Comparison(statistic, float(stats.chi2.sf(statistic, df)), df)


def _gain(gain: float, size: float) -> float:
    if gain < -_ROUNDING * size:
        raise RegressionError(
            "the fit with fewer parameters fits better: it is not nested in the other, or the "
            "other stopped at a minimum that is not the lowest; try more starts"
        )
    return max(gain, 0.0)


def _restrictions(full: Fit, restricted: Fit, covariances: tuple[Covariance, Covariance]) -> int:
    """Number of restrictions, after checking that a test means something."""
    reason = different_left_sides(full.data, restricted.data)
    reason = reason or different_observations(full.data, restricted.data)
    if reason:
        raise RegressionError(f"the fits do not compare: {reason}")
    for fit, covariance in zip((full, restricted), covariances, strict=True):
        if covariance.cov_type != "nonrobust":
            raise RegressionError(
                f"the test takes the errors as iid, but the covariance is {covariance.cov_type}; "
                "allowed: wald_test, or fits with cov_type='nonrobust'"
            )
        if fit.stage is not None:
            raise RegressionError("no such test with a control function; allowed: wald_test")
        if fit.search.perfect:
            raise RegressionError("no test: the fit is perfect, residuals are rounding error")
    if restricted.ar1 and not full.ar1:
        raise RegressionError("not nested: only the fit to be nested has errors='ar1'")
    df = restricted.df_resid - full.df_resid
    if df < 1:
        raise RegressionError(
            f"not nested: the fit passed estimates {restricted.counted} parameters, this one "
            f"{full.counted}, those the data do not identify left out; call the test on the larger "
            "fit and pass the smaller"
        )
    return df


def different_left_sides(first: FitData, second: FitData) -> str:
    """How the left sides of two fits differ on the observations they share, empty if not.

    The name says nothing: pandas keeps that of q for log q.
    """
    a, b = first.endog, second.endog
    names = f"{first.endog_name!r} and {second.endog_name!r}"
    if _labelled(first) and _labelled(second):
        assert first.index is not None
        assert second.index is not None
        places = second.index.get_indexer(first.index)
        a, b = a[places >= 0], b[places[places >= 0]]
    elif a.size != b.size:
        return ""
    differs = np.flatnonzero(~np.isclose(a, b, rtol=1e-9, atol=0.0))
    if not differs.size:
        return ""
    row = int(differs[0])
    return (
        f"left sides {names} differ in {differs.size} of {a.size} shared observations "
        f"(first: {a[row]:.6g} and {b[row]:.6g})"
    )


def _labelled(data: FitData) -> bool:
    return data.index is not None and bool(data.index.is_unique)


def different_observations(first: FitData, second: FitData) -> str:
    """How the observations or weights of two fits differ, empty if they do not."""
    if first.endog.size != second.endog.size:
        return f"{first.endog.size} and {second.endog.size} observations"
    ones = np.ones_like(first.endog)
    own, other = (ones if d.weights is None else d.weights for d in (first, second))
    labels, others = first.index, second.index
    if labels is not None and others is not None and not labels.equals(others):
        if not (_labelled(first) and _labelled(second)):
            return "their observations have different labels"
        places = others.get_indexer(labels)
        if (places < 0).any():
            return "their observations have different labels"
        other = other[places]
    return "" if np.array_equal(own, other) else "their weights differ"
