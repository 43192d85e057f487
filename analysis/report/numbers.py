"""A number of the report: its value, unit, interval and everything it rests on."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.digits import DIGITS, between, chance, decimal
from analysis.tables import Evidence

SIGNIFICANT = 6
_GENERAL = re.compile(r",?(?:\.(\d+)g)?")
"""So many significant digits; three where nothing is said."""


@dataclass(frozen=True)
class Number:
    """A value recorded where it is computed.

    Attributes
    ----------
    name : str
        Dotted, lower case: ``steel.elasticity_first``.
    value : float, int, str, bool or None
        None where the quantity does not exist or is not identified; the word for it is `text`.
    unit : str
    notebook : str
    by : str
        The function that computed it.
    evidence : tuple of Evidence
        Rows of tables it rests on.
    interval : tuple of float or None
        Lower and upper bound; infinite where unbounded.
    level : float or None
        Confidence level of the interval.
    text : str
        What to print instead of the value, for example "none in the data".
    """

    name: str
    value: float | int | str | bool | None
    unit: str
    notebook: str
    by: str
    evidence: tuple[Evidence, ...]
    interval: tuple[float, float] | None = None
    level: float | None = None
    text: str = ""

    @property
    def rounded(self) -> str:
        """The value to six significant digits, as in ``results.lock``."""
        return significant(self.value) if self.value is not None else f"none: {self.text}"

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables it rests on."""
        return tuple(sorted({item.table for item in self.evidence}))

    def format(self, spec: str = "") -> str:
        """The number as prose prints it; `spec` is a format specification of Python.

        ``interval`` as specification prints the bounds with equal digits, ``pct`` a share in
        percent, ``p`` a chance. A year has no thousands separator, and nothing is a power of ten.
        """
        if spec.startswith("interval"):
            return self._bounds(spec.removeprefix("interval").lstrip(":"))
        if self.value is None:
            return self.text
        if isinstance(self.value, str | bool):
            return str(self.value)
        if spec == "pct":
            return f"{100 * self.value:.0f}%"
        if spec == "p":
            return chance(float(self.value))
        if isinstance(self.value, int) and not spec:
            return format(self.value, "d" if self.unit == "year" else ",d")
        general = _GENERAL.fullmatch(spec)
        return decimal(self.value, _digits(general)) if general else format(self.value, spec)

    def _bounds(self, spec: str) -> str:
        if self.interval is None:
            return "no interval"
        general = _GENERAL.fullmatch(spec)
        if general:
            return between(*self.interval, _digits(general))
        return " to ".join(
            "unbounded" if math.isinf(bound) else format(bound, spec) for bound in self.interval
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain form for ``values.json``; infinite bounds become null."""
        bounds = self.interval
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "text": self.text,
            "interval": None if bounds is None else [_finite(bound) for bound in bounds],
            "level": self.level,
            "notebook": self.notebook,
            "by": self.by,
            "tables": list(self.tables),
            "evidence": [item.to_dict() for item in self.evidence],
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Number:
        """Read :meth:`to_dict` back."""
        bounds = raw["interval"]
        interval = None
        if bounds is not None:
            low, high = bounds
            interval = (-math.inf if low is None else low, math.inf if high is None else high)
        return cls(
            name=raw["name"],
            value=raw["value"],
            unit=raw["unit"],
            notebook=raw["notebook"],
            by=raw["by"],
            evidence=tuple(Evidence.from_dict(item) for item in raw["evidence"]),
            interval=interval,
            level=raw["level"],
            text=raw["text"],
        )


def significant(value: float | int | str | bool) -> str:
    """`value` to six significant digits, in a form that compares as text."""
    if isinstance(value, str | bool):
        return str(value)
    return f"{value:.{SIGNIFICANT}g}"


def _digits(general: re.Match[str]) -> int:
    return int(general.group(1) or DIGITS)


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None
