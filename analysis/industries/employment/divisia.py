"""Log-mean Divisia decomposition of a change in employment: exact, and blind to order.

The change of a product is shared out among its factors in proportion to their log changes. With
the logarithmic mean as weight nothing is left over (Ang 2004; Sato 1976; Vartia 1976). Weighted
by the first and last year alone, or by every year in between, the shares differ: both are shown.
"""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import IndustryError

Method = Literal["endpoint", "chained"]

METHODS: tuple[Method, ...] = ("endpoint", "chained")
REMAINDER = "imports, substitutes, shift, error"
_TOLERANCE = 1e-9


def log_mean(a: float, b: float) -> float:
    """Logarithmic mean (a - b) / (ln a - ln b); a where both are equal.

    Raises
    ------
    IndustryError
        For a number that is not positive.
    """
    real = isinstance(a, numbers.Real) and isinstance(b, numbers.Real)
    if not (real and 0.0 < a < math.inf and 0.0 < b < math.inf):
        raise IndustryError(f"log mean of {a} and {b}; allowed: positive numbers, finite")
    # log1p keeps the digits of a ratio near one, the plain logarithm those of one far from it.
    times = float(a) / float(b)
    if 0.5 < times < 2.0:
        ratio = np.log1p((a - b) / b)
    else:
        ratio = np.log(times) if 0.0 < times < math.inf else np.log(a) - np.log(b)
    return float(b) if ratio == 0.0 else float((a - b) / ratio)


def decompose(
    total: pd.Series[float],
    factors: pd.DataFrame,
    first: int,
    last: int,
    *,
    method: Method = "chained",
) -> pd.Series[float]:
    """Share the change of a total out among the factors whose product it is.

    Parameters
    ----------
    total : pandas.Series
        Employment by year, positive.
    factors : pandas.DataFrame
        One column a factor, in the index of `total`; their product over the years moves as the
        total does.
    first, last : int
        Years compared.
    method : {"endpoint", "chained"}
        Weights of the two years alone, or of every pair of neighbouring years in the data.

    Returns
    -------
    pandas.Series
        Contribution of each factor, in the unit of `total`; they add up to its change.

    Raises
    ------
    IndustryError
        For a year that is not there, an unknown method, numbers that are not positive, or factors
        whose product is not the total.

    References
    ----------
    Ang, B. W. (2004). Decomposition analysis for policymaking in energy. Energy Policy 32.
    """
    if method not in METHODS:
        raise IndustryError(f"method {method!r}; allowed: {', '.join(METHODS)}")
    _check(total, factors, first, last)
    inside = total.index[(total.index >= first) & (total.index <= last)]
    years = [first, last] if method == "endpoint" else [int(year) for year in inside]
    parts = pd.Series(0.0, index=factors.columns)
    for before, after in itertools.pairwise(years):
        weight = log_mean(float(total[after]), float(total[before]))
        parts += weight * np.log(factors.loc[after] / factors.loc[before])
    return parts


def by_period(
    total: pd.Series[float], factors: pd.DataFrame, borders: Sequence[int]
) -> pd.DataFrame:
    """Endpoint decompositions between neighbouring borders, and their sum over all periods.

    Returns
    -------
    pandas.DataFrame
        One row a period (``1958 to 1973``) and ``all``; one column a factor, and ``change``.
    """
    rows = {}
    for first, last in itertools.pairwise(borders):
        rows[f"{first} to {last}"] = decompose(total, factors, first, last, method="endpoint")
    frame = pd.DataFrame(rows).T
    frame.loc["all"] = frame.sum()
    frame["change"] = frame.sum(axis=1)
    return frame


def three_ways(
    total: pd.Series[float], factors: pd.DataFrame, borders: Sequence[int]
) -> pd.DataFrame:
    """Endpoint, chained and by-period decomposition side by side, between the outer borders.

    Returns
    -------
    pandas.DataFrame
        Rows ``endpoint``, ``by period``, ``chained``; one column a factor, ``change``, and
        ``residual``, the change less the sum of the factors, relative to the change.
    """
    first, last = borders[0], borders[-1]
    rows = {
        "endpoint": decompose(total, factors, first, last, method="endpoint"),
        "by period": by_period(total, factors, borders).loc["all"].drop("change"),
        "chained": decompose(total, factors, first, last, method="chained"),
    }
    frame = pd.DataFrame(rows).T
    change = float(total[last] - total[first])
    frame["residual"] = (change - frame.sum(axis=1)) / change
    frame["change"] = change
    return frame[[*factors.columns, "change", "residual"]]


def _check(total: pd.Series[float], factors: pd.DataFrame, first: int, last: int) -> None:
    for year in (first, last):
        if year not in total.index or year not in factors.index:
            raise IndustryError(
                f"no year {year}; there are: {total.index.min()} to {total.index.max()}"
            )
    bad = [str(name) for name in factors if not (factors[name].loc[first:last] > 0.0).all()]
    if bad or not (total.loc[first:last] > 0.0).all():
        raise IndustryError(f"{', '.join(bad) or 'total'}: not positive; allowed: above zero")
    ratio = factors.prod(axis=1) / total
    drift = float((ratio.loc[[first, last]] / ratio[first] - 1.0).abs().max())
    if drift > _TOLERANCE:
        raise IndustryError(
            f"product of {', '.join(map(str, factors))} over the total drifts by {drift:.3g}; "
            "allowed: factors whose product is the total"
        )
