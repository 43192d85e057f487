"""Rendering of titled tables as text, HTML and LaTeX."""

from __future__ import annotations

import html as markup
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.latex import latex_table

Facts = Sequence[tuple[str, str]]
Rows = Sequence[Sequence[str]]


def number(value: float) -> str:
    """Five significant digits."""
    return f"{value:.5g}"


@dataclass(frozen=True)
class Summary:
    """A titled table with facts above and notes below it; printing it prints the table.

    Parameters
    ----------
    title : str
    facts : tuple of (label, value)
    header : tuple of str
    rows : tuple of tuple of str
    notes : tuple of str
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def as_text(self) -> str:
        """Plain text."""
        return text(self.title, self.facts, self.header, self.rows, self.notes)

    def as_html(self) -> str:
        """An HTML fragment without scripts or outside references."""
        return html(self.title, self.facts, self.header, self.rows, self.notes)

    def as_latex(self) -> str:
        """A LaTeX table with booktabs rules; facts and notes below it."""
        facts = [f"{name}: {value}" for name, value in self.facts]
        return latex_table(self.title, self.header, self.rows, notes=[*facts, *self.notes])

    def frame(self) -> pd.DataFrame:
        """The cells as they are printed, for the table of a page; facts and notes stay here."""
        return pd.DataFrame([list(row) for row in self.rows], columns=list(self.header))

    def __str__(self) -> str:
        return self.as_text()

    def _repr_html_(self) -> str:
        return self.as_html()


class Shown:
    """What has a summary: printing it prints the table, a notebook shows it."""

    @abstractmethod
    def summary(self) -> Summary:
        """The table."""

    def __str__(self) -> str:
        return self.summary().as_text()

    def _repr_html_(self) -> str:
        return self.summary().as_html()


def _widths(header: Sequence[str], rows: Rows) -> list[int]:
    return [max(len(row[j]) for row in [header, *rows]) for j in range(len(header))]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    rest = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return "  ".join([first, *rest]).rstrip()


def text(title: str, facts: Facts, header: Sequence[str], rows: Rows, notes: Sequence[str]) -> str:
    """Plain text with a rule above and below the table."""
    widths = _widths(header, rows)
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    label = max((len(name) for name, _ in facts), default=0)
    lines = [title, *(f"{name.ljust(label)}  {value}" for name, value in facts), rule]
    lines += [_line(header, widths), rule, *(_line(row, widths) for row in rows), rule]
    return "\n".join([*lines, *notes]) + "\n"


def html(title: str, facts: Facts, header: Sequence[str], rows: Rows, notes: Sequence[str]) -> str:
    """An HTML fragment; everything from outside is escaped."""
    escape = markup.escape
    parts = ["<div>", f"<p><strong>{escape(title)}</strong></p>"]
    if facts:
        pairs = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts)
        parts.append(f"<dl>{pairs}</dl>")
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    # A wide table scrolls by itself on a narrow screen instead of widening the page.
    parts.append(f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>')
    for row in rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        parts.append(f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>')
    parts.append("</tbody></table></div>")
    parts += [f"<p>{escape(note)}</p>" for note in notes]
    return "\n".join([*parts, "</div>"]) + "\n"
