"""A demand curve drawn: quantities against the relative price, the band, the residuals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from analysis.demand.prediction import framed, on_quantity

if TYPE_CHECKING:
    from analysis.demand.results import DemandResults

_GRID = 200
# Decades from which on only powers of ten are written.
_WIDE = 2.0


def demand_plot(results: DemandResults, alpha: float) -> Figure:
    """Draw an estimated curve; see `DemandResults.plot`."""
    figure = Figure(figsize=(5.2, 4.8), layout="constrained")
    upper, lower = figure.subplots(2, 1, height_ratios=[3, 1])
    _curve(upper, results, alpha)
    prices = results.relative_price.to_numpy()
    upper.plot(prices, results.series.quantity, "o", color="black", markersize=3, label="observed")
    _logarithmic(upper.xaxis, upper.set_xscale)
    upper.set_xlabel("relative price")
    names = results.series.variables
    upper.set_ylabel(names.quantity)
    if results.equation.error == "log":
        _logarithmic(upper.yaxis, upper.set_yscale)
    upper.legend(frameon=False, fontsize="small")
    index = results.series.index
    numeric = pd.api.types.is_numeric_dtype(index)
    x: Any = index.to_numpy() if numeric else np.arange(results.nobs)
    lower.axhline(0.0, color="0.6", linewidth=0.8)
    lower.plot(x, results.regression.resid.to_numpy(), "o", color="black", markersize=3)
    lower.set_ylabel("residual" + (" of the log" if results.equation.error == "log" else ""))
    lower.set_xlabel(str(index.name or "observation"))
    return figure


def _logarithmic(axis: Any, set_scale: Any) -> None:
    """A log scale with few plain numbers, whether it spans half a decade or four."""
    set_scale("log")
    low, high = axis.get_view_interval()
    decades = np.log10(high / low)
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if decades < _WIDE else (1.0,)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def _curve(axis: Any, results: DemandResults, alpha: float) -> None:
    """Curve and band on a grid at mean income; with controls, at the observations."""
    what = "median" if results.equation.error == "log" else "mean"
    level = f"{100 * (1 - alpha):g}% band of the {what}"
    prices = results.relative_price.to_numpy()
    if results.equation.control_names:
        band = pd.DataFrame(results.predict(interval="confidence", alpha=alpha))
        axis.vlines(prices, band["lower"], band["upper"], color="0.75", linewidth=2, label=level)
        axis.plot(prices, band[what], "_", color="tab:blue", label="fit")
        return
    grid = np.geomspace(prices.min(), prices.max(), _GRID)
    exog = np.column_stack([np.log(grid), np.zeros(_GRID)])
    found = results.regression.predict(exog, interval="confidence", alpha=alpha)
    band = pd.DataFrame(on_quantity(results.equation, framed(found), "confidence"))
    axis.fill_between(grid, band["lower"], band["upper"], color="0.85", linewidth=0, label=level)
    axis.plot(grid, band[what], color="tab:blue", label="fit")
