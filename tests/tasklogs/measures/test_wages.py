"""Wages of a made log against a plain loop, to the last digit, and what no method may change."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from fractions import Fraction
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import TaskLogError
from analysis.tasklogs.engine import open_engine
from analysis.tasklogs.engine import sql as sql_text
from analysis.tasklogs.measures.floor import Floor
from analysis.tasklogs.measures.rate_card import Rate
from analysis.tasklogs.measures.survey import survey
from analysis.tasklogs.measures.wages import LogWages, log_wages
from analysis.tasklogs.measures.workers import grouped, question, worker_table
from analysis.tasklogs.rules import GAPS, HOUR, MINUTE, WORKED
from tests.tasklogs.made import START, by_loop, made_log, made_tasks, time_of_rows


def wages(tasks: pd.DataFrame, **options: object) -> LogWages:
    with open_engine(tasks) as engine:
        return log_wages(made_log(tasks), engine, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", ["gap_0min", "gap_100s", "gap_5min", "gap_60min"])
def test_wages_are_those_of_a_plain_loop_to_the_last_digit(rule: str) -> None:
    tasks = made_tasks()
    found = wages(tasks)
    gap = next(gap.longest for gap in GAPS if gap.name == rule)
    loop = by_loop(tasks, gap, WORKED)
    pay, time = sum(p for p, _ in loop.values()), sum(t for _, t in loop.values())
    assert found.time(rule) == time
    assert found.wage(rule) == pay * 3600 / time
    own = [p / 1e6 / (t / HOUR) for p, t in loop.values() if t]
    assert found.median_worker(rule) == pytest.approx(median(own), rel=1e-14)


def test_time_under_a_rule_is_the_union_of_intervals_widened_by_pauses() -> None:
    tasks = made_tasks()
    found = wages(tasks)
    times = [found.time(gap.name) for gap in GAPS]
    assert times == sorted(times)
    assert times[0] == sum(t for _, t in by_loop(tasks, 0, WORKED).values())
    assert found.naive > times[0]
    assert 0 < found.workers.with_overlap <= len(found.workers)


def test_a_pause_of_exactly_the_limit_counts_and_cvat_is_strict() -> None:
    minute = MINUTE
    ends = [(0, minute), (2 * minute, 3 * minute), (3 * minute + 100_000_000, 6 * minute)]
    base = 1_704_067_200_000_000
    tasks = made_tasks(
        3, 1, status=["paid"] * 3, pay_micro=[1] * 3, worker_key=["a" * 16] * 3,
        accept_us=[base + a for a, _ in ends], submit_us=[base + s for _, s in ends],
    )  # fmt: skip
    found = wages(tasks)
    union = sum(s - a for a, s in ends)
    assert found.time("gap_1min") == union + minute
    assert found.time("gap_100s") == union + minute
    assert found.time("gap_2min") == union + minute + 100_000_000


spans = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), min_size=1, max_size=12)


@settings(max_examples=5, deadline=None)
@given(st.lists(spans, min_size=5, max_size=20), st.integers(0, 1000))
def test_the_union_is_free_of_order_and_never_longer_than_the_span(
    drawn: list[list[tuple[int, int]]], seed: int
) -> None:
    """Many workers in one log, since each has clocks of their own."""
    names = [f"{number:016x}" for number in range(len(drawn))]
    rows = [(key, a, d) for key, own in zip(names, drawn, strict=True) for a, d in own]
    n, base = len(rows), 1_704_067_200_000_000
    columns = {
        "status": ["paid"] * n, "pay_micro": [1] * n, "worker_key": [key for key, _, _ in rows],
        "accept_us": [base + a * MINUTE for _, a, _ in rows],
        "submit_us": [base + (a + d) * MINUTE for _, a, d in rows],
    }  # fmt: skip
    tasks = made_tasks(n, 1, **columns)
    mixed = tasks.sample(frac=1.0, random_state=seed).reset_index(drop=True)
    once, again = (sums_by_worker(log) for log in (tasks, mixed))
    for key, own in zip(names, drawn, strict=True):
        span = max(a + d for a, d in own) - min(a for a, _ in own)
        assert once[key] == again[key]
        assert all(time <= span * MINUTE for time in once[key].values())
        minutes = {m for a, d in own for m in range(a, a + d)}
        assert once[key]["gap_0min"] == len(minutes) * MINUTE


def sums_by_worker(tasks: pd.DataFrame) -> dict[str, dict[str, int]]:
    workers = wages(tasks).workers
    times = {gap.name: workers.time(gap.name).tolist() for gap in GAPS}
    keys = workers.frame["worker_key"].tolist()
    return {key: {rule: times[rule][i] for rule in times} for i, key in enumerate(keys)}


def test_pay_scales_wages_and_rejected_work_takes_time_and_no_pay() -> None:
    tasks = made_tasks()
    doubled = wages(tasks.assign(pay_micro=tasks["pay_micro"] * 2))
    once = wages(tasks)
    wage, high = once.wage("gap_5min"), once.bracket.high if once.bracket else None
    assert doubled.wage("gap_5min") == pytest.approx(2 * (wage or 0), rel=1e-15)
    accepted = by_loop(tasks, 0, ("paid", "submitted", "returned"))
    pay, time = sum(p for p, _ in accepted.values()), sum(t for _, t in accepted.values())
    assert high == pay * 3600 / time
    assert once.bracket is not None
    assert once.bracket.low == once.wage("gap_12min")


def test_submissions_alone_count_from_one_to_the_next_and_timers_are_held_at_the_span() -> None:
    base, minute = 1_704_067_200_000_000, MINUTE
    at = [0, 1, 2, 10]
    tasks = made_tasks(
        4, 1, status=["paid"] * 4, pay_micro=[250_000] * 4, worker_key=["a" * 16] * 4,
        accept_us=[None] * 4, submit_us=[base + m * minute for m in at],
        timer_us=[minute, 9 * minute, minute, minute],
    )  # fmt: skip
    found = wages(tasks)
    # Timers 1, 9, 1, 1: the second reaches back to minute -8 and covers the first.
    assert found.time("gap_0min") == (8 + 2 + 1) * minute
    assert found.bracket is not None
    assert found.bracket.high == 1_000_000 * 3600 / (2 * minute)
    assert found.bracket.low == 1_000_000 * 3600 / (12 * minute)


def test_timers_that_ran_side_by_side_are_held_at_the_span_to_the_microsecond() -> None:
    tasks = made_tasks(
        2, 1, status=["paid"] * 2, pay_micro=[500_000] * 2, worker_key=["a" * 16] * 2,
        accept_us=[None] * 2, submit_us=[START, START + 10 * MINUTE],
        timer_us=[10 * MINUTE, 15 * MINUTE],
    )  # fmt: skip
    # From ten minutes before the first submission to the second: 20 minutes, not 25.
    found = wages(tasks).bracket
    assert found is not None
    assert found.low == 3.0


def test_pay_in_two_currencies_is_refused_and_none_is_no_wage() -> None:
    tasks = made_tasks(60)
    mixed = tasks.assign(currency=["USD", "GBP"] * 30)
    with pytest.raises(TaskLogError, match=r"GBP .30 assignments: made\.csv.*rows of each"):
        wages(mixed)
    none = wages(tasks.assign(pay_micro=pd.NA, currency=pd.NA, status="unpaid_tool"))
    assert not none.has_wage
    assert "rate card" in none.no_wage
    assert none.time("gap_5min") > 0


def test_work_without_an_amount_takes_its_time_with_it() -> None:
    tasks = made_tasks(600)
    silent = tasks.index[(tasks["status"] == "paid")][:50]
    without = tasks.copy()
    without.loc[silent, ["pay_micro", "currency"]] = pd.NA
    left = tasks.drop(index=silent)
    assert wages(without).wage("gap_5min") == wages(left).wage("gap_5min")
    assert any("50 assignments without an amount" in said for said in wages(without).cannot_tell)


def test_the_mean_of_assignment_wages_weighs_all_alike_and_is_not_the_headline() -> None:
    tasks = made_tasks()
    clock = (tasks["submit_us"] - tasks["accept_us"]).astype("int64")
    used = tasks["status"].isin(WORKED) & (clock >= 1_000_000)
    paid = tasks["pay_micro"].where(tasks["status"].isin(["paid", "submitted"]), 0).astype("int64")
    each = [p * 36_000_000 // c for p, c in zip(paid[used], clock[used], strict=True)]
    found = wages(tasks)
    assert found.mean_of_each == sum(each) / len(each) / 10_000
    assert found.mean_of_each != pytest.approx(found.wage("gap_5min"), rel=0.5)
    assert wages(tasks.assign(pay_micro=pd.NA, currency=pd.NA)).mean_of_each is None


def test_the_text_calls_only_what_both_engines_have_and_takes_in_nothing_foreign() -> None:
    spells = tuple(sql_text.Spell(i * HOUR, f"2024-{i:02d}") for i in range(12))
    asked = sql_text.Question(
        GAPS, ("task_type", "month", "assisted"), spells, priced=True, timers=True, labels=True
    )
    texts = [
        sql_text.survey_sql(), sql_text.tool_sql(), sql_text.worker_sql(asked),
        sql_text.keys_sql(), sql_text.day_sql(asked, MINUTE),
        sql_text.paid_sql(asked), sql_text.alone_sql(asked, "8000"), sql_text.odd_sql(HOUR),
        sql_text.bulk_sql(5), sql_text.timer_sql(asked), sql_text.money_sql(),
        sql_text.shares_sql(asked),
        sql_text.each_sql(asked),
    ]  # fmt: skip
    words = ("over", "in", "and", "as", "then", "when", "from", "or", "case", "else")
    for text in texts:
        called = {name.lower() for name in re.findall(r"\b([a-zA-Z_]+)\s*\(", text)}
        assert called - set(words) <= set(sql_text.FUNCTIONS)
    with pytest.raises(ValueError, match="no word of ours"):
        sql_text.alone_sql(asked, "'; DROP TABLE tasks; --")


@pytest.mark.parametrize("number", ["length(worker_key)", "hash(worker_key) % 7", "0"])
def test_workers_who_share_a_number_are_told_apart_by_their_keys(
    monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    tasks = made_tasks(400, 6)
    with open_engine(tasks) as engine:
        asked = question(survey(engine))
        folded = worker_table(engine, asked).frame
        keyed = engine.fetch(sql_text.worker_sql(asked)).set_index("worker_key")
        monkeypatch.setattr(sql_text, "_FOLDED", f"cast({number} AS BIGINT)")
        shared = worker_table(engine, asked).frame
    assert len(folded) == 6
    pd.testing.assert_frame_equal(folded, shared)
    by_key = folded.set_index("worker_key")[keyed.columns]
    pd.testing.assert_frame_equal(by_key.loc[keyed.index], keyed)


def test_equal_shares_of_overlaps_are_those_of_a_plain_loop_and_sum_to_the_whole() -> None:
    tasks = made_tasks(400, 6)
    whole = wages(tasks)
    with open_engine(tasks) as engine:
        found = log_wages(made_log(tasks), engine, split=True)
        groups = grouped(engine, found.asked, ("task_type",), ())
    shares: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for worker, own in tasks[tasks["status"].isin(WORKED)].groupby("worker_key"):
        clocks = list(zip(own["accept_us"], own["submit_us"], own["task_type"], strict=True))
        moments = sorted({t for a, s, _ in clocks for t in (a, s)})
        for start, end in itertools.pairwise(moments):
            kinds = [kind for a, s, kind in clocks if a <= start and s >= end]
            for kind in kinds:
                shares[str(worker), named(kind)] += Fraction(end - start, len(kinds))
    rows = groups[["worker_key", "task_type", "busy"]].to_numpy()
    busy = {(worker, named(kind)): time for worker, kind, time in rows}
    assert set(busy) >= set(shares)
    for key, time in busy.items():
        assert abs(time - shares[key]) < len(tasks)
    assert sum(busy.values()) == whole.time("gap_0min")
    assert found.wage("gap_5min") == whole.wage("gap_5min")
    with open_engine(tasks) as engine:
        first = grouped(engine, whole.asked, ("task_type",), ())
    assert first["busy"].tolist() != groups["busy"].tolist()


def named(kind: object) -> str:
    return kind if isinstance(kind, str) else "none stated"


def test_months_are_found_by_halving() -> None:
    tasks = made_tasks()
    with open_engine(tasks) as engine:
        found = log_wages(made_log(tasks), engine)
        from analysis.tasklogs.measures.groups import group_table

        table = group_table(engine, found, ("month",))
    start = pd.to_datetime(tasks["accept_us"].astype("int64"), unit="us").dt.strftime("%Y-%m")
    worked = tasks["status"].isin(WORKED)
    counts = start[worked].value_counts().sort_index()
    assert list(table["month"]) == list(counts.index)
    assert table["assignments"].astype(int).tolist() == counts.tolist()
    times = pd.Series(time_of_rows(tasks, 5 * MINUTE, WORKED)).groupby(start).sum()
    assert table["hours"].astype(float).tolist() == (times / HOUR).tolist()
    assert times.sum() == found.time("gap_5min")


def test_results_do_not_depend_on_the_secret_behind_the_keys() -> None:
    tasks = made_tasks()
    other = tasks.assign(worker_key=tasks["worker_key"].str[::-1])
    assert wages(tasks).intervals == wages(other).intervals
    assert wages(tasks, seed=1).intervals != wages(tasks).intervals


def test_duplicated_folder_and_frame_give_equal_sums(tmp_path) -> None:  # type: ignore[no-untyped-def]
    tasks = made_tasks()
    for number, part in enumerate(np.array_split(np.arange(len(tasks)), 3)):
        tasks.iloc[part].to_parquet(tmp_path / f"{number}.parquet", index=False)
    with open_engine(tmp_path, memory=400_000_000) as engine:
        folder = log_wages(made_log(tasks), engine)
    frame = wages(tasks)
    assert all(folder.time(g.name) == frame.time(g.name) for g in GAPS)
    assert folder.wage("gap_5min") == frame.wage("gap_5min")
    assert list(itertools.islice(folder.cannot_tell, 2)) == list(frame.cannot_tell[:2])


def test_events_with_labels_apart_are_paid_by_the_label_and_timers_alone_count_once() -> None:
    n = 60
    nothing = {"pay_micro": [None] * n, "currency": [None] * n}
    tasks = made_tasks(n, 12, status=["unpaid_tool"] * n, platform=["cvat"] * n, **nothing)
    labels, timers = tasks.index[::3], tasks.index[1::3]
    tasks.loc[tasks.index.difference(labels), "labels"] = pd.NA
    tasks.loc[tasks.index.difference(tasks.index[2::3]), ["accept_us", "submit_us"]] = pd.NA
    tasks.loc[timers, "timer_us"] = 3_600_000_000
    rate = Rate(20_000, "USD", "label")
    found = wages(tasks, rates=(rate,))
    assert found.pay == 20_000 * int(tasks["labels"].sum())
    assert not any("without a clock" in said for said in found.cannot_tell)
    clocked = tasks.loc[tasks.index[2::3]]
    loop = by_loop(clocked, 0, WORKED)
    alone = set(tasks.loc[timers, "worker_key"]) - set(clocked["worker_key"])
    own = tasks.loc[timers]["worker_key"].isin(alone).sum() * 3_600_000_000
    assert found.time("gap_0min") == sum(t for _, t in loop.values()) + own
    with pytest.raises(TaskLogError, match="events, not tasks"):
        wages(tasks, rates=(Rate(20_000, "USD", "task"),))


def rows(*work: tuple[str, int | None, int | None, int], **columns: Any) -> pd.DataFrame:
    """Paid work: worker, hour of acceptance and of submission, seconds of a timer or 0."""
    n, base = len(work), 1_704_067_200_000_000
    clocks = [[None if at is None else base + at * HOUR for at in row[1:3]] for row in work]
    made: dict[str, Any] = {
        "worker_key": [row[0] * 16 for row in work], "status": ["paid"] * n,
        "accept_us": [a for a, _ in clocks], "submit_us": [s for _, s in clocks],
        "timer_us": [row[3] * 1_000_000 or None for row in work], "pay_micro": [10_000_000] * n,
    }  # fmt: skip
    return made_tasks(n, 1, **(made | columns))


def test_paid_work_with_a_timer_alone_keeps_its_time_and_cvat_tells_it_twice() -> None:
    tasks = rows(("a", 0, 1, 0), ("a", None, None, 3600), ("a", None, 30, 3600))
    found = wages(tasks)
    assert found.time("gap_5min") == 3 * HOUR
    assert found.wage("gap_5min") == 10.0
    assert found.bracket is not None
    assert (found.bracket.low, found.bracket.high) == (10.0, 10.0)
    second = wages(tasks.assign(platform="cvat"))
    assert second.time("gap_5min") == 2 * HOUR


def test_a_timer_of_paid_work_counts_however_long_and_one_of_a_tool_does_not() -> None:
    tasks = rows(("a", None, 10, 5400), ("a", None, 12, 1800))
    assert wages(tasks).time("gap_0min") == 2 * HOUR
    open_page = wages(tasks.assign(status="unpaid_tool"))
    assert open_page.time("gap_0min") == HOUR // 2
    assert any("a page left open" in said for said in open_page.remarks)


def test_a_rate_card_pays_no_work_without_a_clock() -> None:
    tasks = rows(
        ("a", 0, 1, 0), ("a", None, None, 3600), ("a", None, None, 0),
        pay_micro=[None] * 3, currency=[None] * 3, status=["unpaid_tool"] * 3,
    )  # fmt: skip
    found = wages(tasks, rates=(Rate(3_000_000, "USD", "task"),))
    assert found.wage("gap_5min") == 3.0
    assert any("1 assignment without a clock" in said for said in found.cannot_tell)


def test_work_of_no_day_is_held_against_the_last_floor_and_stands_in_its_group() -> None:
    year = 366 * 24
    tasks = rows(("a", 0, 1, 0), ("a", year, year + 1, 0), ("b", None, None, 36000))
    floors = {y: Floor(a, a, a, "USD", "x") for y, a in ((2024, 1_000_000), (2025, 7_000_000))}
    with open_engine(tasks) as engine:
        found = log_wages(
            made_log(tasks), engine, floor=lambda _, years: {y: floors[y] for y in years}
        )
        months = grouped(engine, found.asked, ("month",), ())
    assert found.floor is not None
    assert found.floor.owed == 60_000_000
    assert any("the floor of 2025" in said for said in found.cannot_tell)
    assert int(months["busy"].sum()) == found.time("gap_0min")


def test_floors_that_differ_at_their_ends_alone_are_held_apart() -> None:
    year = 366 * 24
    tasks = rows(("a", 0, 9, 0), ("a", year, year + 1, 0))
    floors = {2024: Floor(1, 10**6, 10**7, "USD", "x"), 2025: Floor(1, 10**6, 10**6, "USD", "x")}
    found = wages(tasks, floor=lambda _, years: {y: floors[y] for y in years})
    assert found.floor is not None
    assert found.floor.verdict == "cannot be told"


def test_a_sum_beyond_what_can_be_counted_is_said_in_units() -> None:
    tasks = rows(*[("a", 0, 1, 0)] * 3, pay_micro=[4 * 10**18] * 3)
    with pytest.raises(TaskLogError, match="9,223,372,036,854 units of money"):
        wages(tasks)
