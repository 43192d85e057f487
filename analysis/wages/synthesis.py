"""Quotes put together: medians and ranges first, and what hangs on a single source.

Quotes have no sampling variances and none is invented. Everything here works on one unit of
account (see :func:`analysis.money.one_unit`) and counts sources, not quotes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import WageError
from analysis.findings import rows_of
from analysis.money import one_unit
from analysis.tables import Evidence
from analysis.wages.quotes import log_midpoint

FEWEST_SOURCES = 5
SOURCE = "origin"
Votes = Literal["sources", "quotes"]
"""Who has a vote of equal weight: every source, which is the house rule, or every quote."""


def require_sources(quotes: pd.DataFrame, what: str, fewest: int = FEWEST_SOURCES) -> int:
    """Number of independent sources, if there are enough of them.

    Raises
    ------
    WageError
        Naming what was asked, what there is and what is needed.
    """
    found = int(quotes[SOURCE].nunique())
    if found < fewest:
        raise WageError(f"{what}: {found} sources; allowed: {fewest} or more")
    return found


def vote_weights(quotes: pd.DataFrame, votes: Votes = "sources") -> NDArray[np.float64]:
    """Weight of each quote, one on average: the quotes of a source share its vote.

    Examples
    --------
    >>> vote_weights(pd.DataFrame({"origin": ["loud", "loud", "quiet"]})).tolist()
    [0.75, 0.75, 1.5]
    """
    if votes == "quotes":
        return np.ones(len(quotes))
    share = 1.0 / quotes.groupby(SOURCE)[SOURCE].transform("size").to_numpy(dtype=float)
    return np.asarray(share * len(quotes) / share.sum())


def describe(quotes: pd.DataFrame, by: list[str] | None = None) -> pd.DataFrame:
    """Medians and ranges by group, without any model.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Hourly pay in one unit.
    by : list of str, optional
        Columns to group by.

    Returns
    -------
    pandas.DataFrame
        A row a group: ``quotes``, ``sources``, ``points`` (quotes that have a middle),
        ``median`` (of the sources' medians, each source one vote; missing with fewer than five
        sources), ``lowest`` and ``highest`` (of all ends of all quotes).

    Raises
    ------
    MoneyError
    """
    one_unit(quotes)
    points = quotes.assign(log_pay=log_midpoint(quotes))
    if not by:
        return pd.DataFrame([_described(points)])
    groups = points.groupby(by, dropna=False)
    rows = []
    for key, group in groups:
        keys = key if isinstance(key, tuple) else (key,)
        rows.append(dict(zip(by, keys, strict=True)) | _described(group))
    return pd.DataFrame(rows)


def median_pay(quotes: pd.DataFrame, fewest: int = FEWEST_SOURCES) -> float:
    """Median over sources of the median middle of each source's quotes.

    Raises
    ------
    WageError, MoneyError
    """
    one_unit(quotes)
    points = quotes.assign(log_pay=log_midpoint(quotes)).dropna(subset="log_pay")
    require_sources(points, "median pay", fewest)
    return _median(points)


@dataclass(frozen=True)
class Deletion:
    """An answer with each source left out in turn.

    Attributes
    ----------
    full : float
        With all sources.
    without : pandas.Series
        Answer by the source left out.
    evidence : tuple of Evidence
        Rows of the quotes.
    """

    full: float
    without: pd.Series[float]
    evidence: tuple[Evidence, ...] = ()

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest answer."""
        return float(self.without.min()), float(self.without.max())

    @property
    def most_influential(self) -> str:
        """Source whose absence moves the answer most (first in alphabetical order if several)."""
        moved = (self.without - self.full).abs().sort_index()
        return str(moved.idxmax())


def leave_one_source_out(quotes: pd.DataFrame, answer: Callable[[pd.DataFrame], float]) -> Deletion:
    """Recompute `answer` without each source in turn.

    Raises
    ------
    WageError
        With fewer than two sources.
    """
    require_sources(quotes, "leaving one source out", fewest=2)
    names = sorted(quotes[SOURCE].unique())
    without = {name: answer(quotes[quotes[SOURCE] != name]) for name in names}
    return Deletion(answer(quotes), pd.Series(without, dtype=float), rows_of(quotes))


def _described(group: pd.DataFrame) -> dict[str, float | int]:
    points = group.dropna(subset="log_pay")
    ends = group[["low", "mid", "high"]].astype(float)
    enough = points[SOURCE].nunique() >= FEWEST_SOURCES
    return {
        "quotes": len(group),
        "sources": int(group[SOURCE].nunique()),
        "points": len(points),
        "median": _median(points) if enough else np.nan,
        "lowest": float(ends.min().min()),
        "highest": float(ends.max().max()),
    }


def _median(points: pd.DataFrame) -> float:
    by_source = points.groupby(SOURCE)["log_pay"].median()
    return float(np.exp(by_source.median()))
