"""Hours of labelling at sellers with published figures: spending times workers' share over pay.

Two dates, 2021-22 and 2024-25. What a source states is read from the tables; what none states is a
range of ``hours_assumptions``, and stands in the middle of it unless it is swapped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from analysis.errors import LabelsError
from analysis.findings import rows_of
from analysis.position.crowd import EQUAL
from analysis.position.declared import EARLY, LATE
from analysis.tables import Evidence

Date = Literal["early", "late"]
DATES: tuple[Date, ...] = ("early", "late")
WEEKS = 52
MILLION = 1e6

OPEN_HOURS, OPEN_DOLLARS = (45.0, 60.0), 600.0
"""Middle and end of the open bracket from 40 hours a week, and middle of that from 500 dollars."""

MTURK = "Mechanical Turk"
SELLERS = ("Appen", "Scale AI", "Surge AI", "Mercor", "Handshake")
FIRMS = (MTURK, *SELLERS)
"""Those with published figures, which are those in the news."""

ACCOUNTS: Mapping[tuple[str, Date], tuple[str, ...]] = {
    ("Appen", "early"): ("appen.revenue.usd.2021", "appen.revenue.usd.2022"),
    ("Appen", "late"): ("appen.revenue.usd.2024",),
    ("Scale AI", "early"): (
        "scale_ai.revenue.usd.source_2.2021",
        "scale_ai.revenue.usd.source_5.2022",
    ),
    ("Scale AI", "late"): ("scale_ai.revenue.usd.source_3.2024",),
    ("Surge AI", "late"): ("surge_ai.revenue.usd.2024",),
}
"""Rows of ``vendor_money`` with a firm's revenue of the date; of two years the mean is taken."""
NOT_YET = {("Mercor", "early"), ("Handshake", "early")}
"""They sold no labels yet."""
GOOGLE, GOOGLE_OF = "appen_from_google.revenue.usd.2023", "appen.revenue.usd.2023"
"""Revenue of Appen from one customer in 2023, and all of it: it left on 19 March 2024."""
DAYS_OF_2024 = 79 / 366
"""Part of 2024 until 19 March, with that day."""


@dataclass(frozen=True)
class Setting:
    """One way to fill in what is not known.

    Attributes
    ----------
    assumed : mapping of str to float
        By id of ``hours_assumptions``.
    estimator : str
        Of workers on Mechanical Turk.
    bracket : {"low", "middle", "high"}
        Where in their bracket stated hours lie.
    google : bool
        Whether the work of the customer that left Appen counts.
    left_out : str
        A firm that is left out, or nothing.
    """

    assumed: Mapping[str, float]
    estimator: str = EQUAL
    bracket: Literal["low", "middle", "high"] = "middle"
    google: bool = True
    left_out: str = ""

    def put(self, assumption: str, value: float) -> Setting:
        """The same with one assumption at another value.

        Raises
        ------
        LabelsError
            For an assumption that the accounting does not know.
        """
        if assumption not in self.assumed:
            there = ", ".join(sorted(self.assumed))
            raise LabelsError(f"no assumption {assumption}; there are: {there}")
        return replace(self, assumed={**self.assumed, assumption: value})


