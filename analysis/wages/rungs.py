"""What most who label earn, by rung: a kind of work in a place, and nobody's average."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.errors import WageError
from analysis.findings import Quantity, finds
from analysis.money import one_unit
from analysis.wages.findings.forms import expert_work
from analysis.wages.findings.shops import chinese_shops
from analysis.wages.quotes import log_midpoint
from analysis.wages.synthesis import FEWEST_SOURCES, SOURCE

AFRICA = ("KEN", "MDG", "UGA", "GHA", "NGA")
RATERS = ("raterlabs", "globallogic")
"""Vendors whose people rate search results and answers for Google."""


def platforms(pay: pd.DataFrame) -> pd.DataFrame:
    """Averages over workers of open platforms: what they earned, not what a buyer paid."""
    averages = pay["statistic"].isin(["mean", "median"]) & pay["sample"].notna()
    return pay[(pay["form"] == "crowd") & averages]


def staff_in(pay: pd.DataFrame, countries: tuple[str, ...]) -> pd.DataFrame:
    """Staff of vendors in these countries."""
    return pay[(pay["form"] == "employed") & pay["country"].isin(countries)]


def raters(pay: pd.DataFrame) -> pd.DataFrame:
    """Americans who rate for Google, staff and agencies."""
    return pay[pay["firm"].isin(RATERS) & (pay["country"] == "USA")]


def experts(pay: pd.DataFrame) -> pd.DataFrame:
    """Contractors in the United States for whose work a degree or profession is asked."""
    chosen = expert_work(pay)
    return chosen[(chosen["form"] == "contractor") & (chosen["country"] == "USA")]


RUNGS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "platforms": platforms,
    "africa": lambda pay: staff_in(pay, AFRICA),
    "shops": chinese_shops,
    "india": lambda pay: staff_in(pay, ("IND",)),
    "raters": raters,
    "experts": experts,
}


@finds
def pay_by_rung(pay: pd.DataFrame) -> dict[str, Quantity]:
    """Median source of each rung, with the middle half of the sources.

    With fewer than five sources the bounds are the lowest and highest end that any of them gives.

    Parameters
    ----------
    pay : pandas.DataFrame
        Hourly pay in one unit, with ``form``.
    """
    return {
        "rung_platforms": rung(pay, "platforms"),
        "rung_africa": rung(pay, "africa"),
        "rung_shops": rung(pay, "shops"),
        "rung_india": rung(pay, "india"),
        "rung_raters": rung(pay, "raters"),
        "rung_experts": rung(pay, "experts"),
    }


def rung(pay: pd.DataFrame, name: str) -> Quantity:
    """One rung, by its name in :data:`RUNGS`.

    Raises
    ------
    WageError
        Where nobody is quoted on it.
    """
    rows = RUNGS[name](pay)
    points = rows.assign(log_pay=log_midpoint(rows)).dropna(subset="log_pay")
    if points.empty:
        raise WageError(f"rung {name}: no quote; allowed: one or more")
    by_source = np.exp(points.groupby(SOURCE)["log_pay"].median())
    if len(by_source) >= FEWEST_SOURCES:
        first, last = by_source.quantile([0.25, 0.75])
        bounds, level = (float(first), float(last)), 0.5
    else:
        ends = rows[["low", "mid", "high"]].astype(float)
        bounds, level = (float(ends.min().min()), float(ends.max().max())), 1.0
    return Quantity(float(by_source.median()), one_unit(rows), bounds, level, rows=rows)
