"""Findings on 459 industries, for the page and the rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.findings import Quantity, finds
from analysis.industries.manufacturing.changes import Changes
from analysis.industries.manufacturing.checks import (
    NEXT,
    START,
    by_branch,
    shuffled_positions,
    with_what_comes_next,
)
from analysis.industries.manufacturing.declared import (
    CONFIDENCE,
    DRAWS,
    ERROR_SHARES,
    PRIMARY,
    SEED,
    SMALLEST_SLOPE,
    VOTING,
    YEARS_APART,
    Effects,
    Specification,
)
from analysis.industries.manufacturing.panel import Panel
from analysis.industries.manufacturing.peaks import Peaks
from analysis.industries.manufacturing.responses import FALLS, TFP, Response, respond

WITHOUT = PRIMARY.but(industries="without electronics")
FREE = PRIMARY.but(slope="by period")
BOTH: Effects = "period and industry"


@finds
def industries_followed(panel: Panel) -> dict[str, Quantity]:
    """Industries with a whole record, and those without."""
    years = panel.wide("employment").columns
    return {
        "industries": Quantity(len(panel.industries), "industries"),
        "industries_left_out": Quantity(len(panel.left_out), "industries"),
        "first_year": Quantity(int(years[0]), "year"),
        "last_year": Quantity(int(years[-1]), "year"),
    }


@finds
def mean_responses(changes: Changes) -> dict[str, Quantity]:
    """Per cent of labour for a per cent of productivity, position left out."""
    fits = {
        "response": PRIMARY,
        "response_without": WITHOUT,
        "response_weighted": PRIMARY.but(weights="employment"),
        "response_industries": PRIMARY.but(effects=BOTH),
        "response_weighted_industries": PRIMARY.but(effects=BOTH, weights="employment"),
        "response_hours": PRIMARY.but(labour="hours"),
    }
    rows = changes[PRIMARY.borders]
    found = {
        name: _quantity(respond(rows, spec, falling=False), TFP) for name, spec in fits.items()
    }
    per_worker = rows.assign(tfp=rows["output"] - rows["employment"])
    found["response_per_worker"] = _quantity(respond(per_worker, PRIMARY, falling=False), TFP)
    return found


@finds
def four_intervals(changes: Changes) -> dict[str, Quantity]:
    """How the response changes per log point of output per head: the four that decide."""
    rows = changes[PRIMARY.borders]
    fits = {name: respond(rows, specification) for name, specification in VOTING.items()}
    return {
        "all_before": _quantity(fits["all_before"], FALLS),
        "all_after": _quantity(fits["all_after"], FALLS),
        "without_before": _quantity(fits["without_before"], FALLS),
        "without_after": _quantity(fits["without_after"], FALLS),
    }


@finds
def falls_over_all_years(changes: Changes) -> dict[str, Quantity]:
    """The same over all years; by price; and what could be detected."""
    rows = changes[PRIMARY.borders]
    found = {
        "all_years": PRIMARY,
        "all_years_without": WITHOUT,
        "price": PRIMARY.but(position="price"),
        "price_without": WITHOUT.but(position="price"),
        "price_without_before": WITHOUT.but(position="price", window="to 1989"),
        "price_without_after": WITHOUT.but(position="price", window="from 1989"),
    }
    fits = {name: respond(rows, specification) for name, specification in found.items()}
    census = WITHOUT.but(borders="census years")
    for name, window in (("census_without", "all years"), ("census_without_after", "from 1989")):
        fits[name] = respond(changes["census years"], census.but(window=window))
    four = [respond(rows, specification) for specification in VOTING.values()]
    below = sum(fit.interval(FALLS)[1] < 0 for fit in four)
    sizes = [fit.detectable(FALLS) for fit in four]
    both = [respond(rows, specification.but(effects=BOTH)) for specification in VOTING.values()]
    return {
        **{name: _quantity(fit, FALLS) for name, fit in fits.items()},
        "deciding": Quantity(len(VOTING), "intervals", declared=True),
        "below": Quantity(below, "intervals"),
        "below_industries": Quantity(sum(fit.interval(FALLS)[1] < 0 for fit in both), "intervals"),
        "detectable_least": Quantity(min(sizes), "per log point"),
        "detectable_most": Quantity(max(sizes), "per log point"),
        "smallest_slope": Quantity(SMALLEST_SLOPE, "per log point", declared=True),
    }


@finds
def along_the_curve(fifths: pd.DataFrame) -> dict[str, Quantity]:
    """The response where output per head has grown least and most, with electronics and without.

    Parameters
    ----------
    fifths : pandas.DataFrame
        From :func:`analysis.industries.manufacturing.fifths_side_by_side`.
    """
    return {
        "least_all": _row(fifths, "all", most=False),
        "most_all": _row(fifths, "all", most=True),
        "least_without": _row(fifths, "without electronics", most=False),
        "most_without": _row(fifths, "without electronics", most=True),
        "gained_least": Quantity(float(fifths["position"].min()), "log points"),
        "gained_most": Quantity(float(fifths["position"].max()), "log points"),
        "groups": Quantity(len(fifths), "groups"),
        "negative": Quantity(int((fifths["coefficient"] < 0).sum()), "groups"),
    }


@finds
def all_specifications(fits: pd.DataFrame) -> dict[str, Quantity]:
    """Share of the specifications with effects of periods whose interval is below zero, or above.

    Parameters
    ----------
    fits : pandas.DataFrame
        From :func:`analysis.industries.manufacturing.every_specification`.
    """
    plain = fits[fits["effects"] == "period"]
    below = (plain["high"] < 0).groupby([plain["position"], plain["industries"]]).mean()
    above = (plain["low"] > 0).groupby([plain["position"], plain["industries"]]).mean()
    return {
        "declared": Quantity(len(fits), "specifications"),
        "output": Quantity(float(below["output", "all"]), "share"),
        "output_without": Quantity(float(below["output", "without electronics"]), "share"),
        "price": Quantity(float(below["price", "all"]), "share"),
        "price_without": Quantity(float(below["price", "without electronics"]), "share"),
        "price_without_above": Quantity(float(above["price", "without electronics"]), "share"),
    }


@finds
def under_load(changes: Changes, without_branch: pd.DataFrame) -> dict[str, Quantity]:
    """The checks: by branch, what comes next, shuffled positions, each branch left out.

    Parameters
    ----------
    changes : Changes
    without_branch : pandas.DataFrame
        From :func:`analysis.industries.manufacturing.without_each_branch`.
    """
    rows = changes[PRIMARY.borders]
    branches = by_branch(rows)
    following = with_what_comes_next(rows, PRIMARY)
    left_out = without_branch["coefficient"]
    return {
        "by_branch": _quantity(branches, FALLS),
        "by_branch_df": Quantity(branches.cell(FALLS, "df"), "degrees of freedom"),
        "by_branch_without": _quantity(by_branch(rows, WITHOUT), FALLS),
        "next": _quantity(following, NEXT),
        "by_calendar": _quantity(respond(rows, FREE), FALLS),
        "p_shuffled": Quantity(_chance(rows, FREE), "p"),
        "p_shuffled_without": Quantity(
            _chance(rows, FREE.but(industries="without electronics")), "p"
        ),
        "branch_out_least": Quantity(float(left_out.min()), "per log point"),
        "branch_out_most": Quantity(float(left_out.max()), "per log point"),
    }


@finds
def if_prices_are_wrong(errors: pd.DataFrame) -> dict[str, Quantity]:
    """Response and its fall, corrected for an error in the price index: the range over shares.

    Parameters
    ----------
    errors : pandas.DataFrame
        From :func:`analysis.industries.manufacturing.with_price_errors`.
    """
    response, falls = errors["response"], errors["falls"]
    return {
        "error_share_most": Quantity(max(ERROR_SHARES), "share", declared=True),
        "response_least": Quantity(float(response.min())),
        "response_most": Quantity(float(response.max())),
        "falls_least": Quantity(float(falls.min()), "per log point"),
        "falls_most": Quantity(float(falls.max()), "per log point"),
    }


@finds
def peaks_coincide(peaks: Peaks) -> dict[str, Quantity]:
    """How often employment per head peaks near the spending share, and how little that says."""
    inside = peaks.frame[peaks.frame["inside"]]
    low, high = np.quantile(peaks.random, [0.025, 0.975])
    return {
        "years_apart": Quantity(YEARS_APART, "years", declared=True),
        "inside": Quantity(len(inside), "industries"),
        "together": Quantity(peaks.together, "share"),
        "paired_at_random": Quantity(
            peaks.paired_at_random, "share", interval=(float(low), float(high)), level=CONFIDENCE
        ),
        "p": Quantity(peaks.p, "p"),
        "drift_of_another": Quantity(peaks.drift_of_another, "share"),
    }


def _chance(rows: pd.DataFrame, specification: Specification) -> float:
    """Share of shuffles in which the response falls as much as it does, or more."""
    shuffled = shuffled_positions(rows, specification, seed=SEED, draws=DRAWS)
    own = respond(rows, specification).coefficient(FALLS)
    return float((1 + (shuffled <= own).sum()) / (1 + shuffled.size))


def _quantity(fit: Response, name: str) -> Quantity:
    unit = "per log point" if name.startswith(FALLS) else "elasticity"
    return Quantity(fit.coefficient(name), unit, interval=fit.interval(name), level=CONFIDENCE)


def _row(fifths: pd.DataFrame, industries: str, *, most: bool) -> Quantity:
    grown = fifths[(fifths["industries"] == industries) & (fifths["group"] != START)]
    row = grown.sort_values("position").iloc[-1 if most else 0]
    return Quantity(
        float(row["coefficient"]), "elasticity", interval=(float(row["low"]), float(row["high"])),
        level=CONFIDENCE,
    )  # fmt: skip
