"""The accounting with one assumption swapped at a time: its range, and what decides it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from analysis.findings import Quantity, derived, finds, resting
from analysis.position.crowd import CHAO, ESTIMATORS, SEEN
from analysis.position.hours import DATES, FIRMS, MTURK, Accounting, Setting

BRACKETS: tuple[Literal["low", "high"], ...] = ("low", "high")
WORDS = {
    "revenue": "revenue",
    "workers_share": "share of revenue that workers get",
    "pay_hour": "pay an hour",
    "growth_of_pay": "growth of pay",
    "share_worked": "share of stated hours that is work",
    "early": "in 2021-22",
    "late": "in 2024-25",
    "both": "",
}
NEWEST = "Surge AI"
AS_IT_STANDS = "every assumption in the middle"


def swaps(account: Accounting) -> Iterator[tuple[str, str, Setting]]:
    """What is swapped, to which value, and the setting with that alone."""
    base = account.middle
    for name, row in account.ranges.iterrows():
        what = f"{row['firm']}: {WORDS[str(row['quantity'])]} {WORDS[str(row['date'])]}".strip()
        for end in ("low", "high"):
            yield what, f"{row[end]:g}", base.put(str(name), float(row[end]))
    for estimator in (CHAO, SEEN):
        yield f"{MTURK}: workers", estimator, replace(base, estimator=estimator)
    for bracket in BRACKETS:
        where = f"{MTURK}: hours within their bracket"
        yield where, bracket, replace(base, bracket=bracket)
    yield "Appen: without its customer Google", "left out", replace(base, google=False)
    for firm in FIRMS:
        yield f"{firm}: without it", "left out", replace(base, left_out=firm)


@derived
def every_swap(account: Accounting) -> pd.DataFrame:
    """Total hours at both dates, as it stands and under every single swap.

    Returns
    -------
    pandas.DataFrame
        ``what, put_at, early, late`` (million hours a year), ``change`` (logs).
    """
    base = account.middle
    every = [(AS_IT_STANDS, "", base), *swaps(account)]
    rows = [
        (what, value, *(sum(account.hours(item, date).values()) for date in DATES),
         account.change(item))
        for what, value, item in every
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["what", "put_at", "early", "late", "change"])
    return resting(frame, account)


@derived
def what_decides(swapped: pd.DataFrame) -> pd.DataFrame:
    """Swaps by how far they move the change of total hours, the widest first.

    Returns
    -------
    pandas.DataFrame
        ``what, lowest, highest`` (change in logs), ``width``, ``turns``: whether the sign differs
        from that of the middle.
    """
    middle = float(swapped["change"].iloc[0])
    found = swapped.iloc[1:].groupby("what", sort=False)["change"].agg(["min", "max"])
    found["lowest"] = found["min"].clip(upper=middle)
    found["highest"] = found["max"].clip(lower=middle)
    found["width"] = found["highest"] - found["lowest"]
    found["turns"] = (found["lowest"] * middle < 0) | (found["highest"] * middle < 0)
    kept = found.drop(columns=["min", "max"]).reset_index()
    return resting(kept.sort_values("width", ascending=False, ignore_index=True), swapped)


@finds
def range_of_hours(swapped: pd.DataFrame, decides: pd.DataFrame) -> dict[str, Quantity]:
    """Change of total hours over single swaps, and how many of them turn its sign."""
    ratios = np.exp(swapped["change"])
    turning = decides.loc[decides["turns"], "what"]
    return {
        "hours_ratio": Quantity(
            float(ratios.iloc[0]), "ratio", (float(ratios.min()), float(ratios.max())), 1.0
        ),
        "hours_early": Quantity(float(swapped["early"].iloc[0]), "million hours a year"),
        "hours_late": Quantity(float(swapped["late"].iloc[0]), "million hours a year"),
        "swaps": Quantity(len(swapped) - 1, "swaps"),
        "swaps_falling": Quantity(int((ratios.iloc[1:] < 1).sum()), "swaps"),
        "deciding": Quantity(len(turning), "assumptions"),
        "deciding_names": Quantity("; ".join(turning) or "none"),
    }


@finds
def hours_beside_the_newest(account: Accounting) -> dict[str, Quantity]:
    """Hours at the firm that grew most, and at the others together, all in the middle."""
    early, late = (account.hours(account.middle, date) for date in DATES)
    return {
        "hours_newest_early": Quantity(early[NEWEST], "million hours a year"),
        "hours_newest_late": Quantity(late[NEWEST], "million hours a year"),
        "hours_others_early": Quantity(sum(early.values()) - early[NEWEST], "million hours a year"),
        "hours_others_late": Quantity(sum(late.values()) - late[NEWEST], "million hours a year"),
    }


@finds
def all_at_once(account: Accounting) -> dict[str, Quantity]:
    """The least and the most that the change of hours can be, every assumption free at once.

    From the middle each assumption in turn goes to the end that moves the change furthest, until
    none moves it: the change is monotone in every one, so that the ends suffice. Firms stay in.
    """
    low, high = (_furthest(account, sign) for sign in (-1.0, 1.0))
    middle = account.change(account.middle)
    ends = (math.exp(low), math.exp(high))
    return {"hours_at_once": Quantity(math.exp(middle), "ratio", ends, 1.0)}


def _furthest(account: Accounting, sign: float) -> float:
    best, setting = sign * account.change(account.middle), account.middle
    while True:
        options = list(_neighbours(account, setting))
        values = [sign * account.change(item) for item in options]
        top = max(range(len(values)), key=values.__getitem__)
        if values[top] <= best + 1e-12:
            return sign * best
        best, setting = values[top], options[top]


def _neighbours(account: Accounting, setting: Setting) -> Iterator[Setting]:
    for name, row in account.ranges.iterrows():
        for end in ("low", "high"):
            yield setting.put(str(name), float(row[end]))
    for estimator in ESTIMATORS:
        yield replace(setting, estimator=estimator)
    for bracket in BRACKETS:
        yield replace(setting, bracket=bracket)
    yield replace(setting, google=False)


@finds
def range_of_spending(account: Accounting) -> dict[str, Quantity]:
    """Spending at these firms at both dates, with what is assumed of it at its ends."""
    found = {}
    for date in DATES:
        totals = [
            sum(account.spending(item, date).values())
            for _, _, item in swaps(account)
            if not item.left_out and item.google
        ]
        middle = sum(account.spending(account.middle, date).values())
        found[date] = (middle, (min(totals), max(totals)))
    (early, (early_low, early_high)), (late, (late_low, late_high)) = found.values()
    return {
        "spending_early": Quantity(early, "million USD a year", (early_low, early_high), 1.0),
        "spending_late": Quantity(late, "million USD a year", (late_low, late_high), 1.0),
        "spending_ratio": Quantity(
            late / early, "ratio", (late_low / early_high, late_high / early_low), 1.0
        ),
    }


@derived
def hours_by_firm(account: Accounting) -> pd.DataFrame:
    """Hours and spending by firm at both dates, every assumption in the middle."""
    base = account.middle
    rows = []
    for firm in FIRMS:
        hours = [account.hours(base, date)[firm] for date in DATES]
        spent = [account.spending(base, date)[firm] for date in DATES]
        rows.append((firm, *spent, *hours))
    columns = ["firm", "spending_early", "spending_late", "hours_early", "hours_late"]
    return resting(pd.DataFrame(rows, columns=columns), account)
