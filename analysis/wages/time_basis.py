"""Paid time against all time: searching, waiting and rejected work are unpaid hours."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from typing import get_args

import numpy as np
import pandas as pd

from analysis.errors import MoneyError, WageError
from analysis.money.units import AMOUNTS, TimeBasis
from analysis.wages.synthesis import SOURCE

PIECE_WORKERS = ("crowd", "gig")
"""Those whose waiting nobody pays; staff is taken to be paid for the hours it is present."""


def unpaid_share(paid: float, all_time: float) -> float:
    """Share of working time that is unpaid, from one study's hourly pay on both bases.

    ``1 - all_time / paid``: the same earnings over more hours.

    Raises
    ------
    WageError
        Unless 0 < all_time <= paid.

    Examples
    --------
    >>> round(unpaid_share(3.76, 2.83), 3)
    0.247
    """
    real = isinstance(paid, numbers.Real) and isinstance(all_time, numbers.Real)
    if not (real and 0 < all_time <= paid < math.inf):
        raise WageError(
            f"pay per paid hour {paid}, per hour of all work {all_time}; "
            "allowed: finite, the second positive and not above the first"
        )
    return 1.0 - all_time / paid


FACTOR = "time_factor"
"""What an amount would be multiplied by if its hours were those of the basis asked for."""


def time_basis(hourly: pd.DataFrame, basis: TimeBasis, unpaid: float) -> pd.DataFrame:
    """Say which hours each quote counts, and how far its amount is from those of one basis.

    No amount is changed: what a source did not state is printed only where something says so
    (:func:`on_basis`). Quotes on the other basis are off by the share of unpaid time. Quotes of
    piece workers that do not say are open: by that share, or by nothing. Rates on offer are rates
    of paid time by nature, and staff is paid for the hours it is present: neither is open.

    Parameters
    ----------
    hourly : pandas.DataFrame
        From :func:`analysis.wages.hours.hourly_wage`, or ratios of such pay to a local wage.
    basis : {"paid", "paid_and_unpaid"}
    unpaid : float
        Share of all working time that is unpaid, in [0, 1).

    Returns
    -------
    pandas.DataFrame
        With ``time_counted`` (stated, other, open, offered or staff) and ``time_factor``.

    Raises
    ------
    MoneyError
        For an unknown basis.
    WageError
        For a share outside [0, 1).
    """
    if basis not in get_args(TimeBasis):
        raise MoneyError(f"basis {basis!r}; allowed: {', '.join(get_args(TimeBasis))}")
    if not 0 <= unpaid < 1:
        raise WageError(f"unpaid share {unpaid:g}; allowed: from 0 to less than 1")
    to_all = 1.0 - unpaid
    factor = to_all if basis == "paid_and_unpaid" else 1.0 / to_all
    unstated = hourly["paid_time"] == "unstated"
    piece = hourly["worker_type"].isin(PIECE_WORKERS)
    offer = hourly["statistic"] == "advertised"
    kinds = {
        "staff": ~piece & unstated,
        "offered": piece & unstated & offer,
        "open": piece & unstated & ~offer,
        "stated": hourly["paid_time"] == basis,
    }
    counted = np.select(list(kinds.values()), list(kinds), "other")
    off = np.isin(counted, ["open", "other"])
    return hourly.assign(time_counted=counted, **{FACTOR: np.where(off, factor, 1.0)})


def on_basis(based: pd.DataFrame, columns: Sequence[str] = AMOUNTS) -> pd.DataFrame:
    """Pay per hour of the basis: quotes on the other are scaled, open ones widened to cover both.

    Parameters
    ----------
    based : pandas.DataFrame
        From :func:`time_basis`.
    columns : sequence of str
        Lower end, middle and upper end. The middle of an open quote is left out.
    """
    low, mid, high = columns
    factor, counted = based[FACTOR], based["time_counted"]
    opened = (counted == "open") & (factor != 1.0)
    result = based.copy()
    for column in columns:
        result[column] = based[column].mask(counted == "other", based[column] * factor)
    result[low] = result[low].mask(opened, result[low] * factor.clip(upper=1.0))
    result[high] = result[high].mask(opened, result[high] * factor.clip(lower=1.0))
    result[mid] = result[mid].mask(opened)
    return result


def one_basis_a_study(quotes: pd.DataFrame, basis: TimeBasis) -> pd.Series[bool]:
    """Quotes to keep: averages on the other basis go where their study has one on `basis` too.

    Averages of the same workers per paid hour and per hour of all work are one fact.
    """
    average = quotes["statistic"].isin(["mean", "median"])
    told = set(quotes.loc[average & (quotes["paid_time"] == basis), SOURCE])
    other = average & ~quotes["paid_time"].isin([basis, "unstated"])
    return ~(other & quotes[SOURCE].isin(told))
