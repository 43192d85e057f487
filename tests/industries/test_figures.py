"""The figures of the three industries: drawn from real frames, the same bytes twice."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from analysis import figures, industries
from analysis.industries.robustness import distinct_fits

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def vehicles(studies):
    return studies["motor_vehicles"]


def employment(study):
    return figures.employment_two_ways({"steel": industries.employment_by_year(study.employment)})


def fit_figure(study):
    observed, curve = industries.observed_points(study), industries.curve_points(study)
    return figures.demand_fit(observed, curve, "motor_vehicles", study.declared.unit)


def elasticity(study):
    path, levels = industries.elasticity_path(study), industries.turning_levels(study)
    return figures.elasticity_along_time(path, levels, study.published.by_year)


def rise_and_fall(study):
    frame = industries.rise_and_fall(study, industries.counted("motor_vehicles"))
    return figures.rise_and_fall(frame, "motor_vehicles", (-np.inf, 1936.0))


def decomposition(study):
    return figures.decomposition_bars(industries.jobs_by_factor(study))


def curves(study):
    fits = distinct_fits({"motor_vehicles": study.specification_curve})
    null = SimpleNamespace(crossing=0.24, crossing_null=np.linspace(0.0, 0.6, 30))
    return figures.specification_curves(fits, {"motor_vehicles": null})


def fan(study):
    return figures.backtest_fan(study.sample.frame["quantity"], study.backtest.paths)


def fall(study):
    return figures.price_and_income_lines(industries.price_fall_path(study.sample))


def weavers(_):
    british = industries.british_cotton_hands()
    return figures.weavers_bars(industries.weavers_and_cloth(british))


@pytest.mark.parametrize(
    "draw",
    [employment, fit_figure, elasticity, rise_and_fall, decomposition, curves, fan, fall, weavers],
)
def test_a_figure_is_the_same_twice(vehicles, draw):
    sample = vehicles.sample
    made = [
        figures.paper(
            draw(vehicles), "figure", caption="c", alt="a", data=sample.frame,
            evidence=sample.evidence,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert made[0].svg == made[1].svg
    assert made[0].png == made[1].png


def test_the_line_drawn_is_the_fitted_elasticity_and_the_diamonds_are_the_published_pair(vehicles):
    (axes,) = elasticity(vehicles).axes
    lines = [line for line in axes.lines if len(line.get_xdata())]
    logs = np.concatenate([np.asarray(line.get_ydata()) for line in lines[:2]])
    fitted = industries.elasticity_path(vehicles)["log"]
    assert set(np.round(logs, 12)) <= set(np.round(fitted, 12))
    (diamonds,) = [line for line in lines if line.get_marker() == "D"]
    assert dict(zip(diamonds.get_xdata(), diamonds.get_ydata(), strict=True)) == {
        1910: 6.77,
        2007: 0.15,
    }


def test_bars_of_a_decomposition_are_as_long_as_the_contributions(vehicles):
    (axes,) = decomposition(vehicles).axes
    drawn = [bar.get_width() for bar in axes.patches]
    expected = industries.jobs_by_factor(vehicles).to_numpy().ravel()
    np.testing.assert_allclose(drawn, expected)


def test_the_shaded_years_are_those_in_which_the_elasticity_may_be_one(vehicles):
    above, below = rise_and_fall(vehicles).axes
    for axes in (above, below):
        (band,) = axes.patches
        assert (band.get_x(), band.get_x() + band.get_width()) == (1910.0, 1936.0)
