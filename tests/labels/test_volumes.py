"""Volumes and hours: growth within one population only, and hours where units meet."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.errors import DataError, LabelsError
from analysis.labels import (
    FLAGSHIPS,
    Hours,
    NotIdentified,
    beyond_pictures,
    difference,
    disagreement,
    flagship_hours,
    growing_populations,
    growth,
    head_counts,
    hours,
    response,
    tracker_mix,
)


def test_counts_of_different_populations_are_never_subtracted(volumes: pd.DataFrame) -> None:
    with pytest.raises(LabelsError, match="population"):
        difference(volumes, "imerit.workers.2019", "imerit.workers.source_3.2023")


def test_an_announced_head_count_is_no_growth(volumes: pd.DataFrame) -> None:
    with pytest.raises(LabelsError, match="announced"):
        difference(volumes, "sama.workers.2022", "sama.workers.2023")


def test_revenue_of_one_firm_in_one_currency_is_one_series(volumes: pd.DataFrame) -> None:
    change = difference(volumes, "appen.revenue.aud.2018", "appen.revenue.aud.2019")
    assert change == pytest.approx(536e6 - 364.289e6)
    with pytest.raises(LabelsError, match="population"):
        difference(volumes, "appen.revenue.aud.2019", "appen.revenue.usd.2020")


def test_growth_is_missing_where_an_end_is_only_a_bound(volumes: pd.DataFrame) -> None:
    taiyuan = growth(volumes, "baidu_shanxi_taiyuan_base.workers")
    assert taiyuan["growth"].isna().all()
    assert taiyuan["value"].is_monotonic_increasing
    appen = growth(volumes, "appen.revenue.usd")
    assert appen["growth"].iloc[0] == pytest.approx(math.nan, nan_ok=True)
    assert appen["growth"].iloc[-1] == pytest.approx(math.log(234.3 / 273.0))


def test_two_values_of_one_moment_have_no_growth_between_them(volumes: pd.DataFrame) -> None:
    assert growth(volumes, "mturk_unique_workers.workers")["growth"].isna().all()


def test_one_value_is_no_series(volumes: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="needed: 2"):
        growth(volumes, "imagenet.labels")


def test_market_research_of_one_year_differs_by_a_third_and_more(volumes: pd.DataFrame) -> None:
    found = disagreement(volumes, "market_size", 2023, currency="CNY")
    assert found["over_least"].max() > 1.33
    assert found["population"].is_unique


def test_forecasts_and_targets_do_not_make_a_population_grow(volumes: pd.DataFrame) -> None:
    grown = growing_populations(volumes, "workers")
    assert "sama.workers" not in set(grown["population"])
    assert (grown["last"] > grown["first"]).all()


def test_weak_counts_do_not_stretch_the_growth_of_a_population(volumes: pd.DataFrame) -> None:
    base = "baidu_shanxi_taiyuan_base.workers"
    trusted, all_rows = (
        growing_populations(volumes, "workers", weak=weak).set_index("population").loc[base]
        for weak in (False, True)
    )
    assert trusted["last"] < all_rows["last"]


def test_at_least_so_many_before_settles_no_growth(volumes: pd.DataFrame) -> None:
    grown = growing_populations(volumes, "workers", weak=True)
    assert not (grown["grew"] & grown["shrank"]).any()
    assert (grown.loc[grown["grew"], "ratio"] > 1).all()
    assert (grown.loc[grown["shrank"], "ratio"] < 1).all()
    unsettled = grown[~grown["grew"] & ~grown["shrank"] & (grown["ratio"] != 1)]
    assert unsettled["bounded"].all()


def test_head_counts_leave_out_call_centres_targets_and_weak_rows(volumes: pd.DataFrame) -> None:
    places = head_counts(volumes, "CHN")
    assert places["entity"].is_unique
    assert not places["entity"].str.contains("Datong|plan|target").any()


def test_places_that_are_counted_within_another_are_not_counted_twice(
    volumes: pd.DataFrame,
) -> None:
    places = head_counts(volumes, "CHN")
    assert places["entity"].str.contains("Baidu Shanxi").sum() == 1
    assert not places["entity"].str.contains("Shenyang|Yunyan|trainers").any()
    # The five counties together are one count; Qingjian and Yonghe are parts of it.
    assert not places["entity"].str.contains("Qingjian|Yonghe").any()
    alone = volumes[~volumes["site"].eq("ai_bean_counties")]
    kept = head_counts(alone, "CHN").set_index("entity")
    # The count of April is later than the one of the year alone.
    assert kept.loc["Qingjian (Shaanxi) Aidou", "value"] == 180


def test_coco_masks_took_about_55_000_hours(
    volumes: pd.DataFrame, times: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    project = next(item for item in FLAGSHIPS if item.name == "COCO masks")
    found = hours(project, volumes, times, seconds)
    assert isinstance(found, Hours)
    assert found.point == pytest.approx(55_000)
    assert found.bound == "at_least"


def test_hours_are_refused_where_labels_and_time_are_in_different_units(
    volumes: pd.DataFrame, times: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    found = {item.name: hours(item, volumes, times, seconds) for item in FLAGSHIPS}
    assert isinstance(found["SAM 2, phase 3"], NotIdentified)
    assert "masklet" in found["SAM 2, phase 3"].reason
    assert isinstance(found["ImageNet"], Hours)


def test_computed_hours_agree_with_those_the_data_set_reports(
    volumes: pd.DataFrame, times: pd.DataFrame, seconds: pd.DataFrame
) -> None:
    table = flagship_hours(volumes, times, seconds).set_index("name")
    reported = times.set_index("id")["hours_total"]
    assert table.loc["CIFAR-10N", "point"] == pytest.approx(
        reported["cifar_n.ten_classes_mean"], rel=1e-3
    )
    assert table.loc["CIFAR-100N", "point"] == pytest.approx(
        reported["cifar_n.hundred_classes_mean"], rel=2e-3
    )
    assert (table["point"].isna() == (table["reason"] != "")).all()


def test_hours_stay_where_labels_grow_as_much_as_time_falls() -> None:
    steady = response((10, 40), (8, 2))
    assert steady.hours_ratio == 1
    assert steady.response == pytest.approx(1)
    masklets = response((16_000, 197_000), (37.8, 4.5), condition="frames per masklet constant")
    assert masklets.time_ratio == pytest.approx(8.4)
    assert masklets.hours_ratio == pytest.approx(197 / 16 / 8.4)


def test_shares_of_the_tracker_add_up_and_pictures_lost_ground(months: pd.DataFrame) -> None:
    mix = tracker_mix(months)
    assert mix.groupby("year")["share"].sum().to_numpy() == pytest.approx(1.0)
    other = beyond_pictures(mix)
    assert other.iloc[-1] > other.iloc[0]
