"""All parameters of a fit in which some are held at a value, and functions of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.regression.arrays import BoolArray, FloatArray, ModelFunction
from analysis.regression.inference.labelled import call_labelled


@dataclass(frozen=True)
class Held:
    """All parameters, and the values of those that are held.

    Parameters
    ----------
    names : tuple of str
        All parameters, in the order of the model function.
    value : array, shape (k,)
        NaN for those that are estimated.
    """

    names: tuple[str, ...]
    value: FloatArray

    @property
    def free(self) -> BoolArray:
        """Which parameters are estimated, shape (k,)."""
        return np.isnan(self.value)

    @property
    def fixed(self) -> dict[str, float]:
        """Values of the parameters that are held."""
        pairs = zip(self.names, self.value.tolist(), strict=True)
        return {name: value for name, value in pairs if not np.isnan(value)}

    def full(self, estimated: Any, held: FloatArray | None = None) -> Any:
        """Vectors of all parameters, shape (k, ...), from those estimated, shape (k_free, ...)."""
        parts = np.asarray(estimated)
        values = self.value if held is None else held
        shape = (-1, *[1] * (parts.ndim - 1))
        out = np.empty((values.size, *parts.shape[1:]), dtype=parts.dtype)
        out[self.free] = parts
        out[~self.free] = values[~self.free].reshape(shape)
        return out

    def on_estimated(self, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """A function of all labelled parameters as one of those that are estimated."""
        names = [name for name in self.names if name not in self.fixed]

        def of_estimated(params: Any) -> Any:
            parts = self.full([params[name] for name in names])
            return call_labelled(function, self.names, parts)

        return of_estimated


@dataclass(frozen=True)
class Reduced:
    """A model function, or its Jacobian, of the parameters that are estimated.

    Parameters
    ----------
    function : callable
        ``function(params, exog)`` of all parameters of the mean.
    held : Held
        Of the parameters of the mean.
    returns : {"mean", "slopes", "both"}
    """

    function: ModelFunction
    held: Held
    returns: str

    def __call__(self, params: Any, exog: FloatArray) -> Any:
        """The mean, the derivatives by the parameters estimated, or the pair of them."""
        value = self.function(self.held.full(params), exog)
        if self.returns == "mean":
            return value
        return self._slopes(value) if self.returns == "slopes" else (
            value[0], self._slopes(value[1]),
        )  # fmt: skip

    def _slopes(self, value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            pairs = zip(value, self.held.free.tolist(), strict=True)
            return [column for column, free in pairs if free]
        return np.asarray(value)[..., self.held.free]


def labelled(held: Held | None, names: tuple[str, ...], estimated: FloatArray,
             rest: FloatArray | None = None) -> pd.Series[float]:  # fmt: skip
    """Numbers of the parameters under their names; ``rest`` or NaN for those that are held."""
    if held is None:
        return pd.Series(estimated.copy(), index=list(names))
    others = np.full(held.value.size, np.nan) if rest is None else rest
    return pd.Series(held.full(estimated, others), index=list(held.names))


def reduced(function: Any, jac: Any, held: Held) -> tuple[Any, Any]:
    """A function and its Jacobian in the parameters of the mean that are estimated."""
    if jac is True:
        return Reduced(function, held, "both"), True
    slopes = None if jac is None else Reduced(jac, held, "slopes")
    return Reduced(function, held, "mean"), slopes
