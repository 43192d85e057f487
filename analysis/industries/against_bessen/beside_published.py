"""Ours beside Bessen's, for years inside both samples, with a verdict by rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.demand import Lognormal
from analysis.findings import rows_of
from analysis.industries.against_bessen.agreement import Standing, end_verdict, pair_verdict
from analysis.industries.against_bessen.region import (
    Imposed,
    Region,
    impose,
    lognormal_through,
    profile_region,
)
from analysis.industries.fitted import Fitted
from analysis.industries.series import (
    Industry,
    Published,
    Sample,
    annual,
    cloth_price,
    income,
    joined,
    published,
    reading,
    real_income,
    vehicle_price,
    within,
)
from analysis.tables import Evidence

__all__ = ["End", "PublishedComparison", "compare", "published_path"]


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


@dataclass(frozen=True, eq=False, repr=False)
class PublishedComparison:
    """Ours beside the published pair.

    Attributes
    ----------
    fitted : Fitted
    published : Published
    region : Region
        Curves that our data do not reject.
    path : Sample or None
        Relative price over the published window; None where no price reaches over it.
    first, last : End
    imposed : Imposed or None
        The published pair held on our data; None without a path.
    """

    fitted: Fitted
    published: Published
    region: Region
    path: Sample | None
    first: End
    last: End
    imposed: Imposed | None

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Rows behind the verdicts: ours, the published pair with its years, prices of those."""
        return rows_of([self.fitted, self.imposed_on])

    @property
    def imposed_on(self) -> tuple[Evidence, ...]:
        """Rows behind the curve through the published pair: the pair and prices of its years."""
        theirs = self.published
        prices = () if self.path is None else self.path.at(theirs.first_year, theirs.last_year)
        return rows_of([theirs.pair_rows, prices])

    @property
    def verdict(self) -> Standing:
        """Agrees, compatible and uninformative, disagrees, or not comparable."""
        return pair_verdict(self.first.verdict, self.last.verdict)

    def __str__(self) -> str:
        return (
            f"{self.frame().to_string(index=False, float_format='{:.3g}'.format)}\n{self.verdict}"
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The comparison as a table."""
        return self.frame().to_html(index=False, float_format="{:.3g}".format)

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


def compare(fitted: Fitted) -> PublishedComparison:
    """Compare a lognormal fit with the published pair."""
    theirs = published(fitted.specification.industry)
    index = fitted.results.series.index
    common = index[(index >= theirs.first_year) & (index <= theirs.last_year)]
    path, region = published_path(fitted), profile_region(fitted)
    logs = None if path is None else _log_ends(theirs, path)
    curve = None if logs is None else Lognormal(*lognormal_through(_pair(theirs), logs))

    def end(year: int) -> End:
        position = list(index).index(year)
        profile, bootstrap = region.interval(position), fitted.draws.interval(position)
        price = fitted.relative_price[year]
        carried = math.nan if curve is None else float(curve.elasticity(price))
        wider = max(profile, bootstrap, key=_width)
        ours = fitted.results.elasticity(year).value
        return End(year, ours, profile, bootstrap, carried, end_verdict(carried, *wider))

    imposed = None if logs is None else impose(fitted, region, _pair(theirs), logs)
    first, last = end(int(common[0])), end(int(common[-1]))
    return PublishedComparison(fitted, theirs, region, path, first, last, imposed)


def published_path(fitted: Fitted) -> Sample | None:
    """Relative price over the published window, at the level of the specification's price.

    Cotton sheeting is priced from 1800, a car of given quality from 1906. For steel, rails before
    1867 are iron: a real price index of steel carries the path back from 1867 to 1860. None is made
    where the price is not relative to income, nor where no price reaches over the window.

    Returns
    -------
    Sample or None
        ``relative_price`` by year.
    """
    industry = fitted.specification.industry
    if fitted.specification.relative != "income":
        return None
    own, theirs = fitted.relative_price, published(industry)
    with reading() as kept:
        longer = _longer(industry)
    start, end = int(own.index[0]), int(own.index[-1])
    before, one = joined(
        longer[longer.index <= end], own, "relative_price", within=(start, start + 10)
    )
    path, two = joined(
        before, longer[longer.index >= end - 10], "relative_price", anchor="earlier",
        within=(end - 10, end),
    )  # fmt: skip
    path = pd.concat([before, path[path.index > end]])
    path = path.loc[theirs.first_year : theirs.last_year]
    if not {theirs.first_year, theirs.last_year} <= set(path.index):
        return None
    ours = within(fitted.sample.kept(["price", "income"]), own.index)
    read = {"relative_price": (*ours, *kept)}
    joins = (*fitted.sample.joins, one, two)
    units = {"relative_price": "price over income per head"}
    return Sample(path.to_frame("relative_price"), units, joins, read)


def _longer(industry: Industry) -> pd.Series[float]:
    if industry != "steel":
        price = cloth_price()[0] if industry == "cotton" else vehicle_price()[0]
        longer = (price / income()).dropna()
    else:
        longer = (annual("steel", "real_price_jacks") / real_income()).dropna()
    return longer.rename("published_window")


def _pair(theirs: Published) -> tuple[float, float]:
    return theirs.first, theirs.last


def _log_ends(theirs: Published, path: Sample) -> tuple[float, float]:
    ends = np.log(path.frame.loc[[theirs.first_year, theirs.last_year], "relative_price"])
    return float(ends.iloc[0]), float(ends.iloc[1])


def _width(limits: tuple[float, float]) -> float:
    """Width in logs, so that both ends of a curve are judged alike; infinite if open below."""
    low, high = limits
    return math.inf if low <= 0.0 or math.isinf(high) else math.log(high / low)
