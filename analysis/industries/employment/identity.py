"""Employment as a product: people, output per head, hours per unit, workers per hour."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.industries.employment.divisia import REMAINDER


def employment_factors(frame: pd.DataFrame) -> pd.DataFrame:
    """Factors of L = Pop * (output / Pop) * (hours / output) * (L / hours).

    Without a trade series the quantity is output per head, never demand, and the identity has no
    share of imports.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``employment, population, output, hours`` by year.

    Returns
    -------
    pandas.DataFrame
        One column a factor; their product is employment.
    """
    return pd.DataFrame(
        {
            "population": frame["population"],
            "output per head": frame["output"] / frame["population"],
            "hours per unit": frame["hours"] / frame["output"],
            "workers per hour": frame["employment"] / frame["hours"],
        }
    )


def employment_factors_with_trade(frame: pd.DataFrame) -> pd.DataFrame:
    """Factors of L = Pop * (use / Pop) * (output / use) * (L / output).

    Parameters
    ----------
    frame : pandas.DataFrame
        ``employment, population, quantity`` (use per head), ``home_share`` (output over use: one
        less the share of net imports) and ``output`` by year.
    """
    return pd.DataFrame(
        {
            "population": frame["population"],
            "use per head": frame["quantity"],
            "share made at home": frame["home_share"],
            "workers per unit": frame["employment"]
            / (frame["population"] * frame["quantity"] * frame["home_share"]),
        }
    )


def price_and_shift(
    factors: pd.DataFrame, elasticity: pd.Series[float], relative_price: pd.Series[float]
) -> pd.DataFrame:
    """Split output per head into what the fitted curve attributes to price and everything else.

    Parameters
    ----------
    factors : pandas.DataFrame
        From :func:`employment_factors`.
    elasticity, relative_price : pandas.Series
        Fitted elasticity and relative price in the same years.

    Returns
    -------
    pandas.DataFrame
        ``output per head`` replaced by ``price movement`` (the integral of minus elasticity times
        d ln price, trapezium rule) and the remainder, imports, substitutes, shift and error.
    """
    logs = pd.Series(np.log(relative_price.to_numpy()), index=relative_price.index)
    step = logs.diff().fillna(0.0)
    between = (elasticity + elasticity.shift()).fillna(0.0) / 2
    moved = np.exp(-(between * step).cumsum())
    split = factors.drop(columns="output per head")
    split.insert(1, "price movement", moved)
    split.insert(2, REMAINDER, factors["output per head"] / moved)
    return split
