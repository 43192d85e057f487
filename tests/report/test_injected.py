"""Mark-up planted in every text that a table may hold comes into the report as text."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import ModuleType

import pytest
from nbconvert.filters import markdown2html

from analysis.places import repository
from analysis.report import options
from analysis.report.build import staging
from analysis.report.build.pipeline import build
from analysis.report.numbers import Number
from analysis.report.runs import stamp
from analysis.report.session import marked
from tests.report.browser import opened

SCRIPT = "\"'><script>document.title='planted'</script><img src=planted onerror=planted()>"
MARKDOWN = '[planted](javascript:planted()) **b** `c` <b onclick="planted()">d</b>'
PLANTED = f"planted {SCRIPT} {MARKDOWN} ![p](javascript:planted()) https://planted.example"
LIVE = """() => [...document.querySelectorAll('*')].filter(
    item => [...item.attributes].some(x => x.name.startsWith('on')
        || (['href', 'src', 'action'].includes(x.name) && /planted|^javascript:/.test(x.value)))
        || (item.localName === 'script' && item.textContent.includes('planted'))
).map(item => item.outerHTML.slice(0, 200))"""
CELLS = """@finds
def told(rows):
    return {{"words": Quantity({planted!r})}}
page.keep(told(rows))
page.prose("It says {{words}}.")
cells = rows.assign(extra={planted!r}, other="\uff1d1+1")
page.table(cells.rename(columns={{"extra": {planted!r}}}), "cells", "Cells", wrap=True)"""


def test_text_of_a_number_is_no_markdown() -> None:
    number = Number(
        name="a.words", value=None, text=PLANTED, unit="", notebook="01_a", by="f",
        evidence=(), interval=None, level=None,
    )  # fmt: skip
    made = markdown2html(f"It says {marked(number, '')}, **loud**.")
    assert made.count("<strong>") == 1
    for live in ("<a ", "<img", "<code>", "<script"):
        assert live not in made


def planted_checkout(mini: ModuleType, root: Path) -> None:
    made = mini.checkout(root, repository() / "data" / "sources.toml")
    (root / "notebooks" / "02_b.ipynb").unlink()
    mini.notebook(made.folder, "01_a", extra=CELLS.format(planted=PLANTED))
    data, quoted = root / "data", PLANTED.replace('"', '\\"')
    definition = mini.DEFINITION.replace('"Looms"', f'"{quoted}"')
    definition = definition.replace('"Looms at work."', f'"{quoted}"')
    definition = definition.replace('"Power looms"', f'"{quoted}"\nnote = "{quoted}"')
    (data / "looms.toml").write_text(definition, encoding="utf-8")
    (data / "vocabulary.toml").write_text(
        mini.VOCABULARY.replace('"facts, cited"', f'"{quoted}"')
        .replace('"rounded by the source"', f'"{quoted}"').replace('"a book"', f'"{quoted}"'),
        encoding="utf-8",
    )  # fmt: skip
    for name, text, columns in (
        ("looms", mini.ROWS, ("note",)),
        ("sources", mini.SOURCES, ("title", "author", "publisher", "note")),
    ):
        rows = list(csv.DictReader(io.StringIO(text)))
        written = io.StringIO()
        writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | dict.fromkeys(columns, PLANTED) for row in rows)
        (data / f"{name}.csv").write_text(written.getvalue(), encoding="utf-8")
    reason = PLANTED.replace('"', '""')
    line = f'looms,year=1840,value,35.5,replace,36,,"{reason}"\n'
    (data / "corrections.csv").write_text(mini.CORRECTIONS + line, encoding="utf-8")


@pytest.mark.slow
def test_what_is_planted_in_the_tables_is_dead_in_the_report(
    tmp_path: Path, mini: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "checkout"
    planted_checkout(mini, root)
    for module in (options, staging, stamp):
        monkeypatch.setattr(module, "repository", lambda: root)
    monkeypatch.setenv("LABOUR_DATA", str(root / "data"))
    monkeypatch.chdir(root)
    build(mini.options(root, accept=True))
    pages = sorted((root / "reports").glob("*.html"))
    seen = 0
    with opened(1280) as page:
        for path in pages:
            page.goto(path.as_uri())
            assert page.evaluate(LIVE) == [], path.name
            assert page.title() != "planted", path.name
            seen += page.inner_text("body").count("planted")
    assert len(pages) >= 5
    assert seen >= 10
    for path in (root / "reports").rglob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            assert not any(cell.strip().startswith(("=", "+", "@", "\uff1d")) for cell in row)
