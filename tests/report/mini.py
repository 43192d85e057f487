"""A small checkout, two notebooks on one table, for tests that build, kill and break reports."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from analysis.report.options import Options

ROWS = """series,year,value,unit,source_id,note,warnings
power_looms,1830,20,thousands,book_a,,
power_looms,1840,35.5,thousands,book_a,,rounded
"""
DEFINITION = """name = "looms"
title = "Looms"
description = "Looms at work."
form = "series"
licence = "facts-cited"
[series.power_looms]
title = "Power looms"
unit = "thousands"
"""
VOCABULARY = """[units]
"thousands" = "thousands"
[warnings]
rounded = "rounded by the source"
[licences]
facts-cited = "facts, cited"
[source_kinds]
book = "a book"
"""
SOURCES = """id,title,author,year,publisher,address,licence,kind,accessed,note
book_a,A book,An author,1850,,,facts-cited,book,,
"""
CORRECTIONS = "table,key,field,expected,action,replacement,factor,reason\n"
SETUP = """import pandas as pd
from analysis.figures import drawn, new_figure
from analysis.findings import Quantity, finds
from analysis.report import Page
from analysis.tables import load
rows = load("looms")
page = Page("{name}")"""
NUMBER = """@finds
def counted(rows):
    return {{"count": Quantity({value}, "{unit}", interval=(1, {high}), level=0.95)}}
page.keep(counted(rows))
page.prose("There are {{count}} looms.")"""
FIGURE = """@drawn
def looms(data, rows):
    made, axes = new_figure()
    axes[0].plot([1830, 1840], [20, {top}])
    return made
page.figure(looms(pd.DataFrame({{"year": [1830, 1840], "looms": [20.0, {top}]}}), rows),
            "Looms at work", "Looms rise")
page.table(rows, "looms", "Looms by year")"""


def notebook(
    folder: Path, stem: str, *, value: object = 2, unit: str = "years", high: float = 3.0,
    top: float = 35.5, figure: bool = True, extra: str = "",
) -> Path:  # fmt: skip
    """Write a notebook that records one number, named after it, and shows a figure."""
    name = stem.partition("_")[2]
    sources = [
        SETUP.format(name=name),
        NUMBER.format(value=value, unit=unit, high=high),
        FIGURE.format(top=top) if figure else "",
        extra,
    ]
    cells = [nbformat.v4.new_markdown_cell(f"# Notebook {name}")]
    cells += [nbformat.v4.new_code_cell(source) for source in sources if source]
    path = folder / f"{stem}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def checkout(root: Path, sources_definition: Path) -> Options:
    """Make a checkout with a table and two notebooks; nothing is built yet."""
    for name in ("notebooks", "data", "analysis", ".git"):
        (root / name).mkdir(parents=True)
    for name, text in {
        "looms.toml": DEFINITION,
        "looms.csv": ROWS,
        "sources.csv": SOURCES,
        "corrections.csv": CORRECTIONS,
        "vocabulary.toml": VOCABULARY,
    }.items():
        (root / "data" / name).write_text(text, encoding="utf-8")
    shutil.copy(sources_definition, root / "data" / "sources.toml")
    notebook(root / "notebooks", "01_a")
    notebook(root / "notebooks", "02_b")
    return options(root)


def options(root: Path, **changed: object) -> Options:
    """What to build in a small checkout."""
    given = {
        "out": root / "reports", "folder": root / "notebooks",
        "store": root / ".cache" / "notebooks", "lock": root / "results.lock",
    }  # fmt: skip
    return Options(**{**given, **changed})


def snapshot(folder: Path) -> dict[str, bytes]:
    """Content of every file below a folder, hidden ones too."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
