"""The one SQL text: task logs reduced to a row a worker, in what DuckDB and Spark have in common.

Everything is a whole number (microseconds, micro-units of money), so that sums are equal to the
last digit on every engine and any number of threads. Nothing that stands in a file becomes part
of the text: columns, rules and bounds are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.tasklogs.rules import DAY, FINE, HOUR, LONGEST_TIMER, MICRO, PAID, SECOND, WORKED, Gap

FUNCTIONS = ("count", "sum", "max", "min", "greatest", "least", "coalesce", "cast", "hash")
"""Functions that the text may call; a test holds it to them."""

FOR_PAY = (*PAID, "unpaid_tool")
"""What a rate card pays for."""
_PRICED = " AND (pay_micro IS NOT NULL OR status IN ('rejected', 'returned'))"
CAPPED = ("unpaid_tool", "returned")
"""Whose long timers are pages left open; what a platform paid was work."""
_LEFT_OPEN = f"timer_us > {LONGEST_TIMER} AND status IN {CAPPED}"
_TIMER = f"CASE WHEN {_LEFT_OPEN} THEN 0 ELSE coalesce(timer_us, 0) END"
PER_HOUR = HOUR * FINE // MICRO
_FOLDED = "cast(hash(worker_key) % 9223372036854775807 AS BIGINT)"
_SECOND = "platform IN ('cvat')"
"""Whose timers are a second account of work that stands there with its times too: as events."""
_CLOCKED = "(submit_us IS NOT NULL OR timer_us IS NOT NULL)"
_CLOCK = "coalesce(submit_us - accept_us, timer_us, 0)"
_ASSISTED = "CASE WHEN assisted THEN 'assisted' WHEN NOT assisted THEN 'by_hand' END"
Clock = Literal["span", "event"]
Column = Literal["task_type", "month", "assisted", "period"]


@dataclass(frozen=True)
class Spell:
    """A stretch of time and its name: a month, or the validity of a rate.

    Attributes
    ----------
    start : int
        First microsecond; it ends where the next begins.
    name : str
        Ours: digits and hyphens.
    """

    start: int
    name: str


@dataclass(frozen=True)
class Question:
    """What is asked of the log.

    Attributes
    ----------
    gaps : tuple of Gap
    by : tuple of str
        Columns beside the worker. Clocks are merged within worker all the same; each stretch and
        the pause before it go to the assignment begun first, so that groups sum to the whole.
    spells : tuple of Spell
        In rising order; those of the column ``month`` or ``period``.
    clock : {"span", "event"}
        Intervals as they are, or the submissions alone, as points.
    statuses : tuple of str
        Whose time counts.
    priced : bool
        Whether work without any pay in the file is left out.
    timers, labels : bool
        Whether the file has them.
    alone : bool
        Whether some work has a timer and no time of day.
    begun : bool
        Whether all work says when it was begun; else a timer says it.
    split : bool
        Whether groups share overlapped time equally, instead of all of it to the one begun first.
    whole : bool
        Whether all rows have a worker and a submission, and pay only where it counts: then nothing
        has to be looked for row by row.
    folded : bool
        Whether a number made of it (`keys_sql`) stands for a worker's key: it sorts faster.
    """

    gaps: tuple[Gap, ...]
    by: tuple[Column, ...] = ()
    spells: tuple[Spell, ...] = ()
    clock: Clock = "span"
    statuses: tuple[str, ...] = WORKED
    priced: bool = False
    timers: bool = False
    labels: bool = False
    alone: bool = False
    begun: bool = False
    split: bool = False
    whole: bool = False
    folded: bool = False


def survey_sql() -> str:
    """How many rows have what, by status and currency."""
    return f"""
SELECT status, currency, count(*) AS n, count(submit_us) AS submitted,
  count(CASE WHEN submit_us IS NOT NULL THEN accept_us END) AS accepted,
  count(coalesce(submit_us, timer_us)) AS clocked, count(timer_us) AS timed,
  count(pay_micro) AS priced, count(worker_key) AS named, count(labels) AS labelled,
  count(assisted) AS marked, {_sum("coalesce(pay_micro, 0)")} AS pay,
  min({_start("span")}) AS first_us, max(submit_us) AS last_us
FROM tasks GROUP BY status, currency
"""


def money_sql() -> str:
    """How many assignments of each file are paid in which currency."""
    return """
SELECT currency, file, count(*) AS n FROM tasks WHERE pay_micro IS NOT NULL
GROUP BY currency, file
"""


def tool_sql() -> str:
    """What only logs of tools need to have counted, by status and currency."""
    apart = "submit_us IS NULL AND timer_us IS NULL"
    return f"""
