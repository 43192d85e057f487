"""Employment decomposed with demand in it."""

from __future__ import annotations

import pytest

from analysis.industries.against_bessen.price_split import split_by_price
from analysis.industries.employment import REMAINDER
from analysis.industries.series import INDUSTRIES


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_price_and_remainder_add_up_to_the_change(industry):
    ways = split_by_price(industry)
    assert (ways["residual"].abs() < 1e-12).all()
    assert {"price movement", REMAINDER} <= set(ways.columns)


def test_cheaper_cloth_pulled_and_the_remainder_pushed():
    chained = split_by_price("cotton").loc["chained"]
    assert chained["price movement"] > 0
    assert chained[REMAINDER] < 0
