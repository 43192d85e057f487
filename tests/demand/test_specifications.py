"""The specification curve: declared choices, refusals counted, and its placebo."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.demand import (
    DemandModel,
    SpecifiedModel,
    distinct,
    joint_placebo,
    specification_curve,
    spread_by_choice,
)
from analysis.errors import DemandError

CURVES = ("lognormal", "constant_elasticity")
CHOICES = ("error", "curve", "first")


def declared(frame: pd.DataFrame, curves: tuple[str, ...] = CURVES) -> list[SpecifiedModel]:
    return [
        SpecifiedModel(
            {"error": error, "curve": curve, "first": first},
            partial(DemandModel, frame.loc[first:], "quantity", "price", curve, error, "income"),
            primary=(error, curve, first) == ("log", curves[0], 1870),
        )
        for error, curve, first in product(("log", "level"), curves, (1870, 1900))
    ]


def test_every_combination_is_fitted_once_and_one_is_primary(frame: pd.DataFrame) -> None:
    table = specification_curve(declared(frame))
    assert len(table) == 8
    assert not table[list(CHOICES)].duplicated().any()
    (primary,) = table[table["primary"]].to_dict("records")
    direct = DemandModel(frame, "quantity", "price", income="income").fit(cov_type="HAC")
    assert primary["last"] == direct.elasticity().value
    assert primary["first_low"] == direct.elasticity("first").lower
    assert set(table["status"]) == {"fitted"}
    with pytest.raises(DemandError, match="no specification"):
        specification_curve([])


def test_the_choice_that_moves_the_answer_most_comes_first(frame: pd.DataFrame) -> None:
    table = specification_curve(declared(frame))
    moved = spread_by_choice(table, CHOICES)
    assert set(moved.index) == set(CHOICES)
    assert moved["range"].is_monotonic_decreasing
    for choice in CHOICES:
        middle = table.groupby(choice)["last"].median()
        assert moved.loc[choice, "range"] == pytest.approx(np.ptp(middle.to_numpy()))


def test_refusals_are_counted_with_their_reasons(frame: pd.DataFrame) -> None:
    gap = frame.assign(quantity=frame["quantity"].where(frame.index != 1900))
    table = specification_curve(
        SpecifiedModel({"data": name}, partial(DemandModel, data, "quantity", "price"))
        for name, data in (("whole", frame), ("gap", gap))
    )
    assert list(table["status"] == "refused") == [False, True]
    assert "Error" not in table.loc[1, "reason"]
    assert "1900" in table.loc[1, "reason"]
    assert len(distinct(table)) == 1


def test_one_fit_under_two_names_counts_once_and_other_years_are_another(
    frame: pd.DataFrame,
) -> None:
    names = {"one": frame, "same": frame.copy(), "later": frame.iloc[1:]}
    table = specification_curve(
        SpecifiedModel({"data": name}, partial(DemandModel, data, "quantity", "price"))
        for name, data in names.items()
    )
    assert list(table["duplicate"]) == [False, True, False]


def test_a_curve_that_only_nears_a_constant_elasticity_is_refused() -> None:
    logs = np.linspace(0.0, -3.0, 60)
    wave = 0.05 * np.sin(np.arange(60.0)) + 0.2 * (logs - logs.mean()) ** 2
    data = pd.DataFrame({"quantity": np.exp(-1.5 * logs + wave), "price": np.exp(logs)})
    table = specification_curve(
        SpecifiedModel({"curve": curve}, partial(DemandModel, data, "quantity", "price", curve))
        for curve in CURVES
    )
    assert list(table["status"]) == ["refused", "fitted"]
    assert "degenerates" in table.loc[0, "reason"]


def test_the_whole_curve_is_redone_on_unrelated_quantities(frame: pd.DataFrame) -> None:
    every = declared(frame, ("lognormal", "weibull"))
    found, again = (joint_placebo(every, draws=12, seed=3) for _ in range(2))
    fitted = specification_curve(every)
    assert found.crossing == fitted["crosses"].mean()
    assert found.rsquared == pytest.approx(fitted["rsquared"].median(), abs=1e-6)
    assert found.primary == pytest.approx(fitted["rsquared"][fitted["primary"]].item(), abs=1e-6)
    assert 1 / 13 <= found.p_crossing <= 1.0
    np.testing.assert_array_equal(found.rsquared_null, again.rsquared_null)
    assert "8 specifications on 12 walks" in str(found)


def test_a_joint_placebo_needs_the_one_chosen_beforehand(frame: pd.DataFrame) -> None:
    with pytest.raises(DemandError, match="0 of 4 specifications are primary"):
        joint_placebo([one for one in declared(frame) if not one.primary][:4], seed=1, draws=3)
