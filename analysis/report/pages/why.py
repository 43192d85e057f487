"""Where a number, a figure or a table comes from, on a terminal."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.digits import exact
from analysis.errors import ReportError
from analysis.report.numbers import Number
from analysis.report.pages.account import Account, Line, account, correction_text
from analysis.tables import Evidence

WIDTH = 100
LINES = 20
ROWS, SOURCES = 4, 3
NO_ROWS = "no row: declared by the function that is named"
Sidecars = Mapping[str, Mapping[str, Any]]
Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class ShownReport:
    """What a report shows.

    Attributes
    ----------
    numbers : mapping of str to Number
    figures, tables : mapping of str to dict
        The sidecar of every figure and table, read back.
    """

    numbers: Mapping[str, Number]
    figures: Sidecars
    tables: Sidecars

    def __iter__(self) -> Iterator[str]:
        yield from (*self.numbers, *self.figures, *self.tables)

    def found(self, name: str) -> tuple[Facts, tuple[Evidence, ...]]:
        """Facts and rows of a number, figure or table.

        Raises
        ------
        ReportError
            For a name that is none of them, with the close matches.
        """
        if name in self.numbers:
            return number_facts(self.numbers[name]), self.numbers[name].evidence
        for sidecars in (self.figures, self.tables):
            if name in sidecars:
                return sidecar_facts(sidecars[name]), sidecar_evidence(sidecars[name])
        raise ReportError(_unknown(name, list(self)))


def read_sidecars(folder: Path) -> dict[str, dict[str, Any]]:
    """What stands in the JSON files of a folder, by name."""
    paths = sorted(folder.glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def why_text(name: str, report: ShownReport, *, whole: bool = False) -> str:
    """Plain text for ``labour why NAME``: value, function, rows used, sources with address.

    Parameters
    ----------
    name : str
        A number (``steel.elasticity_first``), a figure or a table (``steel_inverted_u``).
    report : ShownReport
    whole : bool
        All rows and sources, instead of some within ``LINES`` lines.

    Raises
    ------
    ReportError
        For an unknown name, with the close matches.
    """
    facts, rows = report.found(name)
    if not rows:
        facts = [*facts, ("rests on", NO_ROWS)]
    accounts = [account(item) for item in rows]
    head = [name, *(_entry(term, text) for term, text in facts)]
    if whole:
        parts = [line for found in accounts for line in _whole(found)]
        return "\n".join([*head, *parts]) + "\n"
    return _short(name, head, accounts)


def number_facts(number: Number) -> Facts:
    """Value, interval, function and notebook of a number, in words."""
    value = number.text
    if number.value is not None:
        value = f"{_written(number.value)} {number.unit}".strip()
    facts = [("value", value)]
    if number.interval is not None:
        ends = " to ".join(map(exact, number.interval))
        facts.append((_kind(number), f"{ends} {number.unit}".strip()))
    return [*facts, ("computed by", number.by), ("in notebook", number.notebook)]


def sidecar_facts(sidecar: Mapping[str, Any]) -> Facts:
    """Caption, function and notebook of a figure or table."""
    named = {"caption": "caption", "function": "made by", "notebook": "in notebook"}
    return [(word, str(sidecar[key])) for key, word in named.items() if sidecar.get(key)]


def sidecar_evidence(sidecar: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Rows behind a figure or table."""
    return tuple(Evidence.from_dict(item) for item in sidecar["evidence"])


def _written(value: float | int | str | bool) -> str:
    return exact(value) if isinstance(value, float) else str(value)


def _kind(number: Number) -> str:
    if number.level == 1.0:
        return "range"
    return f"{number.level:.0%} interval" if number.level is not None else "interval"


def _whole(found: Account) -> Iterator[str]:
    yield _entry("rests on", f"{found.summary}. {found.title}. {found.licence}")
    yield from _entries("row", [_line(line) for line in found.lines])
    yield from _entries("corrected", _corrections(found))
    yield from _entries("source", _sources(found))


def _short(name: str, head: list[str], accounts: list[Account]) -> str:
    parts = []
    for found in accounts:
        rows = [_line(line) for line in found.first_lines(ROWS)]
        parts += [_cut(_entry("rests on", found.summary))]
        parts += _some("row", rows, ROWS, found.count)
        sources, corrections = _sources(found), _corrections(found)
        parts += _some("source", sources, SOURCES, len(sources))
        parts += _some("corrected", corrections, 1, len(corrections))
    lines = [line for text in [*head, *parts] for line in _cut(text).split("\n")]
    if not accounts:
        return "\n".join(lines) + "\n"
    count = sum(found.count for found in accounts)
    last = _entry("all", f"{count:,} rows and their sources: labour why {name} --all")
    return "\n".join([*lines[: LINES - 1], last]) + "\n"


def _some(term: str, texts: list[str], most: int, count: int) -> list[str]:
    shown = [_cut(entry) for entry in _entries(term, texts[:most])]
    more = count - most
    return [*shown, _entry("", f"and {more:,} more")] if more > 0 else shown


def _entries(term: str, texts: list[str]) -> list[str]:
    return [_entry(term if place == 0 else "", text) for place, text in enumerate(texts)]


def _cut(text: str) -> str:
    first = text.split("\n")[0]
    return first if first == text else f"{first} ..."


def _line(line: Line) -> str:
    return f"{line.row}: {line.text} [{line.source}]"


def _sources(found: Account) -> list[str]:
    return [
        "; ".join(
            part
            for part in (item.address, item.id, item.citation, item.title, item.licence)
            if part
        )
        for item in found.sources
    ]


def _corrections(found: Account) -> list[str]:
    return [f"{correction_text(line)} (rows {rows})" for line, rows in found.corrections]


def _entry(term: str, text: str) -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=f"  {term:<13} ",
        subsequent_indent=" " * 16, break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=5, cutoff=0.4)
    close += [other for other in known if name in other and other not in close][:5]
    if close:
        return f"no number, figure or table {name!r}; close: {', '.join(close)}"
    there = f"there are {len(known)}, from {min(known)} to {max(known)}" if known else "none yet"
    return f"no number, figure or table {name!r} in the report; {there}"
