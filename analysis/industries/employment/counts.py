"""Peaks of employment per head: which count, which splice, persons or hours.

A count is made of stretches that different people counted. Within a stretch years compare; across
a seam they compare up to the spread of the ratio over the overlap. A year is a candidate for the
peak if no other stretch beats it by more than the spreads between them: a peak that beats another
by less is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.industries.series import (
    Industry,
    annual,
    cotton_employment_joined,
    hands,
    joined,
    population,
    steel_employment_joined,
    vehicle_employment_joined,
    workers_counted,
)

BRANCHES: Mapping[Industry, tuple[str, ...]] = {
    "cotton": ("2211", "2221"),
    "steel": ("3312",),
    "motor_vehicles": ("3711", "3714"),
}

SEAM = 1937
"""First year after the gap in the counts of steel workers."""


@dataclass(frozen=True)
class Count:
    """Workers by year, and where the people counted change.

    Attributes
    ----------
    name : str
    workers : pandas.Series
        Thousand persons, by year, at one level.
    seams : tuple of (int, float)
        First year of each later stretch and the spread of its seam, at least one.
    votes : bool
        Whether the count is one to measure with; others are shown beside it.
    """

    name: str
    workers: pd.Series[float]
    seams: tuple[tuple[int, float], ...]
    votes: bool = True

    def per_head(self, hours: bool = False, industry: Industry | None = None) -> pd.Series[float]:
        """Workers per thousand people, or hours a week that they work."""
        rate = (1e6 * self.workers / population()).dropna()
        if not hours or industry is None:
            return rate
        week = weekly_hours(industry)
        return (rate * week.reindex(rate.index, method="nearest", tolerance=1)).dropna()

    def candidates(self, rate: pd.Series[float]) -> tuple[int, ...]:
        """Best year of every stretch that no other beats by more than the spreads between."""
        starts = [start for start, _ in self.seams]
        stretch = np.searchsorted(starts, rate.index.to_numpy(), side="right")
        between = np.concatenate([[0.0], np.cumsum([np.log(spread) for _, spread in self.seams])])
        best = {number: rate[stretch == number] for number in np.unique(stretch)}
        return tuple(
            int(str(own.idxmax()))
            for number, own in best.items()
            if all(
                np.log(other.max() / own.max()) <= abs(between[place] - between[number]) + 1e-12
                for place, other in best.items()
            )
        )


def counts(industry: Industry) -> tuple[Count, ...]:
    """The declared counts of an industry, the first the one that pages draw."""
    return _COUNTS[industry]()


def weekly_hours(industry: Industry) -> pd.Series[float]:
    """Hours a week: manufacturing to 1957, then production workers of the industry itself.

    Benchmarks of full-time workers (Huberman and Minns) in 1870, 1880 and 1890, at the level of
    Jones in 1900, who has manufacturing from 1900 to 1957; from 1958 the hours of production
    workers of the census branches, brought to that level by hours of production workers in all
    manufacturing.
    """
    early = annual("us_economy", "hours_huberman_minns")
    jones = annual("us_economy", "hours_mfg_jones")
    bureau = annual("us_economy", "hours_mfg_weekly")
    whole, _ = joined(early.loc[:1900], jones, "hours", within=(1900, 1900))
    _, one = joined(jones, bureau, "hours", within=(1950, 1957))
    time = _branch(industry, "production_hours") / _branch(industry, "production_workers")
    _, two = joined(bureau, time.rename("hours_of_branches"), "hours", within=(1958, 1970))
    return pd.concat([whole, time.loc[1958:] / (one.ratio * two.ratio)])


def _branch(industry: Industry, field: str) -> pd.Series[float]:
    parts = [annual(industry, f"sic{code}_{field}") for code in BRANCHES[industry]]
    return sum(parts[1:], parts[0])


def _steel() -> tuple[Count, ...]:
    whole, (*_, seam) = steel_employment_joined()
    old, _ = steel_employment_joined(interpolated=True)
    early = whole.loc[: SEAM - 1]
    metals = annual("steel", "primary_metals_production_workers")
    total = workers_counted("steel", BRANCHES["steel"], "total_employment")
    makers = workers_counted("steel", BRANCHES["steel"]).rename("makers")
    made, other = joined(metals, makers, "employment", within=(1958, 1970))
    institute = annual("steel", "employment_aisi") / 1_000
    # Wage earners before the gap, all employees after it: what that may be worth.
    who = float(total.iloc[0] / makers.iloc[0])
    everybody = ((SEAM, who), (1958, seam.spread))
    return (
        Count("censuses, then all employees", whole, everybody),
        Count("censuses, then the institute's figures", pd.concat([early, institute]),
              ((1953, who),)),
        Count("censuses, then production workers", pd.concat([early, made]),
              ((SEAM, 1.0), (1958, other.spread))),
        Count("years between censuses counted in", old, everybody, votes=False),
    )  # fmt: skip


def _cotton() -> tuple[Count, ...]:
    whole, (one, two) = cotton_employment_joined()
    mills = annual("cotton", "textile_mills_production_workers")
    woven = workers_counted("cotton", BRANCHES["cotton"]).rename("woven")
    narrow, _ = joined(hands(), mills, "employment", within=(1899, 1899))
    single, _ = joined(narrow, woven, "employment", within=(1958, 1970))
    seams = ((int(mills.index[0]), one.spread), (1958, two.spread))
    return (
        Count("hands, textile mills, broadwoven mills", whole, seams),
        Count("without the return of 1831, which is no census", whole.loc[1839:], seams),
        Count("hands and mills joined in the one year 1899", single, seams),
    )


def _vehicles() -> tuple[Count, ...]:
    whole, (seam,) = vehicle_employment_joined()
    total = workers_counted("motor_vehicles", BRANCHES["motor_vehicles"], "total_employment")
    return (
        Count("national accounts, then census branches", whole, ((1998, seam.spread),)),
        Count("census branches alone", total, ()),
    )


_COUNTS: Mapping[Industry, Callable[[], tuple[Count, ...]]] = {
    "cotton": _cotton,
    "steel": _steel,
    "motor_vehicles": _vehicles,
}
