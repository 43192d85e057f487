"""A path of employment: labour saved year by year, and where the elasticity and employment turn.

Labels an hour grow at g_A, so the price of a label falls by theta g_A a year from one, until it is
at its lowest. A label is a share s of the cost of the product in the first year; the rest of the
cost stays. Demand in that cost is :class:`~analysis.demand.FloorLognormal`, with a share of buyers
served in the first year. Demand at given price grows at g, uses of one label at r; employment is

    L(t) = exp(g t) q(p(t)) / exp((g_A + r) t),    d ln L / dt = g - r - g_A + theta g_A e(p),

with e the elasticity in the price of a label (:class:`LabelsInCost`) and theta nought once the
price is at its lowest. So employment turns where theta e = 1 - (g - r) / g_A: the threshold of
:func:`analysis.demand.thresholds.thresholds`, with reuse taken from the growth of demand.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import ndtri

from analysis.demand import FloorLognormal
from analysis.errors import DemandError
from analysis.position.theory.cost_share import LabelsInCost

POINTS = 200
"""Steps of the path between the first year and the last."""

ALLOWED: dict[str, tuple[float, float]] = {
    "spread": (0.05, 10.0),
    "served": (1e-6, 1.0 - 1e-6),
    "floor": (0.0, 0.99),
    "share": (0.001, 1.0),
    "pass_through": (0.0, 2.0),
    "lowest": (0.0, 1.0),
    "productivity": (0.0, 2.0),
    "growth": (-1.0, 2.0),
    "reuse": (0.0, 2.0),
    "years": (1.0, 1000.0),
}


@dataclass(frozen=True)
class Scenario:
    """What decides a path; rates are in logs a year.

    Attributes
    ----------
    spread : float
        sigma, standard deviation of the logs of what buyers would pay.
    served : float
        Share of buyers served in the first year.
    floor : float
        Elasticity of each buyer's own demand in the whole cost.
    share : float
        s, share of labels in the cost of the product in the first year.
    pass_through : float
        theta, share of a gain in productivity that reaches the price of a label.
    lowest : float
        Lowest price of a label, as a share of the first; 0 for none.
    productivity, growth, reuse : float
        g_A, g and r.
    years : float
        Length of the path.

    Raises
    ------
    DemandError
        For a value out of :data:`ALLOWED`.
    """

    spread: float
    served: float
    floor: float
    share: float
    pass_through: float
    lowest: float
    productivity: float
    growth: float
    reuse: float
    years: float

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            low, high = ALLOWED[name]
            if not low <= value <= high:
                raise DemandError(f"{name} is {value}; allowed: from {low:g} to {high:g}")

    @property
    def labels(self) -> LabelsInCost:
        """Demand for labels; cost and price of the first year are one and the share."""
        position = self.spread * float(ndtri(self.served))
        return LabelsInCost(FloorLognormal(position, self.spread, self.floor), 1.0 - self.share)

    @property
    def threshold(self) -> float:
        """Elasticity at which employment turns; infinite where no gain reaches the price."""
        left = self.productivity + self.reuse - self.growth
        moved = self.pass_through * self.productivity
        return left / moved if moved > 0.0 else math.copysign(math.inf, left)

    @property
    def at_lowest(self) -> float:
        """Year in which the price reaches its lowest; infinite where it never does."""
        moved = self.pass_through * self.productivity
        if self.lowest == 0.0 or (moved == 0.0 and self.lowest < 1.0):
            return math.inf
        return -math.log(self.lowest) / moved if self.lowest < 1.0 else 0.0

    def price(self, year: float) -> float:
        """Price of a label over that of the first year."""
        fallen = math.exp(-self.pass_through * self.productivity * year)
        return max(fallen, self.lowest)

    def elasticity(self, year: float) -> float:
        """Own-price elasticity of the demand for labels."""
        return self.labels.elasticity(self.share * self.price(year))

    def employment(self, year: float) -> float:
        """Employment over that of the first year."""
        labels = self.labels
        bought = labels.quantity(self.share * self.price(year)) / labels.quantity(self.share)
        return bought * math.exp((self.growth - self.productivity - self.reuse) * year)

    def employment_growth(self, year: float) -> float:
        """D ln L / dt; from the year of the lowest price on nothing more reaches the price."""
        moved = self.pass_through * self.productivity if year < self.at_lowest else 0.0
        return self.growth - self.reuse - self.productivity + moved * self.elasticity(year)


@dataclass(frozen=True)
class Turns:
    """Years after the first in which something turns; None where nothing does within the path.

    Attributes
    ----------
    elastic_until : float or None
        The elasticity passes one from above.
    peak : float or None
        Employment is largest, having risen before.
    """

    elastic_until: float | None
    peak: float | None


def path(scenario: Scenario, points: int = POINTS) -> pd.DataFrame:
    """The path in equal steps.

    Parameters
    ----------
    scenario : Scenario
    points : int
        Steps; one row more.

    Returns
    -------
    pandas.DataFrame
        ``year`` (after the first), ``price``, ``elasticity``, ``employment`` (over the first year).

    Examples
    --------
    >>> cloth = Scenario(1.0, 0.1, 0.0, 1.0, 1.0, 0.0, 0.03, 0.0, 0.0, 100.0)
    >>> path(cloth, 2)["employment"].round(2).tolist()
    [1.0, 1.31, 0.48]
    """
    years = np.linspace(0.0, scenario.years, points + 1).tolist()
    columns = [scenario.price, scenario.elasticity, scenario.employment]
    rows = [(year, *(column(year) for column in columns)) for year in years]
    return pd.DataFrame(rows, columns=["year", "price", "elasticity", "employment"])


def turns(scenario: Scenario) -> Turns:
    """Where the elasticity passes one, and where employment peaks.

    Examples
    --------
    >>> cloth = Scenario(1.0, 0.1, 0.0, 1.0, 1.0, 0.0, 0.03, 0.0, 0.0, 100.0)
    >>> [round(turn, 2) for turn in (turns(cloth).elastic_until, turns(cloth).peak)]
    [32.63, 32.63]
    """
    return Turns(_passes(scenario, 1.0), _peak(scenario))


def _passes(scenario: Scenario, level: float) -> float | None:
    """Year in which the elasticity, which never rises, passes a level."""
    end = min(scenario.years, scenario.at_lowest)
    if not (scenario.elasticity(0.0) >= level > scenario.elasticity(end)):
        return None
    found = brentq(lambda year: scenario.elasticity(year) - level, 0.0, end, xtol=1e-13, rtol=1e-14)
    return float(found)


def _peak(scenario: Scenario) -> float | None:
    first, last = map(scenario.employment_growth, (0.0, scenario.years))
    if first < 0.0 or last >= 0.0:
        return None
    turning = _passes(scenario, scenario.threshold)
    # The price stops falling before demand has turned: employment falls from that year on.
    return scenario.at_lowest if turning is None else turning
