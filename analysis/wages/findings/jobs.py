"""What happened to pay where one job at one employer can be followed."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.wages.findings.minimum import RATIO_OF_PAY

JOBS_UNIT = "jobs"


@finds
def changes_followed(changes: pd.DataFrame) -> dict[str, Quantity]:
    """Jobs followed, the rise of staff's pay, the cut of contractors', a platform's change.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`analysis.wages.jobs.changes_of_jobs`.
    """
    kind = changes["kind"]
    return {
        "jobs_followed": Quantity(len(changes), JOBS_UNIT, rows=changes),
        "jobs_staff": Quantity(int((kind == "staff").sum()), JOBS_UNIT, rows=changes),
        "jobs_contract": Quantity(int((kind == "contract").sum()), JOBS_UNIT, rows=changes),
        "rise_staff": _moved(changes[kind == "staff"], 1),
        "change_platform": _ratios(changes[kind == "platform"]),
        "cuts_contract": _moved(changes[kind == "contract"], -1),
    }


def _ratios(changes: pd.DataFrame) -> Quantity:
    """Median of last over first between middles, from the lowest to the highest job."""
    if changes.empty:
        return Quantity(None, RATIO_OF_PAY, text="no job")
    ratio = changes["ratio"]
    return Quantity(
        float(ratio.median()), RATIO_OF_PAY, (float(ratio.min()), float(ratio.max())), 1.0,
        rows=changes,
    )  # fmt: skip


def _moved(changes: pd.DataFrame, sign: int) -> Quantity:
    """Rise (`sign` 1) or cut (-1) as a share of first pay: median, and from job to job."""
    if changes.empty:
        return Quantity(None, "share of pay", text="no job")
    moved = sign * (changes["ratio"] - 1)
    return Quantity(
        float(moved.median()), "share of pay", (float(moved.min()), float(moved.max())), 1.0,
        rows=changes,
    )  # fmt: skip