SELECT status, currency, {_sum(f"CASE WHEN {apart} THEN coalesce(labels, 0) ELSE 0 END")}
    AS labels_apart, count(CASE WHEN {apart} THEN labels END) AS labelled_apart,
  count(CASE WHEN {_SECOND} AND timer_us IS NULL THEN accept_us END) AS events,
  count(CASE WHEN accept_us IS NULL AND {_LEFT_OPEN} THEN timer_us END) AS left_open,
  {_sum(_CLOCK)} AS clock_us
FROM tasks GROUP BY status, currency
"""


def timer_sql(asked: Question) -> str:
    """Work with a timer and no time of day, by worker: it cannot be merged and is of no month.

    Of ``n`` and ``timer_us`` those that may be second accounts: ``second_n`` and ``second_us``.
    """
    by = [name for name in asked.by if name not in ("month", "period")]
    keys = ", ".join(("worker_key", *by))
    columns = "".join(f", {_ASSISTED if name == 'assisted' else name} AS {name}" for name in by)
    return f"""
WITH t AS (SELECT worker_key{columns}, {_pay(asked)} AS pay, timer_us,
    coalesce(labels, 0) AS labels, CASE WHEN {_SECOND} THEN 1 ELSE 0 END AS second_n,
    CASE WHEN {_SECOND} THEN timer_us ELSE 0 END AS second_us
  FROM tasks WHERE worker_key IS NOT NULL AND submit_us IS NULL
    AND timer_us IS NOT NULL{_conditions(asked)})
SELECT {keys}, count(*) AS n, {_sum("pay")} AS pay, {_sum("timer_us")} AS timer_us,
  {_sum("labels")} AS labels, {_sum("second_n")} AS second_n, {_sum("second_us")} AS second_us
FROM t GROUP BY {keys}
"""


def keys_sql() -> str:
    """Every worker's key and a number made of it: another engine makes another one."""
    return f"SELECT worker_key, {_FOLDED} AS folded FROM tasks GROUP BY worker_key"


def worker_sql(asked: Question) -> str:
    """Sums by worker (and the columns of `asked`): pay, time summed, merged, and under each rule.

    A pause lies before the interval that ends it: the start less the latest end before it.
    """
    keys = ", ".join(("worker_key", *asked.by))
    gaps = "".join(
        f",\n  {_sum(f'CASE WHEN pause > 0 AND pause <= {gap.longest} THEN pause ELSE 0 END')}"
        f" AS {gap.name}"
        for gap in asked.gaps
        if gap.longest
    )
    extra = "".join(
        f",\n  {_sum(f'coalesce({column}, 0)')} AS {column}" for column in _carried(asked)
    )
    return f"""
{_merged(asked)}
SELECT {keys}, count(*) AS n, {_sum("pay")} AS pay, {_sum("s - a")} AS summed,
  {_sum("busy")} AS busy{gaps}{extra}{_bounds(asked)}
FROM g GROUP BY {keys}
"""


def shares_sql(asked: Question) -> str:
    """Merged time of each worker by the columns of `asked`, overlaps in equal shares.

    In thousandths of a microsecond, cut: ``share``. Between two moments at which something begins
    or ends, k assignments are open and each gets one k-th; an assignment's share is the sum of
    these from its beginning to its end, so it is the running sum at its end less that at its
    beginning.
    """
    keys = ", ".join(("worker_key", *asked.by))
    order = "PARTITION BY worker_key ORDER BY t, d, assignment_key ROWS BETWEEN"
    kept = f"{keys}, assignment_key, t, d"
    rest = "(until - t) % k"
    whole = f"cast((until - t - {rest}) / k AS BIGINT)"
    part = f"cast(({rest} * 1000 - {rest} * 1000 % k) / k AS BIGINT)"
    return f"""
WITH t AS ({_clocks(asked)}),
e AS (SELECT {keys}, assignment_key, a AS t, 1 AS d FROM t
  UNION ALL SELECT {keys}, assignment_key, s AS t, -1 AS d FROM t),
k AS (SELECT {kept}, sum(d) OVER ({order} UNBOUNDED PRECEDING AND CURRENT ROW) AS k,
    min(t) OVER ({order} 1 FOLLOWING AND 1 FOLLOWING) AS until FROM e),
i AS (SELECT {kept}, CASE WHEN k > 0 AND until > t THEN {whole} * 1000 + {part} ELSE 0 END AS each
  FROM (SELECT {kept}, cast(k AS BIGINT) AS k, until FROM k) AS n),
c AS (SELECT {keys}, d, coalesce(cast(sum(each) OVER ({order} UNBOUNDED PRECEDING AND 1 PRECEDING)
    AS BIGINT), 0) AS upto FROM i)
SELECT {keys}, {_sum("-d * upto")} AS share FROM c GROUP BY {keys}
"""


