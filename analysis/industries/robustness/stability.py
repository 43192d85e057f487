"""Whether the estimate is one: decades left out, and breaks of the curve at declared dates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.demand.curves.curve import FloatArray
from analysis.demand.curves.registry import curve_named
from analysis.errors import LabourError
from analysis.findings import Quantity, derived, finds
from analysis.industries.declared import DECLARED, MINIMUM_OBSERVATIONS, Specification
from analysis.industries.fitted import Fitted
from analysis.industries.refit import refit
from analysis.industries.robustness.noise import noise_around
from analysis.industries.samples import model
from analysis.regression.arrays import BoolArray

DRAWS = 499


@derived
def leave_one_decade_out(fitted: Fitted) -> pd.DataFrame:
    """Elasticity at the first and the last price with each decade left out in turn.

    Returns
    -------
    pandas.DataFrame
        One row a decade: ``nobs`` left, ``first`` and ``last`` elasticity at the prices of the
        whole sample's ends, and ``reason`` for a refusal.
    """
    one, frame = fitted.specification, fitted.sample.frame
    prices = np.exp(fitted.log_price)[[0, -1]]
    rows = {}
    for decade in sorted({int(year) // 10 * 10 for year in frame.index}):
        kept = frame[frame.index // 10 * 10 != decade]
        try:
            first, last = model(one, kept).fit().curve.elasticity(prices)
            rows[decade] = {"nobs": len(kept), "first": float(first), "last": float(last),
                            "reason": ""}  # fmt: skip
        except LabourError as error:
            rows[decade] = {"nobs": len(kept), "first": np.nan, "last": np.nan,
                            "reason": str(error).splitlines()[0]}  # fmt: skip
    result = pd.DataFrame.from_dict(rows, orient="index")
    result.index.name = "decade left out"
    return result


@derived
def breaks(fitted: Fitted, *, seed: int, draws: int = DRAWS) -> pd.DataFrame:
    """Whether the curve differs before and after each declared date.

    The statistic is the fall of the sum of squares when both parts have curves of their own,
    relative to what remains. Its p-value comes from quantities drawn around the whole-sample
    curve with errors as persistent as its residuals.

    Returns
    -------
    pandas.DataFrame
        One row a date with enough years on both sides: ``statistic``, ``p``; the row ``largest``
        compares the largest statistic with the largest of each draw.
    """
    one, frame, results = fitted.specification, fitted.sample.frame, fitted.results
    logs, years = fitted.log_price, frame.index.to_numpy(dtype=float)
    noise = noise_around(fitted).draw(years, draws, seed)
    mean = results.fitted.to_numpy()
    if one.error == "level":
        width = float(np.std(np.asarray(results.regression.resid)))
        drawn = mean + width * noise / noise.std()
    else:
        drawn = mean * np.exp(noise)
    quantity = np.vstack([frame["quantity"].to_numpy(dtype=float)[None], drawn])
    whole = refit(curve_named(one.curve), logs, quantity, one.error).ssr
    found = {}
    for year in DECLARED[one.industry].breaks:
        before = years < year
        if min(before.sum(), (~before).sum()) >= MINIMUM_OBSERVATIONS:
            found[str(year)] = _gain(one, logs, quantity, before, whole)
    if not found:
        return pd.DataFrame(columns=["statistic", "p"])
    found["largest"] = np.max(list(found.values()), axis=0)
    table = {
        name: {
            "statistic": float(values[0]),
            "p": float((1 + (values[1:] >= values[0]).sum()) / (1 + draws)),
        }
        for name, values in found.items()
    }
    return pd.DataFrame.from_dict(table, orient="index")


@finds
def last_without_a_decade(decades: pd.DataFrame) -> dict[str, Quantity]:
    """Between which values the last elasticity moves when a decade is left out."""
    return {
        "last_without_low": Quantity(float(decades["last"].min()), "elasticity"),
        "last_without_high": Quantity(float(decades["last"].max()), "elasticity"),
    }


@finds
def largest_break(breaks: pd.DataFrame) -> dict[str, Quantity]:
    """The declared date at which the curve changes most, and the p-value of the largest change."""
    dates = breaks.drop(index="largest", errors="ignore")["statistic"]
    if dates.empty:
        text = "no declared date leaves enough years on both sides"
        return {
            "break_p": Quantity(None, "p-value", text=text),
            "break_year": Quantity(None, "year", text=text),
        }
    return {
        "break_p": Quantity(float(breaks["p"]["largest"]), "p-value"),
        "break_year": Quantity(int(str(dates.idxmax())), "year"),
    }


def _gain(
    one: Specification,
    logs: FloatArray,
    quantity: FloatArray,
    before: BoolArray,
    whole: FloatArray,
) -> FloatArray:
    curve = curve_named(one.curve)
    parts = [
        refit(curve, logs[rows], quantity[:, rows], one.error).ssr for rows in (before, ~before)
    ]
    return np.asarray((whole - parts[0] - parts[1]) / (parts[0] + parts[1]))
