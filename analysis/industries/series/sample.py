"""A frame ready for analysis that knows from which rows of tables each column was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import Any, Literal, ParamSpec

import pandas as pd

from analysis.industries.series.joins import Join
from analysis.industries.series.rows_read import Read, reading, spoken
from analysis.tables import Evidence, united

P = ParamSpec("P")


@dataclass(frozen=True)
class Sample:
    """A frame ready for analysis and the rows of the tables that it was made from.

    Attributes
    ----------
    frame : pandas.DataFrame
        Indexed by year, or with a column ``year``.
    units : dict of str to str
        Unit of each column.
    joins : tuple of Join
        Seams inside the columns.
    read : mapping of str to tuple of SeriesRows
        Rows behind each column, in all years; one entry ``""`` where columns share theirs.
    """

    frame: pd.DataFrame
    units: dict[str, str]
    joins: tuple[Join, ...] = ()
    read: Mapping[str, Read] = field(default_factory=dict, repr=False)

    @property
    def years(self) -> frozenset[int]:
        """Years of the frame, and of every overlap that reaches into them.

        A series carried across a seam rests on the whole overlap; a seam outside moves no more
        than the unit.
        """
        index = self.frame.get("year", self.frame.index)
        own = {int(year) for year in index}
        overlaps = (
            set(seam.years)
            for seam in self.joins
            if seam.years and min(seam.years) <= max(own) and max(seam.years) >= min(own)
        )
        return frozenset(own.union(*overlaps))

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The very rows: what was read for the columns, in the years of the frame."""
        return united(spoken(self.kept(self.frame.columns), self.years))

    def only(self, *columns: str) -> Sample:
        """The same years of some columns: fewer rows behind them."""
        shared = self.read.get("", ())
        read = {name: self.read.get(name, shared) for name in columns}
        return replace(self, frame=self.frame[list(columns)], read=read)

    def with_columns(self, **made: tuple[pd.Series[float], tuple[str, ...]]) -> Sample:
        """More columns, each with the names of those that it was made from."""
        frame = self.frame.assign(**{name: values for name, (values, _) in made.items()})
        read = {name: self.kept(of) for name, (_, of) in made.items()}
        return replace(self, frame=frame, read={**self.read, **read})

    def beside(self, other: Sample, *, how: Literal["left", "inner"] = "left") -> Sample:
        """The columns of another sample beside these, year by year, with their rows and seams."""
        own = {str(name): self.kept([name]) for name in self.frame}
        theirs = {str(name): other.kept([name]) for name in other.frame}
        return Sample(
            self.frame.join(other.frame, how=how),
            {**self.units, **other.units},
            (*self.joins, *other.joins),
            {**own, **theirs},
        )

    def at(self, *years: int) -> Sample:
        """The same columns in these years alone."""
        return self.cut(self.frame.loc[list(years)])

    def cut(self, frame: pd.DataFrame) -> Sample:
        """The same columns in fewer years."""
        return replace(self, frame=frame)

    def kept(self, columns: Iterable[Any]) -> Read:
        """What was read for some columns, in all years."""
        shared = self.read.get("", ())
        parts = [self.read.get(str(name), shared) for name in columns]
        return tuple(dict.fromkeys(kept for part in parts for kept in part))


def sampled(function: Callable[P, Sample]) -> Callable[P, Sample]:
    """Mark a function that makes a sample: what it reads meanwhile goes with it.

    Columns that already name their rows keep them.
    """

    @wraps(function)
    def made(*args: P.args, **kwargs: P.kwargs) -> Sample:
        with reading() as kept:
            sample = function(*args, **kwargs)
        return replace(sample, read={"": tuple(kept), **sample.read})

    return made
