"""Employment decomposed with demand: what the fitted curve owes to price, and the remainder."""

from __future__ import annotations

import pandas as pd

from analysis.industries.declared import PERIODS, primary
from analysis.industries.employment import (
    employment_factors,
    mill_census,
    price_and_shift,
    three_ways,
)
from analysis.industries.estimates import fit
from analysis.industries.series import (
    Industry,
    cloth_price,
    income,
    steel_price,
    vehicle_price,
)

_PRICES = {
    "cotton": lambda: cloth_price()[0],
    "steel": lambda: steel_price("rail_and_unit_value")[0],
    "motor_vehicles": lambda: vehicle_price()[0],
}


def split_by_price(industry: Industry) -> pd.DataFrame:
    """Contributions to the change of production workers, output per head split by the curve.

    The price part is the integral of minus the fitted elasticity over the change of the relative
    price; what is left of output per head is imports, substitutes, shift and error. The curve is
    the primary one, beyond its window an extrapolation.

    Returns
    -------
    pandas.DataFrame
        As from :func:`analysis.industries.employment.three_ways`, over the declared periods as far
        as the price reaches.
    """
    frame = mill_census(industry).frame
    path = (_PRICES[industry]() / income()).reindex(frame.index).dropna()
    years = path.index
    elasticity = pd.Series(fit(primary(industry)).curve.elasticity(path.to_numpy()), index=years)
    factors = price_and_shift(employment_factors(frame.loc[years]), elasticity, path)
    borders = [*(year for year in PERIODS[industry] if year < years[-1]), int(years[-1])]
    return three_ways(frame.loc[years, "employment"], factors, borders)
