"""What a column of amounts is measured in, and the refusal to mix."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.errors import MoneyError

AMOUNTS = ["low", "mid", "high"]
"""Columns that hold an amount: lower end, single or typical value, upper end."""

TimeBasis = Literal["paid", "paid_and_unpaid"]


def one_unit(frame: pd.DataFrame) -> str:
    """The one unit of all amounts in `frame`, in words.

    Parameters
    ----------
    frame : pandas.DataFrame
        Amounts with ``unit`` (or, before conversion, ``currency``), and where they are rates,
        ``period`` and ``paid_time``. Paid and paid-plus-unpaid time must not meet; hours whose
        basis is not stated may stand with either.

    Raises
    ------
    MoneyError
        Naming what was found together.

    Examples
    --------
    >>> import pandas as pd
    >>> one_unit(pd.DataFrame({"unit": ["USD of 2024"] * 2, "period": ["hour"] * 2}))
    'USD of 2024 per hour'
    """
    if frame.empty:
        raise MoneyError("no amounts: an empty table has no unit")
    money = _one(frame, "unit" if "unit" in frame else "currency")
    period = f" per {_one(frame, 'period')}" if "period" in frame else ""
    if "paid_time" in frame:
        stated = set(frame["paid_time"]) - {"unstated"}
        if len(stated) > 1:
            raise MoneyError(
                f"hours on the bases {', '.join(sorted(stated))} in one column; "
                "bring them to one with time_basis()"
            )
    return f"{money}{period}"


def _one(frame: pd.DataFrame, column: str) -> str:
    found = sorted({str(value) for value in frame[column]})
    if len(found) > 1:
        raise MoneyError(f"{column} {', '.join(found)} in one column; allowed: one")
    return found[0]
