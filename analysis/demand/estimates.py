"""Numbers with their intervals, and turning points with their standing in the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy.special import expit

from analysis.demand.curves.curve import price_from_log

LARGEST_LOG_ODDS = 700.0


@dataclass(frozen=True)
class Interval:
    """How an interval is made.

    Parameters
    ----------
    method : {"delta", "profile", "bootstrap"}
    alpha : float
        One minus the nominal coverage.
    bootstrap : object, optional
        A bootstrap of the same regression, made beforehand, for ``method="bootstrap"``.
    """

    method: Literal["delta", "profile", "bootstrap"] = "delta"
    alpha: float = 0.05
    bootstrap: Any = None


WALD = Interval()


@dataclass(frozen=True)
class Estimate:
    """A number computed from estimated parameters, with its interval.

    Parameters
    ----------
    name : str
    value, se : float
        Estimate and standard error (delta method), on the scale of the value.
    lower, upper : float
        Limits of the interval; infinite where a side is unbounded.
    alpha : float
        One minus the nominal coverage.
    method : str
        How the interval was made.
    note : str
        What it takes as known, or why a limit is missing; empty if there is nothing to say.
    """

    name: str
    value: float
    se: float
    lower: float
    upper: float
    alpha: float
    method: str
    note: str = ""

    def __str__(self) -> str:
        level = f"{100 * (1 - self.alpha):g}%"
        limits = f"{level}: {self.lower:.4g} to {self.upper:.4g}"
        remark = f"; {self.note}" if self.note else ""
        return f"{self.name} {self.value:.4g} ({limits}{remark})"


@dataclass(frozen=True)
class TurningPoint:
    """Where an estimated elasticity passes a threshold, and whether the data reach there.

    Parameters
    ----------
    threshold : float
    price : Estimate or None
        Relative price; None where the elasticity never passes the threshold.
    within : bool
        Whether the price lies between the lowest and the highest in the data.
    first_below : object or None
        Label of the first observation from which on the price stays at or below the point; None
        where there is no such observation.
    reason : str
        In words, what the data show.
    """

    threshold: float
    price: Estimate | None
    within: bool
    first_below: object | None
    reason: str

    def __str__(self) -> str:
        return f"elasticity {self.threshold:g}: {self.reason}"


@dataclass(frozen=True)
class Link:
    """A scale on which a number and its interval are made before they are carried back.

    On the log scale a price stays positive; in log odds a share stays between zero and one.

    Parameters
    ----------
    back : callable
        From the scale to the number.
    slope : callable
        Derivative of ``back`` as a function of the number, for its standard error.
    """

    back: Callable[[float], float]
    slope: Callable[[float], float]


PLAIN = Link(lambda value: value, lambda _: 1.0)
LOG = Link(price_from_log, lambda price: price)
LOG_ODDS = Link(lambda odds: float(expit(odds)), lambda share: share * (1.0 - share))


def log_odds(log_share: float) -> float:
    """Log odds of a share given by its log, within the odds that have a number."""
    unserved = -np.expm1(min(log_share, 0.0))
    odds = log_share - (np.log(unserved) if unserved > 0.0 else -LARGEST_LOG_ODDS)
    return float(np.clip(odds, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS))
