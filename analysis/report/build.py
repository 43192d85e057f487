"""Building the report: run what changed, render all of it aside, put it in place at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import NumberError, ReportError
from analysis.figures.papers import figure_html
from analysis.report import cache, results
from analysis.report import notebooks as house
from analysis.report.claims import examine
from analysis.report.coverage import coverage_page
from analysis.report.kernel import Progress, execute
from analysis.report.numbers import Number
from analysis.report.options import Options
from analysis.report.pages import Page, index_page, notebook_page, render, title_of
from analysis.report.staging import staged
from analysis.report.stamp import STAMP, changed, snapshot, stamp
from analysis.report.why import read_figures, why_page

FIRST_FIGURE = "steel_inverted_u"


@dataclass(frozen=True)
class Built:
    """What a build did.

    Attributes
    ----------
    index : pathlib.Path
    executed : tuple of str
        Notebooks that ran; the others came from the cache.
    changes : tuple of results.Change
        Numbers that differ from the accepted ones; with ``accept`` they were taken over.
    """

    index: Path
    executed: tuple[str, ...]
    changes: tuple[results.Change, ...]


def plan(options: Options) -> dict[str, str]:
    """Notebooks and why each would run; an empty reason where the cache has it."""
    chosen = house.find(options.folder, options.only)
    return {path.stem: _reason(path, options) for path in chosen}


def build(options: Options, progress: Progress | None = None) -> Built:
    """Execute the notebooks that changed and write the report.

    Raises
    ------
    ReportError
        Where a notebook is missing or the folder cannot be written.
    NotebookError
        Where a cell fails; the old report stays as it was.
    ChangedResultsError
        Where a number is not the accepted one; the old report stays as it was.
    """
    chosen = house.find(options.folder, options.only)
    every = house.find(options.folder)
    inputs = snapshot(options.folder)
    with staged(options.out) as stage:
        stale = [path for path in chosen if _reason(path, options)]
        with cache.workspace(options.store) as scratch:
            done = execute(stale, scratch, jobs=options.jobs, progress=progress)
            moved = changed(inputs, snapshot(options.folder))
            if moved:
                raise ReportError(f"{', '.join(moved)} changed during the build: run again")
            for item in done:
                cache.keep(options.store, options.folder / f"{item.name}.ipynb", item.record.parent)
        entries = {path.stem: cache.entry(options.store, path) for path in chosen}
        numbers = _numbers([_record(entry) for entry in entries.values()])
        changes = results.compare(
            options.lock, numbers, partial=options.only is not None, accept=options.accept
        )
        _write(entries, every, numbers, stage)
        # Of what was seen before the run, so that a file saved since then shows the next time; of
        # the lock as it is now, since accepted changes alter it.
        _text(stage / STAMP, stamp(options.folder, options.lock, options.only, inputs))
    return Built(options.out / "index.html", tuple(path.stem for path in stale), tuple(changes))


def read_values(out: Path) -> dict[str, Number]:
    """Numbers of the report in `out`, by name.

    Raises
    ------
    ReportError
        Where no report was built there.
    """
    path = out / "values.json"
    if not path.is_file():
        raise ReportError(f"no report in {out.name}/: run `labour report` first")
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {item["name"]: Number.from_dict(item) for item in raw}


def _reason(path: Path, options: Options) -> str:
    return "asked for with --fresh" if options.fresh else cache.reason(options.store, path)


def _record(entry: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((entry / "record.json").read_text(encoding="utf-8"))
    return record


def _write(
    entries: Mapping[str, Path], every: Sequence[Path], numbers: Mapping[str, Number], stage: Path
) -> None:
    for entry in entries.values():
        if (entry / "figures").is_dir():
            shutil.copytree(entry / "figures", stage / "figures", dirs_exist_ok=True)
    figures = read_figures(stage)
    pages = [
        notebook_page(entries[path.stem] / "executed.ipynb", path.stem)
        if path.stem in entries
        else Page(f"{path.stem}.html", title_of(house.read(path), path.stem), path.stem)
        for path in every
    ]
    built = [page for page in pages if page.built]
    coverage = Page("coverage.html", "Coverage of the tables", "coverage", coverage_page())
    why = Page("why.html", "Where every number comes from", "sources", why_page(numbers, figures))
    index = index_page(examine(numbers), pages, _first_figure(figures, stage))
    navigation = [*built, coverage, why]
    for page in [index, *navigation]:
        _text(stage / page.href, render(page, navigation))
    values = [numbers[name].to_dict() for name in sorted(numbers)]
    _text(stage / "values.json", json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def _first_figure(figures: Mapping[str, Any], stage: Path) -> str:
    if FIRST_FIGURE not in figures:
        return ""
    svg = (stage / "figures" / f"{FIRST_FIGURE}.svg").read_text(encoding="utf-8")
    return figure_html(figures[FIRST_FIGURE], svg)


def _numbers(records: Sequence[Mapping[str, Any]]) -> dict[str, Number]:
    numbers: dict[str, Number] = {}
    for record in records:
        for raw in record["numbers"]:
            item = Number.from_dict(raw)
            if item.name in numbers:
                other = numbers[item.name].notebook
                raise NumberError(f"{item.name} is recorded in {other} and in {item.notebook}")
            numbers[item.name] = item
    return numbers


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
