"""Derivatives by differences of a step the user chose, for means that carry noise."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray, ModelFunction


@dataclass(frozen=True)
class Differences:
    """Central differences with one Richardson extrapolation.

    A mean that is rounded or simulated to a precision e has differences good to e / step; their
    own error is of order step**4.

    Parameters
    ----------
    function : callable
        ``function(params, exog)``.
    step : float
        Relative to the parameter; absolute where that is zero.
    """

    function: ModelFunction
    step: float

    def __call__(self, params: FloatArray, exog: FloatArray) -> list[FloatArray]:
        """Derivatives as k columns; params of shape (k,) or (k, R, 1)."""
        return [self._column(np.asarray(params), exog, j) for j in range(len(params))]

    def _column(self, params: FloatArray, exog: FloatArray, j: int) -> FloatArray:
        sizes = np.abs(params[j])
        full = self.step * np.where(sizes > 0.0, sizes, 1.0)
        slopes = [self._difference(params, exog, j, h) for h in (full, full / 2.0)]
        return np.asarray((4.0 * slopes[1] - slopes[0]) / 3.0)

    def _difference(self, params: FloatArray, exog: FloatArray, j: int, h: Any) -> FloatArray:
        upper, lower = params.copy(), params.copy()
        upper[j] += h
        lower[j] -= h
        rise = np.asarray(self.function(upper, exog)) - np.asarray(self.function(lower, exog))
        return np.asarray(rise / (upper[j] - lower[j]))


def check_step(step: float, jac: Any) -> None:
    """Refuse a step that is none, or one beside derivatives that are given."""
    if not isinstance(step, numbers.Real) or not 0.0 < step <= 0.1:
        raise RegressionError(f"relative_step={step!r}; allowed: above 0, at most 0.1")
    if jac is not None:
        raise RegressionError("relative_step beside jac: given derivatives take no steps")
