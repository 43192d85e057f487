"""R2 of the same curve on series that have nothing to do with each other.

Two independent drifting random walks give a high R2 more often than not; a fit to trending series
is judged against that, not against zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.demand.checks.limits import limit_fit
from analysis.demand.checks.many_fits import Modelled
from analysis.demand.checks.random_walks import independent_walks
from analysis.demand.curves.curve import FloatArray
from analysis.demand.results import refuse_held
from analysis.errors import DemandError

DRAWS = 199


@dataclass(frozen=True, repr=False)
class Placebo:
    """Observed R2 among those of placebo series.

    Parameters
    ----------
    rsquared : float
        Of the data, on the scale of the error.
    draws : array of shape (n,)
        Of the placebo series.
    unsettled : int
        Draws whose parameters were still moving when the fit was stopped; their R2 counts.
    """

    rsquared: float
    draws: FloatArray
    unsettled: int

    @property
    def percentile(self) -> float:
        """Per cent of placebo R2 below the observed one."""
        return 100.0 * float((self.draws < self.rsquared).mean())

    @property
    def pvalue(self) -> float:
        """Chance of an R2 this high without any relation, (1 + number) / (1 + draws)."""
        return float((1 + (self.draws >= self.rsquared).sum()) / (1 + len(self.draws)))

    def __str__(self) -> str:
        return (
            f"R2 {self.rsquared:.3f}, placebo percentile {self.percentile:.0f} "
            f"of {len(self.draws)} draws"
        )

    def __repr__(self) -> str:
        return f"<Placebo: {self}>"


def placebo(model: Modelled, n: int = DRAWS, seed: int = 0) -> Placebo:
    """Fit the model's curve to independent drifting random walks calibrated to its series.

    Parameters
    ----------
    model : DemandModel or DemandResults
    n : int
        Draws.
    seed : int

    Raises
    ------
    DemandError
        If n is not positive, or parameters are held.
    """
    refuse_held(model)
    if n < 1:
        raise DemandError(f"n is {n}; allowed: at least 1")
    generator = np.random.default_rng(seed)
    fits = [limit_fit(model.equation, independent_walks(model.series, generator)) for _ in range(n)]
    observed = limit_fit(model.equation, model.series).rsquared
    unsettled = sum(not fit.converged for fit in fits)
    return Placebo(observed, np.array([fit.rsquared for fit in fits]), unsettled)
