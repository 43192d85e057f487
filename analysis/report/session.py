"""What one notebook recorded: numbers, figures, tables; kept in the kernel, written at its end."""

from __future__ import annotations

import html
import json
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from analysis.errors import NumberError
from analysis.figures import Paper
from analysis.findings import Quantity
from analysis.report.numbers import Number
from analysis.report.runs import reads
from analysis.report.tables.exhibits import Exhibit
from analysis.tables import Evidence

Finished = TypeVar("Finished", Paper, Exhibit)

LIVE = "live"
REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)(?::([^{}]*))?\}")
SAID = "<!--said-->"
"""After a number word that is meant as a word: the house rule on typed numbers passes it over."""

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


_MARKDOWN = re.compile(r"[\\`*_\[\]~$|!](?![^<]*>)|:(?=//)|(?<=www)\.")
"""Signs outside tags that Markdown reads as emphasis, code, links, pictures, formulas or cells."""


@dataclass
class Session:
    """Everything recorded since the kernel started.

    Attributes
    ----------
    notebook : str
        Name of the notebook; ``live`` where nobody builds a report.
    numbers, papers, tables : dict
        By name.
    read : set of str
        Numbers that prose, a caption or a table prints.
    """

    notebook: str = LIVE
    numbers: dict[str, Number] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    tables: dict[str, Exhibit] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    @property
    def live(self) -> bool:
        """Whether somebody works in the notebook: a cell run again then replaces what it made."""
        return self.notebook == LIVE

    def clear(self) -> None:
        """Forget everything."""
        for kept in (self.numbers, self.papers, self.tables, self.read):
            kept.clear()

    def dump(self, folder: Path) -> None:
        """Write ``record.json`` and the files of every figure and table."""
        folder.mkdir(parents=True, exist_ok=True)
        finished: list[Paper | Exhibit] = [*self.papers.values(), *self.tables.values()]
        for item in finished:
            item.write(folder / item.folder, self.notebook)
        record = {
            "notebook": self.notebook,
            "numbers": [self.numbers[name].to_dict() for name in sorted(self.numbers)],
            "figures": sorted(self.papers),
            "shown": sorted(self.tables),
            "read": sorted(self.read),
            **reads.used(),
        }
        text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        (folder / "record.json").write_text(text, encoding="utf-8", newline="\n")


current = Session()


def begin(notebook: str) -> None:
    """Start recording under the name of a notebook, with warnings as errors."""
    warnings.simplefilter("error")
    current.clear()
    current.notebook = notebook


def record(name: str, found: Quantity, by: str, rows: tuple[Evidence, ...]) -> Number:
    """Record a quantity under a name that the whole report has once.

    Raises
    ------
    NumberError
        For a bad name, no rows behind what is not declared, or a name that is taken. In a live
        notebook the new one replaces the old.
    """
    if not _NAME.fullmatch(name):
        raise NumberError(f"number {name!r}; allowed: dotted names such as steel.first_year")
    if not rows and not found.declared:
        raise NumberError(f"number {name}: {by} was given no rows of a table, and names none")
    if name in current.numbers and not current.live:
        raise NumberError(f"number {name} was recorded before; a name means one number")
    made = Number(
        name=name, value=found.value, unit=found.unit, notebook=current.notebook, by=by,
        evidence=() if found.declared else rows, interval=found.interval, level=found.level,
        text=found.text,
    )  # fmt: skip
    current.numbers[name] = made
    return made


def keep_figure(made: Paper) -> Paper:
    """Record a finished figure.

    Raises
    ------
    NumberError
        For a name that is taken.
    """
    return _kept(current.papers, made, "figure")


def keep_table(made: Exhibit) -> Exhibit:
    """Record a finished table.

    Raises
    ------
    NumberError
        For a name that is taken.
    """
    return _kept(current.tables, made, "table")


def known(name: str, prefix: str = "") -> Number:
    """Return the number that a template means: of its own page first, or by its full name.

    Raises
    ------
    NumberError
        For a name that was not recorded, with the close matches.
    """
    for full in (f"{prefix}.{name}", name):
        if full in current.numbers:
            return current.numbers[full]
    own = [full.removeprefix(f"{prefix}.") for full in current.numbers]
    close = get_close_matches(name, own, n=5, cutoff=0.5) or sorted(own)
    raise NumberError(f"no number {name} recorded; there are: {', '.join(close) or 'none'}")


def filled(template: str, shown: Callable[[Number, str], str], prefix: str = "") -> str:
    """`template` with each reference replaced by what `shown` makes of number and format."""

    def replace(match: re.Match[str]) -> str:
        item = known(match.group(1), prefix)
        current.read.add(item.name)
        return shown(item, match.group(2) or "")

    return REFERENCE.sub(replace, template.replace(SAID, ""))


def plain(item: Number, spec: str) -> str:
    """A number as plain text."""
    return item.format(spec)


def marked(item: Number, spec: str) -> str:
    """A number as HTML that carries its name, so that the report can link it.

    What Markdown would read in a text is written as a character of HTML: a text is no mark-up.
    """
    return _MARKDOWN.sub(lambda sign: f"&#{ord(sign[0])};", reference(item, item.format(spec)))


def reference(item: Number, text: str) -> str:
    """`text` as HTML that carries the name of the number it stands for."""
    return f'<data class="number" value="{item.name}">{html.escape(text)}</data>'


def _kept(kept: dict[str, Finished], made: Finished, kind: str) -> Finished:
    if made.name in kept and not current.live:
        raise NumberError(f"{kind} {made.name} was shown before; a name means one {kind}")
    kept[made.name] = made
    return made
