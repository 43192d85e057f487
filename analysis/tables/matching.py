"""Finding the rows that a key names, by look-up: a table is gone through once, not once a line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.errors import CorrectionError
from analysis.tables.definition import Definition

_YEAR = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_Found = dict[tuple[str, ...], tuple[list[Any], list[int]]]

Key = Sequence[tuple[str, str]]


class Rows:
    """Rows of a table by the texts of their cells.

    Parameters
    ----------
    frame : pandas.DataFrame
    definition : Definition
    """

    def __init__(self, frame: pd.DataFrame, definition: Definition) -> None:
        self._frame, self._definition = frame, definition
        self._texts: dict[str, list[str]] = {}
        self._indices: dict[tuple[tuple[str, ...], str | None], _Found] = {}

    @cached_property
    def lines(self) -> list[int]:
        """Line of the file of each position."""
        return [int(line) for line in self._frame.index]

    def texts(self, name: str) -> list[str]:
        """Cells of a column as they would be written in a key, by position."""
        if name not in self._texts:
            self._texts[name] = [as_text(value) for value in self._frame[name].tolist()]
        return self._texts[name]

    def matching(self, key: Key, where: str) -> list[int]:
        """Positions of the rows that `key` names, in the order of the file.

        Raises
        ------
        CorrectionError
            For a column that the table has not, two ranges, or a range that is none.
        """
        exact: dict[str, str] = {}
        ranged: tuple[str, str] | None = None
        for name, value in key:
            if name not in self._definition.column_names:
                allowed = ", ".join(self._definition.column_names)
                raise CorrectionError(f"{where}: key names {name!r}; allowed: {allowed}")
            if name in exact or (ranged and name == ranged[0]):
                raise CorrectionError(f"{where}: key names {name!r} twice; allowed: once")
            if ".." in value and self._definition.column(name).dtype == "integer":
                if ranged:
                    raise CorrectionError(f"{where}: key has two ranges; allowed: one")
                ranged = (name, value)
            else:
                exact[name] = value
        index = self._index(tuple(exact), ranged[0] if ranged else None)
        values, positions = index.get(tuple(exact.values()), ([], []))
        if ranged:
            low, high = _range(ranged[1], where)
            positions = positions[bisect_left(values, low) : bisect_right(values, high)]
        return sorted(positions)

    def _index(self, names: tuple[str, ...], ranged: str | None) -> _Found:
        """Positions by the texts of the columns `names`, each list in order of `ranged`."""
        place = (names, ranged)
        if place in self._indices:
            return self._indices[place]
        order: list[int] = list(range(len(self._frame)))
        numbers: list[Any] = order
        if ranged is not None:
            numbers = self._frame[ranged].tolist()
            order = [position for position in order if not pd.isna(numbers[position])]
            order.sort(key=lambda position: numbers[position])
        columns = [self.texts(name) for name in names]
        found: _Found = {}
        for position in order:
            values, positions = found.setdefault(tuple(x[position] for x in columns), ([], []))
            values.append(numbers[position])
            positions.append(position)
        self._indices[place] = found
        return found


def as_text(value: object) -> str:
    """A cell as it is written in ``corrections.csv``; an empty one is an empty text."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _range(text: str, where: str) -> tuple[int, int]:
    ends = text.split("..")
    if len(ends) != 2 or not all(_YEAR.fullmatch(end) for end in ends):
        raise CorrectionError(f"{where}: key range {text!r}; allowed: such as 1947..1970")
    low, high = int(ends[0]), int(ends[1])
    if low > high:
        raise CorrectionError(f"{where}: key range {text!r} ends before it begins")
    return low, high
