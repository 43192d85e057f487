"""Is the specification curve more than drift? The whole curve refitted on simulated walks.

Quantities are replaced by drifting random walks that know nothing of the price; prices stay the
actual ones. A permutation would destroy the serial dependence that makes such fits look good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.curves.curve import FloatArray
from analysis.demand.curves.registry import curve_named
from analysis.findings import Quantity, derived, finds, resting
from analysis.industries.declared import CURVES, specifications
from analysis.industries.estimates import LOG_UNIT
from analysis.industries.fitted import Fitted
from analysis.industries.refit import Refits, refit
from analysis.industries.robustness.fits import rows_of_all
from analysis.industries.robustness.walks import calibrate
from analysis.industries.samples import Frames
from analysis.industries.series import TITLES, Industry
from analysis.tables import Evidence

DRAWS = 199
# The curve with a floor is left out: its bound needs a solver of its own.
_CURVES = tuple(curve for curve in CURVES if curve != "floor_lognormal")


@dataclass(frozen=True)
class JointTest:
    """Statistics of the specification curve, actual and under the null.

    Attributes
    ----------
    industry : str
    crossing : float
        Share of specifications whose elasticity falls from above one to below it.
    crossing_null : array, shape (B,)
    rsquared : float
        Median R squared.
    rsquared_null : array, shape (B,)
    primary, primary_null : float, array of shape (B,)
        R squared of the primary specification, on the data and on the walks.
    uncentred, uncentred_null : float, array of shape (B,)
        The same around zero.
    specifications : int
    evidence, primary_rows : tuple of Evidence
        Rows behind all specifications, and behind the primary one.
    """

    industry: Industry
    crossing: float
    crossing_null: FloatArray
    rsquared: float
    rsquared_null: FloatArray
    primary: float
    primary_null: FloatArray
    uncentred: float
    uncentred_null: FloatArray
    specifications: int
    evidence: tuple[Evidence, ...]
    primary_rows: tuple[Evidence, ...]

    @property
    def p_crossing(self) -> float:
        """Share of walks on which as many specifications cross one."""
        return _p_value(self.crossing, self.crossing_null)

    @property
    def p_rsquared(self) -> float:
        """Share of walks on which the median R squared is as high."""
        return _p_value(self.rsquared, self.rsquared_null)


def joint_test(frames: Frames, *, seed: int, draws: int = DRAWS) -> JointTest:
    """Refit every declared specification on `draws` simulated walks.

    A fit that degenerates counts as one that does not cross, on walks as on the data.
    """
    every = [Fitted(one, frames.sample(one)) for one in specifications(frames.industry, _CURVES)]
    first = min(int(one.sample.frame.index[0]) for one in every)
    last = max(int(one.sample.frame.index[-1]) for one in every)
    shocks = np.random.default_rng(seed).standard_normal((draws, last - first))
    crossing, rsquared = np.zeros(draws + 1), []
    for one in every:
        found, fits, around_zero = _refits(one, shocks, first)
        if one.specification.primary:
            own, primary_rows = (fits, around_zero), one.evidence
        above = found.elasticity(float(one.log_price[0])) > 1.0
        crossing += above & (found.elasticity(float(one.log_price[-1])) < 1.0) & found.converged
        rsquared.append(fits)
    share = crossing / len(every)
    middle = np.median(np.array(rsquared), axis=0)
    return JointTest(
        frames.industry, float(share[0]), share[1:], float(middle[0]), middle[1:],
        float(own[0][0]), own[0][1:], float(own[1][0]), own[1][1:], len(every),
        rows_of_all(frames), primary_rows,
    )  # fmt: skip


def percentile(value: float, null: FloatArray) -> float:
    """Share of the null at or below a value."""
    return float((null <= value).mean())


@finds
def crossing_on_walks(joint: JointTest) -> dict[str, Quantity]:
    """The specification curve against its null, and the place of R squared among placebos."""
    return {
        "p_crossing": Quantity(joint.p_crossing, "p-value"),
        "crossing_all": Quantity(joint.crossing, "share"),
        "crossing_null": Quantity(float(np.median(joint.crossing_null)), "share"),
        "placebo": Quantity(
            percentile(joint.primary, joint.primary_null), "share", rows=joint.primary_rows
        ),
    }


@finds
def walks_drawn(joint: JointTest) -> dict[str, Quantity]:
    """How many walks the null rests on."""
    return {"walks": Quantity(len(joint.crossing_null), "walks", declared=True)}


@derived
def fit_among_walks(joints: Mapping[Industry, JointTest]) -> pd.DataFrame:
    """R squared of the primary specification and its percentile among walks, by industry.

    Returns
    -------
    pandas.DataFrame
        ``rsquared``, its ``median`` on walks and its ``percentile`` among them; the same around
        zero: ``uncentred``, ``uncentred_percentile``.
    """
    rows = [
        {
            "industry": TITLES[industry],
            "rsquared": joint.primary,
            "median": float(np.median(joint.primary_null)),
            "percentile": 100 * percentile(joint.primary, joint.primary_null),
            "uncentred": joint.uncentred,
            "uncentred_percentile": 100 * percentile(joint.uncentred, joint.uncentred_null),
        }
        for industry, joint in joints.items()
    ]
    primaries = [joint.primary_rows for joint in joints.values()]
    return resting(pd.DataFrame(rows), primaries)


def _refits(one: Fitted, shocks: FloatArray, first: int) -> tuple[Refits, FloatArray, FloatArray]:
    """Fits on the data (first row) and on the walks; R squared around the mean and around zero."""
    seen, chosen = one.sample.frame["quantity"], one.specification
    walks = calibrate(seen).simulate(shocks, first)
    quantity = np.vstack([seen.to_numpy(dtype=float)[None], walks])
    found = refit(curve_named(chosen.curve), one.log_price, quantity, chosen.error)
    endog = np.log(quantity) if chosen.error == "log" else quantity
    total = ((endog - endog.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    shift = LOG_UNIT if chosen.error == "log" else 0.0
    raw = ((endog + shift) ** 2).sum(axis=1)
    return found, np.asarray(1.0 - found.ssr / total), np.asarray(1.0 - found.ssr / raw)


def _p_value(value: float, null: FloatArray) -> float:
    return float((1 + (null >= value).sum()) / (1 + len(null)))
