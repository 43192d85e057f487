"""The account of rows used: which rows of a table, what corrected them, who published them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from analysis.digits import exact
from analysis.tables import Correction, Evidence, table
from analysis.tables.ranges import ranges

NAMED = 8
_COUNTRIES = frozenset(["country", "mostly_country"])


@dataclass(frozen=True)
class Publication:
    """A publication behind rows used, as ``sources.csv`` names it.

    Attributes
    ----------
    id, title, address : str
        Address empty where none was kept.
    citation : str
        Author, publisher and year, as far as known.
    licence : str
        Spelled out.
    """

    id: str
    title: str
    citation: str
    address: str
    licence: str


@dataclass(frozen=True)
class Line:
    """A row used, as a reader reads it.

    Attributes
    ----------
    row : int
        Row of the file.
    text : str
        What stands there: key, value and unit of a series, or all filled cells of a record.
    source : str
        Id of its source.
    note : str
        Its note and usage warnings.
    """

    row: int
    text: str
    source: str
    note: str


@dataclass(frozen=True)
class Account:
    """What stands behind one :class:`~analysis.tables.Evidence`.

    Attributes
    ----------
    evidence : Evidence
    title, licence : str
        Of the table.
    choice : str
        How the rows were chosen, in words.
    count : int
        Rows used.
    first : int or None
        Row of the file of the first of them.
    rows, years : str
        Rows of the file and years as compact ranges; years empty where the table has none.
    corrections : tuple of (Correction, str)
        Each with the rows of the file it touched among those asked for.
    sources : tuple of Publication
    """

    evidence: Evidence
    title: str
    licence: str
    choice: str
    count: int
    first: int | None
    rows: str
    years: str
    corrections: tuple[tuple[Correction, str], ...]
    sources: tuple[Publication, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows themselves."""
        return self.first_lines(self.count)

    def first_lines(self, most: int) -> tuple[Line, ...]:
        """The first of the rows themselves."""
        return tuple(lines_of(self.evidence.table, self.evidence.rows().iloc[:most]))

    @property
    def summary(self) -> str:
        """The rows in a line: table, choice, years asked for, number of rows."""
        return f"{self.evidence.table}: {self.choice} ({self.count:,} rows)"


def account(evidence: Evidence) -> Account:
    """Follow the rows used to their corrections and sources."""
    return _account(evidence, table(evidence.table).digest)


@lru_cache(maxsize=4096)
def _account(evidence: Evidence, _digest: str) -> Account:
    """Many numbers rest on the same rows: these are followed once while the table is as it was."""
    opened = table(evidence.table)
    used = evidence.rows()
    corrected = opened.corrected_rows()
    asked = set(evidence.printed_rows().index) | set(used.index)
    licences = opened.vocabulary.licences
    return Account(
        evidence=evidence,
        title=opened.title,
        licence=opened.licence,
        choice=_choice(evidence),
        count=len(used),
        first=int(used.index[0]) if len(used) else None,
        rows=ranges(int(row) for row in used.index),
        years=_years(used),
        corrections=tuple(
            (line, ranges(asked & set(rows)))
            for line, rows in corrected.items()
            if asked & set(rows)
        ),
        sources=tuple(source_of(row, licences) for row in evidence.sources().to_dict("records")),
    )


def lines_of(name: str, rows: pd.DataFrame) -> list[Line]:
    """Rows of table `name` as a reader reads them, in the order of the file."""
    opened = table(name)
    series, countries = opened.definition.form == "series", opened.vocabulary.countries
    apart = {"source_id", "note", "warnings"}
    found = []
    for row, cells in zip(rows.index, rows.to_dict("records"), strict=True):
        there = {str(key): _cell(cell) for key, cell in cells.items() if not pd.isna(cell)}
        for key in _COUNTRIES & there.keys():
            there[key] = countries.get(there[key], there[key])
        text = (
            f"{there['series']} {there['year']}: {there['value']} {there['unit']}"
            if series
            else "; ".join(
                cell if place == 0 else f"{key.replace('_', ' ')} {cell}"
                for place, (key, cell) in enumerate(there.items())
                if key not in apart
            )
        )
        warned = there.get("warnings", "").replace("_", " ").replace(";", ", ")
        note = "; ".join(part for part in (there.get("note", ""), warned) if part)
        found.append(Line(int(row), text, there.get("source_id", there.get("id", "")), note))
    return found


def _cell(value: object) -> str:
    return exact(value, digits=15) if isinstance(value, float) else str(value)


def correction_text(line: Correction) -> str:
    """What a correction did, and why, in a sentence."""
    found = f"{line.field} {line.expected or 'empty'}"
    done = {
        "drop": f"{found}: row left out",
        "replace": f"{found} replaced by {line.replacement or 'nothing'}",
        "convert": f"{found} brought to {line.replacement}, value times {line.factor}",
    }[line.action]
    return f"{line.key_text.replace(';', ', ')}: {done}. {line.reason}"


def _choice(evidence: Evidence) -> str:
    if evidence.keys is not None:
        return _key_choice(evidence)
    parts = [f"{name} {', '.join(values)}" for name, values in evidence.where]
    if evidence.years is not None:
        first, last = evidence.years
        parts.append(f"years {first}-{last}" if first != last else f"year {first}")
    return "; ".join(parts) or "all rows"


def _key_choice(evidence: Evidence) -> str:
    names = [name for name in table(evidence.table).keys if name not in {"year", "source_id"}]
    first = dict.fromkeys(values[0] for values, _ in evidence.keys or ())
    shown = list(first)[:NAMED]
    more = f" and {len(first) - NAMED} more" if len(first) > NAMED else ""
    return f"{names[0].replace('_', ' ')} {', '.join(shown)}{more}"


def _years(used: pd.DataFrame) -> str:
    if "year" not in used or not pd.api.types.is_integer_dtype(used["year"]):
        return ""
    return ranges(int(year) for year in used["year"].dropna())


def source_of(row: Mapping[Any, Any], licences: Mapping[str, str]) -> Publication:
    """A row of ``sources.csv`` as a publication."""

    def text(name: str) -> str:
        return "" if pd.isna(row[name]) else str(row[name])

    parts = [text("author"), text("publisher")]
    known = list(dict.fromkeys(part for part in parts if part))
    citation = ", ".join([*known, text("year")]).strip(", ")
    return Publication(
        text("id"), text("title"), citation, text("address"), licences[text("licence")]
    )