@dataclass(frozen=True)
class Accounting:
    """The tables of the accounting, ready to be filled in.

    Attributes
    ----------
    money : mapping of str to float
        Revenue in million dollars by row of ``vendor_money``.
    workers : pandas.DataFrame
        Workers on Mechanical Turk by estimator and year.
    week : pandas.DataFrame
        Mean stated hours and dollars a week by year.
    ranges : pandas.DataFrame
        Table ``hours_assumptions`` by id.
    evidence : tuple of Evidence
    """

    money: Mapping[str, float]
    workers: pd.DataFrame
    week: pd.DataFrame
    ranges: pd.DataFrame
    evidence: tuple[Evidence, ...] = field(repr=False)

    @property
    def middle(self) -> Setting:
        """Every assumption in the middle of its range."""
        return Setting({str(name): middle(row) for name, row in self.ranges.iterrows()})

    def hours(self, setting: Setting, date: Date) -> dict[str, float]:
        """Million hours a year by firm."""
        found = {MTURK: self._platform(setting, date)}
        for firm in SELLERS:
            paid = self.revenue(setting, firm, date) * self._share(setting, firm)
            found[firm] = paid / self._pay(setting, firm, date) if paid else 0.0
        return {firm: value for firm, value in found.items() if firm != setting.left_out}

    def spending(self, setting: Setting, date: Date) -> dict[str, float]:
        """Million dollars a year by firm; at Mechanical Turk what workers say they earn."""
        found = {MTURK: self._earned(setting, date)}
        found |= {firm: self.revenue(setting, firm, date) for firm in SELLERS}
        return {firm: value for firm, value in found.items() if firm != setting.left_out}

    def change(self, setting: Setting) -> float:
        """Log of total hours of the later date over the earlier."""
        early, late = (sum(self.hours(setting, date).values()) for date in DATES)
        return math.log(late / early)

    def revenue(self, setting: Setting, firm: str, date: Date) -> float:
        """Revenue of a firm, million dollars a year."""
        stated = self.stated(firm, date)
        if stated is None:
            return float(setting.assumed[assumed_revenue(firm, date)])
        return stated if setting.google or firm != "Appen" else stated - self.of_google(date)

    def stated(self, firm: str, date: Date) -> float | None:
        """Revenue that sources state, the mean of two years; None where it is assumed."""
        if (firm, date) in NOT_YET:
            return 0.0
        rows = ACCOUNTS.get((firm, date))
        return None if rows is None else sum(float(self.money[row]) for row in rows) / len(rows)

    def of_google(self, date: Date) -> float:
        """What one customer paid Appen: of 2023 pro rata in 2024, and as a share before."""
        paid = float(self.money[GOOGLE])
        if date == "late":
            return paid * DAYS_OF_2024
        rows = ACCOUNTS["Appen", "early"]
        before = sum(float(self.money[row]) for row in rows) / len(rows)
        return paid / float(self.money[GOOGLE_OF]) * before

    def weekly(self, estimator: str, date: Date, column: str) -> float:
        """Stated hours, or dollars, a week of all workers on Mechanical Turk."""
        return self._weeks[estimator, date, column]

    def _share(self, setting: Setting, firm: str) -> float:
        return setting.assumed[share_of(firm)]

    def _pay(self, setting: Setting, firm: str, date: Date) -> float:
        return math.prod(setting.assumed[name] for name in pay_of(firm, date))

    def _platform(self, setting: Setting, date: Date) -> float:
        hours = self.weekly(setting.estimator, date, f"hours_{setting.bracket}")
        return hours * self._share(setting, MTURK) * WEEKS / MILLION

    def _earned(self, setting: Setting, date: Date) -> float:
        return self.weekly(setting.estimator, date, "dollars") * WEEKS / MILLION

    @cached_property
    def _weeks(self) -> dict[tuple[str, str, str], float]:
        """Workers times hours, or dollars, a week: mean of the two years of a date."""
        dates: dict[str, tuple[int, int]] = {"early": EARLY, "late": LATE}
        return {
            (str(estimator), date, str(column)): float(
                (own.set_index("year")["workers"] * self.week[column]).loc[list(years)].mean()
            )
            for estimator, own in self.workers.groupby("estimator")
            for date, years in dates.items()
            for column in self.week
        }


