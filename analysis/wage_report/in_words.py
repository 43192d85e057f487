"""The result as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

import pandas as pd

from analysis.tasklogs.measures.floor import Floor
from analysis.tasklogs.measures.workers import NAIVE
from analysis.tasklogs.rules import FEWEST_WORKERS, HIGH, HOUR, LEVEL, MICRO, STATED, TOP
from analysis.wage_report.options import NO_YEAR
from analysis.wage_report.run import Wages

WIDTH = 92
WHY_NOT_EACH = (
    "no wage of anybody, since a short task counts as much as a long one, and time in which "
    "several were open counts for each"
)
_LINE = r" line \d+$"


def in_words(wages: Wages) -> str:
    """What the terminal shows: what was read, hours and wages by rule, bracket, floor, limits."""
    return "\n".join(_lines(wages)) + "\n"


def rule_words(rule: str) -> str:
    """A rule as a row of a table names it."""
    if rule == NAIVE:
        return "clocks summed, overlaps twice"
    length = rule.removeprefix("gap_").removesuffix("min").removesuffix("s")
    unit = "s" if rule.endswith("s") else "min"
    return "merged, no pauses" if rule == HIGH else f"merged, pauses up to {length} {unit}"


def money(value: float | None, currency: str | None) -> str:
    """An amount per hour, or a dash."""
    return "-" if value is None else f"{value:,.2f} {currency}"


def floor_words(year: int, floor: Floor) -> str:
    """The floor of a year, with its range where it has one."""
    low, central, high = (value / MICRO for value in (floor.low, floor.central, floor.high))
    spread = "" if low == high else f" ({low:,.2f} to {high:,.2f})"
    when = "" if year <= NO_YEAR else f"{year}: "
    return f"{when}{central:,.2f}{spread} {floor.currency} an hour, {floor.words}"


def whose_time(split: bool) -> str:
    """Which group has the time in which several tasks were open."""
    whose = "is shared equally by them" if split else "goes to the task begun first"
    return (
        f"Where clocks of a worker overlap, the time {whose}; a pause goes to the task that ends "
        "it."
    )


def reasons_of(set_aside: pd.DataFrame) -> dict[str, int]:
    """How many records each reason has, the most frequent first; lines are not told apart."""
    reasons = set_aside["reason"].astype("str").str.replace(_LINE, "", regex=True)
    return {str(reason): int(count) for reason, count in reasons.value_counts().items()}


def _lines(wages: Wages) -> Iterator[str]:
    log = wages.log
    for item in log.formats:
        yield f"{item.file}: {item.format} ({item.how})"
    yield (
        f"{log.rows.read:,} records read, {log.rows.used:,} used, "
        f"{log.rows.set_aside:,} set aside; "
        f"{log.found.assignments:,} assignments of {len(log.workers):,} workers"
    )
    yield from _reasons(wages.set_aside)
    if log.currency is not None:
        how = " by the rate card" if log.card else ""
        yield f"pay {log.pay / MICRO:,.2f} {log.currency}{how}"
    yield ""
    yield from _rules(wages)
    yield from _after(wages)
    if log.floor is not None:
        yield from _floor(wages)
    if wages.groups is not None:
        yield from _groups(wages.groups, log.currency)
        yield from wrap(whose_time(log.asked.split), WIDTH)
    yield from _listed("Looks odd", log.remarks)
    yield from _listed("What these files cannot tell", log.cannot_tell)


def _reasons(set_aside: pd.DataFrame) -> Iterator[str]:
    for reason, count in reasons_of(set_aside).items():
        yield f"  set aside {count:,}: {reason}"


def _rules(wages: Wages) -> Iterator[str]:
    log = wages.log
    yield f"{'time counted':<32}{'hours':>12}{'total pay / total time':>26}{'median worker':>20}"
    for rule in dict.fromkeys((NAIVE, *STATED, log.rule)):
        if not len(log.workers) and rule != NAIVE:
            continue
        mark = " *" if rule == log.rule else ""
        yield (
            f"{rule_words(rule) + mark:<32}{log.time(rule) / HOUR:>12,.2f}"
            f"{money(log.wage(rule), log.currency):>26}"
            f"{money(log.median_worker(rule), log.currency):>20}"
        )


def _after(wages: Wages) -> Iterator[str]:
    log = wages.log
    if not log.has_wage or log.bracket is None:
        return
    yield ""
    bounds = log.intervals.headline
    interval = "too few workers for an interval"
    if bounds is not None:
        interval = f"{LEVEL:.0%} interval {bounds[0]:,.2f} to {bounds[1]:,.2f}"
    yield f"* headline: {money(log.wage(log.rule), log.currency)} an hour ({interval})"
    yield f"highest {money(log.bracket.high, log.currency)}: {log.bracket.high_words}"
    yield f"lowest  {money(log.bracket.low, log.currency)}: {log.bracket.low_words}"
    share = log.top_share(log.rule)
    weighted = money(log.weighted_median(log.rule), log.currency)
    yield f"median of hours {weighted}" + (
        f"; {TOP} workers have {share:.0%} of the hours" if share is not None else ""
    )
    if log.mean_of_each is not None:
        mean = f"mean of the assignments' own wages {money(log.mean_of_each, log.currency)}: "
        yield from wrap(mean + WHY_NOT_EACH, WIDTH, subsequent_indent="  ")
    gini = log.gini(log.rule)
    if gini is None:
        yield f"How workers differ is not shown: under {FEWEST_WORKERS} workers."
    else:
        cells = (f"{p:.0%} {v:,.2f}" for p, v in log.quantiles(log.rule).items() if v is not None)
        yield f"workers' wages: {', '.join(cells)}; Gini {gini:.2f}"
    if wages.labels is not None and wages.labels.per_hour is not None:
        price = wages.labels.price
        yield f"{wages.labels.per_hour:,.1f} labels per hour" + (
            f", {price:,.4f} {log.currency} a label" if price is not None else ""
        )


def _floor(wages: Wages) -> Iterator[str]:
    against = wages.log.floor
    assert against is not None
    yield ""
    for year in sorted(against.floors):
        yield f"floor {floor_words(year, against.floors[year])}"
    yield against.verdict
    yield (
        f"back-pay to the floor under '{rule_words(against.rule)}': {against.owed / MICRO:,.2f} "
        f"{against.floors[max(against.floors)].currency} to {against.workers_below:,} workers"
    )


def _groups(groups: pd.DataFrame, currency: str | None) -> Iterator[str]:
    keys = list(groups.columns[: list(groups.columns).index("workers")])
    yield ""
    yield f"{', '.join(keys):<40}{'workers':>10}{'assignments':>13}{'hours':>12}{'wage':>15}"
    for row in groups.to_dict("records"):
        name = ", ".join(str(row[key]) for key in keys)
        if row["hidden"]:
            yield f"{name[:38]:<40}{'hidden: few workers':>50}"
            continue
        wage = money(None if pd.isna(row["wage"]) else row["wage"], currency)
        yield (
            f"{name[:38]:<40}{int(row['workers']):>10,}{int(row['assignments']):>13,}"
            f"{row['hours']:>12,.2f}{wage:>15}"
        )


def _listed(head: str, sentences: tuple[str, ...]) -> Iterator[str]:
    if not sentences:
        return
    yield ""
    yield f"{head}:"
    for sentence in sentences:
        lines = wrap(sentence, WIDTH - 2)
        yield f"- {lines[0]}"
        yield from (f"  {line}" for line in lines[1:])
