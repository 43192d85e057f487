"""What may stand in a cell: plain text in one line, plain numbers, and dates, addresses and names.

What looks the same to a reader is the same to the program, so that no two spellings pass for two
things.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal
from urllib.parse import urlsplit

Format = Literal["identifier", "day", "month", "date", "address"]

LARGEST: Final = 2**63 - 1
"""The largest whole number that a column holds."""

PLAIN_TEXT: Final = (
    "plain text in one line: no control or invisible characters, no blank at an end, single "
    "ordinary blanks, accents composed (NFC)"
)
_ODD = re.compile(r"^ | $|  |[^\x20-\x7e\n]", re.MULTILINE)
"""Where a text may be odd: most columns have no such place and are passed in one step."""
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Categories of Unicode that show nothing, or turn what follows."""

# No plus, no leading nought (a code or a lost digit), no digits of other scripts, and no capital E:
# so a spreadsheet shortens a number, and its last digits are lost.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?", re.ASCII)
_NUMBERS = re.compile(rf"(?:{_NUMBER.pattern}\n)*", re.ASCII)
_LONGEST: Final = 400
"""Digits from which on a number is beyond every column."""

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_.-]*", re.ASCII)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s\"<>\\`]+")


def text_fault(cell: str) -> str | None:
    """What is wrong with a text, as it is shown in an error; None where nothing is.

    Examples
    --------
    >>> text_fault("aw003 ")
    "'aw003 '"
    >>> text_fault("Nairobi")
    """
    for letter in cell:
        if unicodedata.category(letter) in _HIDDEN or (letter.isspace() and letter != " "):
            name = unicodedata.name(letter, "control character")
            return f"U+{ord(letter):04X} ({name}) in {cell!a}"
    if cell != cell.strip(" ") or "  " in cell:
        return repr(cell)
    if not unicodedata.is_normalized("NFC", cell):
        return f"accents apart from their letters in {cell!a}"
    return None


def plain(cells: Sequence[str]) -> bool:
    """Whether all of these texts are plain at first sight: ASCII, with single blanks inside."""
    return _ODD.search("\n".join(cells)) is None and not any("\n" in cell for cell in cells)


def number_of(cell: str, dtype: str) -> float | int | None:
    """The number that a cell holds; None where it holds none that is finite and plainly written.

    Examples
    --------
    >>> number_of("12.5", "number"), number_of("007", "integer"), number_of("1E3", "number")
    (12.5, None, None)
    """
    whole = dtype == "integer"
    if len(cell) > _LONGEST or not (_INTEGER if whole else _NUMBER).fullmatch(cell):
        return None
    number = int(cell) if whole else float(cell)
    return number if abs(number) <= LARGEST or (not whole and math.isfinite(number)) else None


def numbers_of(cells: Sequence[str]) -> list[float] | None:
    """All cells as numbers in one step; None where one of them has to be looked at."""
    together = "\n".join(cells) + "\n" if cells else ""
    if together.count("\n") != len(cells) or not _NUMBERS.fullmatch(together):
        return None
    numbers = [float(cell) for cell in cells]
    return numbers if all(map(math.isfinite, numbers)) else None


def allowed_number(dtype: str) -> str:
    """What a column of numbers may hold, for an error."""
    if dtype == "integer":
        return f"a finite integer such as 1234 or -5, from -{LARGEST} to {LARGEST}"
    return "a finite number such as 1234.5, -5 or 1e-05: digits 0 to 9, no plus, no leading nought"


def _real_date(parts: Sequence[str | None]) -> bool:
    year, month, day = (int(part) if part else 1 for part in parts)
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _date(cell: str, *lengths: int) -> bool:
    found = _DATE.fullmatch(cell)
    return bool(found) and len(cell) in lengths and _real_date(found.groups() if found else ())


def _address(cell: str) -> bool:
    if not _ADDRESS.fullmatch(cell):
        return False
    try:
        parts = urlsplit(cell)
        return bool(parts.hostname and "." in parts.hostname and parts.username is None)
    except ValueError:
        return False


FORMATS: Final[Mapping[Format, tuple[Callable[[str], bool], str]]] = {
    "identifier": (
        lambda cell: bool(_IDENTIFIER.fullmatch(cell)),
        "an identifier in lower case: letters a to z, digits, and _ . - after the first",
    ),
    "day": (lambda cell: _date(cell, 10), "a day of the calendar such as 2024-02-29"),
    "month": (lambda cell: _date(cell, 7), "a month such as 2024-02"),
    "date": (
        lambda cell: _date(cell, 4, 7, 10),
        "a year, month or day such as 2024, 2024-02 or 2024-02-29",
    ),
    "address": (_address, "an address that begins with http:// or https:// and names a host"),
}
"""How a text may have to be written: what asks whether it is, and what is allowed."""
