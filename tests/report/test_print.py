"""Pages on paper: every cell of every table is there, nothing is cut, the text is ten points."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.report.browser import opened

# One worker builds the report that all these tests look at.
pytestmark = [pytest.mark.xdist_group("report"), pytest.mark.slow]

WIDEST = ("01_steel", "04_is_it_robust", "index")
# A4 less margins of 15 mm at 96 pixels an inch; what is wider is cut or shrinks the page.
PAPER = (680, 1009)
LEAST, POINT = 10.0, 0.75
"""Points of the text of a page; points of a pixel."""
CELLS = """
() => [...document.querySelectorAll('main table tr:not([hidden])')].flatMap(
  row => [...row.cells].map(cell => cell.innerText))
"""
CUT = """
([width, height]) => [...document.querySelectorAll('main *')].filter(part => {
  const box = part.getBoundingClientRect();
  const tall = part.matches('figure.paper') && box.height > height;
  return !part.closest('svg') && (box.right > width + 1 || tall);
}).map(part => part.tagName + ' ' + part.textContent.slice(0, 60))
"""
SIZES = """
() => ['main p', 'h1', 'h2'].map(
  name => parseFloat(getComputedStyle(document.querySelector(name) || document.body).fontSize))
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    assert shutil.which("pdftotext"), "these tests read PDF by pdftotext: install poppler-utils"
    with opened(*PAPER) as page:
        yield page


@pytest.mark.parametrize("name", WIDEST)
def test_the_widest_pages_are_whole_on_paper(
    report: Path, browser: Page, name: str, tmp_path: Path
) -> None:
    assert faults(browser, report / f"{name}.html", tmp_path) == []


@pytest.mark.nightly
def test_every_page_is_whole_on_paper(report: Path, browser: Page, tmp_path: Path) -> None:
    found = {path.name: faults(browser, path, tmp_path) for path in sorted(report.glob("*.html"))}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def faults(page: Page, path: Path, folder: Path) -> list[str]:
    """What is wrong with a page on paper."""
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    cut = page.evaluate(CUT, [*PAPER])
    found = [f"does not fit the paper: {part}" for part in cut]
    cells = page.evaluate(CELLS)
    text, title, heading = (POINT * size for size in page.evaluate(SIZES))
    if round(text, 2) < LEAST:
        found.append(f"text of {text} points")
    pdf = folder / f"{path.stem}.pdf"
    page.pdf(path=str(pdf), prefer_css_page_size=True)
    printed = squeezed(output("pdftotext", "-raw", str(pdf), "-"))
    found += [f"not printed: {cell}" for cell in cells if squeezed(cell) not in printed]
    # A page without headings below its title has none that could stand at the foot.
    return found + on_pages(pdf, title, heading if heading > text else math.inf)


def on_pages(pdf: Path, title: float, heading: float) -> list[str]:
    """Whether Chromium made all letters smaller to fit something in; headings at the foot."""
    xml = output("pdftohtml", "-zoom", "1", "-xml", "-stdout", "-i", str(pdf))
    sizes = {
        font: float(size) for font, size in re.findall(r'<fontspec id="(\d+)" size="(\d+)', xml)
    }
    found = []
    if max(sizes.values()) < math.floor(title):
        found.append(f"letters of {max(sizes.values())} points in place of {title}")
    for number, page in enumerate(xml.split("<page ")[1:-1], start=1):
        texts = re.findall(r'<text top="(\d+)"[^>]*font="(\d+)"[^>]*>(.*?)</text>', page)
        _, font, words = max(texts, key=lambda item: int(item[0]))
        if sizes[font] > heading - 1:
            found.append(f"page {number} ends with the heading {words}")
    return found


def output(*command: str) -> str:
    """What a program prints."""
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def squeezed(text: str) -> str:
    """Letters alone: spaces, line breaks and hyphens of any kind left out.

    So are Chinese letters, of which few machines have the fonts.
    """
    return re.sub(r"[\s\u00ad\u200b\u2010\u2011\u3400-\u9fff-]", "", text)
