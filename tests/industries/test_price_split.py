"""Employment decomposed with demand in it."""

from __future__ import annotations

import pytest

from analysis.industries.employment import REMAINDER
from analysis.industries.series import INDUSTRIES


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_price_and_remainder_add_up_to_the_change(studies, industry):
    ways = studies[industry].split
    assert (ways["residual"].abs() < 1e-12).all()
    assert {"price movement", REMAINDER} <= set(ways.columns)


def test_cheaper_cloth_pulled_and_the_remainder_pushed(studies):
    chained = studies["cotton"].split.loc["chained"]
    assert chained["price movement"] > 0
    assert chained[REMAINDER] < 0
