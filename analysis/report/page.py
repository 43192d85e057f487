"""The desk of a notebook: keep findings, show figures and tables, write prose about them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.digits import between, decimal, in_column
from analysis.errors import NumberError
from analysis.figures import Paper, drawn_by, paper
from analysis.findings import BY, MADE, Findings, Quantity, rows_of
from analysis.language import translated
from analysis.report.numbers import Number
from analysis.report.prose import Prose, prose
from analysis.report.session import (
    SAID,
    current,
    filled,
    in_words,
    keep_figure,
    keep_table,
    marked,
    marked_in_words,
    record,
    reference,
)
from analysis.report.tables.exhibits import Cell, Exhibit, exhibit, shown

_PREFIX = re.compile(r"[a-z][a-z0-9_]*")


class Page:
    """Everything a notebook records, under one prefix.

    Parameters
    ----------
    prefix : str
        Lower case; begins the name of every number, figure and table of the notebook.

    Raises
    ------
    NumberError
        For a prefix that is no name.

    Examples
    --------
    >>> from analysis.findings import Quantity, finds
    >>> from analysis.tables import load
    >>> @finds
    ... def heads(quotes):
    ...     return {"quotes": Quantity(len(quotes), "quotes")}
    >>> page = Page("example")
    >>> kenya = load("annotation_wages").query("country == 'KEN'")
    >>> found = page.keep(heads(kenya))
    >>> page.prose("There are {quotes} quotes.").numbers["example.quotes"].by
    'analysis.report.page.heads'
    """

    def __init__(self, prefix: str) -> None:
        if not _PREFIX.fullmatch(prefix):
            raise NumberError(f"page {prefix!r}; allowed: lower case, digits, underscores")
        self.prefix = prefix

    @property
    def numbers(self) -> Mapping[str, Number]:
        """Numbers recorded so far, by full name."""
        return MappingProxyType(current.numbers)

    def keep(self, found: Findings, prefix: str = "") -> Kept:
        """Record what was found: ``{china_us_market}`` in prose from here on.

        Parameters
        ----------
        found : Findings
            From a function marked :func:`analysis.findings.finds`.
        prefix : str
            Goes before each name: ``lmdi`` makes ``{lmdi.change}``.

        Raises
        ------
        NumberError
            For a name that is taken, or a quantity without rows.
        """
        place = ".".join(part for part in (self.prefix, prefix) if part)
        for name, item in found.items():
            record(f"{place}.{name}", item, found.by, found.rows(name))
        return Kept(found.quantities, found.by, found.evidence)

    def figure(
        self,
        figure: Figure,
        caption: str,
        alt: str,
        *,
        name: str = "",
        data: pd.DataFrame | None = None,
    ) -> Paper:
        """Show a figure: its function, data and rows are those of the call that drew it.

        Parameters
        ----------
        figure : matplotlib.figure.Figure
            From a function marked :func:`analysis.figures.drawn`.
        caption, alt : str
            May refer to numbers as prose does.
        name : str
            Short name where one function draws several figures of the page.
        data : pandas.DataFrame, optional
            What is plotted, where that is not the first frame the function was given.
        """
        call = drawn_by(figure)
        caption, alt = (translated(_unmarked(text)) for text in (caption, alt))
        made = paper(
            figure,
            f"{self.prefix}_{name or call.name}",
            caption=filled(caption, in_words, self.prefix),
            alt=filled(alt, in_words, self.prefix),
            data=call.frame if data is None else data,
            evidence=rows_of([*call.arguments, data]),
            marked=filled(html.escape(caption, quote=False), marked_in_words, self.prefix),
        )
        return keep_figure(made)

    def table(
        self,
        frame: pd.DataFrame,
        name: str,
        caption: str,
        *,
        heads: Mapping[str, str] | None = None,
        digits: int = 3,
        index: bool = False,
        wrap: bool = False,
    ) -> Exhibit:
        """Show a table; its function and rows are those that the frame knows of itself.

        Its CSV and LaTeX are linked under it in the report; :meth:`Exhibit.to_word` of what comes
        back writes a Word file.

        Cells that are quantities are recorded, as ``table.row.column``, and lead to their rows
        like numbers in prose; the index then names the rows.

        Parameters
        ----------
        frame : pandas.DataFrame
            From a function marked :func:`analysis.findings.derived`, or rows of a table.
        name : str
            Short name, unique on the page.
        caption : str
            May refer to numbers as prose does.
        heads, digits, index, wrap
            As in :func:`analysis.report.tables.exhibits.exhibit`.
        """
        by, rows = str(frame.attrs.get(BY, "")), rows_of(frame)
        place = f"{self.prefix}.{name}"
        cells = {
            id(item): record(
                f"{place}.{_slug(row)}.{_slug(column)}", item, by, rows_of(item) or rows
            )
            for column in frame.columns
            for row, item in frame[column].items()
            if isinstance(item, Quantity)
        }

        def cell(value: Any, places: int) -> Cell:
            if id(value) not in cells:
                return shown(value, places)
            number = cells[id(value)]
            current.read.add(number.name)
            known = number.value
            text = in_column(known, places) if isinstance(known, float) else number.format()
            return text, reference(number, text), known

        # What was made up says so where others name their rows.
        told = " ".join(part for part in (caption, str(frame.attrs.get(MADE, ""))) if part)
        made = exhibit(
            frame, f"{self.prefix}_{name}", self._marked(told), function=by, evidence=rows,
            heads=heads, digits=digits, index=index, wrap=wrap, cell=cell,
        )  # fmt: skip
        return keep_table(made)

    def prose(self, template: str) -> Prose:
        """Prose with numbers by reference: ``{name}``, ``{name:.2f}``, ``{name:interval}``."""
        return prose(template, self.prefix)

    def _marked(self, template: str) -> str:
        unmarked = template.replace(SAID, "")
        return filled(html.escape(unmarked, quote=False), marked, self.prefix)


class Kept(Findings):
    """Findings on the page: a live notebook shows them as a small table, the report does not."""

    def _ipython_display_(self) -> None:
        if current.live:
            from IPython.display import HTML, display

            display(HTML(self._repr_html_()))  # type: ignore[no-untyped-call]

    def _repr_html_(self) -> str:
        """The quantities with unit and interval."""
        rows = "".join(_row(name, item) for name, item in self.items())
        return f"<table><tbody>{rows}</tbody></table>"


def _row(name: str, item: Quantity) -> str:
    known = item.value
    value = (
        item.text if known is None else decimal(known) if isinstance(known, float) else str(known)
    )
    bounds = "" if item.interval is None else between(*item.interval)
    cells = (name, value, item.unit, bounds)
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"


def _unmarked(text: str) -> str:
    """A text without the marks of number words, which are for the house rules alone."""
    return text.replace(SAID, "") if SAID in text else text


def _slug(label: Any) -> str:
    parts = label if isinstance(label, tuple) else (label,)
    text = "_".join(str(part) for part in parts).lower()
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_") or "none"
