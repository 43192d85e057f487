"""One platform's whole life: Mechanical Turk 2009-26, in series that are not joined."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.errors import LabelsError
from analysis.findings import Quantity, derived, finds, resting
from analysis.position.crowd import CHAO, EQUAL, SEEN
from analysis.position.declared import EARLY, LATE
from analysis.position.hours import stated_week

CLOSED = "mturk_closed.event.2026"
"""Row of ``volumes``."""
COMPOSITION = {
    "share_married": "married",
    "share_college": "with a degree",
    "share_us": "in the United States",
    "share_india": "in India",
}


@derived
def requesters(market: pd.DataFrame) -> pd.DataFrame:
    """Distinct requesters and new ones by month, 2009-14, from table ``mturk_market_month``.

    Returns
    -------
    pandas.DataFrame
        ``date`` (years), ``distinct, new``.
    """
    frame = pd.DataFrame(
        {
            "date": _date(market["month"]),
            "distinct": market["distinct_requesters"],
            "new": market["new_requesters"],
        }
    )
    return resting(frame.reset_index(drop=True), market)


@derived
def posted_tasks(months: pd.DataFrame) -> pd.DataFrame:
    """Tasks posted under keywords of labelling by month, from table ``mturk_keyword_month``.

    A task can carry several keywords, so that sums over keywords count some twice; the largest
    keyword of the month is shown with them.
    """
    tasks = (months["batches"] * months["mean_batch_size"]).groupby(months["month"])
    frame = pd.DataFrame({"sum": tasks.sum(), "largest": tasks.max()}).reset_index()
    frame.insert(0, "date", _date(frame["month"]))
    return resting(frame.drop(columns="month"), months)


@derived
def pay_of_a_stated_hour(brackets: pd.DataFrame) -> pd.DataFrame:
    """Stated dollars over stated hours by year: a ratio of two means of brackets and no wage."""
    week = stated_week(brackets)
    frame = pd.DataFrame({"year": week.index, "pay": (week["dollars"] / week["hours_middle"])})
    return resting(frame.reset_index(drop=True), brackets)


@derived
def composition(years: pd.DataFrame) -> pd.DataFrame:
    """Who answers, by year: shares of answers, in long form (``year, who, share``)."""
    wide = years.rename(columns=COMPOSITION).set_index("year")[list(COMPOSITION.values())]
    frame = wide.melt(ignore_index=False, var_name="who", value_name="share").reset_index()
    return resting(frame.dropna(subset="share").reset_index(drop=True), years)


@derived
def closing(volumes: pd.DataFrame) -> pd.DataFrame:
    """The end: ``date`` in years, after the month in which the platform closed.

    Raises
    ------
    LabelsError
        Where the tables hold no end.
    """
    row = volumes[volumes["id"] == CLOSED]
    if len(row) != 1:
        raise LabelsError(f"volumes has {len(row)} rows {CLOSED}; allowed: one")
    date = float(row["year"].iloc[0]) + float(row["month"].iloc[0]) / 12.0
    return resting(pd.DataFrame({"date": [date], "month": row["month"].to_numpy()}), row)


@finds
def rise_and_end(
    market: pd.DataFrame, workers: pd.DataFrame, years: pd.DataFrame, brackets: pd.DataFrame
) -> dict[str, Quantity]:
    """Requesters at the start and the end of their record; workers, pay and answers over theirs."""
    by_year = market.groupby(market["month"].str[:4])["distinct_requesters"].mean()
    first, last = (market[market["month"].str[:4] == year] for year in
                   (by_year.index[0], by_year.index[-1]))  # fmt: skip
    pay = pay_of_a_stated_hour(brackets).set_index("year")["pay"]
    married = years.set_index("year")["share_married"]
    return {
        "requesters_first": Quantity(float(by_year.iloc[0]), "requesters a month", rows=first),
        "requesters_last": Quantity(float(by_year.iloc[-1]), "requesters a month", rows=last),
        "workers_bound": Quantity(_change(workers, CHAO), "share", rows=workers),
        "workers_equal": Quantity(_change(workers, EQUAL), "share", rows=workers),
        "workers_seen": Quantity(_change(workers, SEEN), "share", rows=workers),
        "pay_highest": Quantity(float(pay.max()), "USD per stated hour", rows=brackets),
        "pay_last": Quantity(float(pay.iloc[-1]), "USD per stated hour", rows=brackets),
        "pay_change": Quantity(
            float(pay.loc[list(LATE)].mean() / pay.loc[list(EARLY)].mean() - 1.0), "share",
            rows=brackets,
        ),
        "married_first": Quantity(float(married.iloc[0]), "share", rows=years),
        "married_last": Quantity(float(married.iloc[-1]), "share", rows=years),
    }  # fmt: skip


@finds
def end_of_it(volumes: pd.DataFrame) -> dict[str, Quantity]:
    """The year in which the platform closed."""
    row = volumes[volumes["id"] == CLOSED]
    return {"closed_year": Quantity(int(row["year"].iloc[0]), "year", rows=row)}


def _change(workers: pd.DataFrame, estimator: str) -> float:
    """Change between the dates of the accounting, as a share of what was."""
    own = workers[workers["estimator"] == estimator].set_index("year")["workers"]
    return float(own.loc[list(LATE)].mean() / own.loc[list(EARLY)].mean() - 1.0)


def _date(months: pd.Series[Any]) -> pd.Series[Any]:
    return months.str[:4].astype(float) + (months.str[5:7].astype(float) - 0.5) / 12.0
