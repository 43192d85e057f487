"""Cells about few people are hidden, and others with them so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from analysis.tasklogs.rules import FEWEST_WORKERS


def hide(
    frame: pd.DataFrame,
    values: Sequence[str],
    *,
    within: str = "",
    also: Collection[object] = (),
    workers: str = "workers",
) -> pd.DataFrame:
    """Hide the cells with few workers, and others until what is hidden cannot be worked out.

    The total of the file is known, so a single hidden cell would be the total less the others.
    The smallest of the shown cells goes with it until at least two are hidden, one of them with
    ten workers: those of several cells may be the same people, so they are not added up.

    Where totals of parts (months) may be known too, the rule holds within each part. A part that
    has no cells enough is hidden whole, and the smallest other parts whole with it until the rule
    holds over the parts that are hidden whole: what they sum to is the total less the others.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row a cell, with the number of ``workers``.
    values : sequence of str
        Columns that are hidden, the number of workers among them.
    within : str
        Column of the parts.
    also : collection
        Parts that are hidden whole because another table hides them.

    Returns
    -------
    pandas.DataFrame
        With ``hidden``; hidden values are missing.
    """
    counts = frame[workers].astype(int)
    chosen = _within(counts, frame[within], also) if within else _hidden(counts)
    hidden = pd.Series(frame.index.isin(chosen), index=frame.index)
    made = frame.copy()
    for name in values:
        made[name] = made[name].where(~hidden)
    return made.assign(hidden=hidden)


def whole_parts(frame: pd.DataFrame, within: str) -> list[object]:
    """Parts of a table all of whose cells are hidden."""
    whole = frame.groupby(within, sort=False)["hidden"].all()
    return list(whole[whole].index)


def _within(
    counts: pd.Series[int], parts: pd.Series[str], also: Collection[object]
) -> list[object]:
    cells = dict(iter(counts.groupby(parts, sort=False)))
    chosen = {
        part: list(rows.index) if part in also else _hidden(rows) for part, rows in cells.items()
    }
    whole = [part for part, rows in cells.items() if len(chosen[part]) == len(rows)]
    others = sorted(
        (part for part in cells if part not in whole), key=lambda part: int(cells[part].max())
    )
    while whole and others and not _enough(pd.concat([cells[part] for part in whole])):
        whole.append(others.pop(0))
    for part in whole:
        chosen[part] = list(cells[part].index)
    return [cell for part in cells for cell in chosen[part]]


def _hidden(counts: pd.Series[int]) -> list[object]:
    few = counts[counts < FEWEST_WORKERS]
    if few.empty:
        return []
    others = counts[counts >= FEWEST_WORKERS].sort_values(kind="stable")
    chosen = few
    for place in range(len(others)):
        if _enough(chosen):
            break
        chosen = pd.concat([few, others.iloc[: place + 1]])
    return list(chosen.index)


def _enough(counts: pd.Series[int]) -> bool:
    """Whether the sum of cells says nothing of few people, however many work in several."""
    return len(counts) >= 2 and int(counts.max()) >= FEWEST_WORKERS
