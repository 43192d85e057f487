"""Every export of one history says the same: the times, pay and labels that it was written from."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.tasklogs import TaskLog
from analysis.tasklogs.made import Piece, history
from analysis.tasklogs.made.history import IMPORTED

PIECES = history(5)
CLOCKED = [
    "mturk_saved_again.csv", "mturk_api.json", "prolific_api.json", "table.csv", "appen_golden.csv",
    "appen_tainted.csv", "appen_canary.csv", "sagemaker.jsonl",
]  # fmt: skip
PAID = ["mturk_saved_again.csv", "mturk_api.json", "table.csv"]
ENDS = ["label_studio_min.json", "label_studio.csv", "labelbox_v1.json", "label_studio_later.json"]
MILLI = timedelta(milliseconds=1)
Reading = Callable[..., TaskLog]


def intervals(log: TaskLog) -> Counter[tuple[int, int]]:
    return Counter(zip(log.tasks["accept_us"], log.tasks["submit_us"], strict=True))


def by_worker(log: TaskLog) -> list[int]:
    return sorted(log.tasks["worker_key"].value_counts())


@pytest.mark.parametrize("name", CLOCKED)
def test_times_are_those_of_the_history_to_the_microsecond(name: str, log_of: Reading) -> None:
    log = log_of(name)
    assert intervals(log) == Counter((p.start, p.end) for p in PIECES)
    assert by_worker(log) == sorted(Counter(p.worker for p in PIECES).values())
    assert log.rows.set_aside == 0


@pytest.mark.parametrize("name", PAID)
def test_pay_is_the_reward_of_what_was_not_refused(name: str, log_of: Reading) -> None:
    tasks = log_of(name).tasks
    assert tasks["pay_micro"].sum() == sum(p.reward for p in PIECES if p.status != "rejected")
    assert (tasks["pay_micro"] == 0).any(), "zero is a fact, not a gap"
    assert set(tasks["currency"]) == {"EUR" if name == "table.csv" else "USD"}
    assert Counter(tasks["status"]) == Counter(p.status for p in PIECES)


def test_the_hour_that_occurs_twice_is_told_by_its_abbreviation(log_of: Reading) -> None:
    """A night in which the clock goes back lies in the history: no interval grows by an hour."""
    twice = [p for p in PIECES if 1_762_070_400 <= p.end / 1e6 < 1_762_081_200]
    assert intervals(log_of("mturk_batch.csv", "mturk_batch_2.csv")) == intervals(
        log_of("mturk_api.json")
    )
    assert twice
    assert {p.start for p in twice} <= set(log_of("mturk_saved_again.csv").tasks["accept_us"])


def test_batches_that_share_assignments_are_one_run(log_of: Reading) -> None:
    log = log_of("mturk_batch.csv", "mturk_batch_2.csv")
    assert len(log.tasks) == len(PIECES)
    assert log.rows.set_aside == log.rows.read - len(PIECES) > 0
    first = log.set_aside["reason"].iloc[0]
    assert first.startswith("the same assignment as in mturk_batch.csv line ")


def test_what_is_approved_after_a_rejection_is_paid(log_of: Reading) -> None:
    overturned = [p for p in PIECES if p.overturned]
    log = log_of("mturk_saved_again.csv")
    paid = log.tasks.set_index("line")["status"]
    assert {paid[PIECES.index(p) + 1] for p in overturned} == {"paid"}
    assert f"{len(overturned)} approved after a rejection: paid" in " ".join(log.remarks)


def test_the_zone_is_proved_by_approvals_of_the_platform(log_of: Reading) -> None:
    automatic = sum(p.status == "paid" and p.automatic for p in PIECES)
    assert f"{automatic} approved by the platform within a minute" in " ".join(
        log_of("mturk_saved_again.csv").remarks
    )


@pytest.mark.parametrize("year", [2021, 2022, 2024])
def test_prolific_counts_what_was_returned_and_gives_it_no_time(year: int, log_of: Reading) -> None:
    tasks = log_of(f"prolific_{year}.csv").tasks
    back = tasks["status"] == "returned"
    assert back.sum() == sum(p.number % 17 in {3, 5} for p in PIECES)
    assert tasks.loc[back, ["accept_us", "submit_us", "timer_us"]].isna().all(axis=None)
    assert tasks["pay_micro"].isna().all()
    worked = [p for p in PIECES if p.number % 17 not in {3, 5}]
    spans = tasks.loc[~back, "submit_us"] - tasks.loc[~back, "accept_us"]
    assert spans.sum() == sum(p.end - p.start for p in worked)


def test_a_person_who_took_back_consent_is_no_worker(log_of: Reading) -> None:
    tasks = log_of("prolific_2024.csv").tasks
    assert tasks["worker_key"].isna().sum() == sum(p.number % 17 == 11 for p in PIECES)


@pytest.mark.parametrize("name", ENDS)
def test_tools_give_the_end_and_no_beginning(name: str, log_of: Reading) -> None:
    tasks = log_of(name).tasks
    imported = [IMPORTED + 123_456 for p in PIECES if p.worker % 6 == 5 and p.number % 29 != 28]
    own = [p.end for p in PIECES if p.worker % 6 != 5 and p.number % 29 != 28]
    if name == "label_studio_later.json":
        assert Counter(tasks["submit_us"]) == Counter([*imported, *(t + 123_456 for t in own)])
    else:
        late = 0 if name.startswith("labelbox") else 123_456
        assert Counter(tasks["submit_us"]) == Counter(p.end + late for p in PIECES)
    assert tasks["accept_us"].isna().all()
    assert tasks["pay_micro"].isna().all()


def test_a_later_export_of_a_project_contains_the_first(log_of: Reading) -> None:
    both, later = (
        log_of("label_studio.json", "label_studio_later.json"),
        log_of("label_studio_later.json"),
    )
    assert set(both.tasks["assignment_key"]) == set(later.tasks["assignment_key"])


def test_lead_times_of_copies_are_left_out_and_said(log_of: Reading) -> None:
    log = log_of("label_studio_later.json")
    copies = log.tasks["submit_us"] == IMPORTED + 123_456
    assert copies.any()
    assert log.tasks.loc[copies, "timer_us"].isna().all()
    assert "copied in bulk" in " ".join(log.remarks)
    assert log.tasks.loc[~copies, "timer_us"].max() > 86_400_000_000, "an open page is kept"


def test_work_from_a_prediction_is_marked_wherever_the_server_writes_it(log_of: Reading) -> None:
    tasks = log_of("label_studio_later.json").tasks
    assert tasks["assisted"].sum() == sum(p.assisted and p.number % 29 != 28 for p in PIECES)


def test_forms_of_one_project_hold_the_same_annotations(log_of: Reading) -> None:
    names = ("label_studio_min.json", "label_studio.csv")
    first, second = (set(log_of(name).tasks["assignment_key"]) for name in names)
    assert first == second


def own_rule(rows: list[dict[str, str]]) -> int:
    """Working time as CVAT's server counts it, in milliseconds, event after event of a user."""
    total = 0
    for user in {row["user_id"] for row in rows}:
        mine = [r for r in rows if r["user_id"] == user and r["source"] == "client"]
        mine = [r for r in mine if r["scope"] != "send:exception"]
        reached: datetime | None = None
        for row in sorted(mine, key=lambda r: r["timestamp"]):
            start = datetime.fromisoformat(row["timestamp"])
            lasting = int(row["duration"] or 0) if row["scope"] == "change:frame" else 0
            end, reached = start + timedelta(milliseconds=lasting), reached or start
            if start > reached:
                gap = start - reached
                total += gap // MILLI if gap < timedelta(seconds=100) else 0
                reached = start
            total += max(end - reached, timedelta()) // MILLI
            reached = max(reached, end)
    return total


