"""Raw-cotton price as an instrument for the price of cloth: strong, and not valid.

The argument that would make it valid: cotton supply (weather, boll weevil) moves the cost of
cloth and nothing else that moves the quantity of cloth. It fails where demand for cloth moves
the price of raw cotton, American mills being among its largest buyers; and after 1933 farm policy
set the price. The estimate is shown so that the reader sees how strong an invalid instrument can
be, and decides nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.demand.curves.curve import FloatArray
from analysis.errors import IndustryError
from analysis.industries.declared import Specification
from analysis.industries.samples import sample
from analysis.industries.series import consumer_prices, spliced
from analysis.regression import sandwich

FIRST, LAST = 1899, 1957
_BREAKS = (1890, 1941, 1956)
_GRID = np.linspace(-5.0, 10.0, 3001)


@dataclass(frozen=True)
class InstrumentedElasticity:
    """A constant elasticity of cloth, in yearly changes, with the raw-cotton price as instrument.

    Attributes
    ----------
    nobs : int
    first_stage_f : float
        F of the instrument in the first stage, heteroskedasticity-robust (HC1).
    ordinary, instrumented : float
        Elasticity by least squares and by instrumental variables.
    anderson_rubin : tuple of (float, float)
        Ends of the 95% Anderson-Rubin set; infinite where it reaches the edge of the grid.
    """

    nobs: int
    first_stage_f: float
    ordinary: float
    instrumented: float
    anderson_rubin: tuple[float, float]


def raw_cotton_instrument(one: Specification) -> InstrumentedElasticity:
    """Elasticity of cloth in yearly changes of logs, 1899 to 1957, with income as control.

    Raises
    ------
    IndustryError
        For an industry other than cotton.

    References
    ----------
    Anderson, T. W. and Rubin, H. (1949). Annals of Mathematical Statistics 20.
    """
    if one.industry != "cotton":
        raise IndustryError(f"raw cotton as instrument for {one.industry}; allowed: cotton")
    frame = sample(one).frame.loc[FIRST:LAST]
    raw = spliced("cotton", "raw_price", _BREAKS)[0] / consumer_prices()
    logs = (
        pd.DataFrame(
            {
                "quantity": frame["quantity"],
                "price": frame["price"] / frame["cpi"],
                "income": frame["real_income"],
                "raw": raw.reindex(frame.index),
            }
        )
    ).map(math.log)
    # A change over a gap of years is no yearly change.
    yearly = np.diff(logs.index.to_numpy(dtype=float)) == 1.0
    return _estimate(logs.diff().iloc[1:][yearly])


def _estimate(change: pd.DataFrame) -> InstrumentedElasticity:
    controls = np.column_stack([np.ones(len(change)), change["income"].to_numpy()])
    parts = {
        name: _less(change[name].to_numpy(), controls) for name in ("quantity", "price", "raw")
    }
    q, p, z = parts["quantity"], parts["price"], parts["raw"]
    n, k = len(change), controls.shape[1] + 1
    slope = float(z @ p / (z @ z))
    inside = [b for b in _GRID if _robust_f(q + b * p, z, k) <= stats.f.ppf(0.95, 1, n - k)]
    ends = (min(inside), max(inside)) if inside else (np.nan, np.nan)
    low = -np.inf if ends[0] <= _GRID[0] else float(ends[0])
    high = np.inf if ends[1] >= _GRID[-1] else float(ends[1])
    return InstrumentedElasticity(
        n, _robust_f(p, z, k), float(-(p @ q) / (p @ p)), float(-(z @ q) / (z @ z) / slope),
        (low, high),
    )  # fmt: skip


def _less(values: FloatArray, controls: FloatArray) -> FloatArray:
    effects, *_ = np.linalg.lstsq(controls, values, rcond=None)
    return np.asarray(values - controls @ effects)


def _robust_f(y: FloatArray, z: FloatArray, k: int) -> float:
    column = z[:, None]
    bread = 1.0 / (column.T @ column)
    slope = float(z @ y * bread[0, 0])
    scores = column * (y - slope * z)[:, None]
    meat = len(y) / (len(y) - k) * (scores.T @ scores)
    return slope**2 / float(sandwich(bread, meat)[0, 0])
