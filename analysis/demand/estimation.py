"""From an equation and its series to a fitted nonlinear regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd
from scipy.stats import chi2
from scipy.stats import f as fisher

from analysis.demand.curves.isoelastic import ConstantElasticity
from analysis.demand.equation import GAMMA, DemandEquation, Equation
from analysis.demand.series import DemandSeries
from analysis.errors import ConvergenceError, DemandError
from analysis.regression import CovType, NLSResults, NonlinearLS

ErrorProcess = Literal["iid", "ar1"]

# A covariance robust to autocorrelation counts rows on both sides of a gap as neighbours.
GAPS_CLOSED: Mapping[str, Any] = {"gaps": "close"}


def regression_problem(
    equation: Equation, series: DemandSeries, errors: ErrorProcess = "iid", reml: bool = False
) -> NonlinearLS:
    """The equation on these series as a plain nonlinear least-squares problem."""
    return NonlinearLS(
        equation.batched,
        _endog(equation, series),
        equation.regressors(series),
        start=equation.start(series),
        jac=equation.batched_jacobian,
        bounds=equation.bounds(series),
        names=list(equation.names),
        errors=errors,
        linear=equation.multiplier,
        both=equation.both if isinstance(equation, DemandEquation) else None,
        reml=reml,
    )


def _endog(equation: Equation, series: DemandSeries) -> pd.Series[float]:
    """Quantity on the scale of the error, with its labels and its name."""
    logs = "log " if equation.error == "log" else ""
    return pd.Series(equation.endog(series), series.index, name=logs + series.quantity_name)


def estimate(
    equation: Equation,
    series: DemandSeries,
    errors: ErrorProcess = "iid",
    cov_type: CovType = "nonrobust",
    cov_kwds: Mapping[str, Any] | None = None,
    reml: bool = False,
    fixed: Mapping[str, float] | None = None,
) -> NLSResults:
    """Fit the equation by nonlinear least squares; parameters of `fixed` are held at its values.

    Raises
    ------
    ConvergenceError
        If there is no minimum; where the curve runs to constant elasticity, it says so.
    """
    problem = regression_problem(equation, series, errors, reml)
    try:
        return problem.fit(cov_type=cov_type, cov_kwds=cov_kwds, fixed=fixed)
    except ConvergenceError as error:
        if isinstance(equation, DemandEquation) and not fixed:
            _explain(error, equation, series, errors)
        raise


def _explain(
    error: ConvergenceError, equation: DemandEquation, series: DemandSeries, errors: ErrorProcess
) -> None:
    """Raise what a missing minimum means, if the curve is going to constant elasticity.

    It is if it gains less than one residual variance over a curve that has one.
    """
    limit = replace(equation, curve=ConstantElasticity)
    if equation.curve is ConstantElasticity or not error.params:
        return
    straight = regression_problem(limit, series, errors).fit()
    gain = straight.fit.objective - error.ssr
    if gain > error.ssr / max(series.nobs - len(equation.names), 1):
        return
    going = ", ".join(
        f"{name} {value:.3g}" for name, value in zip(equation.names, error.params, strict=False)
    )
    raise ConvergenceError(
        f"the {equation.curve.label} curve runs to constant elasticity: these data show no "
        f"saturation, and an elasticity of {straight.params['elasticity']:.3g} at all prices fits "
        f"as well; it was on its way to {going}; allowed: curve='constant_elasticity', or data "
        "that reach further along the curve",
        error.params,
        error.ssr,
    ) from error


@dataclass(frozen=True)
class RestrictionTest:
    """A test of one restriction by fitting with and without it.

    Parameters
    ----------
    hypothesis : str
    statistic : float
    distribution : str
        Under the hypothesis.
    pvalue : float
    """

    hypothesis: str
    statistic: float
    distribution: str
    pvalue: float

    def __str__(self) -> str:
        return f"{self.hypothesis}: {self.distribution} {self.statistic:.3g}, p = {self.pvalue:.3g}"


def income_restriction(
    equation: DemandEquation, series: DemandSeries, free: NLSResults, errors: ErrorProcess
) -> RestrictionTest:
    """Test that gamma is one: income and price work alike.

    F with independent errors, likelihood ratio with autoregressive ones; neither depends on
    how the curve is parametrised, as a Wald test would. Parameters held in the one fit are held
    in the other.
    """
    if free.fit.restriction is not None:
        raise DemandError(
            "restricted likelihoods of different means do not compare; allowed: reml=False"
        )
    held = free.fixed
    if GAMMA in held:
        raise DemandError(f"gamma is fixed at {held[GAMMA]:g}; allowed: leave it out of fixed=")
    fixed = estimate(replace(equation, free_income=False), series, errors, fixed=held)
    hypothesis = "gamma = 1"
    if errors == "ar1":
        ratio = max(2.0 * (free.llf - fixed.llf), 0.0)
        return RestrictionTest(hypothesis, ratio, "chi2(1)", float(chi2.sf(ratio, 1)))
    df = int(free.df_resid)
    statistic = max((fixed.ssr - free.ssr) / (free.ssr / df), 0.0)
    return RestrictionTest(hypothesis, statistic, f"F(1, {df})", float(fisher.sf(statistic, 1, df)))
