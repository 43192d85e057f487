"""What one notebook recorded, numbers and figures; kept in the kernel, written at its end."""

from __future__ import annotations

import html
import json
import math
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.errors import NumberError
from analysis.figures import Paper, paper
from analysis.report import reads
from analysis.report.numbers import Number
from analysis.tables import Evidence

REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)(?::([^{}]*))?\}")
_NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")


@dataclass
class Session:
    """Everything recorded since the kernel started."""

    notebook: str = "live"
    numbers: dict[str, Number] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)

    def dump(self, folder: Path) -> None:
        """Write ``record.json`` and the files of every figure."""
        folder.mkdir(parents=True, exist_ok=True)
        for item in self.papers.values():
            item.write(folder / "figures", self.notebook)
        record = {
            "notebook": self.notebook,
            "numbers": [self.numbers[name].to_dict() for name in sorted(self.numbers)],
            "figures": sorted(self.papers),
            **reads.used(),
        }
        text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        (folder / "record.json").write_text(text, encoding="utf-8", newline="\n")


current = Session()


def begin(notebook: str) -> None:
    """Start recording under the name of a notebook, with warnings as errors."""
    warnings.simplefilter("error")
    current.notebook = notebook
    current.numbers.clear()
    current.papers.clear()


def number(
    name: str,
    value: Any,
    unit: str = "",
    *,
    evidence: Evidence | Sequence[Evidence],
    by: Callable[..., Any] | str,
    interval: Sequence[float] | None = None,
    level: float | None = None,
    text: str = "",
) -> Number:
    """Record a number by name where it is computed; prose refers to it by that name.

    Parameters
    ----------
    name : str
        Dotted and lower case, unique in the report: ``steel.elasticity_first``.
    value : number, str, bool or None
        None where there is no such number; `text` then says so in words.
    unit : str
    evidence : Evidence or sequence of Evidence
        Rows of tables it rests on (:func:`analysis.tables.evidence`).
    by : callable or str
        What computed it.
    interval : (low, high), optional
        Bounds; ``level`` is required with it. Infinite bounds are kept as unbounded.

    Raises
    ------
    NumberError
        For a bad name, a value that is not finite, no evidence, or a second, different value.
    """
    if not _NAME.match(name):
        raise NumberError(f"number {name!r}; allowed: dotted names such as steel.first_year")
    items = (evidence,) if isinstance(evidence, Evidence) else tuple(evidence)
    if not items:
        raise NumberError(f"number {name}: no evidence; name the rows it rests on")
    bounds = None if interval is None else (float(interval[0]), float(interval[1]))
    if bounds is not None and (level is None or any(math.isnan(bound) for bound in bounds)):
        raise NumberError(f"number {name}: an interval needs a level and bounds, got {interval}")
    recorded = Number(
        name=name,
        value=_plain(name, value, text),
        unit=unit,
        notebook=current.notebook,
        by=by if isinstance(by, str) else f"{by.__module__}.{by.__qualname__}",
        evidence=items,
        interval=bounds,
        level=level,
        text=text,
    )
    known = current.numbers.get(name)
    if known is not None and current.notebook != "live" and known != recorded:
        raise NumberError(f"number {name} was recorded as {known.value}, now as {value}")
    current.numbers[name] = recorded
    return recorded


def show(
    figure: Figure,
    name: str,
    *,
    caption: str,
    alt: str,
    data: pd.DataFrame,
    evidence: Evidence | Sequence[Evidence],
) -> Paper:
    """Finish a figure with its papers, record it and show it.

    Parameters are those of :func:`analysis.figures.paper`; caption and alt text may refer to
    recorded numbers as prose does.
    """
    items = (evidence,) if isinstance(evidence, Evidence) else tuple(evidence)
    made = paper(figure, name, caption=fill(caption), alt=fill(alt), data=data, evidence=items)
    current.papers[name] = made
    return made


def referenced(template: str) -> dict[str, Number]:
    """Numbers that a template refers to as ``{name}`` or ``{name:format}``.

    Raises
    ------
    NumberError
        For a name that was not recorded, with the names that were.
    """
    names = {match.group(1) for match in REFERENCE.finditer(template)}
    missing = sorted(names - set(current.numbers))
    if missing:
        there = ", ".join(sorted(current.numbers)) or "none"
        raise NumberError(f"no number {', '.join(missing)} recorded; there are: {there}")
    return {name: current.numbers[name] for name in names}


def fill(template: str) -> str:
    """`template` with its references replaced by the recorded numbers, as plain text."""
    known = referenced(template)
    return REFERENCE.sub(lambda m: known[m.group(1)].format(m.group(2) or ""), template)


@dataclass(frozen=True)
class Html:
    """A piece of HTML that a notebook shows."""

    source: str

    def _repr_html_(self) -> str:
        return self.source


def table_html(
    frame: pd.DataFrame, caption: str, *, digits: int = 3, index: bool = False, wrap: bool = False
) -> Html:
    """A small table for the report, numbers to `digits` significant digits, wide ones scroll.

    With `wrap` cells are sentences: they break into lines and are set to the left.
    """

    def cell(value: Any) -> str:
        if isinstance(value, float):
            return "" if math.isnan(value) else format(value, f",.{digits}g")
        return html.escape(str(value))

    body = frame.map(cell).to_html(
        index=index, escape=False, border=0, classes="sentences" if wrap else "plain"
    )
    caption_text = html.escape(caption)
    return Html(
        f'<figure class="table"><figcaption>{caption_text}</figcaption>'
        f'<div class="scroll" tabindex="0">{body}</div></figure>'
    )


def _plain(name: str, value: Any, text: str) -> float | int | str | bool | None:
    if value is None:
        if not text:
            raise NumberError(f"number {name} is None; say in `text` what that means")
        return None
    if isinstance(value, str | bool):
        return value
    plain = value.item() if hasattr(value, "item") else value
    if not isinstance(plain, int | float | bool) or (
        isinstance(plain, float) and not math.isfinite(plain)
    ):
        raise NumberError(f"number {name} is {value!r}; allowed: a finite number, text, or None")
    return plain
