"""What was declared for the fits, and the rules that judge them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import least_squares

from analysis.demand import ConstantElasticity, distinct, fit_curves
from analysis.demand.checks.many_fits import degenerates, relative_prices
from analysis.errors import IndustryError
from analysis.industries.against_bessen.agreement import end_verdict, pair_verdict
from analysis.industries.declared import (
    BENCHMARKS,
    CURVES,
    CUTOFFS,
    DECLARED,
    MINIMUM_OBSERVATIONS,
    Specification,
    primary,
    specification_table,
    specifications,
)
from analysis.industries.every_specification import specification_curve, specified
from analysis.industries.samples import Frames, sample
from analysis.industries.series import INDUSTRIES, published

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_one_primary_specification_and_more_than_two_hundred_others(industry):
    every = specifications(industry)
    assert [one.primary for one in every].count(True) == 1
    assert len(set(every)) == len(every) > 200
    assert {one.curve for one in every} == set(CURVES)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_the_primary_follows_the_published_window_as_far_as_data_reach(industry):
    one, theirs = primary(industry), published(industry)
    assert (one.relative, one.error, one.curve) == ("income", "log", "lognormal")
    assert one.last == theirs.last_year
    years = sample(one).frame.index
    assert years.min() == one.first >= theirs.first_year
    assert theirs.last_year - 2 <= years.max() <= theirs.last_year


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_every_declared_window_has_enough_years(industry):
    for data in DECLARED[industry].data:
        for first, last in data.windows:
            one = Specification(industry, data.quantity, data.price, first, last, "income", "log",
                                "lognormal")  # fmt: skip
            assert len(sample(one).frame) >= MINIMUM_OBSERVATIONS
    assert not set(BENCHMARKS) & {one.curve for one in specifications(industry)}
    assert CUTOFFS[industry] == tuple(range(CUTOFFS[industry][0], CUTOFFS[industry][-1] + 1, 10))
    assert not specification_table(industry).empty


def test_too_few_observations_are_refused():
    one = Specification("cotton", "mill_consumption", "sheeting", 1880, 1918, "income", "log",
                        "lognormal")  # fmt: skip
    with pytest.raises(IndustryError, match="at least 10"):
        sample(one)


def test_two_hundred_distinct_fits_where_the_data_give_them():
    frame = specification_curve("cotton")
    used = distinct(frame)
    assert len(used) >= 200
    assert {"fitted", "refused"} <= set(frame["status"]) <= {"fitted", "unbounded", "refused"}
    assert frame.loc[frame["status"] == "refused", "reason"].str.len().min() > 0
    ends = used[["quantity", "price", "relative", "error", "nobs", "first", "last"]].round(12)
    assert not ends.duplicated().any()


@pytest.mark.parametrize(
    ("theirs", "low", "high", "verdict"),
    [
        (2.13, 1.2, 2.3, "agrees"),
        (2.13, 0.9, 2.3, "compatible, uninformative"),
        (0.16, 0.5, 1.5, "disagrees"),
        (0.16, 0.0, 0.4, "agrees"),
        (2.13, 0.9, math.inf, "compatible, uninformative"),
        (math.nan, 0.9, 2.3, "not comparable"),
        (2.13, math.nan, math.nan, "not comparable"),
    ],
)
def test_a_verdict_at_one_end(theirs, low, high, verdict):
    assert end_verdict(theirs, low, high) == verdict


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        ("agrees", "agrees", "agrees"),
        ("agrees", "disagrees", "disagrees"),
        ("not comparable", "disagrees", "disagrees"),
        ("not comparable", "agrees", "not comparable"),
        ("compatible, uninformative", "agrees", "compatible, uninformative"),
    ],
)
def test_the_worse_end_decides(first, last, verdict):
    assert pair_verdict(first, last) == verdict


def test_what_is_refused_as_degenerate_has_no_minimum_that_an_optimiser_finds():
    refused = 0
    for one in specified("motor_vehicles", CURVES, Frames("motor_vehicles")):
        try:
            model = one.model()
        except IndustryError:
            continue
        if not degenerates(model):
            continue
        refused += 1
        curve, error = model.equation.curve, model.equation.error
        logs, quantity = relative_prices(model), model.series.quantity
        limit = fit_curves(ConstantElasticity, logs, quantity[None], error).ssr[0]
        positive = np.array(curve.lower) == 0.0
        found = fit_curves(curve, logs, quantity[None], error).params[0]
        start = np.where(positive, np.log(np.where(positive, found, 1.0)), found)

        def gap(theta, curve=curve, error=error, logs=logs, quantity=quantity, positive=positive):
            params = np.where(positive, np.exp(np.where(positive, theta, 0.0)), theta)
            mean = curve.log_quantity_at(params, logs)
            return np.log(quantity) - mean if error == "log" else quantity - np.exp(mean)

        best = least_squares(gap, start, bounds=(start - 5.0, start + 5.0), x_scale=1.0)
        inside = not best.active_mask.any() and best.success
        assert not (inside and 2.0 * best.cost < limit * (1.0 - 1e-4)), one.choices
    assert refused > 20
