"""Log pay on at most two moderators, one vote a source, errors clustered by source (CR2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import WageError
from analysis.money import one_unit
from analysis.regression import linear_ls
from analysis.wages.quotes import log_midpoint
from analysis.wages.synthesis import SOURCE, Votes, require_sources, vote_weights

MOST_MODERATORS = 2


@dataclass(frozen=True)
class ModeratorFit:
    """Weighted least squares of log pay with bias-reduced cluster-robust errors.

    Attributes
    ----------
    params, std_errors, df : pandas.Series
        Coefficients in logs; CR2 errors (Bell and McCaffrey 2002); Satterthwaite degrees of
        freedom (Pustejovsky and Tipton 2018), both under a working model of independent errors
        whose variance is inverse to the weight.
    nobs, sources : int
    rsquared : float
    unit : str
        Of the pay.
    dropped : int
        Quotes without a middle ("up to", "at least"), which a regression of points cannot use.
    votes : {"sources", "quotes"}
        Whether every source or every quote had the same weight.
    """

    params: pd.Series[float]
    std_errors: pd.Series[float]
    df: pd.Series[float]
    nobs: int
    sources: int
    rsquared: float
    unit: str
    dropped: int
    votes: Votes

    def conf_int(self, level: float = 0.95) -> pd.DataFrame:
        """Student intervals, one row a coefficient: ``lower``, ``upper``."""
        half = stats.t.ppf(0.5 + level / 2, self.df) * self.std_errors
        return pd.DataFrame({"lower": self.params - half, "upper": self.params + half})

    def ratio(self, name: str, level: float = 0.95) -> tuple[float, float, float]:
        """A coefficient as a ratio of pay, with its interval."""
        bounds = np.exp(self.conf_int(level).loc[name].to_numpy(dtype=float))
        return float(np.exp(self.params.loc[name])), float(bounds[0]), float(bounds[1])


def fit_moderators(
    quotes: pd.DataFrame,
    moderators: Sequence[str] = (),
    baselines: Mapping[str, str] | None = None,
    *,
    votes: Votes = "sources",
) -> ModeratorFit:
    """Regress the log middle of pay on a constant and at most two moderators.

    Parameters
    ----------
    quotes : pandas.DataFrame
        Hourly pay in one unit, with the moderators as columns. Text becomes a dummy for each
        level but the baseline; numbers enter in deviations from their mean.
    baselines : mapping, optional
        Level left out of each moderator; the first in alphabetical order by default.
    votes : {"sources", "quotes"}
        A source's quotes share its one vote, or each quote has a vote.

    Raises
    ------
    WageError
        For more than two moderators, a missing value of one, an unknown baseline or vote.
    WageError
        With fewer than five sources in all, or behind any level of a moderator.
    MoneyError
    """
    if len(moderators) > MOST_MODERATORS:
        raise WageError(f"{len(moderators)} moderators; allowed: {MOST_MODERATORS} at most")
    if votes not in get_args(Votes):
        raise WageError(f"votes {votes!r}; allowed: {', '.join(get_args(Votes))}")
    unit = one_unit(quotes)
    points = quotes.assign(log_pay=log_midpoint(quotes)).dropna(subset="log_pay")
    sources = require_sources(points, "regression of pay")
    columns = [pd.Series(1.0, index=points.index, name="constant")]
    for name in moderators:
        columns += _columns(points, name, (baselines or {}).get(name))
    design = pd.concat(columns, axis=1)
    outcome = points["log_pay"].to_numpy(dtype=float)
    clusters = {"groups": points[SOURCE].to_numpy(), "kind": "CR2", "singletons": "allow"}
    weights = vote_weights(points, votes)
    roots = np.sqrt(weights)
    fit = linear_ls(design.mul(roots, axis=0), roots * outcome, "cluster", clusters)
    spread = float(np.sum(weights * (outcome - np.average(outcome, weights=weights)) ** 2))
    left = float(fit.residuals @ fit.residuals)
    return ModeratorFit(
        params=fit.params,
        std_errors=fit.bse,
        df=fit.df,
        nobs=len(points),
        sources=sources,
        rsquared=1.0 - left / spread if spread > 0 else np.nan,
        unit=unit,
        dropped=len(quotes) - len(points),
        votes=votes,
    )


def _columns(points: pd.DataFrame, name: str, baseline: str | None) -> list[pd.Series[float]]:
    values = points[name]
    if values.isna().any():
        raise WageError(f"moderator {name}: {int(values.isna().sum())} quotes have none")
    if pd.api.types.is_numeric_dtype(values):
        numbers = values.astype(float)
        return [numbers - numbers.mean()]
    levels = sorted(values.unique())
    left_out = baseline if baseline is not None else levels[0]
    if left_out not in levels:
        raise WageError(f"baseline {left_out!r} of {name}; allowed: {', '.join(levels)}")
    for level in levels:
        require_sources(points[values == level], f"{name} = {level}")
    return [
        (values == level).astype(float).rename(f"{name}[{level}]")
        for level in levels
        if level != left_out
    ]
