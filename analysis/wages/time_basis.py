"""Paid time against all time: searching, waiting and rejected work are unpaid hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import pandas as pd

from analysis.errors import MoneyError, WageError
from analysis.money.units import AMOUNTS, TimeBasis, one_unit
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
    if not 0 < all_time <= paid:
        raise WageError(
            f"pay per paid hour {paid:g}, per hour of all work {all_time:g}; "
            "allowed: the second positive and not above the first"
        )
    return 1.0 - all_time / paid


OPEN_END = "open_end"
"""How far an end could move if the time that a quote counts is the other one."""


def time_basis(
    hourly: pd.DataFrame,
    basis: TimeBasis,
    unpaid: float,
    columns: Sequence[str] = AMOUNTS,
) -> pd.DataFrame:
    """Bring hourly pay to one time basis, and say apart how far the unstated ones could be off.

    Quotes on the other basis are scaled by the share of unpaid time. Quotes of piece workers that
    do not say their basis stay as they were stated; how far the upper end (per paid hour) or the
    lower (per hour of all work) could lie is in ``open_end``, which nothing uses unless it says
    so (:func:`with_open_ends`). Rates on offer are rates of paid time by nature, and staff is paid
    for the hours it is present: neither is open.

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
        With ``paid_time`` = `basis`, ``open_end`` (missing where nothing is open) and
        ``time_adjusted``: stated, scaled, open, offered, or staff.

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
    unstated = hourly["paid_time"] == "unstated"
    piece = hourly["worker_type"].isin(PIECE_WORKERS)
    offer = hourly["statistic"] == "advertised"
    kinds = {
        "staff": ~piece & unstated,
        "offered": piece & unstated & offer,
        "open": piece & unstated & ~offer,
        "stated": hourly["paid_time"] == basis,
    }
    scaled = ~unstated & ~kinds["stated"]
    result = hourly.copy()
    for column in columns:
        result[column] = hourly[column].mask(scaled, hourly[column] * factor)
    end = hourly[low] if factor < 1 else hourly[high]
    result[OPEN_END] = (end * factor).where(kinds["open"])
    result["time_adjusted"] = np.select(list(kinds.values()), list(kinds), "scaled")
    return result.assign(paid_time=basis)


def with_open_ends(based: pd.DataFrame, columns: Sequence[str] = AMOUNTS) -> pd.DataFrame:
    """Take the open ends into the ranges: what pay could be at most (or least) on either basis.

    Parameters
    ----------
    based : pandas.DataFrame
        From :func:`time_basis`. The middle of a quote that is open is left out.
    """
    low, mid, high = columns
    opened = based[OPEN_END].notna()
    result = based.copy()
    result[low] = based[low].where(~opened, based[[low, OPEN_END]].min(axis=1))
    result[high] = based[high].where(~opened, based[[high, OPEN_END]].max(axis=1))
    result[mid] = based[mid].mask(opened & (based[OPEN_END] != based[mid]))
    return result


def one_basis_a_study(quotes: pd.DataFrame, basis: TimeBasis) -> pd.Series[bool]:
    """Quotes to keep: those on the other basis go where their study speaks on `basis` too.

    A study that gives an average per paid hour and per hour of all work has one vote, and scaling
    the one to the other would only repeat it.
    """
    on_basis = set(quotes.loc[quotes["paid_time"] == basis, SOURCE])
    other = ~quotes["paid_time"].isin([basis, "unstated"])
    return ~(other & quotes[SOURCE].isin(on_basis))
