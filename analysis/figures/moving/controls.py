"""What a reader moves: names of signals, words, ends of the sliders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.position import Accounting
from analysis.position.hours import middle
from analysis.position.swaps import WORDS

Shown = Literal["percent", "number", "years", "dollars", "million dollars"]


@dataclass(frozen=True)
class Control:
    """A slider.

    Attributes
    ----------
    name : str
        Signal of the chart, and of the curve the field of a scenario.
    group : str
        What it is listed under.
    words, help : str
        Name for a reader, and a sentence on it.
    low, high, step : float
    shown : {"percent", "number", "years", "dollars", "million dollars"}
        How its value is printed.
    """

    name: str
    group: str
    words: str
    help: str
    low: float
    high: float
    step: float
    shown: Shown


DEMAND, COST, PACE = "Who buys", "What a label is to the price", "How fast things move"

CURVE = (
    Control("spread", DEMAND, "spread of values", "How far apart buyers are in what they would "
            "pay, in logs.", 0.2, 3.0, 0.05, "number"),
    Control("served", DEMAND, "buyers served at the start", "Share of all possible buyers who buy "
            "in the first year.", 0.0005, 0.95, 0.0005, "percent"),
    Control("floor", DEMAND, "each buyer's own response", "By how many percent more a buyer "
            "takes when the cost falls by one percent.", 0.0, 0.95, 0.05, "number"),
    Control("share", COST, "share of labels in the cost", "Of what the product costs in the first "
            "year; the rest of the cost stays.", 0.05, 1.0, 0.05, "percent"),
    Control("pass_through", COST, "passed on to the price", "How much of a gain in productivity "
            "makes labels cheaper.", 0.0, 1.2, 0.05, "percent"),
    Control("lowest", COST, "lowest price of a label", "As a share of the first price, such as a "
            "legal minimum would set it; none where it is nought.", 0.0, 1.0, 0.05, "percent"),
    Control("productivity", PACE, "productivity grows", "Labels an hour, a year, in logs.",
            0.005, 0.6, 0.005, "percent"),
    Control("growth", PACE, "demand grows by itself", "At a given price, a year, in logs: more "
            "people, more uses.", -0.05, 0.6, 0.005, "percent"),
    Control("reuse", PACE, "reuse grows", "Uses of one label, a year, in logs: sold again, made "
            "once.", 0.0, 0.6, 0.005, "percent"),
    Control("years", PACE, "years shown", "How far the path goes.", 5.0, 170.0, 1, "years"),
)  # fmt: skip
"""Sliders of the curve, by field of :class:`analysis.position.theory.Scenario`."""

STEPS = 100
"""Of a slider of hours between its ends."""

_SHOWN: dict[str, Shown] = {
    "revenue": "million dollars",
    "workers_share": "percent",
    "pay_hour": "dollars",
    "growth_of_pay": "number",
    "share_worked": "percent",
}
_FIRST = ("Scale AI", "Surge AI", "Appen", "Mercor", "Handshake", "Mechanical Turk")
"""In the order in which they decide, those with most first."""


def hours_controls(account: Accounting) -> tuple[Control, ...]:
    """A slider an assumption of the accounting of hours, from its low end to its high one."""
    made = []
    for name, row in account.ranges.iterrows():
        quantity, firm = str(row["quantity"]), str(row["firm"])
        low, high = float(row["low"]), float(row["high"])
        words = f"{WORDS[quantity]} {WORDS[str(row['date'])]}".strip()
        made.append(
            Control(
                signal(str(name)), firm, words, "", low, high, (high - low) / STEPS,
                _SHOWN[quantity],
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda item: (_place(item.group), item.words)))


def hours_at_first(account: Accounting) -> dict[str, float]:
    """Every assumption in the middle of its range, by signal."""
    return {signal(str(name)): middle(row) for name, row in account.ranges.iterrows()}


def signal(assumption: str) -> str:
    """Signal of an assumption: dots have a meaning in expressions."""
    return assumption.replace(".", "_")


def _place(group: str) -> int:
    return _FIRST.index(group) if group in _FIRST else len(_FIRST) - 1
