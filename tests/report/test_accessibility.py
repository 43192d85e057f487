"""Pages as axe-core sees them, in light and in dark, on a phone and on a desk."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest

from tests.report.browser import opened

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
FOUND = """async () => (await axe.run({resultTypes: ["violations"]})).violations
  .filter(item => ["serious", "critical"].includes(item.impact))
  .map(item => [item.id, item.nodes[0].html.slice(0, 200)])"""
SEEN: list[tuple[Literal["light", "dark"], int]] = [("light", 380), ("dark", 1280)]
# axe-core takes minutes over lists of all rows and all sources, which are one entry many times.
LONG = ("rows_", "explorer", "why")


def faults(pages: list[Path]) -> list[tuple[str, str, str]]:
    """Serious faults of pages, by name of the page, in both ways of seeing them."""
    found = []
    for scheme, width in SEEN:
        with opened(width, scheme=scheme) as page:
            for path in pages:
                page.goto(path.as_uri())
                page.evaluate(AXE)
                found += [(path.name, scheme, str(fault)) for fault in page.evaluate(FOUND)]
    return found


def test_faults_are_found(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<!DOCTYPE html><html lang=en><title>x</title><main><h1>x</h1>"
        "<p style='color:#bbb;background:#fff'>pale</p><img src='data:,'></main></html>",
        encoding="utf-8",
    )
    told = {fault for _, _, fault in faults([path])}
    assert any("color-contrast" in fault for fault in told)
    assert any("image-alt" in fault for fault in told)


@pytest.mark.slow
@pytest.mark.xdist_group("report")
def test_the_first_page_and_a_page_of_figures_have_no_serious_fault(report: Path) -> None:
    assert faults([report / "index.html", report / "06_labels.html", report / "curve.html"]) == []


@pytest.mark.nightly
@pytest.mark.xdist_group("report")
def test_no_page_has_a_serious_fault(report: Path) -> None:
    pages = [path for path in sorted(report.glob("*.html")) if not path.name.startswith(LONG)]
    assert len(pages) > 10
    assert faults(pages) == []
