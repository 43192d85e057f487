"""Names, starts and bounds of parameters, however they are passed in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import Bounds

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, frozen, listing

RHO = "rho"


class Parameters(NamedTuple):
    """Names, one start (or none), and bounds of all parameters, arrays of shape (k,)."""

    names: tuple[str, ...]
    start: FloatArray | None
    lower: FloatArray
    upper: FloatArray

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.names)

    def position(self, parameter: str | int) -> int:
        """Position of a parameter given by name or position."""
        return position(self.names, parameter)


def position(names: Sequence[str], parameter: str | int) -> int:
    """Position of a parameter given by name or position among ``names``."""
    if isinstance(parameter, (int, np.integer)) and -len(names) <= parameter < len(names):
        return int(parameter) % len(names)
    if isinstance(parameter, str) and parameter in names:
        return list(names).index(parameter)
    raise RegressionError(f"no parameter {parameter!r}; allowed: {listing(names)}")


def parse(start: Any, bounds: Any, names: Sequence[str] | None) -> Parameters:
    """Bring names, start and bounds into one order and check that they agree.

    Raises
    ------
    RegressionError
        If the number of parameters cannot be told, lengths or names differ, a name occurs twice,
        a start is not finite or lies outside its bounds.
    """
    labels = _labels(start, bounds, names)
    if len(set(labels)) != len(labels):
        raise RegressionError(f"parameter names occur twice: {listing(labels)}")
    lower, upper = _limits(bounds, labels)
    first = None if start is None else _start(start, labels)
    if first is not None and bounds is not None:
        _inside(first, lower, upper, labels)
    return Parameters(labels, first, lower, upper)


def _labels(start: Any, bounds: Any, names: Sequence[str] | None) -> tuple[str, ...]:
    if names is not None:
        if isinstance(names, str):
            raise RegressionError(f"names is the text {names!r}; expected a list of names")
        return tuple(map(str, names))
    for given in (start, bounds):
        if isinstance(given, pd.Series):
            return tuple(str(name) for name in given.index)
        if isinstance(given, Mapping):
            return tuple(str(name) for name in given)
    if start is not None:
        return tuple(f"p{j}" for j in range(np.size(start)))
    if isinstance(bounds, Bounds):
        return tuple(f"p{j}" for j in range(np.size(bounds.lb)))
    if bounds is not None:
        return tuple(f"p{j}" for j in range(len(bounds)))
    raise RegressionError("the number of parameters is unknown; pass start, names or bounds")


def _start(start: Any, labels: tuple[str, ...]) -> FloatArray:
    # Asking an array whether it is a mapping takes longer than copying it.
    if not isinstance(start, np.ndarray) and isinstance(start, (Mapping, pd.Series)):
        named = {str(key): value for key, value in start.items()}
        _same_names(list(named), labels, "start")
        start = [named[name] for name in labels]
    try:
        values = np.array(start, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError) as error:
        raise RegressionError(f"start is not numeric: {error}") from error
    if values.shape != (len(labels),):
        raise RegressionError(
            f"start has shape {values.shape}; expected ({len(labels)},) for {listing(labels)}"
        )
    if not all(map(math.isfinite, values.tolist())):
        raise RegressionError(f"start is not finite: {values.tolist()}")
    return values


@cache
def _unbounded(size: int) -> tuple[FloatArray, FloatArray]:
    return frozen([-math.inf] * size), frozen([math.inf] * size)


def _limits(bounds: Any, labels: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    size = len(labels)
    if bounds is None:
        return _unbounded(size)
    lower, upper = (limit.copy() for limit in _unbounded(size))
    if isinstance(bounds, Bounds):
        pairs: list[Any] = list(
            zip(
                np.broadcast_to(bounds.lb, size),
                np.broadcast_to(bounds.ub, size),
                strict=True,
            )
        )
    elif isinstance(bounds, Mapping):
        bounds = {str(key): pair for key, pair in bounds.items()}
        unknown = [key for key in bounds if key not in labels]
        if unknown:
            raise RegressionError(f"bounds name {listing(unknown)}; allowed: {listing(labels)}")
        pairs = [bounds.get(name, (None, None)) for name in labels]
    else:
        pairs = list(bounds)
    if len(pairs) != size:
        raise RegressionError(
            f"{len(pairs)} bounds for {size} parameters; pass one (lower, upper) pair for each"
        )
    for j, pair in enumerate(pairs):
        lower[j], upper[j] = _pair(pair, labels[j])
    return lower, upper


def _pair(pair: Any, name: str) -> tuple[float, float]:
    try:
        low, high = pair
        low = -np.inf if low is None else float(low)
        high = np.inf if high is None else float(high)
    except (TypeError, ValueError) as error:
        raise RegressionError(
            f"bounds of {name!r} are {pair!r}; expected a pair (lower, upper), None for no bound"
        ) from error
    if not low < high:
        raise RegressionError(f"bounds of {name!r} are ({low}, {high}); lower must be less")
    return low, high


def _same_names(found: Sequence[str], labels: tuple[str, ...], what: str) -> None:
    if set(found) != set(labels):
        raise RegressionError(f"{what} names {listing(found)}; expected {listing(labels)}")


def _inside(
    start: FloatArray, lower: FloatArray, upper: FloatArray, labels: tuple[str, ...]
) -> None:
    outside = (start < lower) | (start > upper)
    if outside.any():
        j = int(np.flatnonzero(outside)[0])
        raise RegressionError(
            f"start of {labels[j]!r} is {start[j]}, outside its bounds ({lower[j]}, {upper[j]})"
        )


def with_rho(parameters: Parameters) -> Parameters:
    """Append the autocorrelation of AR(1) errors, started at zero."""
    if RHO in parameters.names:
        raise RegressionError(f"the name {RHO!r} is taken by the AR(1) errors")
    start = None if parameters.start is None else np.append(parameters.start, 0.0)
    return Parameters(
        (*parameters.names, RHO), start,
        np.append(parameters.lower, -1.0), np.append(parameters.upper, 1.0),
    )  # fmt: skip
