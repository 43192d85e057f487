"""Paid time against all time: searching, waiting and rejected work are unpaid hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import pandas as pd

from analysis.errors import MoneyError, WageError
from analysis.money.units import AMOUNTS, TimeBasis, one_unit

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
    if not 0 < all_time <= paid:
        raise WageError(
            f"pay per paid hour {paid:g}, per hour of all work {all_time:g}; "
            "allowed: the second positive and not above the first"
        )
    return 1.0 - all_time / paid


def time_basis(
    hourly: pd.DataFrame,
    basis: TimeBasis,
    unpaid: float,
    columns: Sequence[str] = AMOUNTS,
) -> pd.DataFrame:
    """Bring hourly pay to one time basis.

    Quotes on the other basis are scaled by the share of unpaid time. Quotes of piece workers
    that do not say their basis could be on either: their interval is widened to cover both, and
    the typical amount is left out. Staff is left as it is.

    Parameters
    ----------
    hourly : pandas.DataFrame
        From :func:`analysis.wages.hours.hourly_wage`, in any one currency.
    basis : {"paid", "paid_and_unpaid"}
    unpaid : float
        Share of all working time that is unpaid, in [0, 1).
    columns : sequence of str
        Lower end, middle and upper end: of pay, or of its ratio to a local wage.

    Returns
    -------
    pandas.DataFrame
        With ``paid_time`` = `basis` and ``time_adjusted``: stated, scaled, widened, or staff.

    Raises
    ------
    MoneyError
        For an unknown basis, or amounts that are not hourly.
    WageError
        For a share outside [0, 1).
    """
    if basis not in get_args(TimeBasis):
        raise MoneyError(f"basis {basis!r}; allowed: {', '.join(get_args(TimeBasis))}")
    if not 0 <= unpaid < 1:
        raise WageError(f"unpaid share {unpaid:g}; allowed: from 0 to less than 1")
    low, mid, high = columns
    if low == "low" and not hourly.empty:
        one_unit(hourly[["period"]].assign(unit="money"))
    to_all = 1.0 - unpaid
    factor = to_all if basis == "paid_and_unpaid" else 1.0 / to_all
    stated = hourly["paid_time"] == basis
    unstated = hourly["paid_time"] == "unstated"
    piece = hourly["worker_type"].isin(PIECE_WORKERS)
    scaled, widened = ~stated & ~unstated, unstated & piece
    result = hourly.copy()
    for column in columns:
        result[column] = hourly[column].mask(scaled, hourly[column] * factor)
    end, bound = (low, min) if factor < 1 else (high, max)
    result[end] = result[end].mask(widened, result[end] * bound(factor, 1.0))
    result[mid] = result[mid].mask(widened & (factor != 1), np.nan)
    result["time_adjusted"] = np.select(
        [stated, scaled, widened], ["stated", "scaled", "widened"], "staff"
    )
    return result.assign(paid_time=basis)
