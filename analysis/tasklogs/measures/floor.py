"""A floor under the wage: whether the log reaches it, under which rules, and what is owed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.tasklogs.measures.workers import Workers
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
    rests_on : tuple
        Rows of tables that it was taken from and converted with.
    """

    low: int
    central: int
    high: int
    currency: str
    words: str
    rests_on: tuple[Any, ...] = ()


Floors = Mapping[int, Floor]
"""The floor of each year of the log."""
FloorOf = Callable[[str, Sequence[int]], Floors]
"""Gives the floors in a currency for years, such as the minimum wage of a country."""


@dataclass(frozen=True)
class AgainstFloor:
    """A log against a floor.

    Attributes
    ----------
    floors : mapping of int to Floor
        By year of the work.
    verdict : str
    reached : mapping of str to bool or None
        By rule; None where the wage lies within the range of the floor, or there is no time.
    workers_below : int
        Workers who would be owed something under the chosen rule.
    back_pay : pandas.DataFrame
        A row a worker: ``worker_key``, ``assignments``, ``pay``, ``hours``, ``wage``, ``floor``
        (per hour, over the years the mean by the worker's hours), ``back_pay``, ``currency``.
    owed : int
        Sum of back-pay, micro-units.
    rule : str
        The rule that back-pay was computed under.
    """

    floors: Floors
    verdict: Verdict
    reached: Mapping[str, bool | None]
    workers_below: int
    back_pay: pd.DataFrame
    owed: int
    rule: str

    @property
    def central(self) -> float:
        """The floor of the last year, in money per hour."""
        return self.floors[max(self.floors)].central / MICRO


def against_floor(
    workers: Workers, years: Mapping[int, Workers], floors: Floors, rule: str
) -> AgainstFloor:
    """Hold a log against a floor under every rule of the curve, and work out back-pay under one.

    Parameters
    ----------
    workers : Workers
        All work.
    years : mapping of int to Workers
        The same by year; each year's hours are held against its own floor.
    """
    pay = int(workers.pay.sum())
    reached = {
        gap.name: _reached(
            pay, {y: int(part.time(gap.name).sum()) for y, part in years.items()}, floors
        )
        for gap in workers.gaps
    }
    due: dict[str, int] = {}
    for year, part in years.items():
        for key, time in zip(part.frame["worker_key"], part.time(rule), strict=True):
            due[key] = due.get(key, 0) + floors[year].central * int(time)
    currency = floors[max(floors)].currency
    table = _back_pay_table(workers, rule, due, currency)
    owed = [round(value * MICRO) for value in table["back_pay"]]
    below = sum(amount > 0 for amount in owed)
    return AgainstFloor(floors, _verdict(reached), reached, below, table, sum(owed), rule)


def back_pay(pay: int, due: int, currency: str) -> int:
    """Bonus that lifts a worker to the floor, micro-units, rounded up to what can be paid.

    Parameters
    ----------
    pay : int
        Micro-units.
    due : int
        Floor times time: micro-units per hour times microseconds.
    """
    coin = MICRO if currency in WHOLE_MONEY else MICRO // 100
    missing = max(due - pay * HOUR, 0)
    return -(-missing // (HOUR * coin)) * coin


def _reached(pay: int, time: Mapping[int, int], floors: Floors) -> bool | None:
    if not any(time.values()):
        return None
    if pay * HOUR >= sum(floors[year].high * used for year, used in time.items()):
        return True
    low = sum(floors[year].low * used for year, used in time.items())
    return False if pay * HOUR < low else None


def _verdict(reached: Mapping[str, bool | None]) -> Verdict:
    answers = set(reached.values())
    if answers == {True}:
        return "reached under every rule"
    if answers == {False}:
        return "reached under no rule"
    return "cannot be told" if answers <= {None} else "depends on the rule"


def _back_pay_table(
    workers: Workers, rule: str, due: Mapping[str, int], currency: str
) -> pd.DataFrame:
    time, pay = workers.time(rule), workers.pay
    keys = list(workers.frame["worker_key"])
    dues = [due.get(key, 0) for key in keys]
    owed = [back_pay(int(paid), one, currency) for paid, one in zip(pay, dues, strict=True)]
    floors = [
        one / int(t) / MICRO if t else float("nan") for one, t in zip(dues, time, strict=True)
    ]
    return pd.DataFrame(
        {
            "worker_key": keys,
            "assignments": workers.frame["n"].astype("int64"),
            "pay": pay / MICRO,
            "hours": time / HOUR,
            "wage": workers.wages(rule),
            "floor": floors,
            "back_pay": [amount / MICRO for amount in owed],
            "currency": currency,
        }
    )
