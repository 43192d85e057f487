"""The summary of an estimated demand curve: what it says, and how little R2 means for it."""

from __future__ import annotations

import numpy as np

from analysis.demand.checks.placebo import Placebo
from analysis.demand.curves.curve import ServedCurve
from analysis.demand.equation import GAMMA
from analysis.demand.estimates import Estimate
from analysis.demand.results import DemandResults
from analysis.regression import Summary
from analysis.regression.display import rendering

HEADER = ("", "estimate", "std. error", "lower", "upper")

ERROR_PROCESSES = {"iid": "independent", "ar1": "first-order autoregression, by maximum likelihood"}


def summarise(results: DemandResults, placebo: Placebo | None = None) -> Summary:
    """Parameters, elasticities, share served and turning point as text, HTML or LaTeX.

    With all that the regression's own summary says: covariance, errors, autocorrelation of the
    residuals, known under-coverage, and why there is no standard error where there is none.

    Parameters
    ----------
    results : DemandResults
    placebo : Placebo, optional
        From :func:`analysis.demand.placebo`; its percentile then stands beside R2.
    """
    return Summary(
        f"Demand, {results.equation.curve.label} curve, error in {results.equation.error}s",
        _facts(results, placebo),
        HEADER,
        tuple(_row(item) for item in _estimates(results)),
        _notes(results, placebo),
    )


def _facts(results: DemandResults, placebo: Placebo | None) -> tuple[tuple[str, str], ...]:
    index = results.series.index
    stated = dict(results.regression.summary().facts)
    observations = stated.pop("observations")
    facts = [
        ("observations", f"{observations}, {index[0]} to {index[-1]}"),
        ("errors", ERROR_PROCESSES[results.errors]),
        *stated.items(),
    ]
    if placebo is not None:
        drawn = f"{placebo.percentile:.0f} of {len(placebo.draws)} unrelated random walks"
        facts.append(("placebo percentile of R-squared", drawn))
    if results.equation.free_income:
        if GAMMA not in results.regression.fixed:
            facts.append(("test", str(results.income_test())))
    elif results.series.log_income is not None:
        facts.append(("income", "price relative to income: gamma is one by assumption"))
    return tuple(facts)


def _estimates(results: DemandResults) -> list[Estimate]:
    found = []
    for name in results.params.index:
        se, (lower, upper) = results.bse[name], results.regression.conf_int().loc[name]
        found.append(Estimate(name, results.params[name], se, lower, upper, 0.05, "wald"))
    for at in ("first", "last"):
        found.append(results.elasticity(at))
        if results.equation.free_income:
            found.append(results.income_elasticity(at))
        if issubclass(results.equation.curve, ServedCurve):
            found.append(results.share_served(at))
    point = results.turning_point()
    if point.price is not None:
        found.append(point.price)
    return found


def _row(item: Estimate) -> tuple[str, ...]:
    if not np.isfinite(item.se):
        return (item.name, rendering.number(item.value), "none", "", "")
    numbers = (item.value, item.se, item.lower, item.upper)
    return (item.name, *(rendering.number(number) for number in numbers))


def _notes(results: DemandResults, placebo: Placebo | None) -> tuple[str, ...]:
    notes = [str(results.turning_point())]
    notes += [f"{item.name}: {item.note}" for item in _estimates(results) if item.note]
    notes += results.regression.summary().notes
    if placebo is not None and placebo.unsettled:
        notes.append(
            f"{placebo.unsettled} placebo fits were stopped while their parameters still moved; "
            "their R-squared counts"
        )
    return tuple(notes)
