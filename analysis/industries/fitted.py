"""A specification on its data: fit, elasticity path, draws, each computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.demand import GAPS_CLOSED, BlockBootstrap, DemandModel, DemandResults, block_bootstrap
from analysis.demand.curves.curve import FloatArray
from analysis.industries.declared import SEED, Specification
from analysis.industries.samples import fitted_columns, model
from analysis.industries.series import Sample
from analysis.tables import Evidence


@dataclass(frozen=True, eq=False, repr=False)
class Fitted:
    """A specification fitted to its sample.

    Attributes
    ----------
    specification : Specification
    sample : Sample
    """

    specification: Specification
    sample: Sample

    def __repr__(self) -> str:
        return f"<Fitted {self.specification.industry}: {self.specification.label}>"

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Rows behind the columns that the fit reads."""
        return self.sample.only(*fitted_columns(self.specification)).evidence

    @cached_property
    def model(self) -> DemandModel:
        """The demand model of the specification on its sample."""
        return model(self.specification, self.sample.frame)

    @cached_property
    def results(self) -> DemandResults:
        """Fit with heteroskedasticity- and autocorrelation-consistent errors."""
        return self.model.fit("HAC", GAPS_CLOSED)

    @property
    def log_price(self) -> FloatArray:
        """Log of the relative price, shape (n,)."""
        return self.model.series.log_relative_price

    @cached_property
    def relative_price(self) -> pd.Series[float]:
        """Price relative to what the specification relates it to, by year."""
        index = self.sample.frame.index
        return pd.Series(np.exp(self.log_price), index=index, name="relative_price")

    @cached_property
    def elasticity(self) -> pd.Series[float]:
        """Fitted elasticity by year."""
        values = self.results.curve.elasticity(self.relative_price.to_numpy())
        return pd.Series(values, index=self.relative_price.index, name="elasticity")

    @cached_property
    def draws(self) -> BlockBootstrap:
        """Refits on residuals resampled in blocks."""
        return block_bootstrap(self.results, seed=SEED)
