"""What a row of the label tables must satisfy beyond its column types; the fault names the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import combinations
from typing import Any

import pandas as pd

from analysis.errors import DataError, LabelsError, TableError


def check_ranges(frame: pd.DataFrame, file: str, stem: str) -> None:
    """Check that ``<stem>_low``, ``_point`` and ``_high`` are not negative and stand in order.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows with ``id`` and those three columns.
    file : str
        File name for the message.
    stem : str

    Raises
    ------
    TableError
        For the first row at fault.
    """
    names = [f"{stem}_low", f"{stem}_point", f"{stem}_high"]
    for name in names:
        for cells in frame[frame[name] < 0].to_dict("records"):
            raise refusal(file, cells, name, f"{cells[name]:g}", "0 or more")
    for lower, upper in combinations(names, 2):
        for cells in frame[frame[lower] > frame[upper]].to_dict("records"):
            found = f"{cells[lower]:g} above {upper} {cells[upper]:g}"
            raise refusal(file, cells, lower, found, f"at most {upper}")


def check_currency(frame: pd.DataFrame, file: str, stem: str) -> None:
    """Check that every row with an amount names its currency.

    Raises
    ------
    TableError
        For the first row with an amount and no currency.
    """
    amounts = frame[[f"{stem}_low", f"{stem}_point", f"{stem}_high"]].notna().any(axis=1)
    for cells in frame[amounts & frame["currency"].isna()].to_dict("records"):
        raise refusal(file, cells, "currency", "an amount without one", "an ISO 4217 code")


def refusal(
    file: str, cells: Mapping[Any, Any], column: str, found: str, allowed: str
) -> TableError:
    """Error for a row, named by its identifier: a loaded frame no longer has the file's rows."""
    return TableError(file, None, column, f"{found} (row {cells['id']!r})", allowed)


def one_unit(units: Iterable[str], what: str) -> str:
    """Return the only unit among `units`.

    Raises
    ------
    LabelsError
        For none or several: labels of different kinds are not added, subtracted or divided.

    Examples
    --------
    >>> one_unit(["box", "box"], "time per label")
    'box'
    """
    found = sorted(set(units))
    if len(found) != 1:
        raise LabelsError(f"{what}: found units {', '.join(found) or 'none'}; allowed: one")
    return found[0]


def row_of(frame: pd.DataFrame, identifier: str) -> pd.Series[Any]:
    """Row of `frame` whose ``id`` is `identifier`.

    Raises
    ------
    DataError
        With the close matches.
    """
    rows = frame[frame["id"] == identifier]
    if len(rows) != 1:
        close = get_close_matches(identifier, list(frame["id"]), n=3, cutoff=0.4)
        raise DataError(f"no row {identifier!r}; close: {', '.join(close) or 'none'}")
    return rows.iloc[0]


def rows_named(frame: pd.DataFrame, *identifiers: str) -> pd.DataFrame:
    """Rows of `frame` with those ``id``; they still know their table, as a single row does not.

    Raises
    ------
    DataError
        For an identifier that is not there, with the close matches.
    """
    found = frame[frame["id"].isin(identifiers)]
    for identifier in sorted(set(identifiers) - set(found["id"])):
        row_of(frame, identifier)
    return found
