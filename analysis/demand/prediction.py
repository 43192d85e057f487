"""Quantities an estimated demand curve predicts, in the unit of the data."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from analysis.demand.equation import DemandEquation
from analysis.demand.series import DemandSeries
from analysis.errors import DemandError
from analysis.regression import NLSResults
from analysis.regression.inference.prediction import Band


def predict(
    equation: DemandEquation, series: DemandSeries, regression: NLSResults, data: Any,
    interval: Band | None, alpha: float,
) -> pd.Series | pd.DataFrame:  # fmt: skip
    """Predicted quantities; see `DemandResults.predict`."""
    given = series if data is None else new_series(series, data)
    found = regression.predict(equation.regressors(given), interval=interval, alpha=alpha)
    return on_quantity(equation, framed(found).set_axis(given.index), interval)


def framed(found: float | pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Predictions of a regression as a frame, with a column ``mean`` at least."""
    return found if isinstance(found, pd.DataFrame) else pd.DataFrame({"mean": found})


def on_quantity(
    equation: DemandEquation, found: pd.DataFrame, interval: Band | None
) -> pd.Series | pd.DataFrame:
    """Predictions on the scale of the error, carried to the scale of quantity.

    The exponential keeps quantiles and not means: of a log error that is symmetric it makes the
    median quantity.
    """
    if equation.error == "level":
        return found if interval is not None else pd.Series(found["mean"])
    median = pd.Series(np.exp(found["mean"]), name="median")
    if interval is None:
        return median
    columns = {
        "median": median, "se": median * found["se"], "lower": np.exp(found["lower"]),
        "upper": np.exp(found["upper"]),
    }  # fmt: skip
    return pd.DataFrame(columns)


def new_series(series: DemandSeries, data: Any) -> DemandSeries:
    """Prices, incomes and controls of new rows, in logs as in the fit; quantities are unknown.

    Raises
    ------
    DemandError
        For a missing column, by name with the close ones, or a value that is no positive number.
    """
    if isinstance(data, Mapping):
        alone = all(np.ndim(value) == 0 for value in data.values())
        data = pd.DataFrame(data, index=[0] if alone else None)
    if not isinstance(data, pd.DataFrame):
        raise DemandError(f"data is {type(data).__name__}; allowed: a frame with named columns")
    names = series.variables
    log_price = _logs(data, names.price)
    base = 0.0 if names.deflator is None else _logs(data, names.deflator)
    log_income = None if names.income is None else _logs(data, names.income) - base
    controls = [_column(data, name) for name in series.control_names]
    return DemandSeries(
        data.index, np.full(len(data), np.nan), log_price - base, log_income,
        np.column_stack(controls) if controls else np.empty((len(data), 0)),
        series.control_names, series.income_centre, names,
    )  # fmt: skip


def _column(data: pd.DataFrame, name: str) -> Any:
    if name not in data.columns:
        found = [str(column) for column in data.columns]
        close = get_close_matches(name, found, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise DemandError(f"no column {name!r}; the data have: {', '.join(found)}{hint}")
    values = pd.to_numeric(data[name], errors="coerce").to_numpy(dtype=float)
    if not np.isfinite(values).all():
        first = data.index[int(np.flatnonzero(~np.isfinite(values))[0])]
        raise DemandError(f"column {name!r}, row {first}: no number; allowed: a number")
    return values


def _logs(data: pd.DataFrame, name: str) -> Any:
    values = _column(data, name)
    if (values <= 0.0).any():
        first = int(np.flatnonzero(values <= 0.0)[0])
        raise DemandError(
            f"column {name!r}, row {data.index[first]}: {values[first]}; allowed: above zero"
        )
    return np.log(values)
