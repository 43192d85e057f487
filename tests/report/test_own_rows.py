"""Rows of one's own in a report: their number leads to them, another file moves it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from analysis.report.build import pipeline as building
from analysis.report.build.written import read_shown
from analysis.report.pages.why import why_text

pytestmark = pytest.mark.slow

CELLS = (
    """from analysis import own
from analysis.findings import Quantity, finds
from analysis.report import Page
page, mill = Page("mill"), own("mill.csv", "industry")""",
    """@finds
def last(rows):
    return {"hands": Quantity(float(rows["hands"].iloc[-1]), "hands")}
page.keep(last(mill))
page.prose("In the end there were {hands:.0f} hands.")""",
)


def test_a_report_leads_to_rows_of_ones_own(checkout: Path, mini: ModuleType) -> None:
    file = checkout / "data" / "own" / "mill.csv"
    file.parent.mkdir()
    file.write_text("year,hands\n1830,20\n1840,35\n", encoding="utf-8")
    cells = [nbformat.v4.new_markdown_cell("# How many hands had the mill?")]
    cells += [nbformat.v4.new_code_cell(source) for source in CELLS]
    path = checkout / "notebooks" / "03_mill.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    building.build(mini.options(checkout, accept=True))
    told = why_text("mill.hands", read_shown(checkout / "reports"), whole=True)
    assert "Own rows of mill.csv" in told
    page = (checkout / "reports" / "rows_own_industry_mill.html").read_text(encoding="utf-8")
    assert "data/own/mill.csv" in page
    assert "hands 35" in page
    file.write_text("year,hands\n1830,20\n1840,40\n", encoding="utf-8")
    would_run = [name for name, reason in building.plan(mini.options(checkout)).items() if reason]
    assert would_run == ["03_mill"]
