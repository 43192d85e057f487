"""Theory: closed forms against quadrature, and what each mechanism predicts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from analysis.demand import FloorLognormal
from analysis.errors import DemandError
from analysis.position.placement import elasticity_at
from analysis.position.theory import (
    LabelsInCost,
    Rungs,
    break_even_growth,
    durable_labour,
    employment_on_slowdown,
    reuse,
    share_served_at_peak,
    within_a_rung,
)

B, A, SIGMA, MU = 0.28, 1.0, 1.0, 0.5


def labels_bought(cost: float) -> float:
    """Demand by the definition: users over the lognormal of values, each with a learning curve."""
    exponent = 1.0 / (1.0 + B)
    kappa = ((1.0 + 1.0 / B) * (A * B) ** exponent) ** ((1.0 + B) / B)

    def bought(log_value: float) -> float:
        n = (math.exp(log_value) * A * B / cost) ** exponent
        return n * norm.pdf(log_value, MU, SIGMA)

    start = math.log(kappa * cost)
    return quad(bought, start, max(start, MU) + 14.0, epsabs=0, epsrel=1e-12, limit=400)[0]


@pytest.mark.parametrize(("price", "other"), [(0.05, 0.0), (0.2, 0.1), (0.02, 0.3)])
def test_labels_in_a_cost_against_quadrature(price: float, other: float) -> None:
    made = LabelsInCost(FloorLognormal.from_learning_curve(MU, SIGMA, B, A), other)
    assert made.quantity(price) == pytest.approx(labels_bought(price + other), rel=1e-9)
    step = 1e-5
    slope = math.log(made.quantity(price * math.exp(step)) / made.quantity(price / math.exp(step)))
    assert made.elasticity(price) == pytest.approx(-slope / (2 * step), rel=1e-8)


def test_the_floor_of_the_elasticity_does_not_survive_in_a_cost() -> None:
    demand = FloorLognormal.from_learning_curve(MU, SIGMA, B, A)
    alone, part = LabelsInCost(demand, 0.0), LabelsInCost(demand, 0.3)
    cheap = 1e-6
    assert alone.elasticity(cheap) == pytest.approx(1.0 / (1.0 + B), abs=0.01)
    assert part.elasticity(cheap) < 1e-4


def test_served_at_the_peak_by_the_share_of_labels() -> None:
    expected = {1.0: 0.885, 0.8: 0.719, 0.6: 0.447, 0.4: 0.108}
    for share, served in expected.items():
        assert share_served_at_peak(share, B, SIGMA) == pytest.approx(served, abs=5e-4)
        at = share_served_at_peak(share, B, SIGMA)
        assert share * float(elasticity_at(np.asarray(at))) == pytest.approx(1.0, abs=1e-9)
        # Pass-through and share work alike.
        assert share_served_at_peak(1.0, B, SIGMA, pass_through=share) == pytest.approx(at)


@pytest.mark.parametrize(("wear", "cut"), [(0.2, 0.40), (0.5, 0.25)])
def test_slower_productivity_alone_cuts_labour_behind_a_stock(wear: float, cut: float) -> None:
    assert 1.0 - employment_on_slowdown(0.3, 0.1, wear) == pytest.approx(cut, abs=1e-12)


@pytest.mark.parametrize("elasticity", [0.5, 1.0, 1.7])
def test_a_durable_stock_against_quadrature(elasticity: float) -> None:
    growth, wear, now = 0.3, 0.2, 2.0

    def made(time: float) -> float:
        productivity = math.exp(growth * time)
        labour = durable_labour(productivity, growth, wear, elasticity)
        return labour * productivity * math.exp(-wear * (now - time))

    stock = quad(made, -400.0, now, epsabs=0, epsrel=1e-12, limit=800, points=[-20.0, 0.0])[0]
    assert stock == pytest.approx(math.exp(elasticity * growth * now), rel=1e-9)


def test_a_stock_cannot_shrink_faster_than_it_wears() -> None:
    with pytest.raises(DemandError, match="no faster than it wears"):
        durable_labour(1.0, -0.3, 0.2)


def test_reuse_is_the_growth_of_sold_over_made() -> None:
    assert math.exp(reuse(51.1, 115.7, 22.9, 19.8)) == pytest.approx(115.7 / 51.1 * 22.9 / 19.8)
    with pytest.raises(DemandError, match="positive"):
        reuse(0.0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(("hours", "pay"), [(0.5, 0.3), (0.0, 0.4), (1e-12, 0.0), (-0.2, 0.1)])
def test_rungs_against_quadrature(hours: float, pay: float) -> None:
    made = Rungs(0.7, 2.9, hours, pay)
    worked = quad(lambda x: math.exp(hours * x), 0.7, 2.9, epsabs=0, epsrel=1e-13)[0]
    paid = quad(lambda x: math.exp((hours + pay) * x), 0.7, 2.9, epsabs=0, epsrel=1e-13)[0]
    assert made.hours == pytest.approx(worked, rel=1e-9)
    assert made.pay_an_hour == pytest.approx(paid / worked, rel=1e-9)
    parts = [made.hours_on(low, low + 1.0) for low in (0.0, 1.0, 2.0)]
    assert sum(parts) == pytest.approx(worked, rel=1e-9)


@given(st.floats(0.01, 1.0), st.floats(0.0, 0.5))
def test_heads_fall_while_hours_a_label_and_pay_rise(step: float, slower: float) -> None:
    before = Rungs(0.0, 2.0, 0.5, 0.4)
    after = Rungs(step, 2.0 + slower * step, 0.5, 0.4)
    assert after.labels < before.labels
    assert after.hours_a_label > before.hours_a_label
    assert after.pay_an_hour > before.pay_an_hour


def test_rungs_rise_and_fall_one_after_another() -> None:
    times = np.linspace(0.0, 4.0, 81)
    path = [Rungs(0.8 * t, 1.0 + t, 0.5, 0.4) for t in times]
    peaks = [times[int(np.argmax([item.hours_on(low, low + 1.0) for item in path]))]
             for low in (0.0, 1.0, 2.0)]  # fmt: skip
    assert peaks == sorted(peaks)
    assert len(set(peaks)) == 3


def test_within_a_rung_only_relative_price_counts() -> None:
    assert within_a_rung(1.0, 0.1, 0.5, 2.0) == pytest.approx(0.01)
    assert within_a_rung(10.0, 1.0, 0.5, 2.0) == pytest.approx(0.01)
    assert within_a_rung(1.0, 0.1, 0.5, 0.0) == 1.0


@given(st.floats(0.0, 1.0), st.floats(0.0, 5.0), st.floats(0.0, 1.0))
def test_at_the_growth_that_breaks_even_labour_stays(reach: float, e: float, saving: float) -> None:
    growth = break_even_growth(reach, e, saving)
    # Labour: demand grows by itself and by the cheaper cost, each label takes less.
    assert growth + reach * e * saving - saving == pytest.approx(0.0, abs=1e-12)
