"""Ours beside Bessen's, for years inside both samples, with a verdict by rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.demand import Lognormal
from analysis.errors import ReplicationError
from analysis.industries.against_bessen.region import (
    Imposed,
    impose,
    lognormal_through,
    profile_region,
)
from analysis.industries.against_bessen.verdicts import Standing, end_verdict, pair_verdict
from analysis.industries.bootstrap import block_bootstrap
from analysis.industries.declared import Specification, primary
from analysis.industries.estimates import fit, relative_price_path, specification_curve
from analysis.industries.samples import sample
from analysis.industries.series import (
    Industry,
    Published,
    annual,
    cloth_price,
    income,
    joined,
    published,
    real_income,
)
from analysis.tables import Evidence, evidence

SEED = 20190121


@dataclass(frozen=True)
class End:
    """One end of the common sample.

    Attributes
    ----------
    year : int
        First or last year inside both samples in which ours has an observation.
    ours : float
    profile, bootstrap : (float, float)
        95% intervals: profile region widened for HAC errors, and block bootstrap.
    theirs : float
        Published elasticity carried to `year` along the lognormal curve through the published
        pair; NaN where no price reaches over the published window.
    verdict : str
    """

    year: int
    ours: float
    profile: tuple[float, float]
    bootstrap: tuple[float, float]
    theirs: float
    verdict: Standing

    @property
    def interval(self) -> tuple[float, float]:
        """The wider of the two intervals."""
        return max(self.profile, self.bootstrap, key=_width)


@dataclass(frozen=True)
class Comparison:
    """Ours beside the published pair.

    Attributes
    ----------
    specification : Specification
    published : Published
    first, last : End
    imposed : Imposed or None
        The published pair held on our data; None where no price reaches over its window.
    """

    specification: Specification
    published: Published
    first: End
    last: End
    imposed: Imposed | None

    @property
    def verdict(self) -> Standing:
        """Agrees, compatible and uninformative, disagrees, or not comparable."""
        return pair_verdict(self.first.verdict, self.last.verdict)

    def frame(self) -> pd.DataFrame:
        """The comparison as a table for the reader."""
        return pd.DataFrame(
            [
                {
                    "end": name,
                    "year": str(end.year),
                    "ours": end.ours,
                    "low": end.interval[0],
                    "high": end.interval[1],
                    "published there": end.theirs,
                    "standing of the published number": self.published.standing,
                    "verdict": end.verdict,
                }
                for name, end in (("first", self.first), ("last", self.last))
            ]
        )


@lru_cache(maxsize=16)
def compare(specification: Specification) -> Comparison:
    """Compare a lognormal specification with the published pair."""
    theirs = published(specification.industry)
    results = fit(specification)
    index = results.series.index
    common = index[(index >= theirs.first_year) & (index <= theirs.last_year)]
    path = published_path(specification)
    curve = _published_curve(theirs, path)
    region = profile_region(specification)
    resampled = block_bootstrap(specification, seed=SEED)
    prices = relative_price_path(specification, sample(specification).frame)

    def end(year: int) -> End:
        position = list(index).index(year)
        profile, bootstrap = region.interval(position), resampled.interval(position)
        carried = math.nan if curve is None else float(curve.elasticity(prices[year])[0])
        wider = max(profile, bootstrap, key=_width)
        ours = results.elasticity(year).value
        return End(year, ours, profile, bootstrap, carried, end_verdict(carried, *wider))

    imposed = None
    if path is not None:
        logs = float(np.log(path[theirs.first_year])), float(np.log(path[theirs.last_year]))
        imposed = impose(specification, (theirs.first, theirs.last), logs)
    return Comparison(
        specification, theirs, end(int(common[0])), end(int(common[-1])), imposed
    )  # fmt: skip


def published_path(specification: Specification) -> pd.Series[float] | None:
    """Relative price over the published window, at the level of the specification's price.

    Cotton sheeting is priced from 1800. For steel, rails before 1867 are iron: a real price index
    of steel carries the path back from 1867 to 1860. For motor vehicles no price reaches back to
    1910, so there is none; nor where the price is not relative to income.
    """
    if specification.relative != "income" or specification.industry == "motor_vehicles":
        return None
    own = relative_price_path(specification, sample(specification).frame)
    theirs = published(specification.industry)
    if specification.industry == "cotton":
        longer = (cloth_price()[0] / income()).dropna()
    else:
        longer = (annual("steel", "real_price_jacks") / real_income()).dropna()
    longer.name = "published_window"
    start, end = int(own.index[0]), int(own.index[-1])
    before, _ = joined(
        longer[longer.index <= end], own, "relative_price", within=(start, start + 10)
    )
    path, _ = joined(
        before, longer[longer.index >= end - 10], "relative_price", anchor="earlier",
        within=(end - 10, end),
    )  # fmt: skip
    path = pd.concat([before, path[path.index > end]])
    path = path.loc[theirs.first_year : theirs.last_year]
    return path if {theirs.first_year, theirs.last_year} <= set(path.index) else None


@dataclass(frozen=True)
class Nearest:
    """The specification nearest to the published pair: near by search, so with the number tried.

    Attributes
    ----------
    row : dict
        Row of the specification curve.
    searched : int
        Distinct fits with finite elasticities at both ends.
    """

    row: dict[str, object]
    searched: int


def nearest(industry: Industry) -> Nearest:
    """Find the declared specification whose elasticities come nearest to the published pair.

    Distance is Euclidean in the logs of both elasticities.

    Raises
    ------
    ReplicationError
        Where no fit has positive elasticities at both ends.
    """
    theirs, frame = published(industry), specification_curve(industry)
    usable = frame[(frame["status"] == "fitted") & ~frame["duplicate"]]
    usable = usable[(usable["first"] > 0.0) & (usable["last"] > 0.0)]
    if usable.empty:
        raise ReplicationError(f"{industry}: no fitted specification with positive elasticities")
    gaps = np.log(usable[["first", "last"]] / [theirs.first, theirs.last])
    best = (gaps**2).sum(axis=1).idxmin()
    return Nearest(usable.loc[best].to_dict(), len(usable))


def comparison_evidence(comparison: Comparison) -> tuple[Evidence, ...]:
    """Rows behind a comparison."""
    rests = (*sample(comparison.specification).evidence, comparison.published.evidence)
    if comparison.specification.industry == "steel" and comparison.imposed is not None:
        rests += (evidence("steel", "real_price_jacks", years=(1860, 1880)),)
    return rests


def primary_comparison(industry: Industry) -> Comparison:
    """Comparison under the primary specification."""
    return compare(primary(industry))


def _published_curve(theirs: Published, path: pd.Series[float] | None) -> Lognormal | None:
    if path is None:
        return None
    logs = float(np.log(path[theirs.first_year])), float(np.log(path[theirs.last_year]))
    return Lognormal(*lognormal_through((theirs.first, theirs.last), logs))


def _width(limits: tuple[float, float]) -> float:
    """Width in logs, so that both ends of a curve are judged alike; infinite if open below."""
    low, high = limits
    return math.inf if low <= 0.0 or math.isinf(high) else math.log(high / low)
