"""Rules that turn an estimate and a published number into a verdict.

They were committed with the specifications, after a rough first pass over about 1,700 fits and
before the fits of the report.
"""

from __future__ import annotations

import math
from typing import Literal

Standing = Literal["agrees", "compatible, uninformative", "disagrees", "not comparable"]


def end_verdict(theirs: float, low: float, high: float) -> Standing:
    """Verdict at one end of the sample.

    Parameters
    ----------
    theirs : float
        Published elasticity, carried to a year of our sample; NaN where it cannot be.
    low, high : float
        The wider of our two intervals; NaN where it does not exist.

    Returns
    -------
    str
        Not comparable without a published value or an interval; disagrees outside the interval;
        inside, agrees only if the interval tells elastic from inelastic demand, that is leaves
        out one, and is compatible and uninformative otherwise.
    """
    if any(math.isnan(value) for value in (theirs, low, high)):
        return "not comparable"
    if not low <= theirs <= high:
        return "disagrees"
    return "compatible, uninformative" if low <= 1.0 <= high else "agrees"


def pair_verdict(first: Standing, last: Standing) -> Standing:
    """Verdict on a published pair from those at both ends: the worse of the two.

    A pair of which one end cannot be compared is not comparable, unless the other disagrees.
    """
    both = {first, last}
    for verdict in ("disagrees", "not comparable", "compatible, uninformative"):
        if verdict in both:
            return verdict
    return "agrees"