def accounting(
    money: pd.DataFrame, workers: pd.DataFrame, brackets: pd.DataFrame, assumptions: pd.DataFrame
) -> Accounting:
    """Put the tables together.

    Parameters
    ----------
    money : pandas.DataFrame
        Table ``vendor_money``.
    workers : pandas.DataFrame
        From :func:`analysis.position.workers_by_estimator`.
    brackets : pandas.DataFrame
        Table ``mturk_worker_bracket``.
    assumptions : pandas.DataFrame
        Table ``hours_assumptions``.

    Raises
    ------
    LabelsError
        For a row that is not revenue of a year in dollars: a run rate is no revenue.
    """
    names = sorted({*(name for rows in ACCOUNTS.values() for name in rows), GOOGLE, GOOGLE_OF})
    used = money[money["id"].isin(names)]
    dollars = revenue_in_millions(used)
    missing = sorted(set(names) - set(dollars.index))
    if missing:
        raise LabelsError(f"vendor_money has no row {missing[0]}; allowed: all of {names}")
    asked = brackets[brackets["year"].isin([*EARLY, *LATE])]
    evidence = rows_of([used, workers, asked, assumptions])
    return Accounting(
        {str(name): float(value) for name, value in dollars.items()},
        workers,
        stated_week(brackets),
        assumptions.set_index("id"),
        evidence,
    )


def share_of(firm: str) -> str:
    """Assumption on what part of a firm's revenue is pay, or of stated hours is work."""
    shared = {"Mercor": "mercor_handshake", "Handshake": "mercor_handshake"}
    return (
        "mturk.share_worked" if firm == MTURK else f"{shared.get(firm, _slug(firm))}.workers_share"
    )


def pay_of(firm: str, date: Date) -> tuple[str, ...]:
    """Assumptions whose product is pay an hour."""
    if firm == "Appen" and date == "late":
        return "appen.pay_hour.early", "appen.growth_of_pay"
    return (f"{_slug(firm)}.pay_hour.{date}",)


def assumed_revenue(firm: str, date: Date) -> str:
    """Assumption on a firm's revenue where no source states it."""
    return f"{_slug(firm)}.revenue.{date}"


def revenue_in_millions(money: pd.DataFrame) -> pd.Series[Any]:
    """Yearly revenue in million dollars by row: what may be added up.

    Raises
    ------
    LabelsError
        For a run rate, a growth or a share, a part of a year, or another currency.
    """
    for row in money.to_dict("records"):
        whole = str(row["period_from"])[-3:] == "-01" and str(row["period_to"])[-3:] == "-12"
        if row["quantity"] != "revenue" or row["currency"] != "USD" or not whole:
            found = f"{row['quantity']} in {row['currency']}, {row['period_from']} to "
            raise LabelsError(
                f"vendor_money, {row['id']}: {found}{row['period_to']}; allowed: revenue of a year "
                "in USD, since run rates and parts of years do not add to revenue"
            )
    middle_of = money["mid"].fillna((money["low"] + money["high"]) / 2.0)
    return pd.Series(middle_of.to_numpy(dtype=float) / MILLION, index=money["id"].tolist())


def stated_week(brackets: pd.DataFrame) -> pd.DataFrame:
    """Mean hours a week by year with every answer low, in the middle and high; mean dollars.

    Means are of answers: whoever is there more often answers more often.
    """
    hours, dollars = (
        brackets[brackets["question"] == name] for name in ("hours_per_week", "usd_per_week")
    )
    middles = hours["bracket_high"].add(hours["bracket_low"]).div(2.0).fillna(OPEN_HOURS[0])
    earned = dollars["bracket_high"].add(dollars["bracket_low"]).div(2.0).fillna(OPEN_DOLLARS)
    return pd.DataFrame(
        {
            "hours_low": _mean_answer(hours, hours["bracket_low"]),
            "hours_middle": _mean_answer(hours, middles),
            "hours_high": _mean_answer(hours, hours["bracket_high"].fillna(OPEN_HOURS[1])),
            "dollars": _mean_answer(dollars, earned),
        }
    )


def _mean_answer(answers: pd.DataFrame, value: pd.Series[Any]) -> pd.Series[Any]:
    counted = answers.groupby("year")["answers"].sum()
    return (value * answers["answers"]).groupby(answers["year"]).sum() / counted


def middle(row: pd.Series[Any]) -> float:
    """Middle of a range: half-way, or the geometric mean of its ends."""
    low, high = float(row["low"]), float(row["high"])
    return math.sqrt(low * high) if row["shape"] == "log_uniform" else (low + high) / 2.0


def _slug(firm: str) -> str:
    return firm.lower().replace(" ", "_")
