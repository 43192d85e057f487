"""The annual series a demand model stands on: checked, in logs, the price relative to income."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.demand.curves.curve import FloatArray
from analysis.errors import (
    DemandError,
)

MINIMUM_YEARS = 5
YEAR_NAMES = ("year", "years", "date", "time", "period")
"""Columns taken for the years of rows that are merely counted."""


@dataclass(frozen=True)
class Variables:
    """Columns that the series were made of.

    Parameters
    ----------
    quantity, price : str
    income, deflator : str or None
    """

    quantity: str = "quantity"
    price: str = "price"
    income: str | None = None
    deflator: str | None = None


@dataclass(frozen=True)
class DemandSeries:
    """Logs of the series of a demand model, one row an observation.

    Parameters
    ----------
    index : pandas.Index
        Labels of the observations, usually years.
    quantity : array of shape (n,)
        Quantity in its own unit.
    log_price : array of shape (n,)
        Log price, divided by the deflator where there is one.
    log_income : array of shape (n,) or None
        Log income, divided by the deflator where there is one.
    controls : array of shape (n, m)
        Further regressors of log quantity.
    control_names : tuple of str
    income_centre : float
        Mean of log income over the full sample, kept in subsamples; zero without income.
    variables : Variables
        Names of the columns.
    """

    index: pd.Index
    quantity: FloatArray
    log_price: FloatArray
    log_income: FloatArray | None
    controls: FloatArray
    control_names: tuple[str, ...]
    income_centre: float
    variables: Variables = Variables()

    @property
    def quantity_name(self) -> str:
        """Column with the quantity."""
        return self.variables.quantity

    @property
    def nobs(self) -> int:
        """Number of observations."""
        return len(self.quantity)

    @property
    def centred_log_income(self) -> FloatArray:
        """Log income less its centre, shape (n,); zeros without income."""
        if self.log_income is None:
            return np.zeros(self.nobs)
        return np.asarray(self.log_income - self.income_centre)

    @property
    def log_relative_price(self) -> FloatArray:
        """Log of price over income (of price alone without income), shape (n,)."""
        return self.log_price if self.log_income is None else self.log_price - self.log_income

    def position(self, at: object) -> int:
        """Position of a row named by its label, "first" or "last".

        Raises
        ------
        DemandError
            If there is no such row.
        """
        index = self.index
        label = {"first": index[0], "last": index[-1]}.get(at, at) if isinstance(at, str) else at
        if label not in index:
            raise DemandError(
                f"at is {at!r}; allowed: 'first', 'last' or a row from {index[0]} to {index[-1]}"
            )
        return int(np.flatnonzero(index == label)[0])

    def rows(self, start: int, stop: int) -> DemandSeries:
        """The same series from observation ``start`` up to, not including, ``stop``."""
        keep = np.zeros(self.nobs, dtype=bool)
        keep[start:stop] = True
        return self.where(keep)

    def where(self, keep: NDArray[np.bool_]) -> DemandSeries:
        """The same series for the observations that ``keep`` marks."""
        return DemandSeries(
            self.index[keep],
            self.quantity[keep],
            self.log_price[keep],
            None if self.log_income is None else self.log_income[keep],
            self.controls[keep],
            self.control_names,
            self.income_centre,
            self.variables,
        )


def demand_series(
    data: pd.DataFrame,
    quantity: str,
    price: str,
    income: str | None = None,
    deflator: str | None = None,
    controls: Sequence[str] = (),
) -> DemandSeries:
    """Check the columns of a frame and take logs.

    Parameters
    ----------
    data : DataFrame
        One row a year, indexed by year.
    quantity, price : str
        Columns; positive.
    income, deflator : str, optional
        Columns; positive.
    controls : sequence of str
        Columns that enter log quantity linearly.

    Raises
    ------
    DemandError,
    DemandError
    """
    if not isinstance(data, pd.DataFrame):
        raise DemandError(f"the data are a {type(data).__name__}; allowed: a data frame by year")
    names = [quantity, price, *([income] if income else []), *([deflator] if deflator else [])]
    for name in (*names, *controls):
        if name not in data.columns:
            found = ", ".join(str(column) for column in data.columns)
            raise DemandError(f"no column {name!r}; the data have: {found}")
    _require_years(data)
    if data.index.has_duplicates:
        label = data.index[data.index.duplicated()][0]
        raise DemandError(f"row {label} occurs more than once; allowed: one row a year")
    if len(data) < MINIMUM_YEARS:
        raise DemandError(f"{len(data)} rows; allowed: at least {MINIMUM_YEARS}")
    data = data.sort_index()
    for name in (*names, *controls):
        _require_complete(data, name)
    for name in names:
        _require_positive(data, name)
    logs = {name: np.log(data[name].to_numpy(dtype=float)) for name in names}
    base = logs[deflator] if deflator else np.zeros(len(data))
    log_income = logs[income] - base if income else None
    series = DemandSeries(
        data.index,
        data[quantity].to_numpy(dtype=float),
        logs[price] - base,
        log_income,
        data[list(controls)].to_numpy(dtype=float),
        tuple(controls),
        0.0 if log_income is None else float(log_income.mean()),
        Variables(quantity, price, income, deflator),
    )
    _require_price_moves(data, price, series)
    return series


def _require_years(data: pd.DataFrame) -> None:
    """Refuse rows that are merely counted while a column holds their years."""
    if not isinstance(data.index, pd.RangeIndex) or data.index.start != 0:
        return
    named = [str(name) for name in data.columns if str(name).strip().lower() in YEAR_NAMES]
    if named:
        raise DemandError(
            f"rows are counted from 0 and column {named[0]!r} holds the years; "
            f"pass data.set_index({named[0]!r}), so that results name the year"
        )


def _require_complete(data: pd.DataFrame, name: str) -> None:
    values = pd.to_numeric(data[name], errors="coerce").to_numpy(dtype=float)
    bad = ~np.isfinite(values)
    if bad.any():
        labels = ", ".join(str(label) for label in data.index[bad][:5])
        raise DemandError(
            f"column {name!r} has no number in {int(bad.sum())} rows ({labels}"
            f"{', ...' if bad.sum() > 5 else ''}); allowed: a number in every row, since years "
            "are neither dropped nor filled; pass the rows that all series share"
        )


def _require_positive(data: pd.DataFrame, name: str) -> None:
    values = data[name].to_numpy(dtype=float)
    bad = values <= 0.0
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        raise DemandError(
            f"column {name!r}, row {data.index[first]}: {values[first]}; allowed: above zero"
        )


def _require_price_moves(data: pd.DataFrame, price: str, series: DemandSeries) -> None:
    if np.ptp(data[price].to_numpy(dtype=float)) == 0.0 or np.ptp(series.log_price) < 1e-12:
        raise DemandError(
            f"column {price!r} is the same in all {series.nobs} rows; allowed: a price that moves"
        )
