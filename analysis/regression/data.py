"""From what a user passes (pandas or NumPy) to checked, read-only arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.arrays import BoolArray, FloatArray
from analysis.regression.labels import labels_of, matched

Missing = Literal["raise", "drop"]


@dataclass(frozen=True)
class FitData:
    """Observations a fit uses.

    Parameters
    ----------
    endog : array, shape (n,)
    exog : array, shape (n,) or (n, m)
    weights : array, shape (n,), or None
    instruments : array, shape (n, q), or None
    index : pandas.Index or None
        Labels of the observations, of endog or exog; what has labels too is matched by them.
    exog_names : tuple of str
    endog_name : str
    kept : array of bool, shape (n + dropped,)
        Which of the rows passed in are used.
    """

    endog: FloatArray
    exog: FloatArray
    weights: FloatArray | None
    instruments: FloatArray | None
    index: pd.Index[Any] | None
    exog_names: tuple[str, ...]
    endog_name: str
    kept: BoolArray

    @property
    def dropped(self) -> int:
        """Rows left out because of missing values."""
        return int(self.kept.size - self.endog.size)


def prepare(endog: Any, exog: Any, weights: Any, instruments: Any, missing: Missing) -> FitData:
    """Check shapes and values and copy them into read-only arrays.

    Raises
    ------
    RegressionError
        For unequal lengths, wrong dimensions, text, infinities, missing values (unless
        ``missing="drop"``), weights that are not positive, or labels that do not match.
    """
    if missing not in ("raise", "drop"):
        raise RegressionError(f"missing={missing!r}; allowed: 'raise', 'drop'")
    y = numeric(endog, "endog", (1,))
    parts = {"endog": y, "exog": numeric(exog, "exog", (1, 2))}
    if y.shape[0] != parts["exog"].shape[0]:
        _same_length(parts)
    labels = labels_of(endog, exog)
    if weights is not None:
        parts["weights"] = numeric(matched(weights, labels, "weights"), "weights", (1,))
    if instruments is not None:
        parts["instruments"] = numeric(
            matched(instruments, labels, "instruments"), "instruments", (1, 2)
        )
    if len(parts) > 2:
        _same_length(parts)
    kept, index = _all_rows(y.size), labels
    # One sum finds out whether anything is wrong; looking for where costs more.
    if not all(map(_finite, parts.values())):
        kept = _usable_rows(parts, missing)
        parts = {name: part[kept] for name, part in parts.items()}
        index = None if labels is None else labels[kept]
    for part in parts.values():
        part.setflags(write=False)
    _positive(parts.get("weights"))
    if (given := parts.get("instruments")) is not None and given.ndim == 1:
        parts["instruments"] = given[:, None]
    name = str(endog.name) if isinstance(endog, pd.Series) and endog.name is not None else "y"
    return FitData(
        parts["endog"], parts["exog"], parts.get("weights"), parts.get("instruments"), index,
        _column_names(exog, parts["exog"]), name, kept,
    )  # fmt: skip


def numeric(values: Any, what: str, dimensions: tuple[int, ...]) -> FloatArray:
    """Copy to a float array with one of the allowed numbers of dimensions."""
    try:
        # What is no array is asked for one first: asked for a copy it may hand out its own memory.
        array = np.array(np.asarray(values, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise RegressionError(f"{what} is not numeric: {error}") from error
    if array.ndim not in dimensions:
        allowed = " or ".join(str(d) for d in dimensions)
        raise RegressionError(f"{what} has {array.ndim} dimensions; allowed: {allowed}")
    if array.shape[0] == 0:
        raise RegressionError(f"{what} is empty")
    return array


@lru_cache(maxsize=8)
def _all_rows(size: int) -> BoolArray:
    every = np.ones(size, dtype=np.bool_)
    every.setflags(write=False)
    return every


def _finite(part: FloatArray) -> bool:
    """Whether all entries are finite; no, too, where their sum overflows."""
    return math.isfinite(np.add.reduce(part, axis=None))


def _same_length(parts: dict[str, FloatArray]) -> None:
    lengths = [part.shape[0] for part in parts.values()]
    if min(lengths) < max(lengths):
        found = ", ".join(f"{name} {part.shape[0]}" for name, part in parts.items())
        raise RegressionError(f"unequal numbers of observations: {found}")


def _usable_rows(parts: dict[str, FloatArray], missing: Missing) -> BoolArray:
    kept = np.ones(parts["endog"].shape[0], dtype=np.bool_)
    for name, part in parts.items():
        table = part.reshape(part.shape[0], -1)
        infinite = np.asarray(np.isinf(table).any(axis=1))
        if infinite.any():
            raise RegressionError(f"{name} has infinite values in rows {_rows(infinite)}")
        lacking = np.asarray(np.isnan(table).any(axis=1))
        if lacking.any() and missing == "raise":
            raise RegressionError(
                f"{name} has missing values in rows {_rows(lacking)}; "
                "pass missing='drop' to leave these rows out"
            )
        kept &= ~lacking
    if not kept.any():
        raise RegressionError("no row is left after dropping missing values")
    return kept


def _rows(mask: BoolArray) -> str:
    rows = np.flatnonzero(mask).tolist()
    shown = ", ".join(str(row) for row in rows[:5])
    return shown if len(rows) <= 5 else f"{shown}, ... ({len(rows)} in all)"


def _positive(weights: FloatArray | None) -> None:
    if weights is None:
        return
    refused = np.asarray(weights <= 0.0)
    if refused.any():
        raise RegressionError(
            f"weights must be positive; found {float(weights.min())} in rows {_rows(refused)}"
        )


def _column_names(exog: Any, array: FloatArray) -> tuple[str, ...]:
    if isinstance(exog, pd.DataFrame):
        return tuple(str(c) for c in exog.columns)
    if isinstance(exog, pd.Series):
        return (str(exog.name) if exog.name is not None else "x",)
    return ("x",) if array.ndim == 1 else tuple(f"x{j}" for j in range(array.shape[1]))
