"""Which series has which years: values, gaps, corrections and usage warnings as a heat map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis.errors import DataError, FigureError
from analysis.figures.papers import drawn
from analysis.figures.style import FAINT, INK, colour, narrow, new_figure
from analysis.findings import derived, resting
from analysis.language import Joined, joined, said
from analysis.tables import Evidence, Table, evidence, table
from analysis.tables.ranges import ranges, runs

State = Literal["value", "warned", "corrected", "left_out", "gap"]
WORDS: Mapping[State, str] = {
    "value": "value",
    "warned": "value with a usage warning",
    "corrected": "corrected or converted",
    "left_out": "left out by a correction",
    "gap": "no value",
}
NOT_GIVEN = "(not given)"

_NOTHING: Mapping[str, Any] = {"values": 0, "corrected": 0, "warned": 0}

# What makes the rows of a map, most telling first; the years, as first and last year of a row.
_ROWS = ("series", "keyword", "measure", "country", "task", "platform", "currency")
_YEARS = (
    ("year", "year"),
    ("year_first", "year_last"),
    ("month", "month"),
    ("valid_from", "valid_from"),
)


def row_column(opened: Table) -> str | None:
    """Column whose values make the rows of the map; None where the table has no such column."""
    return next((name for name in _ROWS if name in opened.definition.column_names), None)


def year_columns(opened: Table) -> tuple[str, str] | None:
    """Columns of the first and last year of an observation; None where the table has none."""
    known = opened.definition.column_names
    return next((pair for pair in _YEARS if set(pair) <= set(known)), None)


@derived
def coverage_frame(name: str, rows: Sequence[str] | None = None) -> pd.DataFrame:
    """Coverage of a table by row and year.

    Parameters
    ----------
    name : str
        Table; of the long form, or records with a year.
    rows : sequence of str, optional
        Series (or countries, keywords ...) wanted, in this order; all by default.

    Returns
    -------
    pandas.DataFrame
        ``row, year, state, values, warnings``: every year from the first to the last in which
        the row has an observation. ``state`` is ``value``, ``warned`` (a usage warning on
        every observation or on the series), ``corrected`` (one at least was), ``left_out`` (a
        correction took out the only one) or ``gap``. ``values`` counts observations kept,
        ``warnings`` holds codes separated by ``;``.

    Raises
    ------
    DataError
        For a table that has no years, or rows that it does not have.
    """
    opened = table(name)
    column, years = row_column(opened), year_columns(opened)
    if column is None or years is None:
        raise DataError(f"table {name} has no series by year to map")
    cells = _cells(opened, column, years)
    known = list(dict.fromkeys([*opened.definition.series, *sorted({row for row, _ in cells})]))
    missing = [row for row in rows or () if row not in known]
    if missing:
        raise DataError(f"table {name} has no {column} {', '.join(missing)}")
    by_row: dict[str, dict[int, Mapping[str, Any]]] = {}
    for (row, year), cell in cells.items():
        by_row.setdefault(row, {})[year] = cell
    lines = [line for row in rows or known for line in _filled(row, by_row.get(row, {}))]
    frame = pd.DataFrame(lines, columns=["row", "year", "state", "values", "warnings"])
    return resting(frame, coverage_evidence(name, rows))


def coverage_evidence(name: str, rows: Sequence[str] | None = None) -> Evidence:
    """Rows behind :func:`coverage_frame` with the same arguments."""
    column = row_column(table(name))
    if not rows or column is None:
        return evidence(name)
    return Evidence(name, ((column, tuple(rows)),))


def coverage_titles(name: str) -> dict[str, str]:
    """Title of each series, as labels for :func:`coverage_map`."""
    return {key: item.title for key, item in table(name).definition.series.items()}


def coverage_words(frame: pd.DataFrame, labels: Mapping[str, str] | None = None) -> Joined:
    """The map in words, for those who cannot see it: each row with the years of each state."""
    told = []
    for row, years in years_by_state(frame).items():
        parts = [
            said("{state} {years}", state=word, years=ranges(years[state]))
            for state, word in WORDS.items()
            if years[state]
        ]
        title = (labels or {}).get(row, row)
        told.append(said("{row}: {states}.", row=title, states=joined("; ", parts)))
    return joined(" ", told)


def years_by_state(frame: pd.DataFrame) -> dict[str, dict[State, list[int]]]:
    """Years in which each row of a coverage frame is in each state, rows and years in order."""
    found: dict[str, dict[State, list[int]]] = {}
    for row, year, state in zip(frame["row"], frame["year"], frame["state"], strict=True):
        found.setdefault(str(row), {known: [] for known in WORDS})[state].append(int(year))
    return found


def coverage_panels(frame: pd.DataFrame, size: int = 25) -> list[pd.DataFrame]:
    """Split a coverage frame into parts of at most `size` rows, at a change of prefix if it can.

    The prefix is what stands before the first underscore: series named alike stay together.
    """
    rows = list(dict.fromkeys(frame["row"]))
    parts: list[list[str]] = []
    while rows:
        cut = min(size, len(rows))
        ends = [k for k in range(cut, size // 2, -1) if k == len(rows) or _differ(rows, k)]
        cut = ends[0] if ends else cut
        parts.append(rows[:cut])
        rows = rows[cut:]
    return [frame[frame["row"].isin(part)].reset_index(drop=True) for part in parts]


@drawn
def coverage_map(frame: pd.DataFrame, labels: Mapping[str, str] | None = None) -> Figure:
    """Draw a coverage frame: a strip for each row, its name above it.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`coverage_frame`; at most 30 rows, so that names stay legible on a phone.
    labels : mapping of str to str, optional
        Names to print, for instance :func:`coverage_titles`.

    Raises
    ------
    FigureError
        For no rows or more than 30.
    """
    rows = list(dict.fromkeys(frame["row"]))
    if not 0 < len(rows) <= 30:
        raise FigureError(
            f"a coverage map of {len(rows)} rows; allowed: 1 to 30 (coverage_panels splits)"
        )
    names = [fill((labels or {}).get(row, row), 48 if narrow() else 100) for row in rows]
    more = max(name.count("\n") for name in names)
    figure, (axes,) = new_figure(height=0.95 + (0.33 + 0.2 * more) * len(rows))
    span = (int(frame["year"].min()), int(frame["year"].max()) + 1)
    for place, (row, name) in enumerate(zip(rows, names, strict=True)):
        _strip(axes, -place, frame[frame["row"] == row], span)
        written = axes.text(span[0], 0.17 - place, name, fontsize=9.5, va="bottom", ha="left")
        written.set_in_layout(False)
    axes.set(xlim=span, ylim=(0.55 - len(rows), 0.7), yticks=[])
    # So many years in any width: the layout leaves room for those that stand at an end.
    axes.xaxis.set_major_locator(
        MaxNLocator(5 if narrow() else 9, integer=True, steps=[1, 2, 2.5, 5, 10])
    )
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False, axis="y")
    _key(axes, [state for state in WORDS if (frame["state"] == state).any()])
    return figure


def _cells(
    opened: Table, column: str, years: tuple[str, str]
) -> dict[tuple[str, int], dict[str, Any]]:
    corrected = {row for rows in opened.corrected_rows().values() for row in rows}
    kept = opened.frame
    left_out = opened.printed.drop(index=kept.index)
    of_series = {key: item.warnings for key, item in opened.definition.series.items()}
    cells: dict[tuple[str, int], dict[str, Any]] = {}
    for frame, keep in ((kept, True), (left_out, False)):
        codes = frame["warnings"] if "warnings" in frame else pd.Series(index=frame.index)
        for number, row, first, last, code in zip(
            frame.index, frame[column], frame[years[0]], frame[years[1]], codes, strict=True
        ):
            name = NOT_GIVEN if pd.isna(row) else str(row)
            for year in _span(first, last):
                cell = cells.setdefault((name, year), {**_NOTHING, "codes": []})
                cell["values"] += keep
                cell["corrected"] += keep and number in corrected
                if keep:
                    own = [] if pd.isna(code) else str(code).split(";")
                    found = [*of_series.get(name, ()), *own]
                    cell["codes"] += found
                    cell["warned"] += bool(found)
    return cells


def _span(first: Any, last: Any) -> range:
    """Years from `first` to `last`; dates and months count by their year, empty ones not at all."""
    given = [int(str(value)[:4]) for value in (first, last) if not pd.isna(value)]
    return range(min(given), max(given) + 1) if given else range(0)


def _filled(row: str, cells: Mapping[int, Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Lines of a row: its cells by year, and the years between that have none."""
    if not cells:
        return []
    lines = []
    for year in range(min(cells), max(cells) + 1):
        cell = cells.get(year)
        if cell is None:
            lines.append((row, year, "gap", 0, ""))
            continue
        codes = ";".join(sorted(set(cell["codes"])))
        warned = cell["warned"] == cell["values"]
        state = "corrected" if cell["corrected"] else "warned" if warned else "value"
        state = state if cell["values"] else "left_out"
        lines.append((row, year, state, cell["values"], codes))
    return lines


