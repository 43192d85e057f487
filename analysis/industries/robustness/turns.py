"""Where employment per head peaked, beside where the fitted elasticity passed its thresholds."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.findings import derived, resting
from analysis.industries.declared import primary
from analysis.industries.employment import (
    employment_panel,
    industry_thresholds,
    mill_census,
    peak_year,
)
from analysis.industries.estimates import fit, relative_price_path
from analysis.industries.robustness.backtests import turning_year
from analysis.industries.samples import sample
from analysis.industries.series import TITLES, Industry, Sample

NEVER = "not within the data"


@derived
def employment_side_by_side(counted: Mapping[Industry, Sample]) -> pd.DataFrame:
    """Employment of several industries under one another: ``industry, year`` and the columns."""
    parts = {industry: jobs.frame for industry, jobs in counted.items()}
    return pd.concat(parts, names=["industry"]).reset_index()


@derived
def turning_points(counted: Mapping[Industry, Sample]) -> pd.DataFrame:
    """Peaks of employment and the years in which the primary curve passes the thresholds.

    Parameters
    ----------
    counted : mapping of str to Sample
        From :func:`analysis.industries.employment.employment_series`, by industry.

    Returns
    -------
    pandas.DataFrame
        One row an industry: ``per_head_peak`` and the ``elasticity`` in that year (NaN where the
        sample does not hold it), ``passes_one``, ``passes_theta`` (one over the pass-through),
        ``total_peak``, ``threshold_total``.
    """
    rows = [_row(industry, jobs) for industry, jobs in counted.items()]
    used = [
        (jobs, sample(primary(industry)), employment_panel(industry), mill_census(industry))
        for industry, jobs in counted.items()
    ]
    return resting(pd.DataFrame(rows), used)


def _row(industry: Industry, jobs: Sample) -> dict[str, object]:
    one, levels = primary(industry), industry_thresholds(industry)
    path = relative_price_path(one, sample(one).frame)
    elasticity = pd.Series(fit(one).curve.elasticity(path.to_numpy()), index=path.index)
    peak = peak_year(jobs.frame["per_thousand"])
    return {
        "industry": TITLES[industry],
        "per_head_peak": peak,
        "elasticity": float(elasticity.get(peak, np.nan)),
        "passes_one": _year(turning_year(elasticity)),
        "passes_theta": _year(turning_year(elasticity, levels.per_head_pass_through)),
        "total_peak": peak_year(jobs.frame["employment"]),
        "threshold_total": levels.total,
    }


def _year(year: float) -> int | str:
    return NEVER if math.isnan(year) else int(year)
