"""Pass-through of time savings to price, as bounds; nothing where price and time are unmatched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.errors import LabelsError
from analysis.labels.checks import one_unit, row_of
from analysis.labels.not_identified import NotIdentified

Range = tuple[float, float]
WHAT = "pass-through"
ASKED_OR_PAID = ("list_price", "menu_price", "paid", "quotation", "reported")


@dataclass(frozen=True)
class PassThrough:
    """Bounds of the pass-through of a saving in time to the price.

    Attributes
    ----------
    low, high : float
        Fall of log price over fall of log time; 1 is full pass-through.
    condition : str
        What has to hold for the bounds, empty where nothing else is needed.
    """

    low: float
    high: float
    condition: str = ""

    @property
    def elasticity_needed(self) -> Range:
        """Bounds of the elasticity of demand that keeps hours of work constant: 1 / pass-through.

        With productivity A, price falls by theta dlnA and quantity rises by epsilon theta dlnA,
        so hours stay as they were where epsilon theta is 1. Infinite at zero pass-through.
        """
        if self.high <= 0:
            return (math.inf, math.inf)
        return (1 / self.high, math.inf if self.low <= 0 else 1 / self.low)


def bounds(
    price_before: Range, price_after: Range, time_before: Range, time_after: Range
) -> PassThrough | NotIdentified:
    """Bounds of the pass-through from ranges of price and time at two dates.

    Parameters
    ----------
    price_before, price_after, time_before, time_after : (low, high)
        Positive; in one currency and unit each, which the caller has checked.

    Returns
    -------
    PassThrough or NotIdentified
        The latter where the ranges of time overlap, so that time may not have fallen.
    """
    least = math.log(time_before[0] / time_after[1])
    most = math.log(time_before[1] / time_after[0])
    if least <= 0:
        return NotIdentified(WHAT, "the ranges of time overlap: time may not have fallen")
    fall_low = math.log(price_before[0] / price_after[1])
    fall_high = math.log(price_before[1] / price_after[0])
    ratios = [fall / saving for fall in (fall_low, fall_high) for saving in (least, most)]
    return PassThrough(min(ratios), max(ratios))


def pass_through(
    unit_prices: pd.DataFrame,
    seconds: pd.DataFrame,
    prices: Sequence[str],
    times: Sequence[str] = (),
) -> PassThrough | NotIdentified:
    """Pass-through between two dates of one price schedule and one study of time.

    Parameters
    ----------
    unit_prices : pandas.DataFrame
        From :func:`analysis.labels.price_of_label`.
    seconds : pandas.DataFrame
        From :func:`analysis.labels.seconds_per_label`.
    prices, times : (before, after)
        Identifiers of rows. Without `times` only one thing can be said: a price that did not move
        passed nothing on, if time fell at all.

    Returns
    -------
    PassThrough or NotIdentified
        The latter where the two prices, the two times, or prices and times do not match.

    Raises
    ------
    LabelsError
        Where the prices are of different units or currencies.
    """
    before, after = (row_of(unit_prices, name) for name in prices)
    one_unit([str(before["unit"]), str(after["unit"])], WHAT)
    if before["currency"] != after["currency"]:
        raise LabelsError(f"{WHAT}: {before['currency']} and {after['currency']}")
    reason = _unlike(before, after)
    if reason:
        return NotIdentified(WHAT, reason)
    if not times:
        if before["point"] == after["point"]:
            return PassThrough(0.0, 0.0, condition="time per label fell")
        return NotIdentified(WHAT, "nobody measured the time behind these prices")
    first, last = (row_of(seconds, name) for name in times)
    reason = _unmatched(before, first, last)
    if reason:
        return NotIdentified(WHAT, reason)
    return bounds(_price(before), _price(after), _time(first), _time(last))


def _unlike(before: pd.Series[Any], after: pd.Series[Any]) -> str:
    if before["study"] != after["study"] or before["side"] != after["side"]:
        return "the two prices are of different schedules or sides"
    for row in (before, after):
        if row["basis"] not in ASKED_OR_PAID:
            return f"{row['id']} is no price asked or paid but {row['basis']}"
        if pd.isna(row["point"]):
            return f"the price of {row['year']} is {_kind(row)}, the other a usual one"
    return ""


def _kind(row: pd.Series[Any]) -> Literal["the lowest", "the highest"]:
    return "the highest" if pd.isna(row["low"]) else "the lowest"


def _unmatched(price: pd.Series[Any], first: pd.Series[Any], last: pd.Series[Any]) -> str:
    if first["study"] != last["study"]:
        return "the two times are of different studies"
    if "model_only" in (first["assistance"], last["assistance"]):
        return "one of the times is a machine's: no saving of labour"
    if {first["unit"], last["unit"]} != {price["unit"]}:
        return "prices and times count different things"
    if price["study"] != first["study"]:
        return "prices and times are of different firms or studies"
    return ""


def _price(row: pd.Series[Any]) -> Range:
    point = float(row["point"])
    low, high = row["low"], row["high"]
    return (point if pd.isna(low) else float(low), point if pd.isna(high) else float(high))


def _time(row: pd.Series[Any]) -> Range:
    point = float(row["seconds"])
    low, high = row["seconds_low"], row["seconds_high"]
    return (point if pd.isna(low) else float(low), point if pd.isna(high) else float(high))