def day_sql(asked: Question, longest: int) -> str:
    """Time merged, pauses up to `longest` included, and workers, by day (UTC) of the start."""
    pause = f"CASE WHEN pause > 0 AND pause <= {longest} THEN pause ELSE 0 END"
    return f"""
{_merged(asked)},
d AS (SELECT a - a % {DAY} AS day_us, worker_key, {_sum(f"busy + {pause}")} AS busy
  FROM g GROUP BY a - a % {DAY}, worker_key)
SELECT day_us, count(*) AS workers, {_sum("busy")} AS busy FROM d GROUP BY day_us
"""


def paid_sql(asked: Question, *, events: bool = False) -> str:
    """Assignments and labels without pay in the file, by worker, task type and period.

    Work without a clock is left out, as its pay would be in a wage and its time not; but for
    `events`, whose labels stand in rows of their own and are all that is paid.
    """
    clocked = " AND labels IS NOT NULL" if events else f" AND {_CLOCKED}"
    at = f"coalesce({_start('span')}, 0)"
    period = f", {_spell(asked.spells, at)} AS period"
    return f"""
WITH t AS (SELECT worker_key, task_type{period}, labels FROM tasks
  WHERE pay_micro IS NULL AND status IN ({_list(FOR_PAY)}){clocked})
SELECT worker_key, task_type, period, count(*) AS n, count(labels) AS labelled,
  {_sum("coalesce(labels, 0)")} AS labels
FROM t GROUP BY worker_key, task_type, period
"""


def each_sql(asked: Question) -> str:
    """Sum of the assignments' own wages, in ten-thousandths of the currency, and how many.

    Each is a division of doubles, the same on every engine, cut to a whole number before the sum.
    """
    return f"""
WITH t AS (SELECT cast({_pay(asked)} AS DOUBLE) * {PER_HOUR} / (submit_us - accept_us) AS q
  FROM tasks WHERE submit_us - accept_us >= {SECOND}{_conditions(asked)})
SELECT count(*) AS n, {_sum("cast(q - q % 1 AS BIGINT)")} AS wages FROM t
"""


def alone_sql(asked: Question, below: str) -> str:
    """Assignments that overlap no other of their worker, numbered in the order of work.

    Parameters
    ----------
    below : str
        Hexadecimal digits: only workers whose hash is smaller; empty for all.
    """
    some = f" AND worker_key < {_quoted(below)}" if below else ""
    return f"""
WITH t AS (SELECT worker_key, task_type, labels, assisted, assignment_key,
    {_start("span")} AS a, submit_us AS s FROM tasks
  WHERE status IN ({_list(asked.statuses)}) AND worker_key IS NOT NULL
    AND submit_us IS NOT NULL
    AND (accept_us IS NOT NULL OR timer_us <= {LONGEST_TIMER}
      OR (timer_us IS NOT NULL AND status NOT IN ({_list(CAPPED)}))){some}),
w AS (SELECT worker_key, task_type, labels, assisted, a, s,
    max(s) OVER (PARTITION BY worker_key ORDER BY a, s, assignment_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before,
    min(a) OVER (PARTITION BY worker_key ORDER BY a, s, assignment_key
      ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS after,
    count(*) OVER (PARTITION BY worker_key, task_type ORDER BY a, s, assignment_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS nth
  FROM t)
SELECT worker_key, task_type, labels,
  CASE WHEN assisted THEN 1 WHEN NOT assisted THEN 0 END AS assisted, nth, s - a AS took
FROM w WHERE s > a AND (before IS NULL OR before <= a) AND (after IS NULL OR after >= s)
"""


def odd_sql(longest: int) -> str:
    """What no careful hand produces: long tasks, tasks of no length, timers beyond their span."""
    a = _start("span")
    return f"""
SELECT {_sum(f"CASE WHEN submit_us - {a} > {longest} THEN 1 ELSE 0 END")} AS long,
  {_sum("CASE WHEN submit_us = accept_us THEN 1 ELSE 0 END")} AS instant,
  {_sum("CASE WHEN timer_us > submit_us - accept_us THEN 1 ELSE 0 END")} AS beyond,
  {_sum("CASE WHEN submit_us % 1000000 <> 0 THEN 1 ELSE 0 END")} AS fractional
FROM tasks
"""


