"""What a log has: rows by status, clocks, pay, workers; and what follows for a wage."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.errors import TaskLogError
from analysis.tasklogs.engine import Engine
from analysis.tasklogs.engine.sql import money_sql, survey_sql, tool_sql
from analysis.tasklogs.rules import DONE, PAID, WORKED

MOST_FILES = 3
"""Files named of each currency."""


@dataclass(frozen=True)
class Survey:
    """Counts of assignments by status and currency.

    Attributes
    ----------
    counts : pandas.DataFrame
        A row a status and currency: ``n``, and how many are ``accepted``, ``submitted``,
        ``clocked``, ``timed``, ``priced``, ``named``, ``labelled``, ``marked``; ``pay`` in
        micro-units; ``first_us``, ``last_us``. Where not all rows have worker, beginning and end,
        or some come from a tool, also ``labels_apart``, ``labelled_apart``, ``events``,
        ``left_open`` and ``clock_us``.
    """

    counts: pd.DataFrame

    def of(self, column: str, statuses: tuple[str, ...] = WORKED) -> int:
        """Sum of a column over statuses."""
        rows = self.counts["status"].isin(statuses)
        return int(self.counts.loc[rows, column].sum()) if column in self.counts else 0

    @property
    def assignments(self) -> int:
        """All assignments, whatever became of them."""
        return int(self.counts["n"].sum())

    @property
    def currency(self) -> str | None:
        """The one currency of all pay; None where there is no pay."""
        paid = self.counts.loc[self.counts["priced"] > 0, "currency"]
        return str(paid.iloc[0]) if len(paid) else None

    @property
    def pay(self) -> int:
        """Pay of work that counts as paid, micro-units."""
        return self.of("pay", PAID)

    @property
    def has_pay(self) -> bool:
        """Whether any worked assignment has an amount, nought included."""
        return self.of("priced", PAID) > 0

    @property
    def unpriced(self) -> int:
        """Assignments that count as paid, or come from a tool, without an amount."""
        return self.of("n", (*PAID, "unpaid_tool")) - self.of("priced", (*PAID, "unpaid_tool"))

    def clockless(self, statuses: tuple[str, ...] = WORKED) -> int:
        """Rows with neither a time of day nor a timer."""
        return self.of("n", statuses) - self.of("clocked", statuses)

    @property
    def timer_only(self) -> int:
        """Rows with a timer and no time of day."""
        return self.of("clocked") - self.of("submitted")

    @property
    def whole(self) -> bool:
        """Whether every row has worker and submission, and no pay stands where none counts."""
        counts = self.counts
        plain = bool(
            ((counts["named"] == counts["n"]) & (counts["submitted"] == counts["n"])).all()
        )
        return plain and self.pay == int(counts["pay"].sum())

    @property
    def all_labelled(self) -> bool:
        """Whether all work handed in says how many labels it made."""
        return self.of("labelled", DONE) == self.of("n", DONE)

    @property
    def labels_apart(self) -> bool:
        """Whether labels stand in rows of their own, without clocks: the others are events."""
        return 0 < self.of("labelled") == self.of("labelled_apart")

    @property
    def has_events(self) -> bool:
        """Whether rows are what people did at a screen, many to a task."""
        return self.labels_apart or self.of("events") > 0

    @property
    def first_us(self) -> int | None:
        """First start of an interval."""
        known = self.counts["first_us"].dropna()
        return int(known.min()) if len(known) else None

    @property
    def last_us(self) -> int | None:
        """Last submission."""
        known = self.counts["last_us"].dropna()
        return int(known.max()) if len(known) else None


def survey(engine: Engine) -> Survey:
    """Count what the log has.

    Raises
    ------
    TaskLogError
        Where pay is in several currencies, saying which file holds which.
    """
    by = ["status", "currency"]
    counts = engine.fetch(survey_sql()).sort_values(by, ignore_index=True)
    if len(set(counts.loc[counts["priced"] > 0, "currency"])) > 1:
        raise TaskLogError(_several(engine.fetch(money_sql())))
    plain = (counts["accepted"] == counts["n"]) & (counts["named"] == counts["n"])
    if not plain.all() or counts["status"].eq("unpaid_tool").any():
        # In the same order, since both are grouped by the same columns.
        more = engine.fetch(tool_sql()).sort_values(by, ignore_index=True)
        counts = pd.concat([counts, more.drop(columns=by)], axis=1)
    return Survey(counts)


def _several(money: pd.DataFrame) -> str:
    """Which currency stands in which files, and how to take them apart."""
    said = []
    for code, rows in money.sort_values(["currency", "file"]).groupby("currency"):
        names = list(rows["file"][:MOST_FILES])
        more = f" and {len(rows) - len(names)} more" if len(rows) > len(names) else ""
        said.append(f"{code} ({counted(int(rows['n'].sum()), 'assignment')}: "
                    f"{', '.join(names)}{more})")  # fmt: skip
    mixed = sorted(money["file"][money["file"].duplicated()].unique())
    how = "run the files of each currency apart"
    if mixed:
        how += f"; save the rows of each currency of {mixed[0]} as a file of its own first"
    return f"pay in several currencies: {', '.join(said)}; allowed: one in a run: {how}"


def cannot_tell(found: Survey) -> list[str]:
    """What has no clock, worker or pay and how it counts, in sentences; readers add their own."""
    worked = found.of("n")
    returned = found.clockless(("returned",))
    unnamed = worked - found.of("named")
    said = [
        (
            found.of("n", ("submitted",)),
            "undecided when the file was saved: counted as paid",
        ),
        (
            returned,
            "returned, timed out or skipped: how long people worked on them is not known, so they "
            "are counted and not timed",
        ),
        (unnamed, "without a worker: their clocks cannot be merged"),
        (
            0 if found.labels_apart else found.clockless(DONE),
            "without a clock: their pay is in no wage",
        ),
        (
            found.timer_only,
            "with a timer and no time of day: overlaps and pauses cannot be seen. The timers count "
            "under every rule, in no day and no month; those of CVAT, which tell of the same work "
            "a second time, not at all for workers who have other clocks",
        ),
        (
            found.unpriced if found.has_pay else 0,
            "without an amount of pay: neither they nor their time are in any wage",
        ),
    ]
    return [f"{counted(count, 'assignment')} {words}." for count, words in said if count]


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "worker"), counted(2000, "worker")
    ('1 worker', '2,000 workers')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
