"""Cells about few people are hidden, and others with them so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.tasklogs.rules import FEWEST_WORKERS


def hide(
    frame: pd.DataFrame, values: Sequence[str], *, within: str = "", workers: str = "workers"
) -> pd.DataFrame:
    """Hide the cells with few workers, and others until what is hidden cannot be worked out.

    The total of the file is known, so a single hidden cell would be the total less the others.
    The smallest of the shown cells goes with it until at least two are hidden and they hold ten
    workers between them.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row a cell, with the number of ``workers``.
    values : sequence of str
        Columns that are hidden, the number of workers among them.
    within : str
        Column of groups whose totals are published: the rule holds within each.

    Returns
    -------
    pandas.DataFrame
        With ``hidden``; hidden values are missing.
    """
    hidden = pd.Series(False, index=frame.index)
    groups = [frame] if not within else [rows for _, rows in frame.groupby(within, sort=False)]
    for rows in groups:
        hidden |= hidden.index.isin(_hidden(rows[workers].astype(int)))
    made = frame.copy()
    for name in values:
        made[name] = made[name].where(~hidden)
    return made.assign(hidden=hidden)


def _hidden(workers: pd.Series[int]) -> list[object]:
    few = workers[workers < FEWEST_WORKERS]
    chosen = list(few.index)
    if not chosen:
        return []
    others = workers[workers >= FEWEST_WORKERS].sort_values(kind="stable")
    held = int(few.sum())
    for place, count in others.items():
        if len(chosen) >= 2 and held >= FEWEST_WORKERS:
            break
        chosen.append(place)
        held += int(count)
    return chosen
