"""The result as JSON: the names other programs may rely on."""

from __future__ import annotations

from typing import Any

from analysis.tasklogs.measures.wages import LogWages
from analysis.tasklogs.measures.workers import NAIVE
from analysis.tasklogs.rules import HIGH, HOUR, LOW, MICRO, STATED


def as_json(wages: LogWages) -> dict[str, Any]:
    """Plain record of a run; null where the files cannot tell.

    Money is in units, time in hours, wages in money per hour.
    """
    rules = (NAIVE, *STATED)
    named = len(wages.workers) > 0
    return {
        "format": ", ".join(dict.fromkeys(item.format for item in wages.formats)),
        "rows": {
            "read": wages.rows.read, "used": wages.rows.used, "set_aside": wages.rows.set_aside,
        },
        "assignments": wages.found.assignments,
        "workers": len(wages.workers),
        "pay": {
            "currency": wages.currency,
            "total": wages.pay / MICRO if wages.currency is not None else None,
        },
        "hours": {
            rule: wages.time(rule) / HOUR if named or rule == NAIVE else None for rule in rules
        },
        "wage": {rule: wages.wage(rule) for rule in rules},
        "median_worker": {rule: wages.median_worker(rule) for rule in (HIGH, LOW)},
        "workers_with_overlap": wages.workers.with_overlap,
        "floor": _floor(wages),
        "cannot_tell": list(wages.cannot_tell),
    }  # fmt: skip


def _floor(wages: LogWages) -> dict[str, Any] | None:
    against = wages.floor
    if against is None:
        return None
    latest = against.floors[max(against.floors)]
    return {
        "amount": latest.central / MICRO,
        "low": latest.low / MICRO,
        "high": latest.high / MICRO,
        "currency": latest.currency,
        "source": latest.words,
        "verdict": against.verdict,
        "reached": {rule: against.reached[rule] for rule in STATED},
        "rule": against.rule,
        "workers_below": against.workers_below,
        "back_pay": against.owed / MICRO,
    }
