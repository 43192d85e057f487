"""Elasticity along a sample, with pointwise intervals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.demand.results import DemandResults


def elasticity_paths(fits: Mapping[str, DemandResults]) -> pd.DataFrame:
    """Elasticity at every observation of every fit.

    Parameters
    ----------
    fits : mapping of str to DemandResults
        Fits by the name of what tells them apart, for example the error scale.

    Returns
    -------
    pandas.DataFrame
        ``scale, year, elasticity, lower, upper``: a row per fit and observation; pointwise 95%
        intervals by the delta method.
    """
    rows = []
    for name, fit in fits.items():
        for year in fit.series.index:
            found = fit.elasticity(year)
            rows.append((name, int(year), found.value, found.lower, found.upper))
    return pd.DataFrame(rows, columns=["scale", "year", "elasticity", "lower", "upper"])
