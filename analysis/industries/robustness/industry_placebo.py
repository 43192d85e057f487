"""The specification curve of an industry refitted on walks that know no price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.checks.joint_placebo import (
    DRAWS,
    JointPlacebo,
    joint_placebo,
    share_at_or_below,
)
from analysis.findings import Quantity, derived, finds, resting
from analysis.industries.declared import CURVES, primary
from analysis.industries.every_specification import LOG_UNIT, specified
from analysis.industries.fitted import Fitted
from analysis.industries.robustness.fits import rows_of_all
from analysis.industries.samples import Frames
from analysis.industries.series import TITLES, Industry
from analysis.tables import Evidence

# The curve with a floor is left out: its bound needs a solver of its own.
_CURVES = tuple(curve for curve in CURVES if curve != "floor_lognormal")


@dataclass(frozen=True, repr=False)
class IndustryPlacebo(JointPlacebo):
    """The joint placebo of an industry and the rows that it rests on.

    Attributes
    ----------
    evidence, primary_rows : tuple of Evidence
        Rows behind all specifications, and behind the primary one.
    """

    evidence: tuple[Evidence, ...]
    primary_rows: tuple[Evidence, ...]


def joint_test(frames: Frames, *, seed: int, draws: int = DRAWS) -> IndustryPlacebo:
    """Refit every declared specification of an industry on `draws` simulated walks."""
    declared = specified(frames.industry, _CURVES, frames)
    found = joint_placebo(declared, seed=seed, draws=draws, log_unit=LOG_UNIT)
    one = primary(frames.industry)
    own = Fitted(one, frames.sample(one)).evidence
    return IndustryPlacebo(**vars(found), evidence=rows_of_all(frames), primary_rows=own)


@finds
def crossing_on_walks(joint: IndustryPlacebo) -> dict[str, Quantity]:
    """The specification curve against its null, and the place of R squared among placebos."""
    return {
        "p_crossing": Quantity(joint.p_crossing, "p-value"),
        "crossing_all": Quantity(joint.crossing, "share"),
        "crossing_null": Quantity(float(np.median(joint.crossing_null)), "share"),
        "placebo": Quantity(
            share_at_or_below(joint.primary, joint.primary_null), "share", rows=joint.primary_rows
        ),
    }


@finds
def walks_drawn(joint: IndustryPlacebo) -> dict[str, Quantity]:
    """How many walks the null rests on."""
    return {"walks": Quantity(len(joint.crossing_null), "walks", declared=True)}


@derived
def fit_among_walks(joints: Mapping[Industry, IndustryPlacebo]) -> pd.DataFrame:
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
            "percentile": 100 * share_at_or_below(joint.primary, joint.primary_null),
            "uncentred": joint.uncentred,
            "uncentred_percentile": 100 * share_at_or_below(joint.uncentred, joint.uncentred_null),
        }
        for industry, joint in joints.items()
    ]
    primaries = [joint.primary_rows for joint in joints.values()]
    return resting(pd.DataFrame(rows), primaries)
