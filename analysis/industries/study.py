"""One industry studied: its sample, fits, comparison, employment, each made once and kept here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import pandas as pd

from analysis.demand import Backtest, backtest
from analysis.demand.curves.curve import ErrorScale
from analysis.demand.thresholds import Thresholds
from analysis.industries.against_bessen.beside_published import (
    PublishedComparison,
    compare,
)
from analysis.industries.against_bessen.price_and_income import PriceAndIncome, price_and_income
from analysis.industries.against_bessen.price_split import product_price, split_by_price
from analysis.industries.declared import (
    DECLARED,
    ERRORS,
    INCOMES,
    MINIMUM_OBSERVATIONS,
    SEED,
    Declared,
    primary,
)
from analysis.industries.employment import (
    GainPassedOn,
    employment_factors,
    employment_panel,
    employment_series,
    industry_pass_through,
    industry_thresholds,
    mill_census,
    pass_through_sample,
    three_ways,
)
from analysis.industries.every_specification import specification_curve
from analysis.industries.fitted import Fitted
from analysis.industries.samples import Frames
from analysis.industries.series import (
    Industry,
    Published,
    Sample,
    census_industry,
    population_in,
    published,
)


class Study:
    """An industry under its primary specification, errors in logs and in levels.

    Whatever is asked for is computed at the first question and kept as long as the study is.

    Parameters
    ----------
    industry : {"cotton", "steel", "motor_vehicles"}

    Examples
    --------
    >>> from analysis.industries import Study
    >>> steel = Study("steel")
    >>> len(steel.sample.frame)
    107
    >>> steel.comparison["log"].first.verdict
    'disagrees'
    """

    def __init__(self, industry: Industry) -> None:
        self.industry = industry
        self.frames = Frames(industry)

    @property
    def declared(self) -> Declared:
        """What was declared for the industry, before the fits of this package were made."""
        return DECLARED[self.industry]

    @cached_property
    def sample(self) -> Sample:
        """Frame of the primary specification; both error scales are fitted to it."""
        return self.frames.sample(primary(self.industry))

    @cached_property
    def fits(self) -> Mapping[ErrorScale, Fitted]:
        """The primary curve by error scale."""
        one = primary(self.industry)
        return {
            error: Fitted(
                one if error == one.error else replace(one, error=error, primary=False), self.sample
            )
            for error in ERRORS
        }

    @property
    def log(self) -> Fitted:
        """The primary fit: errors in logs."""
        return self.fits["log"]

    @property
    def level(self) -> Fitted:
        """The same with errors in levels."""
        return self.fits["level"]

    @cached_property
    def published(self) -> Published:
        """What Bessen published."""
        return published(self.industry)

    @cached_property
    def comparison(self) -> Mapping[ErrorScale, PublishedComparison]:
        """Ours beside the published pair, by error scale."""
        return {error: compare(fitted) for error, fitted in self.fits.items()}

    @cached_property
    def specification_curve(self) -> pd.DataFrame:
        """Every declared specification, fitted."""
        return specification_curve(self.industry, frames=self.frames)

    @property
    def searched(self) -> tuple[Sample, ...]:
        """Samples behind the specification curve, as long as they reach."""
        pairs = {(item.quantity, item.price): None for item in self.declared.data}
        return (*(self.frames.longest(*pair) for pair in pairs), self.frames.wage)

    @cached_property
    def price_and_income(self) -> PriceAndIncome:
        """How much of the fall of the relative price is income, and income set free."""
        return price_and_income(self.log)

    @cached_property
    def employment(self) -> Sample:
        """Employment by year, total and per thousand people."""
        return employment_series(self.industry)

    @cached_property
    def panel(self) -> Sample:
        """Employment beside quantity, price and a general wage."""
        return employment_panel(self.industry, self.frames, self.employment)

    @cached_property
    def branches(self) -> Sample:
        """The industry in the census."""
        return mill_census(self.industry)

    @cached_property
    def recount(self) -> Sample:
        """The same per head of another count of the population, that of Gapminder."""
        return census_industry(self.industry, self.declared.sic, people="gapminder")

    @cached_property
    def priced_work(self) -> Sample:
        """What the pass-through is computed from: price, wage, output per worker."""
        return pass_through_sample(self.industry, self.panel, self.branches)

    @cached_property
    def pass_through(self) -> GainPassedOn:
        """How much of a productivity gain reaches the price."""
        return industry_pass_through(self.industry, self.panel, self.branches)

    @cached_property
    def people(self) -> Sample:
        """Population in the two years that the pass-through compares."""
        return population_in(self.pass_through.first, self.pass_through.last)

    @cached_property
    def thresholds(self) -> Thresholds:
        """Elasticities at which employment turns."""
        return industry_thresholds(self.industry, self.pass_through)

    @cached_property
    def decomposition(self) -> pd.DataFrame:
        """Change of production workers shared out among its factors, three ways."""
        return self._three_ways(self.branches)

    @cached_property
    def recounted(self) -> pd.DataFrame:
        """The same with the other count of the population."""
        return self._three_ways(self.recount)

    @cached_property
    def product_price(self) -> Sample:
        """Price of the product over income, as long as both are known."""
        return product_price(self.industry)

    @cached_property
    def split(self) -> pd.DataFrame:
        """The decomposition with output per head split by the fitted curve."""
        curve = self.log.results.curve
        return split_by_price(self.industry, self.branches, curve, self.product_price)

    @cached_property
    def price_parts(self) -> pd.DataFrame:
        """Jobs that the price moved, over error scales and incomes: ``income, errors, price``."""
        rows = []
        for relative, kind in INCOMES.items():
            path = product_price(self.industry, kind)
            for error, own in self.fits.items():
                one = replace(own.specification, relative=relative, primary=False)
                fitted = own if relative == "income" else Fitted(one, self.frames.sample(one))
                curve = fitted.results.curve
                split = split_by_price(self.industry, self.branches, curve, path)
                moved = float(split["price movement"]["chained"])
                rows.append({"income": kind, "errors": f"{error}s", "price": moved})
        return pd.DataFrame(rows)

    @cached_property
    def backtest(self) -> Backtest:
        """Re-estimates with data to declared cut-offs."""
        return backtest(
            self.log.model, self.declared.cutoffs, seed=SEED, smallest=MINIMUM_OBSERVATIONS
        )

    def frame(self) -> pd.DataFrame:
        """What the study found of demand, one row an error scale and end."""
        parts = {
            f"errors in {error}s": ours.frame().drop(columns="standing of the published number")
            for error, ours in self.comparison.items()
        }
        return pd.concat(parts, names=["errors"]).reset_index("errors").reset_index(drop=True)

    def __str__(self) -> str:
        shown = self.frame().to_string(index=False, float_format="{:.3g}".format)
        return f"{self.industry}: {self.log.specification.label}\n{shown}"

    def __repr__(self) -> str:
        return f"Study({self.industry!r})"

    def _repr_html_(self) -> str:
        """Elasticities at both ends on both error scales, beside the published ones."""
        return self.frame().to_html(index=False, float_format="{:.3g}".format)

    def _three_ways(self, branches: Sample) -> pd.DataFrame:
        frame = branches.frame
        return three_ways(frame["employment"], employment_factors(frame), self.declared.periods)
