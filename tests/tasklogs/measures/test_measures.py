"""Spread, intervals, learning, floors, rate cards and hiding: facts and second roads."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.errors import TableError, TaskLogError
from analysis.tasklogs.engine import open_engine
from analysis.tasklogs.measures.bootstrap import intervals
from analysis.tasklogs.measures.floor import Floor, back_pay
from analysis.tasklogs.measures.groups import day_table, group_table, per_label
from analysis.tasklogs.measures.hidden import hide
from analysis.tasklogs.measures.rate_card import Rate, read_rates
from analysis.tasklogs.measures.shown import wage_distribution
from analysis.tasklogs.measures.speed import alone, learning
from analysis.tasklogs.measures.spread import gini, quantile, top_share, weighted_quantile
from analysis.tasklogs.measures.wages import log_wages
from analysis.tasklogs.measures.within import within
from analysis.tasklogs.rules import FEWEST_WORKERS, GAP_5MIN, HOUR, MICRO, SECOND, WORKED
from tests.tasklogs.made import START, by_loop, made_log, made_tasks, time_of_rows


def fixed(amount: int, currency: str = "USD"):  # type: ignore[no-untyped-def]
    floor = Floor(amount, amount, amount, currency, "given")
    return lambda _, years: dict.fromkeys(years, floor)


def test_quantiles_gini_and_the_top_are_those_of_their_definitions() -> None:
    rng = np.random.default_rng(3)
    values = rng.lognormal(size=101)
    pairs = sum(abs(a - b) for a, b in itertools.product(values, values))
    assert gini(values) == pytest.approx(pairs / (2 * values.size**2 * values.mean()), rel=1e-12)
    assert gini(np.full(7, 3.0)) == pytest.approx(0.0, abs=1e-15)
    assert quantile(values[:100], 0.5) == pytest.approx(np.median(values[:100]), rel=1e-15)
    weights = rng.integers(1, 5, 101)
    repeated = np.repeat(values, weights)
    assert weighted_quantile(values, weights.astype(float), 0.5) == np.median(repeated)
    assert top_share(np.arange(1, 21)) == sum(range(11, 21)) / sum(range(1, 21))


def test_the_interval_is_that_of_drawing_workers_and_needs_thirty() -> None:
    rng = np.random.default_rng(5)
    hours = rng.gamma(2.0, 3.0, 400)
    pay = hours * rng.lognormal(1.5, 0.4, 400)
    found = intervals(pay, hours, seed=1)
    drawn = rng.integers(0, 400, (4000, 400))
    ratios = pay[drawn].sum(axis=1) / hours[drawn].sum(axis=1)
    medians = np.median((pay / hours)[drawn], axis=1)
    assert found.headline == pytest.approx(np.quantile(ratios, [0.025, 0.975]), rel=0.02)
    assert found.median == pytest.approx(np.quantile(medians, [0.025, 0.975]), rel=0.03)
    assert intervals(pay[:29], hours[:29], seed=1).headline is None


def test_learning_is_least_squares_with_a_dummy_for_every_worker_and_kind() -> None:
    rng = np.random.default_rng(7)
    workers, kinds = rng.integers(0, 25, 600), rng.integers(0, 3, 600)
    x = rng.normal(size=(600, 2))
    y = x @ [-0.2, 0.1] + rng.normal(size=25)[workers] + kinds + rng.normal(size=600)
    found = within(y, x, workers, kinds)
    dummies = np.column_stack([np.eye(25)[workers], np.eye(3)[kinds][:, 1:]])
    oracle = sm.OLS(y, np.column_stack([x, dummies])).fit(
        cov_type="cluster", cov_kwds={"groups": workers, "use_correction": False}
    )
    assert found.params == pytest.approx(oracle.params[:2], rel=1e-10)
    assert found.bse == pytest.approx(oracle.bse[:2] * np.sqrt(25 / 24), rel=1e-8)


def test_learning_finds_the_slope_it_was_made_with_and_leaves_overlaps_out() -> None:
    n, workers = 40, 20
    rows = [(w, i) for w in range(workers) for i in range(n)]
    took = [int(60e6 * (i + 1) ** -0.3 * (1 + w / 10)) for w, i in rows]
    accept = [START + (w * n + i) * HOUR for w, i in rows]
    tasks = made_tasks(
        len(rows), worker_key=[f"{w:016x}" for w, _ in rows], accept_us=accept,
        submit_us=[a + t for a, t in zip(accept, took, strict=True)], status=["paid"] * len(rows),
        task_type=["box"] * len(rows), assisted=[None] * len(rows),
    )  # fmt: skip
    overlapping = tasks.copy()
    overlapping.loc[5, "submit_us"] = int(overlapping.loc[6, "accept_us"]) + 1
    with open_engine(tasks) as engine:
        asked = log_wages(made_log(tasks), engine).asked
        found = learning(alone(engine, asked, len(rows)))
    assert found.slope.value == pytest.approx(-0.3, abs=1e-5)
    assert found.assisted.value is None
    with open_engine(overlapping) as engine:
        assert len(alone(engine, asked, len(rows))) == len(rows) - 2


def test_learning_with_and_without_a_model_has_the_interval_of_dummies_and_the_normal() -> None:
    rng = np.random.default_rng(8)
    worker, nth = np.repeat(np.arange(20), 30), np.tile(np.arange(1, 31), 20)
    marked = rng.integers(0, 2, 600)
    y = -0.3 * np.log(nth) - 0.5 * marked + rng.normal(size=20)[worker] + rng.normal(size=600)
    tasks = pd.DataFrame(
        {"worker_key": worker, "nth": nth, "took": SECOND * np.exp(y), "assisted": marked}
    )
    found = learning(tasks.assign(task_type="box"))
    design = np.column_stack([np.log(nth), marked, np.eye(20)[worker]])
    cluster = {"groups": worker, "use_correction": False}
    for got, columns, which in (
        (found.slope, np.arange(22) != 1, 0), (found.assisted, np.full(22, True), 1)
    ):  # fmt: skip
        oracle = sm.OLS(y, design[:, columns]).fit(cov_type="cluster", cov_kwds=cluster)
        reach = 1.959964 * oracle.bse[which] * np.sqrt(20 / 19)
        value = oracle.params[which]
        assert (got.value, got.low, got.high) == pytest.approx(
            (value, value - reach, value + reach), rel=1e-6
        )


def test_back_pay_lifts_every_worker_to_the_floor_and_not_above_a_coin() -> None:
    tasks = made_tasks()
    with open_engine(tasks) as engine:
        found = log_wages(made_log(tasks), engine, floor=fixed(9_000_000))
    assert found.floor is not None
    loop = by_loop(tasks, GAP_5MIN.longest, WORKED)
    for row in found.floor.back_pay.to_dict("records"):
        pay, time = loop[row["worker_key"]]
        assert (row["pay"], row["hours"]) == (pay / MICRO, time / HOUR)
        bonus = round(row["back_pay"] * MICRO)
        assert bonus % 10_000 == 0
        due = Fraction(9_000_000 * time, HOUR)
        assert pay + bonus >= due or bonus == 0
        assert bonus == 0 or pay + bonus - 10_000 < due
    assert found.floor.owed == round(found.floor.back_pay["back_pay"].sum() * MICRO)


@pytest.mark.parametrize(
    ("amount", "verdict"),
    [
        (1, "reached under every rule"),
        (10**9, "reached under no rule"),
        (None, "depends on the rule"),
    ],
)
def test_the_verdict_is_over_all_rules(amount: int | None, verdict: str) -> None:
    tasks = made_tasks(600, 12)
    with open_engine(tasks) as engine:
        once = log_wages(made_log(tasks), engine)
        middle = round((once.wage("gap_5min") or 0) * MICRO)
        found = log_wages(made_log(tasks), engine, floor=fixed(amount or middle))
    assert found.floor is not None
    assert found.floor.verdict == verdict


def test_each_year_is_held_against_its_own_floor() -> None:
    tasks = made_tasks(400, 12)
    later = tasks.index[::2]
    year = 366 * 24 * HOUR
    tasks.loc[later, "accept_us"] += year
    tasks.loc[later, "submit_us"] += year
    by_year = {y: Floor(a, a, a, "USD", "x") for y, a in ((2024, 10**7), (2025, 2 * 10**7))}
    with open_engine(tasks) as engine:
        found = log_wages(
            made_log(tasks), engine, floor=lambda _, years: {y: by_year[y] for y in years}
        )
    assert found.floor is not None
    parts = {y: by_loop(t, GAP_5MIN.longest, WORKED) for y, t in tasks.groupby(
        pd.to_datetime(tasks["accept_us"].astype("int64"), unit="us").dt.year)}  # fmt: skip
    for row in found.floor.back_pay.to_dict("records"):
        own = {y: part.get(row["worker_key"], (0, 0)) for y, part in parts.items()}
        due = sum(by_year[int(y)].central * time for y, (_, time) in own.items())
        pay = sum(p for p, _ in own.values())
        assert round(row["back_pay"] * MICRO) == back_pay(pay, due, "USD")


def test_hidden_cells_cannot_be_worked_out_from_the_total() -> None:
    frame = pd.DataFrame({"workers": [3, 12, 40, 11], "hours": [1.0, 2.0, 3.0, 4.0]})
    made = hide(frame, ["workers", "hours"])
    assert made["hidden"].tolist() == [True, False, False, True]
    assert made.loc[made["hidden"], ["workers", "hours"]].isna().all().all()
    rng = np.random.default_rng(0)
    for _ in range(200):
        frame = pd.DataFrame({"workers": rng.integers(1, 25, rng.integers(2, 8))})
        hidden = frame[hide(frame, [])["hidden"]]["workers"]
        assert set(frame.index[frame["workers"] < FEWEST_WORKERS]) <= set(hidden.index)
        all_hidden = len(hidden) == len(frame)
        assert hidden.empty or all_hidden or (len(hidden) >= 2 and hidden.max() >= FEWEST_WORKERS)


def seen(*work: tuple[str, str, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Groups by kind and month, and days: so many workers half an hour of a kind on a day."""
    rows = [(day, kind, w) for day, kind, workers in work for w in range(workers)]
    start = [int(pd.Timestamp(day).timestamp()) * MICRO for day, _, _ in rows]
    n = len(rows)
    tasks = made_tasks(
        n, status=["paid"] * n, task_type=[kind for _, kind, _ in rows], accept_us=start,
        submit_us=[at + HOUR // 2 for at in start], pay_micro=[MICRO] * n,
        worker_key=[f"{w:016x}" for _, _, w in rows],
    )  # fmt: skip
    with open_engine(tasks) as engine:
        found = log_wages(made_log(tasks), engine)
        groups = group_table(engine, found, ("task_type", "month"))
        return groups, day_table(engine, found, groups)


def test_a_day_alone_in_its_month_is_not_the_total_less_the_others() -> None:
    groups, days = seen(
        ("2024-04-01", "A", 1), *((f"2024-05-{day:02d}", "A", 20) for day in range(1, 5)),
        *((f"2024-06-{day:02d}", "A", 12) for day in range(1, 5)),
    )  # fmt: skip
    assert days["hidden"].tolist() == [True] + [False] * 4 + [True] * 4
    assert groups["hidden"].tolist() == [True, False, True]


def test_days_do_not_give_away_the_month_of_a_hidden_group() -> None:
    groups, days = seen(
        ("2024-05-03", "B", 20), ("2024-05-04", "A", 1), ("2024-05-04", "C", 30),
        ("2024-06-03", "B", 12), ("2024-06-03", "A", 30),
    )  # fmt: skip
    hidden = groups[groups["hidden"]]
    assert list(zip(hidden["task_type"], hidden["month"], strict=True)) == [
        ("A", "2024-05"), ("B", "2024-05")
    ]  # fmt: skip
    assert not days["hidden"].any()


def test_the_same_few_people_in_two_cells_are_few() -> None:
    frame = pd.DataFrame({"workers": [5, 5, 20]})
    assert hide(frame, [])["hidden"].all()


def test_groups_days_and_the_distribution_show_no_few() -> None:
    tasks = made_tasks(900, 25)
    tasks.loc[tasks["worker_key"].isin(sorted(tasks["worker_key"].unique())[:5]), "task_type"] = (
        "rare"
    )
    with open_engine(tasks) as engine:
        found = log_wages(made_log(tasks), engine)
        groups, days = group_table(engine, found, ("task_type",)), day_table(engine, found)
    rare = groups[groups["task_type"] == "rare"].iloc[0]
    assert rare["hidden"]
    assert pd.isna(rare["hours"])
    assert groups["hidden"].sum() >= 2
    assert days.loc[~days["hidden"], "workers"].min() >= FEWEST_WORKERS
    points = wage_distribution(found, "gap_5min")
    assert points["workers"].min() >= FEWEST_WORKERS
    # A point stands at the rank of its middle, so the mean rank is a half; nobody is left out.
    assert (points["share"] * points["workers"]).sum() == pytest.approx(len(found.workers) / 2)
    assert points["workers"].sum() == len(found.workers)


def test_labels_per_hour_and_price_and_the_model_apart() -> None:
    tasks = made_tasks(900, 25)
    with open_engine(tasks) as engine:
        found = log_wages(made_log(tasks), engine)
        labels = per_label(engine, found)
    worked = tasks[tasks["status"].isin(WORKED)]
    assert labels is not None
    assert labels.labels == worked["labels"].sum()
    assert labels.per_hour == labels.labels * HOUR / found.time("gap_5min")
    assert labels.price == pytest.approx(found.pay / MICRO / labels.labels)
    by_model = worked[worked["assisted"].astype(bool)]
    rows = time_of_rows(tasks, GAP_5MIN.longest, WORKED)
    time = sum(rows[row] for row in by_model.index)
    assert labels.assisted_per_hour == by_model["labels"].sum() * HOUR / time


@pytest.mark.parametrize("silent", [1, 300])
def test_speed_by_label_is_not_told_where_any_work_is_silent_on_its_labels(silent: int) -> None:
    tasks = made_tasks(300, 12, status=["paid"] * 300)
    tasks.loc[tasks.index[:silent], "labels"] = pd.NA
    with open_engine(tasks) as engine:
        assert per_label(engine, log_wages(made_log(tasks), engine)) is None


def test_a_rate_card_pays_what_was_done_on_the_days_it_holds(tmp_path: Path) -> None:
    card = tmp_path / "rates.csv"
    card.write_text(
        "task_type,unit,amount,currency,valid_from,valid_to\n"
        "box,label,0.02,KES,,2024-01-31\nbox,label,0.03,KES,2024-02-01,\n,task,1.5,KES,,\n"
    )
    tasks = made_tasks().assign(pay_micro=pd.NA, currency=pd.NA)
    tasks.loc[tasks["status"] != "rejected", "status"] = "unpaid_tool"
    rates = read_rates(card)
    with open_engine(tasks) as engine:
        found = log_wages(made_log(tasks), engine, rates=rates)
        groups = group_table(engine, found, ("task_type", "month"), rates)
    done = tasks[tasks["status"] == "unpaid_tool"]
    early = done["accept_us"] < START + 31 * 24 * HOUR
    box = done["task_type"].eq("box").fillna(False)
    micro = (
        20_000 * done.loc[box & early, "labels"].sum()
        + 30_000 * done.loc[box & ~early, "labels"].sum()
        + 1_500_000 * int((~box).sum())
    )
    assert found.pay == micro
    assert found.currency == "KES"
    assert groups["pay"].sum() == pytest.approx(micro / MICRO)


def test_labels_of_events_are_paid_by_the_rate_and_in_the_month_of_their_own_day() -> None:
    n = 400
    none = {"pay_micro": [None] * n, "currency": [None] * n}
    tasks = made_tasks(n, 12, status=["unpaid_tool"] * n, platform=["cvat"] * n, **none)
    made = tasks.index[::4]
    tasks.loc[tasks.index.difference(made), "labels"] = pd.NA
    tasks.loc[made, "submit_us"] = pd.NA
    march = date(2024, 3, 1)
    rates = (
        Rate(10_000, "USD", "label", first=date(2024, 1, 1), last=date(2024, 2, 29)),
        Rate(30_000, "USD", "label", first=march),
    )
    with open_engine(tasks) as engine:
        found = log_wages(made_log(tasks), engine, rates=rates)
        groups = group_table(engine, found, ("month",), rates)
    labels = tasks.loc[made]
    late = pd.to_datetime(labels["accept_us"], unit="us") >= pd.Timestamp(march)
    by_month = {False: 10_000, True: 30_000}
    owed = [by_month[bool(x)] * int(k) for x, k in zip(late, labels["labels"], strict=True)]
    assert found.pay == sum(owed)
    paid = groups.set_index("month")["pay"]
    in_march = sum(pay for pay, x in zip(owed, late, strict=True) if x)
    assert paid["2024-03"] == pytest.approx(in_march / MICRO)
    assert paid.sum() == pytest.approx(sum(owed) / MICRO)
    assert found.bracket is not None
    assert found.bracket.high == found.wage("gap_2min")


def test_events_that_count_no_labels_have_no_pay_by_any_card() -> None:
    n = 60
    none = {"pay_micro": [None] * n, "currency": [None] * n, "labels": [None] * n}
    tasks = made_tasks(n, 12, status=["unpaid_tool"] * n, platform=["cvat"] * n, **none)
    for unit, fault in (("task", "events, not tasks"), ("label", "how many labels")):
        rate = Rate(20_000, "USD", unit)  # type: ignore[arg-type]
        with open_engine(tasks) as engine, pytest.raises(TaskLogError, match=fault):
            log_wages(made_log(tasks), engine, rates=(rate,))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("amount,unit\n1,task\n", "columns amount, unit"),
        ("amount,currency,unit\nx,USD,task\n", "row 2, column 'amount': found 'x'"),
        ("amount,currency,unit\n1,USD,hour\n", "column 'unit': found 'hour'"),
        ("amount,currency,unit\n1,USD,task\n2,EUR,task\n", "EUR, USD"),
        ("amount,currency,unit,valid_from\n1,USD,task,31/1/24\n", "'31/1/24'"),
        ("amount,currency,unit\n", "no row"),
    ],
)
def test_a_faulty_rate_card_is_named_by_row_and_column(
    tmp_path: Path, text: str, fault: str
) -> None:
    card = tmp_path / "rates.csv"
    card.write_text(text)
    with pytest.raises(TableError, match=fault):
        read_rates(card)


def test_a_rate_card_with_a_gap_or_two_rates_is_refused(tmp_path: Path) -> None:
    card = tmp_path / "rates.csv"
    tasks = made_tasks(200).assign(pay_micro=pd.NA, currency=pd.NA, status="unpaid_tool")
    for lines, fault in (
        ("box,task,1,USD\n", "no rate for"),
        (",task,1,USD\n,task,2,USD\n", "2 rates"),
    ):
        card.write_text("task_type,unit,amount,currency\n" + lines)
        with open_engine(tasks) as engine, pytest.raises(TaskLogError, match=fault):
            log_wages(made_log(tasks), engine, rates=read_rates(card))
