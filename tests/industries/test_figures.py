"""The figures of the three industries: drawn from real frames, the same bytes twice."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from analysis.figures import paper
from analysis.figures.history import (
    backtest_fan,
    decomposition_bars,
    demand_fit,
    elasticity_along_time,
    employment_two_ways,
    predicted_employment_lines,
    price_and_income_lines,
    specification_curves,
    weavers_bars,
)
from analysis.industries.declared import PERIODS, primary
from analysis.industries.employment import (
    employment_factors,
    employment_series,
    industry_thresholds,
    mill_census,
    null_quantity,
    predicted_employment,
    three_ways,
)
from analysis.industries.findings import (
    curve_points,
    elasticity_path,
    fitted_employment,
    price_fall_path,
)
from analysis.industries.robustness import distinct_fits, every_fit
from analysis.industries.robustness.backtests import backtest
from analysis.industries.samples import sample
from analysis.industries.series import british_cotton_hands, published

ONE = primary("motor_vehicles")


def employment():
    return employment_two_ways({"steel": employment_series("steel").frame})


def fit_figure():
    return demand_fit(*curve_points(ONE), "motor_vehicles", "vehicles per head")


def elasticity():
    levels, theirs = industry_thresholds("motor_vehicles"), published("motor_vehicles")
    pair = {theirs.first_year: theirs.first, theirs.last_year: theirs.last}
    return elasticity_along_time(elasticity_path(ONE), {"turns": levels.per_head}, pair)


def predicted():
    panel, fitted = fitted_employment("motor_vehicles")
    flat = null_quantity("constant", panel["quantity"], panel["relative_price"])
    lines = panel[["per_thousand"]].rename(columns={"per_thousand": "actual"})
    lines["curve"] = predicted_employment(panel["per_thousand"], panel["quantity"], fitted)
    lines["naive"] = predicted_employment(panel["per_thousand"], panel["quantity"], flat)
    return predicted_employment_lines(lines, "motor_vehicles")


def decomposition():
    frame = mill_census("steel").frame
    ways = three_ways(frame["employment"], employment_factors(frame), PERIODS["steel"])
    return decomposition_bars(ways.drop(columns=["change", "residual"]))


def curves():
    fits = distinct_fits({"motor_vehicles": every_fit(Frames("motor_vehicles"))})
    null = SimpleNamespace(crossing=0.24, crossing_null=np.linspace(0.0, 0.6, 30))
    return specification_curves(fits, {"motor_vehicles": null})


def fan():
    past = backtest(Study("motor_vehicles").log, seed=1)
    return backtest_fan(sample(ONE).frame["quantity"], past.paths)


@pytest.mark.parametrize(
    "draw",
    [
        employment,
        fit_figure,
        elasticity,
        predicted,
        decomposition,
        curves,
        fan,
        lambda: price_and_income_lines(price_fall_path(ONE)),
        lambda: weavers_bars(british_cotton_hands().frame),
    ],
)
def test_a_figure_is_the_same_twice(draw):
    data, rests = sample(ONE).frame, sample(ONE).evidence
    made = [
        paper(draw(), "figure", caption="c", alt="a", data=data, evidence=rests) for _ in range(2)
    ]
    assert made[0].svg == made[1].svg
    assert made[0].png == made[1].png
