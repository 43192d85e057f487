"""Tests, predictions and a plot of a result, under statsmodels' names."""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.errors import RegressionError
from analysis.regression.display.rendering import Shown
from analysis.regression.fit import Fit
from analysis.regression.inference import hypotheses, nested
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.hypotheses import ContrastTest
from analysis.regression.inference.nested import Comparison
from analysis.regression.inference.predicted import Prediction

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class ResultMethods(Shown):
    """What follows from a fit, its covariance and the parameters without standard error."""

    fit: Fit

    @cached_property
    @abstractmethod
    def covariance(self) -> Covariance:
        """Covariance of the estimates."""

    @cached_property
    @abstractmethod
    def _refused(self) -> dict[str, str]: ...

    @property
    def rsquared_adj(self) -> float:
        """R2 less what as many parameters explain by chance, as in statsmodels."""
        return 1.0 - (self.fit.nobs - 1) / self.fit.df_resid * (1.0 - self.fit.rsquared)

    def t_test(self, restriction: Any, value: Any = 0.0) -> ContrastTest:
        """Test linear restrictions one by one, each with its interval.

        Parameters
        ----------
        restriction : str, mapping, or array (q, k)
            As in `wald_test`: ``"a = 1"``, ``"a - 2*b"`` (equal to zero), ``{"a": 1}``.
        value : float or array (q,)
        """
        return hypotheses.t_test(self.fit, self.covariance, restriction, value, self._refused)

    def compare_f_test(self, restricted: ResultMethods) -> Comparison:
        """F test against a nested fit, as in statsmodels; R's ``anova``.

        Parameters
        ----------
        restricted : NLSResults
            The same left side on the same observations with fewer parameters.

        Returns
        -------
        (statistic, pvalue, df_diff)
        """
        return nested.f_test(*_pairs(self, restricted))

    def compare_lr_test(self, restricted: ResultMethods) -> Comparison:
        """Likelihood-ratio test against a nested fit, chi-squared; (statistic, pvalue, df_diff)."""
        return nested.lr_test(*_pairs(self, restricted))

    def get_prediction(self, exog: Any = None) -> Prediction:
        """Mean with its standard error and both bands, as in statsmodels.

        Parameters
        ----------
        exog : as in `predict`
        """
        return Prediction(self.fit, self.covariance, exog, self._refused)

    def plot(self, against: str | None = None, alpha: float = 0.05) -> Figure:
        """Observations, fit and its band, with the residuals below.

        Parameters
        ----------
        against : str, optional
            The regressor on the horizontal axis; the only one if there is one, else observations
            are drawn in their order.
        alpha : float
            One minus the level of the band of the mean.
        """
        from analysis.regression.display.fit_plot import fit_plot

        return fit_plot(self.fit, self.covariance, self._refused, against, alpha)


def _pairs(
    full: ResultMethods, restricted: object
) -> tuple[Fit, Fit, tuple[Covariance, Covariance]]:
    if not isinstance(restricted, ResultMethods):
        raise RegressionError(
            f"the nested fit is {type(restricted).__name__}; expected the result of a fit"
        )
    return full.fit, restricted.fit, (full.covariance, restricted.covariance)
