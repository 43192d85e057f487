"""The claims in plain text, as ``labour claims`` prints them, and a line that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import fill
from typing import get_args

from analysis.language import Said, joined, said
from analysis.report.claims import Finding, PartFinding
from analysis.verdicts import Answer, combination

WIDTH = 100
_CLAIM = " " * 19
_PART = " " * 23


def tally(findings: Sequence[Finding]) -> Said:
    """How many claims there are of each verdict, in a line."""
    counts = Counter(item.verdict for item in findings)
    told = (said("{count} {verdict}", count=counts[a], verdict=a) for a in get_args(Answer))
    return said("{count} claims: {told}.", count=len(findings), told=joined(", ", told))


def claims_text(findings: Sequence[Finding]) -> str:
    """Every claim with its parts; the rule that puts them together and the tally at the end."""
    lines = [line for item in findings for line in _claim_lines(item)]
    return "\n".join([*lines, "", fill(combination(), WIDTH), tally(findings)]) + "\n"


def shown(item: PartFinding) -> str:
    """The number of a part with its unit, as plain text; a year as a year."""
    if item.shown is None:
        return ""
    value = item.shown.format()
    return f"year {value}" if item.unit == "year" else f"{value} {item.unit}".rstrip()


def _claim_lines(finding: Finding) -> list[str]:
    lines = [
        _filled(f"{finding.claim.id:<4} {finding.verdict:<13} {finding.claim.statement}", _CLAIM)
    ]
    if not finding.parts:
        return [*lines, _filled(_CLAIM + finding.because, _CLAIM)]
    return lines + [line for item in finding.parts for line in _part_lines(item)]


def _part_lines(item: PartFinding) -> list[str]:
    number = item.shown
    bounds = f" ({number.format('interval')})" if number and number.interval else ""
    told = f"{shown(item)}{bounds}: {item.because}" if number else item.because
    return [
        _filled(f"  {item.part.id:<6} {item.verdict:<13} {item.part.statement}", _PART),
        *(_filled(_PART + line, _PART) for line in (told, f"rule of {item.part.registered}")),
    ]


def _filled(text: str, indent: str) -> str:
    return fill(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False)
