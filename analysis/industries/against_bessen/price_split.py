"""Employment decomposed with demand: what the fitted curve owes to price, and the remainder."""

from __future__ import annotations

import pandas as pd

from analysis.demand.curves.curve import Curve
from analysis.industries.declared import DECLARED
from analysis.industries.employment import (
    employment_factors,
    price_and_shift,
    three_ways,
)
from analysis.industries.series import Industry, Sample, income, sampled
from analysis.industries.series.economy import Income


@sampled
def product_price(industry: Industry, kind: Income = "nominal product") -> Sample:
    """Price of the product over income per head, as long as both are known, by year."""
    path = (DECLARED[industry].price() / income(kind)).dropna()
    path.index = path.index.astype(int)
    return Sample(path.to_frame("relative_price"), {"relative_price": "price over income per head"})


def split_by_price(
    industry: Industry, branches: Sample, curve: Curve, path: Sample
) -> pd.DataFrame:
    """Contributions to the change of production workers, output per head split by the curve.

    The price part is the integral of minus the fitted elasticity over the change of the relative
    price; what is left of output per head is imports, substitutes, shift and error. The curve is
    the primary one, beyond its window an extrapolation.

    Parameters
    ----------
    industry : {"cotton", "steel", "motor_vehicles"}
    branches : Sample
        From :func:`analysis.industries.employment.mill_census`.
    curve : Curve
        Fitted.
    path : Sample
        From :func:`product_price`.

    Returns
    -------
    pandas.DataFrame
        As from :func:`analysis.industries.employment.three_ways`, over the declared periods as far
        as the price reaches.
    """
    price = path.frame["relative_price"].reindex(branches.frame.index).dropna()
    years = price.index
    frame = branches.frame.loc[years]
    elasticity = pd.Series(curve.elasticity(price.to_numpy()), index=years)
    factors = price_and_shift(employment_factors(frame), elasticity, price)
    periods = DECLARED[industry].periods
    borders = [*(year for year in periods if year < years[-1]), int(years[-1])]
    return three_ways(frame["employment"], factors, borders)
