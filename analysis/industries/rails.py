"""A first look at steel, priced by rails alone, 1867 to 1970: fits, intervals, placebos, income."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from analysis.demand import DemandModel, DemandResults, Interval, elasticity_paths, placebo
from analysis.demand.curve import ErrorScale
from analysis.demand.decomposition import PriceFall
from analysis.demand.estimates import Estimate
from analysis.findings import Quantity, derived, finds, resting
from analysis.industries.declared import ERRORS
from analysis.industries.employment import peak_year
from analysis.industries.series import (
    Sample,
    sampled,
    steel_demand,
    workers_counted,
)

LEVEL = 0.95
SEED, DRAWS, WALKS = 1869, 1999, 199
COVERED = (
    "raw_production",
    "hot_rolled_production",
    "rail_price",
    "unit_value_usgs",
    "sic3312_total_employment",
    "primary_metals_production_workers",
    "census_wage_earners",
    "employment_usgs",
    "apparent_supply",
)
"""Series of steel whose years the page maps."""

_USED = ("quantity", "price", "income")
_WORDS: Mapping[ErrorScale, str] = {"log": "logs", "level": "levels"}
_PARAMETERS = {
    "mu": "mean of log valuations",
    "sigma": "spread of log valuations",
    "scale": "potential demand",
}


class Rails:
    """Steel per head against the price of rails over income, errors in logs and in levels."""

    @cached_property
    def sample(self) -> Sample:
        """Steel, rails and income by year."""
        return steel_demand()

    @cached_property
    def used(self) -> Sample:
        """The columns that the fits read."""
        return self.sample.only(*_USED)

    @cached_property
    def fits(self) -> Mapping[ErrorScale, DemandResults]:
        """The lognormal curve by error scale, errors robust to autocorrelation."""
        return {error: self._model(error).fit(cov_type="HAC") for error in ERRORS}

    @cached_property
    def free(self) -> Mapping[ErrorScale, DemandResults]:
        """The same with an exponent of its own for income."""
        return {
            error: self._model(error, income_elasticity="free", deflator="cpi").fit(cov_type="HAC")
            for error in ERRORS
        }

    @cached_property
    def fall(self) -> PriceFall:
        """Fall of price over income, split into real price and real income."""
        return self._model("log", deflator="cpi").price_fall()

    @cached_property
    def intervals(self) -> Mapping[ErrorScale, Mapping[str, Estimate]]:
        """Elasticity in the last year with three intervals, by error scale and method."""
        return {error: _three_intervals(fit) for error, fit in self.fits.items()}

    def placebo(self, error: ErrorScale) -> float:
        """Per cent of unrelated drifting walks that fit worse."""
        return placebo(self._model(error), n=WALKS, seed=0).percentile

    def _model(self, error: ErrorScale, **options: str) -> DemandModel:
        return DemandModel(
            self.sample.frame, quantity="quantity", price="price", income="income", error=error,
            **options,  # type: ignore[arg-type]
        )  # fmt: skip


@sampled
def steel_mills() -> Sample:
    """People employed in steel mills (SIC 3312), thousand persons, by year."""
    counted = workers_counted("steel", ("3312",), "total_employment").to_frame("employment")
    return Sample(counted, {"employment": "thousand persons"})


@finds
def mill_jobs(mills: Sample) -> dict[str, Quantity]:
    """Employment in steel mills at the start and the end of the count, and at its most."""
    jobs = mills.frame["employment"]
    first, last, peak = int(jobs.index[0]), int(jobs.index[-1]), peak_year(jobs)
    unit = "thousand persons"
    return {
        "total_first": Quantity(float(jobs[first]), "thousand", rows=mills.at(first)),
        "total_last": Quantity(float(jobs[last]), "thousand", rows=mills.at(last)),
        "employment_peak": Quantity(float(jobs[peak]), unit, rows=mills),
        "employment_peak_year": Quantity(peak, "year", rows=mills),
    }


@finds
def years_in_sample(sample: Sample) -> dict[str, Quantity]:
    """How many years there are, the first and the last."""
    years = sample.frame.index
    return {
        "years": Quantity(len(years), "years"),
        "first_year": Quantity(int(years[0]), "year"),
        "last_year": Quantity(int(years[-1]), "year"),
    }


@finds
def fitted_curve(rails: Rails, error: ErrorScale) -> dict[str, Quantity]:
    """Fit on one error scale: elasticity at both ends, share served, and whether it turns."""
    fit, rows = rails.fits[error], rails.used
    first, last = fit.elasticity("first"), fit.elasticity("last")
    share, turn = fit.share_served("last"), fit.turning_point()
    below = None if turn.first_below is None else int(str(turn.first_below))
    return {
        "elasticity_first": _estimated(first, rows),
        "elasticity_last": _estimated(last, rows),
        "share_last": _estimated(share, rows),
        "rsquared": Quantity(fit.rsquared, rows=rows),
        "turning": Quantity(turn.reason, rows=rows),
        "turning_year": Quantity(below, "year", text="no year", rows=rows),
    }


@finds
def resampled(rails: Rails, error: ErrorScale) -> dict[str, Quantity]:
    """Elasticity in the last year with its interval by the block bootstrap."""
    found = rails.intervals[error]["bootstrap"]
    return {"elasticity_last_bootstrap": _estimated(found, rails.used)}


@finds
def among_walks(rails: Rails, error: ErrorScale) -> dict[str, Quantity]:
    """Where R squared stands among those of unrelated walks."""
    return {"placebo": Quantity(rails.placebo(error), "percentile", rows=rails.used)}


@finds
def cheaper_or_richer(rails: Rails) -> dict[str, Quantity]:
    """How far price over income fell, and the share of the real price in that."""
    first, last = rails.sample.frame.index[[0, -1]]
    ends = rails.sample.only("price", "income", "cpi").at(first, last)
    total = Quantity(rails.fall.total, "log points", rows=ends.only("price", "income"))
    return {"total": total, "share": Quantity(rails.fall.price_share, rows=ends)}


@finds
def income_on_its_own(rails: Rails, error: ErrorScale) -> dict[str, Quantity]:
    """The exponent of income over that of price, and the price elasticity beside it."""
    fit, rows = rails.free[error], rails.sample.only(*_USED, "cpi")
    gamma = fit.gamma()
    known = gamma.lower > 0
    ratio = _estimated(gamma, rows) if known else Quantity(None, text="not identified", rows=rows)
    return {
        "gamma": ratio,
        "pvalue": Quantity(fit.income_test().pvalue, rows=rows),
        "price": _estimated(fit.elasticity("last"), rows),
        "turning": Quantity(fit.turning_point().reason, rows=rows),
    }


@derived
def counts_side_by_side(employment: Sample) -> pd.DataFrame:
    """Workers in steel as counted, long form: different people, not joined."""
    return employment.frame


@derived
def curves_beside_data(rails: Rails) -> pd.DataFrame:
    """Price over income and steel per head by year, with the fitted curves."""
    frame = rails.sample.frame[["relative_price", "quantity"]]
    fitted = {str(error): fit.fitted for error, fit in rails.fits.items()}
    return resting(frame.assign(**fitted), rails.used)


@derived
def regression_table(rails: Rails) -> pd.DataFrame:
    """Estimates with standard errors in brackets, one column an error scale."""
    columns = {f"errors in {_WORDS[error]}": _column(fit) for error, fit in rails.fits.items()}
    table = pd.DataFrame(columns).reset_index(names="parameter")
    return resting(table, rails.used)


@derived
def elasticities_by_year(rails: Rails) -> pd.DataFrame:
    """Elasticity at every observation of every fit, with pointwise intervals."""
    return resting(elasticity_paths({str(e): fit for e, fit in rails.fits.items()}), rails.used)


@derived
def intervals_side_by_side(rails: Rails) -> pd.DataFrame:
    """Elasticity in the last year with three intervals on each error scale."""
    rows = [
        {
            "errors": _WORDS[error],
            "interval": method,
            "elasticity": found.value,
            "low": found.lower,
            "high": found.upper,
            "one": "yes" if found.lower <= 1 <= found.upper else "no",
        }
        for error, methods in rails.intervals.items()
        for method, found in methods.items()
    ]
    return resting(pd.DataFrame(rows), rails.used)


@derived
def parts_of_the_fall(rails: Rails) -> pd.DataFrame:
    """Falls of real price, real income and their sum, log points and shares, by part."""
    first, last = rails.sample.frame.index[[0, -1]]
    ends = rails.sample.only("price", "income", "cpi").at(first, last)
    return resting(rails.fall.frame().reset_index(), ends)


@derived
def income_set_apart(rails: Rails) -> pd.DataFrame:
    """Income with an exponent of its own, one row an error scale."""
    rows = [_apart(error, fit) for error, fit in rails.free.items()]
    return resting(pd.DataFrame(rows), rails.sample.only(*_USED, "cpi"))


def _apart(error: ErrorScale, fit: DemandResults) -> dict[str, object]:
    gamma, price = fit.gamma(), fit.elasticity("last")
    return {
        "errors": _WORDS[error],
        "gamma": gamma.value if gamma.lower > 0 else "not identified",
        "pvalue": fit.income_test().pvalue,
        "price": price.value,
        "low": price.lower,
        "high": price.upper,
        "income": fit.income_elasticity("last").value,
        "turning": fit.turning_point().reason,
    }


def _column(fit: DemandResults) -> pd.Series[str]:
    bse = fit.regression.bse
    cells = {
        word: f"{fit.params[name]:,.3g} ({bse[name]:,.3g})" for name, word in _PARAMETERS.items()
    }
    return pd.Series({**cells, "observations": f"{fit.nobs:d}", "R squared": f"{fit.rsquared:.3g}"})


def _three_intervals(fit: DemandResults) -> dict[str, Estimate]:
    plain = fit.with_cov("nonrobust")
    blocks = plain.regression.bootstrap(n=DRAWS, kind="block_residual", seed=SEED)
    return {
        "delta": fit.elasticity("last"),
        "profile": plain.elasticity("last", interval=Interval("profile")),
        "bootstrap": plain.elasticity("last", interval=Interval("bootstrap", bootstrap=blocks)),
    }


def _estimated(found: Estimate, rows: Sample) -> Quantity:
    return Quantity(found.value, "", (found.lower, found.upper), LEVEL, rows=rows)