def _differ(rows: Sequence[str], place: int) -> bool:
    return rows[place - 1].partition("_")[0] != rows[place].partition("_")[0]


def _strip(axes: Axes, middle: float, frame: pd.DataFrame, span: tuple[int, int]) -> None:
    # A single year would be thinner than a line on a phone.
    least = (span[1] - span[0]) / 160
    ends = [frame["year"].min(), frame["year"].max() + 1]
    axes.plot(ends, [middle, middle], color=FAINT, lw=0.8, zorder=1)
    looks: list[tuple[State, str, float]] = [
        ("value", INK, 0.32),
        ("warned", FAINT, 0.32),
        ("corrected", colour("correction"), 0.32),
    ]
    for state, tone, height in looks:
        bars = [
            (first, max(last + 1 - first, least))
            for first, last in runs(int(year) for year in frame["year"][frame["state"] == state])
        ]
        axes.broken_barh(
            bars, (middle - height / 2, height), facecolors=tone, linewidth=0, zorder=2
        )
    left_out = frame["year"][frame["state"] == "left_out"] + 0.5
    axes.plot(left_out, [middle] * len(left_out), **_CROSS)


_CROSS: dict[str, Any] = {
    "marker": "x", "markersize": 5, "markeredgewidth": 1.6, "linestyle": "none",
    "color": colour("correction"),
}  # fmt: skip


def _key(axes: Axes, states: Sequence[State]) -> None:
    tones = {"value": INK, "warned": FAINT, "corrected": colour("correction")}
    handles: list[Patch | Line2D] = []
    for state in states:
        if state == "left_out":
            handles.append(Line2D([], [], label=WORDS[state], **_CROSS))
        elif state == "gap":
            handles.append(Line2D([], [], color=FAINT, lw=0.8, label=WORDS[state]))
        else:
            handles.append(Patch(facecolor=tones[state], linewidth=0, label=WORDS[state]))
    axes.legend(
        handles=handles, ncols=1 if narrow() else 3, loc="lower left", bbox_to_anchor=(0, 1),
        borderpad=0, borderaxespad=0.2, handlelength=1.2, handleheight=0.6, columnspacing=1.2,
        fontsize=9.5,
    )  # fmt: skip
