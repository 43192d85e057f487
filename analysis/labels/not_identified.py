"""Quantities that the data do not determine: an object that says why, in place of a number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NotIdentified:
    """A quantity that cannot be computed from the data at hand.

    Attributes
    ----------
    what : str
        The quantity asked for.
    reason : str
        Why there is no number, in a sentence.
    """

    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.what}: not identified ({self.reason})"
