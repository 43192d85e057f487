"""Two series made one: what the join rests on is measured and kept, never only done."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.digits import one_to
from analysis.errors import IndustryError
from analysis.industries.series.rows_read import keep
from analysis.tables import names, table
from analysis.tables.definition import Series

Anchor = Literal["earlier", "later"]


@dataclass(frozen=True)
class Join:
    """How an earlier series was carried on by a later one.

    Attributes
    ----------
    what : str
        Column of the frame.
    earlier, later : str
        Series joined.
    years : tuple of int
        Years in which both have a value; empty for a join without overlap.
    ratio : float
        Later over earlier, geometric mean over `years`.
    spread : float
        Largest ratio of those years over the smallest; NaN for fewer than two.
    assumption : str
        For a join without overlap, what is assumed instead of measured.
    """

    what: str
    earlier: str
    later: str
    years: tuple[int, ...]
    ratio: float
    spread: float
    assumption: str = ""

    @property
    def overlaps(self) -> bool:
        """Whether the ratio was measured."""
        return bool(self.years)


def joined(
    earlier: pd.Series[float],
    later: pd.Series[float],
    what: str,
    *,
    anchor: Anchor = "later",
    within: tuple[int, int] | None = None,
) -> tuple[pd.Series[float], Join]:
    """Carry a series on by another over the years that both have.

    The later series stands where both have a value.

    Parameters
    ----------
    earlier, later : pandas.Series
        Indexed by year, positive; their names are those of the series.
    what : str
        Column made, for the record.
    anchor : {"earlier", "later"}
        Whose level the result has.
    within : (int, int), optional
        Overlap to use; where the ratio drifts, the years next to the seam say most.

    Returns
    -------
    pandas.Series, Join

    Raises
    ------
    IndustryError
        Without a common year.
    """
    common = earlier.index.intersection(later.index)
    if within is not None:
        common = common[(common >= within[0]) & (common <= within[1])]
    if common.empty:
        raise IndustryError(
            f"{what}: {earlier.name} ({_span(earlier)}) and {later.name} ({_span(later)}) share no "
            "year; allowed: a common year, or a join that says what it assumes"
        )
    ratios = np.log(later[common].to_numpy() / earlier[common].to_numpy())
    spread = math.exp(float(np.ptp(ratios))) if len(common) > 1 else math.nan
    seam = Join(
        what, str(earlier.name), str(later.name), tuple(int(year) for year in common),
        math.exp(float(ratios.mean())), spread,
    )  # fmt: skip
    return _together(earlier, later, seam.ratio, anchor), seam


def assumed(
    earlier: pd.Series[float],
    later: pd.Series[float],
    what: str,
    assumption: str,
    *,
    ratio: float | None = None,
    anchor: Anchor = "later",
) -> tuple[pd.Series[float], Join]:
    """Carry a series on across years that neither has, under a stated assumption.

    Parameters
    ----------
    ratio : float, optional
        Later over earlier; by default the one that leaves the level unchanged between the last
        year of the earlier series and the first of the later.

    Raises
    ------
    IndustryError
        Where the series do overlap: then the ratio is to be measured.
    """
    if earlier.index.max() >= later.index.min():
        raise IndustryError(
            f"{what}: {earlier.name} ends in {earlier.index.max()}, {later.name} begins in "
            f"{later.index.min()}; allowed: no common year, else measure the ratio"
        )
    level = float(later.iloc[0] / earlier.iloc[-1]) if ratio is None else ratio
    seam = Join(what, str(earlier.name), str(later.name), (), level, math.nan, assumption)
    return _together(earlier, later, level, anchor), seam


def spliced(name: str, series: str, breaks: Sequence[int]) -> tuple[pd.Series[float], list[Join]]:
    """A series of one table without its level breaks, at the level of its last stretch.

    In a break year one row is comparable with the years before and one with the years after;
    their ratio carries the years before on. Breaks not named stay as they are printed, with the
    row that is comparable with the years after.

    Raises
    ------
    IndustryError
        For a year without such a pair of rows.
    """
    opened = table(name)
    opened.series(series)
    rows = opened.frame[opened.frame["series"] == series]
    marks = rows["warnings"].fillna("")
    before = rows[marks.str.contains("break_preceding")].set_index("year")["value"]
    after = rows[marks.str.contains("break_following")].set_index("year")["value"]
    missing = sorted(set(breaks) - (set(before.index) & set(after.index)))
    if missing:
        there = ", ".join(str(year) for year in sorted(set(before.index) & set(after.index)))
        raise IndustryError(
            f"{name}, series {series}: no break in {missing[0]}; there are: {there}"
        )
    comparable = ~marks.str.contains("break_preceding")
    keep(name, rows[comparable | rows["year"].isin(breaks)])
    values = rows[comparable].set_index("year")["value"].sort_index()
    values.name = series
    joins = []
    for year in sorted(breaks, reverse=True):
        ratio = float(after[year] / before[year])
        values[values.index < year] *= ratio
        joins.append(
            Join(
                series, f"{series} before {year}", f"{series} from {year}", (year,), ratio, math.nan
            )
        )
    return values.astype(float), joins[::-1]


def joins_frame(joins: Sequence[Join]) -> pd.DataFrame:
    """The joins as a table for the reader, one row each."""
    frame = pd.DataFrame(
        [
            {
                "column": _titled(seam.what),
                "earlier": _titled(seam.earlier),
                "later": _titled(seam.later),
                "overlap": _years(seam.years),
                "years": len(seam.years),
                "ratio": seam.ratio,
                "spread": seam.spread,
                "rests on": "overlap" if seam.overlaps else f"assumption: {seam.assumption}",
            }
            for seam in joins
        ]
    )
    return frame.assign(ratio=pd.Series([one_to(seam.ratio) for seam in joins], dtype=object))


def long_form(parts: Mapping[str, pd.Series[float]]) -> pd.DataFrame:
    """Series of employment by name as one frame ``series, year, thousands``."""
    return pd.concat(
        [
            pd.DataFrame({"series": name, "year": part.index, "thousands": part.to_numpy(float)})
            for name, part in parts.items()
        ],
        ignore_index=True,
    )


def _together(
    earlier: pd.Series[float], later: pd.Series[float], ratio: float, anchor: Anchor
) -> pd.Series[float]:
    before = earlier[~earlier.index.isin(later.index)]
    parts = (before * ratio, later) if anchor == "later" else (before, later / ratio)
    together = pd.concat(parts).sort_index()
    together.index.name = "year"
    together.name = later.name if anchor == "later" else earlier.name
    return together


_TABLES = ("steel", "cotton", "motor_vehicles", "us_economy")
_MADE = {
    "mill_consumption": "cotton used by mills",
    "broadwoven_volume": "volume of broadwoven mills",
    "census_wage_earners": "wage earners, censuses",
    "primary_metals_production_workers": "production workers, primary metals",
    "textile_mills_production_workers": "production workers, textile mills",
    "broadwoven_production_workers": "production workers, broadwoven mills",
    "earnings_per_worker_census": "earnings per worker, censuses",
    "wage_six_census_industries": "wage, six industries of the census",
    "sic3711_3714_total_employment": "employees, motor vehicles and parts (SIC 3711, 3714)",
    "hands": "hands in mills",
}
"""Series that are made of several of a table, in words."""


def _titled(name: str) -> str:
    """A series in words: its title, or what it is made of, and the stretch of it that is meant."""
    stem, space, stretch = name.partition(" ")
    if "_" not in stem and stem not in _MADE:
        return name
    titles = [found[stem].title for found in map(_series_of, _TABLES) if stem in found]
    known = _MADE.get(stem, titles[0] if titles else stem)
    return f"{known}{',' if space else ''}{space}{stretch}"


def _series_of(name: str) -> Mapping[str, Series]:
    return table(name).definition.series if name in names() else {}


def _span(series: pd.Series[float]) -> str:
    return f"{series.index.min()} to {series.index.max()}"


def _years(years: tuple[int, ...]) -> str:
    if len(years) < 2:
        return str(years[0]) if years else "none"
    return f"{years[0]} to {years[-1]}"
