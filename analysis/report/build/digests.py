"""A short digest of the data of a figure, the same on every processor."""

from __future__ import annotations

import csv
import io
import math
import re

from analysis.files import sha256

DIGITS = 16
SIGNIFICANT = 4
# What is this much smaller than the largest number of its column is a zero with rounding error.
NEGLIGIBLE = 1e-9
_WHOLE = re.compile(r"[+-]?\d+")


def short(content: bytes) -> str:
    """The first hexadecimal digits of the SHA-256."""
    return sha256(content)[:DIGITS]


def data_digest(text: str) -> str:
    r"""Digest of a figure's CSV, numbers to four significant digits, whole ones exactly.

    Another processor gives other last digits; they are not what the figure shows.

    >>> data_digest("x,y\n1,0.333333333333\n") == data_digest("x,y\n1,0.333333333334\n")
    True
    >>> data_digest("x,y\n1,0.3333\n") == data_digest("x,y\n2,0.3333\n")
    False
    """
    lines = list(csv.reader(io.StringIO(text, newline="")))
    width = max((len(line) for line in lines), default=0)
    columns = [[line[at] for line in lines if at < len(line)] for at in range(width)]
    largest = [_largest(column) for column in columns]
    plain = [[_cell(cell, most) for cell, most in zip(line, largest)] for line in lines]  # noqa: B905
    return short("\n".join("\t".join(line) for line in plain).encode("utf-8"))


def _largest(cells: list[str]) -> float:
    numbers = [abs(number) for cell in cells if (number := _number(cell)) is not None]
    return max(numbers, default=0.0)


def _cell(cell: str, largest: float) -> str:
    number = _number(cell)
    if number is None or _WHOLE.fullmatch(cell):
        return cell
    if abs(number) <= NEGLIGIBLE * largest:
        return "0"
    return f"{number:.{SIGNIFICANT}g}"


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
