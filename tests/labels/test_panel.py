"""The Mechanical Turk panel: an exact split, reproduced by two other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import LabelsError
from analysis.labels import KEYWORD_SETS, Panel, posted_volume_on_reward, weighting
from analysis.labels.panel import Outcome

pytestmark = pytest.mark.slow

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "panel.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def all_keywords(months: pd.DataFrame) -> Panel:
    return posted_volume_on_reward(months)


def test_tasks_fall_by_17_percent_of_the_reward_15_of_them_batches(all_keywords: Panel) -> None:
    assert all_keywords.tasks.coefficient == pytest.approx(-0.169, abs=5e-4)
    assert all_keywords.tasks.std_error == pytest.approx(0.054, abs=5e-4)
    assert all_keywords.batches.coefficient == pytest.approx(-0.144, abs=5e-4)
    assert all_keywords.batch_size.coefficient == pytest.approx(-0.025, abs=5e-4)
    assert len(all_keywords.keywords) == 26
    assert all_keywords.nobs == 1553


@pytest.mark.parametrize("outcome", get_args(Outcome))
@pytest.mark.parametrize("program", ["linearmodels", "pyfixest"])
def test_two_other_programs_agree(all_keywords: Panel, outcome: str, program: str) -> None:
    coefficient, std_error = REFERENCE[outcome][program]
    ours = getattr(all_keywords, outcome)
    assert ours.coefficient == pytest.approx(coefficient, rel=1e-9)
    # pyfixest demeans by iteration, to a tolerance that shows in the ninth digit.
    assert ours.std_error == pytest.approx(std_error, rel=1e-8)
    assert ours.interval == pytest.approx(REFERENCE[outcome]["pyfixest_interval"], rel=1e-6)


@pytest.mark.parametrize("name", list(KEYWORD_SETS))
@pytest.mark.parametrize("transform", ["levels", "differences"])
def test_batches_and_batch_size_add_up_to_tasks(
    months: pd.DataFrame, name: str, transform: str
) -> None:
    found = posted_volume_on_reward(months, KEYWORD_SETS[name], transform=transform)
    parts = found.batches.coefficient + found.batch_size.coefficient
    assert found.tasks.coefficient == pytest.approx(parts, abs=1e-10)


def test_narrower_sets_move_half_as_much(months: pd.DataFrame) -> None:
    for name in ("naming", "naming and pictures"):
        found = posted_volume_on_reward(months, KEYWORD_SETS[name])
        assert found.tasks.coefficient == pytest.approx(-0.08, abs=0.005)
        low, high = found.tasks.interval
        assert low < 0 < high


def test_the_month_without_a_reward_is_returned_not_hidden(
    all_keywords: Panel, months: pd.DataFrame
) -> None:
    assert len(all_keywords.excluded) == 1
    assert all_keywords.nobs + len(all_keywords.excluded) == len(months)


def test_a_change_over_a_gap_of_months_is_not_a_difference(months: pd.DataFrame) -> None:
    found = posted_volume_on_reward(months, transform="differences")
    number = months["month"].str[:4].astype(int) * 12 + months["month"].str[5:].astype(int)
    positive = months["mean_reward"] > 0
    rows = pd.DataFrame({"keyword": months["keyword"], "number": number})[positive]
    steps = rows.sort_values(["keyword", "number"]).groupby("keyword")["number"].diff()
    assert found.nobs == int((steps == 1).sum())


@settings(max_examples=10, deadline=None)
@given(st.floats(-2, 2), st.integers(0, 2**32 - 1))
def test_the_panel_recovers_the_slope_that_made_it(slope: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    keywords = [f"k{n:02d}" for n in range(8)]
    index = [
        (name, f"20{year}-{m:02d}") for name in keywords for year in (10, 11) for m in range(1, 13)
    ]
    reward = random.normal(size=len(index))
    month_effect = {month: random.normal() for _, month in index}
    keyword_effect = {name: random.normal() for name in keywords}
    size = [
        slope * price + keyword_effect[name] + month_effect[month]
        for price, (name, month) in zip(reward, index, strict=True)
    ]
    frame = pd.DataFrame(index, columns=["keyword", "month"]).assign(
        batches=1, mean_reward=np.exp(reward), mean_batch_size=np.exp(size)
    )
    for transform in ("levels", "differences"):
        found = posted_volume_on_reward(frame, transform=transform)
        assert found.batch_size.coefficient == pytest.approx(slope, abs=1e-8)
        assert found.tasks.coefficient == pytest.approx(slope, abs=1e-8)


def test_unknown_keywords_transforms_and_too_few_are_refused(months: pd.DataFrame) -> None:
    with pytest.raises(LabelsError, match="found shopping"):
        posted_volume_on_reward(months, ["image", "photo", "shopping"])
    with pytest.raises(LabelsError, match="2 keywords"):
        posted_volume_on_reward(months, ["image", "photo"])
    with pytest.raises(LabelsError, match="allowed: levels, differences"):
        posted_volume_on_reward(months, transform="logs")


def test_a_mean_over_batches_is_above_a_mean_over_tasks(
    months: pd.DataFrame, unit_prices: pd.DataFrame
) -> None:
    found = weighting(months, unit_prices)
    assert (found["ratio"] > 1).all()
    assert found["ratio"].max() > 10
