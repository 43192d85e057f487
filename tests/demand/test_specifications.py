"""The specification curve: declared choices, refusals counted, and its placebo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.demand import (
    DemandModel,
    Interval,
    Specifications,
    joint_placebo,
    specification_curve,
)
from analysis.demand.checks.declared_choices import specified_model
from analysis.errors import MissingObservationError, SpecificationError

DIMENSIONS: dict[str, dict[str, dict[str, Any]]] = {
    "error": {"logs": {"error": "log"}, "levels": {"error": "level"}},
    "curve": {"lognormal": {"curve": "lognormal"}, "constant": {"curve": "constant_elasticity"}},
    "years": {"all": {"years": (1870, 1969)}, "late": {"years": (1900, 1969)}},
}
PRIMARY = {"error": "logs", "curve": "lognormal", "years": "all"}
BASE = {"quantity": "quantity", "price": "price", "income": "income"}


@pytest.fixture(scope="module")
def table() -> Specifications:
    return Specifications(DIMENSIONS, PRIMARY, BASE)


def test_every_combination_is_fitted_once_and_one_is_primary(
    frame: pd.DataFrame, table: Specifications
) -> None:
    found = specification_curve(frame, table)
    assert len(found.table) == len(table) == 8
    assert found.table["primary"].sum() == 1
    direct = DemandModel(frame, **BASE).fit()
    assert found.primary["elasticity"] == direct.elasticity().value
    assert found.primary["lower"] == direct.elasticity().lower
    assert found.counts()["fitted"] == 8
    assert found.ordered()["elasticity"].is_monotonic_increasing


def test_the_choice_that_moves_the_answer_most_comes_first(
    frame: pd.DataFrame, table: Specifications
) -> None:
    found = specification_curve(frame, table)
    influence = found.influence()
    assert influence.index[0] == "curve"
    assert influence.is_monotonic_decreasing
    errors = found.table[(found.table["curve"] == "constant") & (found.table["years"] == "all")]
    assert influence["error"] >= 0.0
    assert np.ptp(errors["elasticity"]) < influence["curve"]


def test_refusals_are_counted_with_their_reasons(frame: pd.DataFrame) -> None:
    data = frame.assign(gone=frame["quantity"].where(~frame.index.isin([1900])))
    quantities = {"whole": {"quantity": "quantity"}, "gap": {"quantity": "gone"}}
    table = Specifications(
        {"quantity": quantities}, {"quantity": "whole"}, {"price": "price", "income": "income"}
    )
    found = specification_curve(data, table)
    assert found.counts()["refused"] == 1
    assert "MissingObservationError" in found.table.loc[1, "reason"]
    assert "1900" in found.table.loc[1, "reason"]
    assert found.influence()["quantity"] == 0.0


def test_profile_intervals_without_an_end_are_counted_as_unbounded() -> None:
    price = np.exp(np.linspace(0.3, -0.3, 20))
    noise = np.random.default_rng(0).normal(0, 0.3, 20)
    data = pd.DataFrame({"quantity": price**-0.8 * np.exp(noise), "price": price})
    table = Specifications(
        {"error": {"logs": {"error": "log"}, "levels": {"error": "level"}}},
        {"error": "logs"},
        {"quantity": "quantity", "price": "price", "curve": "weibull"},
    )
    found = specification_curve(data, table, interval=Interval("profile"))
    counts = found.counts()
    assert counts["fitted"] + counts["unbounded"] + counts["refused"] == 2
    assert counts["unbounded"] + counts["refused"] >= 1
    with pytest.raises(SpecificationError, match="bootstrap"):
        specification_curve(data, table, interval=Interval("bootstrap"))


def test_several_processes_and_the_cache_give_the_same_table(
    frame: pd.DataFrame, table: Specifications, tmp_path: Path
) -> None:
    alone = specification_curve(frame, table, cache=tmp_path)
    together = specification_curve(frame, table, workers=2)
    pd.testing.assert_frame_equal(alone.table, together.table)
    stored = specification_curve(frame, table, cache=tmp_path)
    pd.testing.assert_frame_equal(alone.table, stored.table)
    assert len(list(tmp_path.iterdir())) == 1
    specification_curve(frame * 1.01, table, cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_the_whole_curve_is_redone_on_unrelated_quantities(
    frame: pd.DataFrame, table: Specifications
) -> None:
    found = joint_placebo(frame, table, n=12, seed=3)
    fitted = specification_curve(frame, table).table
    assert found.observed["share_crossed"] == fitted["crossed"].mean()
    assert found.observed["median_rsquared"] == pytest.approx(fitted["rsquared"].median(), abs=1e-4)
    assert found.pvalues().between(1 / 13, 1.0).all()
    again = joint_placebo(frame, table, n=12, seed=3)
    pd.testing.assert_frame_equal(found.draws, again.draws)


def test_rows_are_cut_at_the_ends_and_never_inside(frame: pd.DataFrame) -> None:
    data = frame.copy()
    data.loc[:1880, "income"] = np.nan
    assert specified_model(data, BASE).series.index[0] == 1881
    data.loc[1950, "income"] = np.nan
    with pytest.raises(MissingObservationError, match="1950"):
        specified_model(data, BASE)


@pytest.mark.parametrize(
    ("dimensions", "primary", "base", "message"),
    [
        ({}, {}, BASE, "no dimension"),
        ({"error": {}}, {"error": "logs"}, BASE, "no choice"),
        ({"error": {"logs": {"scale": "log"}}}, {"error": "logs"}, BASE, "sets scale; allowed"),
        (DIMENSIONS, {"error": "logs"}, BASE, "primary names None in dimension 'curve'"),
        (DIMENSIONS, PRIMARY, {**BASE, "error": "log"}, "sets error, set elsewhere"),
        (DIMENSIONS, PRIMARY, {**BASE, "wage": "w"}, "base sets wage"),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(
    dimensions: Any, primary: Any, base: Any, message: str
) -> None:
    with pytest.raises(SpecificationError, match=message):
        Specifications(dimensions, primary, base)
