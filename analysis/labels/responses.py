"""How labels answered when a label took less time: a response of projects, not of a market."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.errors import LabelsError


@dataclass(frozen=True)
class Response:
    """Labels against time per label between two stages of work.

    Attributes
    ----------
    labels_ratio : float
        Labels after over before.
    time_ratio : float
        Time per label before over after: the growth of labels that keeps hours constant.
    hours_ratio : float
        Hours after over before.
    condition : str
        What the ratio of hours takes for granted; empty where nothing.
    """

    labels_ratio: float
    time_ratio: float
    condition: str = ""

    @property
    def hours_ratio(self) -> float:
        """Hours after over before."""
        return self.labels_ratio / self.time_ratio

    @property
    def response(self) -> float:
        """Log growth of labels over log fall of time; above one, hours rose.

        A movement within or between projects, not an elasticity of demand: budgets, models and
        aims changed with the tool.
        """
        return math.log(self.labels_ratio) / math.log(self.time_ratio)


def response(
    labels: tuple[float, float], seconds: tuple[float, float], *, condition: str = ""
) -> Response:
    """Compare (before, after) labels with (before, after) time per label.

    Raises
    ------
    LabelsError
        For a number or time that is not positive and finite.
    """
    for value in (*labels, *seconds):
        if not 0 < value < math.inf:
            raise LabelsError(f"labels or seconds are {value}; allowed: positive and finite")
    return Response(
        labels_ratio=labels[1] / labels[0],
        time_ratio=seconds[0] / seconds[1],
        condition=condition,
    )
