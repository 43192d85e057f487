"""Economies that are made, in which the response does not fall.

Labour answers the productivities that were, with one elasticity everywhere and always, and is
moved by demand besides; output is labour times productivity. The response does not fall. What
the regressions find there is their bias.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.findings import derived
from analysis.industries.manufacturing.changes import Changes, chosen
from analysis.industries.manufacturing.checks import Slopes
from analysis.industries.manufacturing.declared import PRIMARY, VOTING, Effects, in_words
from analysis.industries.manufacturing.responses import TFP, Rows, respond

EFFECTS: tuple[Effects, ...] = ("period", "period and industry")


@derived
def slopes_without_a_fall(changes: Changes, *, seed: int, draws: int) -> pd.DataFrame:
    """Mean estimates of the fall in economies in which the response does not fall.

    The elasticity is the one estimated, and demand has the variance that productivity leaves in
    the changes of employment.

    Parameters
    ----------
    changes : Changes
        Their productivities are used.
    seed, draws : int

    Returns
    -------
    pandas.DataFrame
        A sample a row: ``sample``, and the mean estimate with effects of ``periods`` and with
        those of ``industries`` too, each with its standard deviation over draws.
    """
    rows = changes[PRIMARY.borders].sort_values(["sic", "start"], ignore_index=True)
    elasticity = respond(rows, PRIMARY, falling=False).coefficient(TFP)
    errors = rows["employment"] - elasticity * rows["tfp"]
    spread = float((errors - errors.groupby(rows["start"]).transform("mean")).std())
    rng, found = np.random.default_rng(seed), []
    for _ in range(draws):
        made = rows.assign(employment=elasticity * rows["tfp"] + rng.normal(0, spread, len(rows)))
        made["output"] = made["employment"] + made["tfp"]
        gained = made.groupby("sic")["output"]
        made["from_output"] = gained.cumsum() - made["output"]
        found.append([_slope(made, name, effects) for name in VOTING for effects in EFFECTS])
    means, spreads = np.mean(found, axis=0), np.std(found, axis=0, ddof=1)
    return pd.DataFrame(
        {
            "sample": [in_words(name) for name in VOTING],
            "periods": means[::2],
            "periods_spread": spreads[::2],
            "industries": means[1::2],
            "industries_spread": spreads[1::2],
        }
    )


def _slope(made: pd.DataFrame, name: str, effects: Effects) -> float:
    specification = VOTING[name].but(effects=effects)
    sample = chosen(made, specification.industries, specification.window, specification.borders)
    rows = Rows.of(sample)
    slopes = Slopes(rows, specification)
    return slopes.falls(rows.columns["tfp"], rows.position(specification))
