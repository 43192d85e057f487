"""A fit drawn: observations, the mean with its band, and the residuals below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.regression.columns import require_column
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.predicted import Prediction

_GRID = 200


def fit_plot(
    fit: Fit, covariance: Covariance, refused: Mapping[str, str], against: str | None, alpha: float
) -> Figure:
    """Draw a fit; see `NLSResults.plot`.

    Raises
    ------
    RegressionError
        If there is no such regressor or the result has no function.
    """
    data, count = fit.data, fit.data.endog.size
    table = data.exog.reshape(count, -1)
    column = _column(data.exog_names, against)
    figure = Figure(figsize=(5.2, 4.8), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
    grid: Any = None
    if column is None:
        x, label = _order(data.index, count)
        at, order = x, np.arange(count)
    else:
        x, label = table[:, column], data.exog_names[column]
        order = np.argsort(x, kind="stable")
        at = x[order]
        if table.shape[1] == 1:
            at = np.linspace(x.min(), x.max(), _GRID)
            grid, order = at if data.exog.ndim == 1 else at[:, None], np.arange(_GRID)
    predicted = Prediction(fit, covariance, grid, refused)
    limits = predicted.conf_int(alpha=alpha)[order]
    smooth = column is None or grid is not None
    _draw(upper, at, predicted.predicted_mean[order], limits, alpha, smooth=smooth)
    upper.plot(x, data.endog, "o", color="black", markersize=3, label="observed")
    upper.set_ylabel(data.endog_name)
    upper.legend(frameon=False, fontsize="small")
    lower.axhline(0.0, color="0.6", linewidth=0.8)
    lower.plot(x, data.endog - fit.fitted, "o", color="black", markersize=3)
    lower.set_ylabel("residual")
    lower.set_xlabel(label)
    return figure


def _column(names: tuple[str, ...], against: str | None) -> int | None:
    if against is None:
        return 0 if len(names) == 1 else None
    require_column(names, against, "against")
    return names.index(against)


def _order(index: Any, size: int) -> tuple[Any, str]:
    """Where observations stand in their order: at their labels if those are numbers or dates."""
    if isinstance(index, pd.PeriodIndex):
        index = index.to_timestamp()
    dated = isinstance(index, pd.DatetimeIndex)
    if index is not None and (dated or pd.api.types.is_numeric_dtype(index)):
        return index.to_numpy(), str(index.name) if index.name is not None else "observation"
    return np.arange(size), "observation"


def _draw(axis: Any, x: Any, mean: Any, limits: Any, alpha: float, *, smooth: bool) -> None:
    level = f"{100 * (1 - alpha):g}% band of the mean"
    if smooth:
        axis.fill_between(x, limits[:, 0], limits[:, 1], color="0.85", linewidth=0, label=level)
        axis.plot(x, mean, color="tab:blue", label="fit")
        return
    axis.vlines(x, limits[:, 0], limits[:, 1], color="0.75", linewidth=2, label=level)
    axis.plot(x, mean, "_", color="tab:blue", label="fit")
