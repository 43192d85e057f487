"""What the data say before any curve is fitted: arc elasticities and the share of income spent.

The share of income spent on a product is p q / y. It rises while demand is elastic and falls while
it is inelastic, so its peak is where the elasticity is one, whatever the curve. Its unit is
arbitrary where the price is an index.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.findings import Quantity, derived, finds, resting
from analysis.industries.declared import DECLARED, Specification, specifications
from analysis.industries.samples import fitted_columns
from analysis.industries.series import Industry, Sample
from analysis.industries.study import Study

FLAT = 0.1
"""Log points: over a smaller change of the relative price an arc has no elasticity."""
NEIGHBOURS = 2
"""Observations on either side that a smoothed share is the mean of."""
EARLY = 25
"""Years after the first of the primary window by which a window has to begin to hold a peak."""

ARCS: Mapping[Industry, tuple[int, ...]] = {
    "cotton": (1831, 1859, 1869, 1889, 1909, 1929, 1939, 1958, 1973, 1995),
    "steel": (1867, 1889, 1901, 1913, 1929, 1941, 1953, 1970, 1982),
    "motor_vehicles": (1910, 1920, 1928, 1940, 1960, 1980, 2005),
}
"""Borders of the arcs: years of like business conditions, and the end of the replacement of iron
by steel rails in 1889. They were chosen after a first look at arcs between other years."""


@derived
def arc_elasticities(study: Study) -> pd.DataFrame:
    """Elasticity between pairs of years: minus the change of log quantity over that of log price.

    Returns
    -------
    pandas.DataFrame
        One row a period: ``period``, changes of log ``price`` over income and of log ``quantity``,
        ``elasticity`` (a gap where the price hardly moved) and its range ``low``, ``high`` when
        either border is moved by up to two observations.
    """
    logs = _logs(study.sample)
    rows = [_arc(logs, first, last) for first, last in itertools.pairwise(ARCS[study.industry])]
    return resting(pd.DataFrame(rows), study.sample.only("quantity", "price", "income"))


def _arc(logs: pd.DataFrame, first: int, last: int) -> dict[str, object]:
    years = logs.index.to_numpy(dtype=float)
    start, end = (int(np.argmin(np.abs(years - year))) for year in (first, last))

    def arc(i: int, j: int) -> float:
        price, quantity = logs.iloc[j] - logs.iloc[i]
        return float(-quantity / price) if abs(price) >= FLAT else np.nan

    around = [
        arc(i, j)
        for i in range(max(start - NEIGHBOURS, 0), start + NEIGHBOURS + 1)
        for j in range(end - NEIGHBOURS, min(end + NEIGHBOURS, len(logs) - 1) + 1)
        if j > i
    ]
    known = [value for value in around if np.isfinite(value)]
    price, quantity = logs.iloc[end] - logs.iloc[start]
    return {
        "period": f"{logs.index[start]} to {logs.index[end]}",
        "price": float(price),
        "quantity": float(quantity),
        "elasticity": arc(start, end),
        "low": min(known, default=np.nan),
        "high": max(known, default=np.nan),
    }


@derived
def spending_share(study: Study) -> pd.DataFrame:
    """Share of income spent on the product, by year, its largest value as 100.

    Returns
    -------
    pandas.DataFrame
        ``share`` and ``smoothed``, the mean of it and its neighbours within the same stretch.
    """
    share = share_spent(study.sample.frame)
    frame = pd.DataFrame({"share": share, "smoothed": smoothed(share)})
    return resting(100 * frame / share.max(), study.sample.only("quantity", "price", "income"))


@finds
def spending_peak(study: Study) -> dict[str, Quantity]:
    """Year in which the share of income spent was largest, and its range over the splices.

    The range is that over declared quantities, prices and long windows and both vintages of income,
    raw and smoothed. A window whose peak is its first or last year has none.
    """
    peaks = share_peaks(study)
    nominal = peaks["income"] != "real product times prices"
    years = [int(year) for year in peaks.loc[nominal, "year"].dropna()]
    primary = share_spent(study.sample.frame)
    rows = study.sample.only("quantity", "price", "income")
    even = smoothed(primary)
    limits = float(min(years)), float(max(years))
    return {
        "peak": Quantity(int(str(primary.idxmax())), "year", limits, 1.0, rows=study.searched),
        "smoothed_peak": Quantity(int(str(even.idxmax())), "year", rows=rows),
        "splices": Quantity(len(years), "peaks", rows=study.searched),
    }


@derived
def share_peaks(study: Study) -> pd.DataFrame:
    """Peak of the share of income spent over the declared splices.

    Returns
    -------
    pandas.DataFrame
        One row a quantity, price, window, income and smoothing: ``data``, ``years``, ``income``,
        ``smoothing`` and ``year``, a gap where the peak is the first or the last year.
    """
    rows = []
    for one in _splices(study.industry):
        frame = study.frames.sample(one).frame
        income = fitted_columns(one)[-1]
        share = share_spent(frame.assign(income=frame[income]))
        for name, path in (("as it is", share), ("smoothed", smoothed(share))):
            peak = int(str(path.idxmax()))
            ends = peak in (path.index[0], path.index[-1])
            rows.append(
                {
                    "data": f"{one.quantity}, {one.price} price",
                    "years": f"{one.first}-{one.last}",
                    "income": one.relative,
                    "smoothing": name,
                    "year": np.nan if ends else peak,
                }
            )
    return resting(pd.DataFrame(rows).astype({"year": "Int64"}), study.searched)


def share_spent(frame: pd.DataFrame) -> pd.Series[float]:
    """Price times quantity per head over income per head, by year."""
    return frame["price"] * frame["quantity"] / frame["income"]


def smoothed(share: pd.Series[float]) -> pd.Series[float]:
    """Mean of a year and its neighbours; a hole of more than ten years is not reached over."""
    years = share.index.to_numpy(dtype=float)
    stretch = np.concatenate([[0], (np.diff(years) > 10).cumsum()])
    window = 2 * NEIGHBOURS + 1
    parts = share.groupby(stretch).rolling(window, center=True, min_periods=1).mean()
    return parts.droplevel(0)


def _splices(industry: Industry) -> Iterator[Specification]:
    """The incomes on every quantity and price, windows that begin early, one curve and scale."""
    start = DECLARED[industry].data[0].windows[0][0]
    for one in specifications(industry, ("lognormal",)):
        spent = one.relative not in ("wage", "consumer prices")
        if one.error == "log" and spent and one.first <= start + EARLY:
            yield one


def _logs(sample: Sample) -> pd.DataFrame:
    frame = sample.frame
    relative = frame["price"] / frame["income"]
    return pd.DataFrame({"price": np.log(relative), "quantity": np.log(frame["quantity"])})
