"""The coverage page: every series of every table by year, drawn as plain inline strips."""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd

from analysis.figures.coverage_map import (
    NOT_GIVEN,
    WORDS,
    State,
    coverage_frame,
    coverage_words,
    row_column,
    year_columns,
    years_by_state,
)
from analysis.tables import Table, names, table
from analysis.tables.ranges import runs

# Class, upper edge and height of a bar in a strip ten units high. The states differ in lightness
# and form (dark, light, hollow, a line) and not in hue alone, for any kind of colour vision.
_LOOKS: dict[State, tuple[str, int, int]] = {
    "value": ("v", 1, 8),
    "warned": ("w", 1, 8),
    "corrected": ("c", 1, 8),
    "left_out": ("x", 0, 10),
    "gap": ("g", 5, 0),
}
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


def coverage_page() -> str:
    """Body of ``coverage.html``: a map for every table that has years, made from the tables."""
    opened = [table(name) for name in names()]
    mapped = [item for item in opened if row_column(item) and year_columns(item)]
    rest = [item for item in opened if item not in mapped]
    frames = [coverage_frame(item.name) for item in mapped]
    count = sum(frame["row"].nunique() for frame in frames)
    parts = [
        "<h1>Coverage</h1>",
        f"<p>{count} series and groups of observations in {len(mapped)} tables, each with the "
        "years for which there is a value, made from the tables as they are loaded. "
        "Point at a bar for the years.</p>",
        _key(),
        *(_section(item, frame) for item, frame in zip(mapped, frames, strict=True)),
    ]
    if rest:
        parts.append('<h2 id="no-years">Tables without years</h2>')
        lines = [f"<li><code>{x.name}</code> {html.escape(x.title)}</li>" for x in rest]
        parts.append(f"<ul>{''.join(lines)}</ul>")
    return "\n".join(parts) + "\n"


def _key() -> str:
    words = "".join(
        f'<li><svg viewBox="0 0 20 10" aria-hidden="true">{_bar(state, [(0, 19)], 0)}</svg>'
        f"{html.escape(word)}</li>"
        for state, word in WORDS.items()
    )
    return f'<ul class="coverage-key">{words}</ul>'


def _section(item: Table, frame: pd.DataFrame) -> str:
    first, step = _scale(int(frame["year"].min()), int(frame["year"].max()))
    width = int(frame["year"].max()) + 1 - first
    counts = item.frame[row_column(item)].fillna(NOT_GIVEN).value_counts()
    ticks = _ticks(first, step, width)
    lines = "".join(
        _row(item, str(name), rows, int(counts.get(str(name), 0)), first, width)
        for name, rows in frame.groupby("row", sort=False)
    )
    warned = "".join(
        f"<dt><code>{code}</code></dt><dd>{html.escape(meaning)}</dd>"
        for code, meaning in item.warnings.items()
    )
    meanings = f"<details><summary>Usage warnings</summary><dl>{warned}</dl></details>"
    return (
        f'<section class="coverage" style="--step:{100 * step / width:.4g}%">'
        f'<h2 id="{item.name}">{item.name}</h2><p>{html.escape(item.title)}. '
        f"Rows: {row_column(item)}.</p>"
        f'<div class="axis" aria-hidden="true"><div>{ticks}</div></div>{lines}'
        f"{meanings if warned else ''}</section>"
    )


def _ticks(first: int, step: int, width: int) -> str:
    places = list(range(0, width, step))
    # A last label without room moves to the left of its tick, or goes where that is taken too.
    crowded = len(places) > 1 and width - places[-1] < width / 9
    if crowded and step < width / 4:
        places, crowded = places[:-1], False
    parts = []
    for offset in places:
        kind = ' class="end"' if crowded and offset == places[-1] else ""
        left = f"{100 * offset / width:.4g}%"
        parts.append(f'<span{kind} style="left:{left}">{first + offset}</span>')
    return "".join(parts)


def _row(item: Table, name: str, rows: pd.DataFrame, count: int, first: int, width: int) -> str:
    by_state = years_by_state(rows)[name]
    bars = "".join(_bar(state, runs(years), first) for state, years in by_state.items() if years)
    series = item.definition.series.get(name)
    title = f' title="{html.escape(series.title)}"' if series else ""
    codes = sorted({code for cell in set(rows["warnings"]) for code in str(cell).split(";")} - {""})
    warned = f" <em>{', '.join(codes)}</em>" if codes else ""
    spelled = html.escape(coverage_words(rows))
    return (
        f'<div class="row"><div{title}><code>{html.escape(name)}</code> '
        f"<small>{_span(rows)}, {count:,} value{'s' if count != 1 else ''}{warned}</small></div>"
        f'<svg viewBox="0 0 {width} 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{spelled}">{bars}</svg></div>'
    )


def _bar(state: State, spans: Sequence[tuple[int, int]], first: int) -> str:
    kind, top, height = _LOOKS[state]
    path = "".join(
        f"M{start - first} {top}h{last + 1 - start}v{height}H{start - first}z"
        for start, last in spans
    )
    told = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans) if first else ""
    title = f"<title>{html.escape(WORDS[state])} {told}</title>" if told else ""
    return f'<path class="{kind}" d="{path}">{title}</path>'


def _span(rows: pd.DataFrame) -> str:
    first, last = int(rows["year"].min()), int(rows["year"].max())
    return str(first) if first == last else f"{first}-{last}"


def _scale(first: int, last: int) -> tuple[int, int]:
    """First year of the axis, a multiple of the step, and a step that gives at most eight ticks."""
    step = next((size for size in _STEPS if (last + 1 - first) / size <= 7), _STEPS[-1])
    return first // step * step, step
