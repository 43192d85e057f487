"""What a number or a figure rests on: rows of tables, and through them corrections and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import UnknownSeriesError
from analysis.tables.catalogue import SOURCES, Table, table
from analysis.tables.corrections import Correction


@dataclass(frozen=True)
class Evidence:
    """Rows of one table.

    Attributes
    ----------
    table : str
    where : tuple of (column, values)
        Rows whose column holds one of the values; empty for all rows.
    years : tuple of int or None
        First and last year, inclusive, for tables that have a ``year``.
    """

    table: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    years: tuple[int, int] | None = None

    def rows(self, folder: Path | None = None) -> pd.DataFrame:
        """Corrected rows used; the index holds the row of the file."""
        opened = table(self.table, folder)
        return opened.frame[self._mask(opened.frame)]

    def printed_rows(self, folder: Path | None = None) -> pd.DataFrame:
        """The same rows before corrections, those that a correction left out among them."""
        opened = table(self.table, folder)
        return opened.printed[self._mask(opened.printed)]

    def corrections(self, folder: Path | None = None) -> list[Correction]:
        """Corrections that touched a row used, or dropped one that would have been used."""
        opened = table(self.table, folder)
        used = set(self.printed_rows(folder).index) | set(self.rows(folder).index)
        return [line for line, rows in opened.corrected_rows().items() if used & set(rows)]

    def sources(self, folder: Path | None = None) -> pd.DataFrame:
        """Rows of ``sources.csv`` behind the rows used."""
        opened = table(self.table, folder)
        column = "id" if self.table == SOURCES else "source_id"
        ids = set(self.rows(folder)[column].dropna())
        known = opened.sources
        return known[known["id"].isin(ids)]

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "table": self.table,
            "where": {name: list(values) for name, values in self.where},
            "years": list(self.years) if self.years else None,
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Evidence:
        """Read :meth:`to_dict` back."""
        where = tuple((name, tuple(values)) for name, values in raw["where"].items())
        years = raw["years"]
        return cls(raw["table"], where, (years[0], years[1]) if years else None)

    def _mask(self, frame: pd.DataFrame) -> pd.Series[bool]:
        keep = pd.Series(True, index=frame.index)
        for name, values in self.where:
            keep &= frame[name].isin(values)
        if self.years is not None:
            keep &= frame["year"].between(*self.years)
        return keep


def evidence(
    name: str,
    series: str | Sequence[str] = (),
    *,
    years: tuple[int, int] | None = None,
    **where: str | Sequence[str],
) -> Evidence:
    """Name the rows of table `name` that a computation uses.

    Parameters
    ----------
    name : str
        Table.
    series : str or sequence of str
        Series of a long table.
    years : (int, int), optional
    **where
        Further columns and the values they must hold.

    Raises
    ------
    UnknownTableError, UnknownSeriesError
        For a table, series or column that does not exist.

    Examples
    --------
    >>> from analysis.tables import evidence
    >>> len(evidence("steel", "rail_price", years=(1900, 1904)).rows())
    5
    """
    opened: Table = table(name)
    chosen = {"series": series, **where} if series else dict(where)
    parts = []
    for column, values in chosen.items():
        wanted = (values,) if isinstance(values, str) else tuple(values)
        if column not in opened.definition.column_names:
            known = ", ".join(opened.definition.column_names)
            raise UnknownSeriesError(f"no column {column!r} in table {name}; there are: {known}")
        missing = sorted(set(wanted) - set(opened.frame[column].astype(str)))
        if missing:
            raise UnknownSeriesError(f"no row of table {name} has {column} {', '.join(missing)}")
        parts.append((column, wanted))
    return Evidence(name, tuple(parts), years)
