"""Every declared specification of an industry: what became of it, and what each choice does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.demand.checks.specification_curve import distinct
from analysis.findings import Quantity, derived, finds, resting, rows_of
from analysis.industries.declared import specifications
from analysis.industries.every_specification import specification_curve, spread_by_choice
from analysis.industries.samples import Frames, fitted_columns
from analysis.industries.series import Industry
from analysis.tables import Evidence


def rows_of_all(frames: Frames) -> tuple[Evidence, ...]:
    """Rows behind every declared specification together: all quantities, prices and windows."""
    alike = {
        replace(one, error="log", curve="lognormal", primary=False): None
        for one in specifications(frames.industry)
    }
    return rows_of([frames.sample(one).only(*fitted_columns(one)) for one in alike])


@derived
def every_fit(frames: Frames) -> pd.DataFrame:
    """All declared specifications of an industry, fitted.

    Returns
    -------
    pandas.DataFrame
        As from :func:`analysis.industries.every_specification.specification_curve`, resting on
        the rows of every sample.
    """
    return resting(specification_curve(frames.industry, frames=frames), rows_of_all(frames))


@derived
def distinct_fits(fits: Mapping[Industry, pd.DataFrame]) -> pd.DataFrame:
    """Distinct fits of several industries under one another, with a column ``industry``."""
    parts = {industry: distinct(frame) for industry, frame in fits.items()}
    return pd.concat(parts, names=["industry"]).reset_index("industry")


@derived
def choices(fits: pd.DataFrame) -> pd.DataFrame:
    """What each choice does to the median elasticity at the end, largest first, by choice."""
    return spread_by_choice(fits).rename_axis("choice")


@finds
def fate_of_fits(fits: pd.DataFrame) -> dict[str, Quantity]:
    """How many specifications there are, what became of them, how many cross one."""
    used, status = distinct(fits), fits["status"]
    return {
        "declared": Quantity(len(fits), "specifications", declared=True),
        "distinct": Quantity(len(used), "distinct fits"),
        "refused": Quantity(int((status == "refused").sum()), "specifications"),
        "unbounded": Quantity(int((status == "unbounded").sum()), "specifications"),
        "crossing": Quantity(float(used["crosses"].mean()), "share"),
    }


@finds
def crossing_by_scale(fits: pd.DataFrame) -> dict[str, Quantity]:
    """Share of distinct fits that cross one, with errors in logs and in levels."""
    share = distinct(fits).groupby("error")["crosses"].mean()
    return {
        "crossing_log": Quantity(float(share["log"]), "share"),
        "crossing_level": Quantity(float(share["level"]), "share"),
    }
