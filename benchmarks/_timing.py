"""Ratios of times: repetitions of all contestants in turn, medians of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

Call = Callable[[], Any]


def interleaved(calls: Mapping[str, Call], rounds: int, inner: int = 1) -> dict[str, float]:
    """Median CPU seconds of each call, all of them once in every round.

    In turn, so that what else the machine does falls on all alike; once before, to warm caches.

    Parameters
    ----------
    calls : mapping of str to callable
    rounds : int
    inner : int
        Calls in one measurement, for those too short for the clock.

    Returns
    -------
    dict
        Seconds of one call.
    """
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    for _ in range(rounds):
        for name, call in calls.items():
            begun = time.process_time()
            for _ in range(inner):
                call()
            taken[name].append((time.process_time() - begun) / inner)
    return {name: median(values) for name, values in taken.items()}


def shown(value: float) -> str:
    """Seconds in a unit that suits them."""
    if value < 1e-3:
        return f"{1e6 * value:.0f} us"
    return f"{1e3 * value:.2f} ms" if value < 1.0 else f"{value:.2f} s"


def verdict(value: float, limit: float, most: bool = True) -> str:
    """Whether a ratio keeps its limit, in words that stand beside the number."""
    holds = value <= limit if most else value >= limit
    wanted = f"at most {limit:g}" if most else f"at least {limit:g}"
    return f"{wanted}: {'yes' if holds else 'NO'}"
