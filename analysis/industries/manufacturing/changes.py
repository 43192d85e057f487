"""Long differences: changes in log labour and productivity, and where on its curve one starts."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from analysis.findings import resting
from analysis.industries.manufacturing.declared import (
    BORDERS,
    PARTING,
    Borders,
    Industries,
    Window,
)
from analysis.industries.manufacturing.panel import Panel, is_electronics

Changes = Mapping[Borders, pd.DataFrame]
"""Long differences by the borders of their periods."""


def all_differences(panel: Panel) -> Changes:
    """Long differences over both sets of periods."""
    return {borders: long_differences(panel, borders) for borders in BORDERS}


def long_differences(panel: Panel, borders: Borders = "peaks") -> pd.DataFrame:
    """Changes of every industry over every period, in logs.

    Parameters
    ----------
    panel : Panel
    borders : {"peaks", "census years"}

    Returns
    -------
    pandas.DataFrame
        An industry and period a row: ``sic``, ``start``, ``end``, changes in ``employment``,
        ``hours``, ``output`` and ``price`` (over income), all per head, and in ``tfp``; the
        position at the start against the first year, ``from_output`` (log points of output per
        head gained) and ``from_price`` (log points of relative price lost); ``workers`` at the
        start, ``electronics``, and ``next_tfp``, the change of the next period.
    """
    logs = {
        name: panel.wide(column).map(math.log)
        for name, column in {
            "employment": "employment",
            "hours": "hours",
            "output": "output",
            "price": "relative_price",
            "tfp": "tfp",
        }.items()
    }
    years = BORDERS[borders]
    periods = [
        _period(logs, panel, first, start, end)
        for first, start, end in zip([years[0]] * len(years), years, years[1:], strict=False)
    ]
    changes = pd.concat(periods, ignore_index=True).sort_values(["sic", "start"], ignore_index=True)
    changes["electronics"] = is_electronics(changes["sic"]).to_numpy()
    changes["next_tfp"] = changes.groupby("sic")["tfp"].shift(-1)
    return resting(changes, panel.evidence)


def chosen(
    changes: pd.DataFrame, industries: Industries, window: Window, borders: Borders
) -> pd.DataFrame:
    """The rows of a sample."""
    keep = pd.Series(True, index=changes.index)
    if industries == "without electronics":
        keep &= ~changes["electronics"]
    if window == "to 1989":
        keep &= changes["end"] <= PARTING[borders]
    if window == "from 1989":
        keep &= changes["start"] >= PARTING[borders]
    return changes[keep]


def _period(
    logs: dict[str, pd.DataFrame], panel: Panel, first: int, start: int, end: int
) -> pd.DataFrame:
    made = {name: values[end] - values[start] for name, values in logs.items()}
    made["from_output"] = logs["output"][start] - logs["output"][first]
    made["from_price"] = logs["price"][first] - logs["price"][start]
    made["workers"] = panel.wide("workers")[start]
    return pd.DataFrame(made).rename_axis("sic").reset_index().assign(start=start, end=end)
