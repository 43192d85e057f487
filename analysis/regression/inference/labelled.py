"""Parameters by name for functions of them, without making a Series at every evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


class Labelled:
    """Parameters that are read as those of a Series are: by name, in order, or as an array.

    What it does not know raises, and the function is then given a Series.

    Examples
    --------
    >>> p = Labelled(("a", "b"), np.array([6.0, 3.0]))
    >>> float(p["a"] / p.b), [float(v) for v in p], "c" in p
    (2.0, [6.0, 3.0], False)
    """

    __slots__ = ("_names", "_values")

    def __init__(self, names: tuple[str, ...], values: npt.NDArray[Any]) -> None:
        self._names, self._values = names, values

    def __getitem__(self, name: str) -> Any:
        try:
            return self._values[self._names.index(name)]
        except ValueError:
            raise KeyError(name) from None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._names:
            raise AttributeError(name)
        return self[name]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __eq__(self, other: object) -> bool:
        raise TypeError("compare a Series")

    __hash__ = None  # type: ignore[assignment]

    def __array__(self, dtype: Any = None, copy: Any = None) -> npt.NDArray[Any]:
        return np.array(self._values, dtype=dtype)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the numbers: complex while a derivative is taken."""
        return self._values.dtype

    def to_numpy(self) -> npt.NDArray[Any]:
        """The numbers in order."""
        return self._values.copy()

    @property
    def values(self) -> npt.NDArray[Any]:
        """The numbers in order."""
        return self._values.copy()

    def keys(self) -> tuple[str, ...]:
        """The names in order."""
        return self._names


def call_labelled(
    function: Callable[[Any], Any], names: tuple[str, ...], values: npt.NDArray[Any]
) -> Any:
    """A function of labelled parameters, given a Series if it asks for more than names."""
    try:
        return function(Labelled(names, values))
    except Exception:
        return function(pd.Series(values, index=list(names)))


def call_at_many(
    function: Callable[[Any], Any], names: tuple[str, ...], points: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64] | None:
    """A function at many points (R, k) in one call, shape (R,); None if it is not made for that.

    Two of the points are evaluated alone, too, and have to agree.
    """
    if points.shape[0] < 3:
        return None
    try:
        with np.errstate(all="ignore"):
            found = np.asarray(function(Labelled(names, points.T)))
            alone = [float(call_labelled(function, names, points[r])) for r in (0, -1)]
    except Exception:
        return None
    if found.shape != points.shape[:1] or found.dtype.kind not in "fiu":
        return None
    same = np.allclose(found[[0, -1]], alone, rtol=1e-12, atol=0.0, equal_nan=True)
    return found.astype(np.float64) if same else None
