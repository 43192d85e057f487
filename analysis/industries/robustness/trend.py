"""Levels, yearly changes and a common trend: what is left of the elasticity without the trend."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.demand import Estimate, cointegration_test, constant_elasticity, first_differences
from analysis.findings import derived
from analysis.industries.declared import SEED
from analysis.industries.fitted import Fitted
from analysis.industries.series import TITLES, Industry

WALKS = 99


@derived
def levels_and_changes(fits: Mapping[Industry, Fitted]) -> pd.DataFrame:
    """One elasticity from levels and one from yearly changes, and whether a trend is shared.

    Returns
    -------
    pandas.DataFrame
        One row an industry: ``industry``, ``observations``, ``levels`` (constant elasticity of
        the primary series, logs) and ``changes`` (logs, price and income apart, changes over a gap
        of years left out) with their 95% intervals, each in words; ``p``, the chance of residuals
        that return to the primary curve as they do on walks that share no level.
    """
    return pd.DataFrame([_row(industry, fitted) for industry, fitted in fits.items()])


def _row(industry: Industry, fitted: Fitted) -> dict[str, object]:
    model = fitted.model
    return {
        "industry": TITLES[industry],
        "observations": model.series.nobs,
        "levels": _words(constant_elasticity(model).price),
        "changes": _words(first_differences(model).price),
        "p": cointegration_test(model, n=WALKS, seed=SEED).pvalue,
    }


def _words(found: Estimate) -> str:
    return f"{found.value:.2f} ({found.lower:.2f} to {found.upper:.2f})"
