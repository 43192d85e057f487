"""Predictions with both bands, under statsmodels' names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import RegressionError
from analysis.regression.arrays import FloatArray
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.prediction import Band, predict


@dataclass(frozen=True)
class Prediction:
    """The conditional mean at given regressors.

    Parameters
    ----------
    fit : Fit
    covariance : Covariance
    exog : object
        As passed to `NLSResults.predict`.
    refused : mapping
        Parameters without a standard error, with the reason.

    Examples
    --------
    >>> from analysis.regression import NonlinearLS
    >>> x = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
    >>> y = np.array([0.9, 1.6, 2.6, 3.4, 4.3, 4.4])
    >>> model = NonlinearLS(lambda p, x: p[0] * x / (p[1] + x), y, x, names=["ceiling", "half"])
    >>> model.fit().get_prediction([1.0, 3.0]).summary_frame().round(2)[["mean", "obs_ci_upper"]]
       mean  obs_ci_upper
    0  1.68          2.16
    1  3.05          3.52
    """

    fit: Fit = field(repr=False)
    covariance: Covariance = field(repr=False)
    exog: Any = field(repr=False)
    refused: Mapping[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        if self.exog is not None and np.ndim(self.exog) == 0 and not isinstance(self.exog, Mapping):
            object.__setattr__(self, "exog", [self.exog])
        _ = self.predicted_mean

    @cached_property
    def predicted_mean(self) -> FloatArray:
        """Conditional mean, shape (m,)."""
        return self._band("confidence", 0.05)["mean"].to_numpy()

    @cached_property
    def se_mean(self) -> FloatArray:
        """Standard error of the mean, shape (m,)."""
        return self._band("confidence", 0.05)["se"].to_numpy()

    @cached_property
    def se_obs(self) -> FloatArray:
        """Standard error of a new observation, shape (m,)."""
        return self._band("prediction", 0.05)["se"].to_numpy()

    def conf_int(self, obs: bool = False, alpha: float = 0.05) -> FloatArray:
        """Limits of the mean, or of a new observation, shape (m, 2)."""
        band = self._band("prediction" if obs else "confidence", alpha)
        return band[["lower", "upper"]].to_numpy()

    def summary_frame(self, alpha: float = 0.05) -> pd.DataFrame:
        """Columns mean, mean_se, mean_ci_lower, mean_ci_upper, obs_ci_lower, obs_ci_upper."""
        mean, new = self._band("confidence", alpha), self._band("prediction", alpha)
        return pd.DataFrame(
            {
                "mean": mean["mean"], "mean_se": mean["se"], "mean_ci_lower": mean["lower"],
                "mean_ci_upper": mean["upper"], "obs_ci_lower": new["lower"],
                "obs_ci_upper": new["upper"],
            }
        )  # fmt: skip

    def _band(self, kind: Band, alpha: float) -> pd.DataFrame:
        found = predict(self.fit, self.covariance, self.exog, kind, alpha, self.refused)
        if not isinstance(found, pd.DataFrame):
            raise RegressionError(f"exog is {self.exog!r}; expected regressors of several rows")
        return found
