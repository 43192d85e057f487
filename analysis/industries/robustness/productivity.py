"""One over output per worker in place of a price: a fit that makes itself."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.demand import GAPS_CLOSED, DemandModel
from analysis.errors import LabourError, first_line
from analysis.findings import derived, resting
from analysis.industries.declared import primary
from analysis.industries.series import TITLES, Industry, Sample


@derived
def one_over_productivity(panels: Mapping[Industry, Sample]) -> pd.DataFrame:
    """Elasticities with one over output per worker in place of the price: outside every summary.

    Employment per head is then regressed on its own denominator, and an error of measurement in
    productivity makes a fit by itself.

    Parameters
    ----------
    panels : mapping of str to Sample
        From :func:`analysis.industries.employment.employment_panel`, by industry.

    Returns
    -------
    pandas.DataFrame
        One row an industry: ``industry``, ``observations``, ``first`` and ``last`` elasticity,
        ``rsquared``, and ``reason`` for a refusal.
    """
    seen = {
        industry: panel.cut(panel.frame.loc[: primary(industry).last])
        for industry, panel in panels.items()
    }
    rows = [{"industry": TITLES[industry], **_row(panel.frame)} for industry, panel in seen.items()]
    used = ("quantity", "output_per_worker")
    return resting(pd.DataFrame(rows), [panel.only(*used) for panel in seen.values()])


def _row(panel: pd.DataFrame) -> dict[str, object]:
    data = panel.assign(inverse=1.0 / panel["output_per_worker"])
    nothing = {"first": np.nan, "last": np.nan, "rsquared": np.nan}
    try:
        found = DemandModel(data, "quantity", "inverse").fit("HAC", GAPS_CLOSED)
        first, last = found.elasticity("first").value, found.elasticity("last").value
    except LabourError as error:
        reason = f"refused: {first_line(error)}"
        return {"observations": len(data), **nothing, "reason": reason}
    return {
        "observations": len(data), "first": first, "last": last,
        "rsquared": found.rsquared, "reason": "",
    }  # fmt: skip
