"""Prose whose numbers are references: ``{steel.sigma:.2f}`` prints the recorded number."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from analysis.report.mathml import math_to_mathml
from analysis.report.numbers import Number
from analysis.report.session import REFERENCE, fill, referenced


@dataclass(frozen=True)
class Prose:
    """Rendered prose: Markdown with the numbers filled in, and HTML where each has its name."""

    template: str
    text: str
    numbers: dict[str, Number]

    def _repr_markdown_(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """HTML in which every number carries its name, so that the report can link it."""
        from nbconvert.filters import markdown2html

        def mark(match: re.Match[str]) -> str:
            item = self.numbers[match.group(1)]
            shown = html.escape(item.format(match.group(2) or ""))
            return f'<data class="number" value="{item.name}">{shown}</data>'

        body = markdown2html(math_to_mathml(REFERENCE.sub(mark, self.template)))
        return f'<div class="prose">{body}</div>'

    def __repr__(self) -> str:
        return self.text


def prose(template: str) -> Prose:
    """Prose with numbers by reference.

    Parameters
    ----------
    template : str
        Markdown; ``{name}`` or ``{name:format}`` stands for a number recorded before.
        ``{name:interval}`` prints its interval, ``{name:pct}`` a share in percent.

    Raises
    ------
    NumberError
        For a name that was not recorded, with the names that were.
    """
    return Prose(template, fill(template), referenced(template))
