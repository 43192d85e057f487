"""The accepted results, ``results.lock``: what is printed and differs fails until accepted.

A line is a number with unit, interval and words, a digest of a figure's data or of a table's
cells, or the verdict on a claim.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ChangedResultsError, NumberError, ReportError
from analysis.files import reason_of
from analysis.report.numbers import Number, significant

HEADER = (
    "# Accepted results, a line each. number: notebook, name, value to six significant digits, "
    "unit, interval (low, high, level), words. figure, table: notebook, name, digest. "
    "verdict: claim, verdict. See CONTRIBUTING.\n"
)
# Least and most cells of a line: what is empty at the end of a number is not written.
COLUMNS = {"figure": (4, 4), "number": (4, 9), "table": (4, 4), "verdict": (3, 3)}
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")

Key = tuple[str, str, str]
Lines = dict[Key, tuple[str, ...]]


@dataclass(frozen=True)
class Change:
    """A result that is not the accepted one; empty where there is none."""

    name: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.name}: {self.old or '(new)'} -> {self.new or '(gone)'}"


@dataclass(frozen=True)
class Comparison:
    """Accepted results and those of a build.

    Attributes
    ----------
    before : str
        Text of the lock as it was read; empty where there was none.
    after : str
        Text of the lock with the results of the build taken over.
    changes : tuple of Change
    """

    before: str
    after: str
    changes: tuple[Change, ...]

    def refuse_changes(self) -> None:
        """Raise ChangedResultsError with the old and the new of everything that moved."""
        if self.changes:
            shown = "\n".join(f"  {change}" for change in self.changes)
            raise ChangedResultsError(
                f"{len(self.changes)} results differ from results.lock; `labour report "
                "--preview DIR` shows the report with them, `labour report --accept` takes them "
                f"over:\n{shown}"
            )


def result_lines(
    numbers: Mapping[str, Number],
    figures: Mapping[str, tuple[str, str]],
    tables: Mapping[str, tuple[str, str]],
    verdicts: Mapping[str, str],
) -> Lines:
    """What a build prints, as lines of the lock.

    Parameters
    ----------
    numbers : mapping of str to Number
    figures, tables : mapping of str to (str, str)
        Notebook and digest by name.
    verdicts : mapping of str to str
        Verdict by claim, or by part of a claim.

    Raises
    ------
    NumberError
        For a name or a text that would not stand in one cell: with a tab or a line break.
    """
    lines: Lines = {}
    for name, item in numbers.items():
        lines["number", item.notebook, name] = _number_cells(item)
    for kind, items in (("figure", figures), ("table", tables)):
        for name, (notebook, digest) in items.items():
            lines[kind, notebook, name] = (digest,)
    for claim, verdict in verdicts.items():
        lines["verdict", "", claim] = (verdict,)
    for key, cells in lines.items():
        for cell in (*key, *cells):
            if any(sign in cell for sign in "\t\r\n"):
                raise NumberError(f"{key[0]} {key[2]!r}: found {cell!r}; allowed: text in one line")
    return lines


def compare(
    lock: Path, new: Lines, *, built: Collection[str] | None = None, verdicts: bool = True
) -> Comparison:
    """Hold the results of a build against the accepted ones.

    Parameters
    ----------
    lock : pathlib.Path
    new : dict
        From :func:`result_lines`.
    built : collection of str, optional
        Notebooks that were built; accepted results of others are left alone. All by default.
    verdicts : bool
        Whether the build had the numbers of all notebooks, on which the verdicts rest.

    Raises
    ------
    ReportError
        For a lock that cannot be read.
    NumberError
        For a name that the lock holds under a notebook that was not built.
    """
    before = _text(lock)
    old = parse(before, lock.name)

    def concerned(key: Key) -> bool:
        return verdicts if key[0] == "verdict" else built is None or key[1] in built

    homes = {(kind, name): notebook for kind, notebook, name in old}
    now = {key: cells for key, cells in new.items() if concerned(key)}
    for kind, notebook, name in now:
        home = homes.get((kind, name), notebook)
        if home != notebook and built is not None and home not in built:
            raise NumberError(f"{kind} {name} is recorded in {home} and in {notebook}")
    whole = {**{key: cells for key, cells in old.items() if not concerned(key)}, **now}
    changes = tuple(
        Change(_label(key), _shown(key[0], old.get(key)), _shown(key[0], whole.get(key)))
        for key in sorted({*old, *whole})
        if old.get(key) != whole.get(key)
    )
    return Comparison(before, lock_text(whole), changes)


def parse(text: str, file: str) -> Lines:
    """Lines of a lock.

    Raises
    ------
    ReportError
        For a line that is none, a mark of an unfinished merge, or a name given twice; with the
        row.
    """
    lines: Lines = {}
    rows: dict[tuple[str, str], int] = {}
    for row, line in enumerate(text.split("\n"), start=1):
        cells = line.removesuffix("\r").split("\t")
        if cells == [""] or line.startswith("#"):
            continue
        where = f"{file}, row {row}"
        if line.startswith(_MARKS):
            raise ReportError(f"{where}: found {line[:7]}, a merge that is not done; settle it")
        kind = cells[0]
        least, most = COLUMNS.get(kind, (0, 0))
        if not least <= len(cells) <= most:
            allowed = ", ".join(COLUMNS)
            raise ReportError(
                f"{where}: found {line!r}; allowed: {allowed}, then {least or 3} to {most or 9} "
                "cells in all, with tabs between"
            )
        cells += [""] * (most - len(cells))
        notebook, name = ("", cells[1]) if kind == "verdict" else (cells[1], cells[2])
        if (kind, name) in rows:
            first = rows[kind, name]
            raise ReportError(f"{where}: {kind} {name} stands in row {first} too; allowed: once")
        rows[kind, name] = row
        lines[kind, notebook, name] = tuple(cells[2:] if kind == "verdict" else cells[3:])
    return lines


def lock_text(lines: Lines) -> str:
    """Text of a lock, in order of kind, notebook and name."""
    rows = [[*(part for part in key if part), *lines[key]] for key in sorted(lines)]
    return HEADER + "".join("\t".join(row).rstrip("\t") + "\n" for row in rows)


def _text(lock: Path) -> str:
    try:
        raw = lock.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ReportError(f"cannot read {lock.name}: {reason_of(error)}") from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise ReportError(
            f"{lock.name}, row {row}: found byte 0x{raw[error.start]:02x}; allowed: UTF-8"
        ) from None


def _number_cells(item: Number) -> tuple[str, ...]:
    value = "" if item.value is None else significant(item.value)
    low, high = ("", "") if item.interval is None else map(significant, item.interval)
    level = "" if item.level is None else significant(item.level)
    return value, item.unit, low, high, level, item.text


def _label(key: Key) -> str:
    kind, notebook, name = key
    if kind == "verdict":
        return f"verdict {name}"
    return f"{notebook} {name}" if kind == "number" else f"{notebook} {kind} {name}"


def _shown(kind: str, cells: tuple[str, ...] | None) -> str:
    if cells is None:
        return ""
    if kind != "number":
        return cells[0] if kind == "verdict" else f"data {cells[0]}"
    value, unit, low, high, level, text = cells
    words = [value, unit]
    if low or high:
        words += [f"[{low}, {high}]", f"{100 * float(level):g}%" if level else ""]
    if text:
        words.append(f"'{text}'")
    return " ".join(word for word in words if word)
