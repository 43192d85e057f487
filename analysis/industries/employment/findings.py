"""What the page of an industry says of employment: peaks, thresholds, where the jobs went."""

from __future__ import annotations

import math

from analysis.findings import Quantity, finds
from analysis.industries.crossings import drawn_passing, drawn_words, passes
from analysis.industries.employment import REMAINDER
from analysis.industries.series import Sample
from analysis.industries.study import Study

JOBS = "thousand jobs"
FACTORS = ("employment", "population", "output", "hours")


@finds
def passing_on(study: Study) -> dict[str, Quantity]:
    """How much of a productivity gain reaches the price, and the thresholds that follow."""
    theta, levels = study.pass_through, study.thresholds
    work, people = study.priced_work, study.people
    return {
        "theta": Quantity(theta.theta, "ratio", rows=work),
        "theta_low": Quantity(theta.low, "ratio", rows=work),
        "theta_high": Quantity(theta.high, "ratio", rows=work),
        "threshold_theta": Quantity(levels.per_head_pass_through, "elasticity", rows=work),
        "threshold_total": Quantity(levels.total, "elasticity", rows=(work, people)),
    }


@finds
def curve_to_move(study: Study) -> dict[str, Quantity]:
    """Where a path at an even pace begins: the fitted curve, and growth a year in logs.

    Output per worker and people grow as between the two years that the pass-through compares.
    """
    results, theta, fitted = study.log.results, study.pass_through, study.log
    years = theta.last - theta.first
    low, high = (float(end) for end in results.conf_int().loc[["sigma"]].to_numpy(float).ravel())
    served = results.share_served("first")
    first, last = study.people.frame["population"].loc[[theta.first, theta.last]]
    return {
        "sigma": Quantity(float(results.params["sigma"]), "sigma", (low, high), 0.95, rows=fitted),
        "served": Quantity(served.value, "share", (served.lower, served.upper), 0.95, rows=fitted),
        "productivity": Quantity(
            theta.productivity_rise / years, "log a year", rows=study.priced_work
        ),
        "people": Quantity(math.log(last / first) / years, "log a year", rows=study.people),
        "rates_first": Quantity(theta.first, "year", rows=study.priced_work),
        "rates_last": Quantity(theta.last, "year", rows=study.priced_work),
    }


@finds
def passing_thresholds(study: Study) -> dict[str, Quantity]:
    """Years in which the fitted elasticity passes each threshold."""
    levels, work = study.thresholds, study.priced_work
    return {
        "passes_one": passes(study.log, levels.per_head),
        "passes_theta": passes(study.log, levels.per_head_pass_through, work),
        "passes_total": passes(study.log, levels.total, work, study.people),
        "drawn_total": Quantity(
            drawn_words(study.log, levels.total), rows=(study.log, work, study.people)
        ),
    }


@finds
def odds_of_passing(study: Study) -> dict[str, Quantity]:
    """Probability that the elasticity had passed each threshold when the sample ends."""
    fitted, levels = study.log, study.thresholds
    work = fitted, study.priced_work, study.people
    one = drawn_passing(fitted, levels.per_head).passed
    total = drawn_passing(fitted, levels.total).passed
    return {
        "past_one": Quantity(one, "probability", rows=fitted),
        "past_total": Quantity(total, "probability", rows=work),
    }


@finds
def where_the_jobs_went(study: Study) -> dict[str, Quantity]:
    """Change of production workers owed to output per head, by two counts of the population."""
    ways, twice = study.decomposition["output per head"], study.recounted["output per head"]
    ours, theirs = study.branches.only(*FACTORS), study.recount.only(*FACTORS)
    ends = study.declared.periods[0], study.declared.periods[-1]
    change = float(study.decomposition["change"]["chained"])
    return {
        "endpoint": Quantity(float(ways["endpoint"]), JOBS, rows=ours.at(*ends)),
        "chained": Quantity(float(ways["chained"]), JOBS, rows=ours),
        "change": Quantity(change, JOBS, rows=ours.only("employment").at(*ends)),
        "gapminder_endpoint": Quantity(float(twice["endpoint"]), JOBS, rows=theirs.at(*ends)),
        "gapminder_chained": Quantity(float(twice["chained"]), JOBS, rows=theirs),
    }


@finds
def owed_to_price(study: Study) -> dict[str, Quantity]:
    """Output per head split by the fitted curve: what price moved, and everything else.

    The range is that over error scales and incomes.
    """
    price, remainder = study.split["price movement"], study.split[REMAINDER]
    years = study.product_price.frame.index.intersection(study.branches.frame.index)
    rows = study.branches.only(*FACTORS).at(*years), study.product_price.at(*years), study.log
    cells = study.price_parts["price"]
    limits = float(cells.min()), float(cells.max())
    return {
        "price": Quantity(float(price["chained"]), JOBS, limits, 1.0, rows=rows),
        "remainder": Quantity(float(remainder["chained"]), JOBS, rows=rows),
    }


@finds
def production_workers(branches: Sample) -> dict[str, Quantity]:
    """Production workers when the census count begins and when it ends."""
    counted = branches.only("employment")
    first, last = (int(year) for year in counted.frame.index[[0, -1]])
    workers = counted.frame["employment"]
    return {
        "workers_first": Quantity(float(workers[first]), "thousand", rows=counted.at(first)),
        "workers_last": Quantity(float(workers[last]), "thousand", rows=counted.at(last)),
    }
