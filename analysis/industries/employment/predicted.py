"""Employment that a demand curve predicts, and what rivals without that curve predict."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.errors import IndustryError
from analysis.industries.employment.employment_panel import peak_year

Null = Literal["constant", "linear time", "quadratic time", "constant elasticity"]

NULLS: tuple[Null, ...] = get_args(Null)


def predicted_employment(
    employment: pd.Series[float], quantity: pd.Series[float], fitted: pd.Series[float]
) -> pd.Series[float]:
    """Employment had the quantity been the fitted one: actual times fitted over actual quantity.

    Productivity, hours, population and trade are the actual ones, so its peak owes much to them:
    it is to be scored against null quantities and never read alone.

    Raises
    ------
    IndustryError
        Without common years.
    """
    frame = pd.DataFrame({"l": employment, "q": quantity, "f": fitted}).dropna()
    if frame.empty:
        raise IndustryError("employment, quantity and fitted quantity share no year")
    values = frame["l"] * frame["f"] / frame["q"]
    values.name = "predicted"
    return values


def null_quantity(
    kind: Null, quantity: pd.Series[float], relative_price: pd.Series[float]
) -> pd.Series[float]:
    """Quantity fitted in logs by a rival that knows nothing of saturation.

    Parameters
    ----------
    kind : {"constant", "linear time", "quadratic time", "constant elasticity"}
    quantity, relative_price : pandas.Series
        In the same years.

    Raises
    ------
    IndustryError
        For an unknown kind.
    """
    if kind not in NULLS:
        raise IndustryError(f"null {kind!r}; allowed: {', '.join(NULLS)}")
    years = quantity.index.to_numpy(dtype=float)
    time = (years - years.mean()) / np.ptp(years)
    ones = np.ones(len(quantity))
    columns = {
        "constant": [ones],
        "linear time": [ones, time],
        "quadratic time": [ones, time, time**2],
        "constant elasticity": [ones, np.log(relative_price.to_numpy())],
    }[kind]
    design = np.column_stack(columns)
    logs = np.log(quantity.to_numpy())
    effects, *_ = np.linalg.lstsq(design, logs, rcond=None)
    return pd.Series(np.exp(design @ effects), index=quantity.index, name=kind)


def score(panel: pd.DataFrame, fitted: dict[str, pd.Series[float]]) -> pd.DataFrame:
    """Score predictions of employment per head, those of the nulls beside those given.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``per_thousand, quantity, relative_price`` by year.
    fitted : dict of str to pandas.Series
        Fitted quantities by name.

    Returns
    -------
    pandas.DataFrame
        One row a prediction: year of the ``peak`` of employment per head, ``off`` (years after
        the actual peak) and ``rmse`` of log employment.
    """
    quantity, price = panel["quantity"], panel["relative_price"]
    every = dict(fitted)
    every.update({str(kind): null_quantity(kind, quantity, price) for kind in NULLS})
    actual = peak_year(panel["per_thousand"])
    rows = {}
    for name, values in every.items():
        made = predicted_employment(panel["per_thousand"], quantity, values)
        gap = np.log(made / panel["per_thousand"].reindex(made.index))
        peak = peak_year(made)
        rows[name] = {"peak": peak, "off": peak - actual, "rmse": float(np.sqrt((gap**2).mean()))}
    frame = pd.DataFrame.from_dict(rows, orient="index")
    return frame.astype({"peak": int, "off": int})