def bulk_sql(fewest: int) -> str:
    """Assignments submitted by one worker within one second, where they are at least `fewest`."""
    return f"""
WITH b AS (SELECT worker_key, submit_us - submit_us % {SECOND} AS at, count(*) AS n FROM tasks
  WHERE submit_us IS NOT NULL AND worker_key IS NOT NULL
  GROUP BY worker_key, submit_us - submit_us % {SECOND})
SELECT count(*) AS seconds, {_sum("n")} AS n FROM b WHERE n >= {fewest}
"""


def _merged(asked: Question) -> str:
    """Intervals with the latest end before each: what each adds to the union, and its pause.

    Which of two begun at once comes first does not matter for a sum, but for groups.
    """
    order = "a, s, assignment_key" if asked.by else "a"
    clocks = () if asked.begun else ("clock",)
    kept = "".join(f", {name}" for name in (*asked.by, *_carried(asked), *clocks))
    return f"""WITH t AS ({_clocks(asked)}),
w AS (SELECT worker_key{kept}, pay, a, s, max(s) OVER (PARTITION BY worker_key ORDER BY {order}
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS pm FROM t),
g AS (SELECT worker_key{kept}, pay, a, s, greatest(s - greatest(a, coalesce(pm, a)), 0) AS busy,
    a - pm AS pause FROM w)"""


def _clocks(asked: Question) -> str:
    """Intervals of all work that counts."""
    worker = f"{_FOLDED} AS worker_key" if asked.folded else "worker_key"
    key = ", assignment_key" if asked.by else ""
    clock = "" if asked.begun else f", {_CLOCK} AS clock"
    return f"""SELECT {worker}{key}{_columns(asked)}, {_pay(asked)} AS pay,
    {_start(asked.clock, asked.begun)} AS a, submit_us AS s{clock}
  FROM tasks{_rows(asked)}"""


def _bounds(asked: Question) -> str:
    """All clocks, and first and last moment: needed only where intervals are made of timers."""
    if asked.begun:
        return ""
    return f",\n  {_sum('clock')} AS naive, min(a) AS first_us, max(s) AS last_us"


def _columns(asked: Question) -> str:
    spelled = {
        "month": f", {_spell(asked.spells, _start(asked.clock))} AS month",
        "period": f", {_spell(asked.spells, _start(asked.clock))} AS period",
        "assisted": f", {_ASSISTED} AS assisted",
    }
    named = "".join(spelled.get(name, f", {name}") for name in asked.by)
    return named + "".join(f", {name}" for name in _carried(asked))


def _carried(asked: Question) -> tuple[str, ...]:
    return (*(("timer_us",) if asked.timers else ()), *(("labels",) if asked.labels else ()))


def _rows(asked: Question) -> str:
    if asked.whole and not _conditions(asked):
        return ""
    return f" WHERE worker_key IS NOT NULL AND submit_us IS NOT NULL{_conditions(asked)}"


def _conditions(asked: Question) -> str:
    every = set(asked.statuses) == set(WORKED)
    worked = "" if every else f" AND status IN ({_list(asked.statuses)})"
    return worked + (_PRICED if asked.priced else "")


def _pay(asked: Question) -> str:
    if asked.whole:
        return "coalesce(pay_micro, 0)"
    return f"CASE WHEN status IN ({_list(PAID)}) THEN coalesce(pay_micro, 0) ELSE 0 END"


def _start(clock: Clock, begun: bool = False) -> str:
    """Start of an interval: acceptance; else the submission less the tool's own timer."""
    if clock == "event":
        return "submit_us"
    return "accept_us" if begun else f"coalesce(accept_us, submit_us - {_TIMER})"


def _spell(spells: Sequence[Spell], at: str) -> str:
    """The name of the spell that a time lies in: halving, so that many months cost little."""
    if len(spells) < 2:
        return _quoted(spells[0].name) if spells else "''"
    half = len(spells) // 2
    early, late = _spell(spells[:half], at), _spell(spells[half:], at)
    return f"CASE WHEN {at} < {spells[half].start} THEN {early} ELSE {late} END"


def _sum(inside: str) -> str:
    """A sum of whole numbers that stays one: DuckDB would widen it beyond what fits."""
    return f"cast(sum({inside}) AS BIGINT)"


def _list(words: Sequence[str]) -> str:
    return ", ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """Only words of ours become text of the question."""
    if not word.replace("_", "").replace("-", "").isalnum() or not word.isascii():
        raise ValueError(f"{word!r} is no word of ours")
    return f"'{word}'"
