"""Moving-block bootstrap of a demand curve: residuals in blocks, the whole curve refitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.demand import DemandResults
from analysis.demand.curve import FloatArray
from analysis.demand.registry import curve_named
from analysis.industries.declared import Specification
from analysis.industries.refit import Refits, refit
from analysis.industries.samples import log_relative_price, model, sample

DRAWS = 1999


@dataclass(frozen=True)
class BlockBootstrap:
    """Refits of one specification on resampled residuals.

    Attributes
    ----------
    refits : Refits
    log_price : array, shape (n,)
    block : int
        Length of the blocks, the cube root of n rounded up.
    """

    refits: Refits
    log_price: FloatArray
    block: int

    @property
    def degenerate(self) -> float:
        """Share of draws whose fit ran off; their elasticities are kept."""
        return float(1.0 - self.refits.converged.mean())

    def elasticity(self, position: int) -> FloatArray:
        """Elasticity at an observation, shape (B,)."""
        return self.refits.elasticity(float(self.log_price[position]))

    def interval(self, position: int, alpha: float = 0.05) -> tuple[float, float]:
        """Percentile interval of the elasticity at an observation."""
        low, high = np.nanquantile(self.elasticity(position), [alpha / 2, 1 - alpha / 2])
        return float(low), float(high)


def block_bootstrap(one: Specification, *, seed: int, draws: int = DRAWS) -> BlockBootstrap:
    """Fit a specification and :func:`resample` it."""
    frame = sample(one).frame
    results = model(one, frame).fit(cov_type="HAC")
    return resample(one, results, log_relative_price(one, frame), seed=seed, draws=draws)


def resample(
    one: Specification,
    results: DemandResults,
    log_price: FloatArray,
    *,
    seed: int,
    draws: int = DRAWS,
) -> BlockBootstrap:
    """Resample residuals in blocks and refit.

    Residuals are centred and scaled by sqrt(n / (n - k)); blocks of consecutive observations keep
    their dependence (Kuensch 1989). Prices stay as they are. On the level scale a draw may be
    negative and stays so.
    """
    n, k = results.nobs, results.params.size
    block = int(np.ceil(n ** (1 / 3)))
    generator = np.random.default_rng(seed)
    starts = generator.integers(0, n - block + 1, (draws, int(np.ceil(n / block))))
    rows = (starts[..., None] + np.arange(block)).reshape(draws, -1)[:, :n]
    residuals = np.asarray(results.regression.resid, dtype=float)
    residuals = (residuals - residuals.mean()) * np.sqrt(n / (n - k))
    fitted = results.fitted.to_numpy()
    quantity = fitted * np.exp(residuals[rows]) if one.error == "log" else fitted + residuals[rows]
    refits = refit(curve_named(one.curve), log_price, quantity, one.error)
    return BlockBootstrap(refits, log_price, block)