def test_events_of_cvat_give_its_own_working_time_under_its_own_rule(
    exports: Path, log_of: Reading
) -> None:
    """Gaps strictly under 100 seconds join, and only a change of frame lasts."""
    with (exports / "cvat_events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    clock = log_of("cvat_events.csv").tasks.dropna(subset=["accept_us", "submit_us"])
    total = 0
    for _, mine in clock.sort_values("accept_us").groupby("worker_key"):
        reached = int(mine["accept_us"].iloc[0])
        for start, end in zip(mine["accept_us"], mine["submit_us"], strict=True):
            gap = max(start - reached, 0)
            total += (gap if gap < 100_000_000 else 0) + max(end - max(reached, start), 0)
            reached = max(reached, end)
    assert total == own_rule(rows) * 1_000 > 0


def test_labels_and_timers_of_cvat_are_those_of_its_server(log_of: Reading) -> None:
    tasks = log_of("cvat_events.csv").tasks
    clock = tasks.dropna(subset=["accept_us"])
    spans = clock["submit_us"] - clock["accept_us"]
    changes = sum(p.labels for p in PIECES)
    assert spans.sum() == changes * 340_000
    assert tasks["labels"].sum() == changes
    assert tasks["timer_us"].sum() == sum(p.end - p.start for p in PIECES)


@pytest.mark.parametrize("name", ["appen_golden.csv", "appen_tainted.csv", "toloka.tsv"])
def test_a_page_of_several_rows_is_one_piece_of_work(name: str, log_of: Reading) -> None:
    log = log_of(name)
    assert len(log.tasks) == len(PIECES)
    assert log.tasks["labels"].sum() == log.rows.used == sum(p.labels % 3 + 1 for p in PIECES)


def test_pay_of_a_suite_counts_once_and_not_where_it_was_refused(log_of: Reading) -> None:
    tasks = log_of("toloka.tsv").tasks
    paid = [p for p in PIECES if p.status != "rejected" and p.number % 13 != 4]
    assert tasks["pay_micro"].sum() == sum(p.reward for p in paid)


def test_toloka_without_the_end_has_no_interval(log_of: Reading) -> None:
    tasks = log_of("toloka_default.tsv").tasks
    assert tasks["submit_us"].isna().all()
    assert tasks["pay_micro"].isna().all()


def test_a_stamp_that_is_missing_is_a_gap_and_is_counted(log_of: Reading) -> None:
    log = log_of("prodigy.jsonl")
    assert log.tasks["submit_us"].isna().sum() == sum(p.number % 7 == 2 for p in PIECES)
    assert "share their second" in " ".join(log.remarks)


def test_a_history_is_that_of_its_seed() -> None:
    assert history(5) == PIECES
    assert history(6) != PIECES
    assert all(isinstance(p, Piece) for p in PIECES)
