"""Labels as a part of a cost: the elasticity, the peak and the growth of demand that breaks even.

A usable labelled datum costs p + c: the label and all else (collecting, cleaning, checking,
training). Users are served where their value is above that cost, each buys more as it falls, and
values are lognormal: demand in the cost has elasticity 1/(1 + b) + lambda(z)/sigma (b the exponent
of a learning curve, lambda the inverse Mills ratio). In the price of the label it is s times that,
s = p/(p + c) the share of labels in the cost. So what makes a label cheaper moves the cost by its
share alone, and the floor of the elasticity, 1/(1 + b), does not survive: it becomes s/(1 + b).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr

from analysis.demand import FloorLognormal
from analysis.demand.curves.lognormal import inverse_mills, solve_inverse_mills
from analysis.errors import DemandError


@dataclass(frozen=True)
class LabelsInCost:
    """Demand for labels that are a part of the cost of what is bought.

    Attributes
    ----------
    demand : FloorLognormal
        Demand in the whole cost of a usable datum.
    other_cost : float
        Cost beside the label, c; not negative, in the unit of the price.
    """

    demand: FloorLognormal
    other_cost: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.other_cost) and self.other_cost >= 0.0):
            raise DemandError(f"other_cost is {self.other_cost}; allowed: zero or more, finite")

    def share(self, price: float) -> float:
        """Share of labels in the cost, p / (p + c)."""
        _positive(price=price)
        return price / (price + self.other_cost)

    def quantity(self, price: float) -> float:
        """Labels bought at a price of the label."""
        _positive(price=price)
        return float(self.demand.quantity(price + self.other_cost))

    def elasticity(self, price: float) -> float:
        """Own-price elasticity: the share times the elasticity in the whole cost."""
        cost = price + self.other_cost
        z = (self.demand.mu - math.log(cost)) / self.demand.sigma
        hazard = float(inverse_mills(z)) / self.demand.sigma  # type: ignore[arg-type]
        return self.share(price) * (self.demand.floor + hazard)


def share_served_at_peak(share: float, b: float, sigma: float, pass_through: float = 1.0) -> float:
    """Share of users served where employment turns: pass-through times s times elasticity is one.

    Parameters
    ----------
    share : float
        s, share of labels in the cost at the peak, in (0, 1].
    b : float
        Exponent of the learning curve, positive; the floor in the whole cost is 1 / (1 + b).
    sigma : float
        Spread of log values, positive.
    pass_through : float
        Share of a gain in productivity that reaches the price, in (0, 1].

    Returns
    -------
    float
        Phi(z) where lambda(z) = sigma (1 / (pass-through s) - 1 / (1 + b)); 1 where the floor
        alone keeps the elasticity above one, which needs a share above one.

    Examples
    --------
    >>> [round(share_served_at_peak(s, 0.28, 1.0), 3) for s in (1.0, 0.8, 0.6, 0.4)]
    [0.885, 0.719, 0.447, 0.108]
    """
    _positive(b=b, sigma=sigma)
    for name, value in (("share", share), ("pass_through", pass_through)):
        if not 0.0 < value <= 1.0:
            raise DemandError(f"{name} is {value}; allowed: above 0, at most 1")
    level = sigma * (1.0 / (pass_through * share) - 1.0 / (1.0 + b))
    return float(ndtr(solve_inverse_mills(level)))


def break_even_growth(reach: float, elasticity: float, labour_saving: float) -> float:
    """Growth of demand at given price that keeps total labour as it is.

    With labour per label falling at g_A, labour grows at g - g_A (1 - reach times elasticity).

    Parameters
    ----------
    reach : float
        Pass-through times the share of labels in the cost, in [0, 1].
    elasticity : float
        Of demand in the whole cost.
    labour_saving : float
        Growth of labels per hour a year, in logs; not negative.
    """
    if not 0.0 <= reach <= 1.0:
        raise DemandError(f"reach is {reach}; allowed: from 0 to 1")
    if not (math.isfinite(elasticity) and elasticity >= 0.0 and labour_saving >= 0.0):
        raise DemandError(
            f"elasticity {elasticity}, labour_saving {labour_saving}; allowed: zero or more"
        )
    return labour_saving * (1.0 - reach * elasticity)


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not (math.isfinite(value) and value > 0.0):
            raise DemandError(f"{name} is {value}; allowed: positive and finite")
