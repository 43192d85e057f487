"""Economies that are made, in which the response does not fall.

Labour answers the productivities that were, with one elasticity everywhere and always, and is
moved by demand besides; output is labour times productivity. The response does not fall. What
the regressions find there is their bias.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.findings import derived
from analysis.industries.manufacturing.changes import Changes, chosen
from analysis.industries.manufacturing.checks import Slopes
from analysis.industries.manufacturing.declared import (
    PRIMARY,
    VOTING,
    Effects,
    Specification,
    in_words,
)
from analysis.industries.manufacturing.responses import TFP, Rows, respond

Array = npt.NDArray[np.float64]
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
    samples = [(_sample(rows, one), one) for name in VOTING for one in _both(name)]
    tfp, periods = rows["tfp"].to_numpy(float), rows["start"].nunique()
    rng, found = np.random.default_rng(seed), []
    for _ in range(draws):
        labour = elasticity * tfp + rng.normal(0, spread, tfp.size)
        output = (labour + tfp).reshape(-1, periods)
        gained = (np.cumsum(output, axis=1) - output).ravel()
        found.append([_slope(kept, one, labour, gained) for kept, one in samples])
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


def _both(name: str) -> list[Specification]:
    return [VOTING[name].but(effects=effects) for effects in EFFECTS]


def _sample(rows: pd.DataFrame, one: Specification) -> tuple[npt.NDArray[np.intp], Rows]:
    sample = chosen(rows, one.industries, one.window, one.borders)
    return sample.index.to_numpy(), Rows.of(sample)


def _slope(
    kept: tuple[npt.NDArray[np.intp], Rows], one: Specification, labour: Array, gained: Array
) -> float:
    places, rows = kept
    columns = {**rows.columns, "employment": labour[places], "from_output": gained[places]}
    made = replace(rows, columns=columns)
    return Slopes(made, one).falls(made.columns["tfp"], made.position(one))
