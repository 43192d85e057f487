"""Prose whose numbers are references: ``{steel.sigma:.2f}`` prints the recorded number."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from analysis.errors import NumberError
from analysis.report.numbers import Number
from analysis.report.session import current

REFERENCE = re.compile(r"\{([a-z][a-z0-9_.]*)(?::([^{}]*))?\}")


@dataclass(frozen=True)
class Prose:
    """Rendered prose: Markdown with the numbers filled in, and HTML where each is a link."""

    template: str
    numbers: dict[str, Number]

    def markdown(self) -> str:
        """Text with the numbers filled in."""
        return REFERENCE.sub(lambda m: self._number(m).format(m.group(2) or ""), self.template)

    def _number(self, match: re.Match[str]) -> Number:
        return self.numbers[match.group(1)]

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def _repr_html_(self) -> str:
        """HTML in which every number carries its name, so that the report can link it."""
        from nbconvert.filters import markdown2html

        def mark(match: re.Match[str]) -> str:
            item = self._number(match)
            shown = html.escape(item.format(match.group(2) or ""))
            return f'<data class="number" value="{item.name}">{shown}</data>'

        body = markdown2html(REFERENCE.sub(mark, self.template))
        return f'<div class="prose">{body}</div>'

    def __repr__(self) -> str:
        return self.markdown()


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
    known = current.numbers
    names = {match.group(1) for match in REFERENCE.finditer(template)}
    missing = sorted(names - set(known))
    if missing:
        there = ", ".join(sorted(known)) or "none"
        raise NumberError(f"no number {', '.join(missing)} recorded; there are: {there}")
    return Prose(template, {name: known[name] for name in names})
