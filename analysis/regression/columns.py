"""Regressors that know the names of their columns, and variables named in a frame."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, listing
from analysis.regression.control import ControlFunction


class Regressors(np.ndarray[Any, Any]):
    """An array of regressors with ``x["price"]`` beside ``x[..., 0]``.

    Whatever is computed from it is a plain array; a view or copy of it has lost the names.

    Examples
    --------
    >>> x = labelled(np.array([[1.0, 10.0], [2.0, 20.0]]), ("price", "income"))
    >>> x["income"].tolist(), np.log(x[..., 0]).round(2).tolist()
    ([10.0, 20.0], [0.0, 0.69])
    """

    columns: tuple[str, ...] = ()

    def __getitem__(self, key: Any) -> Any:
        plain = self.view(np.ndarray)
        if not isinstance(key, str):
            return plain[key]
        if self.columns.count(key) != 1:
            named = listing(self.columns) or "without names: a view or copy of the regressors"
            raise KeyError(f"no column {key!r}; the array is {named}")
        return plain if len(self.columns) == 1 and plain.ndim == 1 else plain[
            ..., self.columns.index(key)
        ]  # fmt: skip

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if "out" in options:
            options["out"] = tuple(_plain(part) for part in options["out"])
        return getattr(ufunc, method)(*(_plain(i) for i in inputs), **options)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return _plain(super().__array_function__(func, types, args, kwargs))


def _plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Regressors) else value


def labelled(exog: FloatArray, columns: tuple[str, ...]) -> Regressors:
    """A view of regressors, shape (..., n, m) or (n,), under the names of their columns."""
    view = exog.view(Regressors)
    view.columns = columns
    return view


def from_frame(
    data: Any, endog: Any, exog: Any, weights: Any, controls: ControlFunction | None
) -> tuple[Any, Any, Any, ControlFunction | None]:
    """Variables that are named, taken from the frame; others as they are.

    Raises
    ------
    RegressionError
        For a name without a frame or a column that is not there.
    """
    if data is not None and not isinstance(data, pd.DataFrame):
        raise RegressionError(f"data is {type(data).__name__}; allowed: a DataFrame")
    for given, what in ((endog, "endog"), (exog, "exog")):
        if given is None:
            raise RegressionError(f"{what} is None; expected numbers, one entry an observation")
    y, x = _variable(data, endog, "endog"), _variable(data, exog, "exog")
    w = _variable(data, weights, "weights")
    if controls is not None:
        instruments = _variable(data, controls.instruments, "instruments")
        controls = replace(controls, instruments=instruments)
    return y, x, w, controls


def _variable(data: pd.DataFrame | None, given: Any, what: str) -> Any:
    several = isinstance(given, (list, tuple)) and all(isinstance(g, str) for g in given)
    if not isinstance(given, str) and not (several and given):
        return given
    if data is None:
        if several:
            return given
        raise RegressionError(f"{what} is the text {given!r}; a column is named with data=frame")
    for name in [given] if isinstance(given, str) else given:
        require_column(list(data.columns), name, what)
    return data[given] if isinstance(given, str) else data[list(given)]


def grouping(data: pd.DataFrame | None, groups: Any) -> Any:
    """Groups, taken from the frame where they are named."""
    return _variable(data, groups, "groups") if isinstance(groups, str) else groups


def with_grouping(data: pd.DataFrame | None, options: Mapping[str, Any] | None) -> Any:
    """Options of a covariance, with `grouping` of those that have groups.

    Raises
    ------
    RegressionError
        For options that are no mapping.
    """
    if not options:
        return options
    if not isinstance(options, Mapping):
        raise RegressionError(f"cov_kwds is {options!r}; expected a mapping, option to value")
    given = "groups" in options
    return {**options, "groups": grouping(data, options["groups"])} if given else options


def require_column(columns: Sequence[Hashable], name: str, what: str) -> None:
    """Refuse a name that is not that of exactly one column, with the names that are close."""
    if not isinstance(name, str):
        raise RegressionError(f"{what}: {name!r} is {type(name).__name__}; expected a name")
    found = [str(column) for column in columns]
    if found.count(name) > 1:
        raise RegressionError(f"{what}: {found.count(name)} columns are called {name!r}")
    if name not in found:
        close = get_close_matches(name, found, n=3)
        hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else ""
        raise RegressionError(
            f"{what}: no column {name!r}; the frame has {listing(found) or 'none'}{hint}"
        )


def automatic(columns: tuple[str, ...]) -> bool:
    """Whether regressors came without names."""
    return columns == ("x",) or columns == tuple(f"x{j}" for j in range(len(columns)))


def aligned(exog: Any, expected: tuple[str, ...], optional: str | None) -> Any:
    """Columns of a frame in the order of the fit; whatever is no frame as it is.

    Parameters
    ----------
    exog : object
        A mapping from names to values counts as a frame.
    expected : tuple of str
    optional : str or None
        A column that is zero where it is missing.

    Raises
    ------
    RegressionError
        For a missing column, by name. Further columns are ignored.
    """
    if isinstance(exog, Mapping):
        scalars = all(np.ndim(value) == 0 for value in exog.values())
        try:
            exog = pd.DataFrame(exog, index=[0] if scalars and exog else None)
        except ValueError as error:
            raise RegressionError(f"exog is no table: {error}") from error
    if not isinstance(exog, pd.DataFrame):
        return exog
    found = [str(column) for column in exog.columns]
    width = len(expected) - (optional in expected)
    if automatic(expected[:width]) and not set(expected) & set(found):
        return exog
    if tuple(found) in (expected, expected[:width]):
        return exog
    out = exog.set_axis(pd.Index(found), axis=1)
    if optional in expected and optional not in found:
        out = out.assign(**{str(optional): 0.0})
    for name in expected:
        require_column(list(out.columns), name, "exog")
    return out[list(expected)]
