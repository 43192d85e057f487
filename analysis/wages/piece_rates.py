"""Price per label x labels per hour = hourly pay: two of three give the third, three a check."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.errors import WageError
from analysis.wages.hours import WorkingTime


@dataclass(frozen=True)
class Range:
    """A positive quantity known between two bounds; equal bounds are a point.

    Raises
    ------
    WageError
        Unless 0 < low <= high; the upper bound may be infinite.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high < math.inf:
            raise WageError(
                f"range {self.low:g} to {self.high:g}; allowed: positive, finite, low not above "
                "high"
            )

    @classmethod
    def point(cls, value: float) -> Range:
        """One value."""
        return cls(value, value)

    def __mul__(self, other: Range) -> Range:
        return Range(self.low * other.low, self.high * other.high)

    def __truediv__(self, other: Range) -> Range:
        return Range(self.low / other.high, self.high / other.low)

    @property
    def middle(self) -> float:
        """Geometric middle."""
        product = self.low * self.high
        if 0.0 < product < math.inf:
            return math.sqrt(product)
        return math.sqrt(self.low) * math.sqrt(self.high)

    def contains(self, value: float) -> bool:
        """Whether `value` lies in the range, ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Triangle:
    """The identity of piece work, with what is known of its three sides.

    Attributes
    ----------
    price : Range or None
        Money per label that the worker gets.
    speed : Range or None
        Labels per hour.
    wage : Range or None
        Money per hour, same money.
    """

    price: Range | None = None
    speed: Range | None = None
    wage: Range | None = None

    def __post_init__(self) -> None:
        known = [side for side in (self.price, self.speed, self.wage) if side is not None]
        if len(known) < 2:
            raise WageError(f"{len(known)} side of the triangle known; allowed: two or three")

    @property
    def implied_price(self) -> Range | None:
        """Wage over speed."""
        return self.wage / self.speed if self.wage and self.speed else None

    @property
    def implied_speed(self) -> Range | None:
        """Wage over price."""
        return self.wage / self.price if self.wage and self.price else None

    @property
    def implied_wage(self) -> Range | None:
        """Price times speed."""
        return self.price * self.speed if self.price and self.speed else None

    @property
    def closure(self) -> Range | None:
        """Price x speed over wage: one where the three sides agree; None with two sides."""
        return self.implied_wage / self.wage if self.implied_wage and self.wage else None

    @property
    def closure_error(self) -> tuple[float, float] | None:
        """Bounds of the logarithm of :attr:`closure`; nought within them is no contradiction."""
        closure = self.closure
        return None if closure is None else (math.log(closure.low), math.log(closure.high))

    @property
    def closes(self) -> bool | None:
        """Whether the three sides can all be true."""
        return None if self.closure is None else self.closure.contains(1.0)


def speed_per_hour(quote: pd.Series[Any], hours: WorkingTime) -> Range:
    """Labels per hour of a quote that states its output.

    Parameters
    ----------
    quote : pandas.Series
        Row of ``annotation_wages`` with ``output_low``, ``output_high``, ``output_period``.
    hours : WorkingTime
        Hours of a day, where the output is a day's.

    Raises
    ------
    WageError
        For a quote without output.
    """
    if pd.isna(quote["output_low"]):
        raise WageError(f"row {quote['quote_id']}: no output; allowed: a quote that states it")
    low = float(quote["output_low"])
    high = low if pd.isna(quote["output_high"]) else float(quote["output_high"])
    if quote["output_period"] == "hour":
        return Range(low, high)
    return Range(low, high) / Range(hours.day.low, hours.day.high)


def chain(links: Sequence[tuple[str, Range]]) -> pd.DataFrame:
    """From the client's price to the worker's pay, link by link.

    Parameters
    ----------
    links : sequence of (name, Range)
        Money for the same unit of work (one label or one hour), the client first.

    Returns
    -------
    pandas.DataFrame
        A row a link: ``amount_low``, ``amount_high``, and the share of the client's price
        (``share_low``, ``share_high``) and of the link before it (``kept_low``, ``kept_high``).

    Raises
    ------
    WageError
        For fewer than two links.
    """
    if len(links) < 2:
        raise WageError(f"{len(links)} link; allowed: two or more")
    rows = []
    client = before = links[0][1]
    for position, (name, amount) in enumerate(links):
        share = Range.point(1.0) if position == 0 else amount / client
        kept = Range.point(1.0) if position == 0 else amount / before
        rows.append((name, amount.low, amount.high, share.low, share.high, kept.low, kept.high))
        before = amount
    columns = ["link", "amount_low", "amount_high", "share_low", "share_high"]
    return pd.DataFrame(rows, columns=[*columns, "kept_low", "kept_high"])


def triangle_table(triangles: Mapping[str, Triangle]) -> pd.DataFrame:
    """Sides, implied price and closure of several triangles, a row each.

    Returns
    -------
    pandas.DataFrame
        ``quote``; ``speed``, ``wage``, ``stated_price`` and ``implied_price`` with ``_low`` and
        ``_high``; ``closes``: yes, no, or two sides only. Missing where a side is not known.
    """
    rows = []
    for name, triangle in triangles.items():
        row: dict[str, Any] = {"quote": name}
        sides = {
            "speed": triangle.speed, "wage": triangle.wage,
            "stated_price": triangle.price, "implied_price": triangle.implied_price,
        }  # fmt: skip
        for side, known in sides.items():
            row[f"{side}_low"] = math.nan if known is None else known.low
            row[f"{side}_high"] = math.nan if known is None else known.high
        row["closes"] = {None: "two sides only", True: "yes", False: "no"}[triangle.closes]
        rows.append(row)
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class PieceRateChange:
    """What must have happened between two dates when a price moved and pay did not follow.

    Pay per hour = price x speed x worker's share of the price. Hence
    ``speed x share`` after over before = (pay after / before) / (price after / before).

    Attributes
    ----------
    price : Range
        Price after over price before.
    pay : Range
        Pay per hour after over pay before.
    """

    price: Range
    pay: Range

    @property
    def speed_and_share(self) -> Range:
        """Labels per hour times worker's share, after over before."""
        return self.pay / self.price

    def speed(self, share: Range) -> Range:
        """Labels per hour after over before, if the worker's share changed by `share`."""
        return self.speed_and_share / share
