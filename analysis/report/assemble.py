"""The files of a report, from what the notebooks left: nothing is read or written elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import NumberError
from analysis.figures.papers import figure_html
from analysis.report import notebooks as house
from analysis.report.claims import examine
from analysis.report.coverage import coverage_page
from analysis.report.digests import data_digest
from analysis.report.numbers import Number
from analysis.report.pages import Page, index_page, notebook_page, render, title_of
from analysis.report.results import Lines, result_lines
from analysis.report.why import why_page
from analysis.report.written import VALUES, Kept

FIRST_FIGURE = "steel_inverted_u"


@dataclass
class Parts:
    """What a report is made of.

    Attributes
    ----------
    numbers : dict of str to Number
    figures : dict of str to dict
        Sidecars by name.
    tables : dict of str to (str, str)
        Notebook and digest of the tables shown, by name; of the notebooks built now only.
    files : dict of str to bytes
        Files of figures, and pages that are kept, by name below the report.
    kept : mapping of str to str
        HTML of the pages that are kept, by notebook.
    """

    numbers: dict[str, Number] = field(default_factory=dict)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> Lines:
        """The results as lines of ``results.lock``."""
        csvs = {name: self.files[f"figures/{name}.csv"].decode("utf-8") for name in self.figures}
        figures = {
            name: (str(self.figures[name].get("notebook")), data_digest(text))
            for name, text in csvs.items()
        }
        verdicts = {item.claim.id: item.verdict for item in examine(self.numbers)}
        return result_lines(self.numbers, figures, self.tables, verdicts)


def gather(entries: Mapping[str, Path], kept: Kept) -> Parts:
    """Numbers, figures and tables of the notebooks' runs and of the pages that are kept.

    Raises
    ------
    NumberError
        Where two notebooks give one name to a number, a figure or a table.
    """
    parts = Parts(dict(kept.numbers), dict(kept.figures), {}, dict(kept.files), kept.pages)
    for notebook, entry in entries.items():
        record = json.loads((entry / "record.json").read_text(encoding="utf-8"))
        for raw in record["numbers"]:
            item = Number.from_dict(raw)
            other = parts.numbers.get(item.name)
            _refuse_second(item.name, other.notebook if other else "", notebook)
            parts.numbers[item.name] = item
        for raw in record.get("tables_shown", ()):
            _refuse_second(raw["name"], parts.tables.get(raw["name"], ("",))[0], notebook)
            parts.tables[raw["name"]] = (notebook, raw["digest"])
        for name in record["figures"]:
            sidecar = json.loads((entry / "figures" / f"{name}.json").read_text(encoding="utf-8"))
            _refuse_second(name, parts.figures.get(name, {}).get("notebook", ""), notebook)
            parts.figures[name] = sidecar
        for path in sorted((entry / "figures").glob("*")):
            parts.files[f"figures/{path.name}"] = path.read_bytes()
    return parts


def report_files(
    parts: Parts, entries: Mapping[str, Path], every: Sequence[Path]
) -> dict[str, bytes]:
    """All files of the report, by name.

    Parameters
    ----------
    parts : Parts
    entries : mapping of str to pathlib.Path
        Runs of the notebooks that are built now.
    every : sequence of pathlib.Path
        All notebooks there are, in order.
    """
    pages = [_page(path, entries, parts.kept) for path in every]
    coverage = Page("coverage.html", "Coverage of the tables", "coverage", coverage_page())
    why = why_page(parts.numbers, parts.figures)
    sources = Page("why.html", "Where every number comes from", "sources", why)
    index = index_page(examine(parts.numbers), pages, _first_figure(parts))
    navigation = [*(page for page in pages if page.built), coverage, sources]
    files = dict(parts.files)
    for page in [index, *navigation]:
        if page.href not in files:
            files[page.href] = render(page, navigation).encode("utf-8")
    values = [parts.numbers[name].to_dict() for name in sorted(parts.numbers)]
    files[VALUES] = (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    return files


def _page(path: Path, entries: Mapping[str, Path], kept: Mapping[str, str]) -> Page:
    name = path.stem
    if name in entries:
        return notebook_page(entries[name] / "executed.ipynb", name)
    short = name.partition("_")[2].replace("_", " ")
    return Page(f"{name}.html", title_of(house.read(path), name), short, kept.get(name, ""))


def _first_figure(parts: Parts) -> str:
    if FIRST_FIGURE not in parts.figures:
        return ""
    svg = parts.files[f"figures/{FIRST_FIGURE}.svg"].decode("utf-8")
    return figure_html(parts.figures[FIRST_FIGURE], svg)


def _refuse_second(name: str, first: str, second: str) -> None:
    if first:
        raise NumberError(f"{name} is recorded in {first} and in {second}")
