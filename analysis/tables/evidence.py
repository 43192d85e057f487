"""What a number or a figure rests on: rows of tables, and through them corrections and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.tables.catalogue import SOURCES, YEAR, RowKey, Table, row_keys, table
from analysis.tables.corrections import Correction
from analysis.tables.ranges import ranges, unrolled

Keys = tuple[tuple[tuple[str, ...], str], ...]


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
    keys : tuple of (values, years) or None
        The very rows: values of the primary key without its year, and the years as ranges (empty
        where the key has none). Written by :func:`rows_evidence`, never by hand.
    """

    table: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    years: tuple[int, int] | None = None
    keys: Keys | None = None

    def rows(self, folder: Path | None = None) -> pd.DataFrame:
        """Corrected rows used; the index holds the row of the file."""
        return self._rows(table(self.table, folder))

    def printed_rows(self, folder: Path | None = None) -> pd.DataFrame:
        """The same rows before corrections, those that a correction left out among them."""
        return self._printed_rows(table(self.table, folder))

    def corrections(self, folder: Path | None = None) -> list[Correction]:
        """Corrections that touched a row used, or dropped one that would have been used."""
        opened = table(self.table, folder)
        used = set(self._printed_rows(opened).index) | set(self._rows(opened).index)
        return [line for line, rows in opened.corrected_rows().items() if used & set(rows)]

    def sources(self, folder: Path | None = None) -> pd.DataFrame:
        """Rows of ``sources.csv`` behind the rows used."""
        opened = table(self.table, folder)
        column = "id" if self.table == SOURCES else "source_id"
        ids = set(self._rows(opened)[column].dropna())
        known = opened.sources
        return known[known["id"].isin(ids)]

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "table": self.table,
            "where": {name: list(values) for name, values in self.where},
            "years": list(self.years) if self.years else None,
            "keys": None if self.keys is None else [[list(k), years] for k, years in self.keys],
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Evidence:
        """Read :meth:`to_dict` back."""
        where = tuple((name, tuple(values)) for name, values in raw["where"].items())
        years, keys = raw["years"], raw["keys"]
        return cls(
            raw["table"],
            where,
            (years[0], years[1]) if years else None,
            None if keys is None else tuple((tuple(values), text) for values, text in keys),
        )

    def _rows(self, opened: Table) -> pd.DataFrame:
        return opened.frame[self._mask(opened.frame, opened.row_keys)]

    def _printed_rows(self, opened: Table) -> pd.DataFrame:
        return opened.printed[self._mask(opened.printed, opened.printed_keys)]

    def _mask(self, frame: pd.DataFrame, keys: Sequence[RowKey]) -> pd.Series[bool]:
        keep = pd.Series(True, index=frame.index)
        if self.keys is not None:
            wanted = set(_unrolled(self.keys))
            keep &= pd.Series([key in wanted for key in keys], index=frame.index)
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
    DataError
        For a table, series or column that does not exist, or years that are none.

    Examples
    --------
    >>> from analysis.tables import evidence
    >>> len(evidence("steel", "rail_price", years=(1900, 1904)).rows())
    5
    """
    opened: Table = table(name)
    if years is not None:
        _check_years(name, opened, years)
    chosen = {"series": series, **where} if series else dict(where)
    parts = []
    for column, values in chosen.items():
        wanted = (values,) if isinstance(values, str) else tuple(values)
        if column not in opened.definition.column_names:
            known = ", ".join(opened.definition.column_names)
            raise DataError(f"no column {column!r} in table {name}; there are: {known}")
        missing = sorted(set(wanted) - set(opened.frame[column].astype(str)))
        if missing:
            raise DataError(f"no row of table {name} has {column} {', '.join(missing)}")
        parts.append((column, wanted))
    return Evidence(name, tuple(parts), years)


def _check_years(name: str, opened: Table, years: tuple[int, int]) -> None:
    if YEAR not in opened.definition.column_names:
        raise DataError(f"table {name} has no column {YEAR}, by which rows of years are chosen")
    whole = isinstance(years, tuple) and all(isinstance(x, Integral) for x in years)
    if not (whole and len(years) == 2 and years[0] <= years[1]):
        raise DataError(f"years {years!r} of table {name}; allowed: the first and the last")


def rows_evidence(name: str, rows: pd.DataFrame) -> Evidence:
    """Name the very rows of table `name` that `rows` hold, by the primary key.

    Parameters
    ----------
    name : str
        Table.
    rows : pandas.DataFrame
        Any rows of the table in which the columns of its primary key are still there.

    Raises
    ------
    DataError
        Where a column of the key is gone.

    Examples
    --------
    >>> from analysis.tables import load, rows_evidence
    >>> rails = load("steel").query("series == 'rail_price' and 1900 <= year <= 1904")
    >>> rows_evidence("steel", rails).keys
    ((('rail_price', 'hsus1975_e130'), '1900-1904'),)
    """
    key = table(name).keys
    gone = [column for column in key if column not in rows]
    if gone:
        raise DataError(
            f"rows of table {name} without {', '.join(gone)}; keep the columns of its key: "
            f"{', '.join(key)}"
        )
    return keyed(name, row_keys(rows, key))


def keyed(name: str, keys: Iterable[RowKey]) -> Evidence:
    """Evidence for keys of table `name`: values without the year, and the year or None.

    All keys of the table together are the whole table, which is named as such.
    """
    chosen, opened = set(keys), table(name)
    if len(chosen) == len(opened.frame) and chosen == set(opened.row_keys):
        return Evidence(name)
    groups: dict[tuple[str, ...], set[int]] = {}
    for values, year in chosen:
        years = groups.setdefault(values, set())
        if year is not None:
            years.add(year)
    return Evidence(name, keys=tuple((k, ranges(groups[k])) for k in sorted(groups)))


def united(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The same rows with one :class:`Evidence` a table, each by its very rows."""
    by_table: dict[str, list[Evidence]] = {}
    for item in dict.fromkeys(items):
        by_table.setdefault(item.table, []).append(item)
    return tuple(_union(name, by_table[name]) for name in sorted(by_table))


def _union(name: str, items: Sequence[Evidence]) -> Evidence:
    if len(items) == 1 and (items[0].keys is not None or items[0] == Evidence(name)):
        return items[0]
    listed = [key for item in items if item.keys is not None for key in _unrolled(item.keys)]
    asked = [item.rows() for item in items if item.keys is None]
    key = table(name).keys
    return keyed(name, [*listed, *(pair for rows in asked for pair in row_keys(rows, key))])


def _unrolled(keys: Keys) -> Iterable[RowKey]:
    for values, text in keys:
        yield from ((values, year) for year in (unrolled(text) if text else [None]))
