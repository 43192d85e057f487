"""The summary of a fit as text, HTML and LaTeX, without clock or paths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from analysis.regression.display import rendering
from analysis.regression.display.rendering import Summary
from analysis.regression.display.undercoverage import autocorrelation, undercoverage
from analysis.regression.fit import Fit, aicc, bic
from analysis.regression.inference import intervals
from analysis.regression.inference.covariance import Covariance


def summarise(fit: Fit, covariance: Covariance, refused: dict[str, str], alpha: float) -> Summary:
    """Compose the summary of a fit."""
    level = f"{100 * (1 - alpha):g}%"
    letter = "z" if np.isinf(covariance.df).all() else "t"
    header = ("", "estimate", "std. error", letter, "p", f"{level} lower", f"{level} upper")
    title = "Nonlinear least squares" + (", AR(1) errors" if fit.ar1 else "")
    rows = _rows(fit, covariance, refused, alpha)
    return Summary(title, _facts(fit, covariance), header, rows, notes(fit, covariance, refused))


def _facts(fit: Fit, covariance: Covariance) -> tuple[tuple[str, str], ...]:
    nparams = fit.counted + 1
    search = fit.search
    return (
        ("dependent variable", fit.data.endog_name),
        ("observations", str(fit.nobs)),
        ("degrees of freedom", str(fit.df_resid)),
        ("covariance", covariance.description),
        ("derivatives", fit.derivative or "not known"),
        ("R-squared", rendering.number(fit.rsquared)),
        ("residual variance", rendering.number(fit.ssr / fit.df_resid)),
        ("log-likelihood", rendering.number(fit.llf)),
        ("AICc", rendering.number(aicc(fit.llf, nparams, fit.nobs))),
        ("BIC", rendering.number(bic(fit.llf, nparams, fit.nobs))),
        ("autocorrelation", f"{autocorrelation(fit.residuals):.3f} (residuals, first order)"),
        ("condition number", rendering.number(fit.identification.condition_number)),
        ("starts", f"{search.starts}, {search.agreeing} of them to this minimum"),
    )


def _rows(
    fit: Fit, covariance: Covariance, refused: dict[str, str], alpha: float
) -> tuple[tuple[str, ...], ...]:
    se = np.sqrt(np.diag(covariance.matrix))
    lower, upper = intervals.wald(fit.params, se, covariance.df, alpha)
    rows = []
    for j, name in enumerate(fit.names):
        value = rendering.number(fit.params[j])
        if name in refused:
            rows.append((name, value, "none", "", "", "", ""))
            continue
        t = fit.params[j] / se[j]
        p = 2.0 * float(stats.t.sf(abs(t), covariance.df[j]))
        rows.append((name, value, rendering.number(se[j]), f"{t:.2f}", f"{p:.3f}",
                     rendering.number(lower[j]), rendering.number(upper[j])))  # fmt: skip
    return _with_fixed(fit, rows)


def _with_fixed(fit: Fit, rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows of all parameters in their order; those that were held have a value and no more."""
    if fit.held is None:
        return tuple(rows)
    found = {row[0]: row for row in rows}
    values = fit.held.fixed.items()
    found |= {n: (n, rendering.number(v), "fixed", "", "", "", "") for n, v in values}
    return tuple(found[name] for name in fit.held.names)


def notes(fit: Fit, covariance: Covariance, refused: dict[str, str]) -> tuple[str, ...]:
    """Why there is no standard error, what was left out, and what the intervals are worth."""
    found = [f"{name}: no standard error, {why}" for name, why in refused.items()]
    if fit.data.dropped:
        found.append(f"{fit.data.dropped} rows with missing values were left out")
    if fit.stage is not None:
        above, below = fit.stage.df
        found.append(f"first stage: F({above}, {below}) = {fit.stage.fvalue:.1f}")
    return (*found, *undercoverage(fit, covariance))
