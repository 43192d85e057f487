"""A floor-lognormal equation whose floor is given: one point of the profile of the floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.demand.curves.curve import ErrorScale, FloatArray
from analysis.demand.curves.lognormal import Lognormal
from analysis.demand.equation import DemandEquation, trailing
from analysis.demand.series import DemandSeries

FLOOR = 2


@dataclass(frozen=True)
class FixedFloor:
    """The equation with one parameter fewer.

    Parameters
    ----------
    inner : DemandEquation
        With the floor-lognormal curve.
    floor : float
        In [0, 1).
    """

    inner: DemandEquation
    floor: float

    @property
    def error(self) -> ErrorScale:
        """Scale of the additive error."""
        return self.inner.error

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters that are free."""
        return tuple(name for name in self.inner.names if name != "floor")

    @property
    def multiplier(self) -> str | None:
        """Parameter that multiplies the whole mean, if the error is in levels."""
        return self.inner.multiplier

    def regressors(self, series: DemandSeries) -> FloatArray:
        """Those of the inner equation."""
        return self.inner.regressors(series)

    def endog(self, series: DemandSeries) -> FloatArray:
        """That of the inner equation."""
        return self.inner.endog(series)

    def log_mean(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Log of the mean quantity, shape (..., n)."""
        return self.inner.log_mean(self._full(params), exog)

    def batched(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Mean on the scale of the error; parameters (k,), or (k, R, 1) giving (R, n)."""
        return self.inner.function(self._full(trailing(params)), exog)

    def batched_jacobian(self, params: FloatArray, exog: FloatArray) -> FloatArray:
        """Derivatives of ``batched``."""
        full = self.inner.jacobian(self._full(trailing(params)), exog)
        return np.delete(full, FLOOR, axis=-1)

    def start(self, series: DemandSeries) -> FloatArray:
        """Start of a lognormal curve fitted to quantity times p**floor, which it then is."""
        log_price = series.log_relative_price
        raised = series.quantity * np.exp(self.floor * log_price)
        own = Lognormal.start(log_price, raised, self.error)
        rest = np.zeros(len(self.names) - len(own))
        if self.inner.free_income:
            rest[0] = 1.0
        return np.concatenate([own, rest])

    def bounds(self, series: DemandSeries) -> list[tuple[float, float]]:  # noqa: ARG002
        """No closed limits: the floor, which had them, is given."""
        return [(-np.inf, np.inf)] * len(self.names)

    def _full(self, params: FloatArray) -> FloatArray:
        return np.insert(np.asarray(params, dtype=float), FLOOR, self.floor, axis=-1)
