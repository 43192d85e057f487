"""The register: when the rule of a part of a claim was committed, and what was known by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from analysis.errors import DefinitionError
from analysis.language import Said, said

Status = Literal["before any number", "after a first look at", "changed because"]

STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True)
class Registered:
    """The line that a rule has in the register.

    Attributes
    ----------
    day : str
        Day on which the rule was committed as it stands, ISO 8601.
    status : {"before any number", "after a first look at", "changed because"}
        What was known by then. A rule is registered "after a first look at" unless the history of
        the repository shows that none of its numbers was known.
    words : str
        What was looked at, or why the rule was changed and what it answered before; empty where
        no number was known.

    Raises
    ------
    DefinitionError
        If the day is no date, the status is not one of the three, or words are missing or too many.

    Examples
    --------
    >>> print(Registered("2026-11-25", "after a first look at", "the quotes of pay"))
    2026-11-25, after a first look at the quotes of pay
    """

    day: str
    status: Status
    words: str = ""

    def __post_init__(self) -> None:
        try:
            iso = date.fromisoformat(self.day).isoformat()
        except ValueError:
            iso = ""
        if self.day != iso:
            raise DefinitionError(f"register: day {self.day!r}; allowed: a date like 2026-11-25")
        if self.status not in STATUSES:
            allowed = ", ".join(STATUSES)
            raise DefinitionError(f"register: status {self.status!r}; allowed: {allowed}")
        if bool(self.words.strip()) == (self.status == "before any number"):
            wanted = "no words" if self.words else "words that say what or why"
            raise DefinitionError(f"register: {self.status!r} needs {wanted}, found {self.words!r}")

    @property
    def rule(self) -> Said:
        """The line as a sentence of its own, which can be said in another language."""
        template = f"Rule of {{day}}, {self.status} {{words}}".rstrip() + "."
        if not self.words:
            template = f"Rule of {{day}}, {self.status}."
        return said(template, day=self.day, words=self.words)

    def __str__(self) -> str:
        return f"{self.day}, {self.status} {self.words}".rstrip()
