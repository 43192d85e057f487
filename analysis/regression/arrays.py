"""Array types and the small pieces of linear algebra every estimator shares."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]

ModelFunction = Callable[..., Any]

_LARGEST_EXPONENT = 1023


def frozen(values: npt.ArrayLike) -> FloatArray:
    """Copy to a read-only float array, so that no model function can write into the data."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def column_scales(jacobian: FloatArray) -> FloatArray:
    """Euclidean norm of every column, with 1 for a column of zeros."""
    norms = np.sqrt(np.einsum("ij,ij->j", jacobian, jacobian))
    return np.where(norms > 0.0, norms, 1.0)


def power_of_two(value: float) -> float:
    """A power of two near a length, by which numbers divide exactly; one for zero or infinity.

    Examples
    --------
    >>> power_of_two(3e-16) / 2.0**-51, power_of_two(0.0)
    (1.0, 1.0)
    """
    return math.ldexp(1.0, min(math.frexp(value)[1], _LARGEST_EXPONENT))


def listing(values: Sequence[object]) -> str:
    """Join allowed or found values for an error message."""
    return ", ".join(repr(value) for value in values)
