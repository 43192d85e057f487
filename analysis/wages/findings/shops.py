"""Labelling shops in China: their pay against a migrant worker's income, and where they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import WageError
from analysis.findings import Quantity, derived, finds, resting
from analysis.money import one_unit
from analysis.wages.censored import fit_censored
from analysis.wages.claims import ORDINARY_PAY, PLACES_NAMED
from analysis.wages.findings.counts import SOURCES, alone
from analysis.wages.local_wages import COUNTIES
from analysis.wages.quotes import log_midpoint, select, with_middle
from analysis.wages.synthesis import SOURCE, leave_one_source_out, median_pay

NEAR_HOME = "working locally"
"""Words of the category that hold a migrant worker's income near home."""


def chinese_shops(quotes: pd.DataFrame) -> pd.DataFrame:
    """Quotes of staff in Chinese labelling shops."""
    return quotes[(quotes["country"] == "CHN") & (quotes["worker_type"] == "outsourced_staff")]


def county_shops(quotes: pd.DataFrame) -> pd.DataFrame:
    """Those of them at county level, by the place that the source names."""
    shops = chinese_shops(quotes)
    return shops[shops["place"].fillna("").str.contains(COUNTIES)]


@finds
def pay_of_shops(shops: pd.DataFrame) -> dict[str, Quantity]:
    """Median pay in Chinese shops, what it owes to any one source, and by the likelihood of ranges.

    Parameters
    ----------
    shops : pandas.DataFrame
        Hourly pay in one unit.
    """
    deleted, ranges = leave_one_source_out(shops, median_pay), fit_censored(shops)
    unit, points = one_unit(shops), with_middle(shops)
    return {
        "shop_median": Quantity(deleted.full, unit, deleted.range, 1.0, rows=points),
        "shop_censored": Quantity(ranges.median, unit, ranges.conf_int, 0.95, rows=shops),
        "shop_sources": Quantity(points[SOURCE].nunique(), SOURCES, rows=alone(points)),
    }


def migrant_income(comparators: pd.DataFrame) -> pd.DataFrame:
    """A Chinese migrant worker's monthly income near home, a row a year.

    Raises
    ------
    WageError
        Where a year has two.
    """
    rows = comparators[
        (comparators["country"] == "CHN")
        & (comparators["kind"] == "local_income")
        & (comparators["period"] == "month")
        & comparators["category"].fillna("").str.contains(NEAR_HOME)
    ]
    twice = rows.loc[rows["year"].duplicated(), "year"]
    if len(twice):
        raise WageError(f"migrant income of {twice.iloc[0]}: two rows; allowed: one a year")
    return rows


@derived
def against_migrants(shops: pd.DataFrame, income: pd.DataFrame) -> pd.DataFrame:
    """Monthly pay of each shop over a migrant worker's income of the same year.

    Parameters
    ----------
    shops : pandas.DataFrame
        Quotes with ``year``, by the month in yuan; others are left out.
    income : pandas.DataFrame
        From :func:`migrant_income`.

    Returns
    -------
    pandas.DataFrame
        A row a quote: ``quote_id``, ``origin``, ``place``, ``year``, ``ratio_low``, ``ratio``
        (missing for "up to") and ``ratio_high``.
    """
    known = income.set_index("year")["mid"]
    monthly = shops[
        (shops["period"] == "month")
        & (shops["currency"] == "CNY")
        & shops["year"].isin(known.index)
    ]
    base = monthly["year"].map(known).astype(float) * monthly["period_count"]
    table = monthly[["quote_id", SOURCE, "place", "year"]].assign(
        ratio_low=monthly["low"].fillna(monthly["mid"]) / base,
        ratio=np.exp(log_midpoint(monthly)) / base,
        ratio_high=monthly["high"].fillna(monthly["mid"]) / base,
    )
    used = income[income["year"].isin(monthly["year"])]
    return resting(table, monthly, used)


@finds
def ordinary_pay_or_not(ratios: pd.DataFrame) -> dict[str, Quantity]:
    """Independent reports of county shops below, within and above ordinary pay.

    Parameters
    ----------
    ratios : pandas.DataFrame
        From :func:`against_migrants`. "Up to" counts where even that is below.
    """
    surely_low = ratios["ratio"].fillna(
        ratios["ratio_high"].where(ratios["ratio_high"] < ORDINARY_PAY.low)
    )
    by_source = np.exp(np.log(surely_low).groupby(ratios[SOURCE]).mean()).dropna()
    below = int((by_source < ORDINARY_PAY.low).sum())
    above = int((by_source > ORDINARY_PAY.high).sum())
    span = (float(by_source.min()), float(by_source.max())) if len(by_source) else None
    middle = float(by_source.median()) if len(by_source) else None
    return {
        "county_to_migrant": Quantity(
            middle, "ratio of pay", span, 1.0 if span else None, text="no shop can be compared"
        ),
        "county_below": Quantity(below, SOURCES),
        "county_within": Quantity(len(by_source) - below - above, SOURCES),
        "county_above": Quantity(above, SOURCES),
    }


@finds
def places_with_reports(
    quotes: pd.DataFrame, volumes: pd.DataFrame, comparators: pd.DataFrame
) -> dict[str, Quantity]:
    """Independent reports of pay or people by place that the article names, and provinces besides.

    Parameters
    ----------
    quotes, volumes, comparators : pandas.DataFrame
        Tables; provinces are those that set a minimum wage. Weak rows, plans and targets are
        left out.
    """
    pay = select(quotes).quotes
    counted = (volumes["measure"] == "workers") & (volumes["status"] == "observed")
    people = volumes[counted & (volumes["confidence"] != "low")]
    pay, people = (rows[rows["country"] == "CHN"] for rows in (pay, people))
    provinces = sorted(set(comparators.loc[comparators["country"] == "CHN", "region"].dropna()))
    reports = {name: _naming(name, pay, people) for name in (*PLACES_NAMED, *provinces)}
    others = [name for name in provinces if name not in PLACES_NAMED and reports[name][0]]
    every = (alone(pay), people)
    found = {
        "reports_henan": _reports(reports["Henan"], every),
        "reports_shandong": _reports(reports["Shandong"], every),
        "reports_xinjiang": _reports(reports["Xinjiang"], every),
    }
    used = tuple(reports[name][1] for name in others)
    return found | {"reports_elsewhere": Quantity(len(others), "provinces", rows=used or every)}


def _naming(
    name: str, pay: pd.DataFrame, people: pd.DataFrame
) -> tuple[int, tuple[pd.DataFrame, pd.DataFrame]]:
    told = _say(pay, ("region", "place", "employer"), name)
    counted = _say(people, ("entity", "note"), name)
    origins = {*told[SOURCE], *counted["source_id"]}
    return len(origins), (alone(told), counted)


def _say(rows: pd.DataFrame, columns: tuple[str, ...], name: str) -> pd.DataFrame:
    words = rows[list(columns)].fillna("").agg(" ".join, axis=1)
    return rows[words.str.contains(name, regex=False)]


def _reports(
    found: tuple[int, tuple[pd.DataFrame, pd.DataFrame]],
    every: tuple[pd.DataFrame, pd.DataFrame],
) -> Quantity:
    count, rows = found
    return Quantity(count, SOURCES, rows=rows if count else every)
