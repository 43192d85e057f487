"""The accepted numbers of notebook 09 from the made history, by a plain loop; floors; gaps."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from statistics import median

import numpy as np
import pytest

from analysis.errors import TaskLogError, WageError
from analysis.money import load_rates
from analysis.places import repository
from analysis.tables import load
from analysis.tasklogs.made import history
from analysis.tasklogs.rules import GAPS, MICRO, MINUTE
from analysis.wage_report import given_floor, local_floor
from analysis.wage_report.options import NO_YEAR, gap_of

NOTEBOOK = repository() / "notebooks" / "09_your_own_logs.ipynb"


def accepted() -> dict[str, float]:
    """Numbers of the notebook in results.lock."""
    lines = (repository() / "results.lock").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if "\t09_your_own_logs\tlogs." in line]
    found = {}
    for row in cells:
        if row[0] == "number" and re.fullmatch(r"[\d.e+-]+", row[3]):
            found[row[2].removeprefix("logs.")] = float(row[3])
    return found


@pytest.fixture(scope="module")
def by_worker() -> dict[int, list[tuple[int, int, int]]]:
    """Start, end and pay of everything, by worker, of the history that the notebook draws."""
    drawn = re.search(r"seed=(\d+), workers=(\d+), pieces=(\d+)", NOTEBOOK.read_text("utf-8"))
    assert drawn
    found = defaultdict(list)
    for piece in history(*(int(part) for part in drawn.groups())):
        pay = 0 if piece.status == "rejected" else piece.reward
        found[piece.worker].append((piece.start, piece.end, pay))
    return found


def merged(spans: list[tuple[int, int, int]], gap: int) -> int:
    total, end = 0, None
    for start, stop, _ in sorted(spans):
        pause = 0 if end is None else start - end
        total += max(stop - max(start, end or 0), 0) + (pause if 0 < pause <= gap else 0)
        end = max(stop, end or 0)
    return total


def test_wages_of_the_notebook_are_those_of_the_history(by_worker) -> None:  # type: ignore[no-untyped-def]
    lock = accepted()
    pay = {w: sum(p for *_, p in spans) for w, spans in by_worker.items()}
    time = {w: merged(spans, 5 * MINUTE) for w, spans in by_worker.items()}
    naive = sum(end - start for spans in by_worker.values() for start, end, _ in spans)
    total = sum(pay.values())
    assert lock["workers"] == len(by_worker)
    assert lock["assignments"] == sum(len(spans) for spans in by_worker.values())
    assert lock["headline"] == pytest.approx(total * 3600 / sum(time.values()), rel=1e-5)
    assert lock["naive"] == pytest.approx(total * 3600 / naive, rel=1e-5)
    for name, minutes in (("merged", 0), ("long_pauses", 12), ("hour_of_pauses", 60)):
        own = sum(merged(spans, minutes * MINUTE) for spans in by_worker.values())
        assert lock[name] == pytest.approx(total * 3600 / own, rel=1e-5)
    wages = np.array([pay[w] * 3600 / time[w] for w in by_worker])
    assert lock["median_worker"] == pytest.approx(median(wages), rel=1e-5)
    spread = np.abs(wages[:, None] - wages).mean() / (2 * wages.mean())
    assert lock["gini"] == pytest.approx(spread, rel=1e-5)
    hours = np.sort(list(time.values()))
    assert lock["top_share"] == pytest.approx(hours[-10:].sum() / hours.sum(), rel=1e-5)
    cents = 0
    for w in by_worker:
        missing = Fraction(7_250_000 * time[w], 3600 * MICRO) - pay[w]
        cents += max(-(-missing // 10_000), 0)
    assert lock["owed"] == pytest.approx(cents / 100, rel=1e-5)


def test_a_floor_in_another_money_is_converted_at_the_rate_of_the_year() -> None:
    (floor,) = given_floor("9GBP")("USD", [2020]).values()
    pound = load_rates().per_dollar("GBP", 2020).value
    assert floor.central == round(9 / pound * MICRO)
    assert given_floor("7.25USD")("USD", [2024])[2024].central == 7_250_000


def test_a_floor_in_another_money_needs_the_year_of_the_work() -> None:
    with pytest.raises(TaskLogError, match="for pay in PHP needs the year"):
        given_floor("7.25USD")("PHP", [NO_YEAR])


def test_the_minimum_of_a_country_is_that_of_the_table_and_a_missing_one_is_said() -> None:
    (floor,) = local_floor("KEN")("KES", [2024]).values()
    table = load("comparator_wages")
    where = (table["country"] == "KEN") & (table["kind"] == "minimum") & (table["year"] == 2024)
    rows = table[where & (table["coverage"] == "all") & (table["period"] == "month")]
    months = rows[["low", "mid", "high"]]
    assert floor.low == round(months.min().min() / 208 * MICRO)
    assert floor.high == round(months.max().max() / 160 * MICRO)
    with pytest.raises(WageError, match="no minimum wage"):
        local_floor("EGY")("USD", [2024])


def test_a_rule_of_one_s_own_joins_the_curve() -> None:
    assert gap_of("5min") in GAPS
    assert gap_of("300s") in GAPS
    assert gap_of("7min").longest == 7 * MINUTE
    with pytest.raises(TaskLogError, match="a day at most"):
        gap_of("3000min")
