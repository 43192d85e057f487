"""Verdicts on claims: the answers there are, what decided, and the parts a claim is tested in.

The rule of a part sees the values and intervals of recorded numbers, and nothing else. When it
was written, and what was known by then, stands in the register.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.errors import DefinitionError
from analysis.language import joined, said
from analysis.recorded import Recorded
from analysis.register import Registered

Answer = Literal["supported", "contradicted", "mixed", "not testable", "not examined"]

_PART_ID = re.compile(r"(C[1-9][0-9]*)\.[a-z]")


@dataclass(frozen=True)
class Verdict:
    """An answer and what carries it.

    Attributes
    ----------
    answer : {"supported", "contradicted", "mixed", "not testable", "not examined"}
        A rule gives one of the first four; the last is for a part whose numbers are not there.
    because : str
        The comparison that decided, in words, with the numbers compared.
    """

    answer: Answer
    because: str


Decide = Callable[[Mapping[str, Recorded]], Verdict]


@dataclass(frozen=True)
class Part:
    """A testable statement, which alone or with others makes up a claim.

    Attributes
    ----------
    id : str
        The claim and a letter: ``C3.a``.
    statement : str
        What is put to the test, in plain words.
    numbers : tuple of str
        Names of the numbers that the rule reads; the first is the one to show.
    decide : callable
        The rule: numbers by name to verdict.
    weakest_link : str
        What a critic would attack first.
    registered : Registered
        When the rule was committed, and what was known by then.
    unit : str
        What the number to show is a number of, where the recorded unit alone does not tell.
    votes : bool
        Whether the part counts in the verdict on its claim; one that does not is shown.

    Raises
    ------
    DefinitionError
        If the id is not of that form, or the statement, the numbers or the weakest link are empty.
    """

    id: str
    statement: str
    numbers: tuple[str, ...]
    decide: Decide
    weakest_link: str
    registered: Registered
    unit: str = ""
    votes: bool = True

    def __post_init__(self) -> None:
        if not _PART_ID.fullmatch(self.id):
            raise DefinitionError(f"part {self.id!r} of a claim; allowed: an id like C3.a")
        for name in ("statement", "numbers", "weakest_link"):
            if not getattr(self, name):
                raise DefinitionError(f"part {self.id} of a claim: {name} is empty")

    @property
    def claim(self) -> str:
        """Id of the claim it is a part of."""
        return self.id.partition(".")[0]

    def verdict(self, numbers: Mapping[str, Recorded]) -> Verdict:
        """Verdict on the recorded numbers; not examined where one of them was not recorded."""
        missing = [name for name in self.numbers if name not in numbers]
        if missing:
            return Verdict(
                "not examined", said("not recorded: {names}", names=joined(", ", missing))
            )
        return self.decide({name: numbers[name] for name in self.numbers})


def combined(answers: Iterable[Answer]) -> Answer:
    """A claim has the verdict that all its parts share, and is mixed where they differ.

    A part that is said to have no vote is shown and does not count.

    As long as one part is not examined, or there is none, the claim is not examined.

    Examples
    --------
    >>> combined(["supported"]), combined(["supported", "not testable"]), combined([])
    ('supported', 'mixed', 'not examined')
    """
    found = set(answers)
    if not found or "not examined" in found:
        return "not examined"
    return found.pop() if len(found) == 1 else "mixed"


def combination() -> str:
    """The rule by which parts make up a claim, as pages print it: the words of `combined`."""
    told, _, _ = (inspect.getdoc(combined) or "").partition("Examples")
    return " ".join(told.split())


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """Verdict on several statements at once, by the rule of `combined`, with all that decided.

    Examples
    --------
    >>> together([Verdict("supported", "more jobs"), Verdict("contradicted", "lower pay")])
    Verdict(answer='mixed', because='more jobs; lower pay')
    """
    every = list(verdicts)
    return Verdict(
        combined(verdict.answer for verdict in every),
        joined("; ", (verdict.because for verdict in every)),
    )


def where_known(names: tuple[str, ...], decide: Decide) -> Decide:
    """`decide`, but not testable where one of `names` was recorded as having no value."""

    def decide_if_known(numbers: Mapping[str, Recorded]) -> Verdict:
        unknown = [name for name in names if numbers[name].value is None]
        if unknown:
            told = said("there is no value of {names}", names=joined(", ", unknown))
            return Verdict("not testable", told)
        return decide(numbers)

    return decide_if_known


def part_of(
    page: str,
    part: str,
    statement: str,
    names: tuple[str, ...],
    decide: Decide,
    weakest_link: str,
    registered: Registered,
    *,
    unit: str = "",
    may_lack: tuple[str, ...] = (),
) -> Part:
    """Part whose rule reads numbers of one page, named without the page's prefix.

    It is not testable where one of them has no value, those that `may_lack` one excepted.
    """
    numbers = tuple(f"{page}.{name}" for name in names)
    needed = tuple(f"{page}.{name}" for name in names if name not in may_lack)
    rule = where_known(needed, decide)
    return Part(part, statement, numbers, rule, weakest_link, registered, unit)


def verdict_rows(parts: Iterable[Part], numbers: Mapping[str, Recorded]) -> list[dict[str, str]]:
    """Verdict of every part on recorded numbers: what decided, what is weakest, the register."""
    decided = [(part, part.verdict(numbers)) for part in parts]
    return [
        {
            "part": part.id,
            "verdict": verdict.answer,
            "statement": part.statement,
            "because": verdict.because,
            "weakest link": part.weakest_link,
            "rule": str(part.registered),
        }
        for part, verdict in decided
    ]
