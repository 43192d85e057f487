"""What cannot be computed is one of our errors, never one of Python's; what can be is right."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.demand import DemandModel, LogLogistic
from analysis.demand.curves.registry import curve_named
from analysis.errors import LabourError
from analysis.industries.employment.divisia import log_mean
from analysis.money import Rates, constant_usd, legal_tender, load_rates, nominal_usd, ppp_dollars
from analysis.tables import evidence, load, table
from analysis.wages.piece_rates import Range
from analysis.wages.time_basis import unpaid_share

INF, NAN = math.inf, math.nan
CURVE = LogLogistic(1.0, 2.0)
YEARS = pd.DataFrame({"q": np.arange(1.0, 13.0), "p": np.linspace(3, 1, 12)}, range(1900, 1912))


@pytest.mark.parametrize(
    "call",
    [
        lambda: load(None), lambda: load(["steel"]), lambda: table(3),
        lambda: evidence("comparator_wages", years=(2010, 2000)),
        lambda: evidence("annotation_wages", years=(2010, 2020)),
        lambda: evidence("steel", years=3),
        lambda: legal_tender([]), lambda: legal_tender(None),
        lambda: curve_named(None), lambda: curve_named([]),
        lambda: CURVE.simulate([1.0], -1.0, 0), lambda: CURVE.simulate([1.0], NAN, 0),
        lambda: CURVE.simulate([1.0], 0.1, -1), lambda: CURVE.quantity(["a"]),
        lambda: log_mean(INF, 1.0), lambda: log_mean("a", 1.0), lambda: log_mean(0.0, 1.0),
        lambda: unpaid_share(INF, INF), lambda: unpaid_share(INF, 1.0),
        lambda: unpaid_share(None, 1.0), lambda: Range(1.0, INF),
        lambda: DemandModel(None, "q", "p"), lambda: DemandModel(YEARS, "q", "p", None),
        lambda: DemandModel(YEARS.assign(p="a"), "q", "p"), lambda: DemandModel(YEARS, None, "p"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_an_error_of_ours(call: Callable[[], Any]) -> None:
    with pytest.raises(LabourError):
        call()


@pytest.fixture(scope="module")
def rates() -> Rates:
    return load_rates()


ROW = {"currency": "KES", "year": 2020, "mid": 100.0, "country": "KEN"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({k: v for k, v in ROW.items() if k != "year"}, "without column year"),
        ({k: v for k, v in ROW.items() if k != "currency"}, "without column currency"),
        ({k: v for k, v in ROW.items() if k != "mid"}, "one of low, mid, high"),
        (ROW | {"mid": INF}, "column mid: infinite"),
        (ROW | {"mid": "a"}, "column mid holds"),
        (ROW | {"year": "x"}, "year 'x'"),
        (ROW | {"year": 2020.5}, "year 2020.5"),
        (ROW | {"currency": None}, "currency None"),
    ],
)
def test_amounts_that_cannot_be_converted_say_why(
    rates: Rates, row: dict[str, Any], message: str
) -> None:
    with pytest.raises(LabourError) as raised:
        nominal_usd(pd.DataFrame([row]), rates)
    assert message in str(raised.value)


def test_conversions_refuse_what_they_cannot_know(rates: Rates) -> None:
    amounts = pd.DataFrame([ROW])
    for call in (
        lambda: nominal_usd(None, rates),
        lambda: constant_usd(amounts, rates, base_year=None),
        lambda: constant_usd(amounts, rates, base_year=2020, deflator="none"),
        lambda: ppp_dollars(amounts.drop(columns="country"), rates),
        lambda: ppp_dollars(amounts, rates, base_year="x"),
    ):
        with pytest.raises(LabourError):
            call()


def test_an_amount_alone_is_enough_and_the_others_stay_missing(rates: Rates) -> None:
    alone = nominal_usd(pd.DataFrame([ROW]), rates)
    whole = nominal_usd(pd.DataFrame([ROW | {"low": 50.0, "high": 200.0}]), rates)
    assert alone["mid"].tolist() == whole["mid"].tolist()
    assert alone[["low", "high"]].isna().all(axis=None)


def test_means_of_far_numbers_are_finite_and_between_them() -> None:
    # (a - b) / (ln a - ln b), by hand: ln(5e16) = 38.45, ln(8e-305) = -700.2.
    assert log_mean(5e16, 8e-305) == pytest.approx(5e16 / (math.log(5e16) - math.log(8e-305)))
    assert Range(1e200, 1e200).middle == pytest.approx(1e200)
    assert Range(1e-200, 1e-200).middle == pytest.approx(1e-200)
    assert Range(4.0, 9.0).middle == 6.0
