"""Where employment per head peaked, beside where the fitted elasticity passed its thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.findings import derived, resting
from analysis.industries.crossings import drawn_words, in_words, passing_of
from analysis.industries.employment import peak_year
from analysis.industries.series import TITLES, Industry

if TYPE_CHECKING:
    from analysis.industries.study import Study


@derived
def turning_points(studies: Mapping[Industry, Study]) -> pd.DataFrame:
    """Peaks of employment and the years in which the primary curve passes the thresholds.

    Returns
    -------
    pandas.DataFrame
        One row an industry: ``per_head_peak`` and the ``elasticity`` in that year (NaN where the
        sample does not hold it), ``passes_one`` with its bootstrap interval ``drawn_one``,
        ``passes_theta`` (one over the pass-through), ``total_peak``, ``threshold_total``.
    """
    rows = [_row(study) for study in studies.values()]
    used = [(study.employment, study.log, study.priced_work) for study in studies.values()]
    return resting(pd.DataFrame(rows), used)


def _row(study: Study) -> dict[str, object]:
    elasticity, levels, jobs = study.log.elasticity, study.thresholds, study.employment.frame
    peak = peak_year(jobs["per_thousand"])
    return {
        "industry": TITLES[study.industry],
        "per_head_peak": peak,
        "elasticity": float(elasticity.get(peak, np.nan)),
        "passes_one": in_words(*passing_of(elasticity)),
        "drawn_one": drawn_words(study.log),
        "passes_theta": in_words(*passing_of(elasticity, levels.per_head_pass_through)),
        "total_peak": peak_year(jobs["employment"]),
        "threshold_total": levels.total,
    }
