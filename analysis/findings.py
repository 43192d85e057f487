"""Findings: quantities by name, each with its interval, the function that found it and its rows.

A function marked :func:`finds` says what it found; who computed it, and from which rows, is read
off the call. A function marked :func:`derived` makes a frame that knows the same of itself.
Notebooks, claims and ``results.lock`` see findings, never a number typed beside them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from analysis.errors import NumberError
from analysis.tables import Evidence, rows_evidence, united

P = ParamSpec("P")
Framed = TypeVar("Framed", pd.DataFrame, "pd.Series[Any]")
Value = float | int | str | bool | None

TABLE, ROWS, BY, KEYS, MADE = "table", "rows", "by", "rate_rows", "made"
"""Where frames keep the table they were loaded from, the rows and the function they were made by;
the column in which each converted amount keeps the rows of the rates it was converted with; and
how the content of a frame was made up, where it is no data."""


class Rows(tuple[Evidence, ...]):
    """Rows that a frame rests on; copied with the frame at no cost, since nothing changes them."""

    def __deepcopy__(self, _: Any) -> Rows:
        return self


@dataclass(frozen=True)
class Quantity:
    """A value with its unit and bounds.

    Attributes
    ----------
    value : float, int, str, bool or None
        None where there is no such number; `text` is then the word for it.
    unit : str
        ``year`` prints without a thousands separator.
    interval : (low, high) or None
        Bounds; infinite where unbounded. `level` goes with it.
    level : float or None
        Confidence level; 1.0 for a range that holds everything seen.
    text : str
    rows : object
        What it rests on where that is less than the call's arguments: frames, samples or anything
        that :func:`rows_of` reads.
    declared : bool
        Chosen by the function that hands it over, such as the truth of a simulation: it rests on
        no row of a table, whatever the call was given, and is recorded with none.

    Raises
    ------
    NumberError
        For a value that is not finite, None without a text, an interval without its level, or
        rows behind a choice.
    """

    value: Value
    unit: str = ""
    interval: tuple[float, float] | None = None
    level: float | None = None
    text: str = ""
    rows: Any = ()
    declared: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _plain(self.value, self.text))
        if self.interval is not None:
            low, high = self.interval
            if self.level is None or math.isnan(low) or math.isnan(high):
                raise NumberError(
                    f"an interval needs a level and bounds; found {self.interval}, {self.level}"
                )
            object.__setattr__(self, "interval", (float(low), float(high)))
        if self.declared and rows_of(self.rows):
            raise NumberError("a declared quantity was given rows; allowed: none, it is a choice")


@dataclass(frozen=True)
class Findings(Mapping[str, Quantity]):
    """What one call found: quantities by name.

    Attributes
    ----------
    quantities : mapping of str to Quantity
    by : str
        Module and name of the function.
    evidence : tuple of Evidence
        Rows behind the arguments of the call.
    """

    quantities: Mapping[str, Quantity]
    by: str
    evidence: tuple[Evidence, ...]

    def __getitem__(self, name: str) -> Quantity:
        return self.quantities[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.quantities)

    def __len__(self) -> int:
        return len(self.quantities)

    def only(self, *names: str) -> Findings:
        """Those of them that a page speaks of.

        Raises
        ------
        NumberError
            For a name that is not among them.
        """
        missing = [name for name in names if name not in self.quantities]
        if missing:
            there = ", ".join(self.quantities)
            raise NumberError(f"{self.by} found no {', '.join(missing)}; there are: {there}")
        return Findings({name: self.quantities[name] for name in names}, self.by, self.evidence)

    def rows(self, name: str) -> tuple[Evidence, ...]:
        """Rows behind one quantity: its own, or else those of the call; none behind a choice."""
        item = self.quantities[name]
        return () if item.declared else rows_of(item.rows) or self.evidence


def finds(function: Callable[P, Mapping[str, Quantity]]) -> Callable[P, Findings]:
    """Mark a function whose quantities the report prints.

    Its name and the rows behind its arguments go with every quantity that names no rows of its
    own. Names are literals, so that a search for one leads here.

    Examples
    --------
    >>> from analysis.tables import load
    >>> @finds
    ... def heads(quotes):
    ...     return {"quotes": Quantity(len(quotes), "quotes")}
    >>> found = heads(load("annotation_wages").query("country == 'KEN'"))
    >>> found.rows("quotes")[0].table
    'annotation_wages'
    """

    @wraps(function)
    def found(*args: P.args, **kwargs: P.kwargs) -> Findings:
        quantities = function(*args, **kwargs)
        return Findings(quantities, name_of(function), rows_of([*args, *kwargs.values()]))

    return found


def derived(function: Callable[P, Framed]) -> Callable[P, Framed]:
    """Mark a function whose frame the report shows: by whom and from what is read off the call.

    A frame that already names its rows (:func:`resting`) keeps them.
    """

    @wraps(function)
    def made(*args: P.args, **kwargs: P.kwargs) -> Framed:
        frame = function(*args, **kwargs)
        rows = frame.attrs.get(ROWS) or rows_of([*args, *kwargs.values()])
        marked = resting(frame, rows)
        marked.attrs[BY] = name_of(function)
        return marked

    return made


def resting(frame: Framed, *things: Any) -> Framed:
    """A copy of `frame` that names the rows behind `things` as those it rests on.

    For frames whose rows are no longer rows of one table: means, ratios, fitted curves.
    """
    marked = frame.copy()
    marked.attrs = {name: value for name, value in frame.attrs.items() if name != TABLE}
    marked.attrs[ROWS] = Rows(rows_of(things))
    return marked


def rows_of(things: Any) -> tuple[Evidence, ...]:
    """Rows of tables behind `things`, one :class:`~analysis.tables.Evidence` a table.

    Reads frames that a table was loaded into (filtered, converted, joined: as long as the columns
    of the key are there), frames marked by :func:`resting` or :func:`derived`, whatever has an
    ``evidence``, and containers and records of these. Other things rest on nothing.
    """
    return united(_found(things))


def name_of(function: Callable[..., Any]) -> str:
    """Module and name of a function, as the report prints it."""
    return f"{function.__module__}.{function.__qualname__}"


def _found(thing: Any) -> Iterator[Evidence]:
    if isinstance(thing, Evidence):
        yield thing
    elif isinstance(thing, pd.DataFrame | pd.Series):
        yield from _frame_rows(thing)
    elif isinstance(thing, Findings):
        yield from (item for name in thing for item in thing.rows(name))
    elif isinstance(thing, Quantity):
        yield from _found(thing.rows)
    elif isinstance(thing, Mapping):
        yield from _all(thing.values())
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from _all(thing)
    elif hasattr(thing, "evidence"):
        yield from _found(thing.evidence)
    elif is_dataclass(thing) and not isinstance(thing, type):
        yield from _all(getattr(thing, item.name) for item in fields(thing))


def _all(things: Iterable[Any]) -> Iterator[Evidence]:
    for thing in things:
        yield from _found(thing)


def _frame_rows(frame: pd.DataFrame | pd.Series[Any]) -> Iterator[Evidence]:
    yield from frame.attrs.get(ROWS, ())
    rates = frame[KEYS] if isinstance(frame, pd.DataFrame) and KEYS in frame else ()
    yield from dict.fromkeys(item for used in rates for item in used)
    if TABLE not in frame.attrs or frame.empty:
        return
    if isinstance(frame, pd.Series):
        raise NumberError(
            f"a column of table {frame.attrs[TABLE]} alone does not say its rows; pass the frame"
        )
    unkeyed = frame.reset_index() if _keys_in_index(frame) else frame
    yield rows_evidence(frame.attrs[TABLE], unkeyed)


def _keys_in_index(frame: pd.DataFrame) -> bool:
    return any(name is not None and name not in frame for name in frame.index.names)


def _plain(value: Any, text: str) -> Value:
    if value is None:
        if not text:
            raise NumberError("a quantity is None; say in `text` what that means")
        return None
    if isinstance(value, str | bool):
        return value
    plain = value.item() if hasattr(value, "item") else value
    if not isinstance(plain, int | float | bool) or (
        isinstance(plain, float) and not math.isfinite(plain)
    ):
        raise NumberError(f"a quantity is {value!r}; allowed: a finite number, text, or None")
    return plain
