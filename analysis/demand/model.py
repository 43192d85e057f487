"""The demand model: quantity explained by a price relative to income along a curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.demand.curves.curve import ERROR_SCALES, Curve, ErrorScale, check_option
from analysis.demand.curves.registry import curve_named
from analysis.demand.decomposition import PriceFall, price_fall
from analysis.demand.equation import DemandEquation
from analysis.demand.estimation import ErrorProcess, estimate, regression_problem
from analysis.demand.results import DemandResults
from analysis.demand.series import demand_series
from analysis.errors import DemandError
from analysis.regression import CovType, NonlinearLS
from analysis.regression.columns import with_grouping

IncomeElasticity = Literal["one", "free"]


class DemandModel:
    """Demand per head along a curve that may turn from elastic to inelastic.

    ln q = ln curve(ln p - gamma ln y) + controls + u with ``error="log"``; the exponential of
    the right side plus u with ``error="level"``. With income and ``income_elasticity="one"``
    the price is relative to income, which imposes that income and price work alike (gamma one);
    with ``"free"`` gamma is estimated, the real-price elasticity is that of the curve and the
    real-income elasticity gamma times it.

    Parameters
    ----------
    data : DataFrame
        One row a year, indexed by year; no year is dropped or filled.
    quantity, price : str
        Columns; quantity in any unit per head, price in money.
    curve : str or type of Curve
        One of `analysis.demand.CURVES`, or a curve class.
    error : {"log", "level"}
        Whether the error is added to log quantity or to quantity.
    income : str, optional
        Column with income (or the wage) per head in money.
    income_elasticity : {"one", "free"}
    deflator : str, optional
        Column with a price index; divides price and income.
    controls : sequence of str, optional
        Columns that enter log quantity linearly.
    errors : {"iid", "ar1"}
        With "ar1" u follows a first-order autoregression; the index must have no gap.
    reml : bool
        With "ar1", restricted likelihood: less biased autocorrelation in short series.

    Raises
    ------
    DemandError,
    DemandError

    References
    ----------
    Bessen, J. (2018). AI and jobs: the role of demand. NBER working paper 24235.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        quantity: str,
        price: str,
        curve: str | type[Curve] = "lognormal",
        error: ErrorScale = "log",
        income: str | None = None,
        income_elasticity: IncomeElasticity = "one",
        deflator: str | None = None,
        controls: Sequence[str] | None = None,
        errors: ErrorProcess = "iid",
        reml: bool = False,
    ) -> None:
        check_option("error", error, ERROR_SCALES)
        check_option("income_elasticity", income_elasticity, ("one", "free"))
        check_option("errors", errors, ("iid", "ar1"))
        if income_elasticity == "free" and income is None:
            raise DemandError(
                "income_elasticity is 'free' without an income column; allowed: name the column "
                "in income=, or leave income_elasticity='one'"
            )
        self.data = data
        self.quantity, self.price, self.income, self.deflator = quantity, price, income, deflator
        self.errors: ErrorProcess = errors
        self.reml = reml
        self.series = demand_series(data, quantity, price, income, deflator, controls or ())
        if errors == "ar1":
            _require_consecutive(self.series.index)
        self.curve: type[Curve] = curve if isinstance(curve, type) else curve_named(curve)
        self.equation: DemandEquation = DemandEquation(
            self.curve, error, income_elasticity == "free", self.series.control_names
        )

    @property
    def error(self) -> ErrorScale:
        """Scale on which the error is additive."""
        return self.equation.error

    def fit(
        self,
        cov_type: CovType = "nonrobust",
        cov_kwds: Mapping[str, Any] | None = None,
        fixed: Mapping[str, float] | None = None,
    ) -> DemandResults:
        """Nonlinear least squares.

        Parameters
        ----------
        cov_type : {"nonrobust", "HC0", "HC1", "HC2", "HC3", "cluster", "HAC"}
            Covariance of the estimates, as in `analysis.regression.NonlinearLS.fit`.
        cov_kwds : mapping, optional
            ``groups`` of clusters may be the name of a column.
        fixed : mapping, optional
            Parameters by name and the values they are held at: taken as known, so they have no
            standard error and widen no interval.
        """
        cov_kwds = with_grouping(self.data, cov_kwds)
        fitted = estimate(
            self.equation, self.series, self.errors, cov_type, cov_kwds, self.reml, fixed
        )
        known = replace(fitted, frame=self.data)
        return DemandResults(self.equation, self.series, known, self.errors)

    def on(self, data: pd.DataFrame) -> DemandModel:
        """The same model on other data, or on some of its years."""
        return DemandModel(
            data,
            self.quantity,
            self.price,
            self.curve,
            self.error,
            self.income,
            "free" if self.equation.free_income else "one",
            self.deflator,
            self.equation.control_names,
            self.errors,
            self.reml,
        )

    def regression(self) -> NonlinearLS:
        """The model as a plain nonlinear least-squares problem."""
        return regression_problem(self.equation, self.series, self.errors, self.reml)

    def price_fall(self) -> PriceFall:
        """How the relative price fell over the sample: by real price or by real income.

        Raises
        ------
        DemandError
            Without an income column.
        """
        return price_fall(self.series, deflated=self.deflator is not None)

    def __repr__(self) -> str:
        relative = f" over {self.income}" if self.income else ""
        return (
            f"<DemandModel: {self.quantity} on {self.price}{relative}, {self.curve.label}, "
            f"errors in {self.error}s, {self.series.nobs} observations>"
        )


def _require_consecutive(index: pd.Index) -> None:
    steps = np.diff(index.to_numpy(dtype=float))
    gap = np.flatnonzero(steps != 1.0)
    if gap.size:
        before, after = index[gap[0]], index[gap[0] + 1]
        raise DemandError(
            f"no row between {before} and {after}; allowed with errors='ar1': consecutive years"
        )
