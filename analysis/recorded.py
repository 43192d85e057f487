"""Recorded numbers, as far as a rule reads them: values and intervals, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from analysis.digits import between, decimal
from analysis.errors import NumberError


class Recorded(Protocol):
    """A recorded number, as far as a rule reads it."""

    @property
    def value(self) -> float | int | str | bool | None:
        """The value; None where there is none."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its bounds, if it has any."""


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
    """An interval as prose says it, equal digits at both ends; equal bounds are one number.

    Examples
    --------
    >>> in_words(0.5, 1.25), in_words(14.06, 14.06), in_words(2, float("inf"))
    ('0.50 to 1.25', '14.1', '2 to unbounded')
    """
    return decimal(low) if low == high else between(low, high)
