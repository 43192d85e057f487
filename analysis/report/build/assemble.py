"""The files of a report, from what the notebooks left: nothing is read or written elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import NumberError
from analysis.figures.papers import NARROW_SVG, figure_html
from analysis.language import translated, worded
from analysis.report import notebooks as house
from analysis.report.build.archive import ARCHIVE, archive
from analysis.report.build.digests import data_digest
from analysis.report.build.lock import Lines, result_lines
from analysis.report.build.written import VALUES, KeptPages
from analysis.report.claims import examine, verdicts
from analysis.report.numbers import Number
from analysis.report.pages.coverage import coverage_page
from analysis.report.pages.curve import HREF as CURVE
from analysis.report.pages.curve import curve_page
from analysis.report.pages.explorer import explorer_page
from analysis.report.pages.front import FRONT_FIGURES
from analysis.report.pages.glossary import HREF, glossary_page
from analysis.report.pages.html import (
    HtmlPage,
    index_page,
    notebook_page,
    render,
    short_of,
    title_of,
)
from analysis.report.pages.why import ShownReport
from analysis.report.pages.why_page import rows_href, rows_pages, why_page

FIRST_FIGURE = "steel_rise_and_fall"
_ANCHOR = re.compile(r' id="number-([a-z0-9_.]+)"')


@dataclass
class Parts:
    """What a report is made of.

    Attributes
    ----------
    numbers : dict of str to Number
    figures : dict of str to dict
        Sidecars by name.
    tables : dict of str to dict
        Sidecars of the tables shown, by name.
    files : dict of str to bytes
        Files of figures and tables, and pages that are kept, by name below the report.
    kept : mapping of str to str
        HTML of the pages that are kept, by notebook.
    """

    numbers: dict[str, Number] = field(default_factory=dict)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> ShownReport:
        """What the account of where it comes from speaks of."""
        return ShownReport(self.numbers, self.figures, self.tables)

    def lines(self) -> Lines:
        """The results as lines of ``results.lock``."""
        csvs = {name: self.files[f"figures/{name}.csv"].decode("utf-8") for name in self.figures}
        figures = {
            name: (str(self.figures[name].get("notebook")), data_digest(text))
            for name, text in csvs.items()
        }
        tables = {
            name: (str(item.get("notebook")), str(item["digest"]))
            for name, item in self.tables.items()
        }
        return result_lines(self.numbers, figures, tables, verdicts(self.numbers))


def gather(entries: Mapping[str, Path], kept: KeptPages) -> Parts:
    """Numbers, figures and tables of the notebooks' runs and of the pages that are kept.

    Raises
    ------
    NumberError
        Where two notebooks give one name to a number, a figure or a table.
    """
    parts = Parts(
        dict(kept.numbers), dict(kept.figures), dict(kept.tables), dict(kept.files), kept.pages
    )
    for notebook, entry in entries.items():
        record = json.loads((entry / "record.json").read_text(encoding="utf-8"))
        for raw in record["numbers"]:
            item = Number.from_dict(raw)
            other = parts.numbers.get(item.name)
            _refuse_second(item.name, other.notebook if other else "", notebook)
            parts.numbers[item.name] = item
        for kind, there in (("figures", parts.figures), ("tables", parts.tables)):
            for path in sorted((entry / kind).glob("*")):
                parts.files[f"{kind}/{path.name}"] = path.read_bytes()
                if path.suffix == ".json":
                    sidecar = json.loads(path.read_text(encoding="utf-8"))
                    _refuse_second(
                        path.stem, there.get(path.stem, {}).get("notebook", ""), notebook
                    )
                    there[path.stem] = sidecar
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
    coverage = HtmlPage(
        "coverage.html", translated("Coverage of the tables"), worded("coverage"), coverage_page()
    )
    rows_told = explorer_page()
    explorer = HtmlPage(
        "explorer.html",
        translated("Rows of pay, time, price, volume"),
        worded("all rows"),
        rows_told,
    )
    moved = curve_page(parts.numbers)
    curve = HtmlPage(CURVE, translated("Move the curve"), worded("move the curve"), moved.body)
    anchored = {name for page in pages for name in _ANCHOR.findall(page.body)}
    why = why_page(parts.shown, anchored)
    sources = HtmlPage(
        "why.html", translated("Where every number comes from"), worded("sources"), why
    )
    rows = [
        HtmlPage(rows_href(name), translated("Rows of {table}").format(table=name), "", body)
        for name, body in rows_pages(parts.shown).items()
    ]
    index = index_page(examine(parts.numbers), pages, front_figures(parts), parts.numbers)
    glossary = HtmlPage(
        HREF, translated("What the words mean"), worded("glossary"), glossary_page()
    )
    navigation = [
        page for page in (*pages, curve, explorer, coverage, sources, glossary) if page.built
    ]
    files = {**parts.files, **moved.files}
    for page in [index, *navigation, *rows]:
        if page.href not in files:
            files[page.href] = render(page, navigation).encode("utf-8")
    values = [parts.numbers[name].to_dict() for name in sorted(parts.numbers)]
    files[VALUES] = (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    files[ARCHIVE] = archive(files)
    return files


def _page(path: Path, entries: Mapping[str, Path], kept: Mapping[str, str]) -> HtmlPage:
    name = path.stem
    if name in entries:
        return notebook_page(entries[name] / "executed.ipynb", name)
    title = translated(title_of(house.read(path), name))
    return HtmlPage(f"{name}.html", title, short_of(name), kept.get(name, ""))


def front_figures(parts: Parts) -> list[tuple[str, str]]:
    """What to see, and the figures of the first page, as far as their notebooks were built."""
    return [
        (
            translated(see),
            figure_html(
                parts.figures[name],
                *(
                    parts.files[f"figures/{name}{end}"].decode("utf-8")
                    for end in (".svg", NARROW_SVG)
                ),
            ),
        )
        for name, see in FRONT_FIGURES.items()
        if name in parts.figures
    ]


def _refuse_second(name: str, first: str, second: str) -> None:
    if first:
        raise NumberError(f"{name} is recorded in {first} and in {second}")
