"""Prose whose numbers are references: ``{steel.sigma:.2f}`` prints the recorded number."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.report.numbers import Number
from analysis.report.pages.mathml import math_to_mathml
from analysis.report.session import REFERENCE, filled, known, marked, plain


@dataclass(frozen=True)
class Prose:
    """Rendered prose.

    Attributes
    ----------
    text : str
        Markdown with the numbers filled in.
    marked : str
        The same with HTML in which every number carries its name.
    numbers : dict of str to Number
        Numbers referred to, by full name.
    """

    text: str
    marked: str
    numbers: dict[str, Number] = field(repr=False)

    def _repr_markdown_(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """HTML in which every number carries its name, so that the report can link it."""
        from nbconvert.filters import markdown2html

        return f'<div class="prose">{markdown2html(math_to_mathml(self.marked))}</div>'

    def __repr__(self) -> str:
        return self.text


def prose(template: str, prefix: str = "") -> Prose:
    """Prose with numbers by reference.

    Parameters
    ----------
    template : str
        Markdown; ``{name}`` or ``{name:format}`` stands for a number recorded before.
        ``{name:interval}`` prints its interval, ``{name:pct}`` a share in percent.
    prefix : str
        Prefix of the page: names are looked up below it first.

    Raises
    ------
    NumberError
        For a name that was not recorded, with the close ones that were.
    """
    found = [known(match.group(1), prefix) for match in REFERENCE.finditer(template)]
    return Prose(
        filled(template, plain, prefix),
        filled(template, marked, prefix),
        {item.name: item for item in found},
    )
