"""Verdicts on claims: the answers there are, what decided, and rules that read recorded numbers.

A rule is fixed before the numbers are: it sees values and intervals, and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from analysis.errors import NumberError

Answer = Literal["supported", "contradicted", "mixed", "not testable"]


@dataclass(frozen=True)
class Verdict:
    """An answer and what carries it.

    Attributes
    ----------
    answer : {"supported", "contradicted", "mixed", "not testable"}
    because : str
        The comparison that decided, in words, with the numbers compared.
    """

    answer: Answer
    because: str


class Recorded(Protocol):
    """A recorded number, as far as a rule reads it."""

    @property
    def value(self) -> float | int | str | bool | None:
        """The value; None where there is none."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its bounds, if it has any."""


Decide = Callable[[Mapping[str, Recorded]], Verdict]


@dataclass(frozen=True)
class ClaimRule:
    """How recorded numbers decide on a claim.

    Attributes
    ----------
    numbers : tuple of str
        Names of the numbers read, as the notebook records them; the first is the one to show.
    decide : callable
        Numbers by name to verdict.
    weakest_link : str
        What a critic would attack first.
    """

    numbers: tuple[str, ...]
    decide: Decide
    weakest_link: str


def both(first: Verdict, second: Verdict) -> Verdict:
    """Verdict on a claim with two sides, tested apart: the common answer, or else mixed.

    Examples
    --------
    >>> both(Verdict("supported", "more jobs"), Verdict("contradicted", "lower pay"))
    Verdict(answer='mixed', because='more jobs; on the other side, lower pay')
    """
    answer = first.answer if first.answer == second.answer else "mixed"
    return Verdict(answer, f"{first.because}; on the other side, {second.because}")


def both_sides(first: ClaimRule, second: ClaimRule) -> ClaimRule:
    """Rule of a claim with two sides: it reads the numbers of both; the first side is shown."""
    return ClaimRule(
        tuple(dict.fromkeys((*first.numbers, *second.numbers))),
        lambda numbers: both(first.decide(numbers), second.decide(numbers)),
        f"{first.weakest_link}; {second.weakest_link}",
    )


def where_known(names: tuple[str, ...], decide: Decide) -> Decide:
    """`decide`, but not testable where one of `names` was recorded as having no value."""

    def decide_if_known(numbers: Mapping[str, Recorded]) -> Verdict:
        unknown = [name for name in names if numbers[name].value is None]
        if unknown:
            return Verdict("not testable", f"there is no value of {', '.join(unknown)}")
        return decide(numbers)

    return decide_if_known


def value_of(numbers: Mapping[str, Recorded], name: str) -> float:
    """The number recorded as `name`.

    Raises
    ------
    NumberError
        Where what was recorded is text or nothing.
    """
    value = numbers[name].value
    if not isinstance(value, int | float):
        raise NumberError(f"number {name} is {value!r}; allowed in this rule: a number")
    return float(value)


def in_words(low: float, high: float) -> str:
    """An interval as prose says it, three significant digits; equal bounds are one number.

    Examples
    --------
    >>> in_words(0.5, 1.25), in_words(14.06, 14.06), in_words(2, float("inf"))
    ('0.5 to 1.25', '14.1', '2 to unbounded')
    """
    ends = [format(end, ".3g") if math.isfinite(end) else "unbounded" for end in (low, high)]
    return ends[0] if low == high else " to ".join(ends)


def verdict_rows(
    rules: Mapping[str, ClaimRule], numbers: Mapping[str, Recorded]
) -> list[dict[str, str]]:
    """Verdict of every rule on recorded numbers, with what decided and what is weakest."""
    decided = {claim: rule.decide(numbers) for claim, rule in rules.items()}
    return [
        {
            "claim": claim,
            "verdict": verdict.answer,
            "because": verdict.because,
            "weakest link": rules[claim].weakest_link,
        }
        for claim, verdict in decided.items()
    ]
