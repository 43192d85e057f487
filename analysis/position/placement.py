"""The map on which a rung would be placed: reach of a gain and share served."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from analysis.demand.curves.lognormal import inverse_mills
from analysis.findings import Quantity, derived, finds, resting
from analysis.position.declared import RUNGS
from analysis.position.theory import break_even_growth, share_served_at_peak

FloatArray = npt.NDArray[np.float64]

B, SIGMA = 0.28, 1.0
"""Exponent of a learning curve and spread of log values at which the map is drawn: the middle of
published exponents, and a spread under which history's curves lie on both sides. Declared."""
SHARES = (1.0, 0.8, 0.6, 0.4)
"""Shares of labels in the cost at which the peak is shown."""
GRID = 61
HALF = 0.5
"""Reach and share served at which the growth that breaks even is worked."""


@derived
def map_of_break_even(known: pd.DataFrame) -> pd.DataFrame:
    """Break-even growth of demand as a multiple of labour saving, over the whole map.

    Parameters
    ----------
    known : pandas.DataFrame
        From :func:`analysis.position.cells`: what the map would have to be read with.

    Returns
    -------
    pandas.DataFrame
        ``reach`` (pass-through times share of labels in cost), ``served`` (share of users),
        ``multiple``: below zero labour rises at any growth of demand that is not negative.
    """
    reaches, shares = np.meshgrid(np.linspace(0.0, 1.0, GRID), np.linspace(0.01, 0.99, GRID))
    elasticity = elasticity_at(shares)
    multiple = [
        break_even_growth(float(reach), float(value), 1.0)
        for reach, value in zip(reaches.ravel(), elasticity.ravel(), strict=True)
    ]
    frame = {"reach": reaches.ravel(), "served": shares.ravel(), "multiple": multiple}
    return resting(pd.DataFrame(frame), known)


def elasticity_at(served: FloatArray) -> FloatArray:
    """Elasticity of demand in the whole cost where a share of users is served."""
    return 1.0 / (1.0 + B) + np.asarray(inverse_mills(ndtri(served))) / SIGMA


@derived
def peak_by_share(known: pd.DataFrame) -> pd.DataFrame:
    """Share of users served at the peak of employment, by the share of labels in the cost."""
    rows = [(share, share_served_at_peak(share, B, SIGMA)) for share in SHARES]
    return resting(pd.DataFrame(rows, columns=["share of labels in cost", "served"]), known)


@derived
def evidence_by_rung(known: pd.DataFrame) -> pd.DataFrame:
    """What each rung offers to be placed by: nothing that is not in the tables is filled in.

    Pass-through needs price and time of one task at two dates, and the first of these is a price
    list followed; share in cost and share served have no table at all.
    """
    by_rung = known.groupby("rung")[["prices_followed", "pairs"]].sum().reindex(list(RUNGS))
    rows = [
        (RUNGS[str(rung)], int(row["prices_followed"]), "no table", "no table", int(row["pairs"]))
        for rung, row in by_rung.iterrows()
    ]
    columns = ["rung", "prices at two dates", "share in cost", "share served", "pairs"]
    return resting(pd.DataFrame(rows, columns=columns), known)


@finds
def growth_that_breaks_even(progress: dict[str, Quantity]) -> dict[str, Quantity]:
    """Growth of demand that keeps labour as it is, at the observed rates of labour saving.

    Where all of a gain reaches the cost, half of it, and nothing, at half of the users served.

    Parameters
    ----------
    progress : mapping of str to Quantity
        From :func:`analysis.labels.rates_of_progress`: shares of time that are gone after a year.
    """
    low, high = (
        float(-np.log1p(-float(progress[name].value or 0.0)))
        for name in ("progress_low", "progress_high")
    )
    middle = float(elasticity_at(np.asarray(HALF)))
    spans = {
        "even_full": (1.0, middle),
        "even_half": (HALF, middle),
        "even_none": (0.0, middle),
    }
    found = {}
    for name, (reach, elasticity) in spans.items():
        ends = sorted(break_even_growth(reach, elasticity, rate) for rate in (low, high))
        found[name] = Quantity(
            sum(ends) / 2.0, "log a year", (ends[0], ends[1]), 1.0, rows=progress
        )
    return {
        "even_full": found["even_full"],
        "even_half": found["even_half"],
        "even_none": found["even_none"],
        "map_reach": Quantity(HALF, "share", declared=True),
        "map_served": Quantity(HALF, "share", declared=True),
    }
