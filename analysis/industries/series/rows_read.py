"""Who reads what: the rows that spoke while a sample was made, collected as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import pandas as pd

from analysis.tables import Evidence, rows_evidence, table


@dataclass(frozen=True, eq=False)
class SeriesRows:
    """Rows of one series that spoke.

    Attributes
    ----------
    table : str
    rows : pandas.DataFrame
        Columns of the table's primary key.
    dated : tuple of int
        Year that each row speaks for, which is not always the one printed.
    """

    table: str
    rows: pd.DataFrame
    dated: tuple[int, ...]


Read = tuple[SeriesRows, ...]
_open: ContextVar[tuple[list[SeriesRows], ...]] = ContextVar("_open", default=())


@contextmanager
def reading() -> Iterator[list[SeriesRows]]:
    """Collect what is read meanwhile."""
    collected: list[SeriesRows] = []
    token = _open.set((*_open.get(), collected))
    try:
        yield collected
    finally:
        _open.reset(token)


def keep(name: str, rows: pd.DataFrame, dated: Iterable[int] | None = None) -> None:
    """Tell whoever is reading that these rows of table `name` spoke."""
    if _open.get():
        years = rows["year"] if dated is None else dated
        kept = SeriesRows(name, rows[list(table(name).keys)], tuple(int(year) for year in years))
        for collected in _open.get():
            collected.append(kept)


def within(kept: Iterable[SeriesRows], years: Iterable[int]) -> Read:
    """What was read, less the rows that speak for other years."""
    wanted = {int(year) for year in years}
    parts = []
    for item in kept:
        inside = [year in wanted for year in item.dated]
        dated = tuple(year for year in item.dated if year in wanted)
        parts.append(SeriesRows(item.table, item.rows[inside], dated))
    return tuple(parts)


def spoken(kept: Iterable[SeriesRows], years: frozenset[int]) -> Iterator[Evidence]:
    """Those rows of `kept` that speak for one of `years`."""
    for item in within(kept, years):
        if item.dated:
            yield rows_evidence(item.table, item.rows)
