"""The one-page report: one HTML file that shows everything with no network and no script."""

from __future__ import annotations

import math
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pandas as pd

from analysis import __version__
from analysis.figures import task_logs
from analysis.figures.labels import letters_css
from analysis.tasklogs.measures.floor import AgainstFloor
from analysis.tasklogs.measures.groups import PerLabel
from analysis.tasklogs.measures.shown import idle_rule_curve, wage_distribution
from analysis.tasklogs.measures.speed import Learning
from analysis.tasklogs.measures.wages import LogWages
from analysis.tasklogs.measures.workers import NAIVE
from analysis.tasklogs.rules import FEWEST_WORKERS, HOUR, LEVEL, MICRO, TOP
from analysis.wage_report.in_words import (
    WHY_NOT_EACH,
    floor_words,
    money,
    reasons_of,
    rule_words,
    whose_time,
)
from analysis.wage_report.parts import HIDDEN, drawing, escaped, listed, table
from analysis.wage_report.run import Wages

TITLE = "What a task log pays"
NAMES = {"task_type": "kind of task", "month": "month"}
_STYLE = files("analysis.wage_report") / "page.css"


def page(wages: Wages) -> str:
    """The whole document; the same bytes for the same log."""
    body = "\n".join(part for part in _sections(wages) if part)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<title>{TITLE}</title>\n<link rel="icon" href="data:,">\n'
        f"<style>{_STYLE.read_text(encoding='utf-8')}{letters_css()}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{TITLE}</h1>\n{body}\n"
        f"<footer>Made by labelling-labour {escaped(__version__)}. Workers are not named. Cells "
        f"with fewer than {FEWEST_WORKERS} of them are hidden, and others with these so that no "
        "sum gives them away.</footer>\n</main>\n</body>\n</html>\n"
    )


def _sections(wages: Wages) -> Iterator[str]:
    log = wages.log
    yield _read(log, wages.set_aside)
    yield _headline(log)
    if log.floor is not None:
        yield _floor(log.floor)
    yield _curve(log)
    yield _spread(log)
    yield _speed(wages.learning, wages.labels, log.currency)
    yield _days(wages.days)
    yield _groups(wages.groups, log.currency, log.asked.split)
    yield listed("What looks odd", log.remarks)
    yield listed("What these files cannot tell", log.cannot_tell)


def _read(log: LogWages, set_aside: pd.DataFrame) -> str:
    named = "; ".join(f"{item.file} ({item.format})" for item in log.formats)
    counts = reasons_of(set_aside)
    reasons = "".join(f"<li>{escaped(reason)}: {n:,}</li>" for reason, n in counts.items())
    return (
        f'<p class="soft">{escaped(named)}. {log.rows.read:,} records read, {log.rows.used:,} '
        f"used, {log.rows.set_aside:,} set aside. {log.found.assignments:,} assignments of "
        f"{len(log.workers):,} workers.</p>"
        + (f'<ul class="soft">{reasons}</ul>' if reasons else "")
    )


def _headline(log: LogWages) -> str:
    if not log.has_wage:
        hours = f" {log.time(log.rule) / HOUR:,.1f} hours of work." if len(log.workers) else ""
        return f"<p><b>{escaped(log.no_wage)}.</b>{hours}</p>"
    if log.bracket is None:
        wage = escaped(money(log.wage(NAIVE), log.currency))
        said = "if every clock were attention: the files name no worker, so none can be merged."
        return f'<p class="big">{wage} an hour</p><p>{said}</p>'
    bounds = log.intervals.headline
    interval = "too few workers for an interval"
    if bounds is not None:
        interval = f"{LEVEL:.0%} interval {bounds[0]:,.2f} to {bounds[1]:,.2f}, over workers"
    wage, median, weighted, high, low = (
        escaped(money(value, log.currency))
        for value in (
            log.wage(log.rule), log.median_worker(log.rule), log.weighted_median(log.rule),
            log.bracket.high, log.bracket.low,
        )
    )  # fmt: skip
    card = " by the rate card" if log.card else ""
    each = ""
    if log.mean_of_each is not None:
        mean = escaped(money(log.mean_of_each, log.currency))
        each = f" The mean of the assignments' own wages is {mean}: {WHY_NOT_EACH}."
    return (
        f'<p class="big">{wage} an hour</p>'
        f"<p>Total pay ({log.pay / MICRO:,.2f} {escaped(log.currency)}{card}) over total time "
        f"({log.time(log.rule) / HOUR:,.1f} hours; {rule_words(log.rule)}); {interval}. The "
        f"median worker earns {median}, the median hour {weighted}.{each}</p>"
        f"<ul><li>Highest: <b>{high}</b>, {escaped(log.bracket.high_words)}.</li>"
        f"<li>Lowest: <b>{low}</b>, {escaped(log.bracket.low_words)}.</li></ul>"
    )


def _floor(against: AgainstFloor) -> str:
    lines = "; ".join(floor_words(year, against.floors[year]) for year in sorted(against.floors))
    currency = against.floors[max(against.floors)].currency
    return (
        f'<div class="verdict"><b>The floor is {against.verdict}.</b> {escaped(lines)}. To lift '
        f"each worker to it ({rule_words(against.rule)}) takes {against.owed / MICRO:,.2f} "
        f"{escaped(currency)}, for {against.workers_below:,} workers.</div>"
    )


