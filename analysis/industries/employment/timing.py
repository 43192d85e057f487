"""Peaks of employment beside the year in which the elasticity passes one: accounting, not a test.

Employment per head is labour's share times the share of income spent on the product times income
over the wage. Elasticity one is the peak of the second of the three. That the two years meet says
that labour's share drifts slowly; it does not say that the price is the cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.findings import Quantity, derived, finds
from analysis.industries.crossings import drawn_passing
from analysis.industries.employment.counts import counts
from analysis.industries.series import TITLES, Industry, Sample, sampled
from analysis.industries.study import Study

YEARS_APART = 10


@sampled
def counted(industry: Industry) -> Sample:
    """Every declared count of the workers of an industry, long form.

    Returns
    -------
    Sample
        ``count, year, thousands, per_thousand, hours``: workers, workers per thousand people, and
        hours a week that they work per thousand people, a gap where hours are not known.
    """
    parts = []
    for count in counts(industry):
        rate, hours = count.per_head(), count.per_head(hours=True, industry=industry)
        frame = pd.DataFrame({"thousands": count.workers, "per_thousand": rate, "hours": hours})
        parts.append(
            frame.loc[rate.index].rename_axis("year").reset_index().assign(count=count.name)
        )
    units = {
        "thousands": "thousand persons",
        "per_thousand": "workers per thousand people",
        "hours": "hours a week per thousand people",
    }
    return Sample(pd.concat(parts, ignore_index=True), units)


@derived
def peaks_by_count(workers: Mapping[Industry, Sample]) -> pd.DataFrame:
    """Years in which employment per head may have been largest, in persons and in hours, by count.

    Parameters
    ----------
    workers : mapping of str to Sample
        From :func:`counted`.
    """
    rows = [
        {
            "industry": TITLES[industry],
            "count": count.name,
            "persons": either(count.candidates(count.per_head())),
            "hours": either(count.candidates(count.per_head(hours=True, industry=industry))),
            "measures": "yes" if count.votes else "no, shown",
        }
        for industry in workers
        for count in counts(industry)
    ]
    return pd.DataFrame(rows)


@finds
def peaks(workers: Sample, industry: Industry) -> dict[str, Quantity]:
    """Years in which employment may have been largest: per head, in hours per head, in all."""
    voting = [count for count in counts(industry) if count.votes]
    by_count = dict(iter(workers.frame.set_index("year").groupby("count")))
    known = [(count, by_count[count.name]) for count in voting]
    persons = _years(count.candidates(frame["per_thousand"]) for count, frame in known)
    hours = _years(count.candidates(frame["hours"].dropna()) for count, frame in known)
    total = known[0][1]["thousands"]
    return {
        "peak_per_head": Quantity(either(persons)),
        "peak_hours": Quantity(either(hours)),
        "peak_total": Quantity(int(str(total.idxmax())), "year"),
        "first_count": Quantity(int(total.index[0]), "year"),
        "counts": Quantity(len(voting), "counts", declared=True),
    }


@finds
def timing(study: Study, workers: Sample) -> dict[str, Quantity]:
    """Probability that employment per head peaks within ten years of the elasticity passing one.

    Over bootstrap draws of the primary fit, the declared counts and, within a count, the years
    that no other beats. The value is the share of pairs that certainly lie within ten years; the
    range adds those that may, the passing lying in a hole of the data.
    """
    found = drawn_passing(study.log)
    low, high = found.low[:, None], found.high[:, None]
    sure, may = [], []
    for years in _candidates(study.industry):
        peak = np.array(years, dtype=float)[None]
        far = np.maximum(np.abs(low - peak), np.abs(high - peak))
        near = np.where((low <= peak) & (peak <= high), 0.0,
                        np.minimum(np.abs(low - peak), np.abs(high - peak)))  # fmt: skip
        sure.append(float((far <= YEARS_APART).mean()))
        may.append(float((near <= YEARS_APART).mean()))
    limits = float(np.mean(sure)), float(np.mean(may))
    rows = study.log, workers
    return {"within_ten": Quantity(limits[0], "probability", limits, 1.0, rows=rows)}


def either(years: tuple[int, ...]) -> str:
    """Years in words: ``1919, 1947 or 1953``."""
    *others, last = (str(year) for year in years)
    return f"{', '.join(others)} or {last}" if others else last


def _candidates(industry: Industry) -> list[tuple[int, ...]]:
    return [count.candidates(count.per_head()) for count in counts(industry) if count.votes]


def _years(found: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({year for years in found for year in years}))
