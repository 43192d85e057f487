"""The line of sources under a figure: authors short, one line, the rest counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

import pandas as pd

from analysis.language import Name, Said, joined, said
from analysis.tables import Evidence

LINE = 84
"""Letters that the line may have: with the link beside it, it fills the column of text."""


def source_line(evidence: Sequence[Evidence]) -> Said:
    """``Sources:`` and the publications behind the rows, each once, in order of author.

    As many as a line holds are named and the rest counted: all of them stand in the account of
    where the figure comes from.
    """
    rows = pd.concat([item.sources() for item in evidence]).drop_duplicates("id")
    names = sorted({citation(row) for row in rows.to_dict("records")})
    for shown in range(len(names), 0, -1):
        rest = len(names) - shown
        line = _line(names[:shown], rest)
        if len(line) <= LINE:
            return line
    return _line([shorten(names[0], LINE - 30, placeholder=" ...")], len(names) - 1)


def _line(named: Sequence[str], rest: int) -> Said:
    names = joined("; ", [Name(name) for name in named])
    if rest:
        return said("Sources: {names}; and {rest} more.", names=names, rest=rest)
    if len(named) > 1:
        return said("Sources: {names}.", names=names)
    return said("Source: {names}.", names=names)


def citation(source: Mapping[Any, Any]) -> str:
    """First author, and others if there are more than two names, and the year.

    Examples
    --------
    >>> citation({"author": "Bartelsman, Eric J.; Becker, Randy A.; Gray, Wayne", "year": 2000})
    'Bartelsman et al. 2000'
    >>> citation({"author": "Kang, Xu, Ritter", "year": None})
    'Kang et al.'
    >>> citation({"author": None, "title": "Annual report, Shanghai", "year": 2019})
    'Annual report 2019'
    """
    author, year = source["author"], source["year"]
    who = _short(author) if isinstance(author, str) else str(source["title"]).split(",")[0]
    return who if pd.isna(year) else f"{who} {int(year)}"


def _short(author: str) -> str:
    """Authors are kept as ``Surname, Given; Surname, Given`` or as ``Surname, Surname``."""
    people = [person.strip() for person in author.split(";")]
    if len(people) == 2:
        return " and ".join(person.split(",")[0] for person in people)
    if len(people) > 2:
        return f"{people[0].split(',')[0]} et al."
    names = author.split(", ")
    return f"{names[0]} et al." if len(names) > 2 else author
