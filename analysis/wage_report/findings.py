"""What a made log shows of the method, as numbers and frames of the report.

Nobody did this work: every number is declared, as the outcome of a simulation, and rests on no row
but those of a minimum wage.
"""

from __future__ import annotations

import pandas as pd

from analysis.errors import NumberError
from analysis.findings import MADE, Quantity, Value, derived, finds, resting
from analysis.tasklogs.measures.shown import idle_rule_curve, wage_distribution
from analysis.tasklogs.measures.workers import NAIVE
from analysis.tasklogs.rules import FEWEST_WORKERS, HIGH, HOUR, LEVEL, LOW, MICRO
from analysis.wage_report.run import Wages

NOBODY = "Made by a seeded generator: nobody did this work."


def _made(value: Value, unit: str, interval: tuple[float, float] | None = None) -> Quantity:
    level = None if interval is None else LEVEL
    text = "cannot be told" if value is None else ""
    return Quantity(value, unit, interval, level, text=text, declared=True)


def _per_hour(wages: Wages) -> str:
    return f"{wages.log.currency} per hour"


@finds
def read_found(wages: Wages) -> dict[str, Quantity]:
    """What was read of the exports of one run."""
    log = wages.log
    return {
        "read": _made(log.rows.read, "records"),
        "set_aside": _made(log.rows.set_aside, "records"),
        "assignments": _made(log.found.assignments, "assignments"),
        "workers": _made(len(log.workers), "workers"),
        "undecided": _made(log.found.of("n", ("submitted",)), "assignments"),
        "overlapping": _made(log.workers.with_overlap, "workers"),
        "fewest": _made(FEWEST_WORKERS, "workers"),
    }


@finds
def wage_found(wages: Wages) -> dict[str, Quantity]:
    """Headline, bracket, and what the choice of a clock does to the wage."""
    log, unit = wages.log, _per_hour(wages)
    if log.bracket is None:
        raise NumberError("the run has no wage")
    return {
        "headline": _made(log.wage(log.rule), unit, log.intervals.headline),
        "naive": _made(log.wage(NAIVE), unit),
        "merged": _made(log.wage(HIGH), unit),
        "long_pauses": _made(log.wage(LOW), unit),
        "hour_of_pauses": _made(log.wage(log.asked.gaps[-1].name), unit),
        "summed_over_merged": _made(log.naive / log.time(HIGH), "ratio"),
        "highest": _made(log.bracket.high, unit),
        "lowest": _made(log.bracket.low, unit),
        "median_worker": _made(log.median_worker(log.rule), unit, log.intervals.median),
        "median_hour": _made(log.weighted_median(log.rule), unit, log.intervals.weighted_median),
        "gini": _made(log.gini(log.rule), "Gini coefficient"),
        "top_share": _made(log.top_share(log.rule), "share"),
    }


@finds
def floor_found(wages: Wages) -> dict[str, Quantity]:
    """The floor, and what it takes to lift every worker to it."""
    against = wages.log.floor
    if against is None:
        raise NumberError("the run was not held against a floor")
    latest = against.floors[max(against.floors)]
    return {
        "floor": Quantity(latest.central / MICRO, _per_hour(wages), rows=latest.rests_on),
        "verdict": _made(against.verdict, ""),
        "owed": _made(against.owed / MICRO, latest.currency),
        "owed_over_pay": _made(against.owed / wages.log.pay, "ratio"),
        "below": _made(against.workers_below, "workers"),
    }


@finds
def practice_found(wages: Wages) -> dict[str, Quantity]:
    """Change of time with every doubling of tasks done, within workers."""
    learned = wages.learning
    if learned is None or learned.slope.value is None:
        raise NumberError("the run shows no practice")
    slope, value = learned.slope, learned.slope.value
    ends = (2.0 ** (slope.low or 0.0) - 1, 2.0 ** (slope.high or 0.0) - 1)
    return {
        "saved_by_doubling": _made(1 - float(2.0**value), "share", (-ends[1], -ends[0])),
        "alone": _made(slope.assignments, "assignments"),
    }


@finds
def kinds_found(wages: Wages) -> dict[str, Quantity]:
    """Labels per hour with and without a model before, and the ends of a tool's wage."""
    labels, log = wages.labels, wages.log
    if labels is None or log.bracket is None:
        raise NumberError("the run has no labels or no wage")
    return {
        "labels_per_hour": _made(labels.per_hour, "labels per hour"),
        "assisted_per_hour": _made(labels.assisted_per_hour, "labels per hour"),
        "by_hand_per_hour": _made(labels.by_hand_per_hour, "labels per hour"),
        "highest": _made(log.bracket.high, _per_hour(wages)),
        "lowest": _made(log.bracket.low, _per_hour(wages)),
        "timers": _made(log.naive / HOUR, "hours"),
        "between": _made(log.pay / MICRO / log.bracket.high if log.bracket.high else None, "hours"),
    }


def curve_shown(wages: Wages) -> pd.DataFrame:
    """The idle-rule curve of a made log, with the rows of the floor it is held against."""
    return _shown(idle_rule_curve(wages.log), wages)


def distribution_shown(wages: Wages) -> pd.DataFrame:
    """Wages of made workers in rising order."""
    return _shown(wage_distribution(wages.log, wages.log.rule), wages)


def practice_shown(wages: Wages) -> pd.DataFrame:
    """Time per task against tasks done, of made workers."""
    if wages.learning is None:
        raise NumberError("the run shows no practice")
    return _said(wages.learning.curve)


def days_shown(wages: Wages) -> pd.DataFrame:
    """Hours by day, of made workers."""
    if wages.days is None:
        raise NumberError("the run shows no days")
    return _said(wages.days)


@derived
def limits(wages: Wages) -> pd.DataFrame:
    """What the files of a run cannot tell, a sentence a row."""
    return _said(pd.DataFrame({"these files cannot tell": list(wages.log.cannot_tell)}))


def _shown(frame: pd.DataFrame, wages: Wages) -> pd.DataFrame:
    floors = wages.log.floor.floors.values() if wages.log.floor else ()
    return _said(resting(frame, [floor.rests_on for floor in floors]))


def _said(frame: pd.DataFrame) -> pd.DataFrame:
    marked = frame.copy()
    marked.attrs[MADE] = NOBODY
    return marked
