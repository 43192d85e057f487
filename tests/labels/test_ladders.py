"""Ladders: ratios, what mixes what, and refusals across units."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DataError, LabelsError
from analysis.labels import (
    Learning,
    NotIdentified,
    Progress,
    ladder,
    learning,
    progress,
    quality_premium,
    review_share,
    stated_speedups,
    step,
    usable_label,
    within_study_steps,
)


@pytest.mark.parametrize(
    ("before", "after", "ratio", "within"),
    [
        (
            "imagenet_boxes.draw_and_check_median",
            "open_images_v4.extreme_clicking",
            4.7,
            False,
        ),
        ("coco.polygon", "sam_data_engine.stage1_end", 5.7, False),
        ("sam2_data_engine.phase1", "sam2_data_engine.phase3", 8.4, True),
    ],
)
def test_labels_must_grow_by_the_ratio_of_times_for_hours_to_stay(
    seconds: pd.DataFrame, before: str, after: str, ratio: float, within: bool
) -> None:
    made = step(seconds, before, after)
    assert made.labels_needed == pytest.approx(ratio, abs=0.05)
    assert made.within_study is within
    assert made.log_saving == pytest.approx(math.log(ratio), abs=0.02)


def test_a_step_between_studies_says_what_it_mixes(seconds: pd.DataFrame) -> None:
    made = step(seconds, "coco.polygon", "sam_data_engine.stage1_end")
    assert {"protocol", "skill", "assistance"} <= set(made.differs)
    box = step(seconds, "imagenet_boxes.draw_and_check_median", "open_images_v4.extreme_clicking")
    assert box.weak


def test_steps_across_units_are_refused(seconds: pd.DataFrame) -> None:
    with pytest.raises(LabelsError, match="box, mask"):
        step(seconds, "extreme_clicking.voc2007", "coco.polygon")


def test_an_unknown_row_is_answered_with_close_ones(seconds: pd.DataFrame) -> None:
    with pytest.raises(DataError, match=r"close:.*coco\.polygon"):
        step(seconds, "coco.polygons", "coco.pipeline")


def test_trained_staff_were_slower_with_extreme_clicking_than_with_dragging(
    seconds: pd.DataFrame,
) -> None:
    steps = within_study_steps(seconds).set_index(["before", "after"])["ratio"]
    assert steps["snapper.gesture_drag", "snapper.gesture_extreme"] < 1
    assert steps["snapper.gesture_drag", "snapper.gesture_snap_b"] > 1


def test_what_the_model_leaves_takes_as_long_as_before(seconds: pd.DataFrame) -> None:
    steps = within_study_steps(seconds).set_index("after")["ratio"]
    assert steps["sam_data_engine.stage1_end"] == pytest.approx(34 / 14)
    assert steps["sam_data_engine.stage2"] == 1


def test_a_step_within_a_study_compares_one_unit_stage_and_statistic(
    seconds: pd.DataFrame,
) -> None:
    by_id = seconds.set_index("id")
    for made in within_study_steps(seconds).itertuples():
        before, after = by_id.loc[made.before], by_id.loc[made.after]
        for name in ("study", "unit", "stage", "statistic"):
            assert before[name] == after[name]


def test_a_percentage_of_time_saved_becomes_a_ratio(times: pd.DataFrame) -> None:
    ratios = stated_speedups(times).set_index("id")["ratio"]
    assert ratios["medsam.expert1"] == pytest.approx(1 / (1 - 0.8237))
    assert ratios["latte.one_click"] == 6.2
    assert "polygon_rnn.assisted" not in ratios


def test_weak_rows_stay_out_of_a_ladder_unless_asked_for(seconds: pd.DataFrame) -> None:
    usual, all_rows = (ladder(seconds, "bounding_box", "box", weak=weak) for weak in (False, True))
    assert "open_images_v4.extreme_clicking" not in set(usual["id"])
    assert "open_images_v4.extreme_clicking" in set(all_rows["id"])
    assert (usual["confidence"] != "low").all()


def test_the_rate_of_progress_is_a_range_without_an_interval(seconds: pd.DataFrame) -> None:
    found = progress(ladder(seconds, "bounding_box", "box"))
    assert isinstance(found, Progress)
    assert 0 < found.low < found.high
    assert found.within_study == 0
    assert "8 are needed" in found.interval.reason
    alone = progress(ladder(seconds, "instance_mask", "mask"))
    assert isinstance(alone, NotIdentified)


def test_no_comparison_of_learning_curves_below_eight_points() -> None:
    seven = [float(n) for n in range(1, 8)]
    found = learning(seven, seven, seven)
    assert isinstance(found, NotIdentified)
    assert "needed: 8" in found.reason


@given(st.floats(-0.6, -0.05), st.floats(1, 100))
def test_learning_recovers_the_exponent_that_made_the_points(b: float, first: float) -> None:
    labels = [10.0**k for k in range(1, 10)]
    found = learning([first * n**b for n in labels], labels, list(range(2010, 2019)))
    assert isinstance(found, Learning)
    assert found.wright.slope == pytest.approx(b)
    assert found.progress_ratio == pytest.approx(2**b)
    assert found.correlation == pytest.approx(1)


def test_fine_labels_cost_almost_thirteen_coarse_ones(seconds: pd.DataFrame) -> None:
    made = quality_premium(seconds, "cityscapes.fine", "cityscapes.coarse")
    assert made.ratio == pytest.approx(90 / 7)
    with pytest.raises(LabelsError, match="different studies"):
        quality_premium(seconds, "cityscapes.fine", "mapillary_vistas.fine")


def test_checking_took_two_thirds_of_the_time_of_drawing(seconds: pd.DataFrame) -> None:
    share = review_share(seconds, "imagenet_boxes.draw_median", "imagenet_boxes.all_median")
    assert share == pytest.approx((9.0 + 7.8) / 25.5, abs=0.01)


@given(
    st.floats(0.001, 10), st.integers(1, 10), st.floats(0, 2), st.floats(0, 0.9)
)  # fmt: skip
def test_a_usable_label_never_costs_less_than_one_answer(
    price: float, answers: int, review: float, rejected: float
) -> None:
    made = usable_label(price, answers=answers, review=review, rejected=rejected)
    assert made.cost >= price
    assert made.cost == pytest.approx(price * made.factor)


@pytest.mark.parametrize(
    "wrong", [{"answers": 0.5}, {"review": -0.1}, {"rejected": 1.0}, {"rejected": -0.1}]
)
def test_shares_outside_their_domain_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(LabelsError, match="allowed"):
        usable_label(1.0, **wrong)
    with pytest.raises(LabelsError, match="price"):
        usable_label(-1.0)