def _curve(log: LogWages) -> str:
    if not len(log.workers):
        return ""
    curve = idle_rule_curve(log)
    heads = ["pauses that count", "hours", f"total pay / time{_per(log.currency)}"]
    heads += [f"median worker{_per(log.currency)}", "in print"]
    rows = [
        [
            rule_words(row["rule"]).removeprefix("merged, ").removeprefix("pauses "),
            f"{row['hours']:,.1f}", _amount(row["wage"]), _amount(row["median_worker"]),
            row["published"],
        ]
        for row in _records(curve)
    ]  # fmt: skip
    drawn = ""
    if log.has_wage and log.bracket is not None:
        figure = task_logs.idle_rule_curve(
            curve,
            str(log.currency),
            floor=log.floor.central if log.floor else None,
            bracket=(log.bracket.high, log.bracket.low),
        )
        drawn = drawing(
            figure, "curve", "The wage falls as longer pauses count as work.",
            "How long a pause still belongs to the work is a choice, and it moves the wage. Real "
            "logs have no natural cut between 5 and 60 minutes.",
        )  # fmt: skip
    return f"<h2>The wage under every idle rule</h2>{drawn}{table(heads, rows)}"


def _spread(log: LogWages) -> str:
    head = "<h2>How workers differ</h2>"
    if not log.shown_spread:
        return f"{head}<p>Not shown: under {FEWEST_WORKERS} workers.</p>" if log.has_wage else ""
    points = wage_distribution(log, log.rule)
    drawn = ""
    if not points.empty:
        floor = log.floor.central if log.floor else None
        drawn = drawing(
            task_logs.wage_distribution(points, str(log.currency), floor=floor), "distribution",
            "Workers' wages in rising order.",
            f"Every point is the mean of {FEWEST_WORKERS} workers or more; none is one person.",
        )  # fmt: skip
    cells = [f"{p:.0%}: {money(v, log.currency)}" for p, v in log.quantiles(log.rule).items()]
    share, unequal = log.top_share(log.rule), log.gini(log.rule)
    gini = "" if unequal is None else f" Gini coefficient {unequal:.2f}."
    top = "" if share is None else f" The {TOP} with the most hours have {share:.0%} of them."
    return f"{head}{drawn}<p>Quantiles: {escaped(', '.join(cells))}.{gini}{top}</p>"


def _speed(learned: Learning | None, labels: PerLabel | None, currency: str | None) -> str:
    parts = [*_practice(learned)] if learned is not None else []
    if labels is not None and labels.per_hour is not None:
        price = f", {labels.price:,.4f} {escaped(currency)} each" if labels.price else ""
        kinds = {
            "with a model before": labels.assisted_per_hour,
            "by hand": labels.by_hand_per_hour,
        }
        by = ", ".join(f"{words} {v:,.1f}" for words, v in kinds.items() if v is not None)
        parts.append(
            f"<p>{labels.labels:,} labels{price}; {labels.per_hour:,.1f} per hour"
            f"{f' ({by})' if by else ''}.</p>"
        )
    return f"<h2>Practice and speed</h2>{''.join(parts)}" if parts else ""


def _practice(learned: Learning) -> Iterator[str]:
    slope, both = learned.slope, learned.assisted
    if slope.value is None or slope.low is None or slope.high is None:
        yield f"<p>No slope of practice: {escaped(slope.why_not)}.</p>"
        return
    change, low, high = (2**value - 1 for value in (slope.value, slope.low, slope.high))
    yield (
        f"<p>Each doubling of tasks done changes the time of one by {change:+.1%} ({low:+.1%} to "
        f"{high:+.1%}), within workers; {slope.assignments:,} assignments that overlap no other, "
        f"{slope.workers:,} workers.</p>"
    )
    if len(learned.curve) > 1:
        yield drawing(
            task_logs.practice(learned.curve, slope.value), "practice",
            "Time per task against tasks done.",
            "Pooled over workers such a curve would mix practice with who stays; the line is "
            "within them.",
        )  # fmt: skip
    if both.value is not None and both.low is not None and both.high is not None:
        change, low, high = (math.expm1(value) for value in (both.value, both.low, both.high))
        yield (
            f"<p>Where a model had labelled before, a task took {change:+.1%} of time ({low:+.1%} "
            f"to {high:+.1%}), same worker and practice. Which tasks the model gets is not drawn "
            "by lot.</p>"
        )


def _days(days: pd.DataFrame | None) -> str:
    if days is None or days.empty:
        return ""
    head = "<h2>Hours by day</h2>"
    if days["hidden"].all():
        return f"{head}<p>Not shown: under {FEWEST_WORKERS} workers on every day.</p>"
    return head + drawing(
        task_logs.hours_by_day(days), "days", "Bars of hours by day.",
        f"Days with under {FEWEST_WORKERS} workers are hidden (a stroke on the axis), and others "
        "with them.",
    )  # fmt: skip


def _groups(groups: pd.DataFrame | None, currency: str | None, split: bool) -> str:
    if groups is None or groups.empty:
        return ""
    keys = list(groups.columns[: list(groups.columns).index("workers")])
    names = [NAMES.get(key, key) for key in keys]
    heads = [*names, "workers", "tasks", "hours", f"wage{_per(currency)}", "labels per hour"]
    rows = [_group(row, keys) for row in _records(groups)]
    if groups["labels_per_hour"].isna().all():
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    said = f'<p class="soft">{whose_time(split)}</p>'
    return f"<h2>By {' and '.join(names)}</h2>{table(heads, rows, len(keys))}{said}"


def _per(currency: str | None) -> str:
    return "" if currency is None else f", {currency} per hour"


def _amount(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"


def _group(row: dict[str, Any], keys: list[str]) -> list[str]:
    named = [str(row[key]) for key in keys]
    if row["hidden"]:
        return [*named, *[HIDDEN] * 5]
    per_hour = "" if row["labels_per_hour"] is None else f"{row['labels_per_hour']:,.1f}"
    return [
        *named, f"{int(row['workers']):,}", f"{int(row['assignments']):,}",
        f"{row['hours']:,.1f}", _amount(row["wage"]), per_hour,
    ]  # fmt: skip


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with None for what is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
