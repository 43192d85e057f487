"""The pages ``docs/data.md`` and ``data/LICENSE.md``, made from the definitions and sources."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.places import data_folder
from analysis.tables.catalogue import SOURCES, Table, names, table
from analysis.tables.cells import FORMATS
from analysis.tables.corrections import Correction
from analysis.tables.definition import Column


def data_page(folder: Path | None = None) -> str:
    """Markdown of ``docs/data.md``: every table, column, series, warning and correction."""
    where = folder or data_folder()
    tables = [table(name, where) for name in names(where)]
    parts = [
        "# The tables",
        "This page is made from the definitions in `data/` by `labour data docs`; "
        "a test fails when it is stale.",
        "A file `data/<table>.csv` holds what the source printed. `data/corrections.csv` is "
        "applied when the table is loaded, and loading fails once a correction no longer meets "
        "the value it was written for.",
        _index(tables),
        *(_table_part(item) for item in tables),
        _vocabulary(tables[0]),
    ]
    return "\n\n".join(parts) + "\n"


def licence_page(folder: Path | None = None) -> str:
    """Markdown of ``data/LICENSE.md``: the legal standing of every source."""
    where = folder or data_folder()
    sources = table(SOURCES, where)
    meanings = sources.vocabulary.licences
    parts = [
        "# Licences of the data",
        "The tables hold facts with their citations. The licence of each source stands in "
        "`sources.csv` and is repeated here; the code of the project is under the licence in "
        "`LICENSE`. This page is made by `labour data docs`.",
    ]
    for code, rows in sources.frame.groupby("licence", sort=True):
        lines = [f"- `{row.id}`: {row.title}" for row in rows.itertuples()]
        parts += [f"## {code}", meanings[str(code)], "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _index(tables: list[Table]) -> str:
    rows = [
        f"| [`{item.name}`](#{item.name}) | {item.title} | {len(item.frame):,} "
        f"| {len(item.sources)} |"
        for item in tables
    ]
    return "\n".join(["| table | what it holds | rows | sources |", "|---|---|---|---|", *rows])


def _table_part(item: Table) -> str:
    definition = item.definition
    parts = [
        f"## {item.name}",
        f"**{item.title}.** {definition.description.strip()}",
        f"Key: {', '.join(f'`{name}`' for name in definition.primary_key)}. "
        f"Licence: {item.licence}",
        _columns(definition.columns),
    ]
    if definition.series:
        parts.append(_series(item))
    if item.corrections:
        parts.append(_corrections(item.corrected_rows()))
    return "\n\n".join(parts)


def _columns(columns: tuple[Column, ...]) -> str:
    lines = [
        "| column | type | unit | may be empty | meaning | allowed |",
        "|---|---|---|---|---|---|",
    ]
    for column in columns:
        allowed = _allowed(column)
        empty = "yes" if column.nullable else "no"
        lines.append(
            f"| `{column.name}` | {column.dtype} | {column.unit or ''} | {empty} "
            f"| {column.description} | {allowed} |"
        )
    return "\n".join(lines)


def _allowed(column: Column) -> str:
    further = further_rules(column)
    first = _first_rule(column)
    return "; ".join(part for part in (first, *further) if part)


def further_rules(column: Column) -> list[str]:
    """How a text is written, whether it may lie ahead, and the rows that are excepted."""
    rules = [FORMATS[column.format][1]] if column.format is not None else []
    if column.past:
        rules.append("not after the last day of the vocabulary")
    if column.unless:
        rules.append(f"unless {' or '.join(column.unless)}")
    return rules


def _first_rule(column: Column) -> str:
    if column.references:
        return f"a value of `{column.references}`"
    if column.allowed is not None:
        if column.name in {"series", "unit"}:
            return "those listed below"
        return ", ".join(f"`{value}`" for value in column.allowed)
    bounds = [
        f"{sign} {bound:g}"
        for sign, bound in ((">", column.above), ("≥", column.minimum), ("≤", column.maximum))
        if bound is not None
    ]
    return ", ".join(bounds)


def _series(item: Table) -> str:
    years = item.frame.groupby("series")["year"].agg(["min", "max", "count"])
    lines = [
        "| series | what it is | unit | years | values | warnings |",
        "|---|---|---|---|---|---|",
    ]
    for name, series in item.definition.series.items():
        first, last, count = (int(years[key][name]) for key in ("min", "max", "count"))
        note = f" {series.note}" if series.note else ""
        codes = ", ".join(f"`{code}`" for code in series.warnings)
        lines.append(
            f"| `{name}` | {series.title}.{note} | {series.unit} | {first}-{last} | {count} "
            f"| {codes} |"
        )
    return "\n".join(lines)


def _corrections(corrected: dict[Correction, list[int]]) -> str:
    lines = [
        "| correction of | rows | found | done | reason |",
        "|---|---|---|---|---|",
    ]
    for line, rows in corrected.items():
        done = {
            "drop": "dropped",
            "replace": f"replaced by {line.replacement}",
            "convert": f"to {line.replacement}, times {line.factor}",
        }[line.action]
        lines.append(
            f"| {line.key_text.replace(';', ', ')} | {len(rows)} | {line.field} {line.expected} "
            f"| {done} | {line.reason} |"
        )
    return "\n".join(lines)


def _vocabulary(item: Table) -> str:
    parts = ["## Vocabularies"]
    for title, codes in (
        ("Usage warnings", item.vocabulary.warnings),
        ("Units", item.vocabulary.units),
        ("Kinds of source", item.vocabulary.source_kinds),
        ("Licences", item.vocabulary.licences),
    ):
        frame = pd.Series(dict(codes))
        lines = [f"- `{code}`: {meaning}" for code, meaning in frame.items()]
        parts += [f"### {title}", "\n".join(lines)]
    if item.vocabulary.last_day is not None:
        parts += ["### Last day", f"No observation is of a day after {item.vocabulary.last_day}."]
    return "\n\n".join(parts)
