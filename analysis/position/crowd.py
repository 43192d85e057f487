"""What repeats on open platforms: workers of Mechanical Turk, vacancies of microwork."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.findings import derived, resting
from analysis.position.declared import AFTER_BREAK
from analysis.position.recapture import equally_catchable

CHAO, EQUAL, SEEN = "at least (Chao)", "if all answer equally often", "workers who answered"
ESTIMATORS = (CHAO, EQUAL, SEEN)
"""Three readings of one survey; none is the truth."""
ALONE, BESIDE = "as it stands", "relative to all other occupations"


@derived
def workers_by_estimator(years: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    """Workers available on Mechanical Turk by year, by three estimators.

    Parameters
    ----------
    years, months : pandas.DataFrame
        Tables ``mturk_worker_year`` and ``mturk_worker_month``.

    Returns
    -------
    pandas.DataFrame
        ``year, estimator, workers, error``: the error is that of the log; missing for a lower
        bound, whose change bounds nothing, and where no answer was a second one there is no
        estimate by equal catchability.
    """
    answers = months.groupby(months["month"].str[:4].astype(int))["answers"].sum()
    rows: list[tuple[int, str, float, float | None]] = []
    for item in years.to_dict("records"):
        year, seen = int(item["year"]), int(item["workers_seen"])
        rows.append((year, CHAO, float(item["chao_lower_bound"]), None))
        found = equally_catchable(int(answers[year]), seen) if year in answers else None
        if found is not None:
            rows.append((year, EQUAL, found.workers, found.error))
            rows.append((year, SEEN, float(seen), _error_of_seen(int(answers[year]), seen)))
        else:
            rows.append((year, SEEN, float(seen), None))
    frame = pd.DataFrame(rows, columns=["year", "estimator", "workers", "error"])
    return resting(frame.astype({"error": float}), years, months)


def microwork(index: pd.DataFrame, *, beside: bool = False) -> pd.Series[Any]:
    """New vacancies of microwork by month from July 2021 on; or over those of all others.

    Parameters
    ----------
    index : pandas.DataFrame
        Table ``online_labour_month``.
    beside : bool
        Over all other occupations, which are themselves touched by what language models do.
    """
    wide = index.pivot_table(index="month", columns="occupation", values="index").loc[AFTER_BREAK:]
    return wide["microwork"] / (wide["total"] - wide["microwork"]) if beside else wide["microwork"]


def _error_of_seen(answers: int, seen: int) -> float:
    """Standard error of the log of the number seen, by the chance of who answers (occupancy)."""
    found = equally_catchable(answers, seen)
    if found is None:
        return float("nan")
    each = answers / found.workers
    variance = found.workers * math.exp(-each) * (1.0 - (1.0 + each) * math.exp(-each))
    return math.sqrt(variance) / seen
