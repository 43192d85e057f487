"""Statistics of the regression behind a demand curve, under statsmodels' names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.demand import prediction, stored
from analysis.demand.equation import DemandEquation
from analysis.demand.estimation import ErrorProcess
from analysis.demand.series import DemandSeries
from analysis.regression import BootstrapResults, NLSResults
from analysis.regression.bootstrap.resampling import Kind, Multiplier
from analysis.regression.inference.prediction import Band
from analysis.regression.nls_results import IntervalMethod

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class RegressionStatistics:
    """What a demand result hands on to its regression, on the scale of the model's error."""

    equation: DemandEquation
    series: DemandSeries
    regression: NLSResults
    errors: ErrorProcess

    @property
    def tvalues(self) -> pd.Series:
        """Estimates over standard errors."""
        return self.regression.tvalues

    @property
    def pvalues(self) -> pd.Series:
        """Two-sided p-values of a parameter being zero."""
        return self.regression.pvalues

    @property
    def df_resid(self) -> int:
        """Observations minus parameters."""
        return self.regression.df_resid

    @property
    def llf(self) -> float:
        """Gaussian log-likelihood of quantity or of its log, whichever has the error.

        Only models with one error scale compare by it and by the criteria made of it;
        `compare_curves` brings both scales to the likelihood of quantity.
        """
        return self.regression.llf

    @property
    def aic(self) -> float:
        """Akaike's criterion on the scale of the error, see `llf`."""
        return self.regression.aic

    @property
    def aicc(self) -> float:
        """Akaike's criterion for small samples on the scale of the error, see `llf`."""
        return self.regression.aicc

    @property
    def bic(self) -> float:
        """Schwarz's criterion on the scale of the error, see `llf`."""
        return self.regression.bic

    def conf_int(
        self,
        alpha: float = 0.05,
        method: IntervalMethod = "wald",
        bootstrap: BootstrapResults | None = None,
    ) -> pd.DataFrame:
        """Confidence intervals of the parameters, see `NLSResults.conf_int`."""
        return self.regression.conf_int(alpha, method, bootstrap)

    def bootstrap(
        self,
        n: int = 2000,
        *,
        kind: Kind,
        seed: int = 0,
        multiplier: Multiplier = "rademacher",
        block_length: int | None = None,
        groups: Any = None,
        workers: int = 1,
    ) -> BootstrapResults:
        """Refit resampled data, see `NLSResults.bootstrap`.

        The result goes into ``Interval("bootstrap", bootstrap=...)`` of elasticities, shares and
        turning points, and into `conf_int`.
        """
        return self.regression.bootstrap(
            n, kind=kind, seed=seed, multiplier=multiplier, block_length=block_length,
            groups=groups, workers=workers,
        )  # fmt: skip

    def predict(
        self,
        data: Any = None,
        *,
        interval: Band | None = None,
        alpha: float = 0.05,
    ) -> pd.Series | pd.DataFrame:
        """Quantity at given prices, in the unit of the data.

        With errors in levels this is the mean quantity. With errors in logs it is the
        **median**, the exponential of the mean log, and is called so: the mean is higher, by a
        factor exp(variance / 2) if the errors are normal. Bands are carried over by the
        exponential, which keeps quantiles.

        Parameters
        ----------
        data : DataFrame or mapping, optional
            Price, and income, deflator and controls where the model has them, in the columns of
            the same names, in any order; further columns are ignored. The sample if not given.
        interval : {"confidence", "prediction"}, optional
            Band of the curve, or of a new observation.
        alpha : float

        Returns
        -------
        Series named mean or median, or DataFrame with that column, se, lower, upper

        Raises
        ------
        DemandError
            For a missing column or a value that is no positive number.
        """
        return prediction.predict(
            self.equation, self.series, self.regression, data, interval, alpha
        )

    def plot(self, alpha: float = 0.05) -> Figure:
        """Quantities against the relative price with curve and band, and residuals below.

        Where gamma is free the curve is drawn at mean income; with controls the fit is marked at
        the observations.
        """
        from analysis.demand.plot import demand_plot

        return demand_plot(self, alpha)  # type: ignore[arg-type]

    def to_json(self) -> str:
        """Everything but the code of the curve, exact to the last bit."""
        return stored.to_json(self.equation, self.series, self.regression, self.errors)
