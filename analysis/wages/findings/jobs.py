"""What happened to pay where one job at one employer can be followed."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, finds
from analysis.wages.findings.minimum import RATIO_OF_PAY

JOBS_UNIT = "jobs"


@finds
def changes_followed(changes: pd.DataFrame) -> dict[str, Quantity]:
    """Jobs followed, and last pay over first pay of staff, of contractors and of platforms.

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
        "change_staff": _ratios(changes[kind == "staff"]),
        "change_contract": _ratios(changes[kind == "contract"]),
        "change_platform": _ratios(changes[kind == "platform"]),
        "cuts_contract": _cuts(changes[kind == "contract"]),
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


def _cuts(changes: pd.DataFrame) -> Quantity:
    """Share of pay that was cut: one minus last over first, smallest to largest."""
    if changes.empty:
        return Quantity(None, "share of pay", text="no job")
    cut = 1 - changes["ratio"]
    return Quantity(
        float(cut.median()), "share of pay", (float(cut.min()), float(cut.max())), 1.0,
        rows=changes,
    )  # fmt: skip
