"""A floor under the wage: whether the log reaches it, under which rules, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.tasklogs.measures.workers import Workers, hourly
from analysis.tasklogs.rules import HOUR, MICRO

Verdict = Literal[
    "reached under every rule", "depends on the rule", "reached under no rule", "cannot be told"
]
WHOLE_MONEY = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
     "XAF", "XOF", "XPF"}
)  # fmt: skip
"""Currencies without a smaller coin (ISO 4217); all others are paid in hundredths here."""


@dataclass(frozen=True)
class Floor:
    """A wage per hour that pay is held against.

    Attributes
    ----------
    low, central, high : int
        Micro-units per hour in the currency of the pay: one amount where it was given, a range
        where the law has several or the hours of its month are not stated.
    currency : str
    words : str
        What it is and how it was converted.
    """

    low: int
    central: int
    high: int
    currency: str
    words: str


@dataclass(frozen=True)
class AgainstFloor:
    """A log against a floor.

    Attributes
    ----------
    floor : Floor
    verdict : str
    reached : mapping of str to bool or None
        By rule; None where the wage lies within the range of the floor.
    workers_below : int
        Workers whose own wage is below the central floor under the chosen rule.
    back_pay : pandas.DataFrame
        A row a worker: ``worker_key``, ``assignments``, ``pay``, ``hours``, ``wage``, ``floor``,
        ``back_pay``.
    owed : int
        Sum of back-pay, micro-units.
    rule : str
        The rule that back-pay was computed under.
    """

    floor: Floor
    verdict: Verdict
    reached: Mapping[str, bool | None]
    workers_below: int
    back_pay: pd.DataFrame
    owed: int
    rule: str


def against_floor(workers: Workers, floor: Floor, rule: str) -> AgainstFloor:
    """Hold a log against a floor under every rule of the curve, and work out back-pay under one."""
    pay = int(workers.pay.sum())
    reached = {
        gap.name: _reached(hourly(pay, int(workers.time(gap.name).sum())), floor)
        for gap in workers.gaps
    }
    owed = [
        back_pay(int(paid), int(time), floor)
        for paid, time in zip(workers.pay, workers.time(rule), strict=True)
    ]
    table = _back_pay_table(workers, floor, rule, owed)
    below = int((np.array(owed, dtype=object) > 0).sum()) if owed else 0
    return AgainstFloor(floor, _verdict(reached), reached, below, table, sum(owed), rule)


def back_pay(pay: int, time: int, floor: Floor) -> int:
    """Bonus that lifts a worker to the floor, micro-units, rounded up to what can be paid."""
    due = -(-floor.central * time // HOUR)
    coin = MICRO if floor.currency in WHOLE_MONEY else MICRO // 100
    return -(-max(due - pay, 0) // coin) * coin


def _reached(wage: float | None, floor: Floor) -> bool | None:
    if wage is None:
        return None
    amount = wage * MICRO
    if amount >= floor.high:
        return True
    return False if amount < floor.low else None


def _verdict(reached: Mapping[str, bool | None]) -> Verdict:
    answers = set(reached.values())
    if answers == {True}:
        return "reached under every rule"
    if answers == {False}:
        return "reached under no rule"
    return "cannot be told" if answers <= {None} else "depends on the rule"


def _back_pay_table(workers: Workers, floor: Floor, rule: str, owed: list[int]) -> pd.DataFrame:
    time = workers.time(rule)
    return pd.DataFrame(
        {
            "worker_key": workers.frame["worker_key"],
            "assignments": workers.frame["n"].astype("int64"),
            "pay": workers.pay / MICRO,
            "hours": time / HOUR,
            "wage": workers.wages(rule),
            "floor": floor.central / MICRO,
            "back_pay": [amount / MICRO for amount in owed],
            "currency": floor.currency,
        }
    )
