"""One job at one employer over time: the one road from quotes to whether pay rose or fell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import LabourError, WageError
from analysis.findings import derived, resting
from analysis.money import Rates, constant_usd
from analysis.wages.comparable import Comparable
from analysis.wages.hours import FULL_TIME, WorkingTime, hourly_wage
from analysis.wages.local_wages import local_wage
from analysis.wages.named import named
from analysis.wages.quotes import has_warning, log_midpoint
from analysis.wages.synthesis import SOURCE


@dataclass(frozen=True)
class Job:
    """Work of one kind for one employer, as far as quotes tell it apart.

    Attributes
    ----------
    name : str
        As figures print it.
    kind : {"platform", "staff", "contract"}
        Open platform, staff of a vendor, or contractors of a vendor.
    firm : str
    worker_types : tuple of str
    country : str or None
        None takes quotes of the whole world.
    only : {"", "chain", "medians"}
        Quotes that follow one another, where a firm has many jobs; or medians over all workers of
        a platform: single voices and what single buyers paid say nothing of the whole.
    """

    name: str
    kind: str
    firm: str
    worker_types: tuple[str, ...]
    country: str | None = None
    only: str = ""

    def rows(self, pay: pd.DataFrame) -> pd.DataFrame:
        """Quotes of the job."""
        chosen = (pay["firm"] == self.firm) & pay["worker_type"].isin(self.worker_types)
        if self.country:
            chosen &= pay["country"] == self.country
        if self.only == "medians":
            chosen &= (pay["statistic"] == "median") & pay["country"].isna()
            chosen &= pay["task"] == "all microtasks"
        if self.only == "chain":
            chosen &= pay["follows"].notna() | pay["quote_id"].isin(pay["follows"])
        return pay[chosen & ~has_warning(pay, "adjacent_work")]


JOBS = (
    Job("Mechanical Turk", "platform", "mturk", ("crowd",), only="medians"),
    Job("Sama, Kenya", "staff", "sama", ("outsourced_staff",), "KEN"),
    Job("Remotasks, Kenya", "contract", "remotasks", ("gig",), "KEN"),
    Job("RaterLabs, US", "staff", "raterlabs", ("outsourced_staff",), "USA"),
    Job("Outlier, US", "contract", "scale_outlier", ("gig",), "USA", only="chain"),
    Job("Mercor, US", "contract", "mercor", ("gig",), "USA", only="chain"),
)
"""Jobs for which two quotes of different dates, or one following another, may be found."""


@derived
def one_job_over_time(pay: Comparable, jobs: tuple[Job, ...] = JOBS) -> pd.DataFrame:
    """Pay of each job by date.

    Quotes that follow one another are kept apart even within a year, the later one later in it;
    other quotes of a year are put together: lowest and highest end, and the median over sources
    of their middles. Jobs seen at one date only are left out.

    Parameters
    ----------
    pay : Comparable
        The market scale; quotes per hour of all work go in with the others of their job, and the
        rows say how many.

    Returns
    -------
    pandas.DataFrame
        A row a job and date: ``job``, ``kind``, ``country``, ``date``, ``low``, ``middle``,
        ``high``, ``quotes``, ``sources``, ``all_hours`` (quotes in which unpaid hours count).
    """
    every = pd.concat([pay.market, pay.all_time])
    frames, used = [], []
    for job in jobs:
        rows = job.rows(every)
        dated = rows.assign(date=_dates(rows))
        if dated["date"].nunique() < 2:
            continue
        used.append(rows)
        frames.append(
            pd.DataFrame(
                [
                    {"job": job.name, "kind": job.kind, "country": job.country or "", "date": date}
                    | _together(group)
                    for date, group in dated.groupby("date")
                ]
            )
        )
    if not frames:
        raise WageError("no job is quoted at two dates; allowed: one or more")
    return resting(pd.concat(frames, ignore_index=True), *used)


ENDS = {
    "mturk_closed.event.2026": "Mechanical Turk",
    "remotasks_exit_kenya.event.2024": "Remotasks, Kenya",
}
"""Events of the table of volumes that end a job."""


@derived
def ends_of_jobs(volumes: pd.DataFrame) -> pd.DataFrame:
    """When a job came to an end for everybody: ``job`` and ``date`` in years.

    Parameters
    ----------
    volumes : pandas.DataFrame
        Table ``volumes``.

    Raises
    ------
    WageError
        Where an event is not in the table.
    """
    rows = named(volumes, *ENDS)
    dates = rows["year"].astype(float) + (rows["month"].astype(float) - 0.5) / 12
    table = pd.DataFrame({"job": rows["id"].map(ENDS), "date": dates})
    return resting(table.reset_index(drop=True), rows)


@derived
def changes_of_jobs(dates: pd.DataFrame) -> pd.DataFrame:
    """Last pay over first pay of each job: between middles, and at least and at most by the ends.

    Parameters
    ----------
    dates : pandas.DataFrame
        From :func:`one_job_over_time`.
    """
    rows = []
    for job, group in dates.groupby("job", sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        rows.append(
            {
                "job": job, "kind": first["kind"],
                "years": " to ".join(dict.fromkeys(f"{end['date']:.0f}" for end in (first, last))),
                "first": first["middle"], "last": last["middle"],
                "ratio_low": last["low"] / first["high"],
                "ratio": last["middle"] / first["middle"],
                "ratio_high": last["high"] / first["low"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@derived
def minimum_by_year(
    comparators: pd.DataFrame,
    rates: Rates,
    places: dict[str, str | None],
    years: range,
    *,
    base_year: int,
    hours: WorkingTime = FULL_TIME,
) -> pd.DataFrame:
    """Minimum wage per hour by year in dollars of one year; years without an order are missing.

    Parameters
    ----------
    places : dict
        Country to region, or to None for the national wage.
    hours : WorkingTime
        Of a month, where the minimum is set by the month: its middle is used.
    """
    rows, used = [], []
    for country, region in places.items():
        for year in years:
            try:
                local = local_wage(comparators, country, region, year)
                floor = constant_usd(
                    hourly_wage(local.rows, hours.at("central")).assign(year=year),
                    rates, base_year=base_year, carry_forward=True,
                )  # fmt: skip
            except LabourError:
                continue
            rows.append((country, year, float(floor["mid"].min())))
            used.append(floor)
    return resting(pd.DataFrame(rows, columns=["country", "year", "pay"]), *used)


def _dates(rows: pd.DataFrame) -> pd.Series[float]:
    """Year of each quote; one that follows another of its year stands later in it."""
    years = rows["year"].astype(float)
    by_name = dict(zip(rows["quote_id"], years, strict=True))
    same = rows["follows"].map(by_name) == years
    followed = rows["quote_id"].isin(rows.loc[same, "follows"])
    return years + 0.25 * same.astype(float) - 0.25 * followed.astype(float)


def _together(group: pd.DataFrame) -> dict[str, float | int]:
    ends = group[["low", "mid", "high"]].astype(float)
    logs = log_midpoint(group).fillna(np.log(ends.mean(axis=1)))
    by_source = logs.groupby(group[SOURCE]).median()
    return {
        "low": float(ends.min().min()),
        "middle": float(np.exp(by_source.median())),
        "high": float(ends.max().max()),
        "quotes": len(group),
        "sources": int(group[SOURCE].nunique()),
        "all_hours": int((group["time_counted"] == "other").sum()),
    }
