"""Tasks in order of difficulty, a threshold that machines move up, and rungs that rise and fall.

Tasks x are ordered by difficulty; machines do those below I, people those from I up to N, where the
hardest task lies that anybody asks for. There is one task at each difficulty; a label of task x
takes people exp(g x) hours and is paid exp(v x) an hour. As I and N move up, labels by people fall
where I moves faster, while the hours of a human label and pay an hour rise; rungs, stretches of
difficulty, empty one after another, each with a hump of its own. A CES of human and machine labels
with fixed shares cannot produce that, and is kept for what happens within a rung.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.errors import DemandError


@dataclass(frozen=True)
class Rungs:
    """Tasks between the reach of machines and the hardest that is asked for.

    Attributes
    ----------
    machines, hardest : float
        I and N, with I below N.
    hours_slope, pay_slope : float
        g and v: growth of hours a label and of pay an hour with difficulty.
    """

    machines: float
    hardest: float
    hours_slope: float
    pay_slope: float

    def __post_init__(self) -> None:
        values = (self.machines, self.hardest, self.hours_slope, self.pay_slope)
        if not all(map(math.isfinite, values)) or self.machines >= self.hardest:
            raise DemandError(
                f"machines reach {self.machines}, the hardest task is {self.hardest}; allowed: "
                "finite, the first below the second"
            )

    @property
    def labels(self) -> float:
        """Labels by people: N - I."""
        return self.hardest - self.machines

    @property
    def hours(self) -> float:
        """Hours of people: the integral of exp(g x) from I to N."""
        return _integral(self.hours_slope, self.machines, self.hardest)

    @property
    def hours_a_label(self) -> float:
        """Mean hours of a label by people."""
        return self.hours / self.labels

    @property
    def pay_an_hour(self) -> float:
        """Mean pay of an hour."""
        paid = _integral(self.hours_slope + self.pay_slope, self.machines, self.hardest)
        return paid / self.hours

    def hours_on(self, low: float, high: float) -> float:
        """Hours of people on the rung from `low` to `high`."""
        first, last = max(low, self.machines), min(high, self.hardest)
        return _integral(self.hours_slope, first, last) if first < last else 0.0


def within_a_rung(human: float, machine: float, weight: float, substitution: float) -> float:
    """Human labels over machine labels on a rung, by a CES with fixed weights.

    Parameters
    ----------
    human, machine : float
        Prices of a label by people and by machine.
    weight : float
        Weight of human labels, between 0 and 1.
    substitution : float
        Elasticity of substitution, not negative.

    Returns
    -------
    float
        (weight / (1 - weight) times machine / human) ** substitution: it moves with relative price
        alone, and nothing in it makes a human label longer or an hour better paid.
    """
    if not (human > 0.0 and machine > 0.0 and 0.0 < weight < 1.0 and substitution >= 0.0):
        raise DemandError(
            f"prices {human} and {machine}, weight {weight}, substitution {substitution}; allowed: "
            "positive prices, a weight between 0 and 1, substitution of zero or more"
        )
    return math.pow(weight / (1.0 - weight) * machine / human, substitution)


def _integral(slope: float, low: float, high: float) -> float:
    """Integral of exp(slope x): exact also where the slope is next to nothing."""
    width = high - low
    if slope == 0.0:
        return width
    return math.exp(slope * low) * math.expm1(slope * width) / slope
