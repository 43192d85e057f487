"""The model function on many parameter vectors at once: arrays replications by observations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from analysis.errors import FunctionError
from analysis.regression.arrays import FloatArray
from analysis.regression.solver.mean_function import MeanFunction, call

Slopes = Literal["with the mean", "given", "finite difference"]
Columns = list[FloatArray]

_FORWARD_STEP = float(np.finfo(np.float64).eps) ** 0.5
_AGREEMENT = 1e-5
# Zero has no size; only there is a step absolute.
_SIZE_OF_ZERO = 1e-8


@dataclass(frozen=True)
class Vectorised:
    """Mean and derivatives for R parameter vectors.

    The function is called with params of shape (k, R, 1), so that code written for one vector
    broadcasts to (R, n). Where it does not, vectors are evaluated one by one.

    Parameters
    ----------
    mean_function : MeanFunction
    nobs : int
    together : bool
        Whether the function broadcasts.
    slopes : str
        How derivatives are taken.
    least : array, shape (k,), or None
        Sizes of the parameters at least, for steps where one happens to lie near zero.
    """

    mean_function: MeanFunction
    nobs: int
    together: bool
    slopes: Slopes
    least: FloatArray | None = None

    def mean(self, params: FloatArray, exog: FloatArray, stacked: bool) -> FloatArray:
        """Means, shape (R, n), for params (R, k); ``stacked`` exog has one table a vector."""
        if not self.together:
            return np.stack(
                [self.mean_function.mean(p, x) for p, x in _pairs(params, exog, stacked)]
            )
        value = call(self.mean_function.function, params.T[:, :, None], exog, "function")
        return self._shaped(value[0] if self.mean_function.jac is True else value, params.shape[0])

    def both(
        self, params: FloatArray, exog: FloatArray, stacked: bool
    ) -> tuple[FloatArray, Columns]:
        """Means, shape (R, n), and derivatives as k columns of that shape."""
        count, k = params.shape
        if not self.together:
            pairs = _pairs(params, exog, stacked)
            slopes = np.stack([self.mean_function.jacobian(p, x) for p, x in pairs])
            return self.mean(params, exog, stacked), list(np.moveaxis(slopes, -1, 0))
        if self.slopes == "with the mean":
            function = self.mean_function.both or self.mean_function.function
            value = call(function, params.T[:, :, None], exog, "function")
            return self._shaped(value[0], count), self._columns(value[1], count, k)
        mean = self.mean(params, exog, stacked)
        return mean, self._slopes(params, exog, mean)

    def _slopes(self, params: FloatArray, exog: FloatArray, mean: FloatArray) -> Columns:
        count, k = params.shape
        if self.slopes == "given" and callable(self.mean_function.jac):
            value = call(self.mean_function.jac, params.T[:, :, None], exog, "jac")
            return self._columns(value, count, k)
        return [self._difference(params, exog, mean, j) for j in range(k)]

    def _difference(
        self, params: FloatArray, exog: FloatArray, mean: FloatArray, j: int
    ) -> FloatArray:
        """Forward differences: good to eight digits, enough for steps and scores of refits."""
        moved = params.copy()
        sizes = np.abs(params[:, j])
        if self.least is not None:
            sizes = np.maximum(sizes, self.least[j])
        moved[:, j] += _FORWARD_STEP * np.where(sizes > 0.0, sizes, _SIZE_OF_ZERO)
        width = moved[:, j] - params[:, j]
        value = call(self.mean_function.function, moved.T[:, :, None], exog, "function")
        rise = self._shaped(value, params.shape[0]) - mean
        rise *= (1.0 / width)[:, None]
        return rise

    def _shape(self, count: int) -> tuple[int, int]:
        return count, self.nobs

    def _shaped(self, value: Any, count: int) -> FloatArray:
        array = np.asarray(value, dtype=np.float64)
        if array.shape == self._shape(count):
            return array
        return np.broadcast_to(array, self._shape(count))

    def _columns(self, value: Any, count: int, k: int) -> Columns:
        listed = isinstance(value, (tuple, list))
        columns: Sequence[Any] = value if listed else list(np.moveaxis(np.asarray(value), -1, 0))
        if len(columns) != k:
            raise FunctionError(f"jac returned {len(columns)} columns; expected {k}")
        return [self._shaped(column, count) for column in columns]


def _pairs(
    params: FloatArray, exog: FloatArray, stacked: bool
) -> list[tuple[FloatArray, FloatArray]]:
    return [(p, exog[r] if stacked else exog) for r, p in enumerate(params)]


def vectorise(
    mean_function: MeanFunction, params: FloatArray, exog: FloatArray, nobs: int, stacked: bool,
    spread: FloatArray | None = None,
) -> Vectorised:  # fmt: skip
    """Find out by trial whether the function and its derivatives broadcast.

    Two nearby vectors are evaluated together and one by one; only agreement counts. ``spread``
    holds the standard errors: replications of a parameter near zero are of that size.
    """
    least = np.zeros_like(params) if spread is None else np.nan_to_num(spread)
    sizes = np.maximum(np.abs(params), least)
    points = np.stack([params, params + 1e-3 * np.where(sizes > 0.0, sizes, 1e-3)])
    tables = np.stack([exog, exog]) if stacked else exog
    alone = Vectorised(mean_function, nobs, False, "finite difference", least)
    with np.errstate(all="ignore"):
        mean, slopes = alone.both(points, tables, stacked)
        for kind in _candidates(mean_function):
            trial = Vectorised(mean_function, nobs, together=True, slopes=kind, least=least)
            if _agrees(trial, points, tables, stacked, mean, slopes):
                return trial
    return alone


def _candidates(mean_function: MeanFunction) -> list[Slopes]:
    if mean_function.both is not None:
        return ["with the mean", "given", "finite difference"]
    if mean_function.jac is True:
        return ["with the mean"]
    if mean_function.jac is not None:
        return ["given", "finite difference"]
    return ["finite difference"]


def _agrees(
    trial: Vectorised, points: FloatArray, exog: FloatArray, stacked: bool, mean: FloatArray,
    slopes: Columns,
) -> bool:  # fmt: skip
    try:
        found, columns = trial.both(points, exog, stacked)
    except (FunctionError, IndexError, TypeError, ValueError):
        return False
    expected = [mean, *slopes]
    return all(
        np.allclose(a, b, rtol=_AGREEMENT, atol=_AGREEMENT * float(np.max(np.abs(b))))
        for a, b in zip([found, *columns], expected, strict=True)
    )
