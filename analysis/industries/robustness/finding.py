"""A number of the robustness page with what the report has to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LEVEL = 0.95


@dataclass(frozen=True)
class Finding:
    """A number with what the report has to know of it.

    Attributes
    ----------
    name : str
        Dotted name.
    value : float, int, str, bool or None
    unit : str
    by : callable
        What computed it.
    interval : (float, float) or None
        95% interval.
    text : str
        Word for a value that does not exist.
    """

    name: str
    value: float | int | str | bool | None
    unit: str
    by: Callable[..., Any]
    interval: tuple[float, float] | None = None
    text: str = ""

    @property
    def keywords(self) -> dict[str, Any]:
        """Keyword arguments of :func:`analysis.report.number`."""
        level = None if self.interval is None else LEVEL
        return {"by": self.by, "interval": self.interval, "level": level, "text": self.text}
