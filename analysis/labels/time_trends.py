"""How fast time per label fell: a range of yearly rates, and learning against the calendar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from analysis.errors import TableError
from analysis.labels.checks import one_unit
from analysis.labels.not_identified import NotIdentified

LEAST_POINTS = 8

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Progress:
    """Rates at which time per label fell.

    Attributes
    ----------
    low, high : float
        Least and most yearly fall of log time over the pairs; negative where time rose.
    pairs : int
        Pairs of rows in different years.
    within_study : int
        How many of them come from one study.
    years : (int, int)
    rows : tuple of str
        Rows that are in a pair.
    interval : NotIdentified
        Always: no study has the points, and rows of different studies are no sample.
    """

    low: float
    high: float
    pairs: int
    within_study: int
    years: tuple[int, int]
    rows: tuple[str, ...]
    interval: NotIdentified


@dataclass(frozen=True)
class Trend:
    """Least squares of log time on a regressor.

    Attributes
    ----------
    slope, std_error : float
    interval : (float, float)
        95% interval of the slope, t with n - 2 degrees of freedom.
    sigma : float
        Standard error of the regression: the smaller, the better the regressor describes.
    rsquared : float
    """

    slope: float
    std_error: float
    interval: tuple[float, float]
    sigma: float
    rsquared: float


@dataclass(frozen=True)
class Learning:
    """Time per label against cumulative labels (Wright 1936) and against years (Moore 1965).

    Attributes
    ----------
    wright : Trend
        Log time on log cumulative labels; 2 to the power of the slope is the progress ratio.
    moore : Trend
        Log time on years.
    nobs : int
    correlation : float
        Of the two regressors: near one, the points cannot tell the two apart.
    """

    wright: Trend
    moore: Trend
    nobs: int
    correlation: float

    @property
    def progress_ratio(self) -> float:
        """Time per label after cumulative labels have doubled, over time before."""
        return float(2**self.wright.slope)


def progress(
    rungs: pd.DataFrame, *, alike: Sequence[str] = ("stage", "statistic")
) -> Progress | NotIdentified:
    """Range of yearly falls of log time over pairs of rows in different years.

    Parameters
    ----------
    rungs : pandas.DataFrame
        From :func:`analysis.labels.ladder`: one task and unit.
    alike : sequence of str
        Columns that must agree within a pair. Empty takes all pairs, which compares the drawing
        of one study with the whole pipeline of another.

    Returns
    -------
    Progress or NotIdentified
        The latter where no pair of different years is alike.

    Raises
    ------
    LabelsError
        Where the rows count different things.
    """
    one_unit(rungs["unit"], "rate of progress")
    rows = rungs.sort_values("year").to_dict("records")
    pairs = [
        (first, last)
        for first, last in combinations(rows, 2)
        if last["year"] > first["year"] and all(first[name] == last[name] for name in alike)
    ]
    if not pairs:
        reason = f"no two rows of different years agree in {' and '.join(alike) or 'anything'}"
        return NotIdentified("rate of progress", reason)
    rates = [
        math.log(first["seconds"] / last["seconds"]) / (last["year"] - first["year"])
        for first, last in pairs
    ]
    largest = int(rungs.groupby("study")["year"].nunique().max())
    years = "a single year" if largest == 1 else f"{largest} years"
    reason = f"no study covers more than {years}, and {LEAST_POINTS} are needed"
    return Progress(
        low=min(rates),
        high=max(rates),
        pairs=len(rates),
        within_study=sum(first["study"] == last["study"] for first, last in pairs),
        years=(min(first["year"] for first, _ in pairs), max(last["year"] for _, last in pairs)),
        rows=tuple(sorted({str(row["id"]) for pair in pairs for row in pair})),
        interval=NotIdentified("interval of the rate of progress", reason),
    )


def learning(
    seconds: Sequence[float], cumulative: Sequence[float], years: Sequence[float]
) -> Learning | NotIdentified:
    """Compare learning by doing with the passing of time, within one study.

    Parameters
    ----------
    seconds : sequence of float, shape (n,)
        Time per label, s.
    cumulative : sequence of float, shape (n,)
        Labels made so far.
    years : sequence of float, shape (n,)
        Time of each point; fractions allowed.

    Returns
    -------
    Learning or NotIdentified
        The latter below eight points: fewer cannot tell the two apart (Nagy, Farmer, Bui and
        Trancik 2013, PLoS ONE 8(2) e52669, compare only series longer than that).

    Raises
    ------
    TableError
        Where the lengths differ, or a time or a count is not positive.
    """
    t, n, year = (np.asarray(item, dtype=float) for item in (seconds, cumulative, years))
    if not len(t) == len(n) == len(year):
        found = f"{len(t)}, {len(n)} and {len(year)} values"
        raise TableError("learning", None, None, found, "equal numbers")
    if (t <= 0).any() or (n <= 0).any():
        raise TableError("learning", None, None, "a value of zero or less", "positive values")
    if len(t) < LEAST_POINTS:
        reason = f"{len(t)} points in one study; needed: {LEAST_POINTS}"
        return NotIdentified("learning against calendar time", reason)
    return Learning(
        wright=_trend(np.log(n), np.log(t)),
        moore=_trend(year, np.log(t)),
        nobs=len(t),
        correlation=float(np.corrcoef(np.log(n), year)[0, 1]),
    )


def _trend(x: Array, y: Array) -> Trend:
    fit = stats.linregress(x, y)
    free = len(x) - 2
    residuals = y - fit.intercept - fit.slope * x
    half = float(stats.t.ppf(0.975, free)) * fit.stderr
    return Trend(
        slope=float(fit.slope),
        std_error=float(fit.stderr),
        interval=(float(fit.slope - half), float(fit.slope + half)),
        sigma=float(np.sqrt(residuals @ residuals / free)),
        rsquared=float(fit.rvalue**2),
    )
