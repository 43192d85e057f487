"""The codebook that goes with exported tables: columns, series, corrections and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.tables.catalogue import Table
from analysis.tables.definition import Column
from analysis.tables.publish.data_page import further_rules

FIELDS = ("table", "item", "name", "type", "unit", "allowed", "warnings", "description", "licence")
Row = dict[str, str]


def codebook(tables: Iterable[Table]) -> pd.DataFrame:
    """One row for each table, column, series, correction and source.

    Returns
    -------
    pandas.DataFrame
        Text columns ``table, item, name, type, unit, allowed, warnings, description, licence``;
        ``item`` is ``table``, ``column``, ``series``, ``correction``, ``source`` or ``warning``.
    """
    rows = [row for item in tables for row in _rows(item)]
    return pd.DataFrame([{name: row.get(name, "") for name in FIELDS} for row in rows]).astype(
        "str"
    )


def codebook_text(tables: Iterable[Table]) -> str:
    """The same as Markdown for reading."""
    parts = ["# Codebook", "Tables are exported as loaded: checked, with corrections applied."]
    headings = {
        "column": "Columns", "series": "Series", "warning": "Usage warnings",
        "correction": "Corrections applied", "source": "Sources",
    }  # fmt: skip
    for item in tables:
        rows = list(_rows(item))
        whole = rows[0]
        parts += [f"## {item.name}", f"{whole['description']}\n\nLicence: {whole['licence']}."]
        for kind, heading in headings.items():
            lines = [_line(row) for row in rows if row["item"] == kind]
            if lines:
                parts += [f"### {heading}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _line(row: Row) -> str:
    words = [
        f"{label}{row[name]}"
        for name, label in (
            ("description", ""), ("unit", "unit: "), ("type", "type: "),
            ("allowed", "allowed: "), ("warnings", "warnings: "), ("licence", "licence: "),
        )
        if row.get(name)
    ]  # fmt: skip
    return f"- `{row['name']}`: {'; '.join(words)}"


def _rows(item: Table) -> Iterator[Row]:
    definition = item.definition
    about = f"{definition.title}. {' '.join(definition.description.split())}"
    yield _row(item, "table", item.name, description=about, licence=item.licence)
    for column in definition.columns:
        yield _column(item, column)
    for name, series in definition.series.items():
        text = f"{series.title}. {series.note}".strip()
        codes = ";".join(series.warnings)
        yield _row(item, "series", name, unit=series.unit, warnings=codes, description=text)
    for code, meaning in item.warnings.items():
        yield _row(item, "warning", code, description=meaning)
    for line, rows in item.corrected_rows().items():
        done = {
            "drop": "row left out",
            "replace": f"replaced by {line.replacement or 'nothing'}",
            "convert": f"brought to {line.replacement}, value times {line.factor}",
        }[line.action]
        text = f"{line.field} {line.expected} {done} in {len(rows)} rows. {line.reason}"
        yield _row(item, "correction", line.key_text, description=text)
    if item.name != "sources":
        yield from _sources(item)


def _sources(item: Table) -> Iterator[Row]:
    for source in item.sources.to_dict("records"):
        parts = [
            str(source[name])
            for name in ("author", "title", "publisher", "year", "address")
            if not pd.isna(source[name])
        ]
        licence = item.vocabulary.licences[source["licence"]]
        yield _row(item, "source", source["id"], description=". ".join(parts), licence=licence)


def _column(item: Table, column: Column) -> Row:
    allowed = ", ".join(column.allowed or ()) if column.name not in {"series", "unit"} else ""
    bounds = (
        ("above", column.above), ("at least", column.minimum), ("at most", column.maximum),
    )  # fmt: skip
    limits = [f"{word} {bound:g}" for word, bound in bounds if bound is not None]
    limits += further_rules(column)
    if column.references:
        limits.append(f"a value of {column.references}")
    if column.nullable:
        limits.append("may be empty")
    return _row(
        item, "column", column.name, type=column.dtype, unit=column.unit or "",
        allowed="; ".join(part for part in [allowed, *limits] if part),
        description=column.description,
    )  # fmt: skip


def _row(item: Table, kind: str, name: str, **cells: str) -> Row:
    return {"table": item.name, "item": kind, "name": name, **cells}
