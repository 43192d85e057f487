"""Labels that last and are used again: what a stock and its reuse do to labour, off any curve.

Labels are a stock D that wears at rate delta, so labour makes up for wear and growth:
L = (delta D + dD/dt) / A, with A labels an hour. Where demand is for the stock, with elasticity e
in the price 1/A, the stock grows at e times g_A: labour per unit of stock demanded is
(delta + e g_A) A^(e-1). A slowdown of productivity cuts labour at once, without a move along the
curve: an accelerator imitates a peak. Reuse, labels sold over labels made, cuts labour like
productivity does, with hardly anything passed on to the price of making one.
"""

from __future__ import annotations

import math

from analysis.errors import DemandError


def durable_labour(
    productivity: float, growth: float, wear: float, elasticity: float = 1.0
) -> float:
    """Labour behind a stock that follows demand, up to the scale of demand.

    Parameters
    ----------
    productivity : float
        A, labels an hour; positive.
    growth : float
        g_A a year.
    wear : float
        delta, share of the stock that wears out a year; positive.
    elasticity : float
        Of demand for the stock, in the price 1/A.

    Raises
    ------
    DemandError
        For values out of range, or a stock that would have to shrink faster than it wears.

    Examples
    --------
    >>> round(durable_labour(1.0, 0.1, 0.2) / durable_labour(1.0, 0.3, 0.2), 3)
    0.6
    """
    if not (productivity > 0.0 and wear > 0.0 and elasticity >= 0.0 and math.isfinite(growth)):
        raise DemandError(
            f"productivity {productivity}, wear {wear}, elasticity {elasticity}, growth {growth}; "
            "allowed: the first two positive, the third zero or more, the last finite"
        )
    made = wear + elasticity * growth
    if made < 0.0:
        raise DemandError(
            f"growth {growth} at wear {wear}; allowed: a stock that shrinks no faster than it wears"
        )
    return made * math.pow(productivity, elasticity - 1.0)


def employment_on_slowdown(before: float, after: float, wear: float) -> float:
    """Labour after a slowdown of productivity over labour before, at once, with elasticity one.

    Examples
    --------
    >>> [round(employment_on_slowdown(0.3, 0.1, wear), 3) for wear in (0.2, 0.5)]
    [0.6, 0.75]
    """
    return durable_labour(1.0, after, wear) / durable_labour(1.0, before, wear)


def reuse(sold_before: float, sold_after: float, made_before: float, made_after: float) -> float:
    """Growth of uses of one label: log of sold over made, after less before."""
    values = (sold_before, sold_after, made_before, made_after)
    if not all(math.isfinite(value) and value > 0.0 for value in values):
        raise DemandError(f"sold and made are {values}; allowed: positive and finite")
    return math.log(sold_after / sold_before) - math.log(made_after / made_before)
