"""From a log to wages: everything that one run says, in one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.errors import TaskLogError
from analysis.tasklogs.canonical import Recognised, Rows, TaskLog
from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import Question, each_sql
from analysis.tasklogs.measures.bootstrap import Intervals, intervals
from analysis.tasklogs.measures.bracket import Bracket, bracket
from analysis.tasklogs.measures.floor import AgainstFloor, FloorOf, Floors, against_floor
from analysis.tasklogs.measures.plausible import plausibility
from analysis.tasklogs.measures.rate_card import Rate, card_pay
from analysis.tasklogs.measures.spread import gini, quantile, top_share, weighted_quantile
from analysis.tasklogs.measures.survey import Survey, cannot_tell, counted, survey
from analysis.tasklogs.measures.workers import (
    NAIVE,
    Workers,
    exact,
    grouped,
    hourly,
    ordered,
    question,
    worker_table,
    years,
)
from analysis.tasklogs.rules import (
    FEWEST_WORKERS,
    FINE,
    GAP_5MIN,
    GAPS,
    HOUR,
    MICRO,
    QUANTILES,
    Gap,
)


@dataclass(frozen=True)
class LogWages:
    """What a log says of wages.

    Attributes
    ----------
    rows : Rows
        Records read, used, set aside.
    formats : tuple of Recognised
    found : Survey
    workers : Workers
        Sums by worker; without work that names no worker.
    asked : Question
        What the engine was asked, for further questions to the same log.
    pay : int
        All pay that counts, micro-units; by a rate card where one was given.
    naive : int
        Clocks summed, microseconds.
    currency : str or None
    rule : str
        The idle rule of the headline.
    bracket : Bracket
    intervals : Intervals
        Of the headline and two medians.
    floor : AgainstFloor or None
    remarks, cannot_tell : tuple of str
    card : bool
        Whether pay is by a rate card.
    mean_of_each : float or None
        Mean of the assignments' own wages, to show beside the headline why it is none: a short
        task counts as much as a long one, and overlapped time once for every task. Only of pay
        in the files, on clocks of a second or more.
    """

    rows: Rows
    formats: tuple[Recognised, ...]
    found: Survey
    workers: Workers
    asked: Question
    pay: int
    naive: int
    currency: str | None
    rule: str
    bracket: Bracket | None
    intervals: Intervals
    floor: AgainstFloor | None
    remarks: tuple[str, ...]
    cannot_tell: tuple[str, ...]
    card: bool
    mean_of_each: float | None = None

    @property
    def has_clock(self) -> bool:
        """Whether there is any time, of intervals or between submissions."""
        return self.naive > 0 or any(self.workers.time(gap.name).sum() for gap in self.workers.gaps)

    @property
    def has_wage(self) -> bool:
        """Whether there is pay and time to divide it by."""
        return self.currency is not None and self.has_clock

    @property
    def no_wage(self) -> str:
        """Why there is no wage; empty where there is one."""
        if self.has_wage:
            return ""
        if not self.has_clock:
            return "no wage: the files hold no clock, so nobody can say how long the work took"
        return (
            "no wage: the files hold no pay; a rate card (--rates rates.csv) gives it. Hours and "
            "labels are what they say"
        )

    def time(self, rule: str) -> int:
        """Microseconds under a rule, all workers; the plain sum where no worker is named."""
        return self.naive if rule == NAIVE else int(self.workers.time(rule).sum())

    def wage(self, rule: str) -> float | None:
        """Total pay over total time under a rule."""
        if self.currency is None or (rule != NAIVE and not len(self.workers)):
            return None
        pay = int(self.workers.pay.sum()) if len(self.workers) else self.pay
        return hourly(pay, self.time(rule))

    def median_worker(self, rule: str) -> float | None:
        """Median of workers' wages under a rule."""
        return quantile(self.workers.wages(rule), 0.5) if self.has_wage else None

    def weighted_median(self, rule: str) -> float | None:
        """Median of workers' wages, each weighted with the hours."""
        if not self.has_wage:
            return None
        hours = self.workers.time(rule) / HOUR
        return weighted_quantile(self.workers.wages(rule), hours, 0.5)

    @property
    def shown_spread(self) -> bool:
        """Whether there are workers enough to show how they differ."""
        return self.has_wage and len(self.workers) >= FEWEST_WORKERS

    def quantiles(self, rule: str) -> dict[float, float | None]:
        """Quantiles of workers' wages; none under ten workers."""
        wages = self.workers.wages(rule)
        return {p: quantile(wages, p) if self.shown_spread else None for p in QUANTILES}

    def gini(self, rule: str) -> float | None:
        """Gini coefficient of workers' wages; None under ten workers."""
        return gini(self.workers.wages(rule)) if self.shown_spread else None

    def top_share(self, rule: str) -> float | None:
        """Share of all hours that the ten workers with the most have; None where ten are all."""
        several = len(self.workers) > FEWEST_WORKERS
        return top_share(self.workers.time(rule)) if several else None


