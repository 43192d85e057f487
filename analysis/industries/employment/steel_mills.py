"""Steel mills and the counts of steel workers as they stand: who was counted, and when."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Quantity, derived, finds
from analysis.industries.employment.employment_panel import peak_year
from analysis.industries.series import Sample, sampled, workers_counted

COVERED = (
    "raw_production",
    "hot_rolled_production",
    "rail_price",
    "unit_value_usgs",
    "sic3312_total_employment",
    "primary_metals_production_workers",
    "census_wage_earners",
    "employment_usgs",
    "apparent_supply",
)
"""Series of steel whose years the page maps."""


@sampled
def steel_mills() -> Sample:
    """People employed in steel mills (SIC 3312), thousand persons, by year."""
    counted = workers_counted("steel", ("3312",), "total_employment").to_frame("employment")
    return Sample(counted, {"employment": "thousand persons"})


@finds
def mill_jobs(mills: Sample) -> dict[str, Quantity]:
    """Employment in steel mills at the start and the end of the count, and at its most."""
    jobs = mills.frame["employment"]
    first, last, peak = int(jobs.index[0]), int(jobs.index[-1]), peak_year(jobs)
    unit = "thousand persons"
    return {
        "total_first": Quantity(float(jobs[first]), "thousand", rows=mills.at(first)),
        "total_last": Quantity(float(jobs[last]), "thousand", rows=mills.at(last)),
        "employment_peak": Quantity(float(jobs[peak]), unit, rows=mills),
        "employment_peak_year": Quantity(peak, "year", rows=mills),
    }


@derived
def counts_side_by_side(employment: Sample) -> pd.DataFrame:
    """Workers in steel as counted, long form: different people, not joined."""
    return employment.frame
