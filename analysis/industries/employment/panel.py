"""Employment beside the quantity it makes and the price it is sold at, by industry and year."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.industries.series import (
    Industry,
    Sample,
    census_industry,
    cotton_demand,
    cotton_employment,
    general_wage,
    population,
    steel_demand,
    steel_employment,
    vehicle_demand,
    vehicle_employment,
)

SIC: dict[Industry, tuple[str, tuple[str, ...]]] = {
    "cotton": ("cotton", ("2211", "2221")),
    "steel": ("steel", ("3312",)),
    "motor_vehicles": ("motor_vehicles", ("3711", "3714")),
}
_DEMAND = {
    "cotton": lambda: cotton_demand(1831, 2011),
    "steel": lambda: steel_demand(1867, 1998, price="rail_and_unit_value"),
    "motor_vehicles": lambda: vehicle_demand(1926, 2011),
}
_EMPLOYMENT = {
    "cotton": cotton_employment,
    "steel": lambda: steel_employment(joined_too=True),
    "motor_vehicles": vehicle_employment,
}


def employment_series(industry: Industry) -> Sample:
    """Employment by year, total and per thousand people.

    Returns
    -------
    Sample
        ``employment`` (thousand persons, series joined as :mod:`analysis.industries.series` says),
        ``population`` and ``per_thousand`` (workers per thousand people).
    """
    counted = _EMPLOYMENT[industry]()
    rows = counted.frame
    joined = rows[rows["series"] == "joined"].set_index("year")["thousands"]
    frame = pd.DataFrame({"employment": joined, "population": population()}).dropna()
    frame["per_thousand"] = 1e6 * frame["employment"] / frame["population"]
    units = {
        "employment": "thousand persons",
        "population": "persons",
        "per_thousand": "workers per thousand people",
    }
    return Sample(frame, units, counted.evidence, counted.joins)


@lru_cache(maxsize=8)
def employment_panel(industry: Industry) -> Sample:
    """Years in which employment, quantity, price and a general wage are all known.

    Returns
    -------
    Sample
        ``employment, population, per_thousand, quantity`` (output per head), ``price``,
        ``relative_price``, ``wage`` and ``output_per_worker``.
    """
    demand, people, wage = _DEMAND[industry](), employment_series(industry), general_wage()
    frame = demand.frame[["quantity", "price", "relative_price"]].join(people.frame, how="inner")
    frame = frame.join(wage.hourly, how="left").dropna()
    frame["output_per_worker"] = (
        frame["quantity"] * frame["population"] / (1_000 * frame["employment"])
    )
    units = {**demand.units, **people.units, "output_per_worker": "units per worker and year"}
    rests = (*demand.evidence, *people.evidence, *wage.evidence)
    return Sample(frame, units, rests, (*demand.joins, *people.joins, *wage.joins))


def mill_census(industry: Industry) -> Sample:
    """Branches of the industry in the census, 1958 to 2011, in which all counts belong together.

    See :func:`analysis.industries.series.census_industry`.
    """
    name, sic = SIC[industry]
    return census_industry(name, sic)


def peak_year(series: pd.Series[float]) -> int:
    """Year of the largest value; the first where several share it."""
    return int(series.index[int(np.argmax(series.to_numpy()))])