def log_wages(
    log: TaskLog,
    engine: Engine,
    *,
    rule: Gap = GAP_5MIN,
    rates: Sequence[Rate] = (),
    floor: FloorOf | None = None,
    unpaid: bool = False,
    split: bool = False,
    seed: int = 0,
) -> LogWages:
    """Turn a log into wages.

    Parameters
    ----------
    log : TaskLog
    engine : Engine
        Open on the tasks of the log.
    rule : Gap
        Idle rule of the headline and of back-pay; it joins the curve if it is not on it.
    rates : sequence of Rate
        Pay where the files hold none.
    floor : callable, optional
        Given the currency of the pay and the years of the log, their floors.
    unpaid : bool
        Whether the low end of the bracket counts the unpaid share of time of Toxtli et al. 2021.
    split : bool
        Whether groups share the time of overlapping clocks equally, instead of all of it to the
        assignment begun first. It changes no total.
    seed : int
        Of the bootstrap.

    Raises
    ------
    TaskLogError
        For several currencies, or a rate card that does not cover the work.
    """
    found = survey(engine)
    gaps = tuple(sorted({*GAPS, rule}, key=lambda gap: gap.longest))
    asked = question(found, gaps, split=split, **({"priced": False} if rates else {}))
    workers = worker_table(engine, asked)
    currency, pay = found.currency, found.pay
    if rates:
        workers, pay, currency = _with_card(workers, engine, asked, found, rates)
    named = len(workers) > 0
    naive = int(workers.frame["naive"].sum()) if named else found.of("clock_us")
    priced = currency is not None
    against = None
    if floor is not None and currency is not None and named:
        against = _against(engine, asked, found, workers, currency, floor, rule.name)
    return LogWages(
        rows=log.rows,
        formats=log.formats,
        found=found,
        workers=workers,
        asked=asked,
        pay=pay,
        naive=naive,
        currency=currency,
        rule=rule.name,
        bracket=bracket(engine, asked, found, workers, unpaid=unpaid) if priced and named else None,
        intervals=_intervals(workers, rule.name, seed)
        if priced
        else Intervals(None, None, None, 0),
        floor=against,
        remarks=(*log.remarks, *plausibility(engine, found, workers)),
        cannot_tell=tuple(
            dict.fromkeys([*log.cannot_tell, *cannot_tell(found), *_undated(found, against)])
        ),
        card=bool(rates),
        mean_of_each=_mean_of_each(engine, asked) if found.has_pay and not rates else None,
    )


def _mean_of_each(engine: Engine, asked: Question) -> float | None:
    row = engine.fetch(each_sql(asked)).iloc[0]
    return exact(int(row["wages"]), int(row["n"]) * FINE) if row["n"] else None


def _intervals(workers: Workers, rule: str, seed: int) -> Intervals:
    return intervals(workers.pay / MICRO, workers.time(rule) / HOUR, seed=seed)


def _against(
    engine: Engine,
    asked: Question,
    found: Survey,
    workers: Workers,
    currency: str,
    floor: FloorOf,
    rule: str,
) -> AgainstFloor:
    """Each year's hours against its own floor; equal floors need no further question."""
    spells = years(found)
    floors = floor(currency, [int(spell.name) for spell in spells])
    if not _differ(floors):
        return against_floor(workers, {max(floors): workers}, floors, rule)
    sums = grouped(engine, asked, ("period",), spells)
    sums["period"] = sums["period"].fillna(spells[-1].name)
    parts = {int(str(name)): Workers(rows, asked.gaps) for name, rows in sums.groupby("period")}
    return against_floor(workers, parts, floors, rule)


def _differ(floors: Floors) -> bool:
    return len({(item.low, item.central, item.high) for item in floors.values()}) > 1


def _undated(found: Survey, against: AgainstFloor | None) -> list[str]:
    """Timers without a time of day are of no year that is known."""
    if against is None or not found.timer_only or not _differ(against.floors):
        return []
    return [
        f"{counted(found.timer_only, 'assignment')} with a timer and no time of day: held against "
        f"the floor of {max(against.floors)}, the last year of the files."
    ]


def _with_card(
    workers: Workers, engine: Engine, asked: Question, found: Survey, rates: Sequence[Rate]
) -> tuple[Workers, int, str]:
    currency = rates[0].currency
    if found.currency not in (None, currency):
        raise TaskLogError(
            f"rate card in {currency}, pay in the files in {found.currency}; allowed: one currency"
        )
    pay = card_pay(engine, asked, rates, events=found.has_events)
    by_worker = pay.groupby("worker_key")["pay"].sum()
    added = workers.frame["worker_key"].map(by_worker).fillna(0).to_numpy(dtype=np.int64)
    frame = workers.frame.assign(pay=workers.frame["pay"].astype(np.int64) + added)
    total = int(pay["pay"].sum()) + found.pay
    return replace(workers, frame=ordered(frame)), total, currency
