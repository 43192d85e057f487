"""Employment beside the quantity it makes and the price it is sold at, by industry and year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.industries.declared import DECLARED, primary
from analysis.industries.samples import Frames
from analysis.industries.series import Industry, Sample, census_industry, population, reading


def employment_series(industry: Industry) -> Sample:
    """Employment by year, total and per thousand people.

    Returns
    -------
    Sample
        ``employment`` (thousand persons, series joined as :mod:`analysis.industries.series` says),
        ``population`` and ``per_thousand`` (workers per thousand people).
    """
    with reading() as counted:
        workers, joins = DECLARED[industry].employment()
    with reading() as people:
        frame = pd.DataFrame({"employment": workers, "population": population()}).dropna()
    frame["per_thousand"] = 1e6 * frame["employment"] / frame["population"]
    units = {
        "employment": "thousand persons",
        "population": "persons",
        "per_thousand": "workers per thousand people",
    }
    read = {
        "employment": tuple(counted),
        "population": tuple(people),
        "per_thousand": (*counted, *people),
    }
    return Sample(frame, units, tuple(joins), read)


def employment_panel(
    industry: Industry, frames: Frames | None = None, employment: Sample | None = None
) -> Sample:
    """Years in which employment, quantity, price and a general wage are all known.

    Parameters
    ----------
    industry : {"cotton", "steel", "motor_vehicles"}
    frames, employment : optional
        What was made before.

    Returns
    -------
    Sample
        ``employment, population, per_thousand, quantity`` (output per head), ``price``,
        ``relative_price``, ``wage`` and ``output_per_worker``.
    """
    made, one = frames or Frames(industry), primary(industry)
    demand = made.longest(one.quantity, one.price).only("quantity", "price", "relative_price")
    both = demand.beside(employment or employment_series(industry), how="inner")
    panel = both.beside(made.wage)
    panel = panel.cut(panel.frame.dropna())
    frame = panel.frame
    output = frame["quantity"] * frame["population"] / (1_000 * frame["employment"])
    made_of = ("quantity", "population", "employment")
    return panel.with_columns(output_per_worker=(output, made_of))


def mill_census(industry: Industry) -> Sample:
    """Branches of the industry in the census, 1958 to 2011, in which all counts belong together.

    See :func:`analysis.industries.series.census_industry`.
    """
    return census_industry(industry, DECLARED[industry].sic)


def peak_year(series: pd.Series[float]) -> int:
    """Year of the largest value; the first where several share it."""
    return int(series.index[int(np.argmax(series.to_numpy()))])
