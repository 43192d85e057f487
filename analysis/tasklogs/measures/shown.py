"""Frames behind figures and tables: the idle-rule curve and the distribution of wages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.tasklogs.measures.wages import LogWages
from analysis.tasklogs.measures.workers import NAIVE
from analysis.tasklogs.rules import FEWEST_WORKERS, HOUR, MICRO, MINUTE

MOST_POINTS = 50
"""Points of the distribution; each is the mean of ten workers at least."""


def idle_rule_curve(wages: LogWages) -> pd.DataFrame:
    """Hours and wages under every idle rule.

    Returns
    -------
    pandas.DataFrame
        A row a rule, the plain sum of clocks first: ``rule``, ``minutes`` (missing for the sum),
        ``hours``, ``wage``, ``median_worker``, ``hours_weighted_median``, ``published``.
    """
    gaps = {gap.name: gap for gap in wages.workers.gaps}
    rows = []
    for rule in (NAIVE, *gaps):
        gap = gaps.get(rule)
        rows.append(
            {
                "rule": rule,
                "minutes": np.nan if gap is None else gap.longest / MINUTE,
                "hours": wages.time(rule) / HOUR,
                "wage": wages.wage(rule),
                "median_worker": wages.median_worker(rule),
                "hours_weighted_median": wages.weighted_median(rule),
                "published": "" if gap is None else gap.published,
            }
        )
    return pd.DataFrame(rows)


def wage_distribution(wages: LogWages, rule: str) -> pd.DataFrame:
    """Workers' wages in rising order, a point for every ten or more of them.

    No point is the wage of one person: each is the mean of neighbours. Under twenty workers there
    would be one point, so there is none.

    Returns
    -------
    pandas.DataFrame
        ``share`` of workers up to the middle of the point, ``workers`` in it, mean ``wage``.
    """
    own = np.sort(wages.workers.wages(rule))
    known = own[~np.isnan(own)]
    points = min(known.size // FEWEST_WORKERS, MOST_POINTS)
    columns = ["share", "workers", "wage"]
    if not wages.has_wage or points < 2:
        return pd.DataFrame({name: pd.Series(dtype=float) for name in columns})
    parts = np.array_split(known, points)
    sizes = np.array([part.size for part in parts])
    middle = (np.cumsum(sizes) - sizes / 2) / known.size
    return pd.DataFrame(
        {"share": middle, "workers": sizes, "wage": [float(part.mean()) for part in parts]}
    )


def totals(wages: LogWages) -> pd.DataFrame:
    """Totals of the run as a table of names, values and units."""
    curve = idle_rule_curve(wages)
    currency = wages.currency or ""
    rows: list[tuple[str, object, str]] = [
        ("records read", wages.rows.read, ""),
        ("records used", wages.rows.used, ""),
        ("records set aside", wages.rows.set_aside, ""),
        ("assignments", wages.found.assignments, ""),
        ("workers", len(wages.workers), ""),
    ]
    if wages.has_wage:
        rows.append(("pay", wages.pay / MICRO, currency))
        headline = curve[curve["rule"] == wages.rule].iloc[0]
        rows.append(("wage, headline", headline["wage"], f"{currency} per hour"))
    if wages.mean_of_each is not None:
        rows.append(("mean of assignments' wages", wages.mean_of_each, f"{currency} per hour"))
    if wages.bracket is not None:
        rows.append(("wage, highest", wages.bracket.high, f"{currency} per hour"))
        rows.append(("wage, lowest", wages.bracket.low, f"{currency} per hour"))
    rows.append(("workers with overlapping clocks", wages.workers.with_overlap, ""))
    made = pd.DataFrame(rows, columns=["what", "value", "unit"])
    return made.assign(value=pd.Series([row[1] for row in rows], dtype=object))
