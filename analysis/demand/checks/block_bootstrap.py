"""Moving-block bootstrap of a demand curve: residuals in blocks, the whole curve refitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.demand.checks.many_fits import CurveFits, refitted, relative_prices
from analysis.demand.checks.random_walks import default_block, residual_blocks
from analysis.demand.curves.curve import FloatArray
from analysis.demand.results import DemandResults

DRAWS = 1999


@dataclass(frozen=True, repr=False)
class BlockBootstrap:
    """Refits of one curve to resampled residuals.

    Parameters
    ----------
    fits : CurveFits
    log_price : array of shape (n,)
    block : int
        Length of the blocks, the cube root of n rounded up.
    """

    fits: CurveFits
    log_price: FloatArray
    block: int

    @property
    def degenerate(self) -> float:
        """Share of draws whose fit ran off; their elasticities are kept."""
        return float(1.0 - self.fits.converged.mean())

    def elasticity(self, position: int) -> FloatArray:
        """Elasticity at an observation, shape (B,)."""
        return self.fits.elasticity(float(self.log_price[position]))

    def interval(self, position: int, alpha: float = 0.05) -> tuple[float, float]:
        """Percentile interval of the elasticity at an observation."""
        low, high = np.nanquantile(self.elasticity(position), [alpha / 2, 1 - alpha / 2])
        return float(low), float(high)

    def __str__(self) -> str:
        low, high = self.interval(-1)
        return (
            f"{len(self.fits.ssr)} refits, blocks of {self.block}; elasticity at the last "
            f"observation {low:.3g} to {high:.3g}"
        )

    def __repr__(self) -> str:
        return f"<BlockBootstrap: {self}>"


def block_bootstrap(results: DemandResults, *, seed: int, draws: int = DRAWS) -> BlockBootstrap:
    """Resample residuals in blocks and refit.

    Residuals are centred and scaled by sqrt(n / (n - k)); blocks of consecutive observations keep
    their dependence (Kuensch 1989). Prices stay as they are. On the level scale a draw may be
    negative and stays so.

    Parameters
    ----------
    results : DemandResults
        Of a curve in the price, or in the price over income, alone.
    seed : int
    draws : int

    Raises
    ------
    DemandError
        For a model with controls or a free income elasticity.

    Examples
    --------
    >>> from analysis.demand import DemandModel, block_bootstrap
    >>> from analysis.industries.series import steel_demand
    >>> model = DemandModel(steel_demand().frame, "quantity", "price", income="income")
    >>> drawn = block_bootstrap(model.fit(), seed=1, draws=99)
    >>> low, high = drawn.interval(-1)
    >>> low < model.fit().elasticity("last").value < high
    True
    """
    n, k = results.nobs, results.params.size
    block = default_block(n)
    residuals = np.asarray(results.regression.resid, dtype=float)
    drawn = residual_blocks(residuals, block, draws, np.random.default_rng(seed))
    drawn = drawn * np.sqrt(n / (n - k))
    fitted = results.fitted.to_numpy()
    quantity = fitted * np.exp(drawn) if results.equation.error == "log" else fitted + drawn
    return BlockBootstrap(refitted(results, quantity), relative_prices(results), block)
