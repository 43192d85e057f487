"""Profile likelihood of parameters and of functions of them, by exact root finding.

The interval is the set of values at which the sum of squares, minimised over everything else,
rises by no more than the squared t quantile times the residual variance (Bates and Watts 1988,
ch. 6): exact for linear models, invariant to reparametrisation, and unbounded where the data say
so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from scipy import stats

from analysis.errors import RegressionError
from analysis.regression.display.rendering import Shown, Summary, number
from analysis.regression.fit import Fit
from analysis.regression.inference.covariance import Covariance
from analysis.regression.inference.crossing import crossing
from analysis.regression.inference.intervals import check_alpha
from analysis.regression.inference.profile_curve import (
    ProfileCurve,
    Trace,
    parameter_curve,
)
from analysis.regression.parameters import position
from analysis.regression.solver.problem import Problem


@dataclass(frozen=True)
class ProfileInterval:
    """Profile interval of one quantity; infinite limits are unbounded sides.

    ``notes`` gives the reason for every limit that is not a crossing of the cut-off.
    """

    name: str
    estimate: float
    se: float
    alpha: float
    cutoff: float
    lower: float
    upper: float
    trace: Trace
    notes: tuple[str, ...]


def profile_parameters(
    fit: Fit, covariance: Covariance, names: Sequence[str | int] | None, alpha: float
) -> Profile:
    """Profile intervals of the parameters named, or of all."""
    refuse_unless_iid(fit, covariance)
    places = range(fit.params.size) if names is None else [position(fit.names, n) for n in names]
    return Profile(tuple(profile_parameter(fit, covariance, j, alpha) for j in places))


def profile_parameter(fit: Fit, covariance: Covariance, j: int, alpha: float) -> ProfileInterval:
    """Profile interval of the j-th parameter."""
    name = fit.names[j]
    reason = fit.identification.refused.get(name)
    if reason is not None:
        raise RegressionError(f"no profile of {name!r}: {reason}")
    se = math.sqrt(covariance.matrix[j, j])
    limits = float(fit.lower[j]), float(fit.upper[j])
    return _interval(fit, parameter_curve(fit, j), se, alpha, limits)


def profile_function(fit: Fit, curve: ProfileCurve, se: float, alpha: float) -> ProfileInterval:
    """Profile interval of a function of the parameters."""
    if not (math.isfinite(se) and se > 0.0):
        raise RegressionError(
            f"no profile of {curve.name!r}: it has no delta-method standard error"
        )
    return _interval(fit, curve, se, alpha, (-math.inf, math.inf))


def refuse_unless_iid(fit: Fit, covariance: Covariance) -> Problem:
    """Refuse a profile where the likelihood is not the one the covariance stands for."""
    if fit.problem is None:
        raise RegressionError("the result was read back without its function; pass function")
    if fit.stage is not None:
        raise RegressionError(
            "no profile with a control function: it would take the first stage as known; "
            "bootstrap instead"
        )
    if covariance.cov_type != "nonrobust":
        raise RegressionError(
            f"no profile with cov_type={covariance.cov_type!r}: the profile likelihood assumes "
            "the errors of 'nonrobust'; use with_cov('nonrobust'), errors='ar1', or a bootstrap"
        )
    if fit.search.perfect:
        raise RegressionError("no profile of a perfect fit: there is no residual variance")
    if fit.unusable:
        raise RegressionError(f"no profile: {fit.unusable}")
    return fit.problem


def _interval(
    fit: Fit, curve: ProfileCurve, se: float, alpha: float, limits: tuple[float, float]
) -> ProfileInterval:
    check_alpha(alpha)
    cutoff = float(stats.t.ppf(1.0 - alpha / 2.0, fit.df_resid))
    lower, below = crossing(curve, -se, cutoff, limits[0])
    upper, above = crossing(curve, se, cutoff, limits[1])
    notes = tuple(f"{curve.name}: {note}" for note in (below, above) if note)
    trace = curve.trace(fit.params.size)
    return ProfileInterval(
        curve.name, curve.estimate, se, alpha, cutoff, lower, upper, trace, notes
    )


@dataclass(frozen=True, repr=False)
class Profile(Shown):
    """Profile intervals of several quantities with their traces.

    Examples
    --------
    >>> import numpy as np
    >>> from analysis.regression import NonlinearLS
    >>> x = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
    >>> y = np.array([0.9, 1.6, 2.6, 3.4, 4.3, 4.4])
    >>> model = NonlinearLS(lambda p, x: p[0] * x / (p[1] + x), y, x, names=["ceiling", "half"])
    >>> profile = model.fit().profile()
    >>> profile.conf_int().round(2).loc["half"].tolist()
    [1.52, 2.82]
    >>> profile.notes
    ()
    """

    intervals: tuple[ProfileInterval, ...]

    def conf_int(self) -> pd.DataFrame:
        """Limits, columns ``lower`` and ``upper``."""
        return pd.DataFrame(
            {
                "lower": [i.lower for i in self.intervals],
                "upper": [i.upper for i in self.intervals],
            },
            index=[i.name for i in self.intervals],
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Reasons for limits that are not crossings of the cut-off."""
        return tuple(note for interval in self.intervals for note in interval.notes)

    def summary(self) -> Summary:
        """Estimates and limits, with the reasons for limits that are no crossings."""
        rows = tuple((i.name, *map(number, (i.estimate, i.lower, i.upper))) for i in self.intervals)
        levels = sorted({f"{100 * (1 - i.alpha):g}%" for i in self.intervals})
        facts = (("level", ", ".join(levels)),)
        return Summary(
            "Profile likelihood", facts, ("", "estimate", "lower", "upper"), rows, self.notes
        )

    def __repr__(self) -> str:
        return f"<Profile: {', '.join(i.name for i in self.intervals)}>"

    def plot(self) -> Any:
        """Signed root profiles with their cut-offs; straight where Wald intervals are exact.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from analysis.regression.display.profile_plot import signed_roots

        return signed_roots(self.intervals)
