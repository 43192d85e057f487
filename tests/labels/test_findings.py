"""Findings on labels: the numbers of the page by a second road, and the rows they rest on."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.errors import DataError
from analysis.findings import Findings, rows_of
from analysis.labels import (
    appen_revenue,
    directions,
    disagreement,
    first_seen,
    flagship_hours,
    growing_populations,
    head_counts,
    hours_of_masklets,
    hours_of_masks,
    imagenet_count,
    ladder,
    market_sizes,
    material_since,
    mean_rewards,
    other_material,
    panel_by_set,
    places_in_china,
    posted_rewards,
    price_ladder,
    price_of_a_box,
    quality_costs,
    rates_of_progress,
    savings,
    time_ratios,
    tool_savings,
    tracker_mix,
    weighting,
    where_jobs_go,
    who_keeps,
)
from analysis.labels.checks import rows_named
from analysis.labels.followed import direction
from analysis.labels.mix import KEYWORD_MODALITY
from analysis.tables import load

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables(
    times: pd.DataFrame,
    seconds: pd.DataFrame,
    volumes: pd.DataFrame,
    unit_prices: pd.DataFrame,
    piece_rates: pd.DataFrame,
    months: pd.DataFrame,
) -> Tables:
    return {
        "times": times,
        "seconds": seconds,
        "volumes": volumes,
        "prices": unit_prices,
        "pieces": piece_rates,
        "months": months,
        "fees": load("platform_fees"),
    }


def used(found: Findings, name: str) -> dict[str, set[str]]:
    """Identifiers of the rows behind a number, by table."""
    return {item.table: set(item.rows()["id"]) for item in found.rows(name)}


def test_a_box_a_mask_and_a_frame_take_a_fraction_of_the_time_they_took(tables: Tables) -> None:
    stated = tables["times"].set_index("id")
    found = time_ratios(tables["seconds"])
    assert found["ratio_video"].value == pytest.approx(
        stated.loc["sam2_data_engine.phase1", "seconds_point"]
        / stated.loc["sam2_data_engine.phase3", "seconds_point"]
    )
    assert found["ratio_mask"].value == pytest.approx(22 * 3600 / 1000 / 14)
    assert used(found, "ratio_box") == {
        "time_per_label": {
            "imagenet_boxes.draw_and_check_median",
            "open_images_v4.extreme_clicking",
        }
    }


def test_comparisons_of_tools_leave_out_classes_and_experience(tables: Tables) -> None:
    found = tool_savings(tables["times"], tables["seconds"])
    every = savings(tables["times"], tables["seconds"])
    others = every["study"].isin(["cifar_n", "qingjian_road"])
    others |= every["after"].isin(["sam_data_engine.stage2", "abdomen_atlas.loop"])
    assert others.sum() > 3
    kept = every[~others]
    assert found["comparisons"].value == len(kept)
    assert found["slower"].value == (kept["ratio"] < 1).sum()
    for name, part in (("measured", kept["measured"]), ("stated", ~kept["measured"])):
        by_study: dict[str, list[float]] = {}
        for row in kept[part].to_dict("records"):
            by_study.setdefault(row["study"], []).append(row["ratio"])
        votes = [np.prod(ratios) ** (1 / len(ratios)) for ratios in by_study.values()]
        assert found[f"saving_{name}"].value == pytest.approx(np.median(votes))
    assert found["measured_studies"].value == kept.loc[kept["measured"], "study"].nunique()


def test_a_saving_rests_on_the_time_before_as_well_as_after(tables: Tables) -> None:
    (rows,) = rows_of(savings(tables["times"], tables["seconds"]))
    assert {"sam2_data_engine.phase1", "sam2_data_engine.phase3"} <= set(rows.rows()["id"])


def test_the_rate_of_progress_rests_on_boxes_that_form_a_pair(tables: Tables) -> None:
    found = rates_of_progress(tables["seconds"])
    rows = found.rows("progress_low")[0].rows()
    assert len(rows) < len(ladder(tables["seconds"], "bounding_box", "box"))
    pairs = rows.groupby(["stage", "statistic"])["year"].nunique()
    assert (pairs > 1).all()
    assert found.rows("progress_pairs") == found.rows("progress_high") == found.rows("progress_low")
    assert found["progress_interval"].value is None
    assert found["progress_masks"].value is None
    assert set(found.rows("progress_masks")[0].rows()["unit"]) == {"mask"}


def test_a_usable_box_costs_two_drawings_and_their_checks(tables: Tables) -> None:
    found = quality_costs(tables["seconds"])
    share = found["review_share"].value
    assert isinstance(share, float)
    assert found["usable_factor"].value == pytest.approx(2 * (1 + share))
    assert found["quality_premium"].value == pytest.approx(90 / 7)
    assert {name.split(".")[0] for name in used(found, "quality_premium")["time_per_label"]} == {
        "cityscapes"
    }


def test_the_usual_price_of_2017_is_a_dozen_times_the_least_of_2023(tables: Tables) -> None:
    found = price_of_a_box(tables["prices"], tables["seconds"], tables["pieces"])
    assert found["pass_through_china"].value is None
    assert found["china_price_fall"].value == pytest.approx(0.5 / 0.04)
    assert len(used(found, "china_price_fall")["price_per_label"]) == 2
    # What workers got does not show the fall: the rate of 2023 lies within those of 2018.
    rates = [found[f"china_rate_{name}"].value for name in ("before_low", "after", "before_high")]
    assert rates == [0.025, 0.04, 0.1]


def test_sam_took_more_hours_than_the_bound_of_coco_for_four_times_the_masks(
    tables: Tables,
) -> None:
    found = hours_of_masks(tables["volumes"], tables["times"], tables["seconds"])
    count = tables["volumes"].set_index("id")["value"]
    by_people = count[["sam_stage_1_masks.labels.2023", "sam_stage_2_masks.labels.2023"]]
    hours = by_people.iloc[0] * 14 / 3600 + by_people.iloc[1] * 34 / 3600
    bound = count["coco.labels.2014"] * 22 / 1000
    assert found["coco_hours"].value == pytest.approx(bound)
    assert found["sam_hours_low"].value == pytest.approx(hours)
    assert found["sam_hours_high"].value == pytest.approx(by_people.sum() * 34 / 3600)
    assert found["sam_labels_ratio"].value == pytest.approx(
        by_people.sum() / count["coco.labels.2014"]
    )
    assert found["sam_by_people"].value == pytest.approx(
        by_people.sum() / count["sa_1b.labels.2023"]
    )


def test_counts_of_labels_rest_on_no_time_and_hours_on_both(tables: Tables) -> None:
    masks = hours_of_masks(tables["volumes"], tables["times"], tables["seconds"])
    masklets = hours_of_masklets(tables["volumes"], tables["seconds"])
    assert (
        set(used(masks, "sam_labels_ratio")) == set(used(masklets, "masklets_ratio")) == {"volumes"}
    )
    assert used(masks, "coco_hours") == {
        "volumes": {"coco.labels.2014"},
        "time_per_label": {"coco.polygon"},
    }
    assert set(used(masklets, "masklet_hours_ratio")) == {"volumes", "time_per_label"}


def test_a_growth_rests_on_its_first_and_its_last_account(tables: Tables) -> None:
    found = appen_revenue(tables["volumes"])
    count = tables["volumes"].set_index("id")["value"]
    assert used(found, "appen_late")["volumes"] == {
        "appen.revenue.usd.2020",
        "appen.revenue.usd.2024",
    }
    late = count["appen.revenue.usd.2024"] / count["appen.revenue.usd.2020"]
    assert found["appen_late"].value == pytest.approx(late)


def test_places_in_china_by_plain_counting(tables: Tables) -> None:
    found = places_in_china(tables["volumes"])
    places = head_counts(tables["volumes"], "CHN")
    county = places["level"] == "county"
    heads = places["value"].sum()
    assert found["china_places"].value == len(places) == 9
    assert found["county_share"].value == county.sum() / len(places)
    assert found["county_heads_share"].value == places.loc[county, "value"].sum() / heads
    assert found["outside_share"].value == heads / (heads + 12_000)
    sizes = (places["value"] / places["firms"].astype(float)).dropna()
    assert found["people_to_a_firm"].value == sizes.median()
    assert set(found.rows("china_places")[0].rows()["country"]) == {"CHN"}


def test_a_direction_needs_bounds_that_settle_it() -> None:
    row = {"change_low": None, "change_high": None, "value_from": 100.0, "value_to": 200.0}

    def of(**cells: object) -> str:
        return direction(SimpleNamespace(**{**row, **cells}))

    assert of(bound_from="exact", bound_to="at_least") == "rises"
    assert of(bound_from="at_least", bound_to="at_least") == "not settled"
    assert of(bound_from="exact", bound_to="at_most") == "not settled"
    assert of(value_to=50.0, bound_from="at_least", bound_to="at_most") == "falls"
    assert of(value_to=50.0, bound_from="at_most", bound_to="about") == "not settled"
    assert of(change_high=-200.0) == "falls"
    assert of(change_low=56.0, change_high=56.0) == "rises"
    assert of(change_low=-5.0, change_high=5.0, value_to=None) == "not settled"


def test_jobs_by_part_of_the_world_by_plain_counting() -> None:
    followed = load("followed_counts")
    found = where_jobs_go(directions(followed))
    kept = followed[followed["labelling"] & followed["followed"]]
    kept = kept[kept["confidence"] != "low"]
    fell = kept[kept["change_high"].lt(0)]
    grew = kept[kept["change_low"].gt(0) | kept["id"].eq("yijun.heads")]
    assert found["followed_falling"].value == len(fell)
    assert found["followed_settled"].value == len(fell) + len(grew)
    falling, rising = set(fell["region"]) - {"world"}, set(grew["region"]) - {"world"}
    assert found["regions_falling"].value == len(falling - rising)
    assert found["regions_rising"].value == len(rising - falling)
    assert found["regions_both"].value == len(falling & rising)


def test_speechs_share_of_revenue_by_hand(tables: Tables) -> None:
    found = material_since(tables["volumes"], load("vendor_money"))
    assert found["speech_share_after"].value == pytest.approx(165 / 237)
    assert found["speech_share_before"].value == pytest.approx(165 / 1.6019 / 170)
    assert found["kinds_since"].value == 3


def test_the_largest_estimate_of_the_market_is_ten_times_the_least(tables: Tables) -> None:
    found = market_sizes(tables["volumes"])
    values = found.rows("market_spread")[0].rows()["value"]
    assert found["market_spread"].value == pytest.approx(values.max() / values.min())
    assert found["market_spread"].value == pytest.approx(10)


def test_the_share_of_other_material_by_counting_the_largest_keyword(tables: Tables) -> None:
    found = other_material(tables["months"])
    months = tables["months"]
    tasks = months.assign(
        year=months["month"].str[:4],
        kind=months["keyword"].map(KEYWORD_MODALITY),
        tasks=months["batches"] * months["mean_batch_size"],
    )
    sums = tasks.groupby(["kind", "keyword", "year"])["tasks"].sum()
    kinds = sums.groupby(["kind", "year"]).max()
    share = 1 - kinds.loc["image"] / kinds.groupby("year").sum()
    assert found["mix_first"].value == pytest.approx(share.iloc[0])
    assert found["mix_last"].value == pytest.approx(share.iloc[-1])
    assert set(found.rows("mix_first")[0].rows()["month"].str[:4]) == {share.index[0]}
    assert set(found.rows("mix_last")[0].rows()["month"].str[:4]) == {share.index[-1]}


def test_the_month_left_out_of_the_panel_is_the_one_without_a_reward(tables: Tables) -> None:
    found = posted_rewards(tables["months"])
    assert found["panel_left_out"].value == 1
    assert list(found.rows("panel_left_out")[0].rows()["mean_reward"]) == [0.0]
    interval = found["panel_tasks"].interval
    assert interval is not None
    assert interval[0] < found["panel_tasks"].value < interval[1]
    assert found["panel_tasks"].level == 0.95
    assert found["panel_tasks"].value == pytest.approx(-0.169, abs=5e-4)


def test_mean_rewards_rest_on_months_of_keywords_with_a_mean_over_tasks(tables: Tables) -> None:
    found = mean_rewards(tables["months"], tables["prices"])
    by_table = {item.table: item.rows() for item in found.rows("weighting_low")}
    months, priced = by_table["mturk_keyword_month"], by_table["price_per_label"]
    assert set(months["keyword"]) == set(priced["task"])
    assert months["month"].min() >= "2009-01"
    assert months["month"].max() <= "2010-04"
    ratio = weighting(tables["months"], tables["prices"])["ratio"]
    assert (found["weighting_low"].value, found["weighting_high"].value) == (
        ratio.min(),
        ratio.max(),
    )


def test_imagenet_is_counted_made_and_cited(tables: Tables) -> None:
    found = imagenet_count(tables["volumes"], tables["times"])
    assert found["imagenet_images"].value == 14_197_122
    assert found["imagenet_confidence"].value == "medium"
    assert found["imagenet_made_there"].value == 2
    assert found["rival_citations"].value is None
    assert used(found, "imagenet_images") == {"volumes": {"imagenet.labels.2011"}}


def test_one_look_at_each_candidate_of_imagenet_took_53_000_hours(tables: Tables) -> None:
    hours = flagship_hours(tables["volumes"], tables["times"], tables["seconds"], ("ImageNet",))
    assert hours["point"].iloc[0] == pytest.approx(160e6 / 50 / 60)
    assert hours["bound"].iloc[0] == "at_least"
    assert hours["weak"].iloc[0]


def test_a_row_that_is_not_there_is_no_evidence(tables: Tables) -> None:
    with pytest.raises(DataError, match=r"coco\.polygons.*close:.*coco\.polygon"):
        rows_named(tables["seconds"], "coco.polygon", "coco.polygons")


SHOWN: dict[str, tuple[Callable[[Tables], pd.DataFrame], set[str]]] = {
    "ladder": (
        lambda t: ladder(t["seconds"], "bounding_box", "box", weak=True, making=True),
        {"time_per_label"},
    ),
    "savings": (lambda t: savings(t["times"], t["seconds"]), {"time_per_label"}),
    "prices": (
        lambda t: price_ladder(t["prices"], "box", "USD", task="bounding_box"),
        {"price_per_label"},
    ),
    "shares": (lambda t: who_keeps(t["fees"], t["pieces"]), {"platform_fees", "piece_rates"}),
    "hours": (
        lambda t: flagship_hours(t["volumes"], t["times"], t["seconds"]),
        {"volumes", "time_per_label"},
    ),
    "counts": (lambda t: head_counts(t["volumes"], "CHN"), {"volumes"}),
    "growth": (lambda t: growing_populations(t["volumes"], "workers"), {"volumes"}),
    "market": (lambda t: disagreement(t["volumes"], "market_size", 2025), {"volumes"}),
    "mix": (lambda t: tracker_mix(t["months"]), {"mturk_keyword_month"}),
    "kinds": (lambda t: first_seen(t["prices"]), {"price_per_label"}),
    "panel": (lambda t: panel_by_set(t["months"]), {"mturk_keyword_month"}),
}


@pytest.mark.parametrize("name", list(SHOWN))
def test_a_frame_of_the_page_knows_its_rows(tables: Tables, name: str) -> None:
    make, expected = SHOWN[name]
    rows = rows_of(make(tables))
    assert {item.table for item in rows} == expected
    assert all(len(item.rows()) for item in rows)


def test_a_ladder_of_making_holds_no_checking_alone_and_no_bounds(tables: Tables) -> None:
    rungs = ladder(tables["seconds"], "bounding_box", "box", weak=True, making=True)
    every = ladder(tables["seconds"], "bounding_box", "box", weak=True)
    assert set(rungs["statistic"]) <= {"mean", "median"}
    assert not {"check", "coverage", "task"} & set(rungs["stage"])
    assert {"check", "task"} & set(every["stage"])
