"""README and docs show the report as it is: first figure, figures and tables, data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.places import repository
from analysis.report import notebooks
from analysis.report.pages import readme
from analysis.report.pages.listing import exhibits, figures_list

ROOT = repository()

# One worker builds the report that all these tests look at.
pytestmark = [pytest.mark.xdist_group("report"), pytest.mark.slow]


def test_pages_and_first_figure_are_those_of_the_report(report: Path) -> None:
    for path, text in readme.documents(ROOT, report).items():
        shown = path.read_text(encoding="utf-8")
        assert shown == text, f"{path.name} is stale: run `make readme`"


def test_every_figure_of_the_report_is_listed_with_the_function_that_drew_it(report: Path) -> None:
    drawn = {path.stem for path in (report / "figures").glob("*.json")}
    figures = {item.title: item for item in exhibits(report) if item.kind == "figure"}
    assert drawn == set(figures)
    for item in figures.values():
        module, _, function = item.function.rpartition(".")
        source = (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        assert f"@drawn\ndef {function}(" in source


def test_tables_are_listed_by_the_caption_that_a_notebook_gives_them(report: Path) -> None:
    tables = [item for item in exhibits(report) if item.kind == "table"]
    assert tables
    for item in tables:
        cells = notebooks.read(ROOT / "notebooks" / f"{item.notebook}.ipynb").cells
        # A caption may be written over several strings: its first words stand in one.
        assert any(item.title[:30] in cell.source for cell in cells), item.title


def test_the_first_figure_stands_on_its_own_ground(report: Path) -> None:
    drawing = readme.first_figure(report)
    assert drawing.count(readme.GROUND) == 1
    assert drawing.index("<svg") < drawing.index(readme.GROUND) < drawing.index("<g ")


def test_a_folder_without_a_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no report in"):
        exhibits(tmp_path)


def test_a_caption_does_not_break_the_list(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    sidecar = {"name": "a_line", "function": "analysis.figures.rails.demand_curves"}
    (tmp_path / "figures" / "a_line.json").write_text(json.dumps(sidecar))
    (tmp_path / "tables").mkdir()
    table = {"caption": "pay | hours & days", "function": "analysis.wages.ladder.ladder"}
    (tmp_path / "tables" / "x.json").write_text(json.dumps(table))
    (tmp_path / "01_one.html").write_text(
        '<figure class="paper" id="figure-a_line"><div></div></figure>'
        '<figure class="table" id="table-x"><figcaption>pay | hours &amp; days</figcaption>'
        "</figure>"
    )
    lines = figures_list(tmp_path).splitlines()
    assert lines[2].startswith("| figure | `a_line` | [`analysis/figures/rails.py`]")
    assert lines[3].startswith(r"| table | pay \| hours & days | [`analysis/wages/ladder.py`]")


def test_a_page_without_a_place_for_what_it_shows_is_refused(report: Path, tmp_path: Path) -> None:
    (tmp_path / readme.README).write_text("# A title\n")
    with pytest.raises(ReportError, match="begin"):
        readme.documents(tmp_path, report)
