"""The published pairs on our data, and the region that the data do not reject."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from analysis.demand import Lognormal, block_bootstrap
from analysis.errors import IndustryError
from analysis.industries.against_bessen.region import lognormal_through, profile_region
from analysis.industries.fitted import Fitted

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("pair", "sigma", "fall"),
    [
        ((2.13, 0.02), 0.5, 4.74), ((2.13, 0.02), 1.0, 64.9), ((2.13, 0.02), 1.5, 2_386),
        ((3.49, 0.16), 0.75, 18.1), ((3.49, 0.16), 1.0, 103), ((3.49, 0.16), 1.25, 862),
        ((6.77, 0.15), 0.5, 11.9), ((6.77, 0.15), 0.75, 132), ((6.77, 0.15), 1.0, 3_221),
    ],
)  # fmt: skip
def test_a_pair_of_elasticities_and_a_price_fall_imply_sigma(pair, sigma, fall):
    mu, implied = lognormal_through(pair, (math.log(fall), 0.0))
    assert implied == pytest.approx(sigma, rel=5e-3)
    found = Lognormal(mu, implied).elasticity([fall, 1.0])
    np.testing.assert_allclose(found, pair, rtol=1e-9)


def test_a_rising_price_carries_no_falling_elasticity():
    with pytest.raises(IndustryError, match="both falling"):
        lognormal_through((2.0, 1.0), (0.0, 1.0))


def test_steel_disagrees_with_the_published_pair_on_both_scales(studies):
    logs, levels = (studies["steel"].comparison[error] for error in ("log", "level"))
    assert (logs.first.verdict, logs.last.verdict) == ("disagrees", "disagrees")
    assert logs.verdict == levels.verdict == "disagrees"
    assert not logs.imposed.inside
    assert 0.01 < logs.imposed.rsquared_lost < 0.05


def test_motor_vehicles_are_compared_from_the_published_first_year_on(studies):
    found = studies["motor_vehicles"].comparison["log"]
    assert found.first.year == 1910
    assert found.path.frame.index.min() == 1910
    assert found.first.theirs == pytest.approx(6.77, rel=1e-6)


def test_a_comparison_prints_its_table_and_nothing_else(studies):
    printed = str(studies["steel"].comparison["log"])
    assert len(printed.splitlines()) == 4
    assert "disagrees" in printed
    assert studies["steel"]._repr_html_().count("<tr") == 5
    assert "errors in levels" in str(studies["steel"])


def test_the_wider_interval_counts(studies):
    end = studies["cotton"].comparison["log"].first
    widths = [math.log(high / low) for low, high in (end.profile, end.bootstrap)]
    low, high = end.interval
    assert math.log(high / low) == max(widths)
    assert low < end.ours < high


def test_the_region_holds_the_estimate_and_widens_with_dependence(studies):
    fitted = studies["steel"].log
    region = studies["steel"].comparison["log"].region
    params = fitted.results.params
    nearest = np.hypot(region.mu - params["mu"], region.sigma - params["sigma"]).argmin()
    assert region.inside[nearest]
    assert region.excess.min() >= -1e-6
    assert region.inflation > 1.0
    low, high = region.share_served(-1)
    assert 0.0 < low < float(fitted.results.share_served("last").value) < high < 1.0
    with pytest.raises(IndustryError, match="allowed: lognormal"):
        profile_region(Fitted(replace(fitted.specification, curve="weibull"), fitted.sample))


def test_a_block_bootstrap_is_the_same_twice(studies):
    one = studies["steel"].log.results
    first = block_bootstrap(one, seed=3, draws=49).elasticity(-1)
    np.testing.assert_array_equal(first, block_bootstrap(one, seed=3, draws=49).elasticity(-1))


def test_most_of_the_fall_of_the_relative_price_of_cotton_is_income(studies):
    fall = studies["cotton"].price_and_income.fall
    assert fall.price + fall.income == pytest.approx(fall.total)
    assert fall.income > 4 * fall.price


def test_price_and_income_of_steel_may_work_alike_with_nominal_product(studies):
    both = studies["steel"].price_and_income
    assert both.rejects_one is False
    assert both.gamma.lower < 1.0 < both.gamma.upper
