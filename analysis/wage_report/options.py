"""Options of ``labour wage`` as text, read or refused."""

from __future__ import annotations

import re

from analysis.errors import TaskLogError
from analysis.tasklogs.rules import GAPS, MINUTE, SECOND, Gap

NO_YEAR = 1970
"""The year that a log without any time of day is taken to be of."""
_GAP = re.compile(r"(\d+)\s*(min|s)")
_MEMORY = re.compile(r"(\d+(?:\.\d+)?)\s*(MB|GB)", re.IGNORECASE)
_SIZES = {"MB": 1000**2, "GB": 1000**3}


def gap_of(text: str) -> Gap:
    """An idle rule such as ``5min`` or ``100s``.

    Raises
    ------
    TaskLogError
        For anything else, or more than a day.
    """
    match = _GAP.fullmatch(text.strip())
    if match is None:
        raise TaskLogError(f"--gap {text}; allowed: minutes or seconds, such as 5min or 90s")
    longest = int(match[1]) * (MINUTE if match[2] == "min" else SECOND)
    if longest > 24 * 60 * MINUTE:
        raise TaskLogError(f"--gap {text}; allowed: a day at most")
    same = [gap for gap in GAPS if gap.longest == longest]
    words = f"pauses up to {match[1]} {'minutes' if match[2] == 'min' else 'seconds'} count"
    return same[0] if same else Gap(f"gap_{match[1]}{match[2]}", longest, words)


def memory_of(text: str | None) -> int | None:
    """Bytes of ``4GB`` or ``512MB``.

    Raises
    ------
    TaskLogError
        For anything else.
    """
    if text is None:
        return None
    match = _MEMORY.fullmatch(text.strip())
    if match is None:
        raise TaskLogError(f"--memory {text}; allowed: a size such as 4GB or 512MB")
    return int(float(match[1]) * _SIZES[match[2].upper()])
