"""What the page of an industry says of demand: elasticities, income, the published pair."""

from __future__ import annotations

import math

from analysis.findings import Quantity, finds
from analysis.industries.against_bessen.beside_published import PublishedComparison
from analysis.industries.against_bessen.instruments import FIRST, LAST, raw_cotton_instrument
from analysis.industries.crossings import drawn_words, passes
from analysis.industries.every_specification import rsquared_uncentred
from analysis.industries.fitted import Fitted
from analysis.industries.series import published_row, reading, spoken
from analysis.industries.study import Study

LEVEL = 0.95
NO_MINIMUM = "not identified: the fit with income set free has no minimum"


@finds
def elasticities(ours: PublishedComparison) -> dict[str, Quantity]:
    """Elasticity at both ends of the common sample, with the wider of its two intervals."""
    rows = ours.fitted
    return {
        "first": Quantity(ours.first.ours, "elasticity", ours.first.interval, LEVEL, rows=rows),
        "last": Quantity(ours.last.ours, "elasticity", ours.last.interval, LEVEL, rows=rows),
    }


@finds
def verdicts(ours: PublishedComparison) -> dict[str, Quantity]:
    """What the rule says of the published pair, at both ends and together."""
    return {
        "first_verdict": Quantity(ours.first.verdict),
        "last_verdict": Quantity(ours.last.verdict),
        "verdict": Quantity(ours.verdict),
    }


@finds
def common_years(ours: PublishedComparison) -> dict[str, Quantity]:
    """First and last year inside both samples."""
    theirs, fitted = ours.published.rows, ours.fitted
    return {
        "first_year": Quantity(ours.first.year, "year", rows=(fitted, theirs["first_year"])),
        "last_year": Quantity(ours.last.year, "year", rows=(fitted, theirs["last_year"])),
    }


@finds
def fit_quality(fitted: Fitted) -> dict[str, Quantity]:
    """Observations, R squared, and the year in which the elasticity passes one."""
    uncentred = rsquared_uncentred(fitted.results)
    return {
        "nobs": Quantity(fitted.results.nobs, "observations"),
        "rsquared": Quantity(fitted.results.rsquared, "R squared"),
        "rsquared_uncentred": Quantity(uncentred, "R squared"),
        "crossing": passes(fitted, 1.0),
        "crossing_drawn": Quantity(drawn_words(fitted)),
    }


@finds
def fall_of_the_price(study: Study) -> dict[str, Quantity]:
    """By how much price over income fell, and how much of that is price and how much income."""
    fall = study.price_and_income.fall
    first, last = study.sample.frame.index[[0, -1]]
    ends = study.sample.only("price", "income", "cpi").at(first, last)
    return {
        "fall": Quantity(fall.total, "log points", rows=ends.only("price", "income")),
        "price_part": Quantity(fall.price, "log points", rows=ends.only("price", "cpi")),
        "income_share": Quantity(fall.income / fall.total, "share", rows=ends),
    }


@finds
def income_set_free(study: Study) -> dict[str, Quantity]:
    """Income elasticity over price elasticity, and R squared with the ratio one and free."""
    found = study.price_and_income
    rows = study.sample.only("quantity", "price", "income", "cpi")
    if found.gamma is None:
        return {"gamma": Quantity(None, text=NO_MINIMUM, rows=rows)}
    limits = found.gamma.lower, found.gamma.upper
    return {
        "gamma": Quantity(found.gamma.value, "ratio", limits, LEVEL, rows=rows),
        "rsquared_one": Quantity(found.rsquared_one, "R squared", rows=study.log),
        "rsquared_free": Quantity(found.rsquared_free, "R squared", rows=rows),
    }


@finds
def published_pair(study: Study) -> dict[str, Quantity]:
    """The numbers that Bessen printed, each on the row that it was read from."""
    theirs = study.published
    rows = theirs.rows
    return {
        "first": Quantity(theirs.first, "elasticity", rows=rows["first"]),
        "last": Quantity(theirs.last, "elasticity", rows=rows["last"]),
        "first_year": Quantity(theirs.first_year, "year", rows=rows["first_year"]),
        "last_year": Quantity(theirs.last_year, "year", rows=rows["last_year"]),
        "rsquared": Quantity(theirs.rsquared, "R squared, lower bound", rows=rows["rsquared"]),
    }


@finds
def published_employment(study: Study) -> dict[str, Quantity]:
    """Employment in the industry in 1958 and in 2011, as Bessen printed it."""
    first, last = (published_row(study.industry, f"employment_{year}") for year in (1958, 2011))
    return {
        "employment_first": Quantity(float(first["value"].iloc[0]) / 1_000, "thousand", rows=first),
        "employment_last": Quantity(float(last["value"].iloc[0]) / 1_000, "thousand", rows=last),
    }


@finds
def published_pair_imposed(ours: PublishedComparison) -> dict[str, Quantity]:
    """What holding the published pair on our data implies and costs; nothing without a path."""
    if ours.imposed is None:
        return {}
    return {
        "sigma": Quantity(ours.imposed.sigma, "sigma", rows=ours.imposed_on),
        "rsquared_lost": Quantity(ours.imposed.rsquared_lost, "R squared"),
        "inside": Quantity("inside" if ours.imposed.inside else "outside"),
    }


@finds
def seen_coming(study: Study) -> dict[str, Quantity]:
    """Whether the turning point stays where it was as the sample grows."""
    past, rows = study.backtest, study.log
    ahead, status = past.frame["ahead"].dropna(), past.frame["status"]
    moves = None if math.isnan(past.moves) else past.moves
    none = "" if moves is not None else "no cut-off reports a turning point"
    return {
        "cutoffs": Quantity(len(past.frame), "cut-offs", rows=rows),
        "not_identified": Quantity(int((status != "fitted").sum()), "cut-offs", rows=rows),
        "no_turn": Quantity(int(past.frame["turning"].isna().sum()), "cut-offs", rows=rows),
        "moves": Quantity(moves, "years", text=none, rows=rows),
        "ahead_low": Quantity(float(ahead.min()), "ratio", rows=rows),
        "ahead_high": Quantity(float(ahead.max()), "ratio", rows=rows),
    }


@finds
def instrumented(fitted: Fitted) -> dict[str, Quantity]:
    """The price of raw cotton as an instrument for that of cloth: strong, and not valid."""
    with reading() as kept:
        found = raw_cotton_instrument(fitted.specification)
    rows = tuple(spoken(kept, frozenset(range(FIRST, LAST + 1))))
    limits = found.anderson_rubin
    return {
        "f": Quantity(found.first_stage_f, rows=rows),
        "nobs": Quantity(found.nobs, "yearly changes", rows=rows),
        "elasticity": Quantity(found.instrumented, "elasticity", limits, LEVEL, rows=rows),
    }
