"""How much of a productivity gain reaches the price: theta, from long differences."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.demand.thresholds import Thresholds, thresholds
from analysis.errors import IndustryError
from analysis.industries.employment.employment_panel import employment_panel, mill_census
from analysis.industries.series import Industry, Sample, population


@dataclass(frozen=True)
class GainPassedOn:
    """Theta between two years.

    Attributes
    ----------
    first, last : int
    theta : float
        Minus the change of ln(price / wage) over that of ln(output per worker).
    price_fall, productivity_rise : float
        The two changes, in log points, both positive when prices fall and output per worker
        rises.
    low, high : float
        Smallest and largest theta when either end is moved inwards by up to five observations:
        a long difference rests on the two years it compares.
    """

    first: int
    last: int
    theta: float
    price_fall: float
    productivity_rise: float
    low: float
    high: float


def pass_through(
    price_over_wage: pd.Series[float], output_per_worker: pd.Series[float], *, inwards: int = 5
) -> GainPassedOn:
    """Estimate theta as a long difference.

    Parameters
    ----------
    price_over_wage, output_per_worker : pandas.Series
        By year, positive.
    inwards : int
        By how many observations either end is moved for the range.

    Raises
    ------
    IndustryError
        With too few common years, or where output per worker did not rise.
    """
    both = pd.DataFrame({"p": price_over_wage, "a": output_per_worker}).dropna()
    if len(both) < 2 * inwards + 2:
        raise IndustryError(
            f"{len(both)} common years; allowed: at least {2 * inwards + 2} for a long difference"
        )
    logs = both.map(math.log)
    if not logs["a"].iloc[-1] > logs["a"].iloc[0]:
        raise IndustryError("output per worker did not rise; allowed: a rise, to have a theta")

    def theta(start: int, end: int) -> float:
        rise = logs.iloc[len(logs) - 1 - end] - logs.iloc[start]
        return float(-rise["p"] / rise["a"])

    around = [theta(i, j) for i in range(inwards + 1) for j in range(inwards + 1)]
    change = logs.iloc[-1] - logs.iloc[0]
    return GainPassedOn(
        int(both.index[0]),
        int(both.index[-1]),
        theta(0, 0),
        float(-change["p"]),
        float(change["a"]),
        min(around),
        max(around),
    )


def industry_pass_through(
    industry: Industry, panel: Sample | None = None, branches: Sample | None = None
) -> GainPassedOn:
    """Theta of an industry over as long as its data reach.

    Cotton and steel: price of the product over a general wage, output per worker of the joined
    series. Motor vehicles: deflator and own wage of the census branches from 1958, because a
    count of vehicles misses what the deflator counts as better vehicles.

    Parameters
    ----------
    industry : {"cotton", "steel", "motor_vehicles"}
    panel, branches : Sample, optional
        From :func:`employment_panel` and :func:`mill_census`, where they were made before.
    """
    rests = pass_through_sample(industry, panel, branches).frame
    return pass_through(rests["price"] / rests["wage"], rests["output_per_worker"])


def pass_through_sample(
    industry: Industry, panel: Sample | None = None, branches: Sample | None = None
) -> Sample:
    """What :func:`industry_pass_through` reads: ``price, wage, output_per_worker`` by year."""
    used = ("price", "wage", "output_per_worker")
    if industry != "motor_vehicles":
        return (panel or employment_panel(industry)).only(*used)
    census = branches or mill_census(industry)
    output = census.frame["output"] / census.frame["employment"]
    whole = census.with_columns(output_per_worker=(output, ("output", "employment")))
    return whole.only(*used)


def industry_thresholds(industry: Industry, found: GainPassedOn | None = None) -> Thresholds:
    """Elasticities at which employment turns in an industry, over the years of its theta.

    Demand grows by itself with population; productivity is output per worker.
    """
    theta = found or industry_pass_through(industry)
    people = population()
    years = float(theta.last - theta.first)
    growth = float(np.log(people[theta.last] / people[theta.first])) / years
    return thresholds(theta.theta, growth, theta.productivity_rise / years)
