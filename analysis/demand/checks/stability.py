"""Whether the estimate is one: decades left out, and breaks of the curve at declared dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.demand.checks.many_fits import Modelled, fit_curves, refitted, relative_prices
from analysis.demand.checks.noise import noise_around
from analysis.demand.curves.curve import FloatArray
from analysis.demand.model import DemandModel
from analysis.demand.results import DemandResults
from analysis.errors import LabourError
from analysis.regression.arrays import BoolArray

DRAWS = 499
SMALLEST = 10
LARGEST = "largest"


def leave_one_decade_out(model: DemandModel) -> pd.DataFrame:
    """Elasticity at the first and the last price with each decade left out in turn.

    Parameters
    ----------
    model : DemandModel
        Indexed by year.

    Returns
    -------
    DataFrame
        One row a decade: ``nobs`` left, ``first`` and ``last`` elasticity at the prices of the
        whole sample's ends, and ``reason`` for a refusal.
    """
    decades = model.data.index // 10 * 10
    rows = {}
    for decade in sorted({int(value) for value in decades}):
        kept = model.data[decades != decade]
        try:
            first, last = _at_ends(model, model.on(kept).fit())
            rows[decade] = {"nobs": len(kept), "first": first, "last": last, "reason": ""}
        except LabourError as error:
            reason = str(error).splitlines()[0]
            rows[decade] = {"nobs": len(kept), "first": np.nan, "last": np.nan, "reason": reason}
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "decade left out"
    return table


def break_test(
    results: DemandResults,
    dates: Sequence[int],
    *,
    seed: int,
    draws: int = DRAWS,
    smallest: int = SMALLEST,
) -> pd.DataFrame:
    """Whether the curve differs before and after each date named beforehand.

    The statistic is the fall of the sum of squares when both parts have curves of their own,
    relative to what remains. Its p-value comes from quantities drawn around the whole-sample
    curve with errors as persistent as its residuals, since trending regressors and dependent
    errors invalidate the tables.

    Parameters
    ----------
    results : DemandResults
        Indexed by year; of a curve in the price, or in the price over income, alone.
    dates : sequence of int
        First years after the break.
    seed : int
    draws : int
    smallest : int
        Observations that each side must have.

    Returns
    -------
    DataFrame
        One row a date: ``statistic``, ``p``, both NaN where a side has too few observations; the
        row ``largest`` compares the largest statistic with the largest of each draw.

    Raises
    ------
    DemandError
        For a model with controls or a free income elasticity.
    """
    years = results.series.index.to_numpy(dtype=float)
    quantity = np.vstack([results.series.quantity[None], _around(results, years, draws, seed)])
    whole = refitted(results, quantity).ssr
    found = {}
    for year in dates:
        before = years < year
        if min(before.sum(), (~before).sum()) >= smallest:
            found[str(year)] = _gain(results, quantity, before, whole)
    if found:
        found[LARGEST] = np.max(list(found.values()), axis=0)
    rows = {str(year): {"statistic": np.nan, "p": np.nan} for year in dates}
    for name, values in found.items():
        p = float((1 + (values[1:] >= values[0]).sum()) / (1 + draws))
        rows[name] = {"statistic": float(values[0]), "p": p}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["statistic", "p"])
    table.index.name = "first year after"
    return table


def _at_ends(model: DemandModel, without: DemandResults) -> tuple[float, float]:
    """Elasticities of another fit at the first and the last price of the model's series."""
    # Parameters keep the unit of price over the mean income of the sample they were fitted to.
    series = replace(model.series, income_centre=without.series.income_centre)
    ends = without.equation.regressors(series)[[0, -1]]
    logs = without.equation.log_relative_price(without.mean_params, ends)
    first, last = without.curve.elasticity(np.exp(logs))
    return float(first), float(last)


def _around(results: DemandResults, years: FloatArray, draws: int, seed: int) -> FloatArray:
    """Quantities around the fitted curve with errors like its residuals, shape (draws, n)."""
    noise = noise_around(results).draw(years, draws, seed)
    mean = results.fitted.to_numpy()
    if results.equation.error == "log":
        return np.asarray(mean * np.exp(noise))
    width = float(np.std(np.asarray(results.regression.resid)))
    return np.asarray(mean + width * noise / noise.std())


def _gain(
    model: Modelled, quantity: FloatArray, before: BoolArray, whole: FloatArray
) -> FloatArray:
    curve, error, logs = model.equation.curve, model.equation.error, relative_prices(model)
    parts = [fit_curves(curve, logs[rows], quantity[:, rows], error).ssr
             for rows in (before, ~before)]  # fmt: skip
    return np.asarray((whole - parts[0] - parts[1]) / (parts[0] + parts[1]))
