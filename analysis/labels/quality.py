"""Quality as a second price: what a usable label costs, and what fine costs against coarse."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.errors import LabelsError
from analysis.labels.ladders import Step, step


@dataclass(frozen=True)
class UsableLabel:
    """Cost of one label that can be used.

    Attributes
    ----------
    cost : float
        In the unit of the price, or in seconds where a time was given.
    factor : float
        Cost over the price of one answer.
    """

    cost: float
    factor: float


def usable_label(
    price: float, *, answers: float = 1, review: float = 0, rejected: float = 0
) -> UsableLabel:
    r"""Cost of a usable label when answers are repeated, reviewed and partly thrown away.

    Each label needs `answers` answers; reviewing them costs the share `review` of their price; a
    share `rejected` of the results fails and is made again until it passes, which on average
    takes :math:`1/(1-r)` rounds:

    .. math:: c = p \, k \, (1+v) / (1-r) .

    Parameters
    ----------
    price : float
        Price, or time, of one answer.
    answers : float
        Answers bought for one label, 1 or more.
    review : float
        Cost of review over the cost of the answers reviewed, 0 or more.
    rejected : float
        Share rejected and made again, from 0 to below 1.

    Raises
    ------
    LabelsError
        For an argument outside its domain.

    Examples
    --------
    Four answers where one in twenty fails:

    >>> round(usable_label(0.01, answers=4, rejected=0.05).cost, 6)
    0.042105
    """
    for name, value, allowed, fits in (
        ("price", price, "0 or more", price >= 0),
        ("answers", answers, "1 or more", answers >= 1),
        ("review", review, "0 or more", review >= 0),
        ("rejected", rejected, "0 to below 1", 0 <= rejected < 1),
    ):
        if not fits:
            raise LabelsError(f"{name} is {value:g}; allowed: {allowed}")
    factor = answers * (1 + review) / (1 - rejected)
    return UsableLabel(cost=price * factor, factor=factor)


def review_share(seconds: pd.DataFrame, make: str, everything: str) -> float:
    """Time of checking over time of making, from two rows of one study.

    Parameters
    ----------
    seconds : pandas.DataFrame
        From :func:`analysis.labels.seconds_per_label`.
    make, everything : str
        Rows for making alone and for all stages.

    Raises
    ------
    LabelsError
        Where the rows are of different studies: the difference would not be checking.
    LabelsError
        Where the rows count different things.
    """
    made = step(seconds, make, everything)
    if not made.within_study:
        raise LabelsError(f"{make} and {everything} are of different studies; allowed: one study")
    return 1 / made.ratio - 1


def quality_premium(seconds: pd.DataFrame, fine: str, coarse: str) -> Step:
    """Time of a fine label over time of a coarse one, measured by one study.

    Raises
    ------
    LabelsError
        Where the rows are of different studies.
    LabelsError
        Where the rows count different things.
    """
    made = step(seconds, fine, coarse)
    if not made.within_study:
        raise LabelsError(f"{fine} and {coarse} are of different studies; allowed: one study")
    return made
