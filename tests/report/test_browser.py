"""The report in a real browser with no network: nothing fails, math and figures are shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.report.pages.explorer import explorer_page
from analysis.report.pages.filters import filter_box, filter_script
from analysis.report.pages.html import HtmlPage, render
from analysis.tables import load
from tests.report.browser import opened

# One worker builds the report that all these tests look at.
pytestmark = [pytest.mark.xdist_group("report"), pytest.mark.slow]

# Every figure that is shown: its smallest and its largest letters in pixels, and how many of its
# texts reach over its edge. Letters are outlines, scaled by a hundredth of their size.
LETTERS = """
() => [...document.querySelectorAll('figure.paper svg')]
  .filter(svg => svg.getBoundingClientRect().width)
  .map(svg => {
    const edge = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('g[transform*="scale("]')];
    const shown = 100 * edge.width / svg.viewBox.baseVal.width;
    const sizes = texts.map(
      text => shown * parseFloat(/scale\\(([\\d.]+) -/.exec(text.getAttribute('transform'))[1]));
    const over = texts.map(text => text.getBoundingClientRect()).filter(
      box => box.left < edge.left - 1 || box.right > edge.right + 1
        || box.top < edge.top - 1 || box.bottom > edge.bottom + 1);
    return [svg.closest('figure').id, Math.min(...sizes), Math.max(...sizes), over.length];
  })
"""

# What a screen reader or a keyboard stumbles over, as far as it can be told without axe-core.
FAULTS = """
() => {
  const found = [], all = [...document.querySelectorAll('*')];
  const ids = all.map(e => e.id).filter(Boolean), seen = new Set();
  for (const id of ids) { if (seen.has(id)) found.push('id twice: ' + id); seen.add(id); }
  const named = e => e.tagName + ' ' + e.textContent.trim().slice(0, 60);
  let level = 0;
  for (const heading of document.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    const next = +heading.tagName[1];
    if (next > level + 1) found.push('a level is left out: ' + named(heading));
    level = next;
  }
  if (document.querySelectorAll('h1').length !== 1) found.push('not one first heading');
  for (const e of document.querySelectorAll('img,[role=img]'))
    if (!(e.alt || e.getAttribute('aria-label'))) found.push('no alternative text: ' + named(e));
  for (const e of document.querySelectorAll('a[href],button,summary'))
    if (!(e.textContent.trim() || e.getAttribute('aria-label')))
      found.push('no name: ' + e.outerHTML);
  for (const e of document.querySelectorAll('input:not([type=hidden]),select'))
    if (!(e.labels.length || e.getAttribute('aria-label'))) found.push('no label: ' + e.outerHTML);
  for (const e of all) {
    const cut = e.clientWidth && e.scrollWidth > e.clientWidth + 1;
    if (cut && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.tabIndex < 0
        && !e.querySelector('a[href],button,input,summary'))
      found.push('scrolls and takes no focus: ' + named(e));
  }
  return found;
}
"""


@pytest.mark.parametrize("width", [380, 1280])
def test_letters_of_every_figure_are_legible_and_inside_and_pages_have_no_faults(
    report: Path, width: int
) -> None:
    with opened(width) as page:
        figures, faults = [], []
        for path in sorted(report.glob("*.html")):
            page.goto(path.as_uri())
            figures += page.evaluate(LETTERS)
            faults += [(path.name, fault) for fault in page.evaluate(FAULTS)]
    assert len(figures) > 40
    body = 17
    wrong = [item for item in figures if not 11 <= item[1] <= item[2] <= body or item[3]]
    assert wrong == []
    assert faults == []


@pytest.mark.parametrize("width", [380, 1280])
def test_every_page_opens_offline_and_fits(report: Path, width: int) -> None:
    with opened(width) as page:
        requests: list[str] = []
        failed: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("requestfailed", lambda request: failed.append(request.url))
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        for path in sorted(report.glob("*.html")):
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
            for figure in page.query_selector_all("figure.paper svg:visible"):
                box = figure.bounding_box()
                assert box is not None
                assert box["width"] > 200
                assert box["height"] > 60
            for formula in page.query_selector_all("math"):
                box = formula.bounding_box()
                assert box is not None
                assert box["width"] > 2
    assert failed == []
    assert errors == []
    assert all(url.startswith(("file:", "data:")) for url in requests)


def test_rows_are_filtered_by_words_country_and_years_and_sorted_offline(tmp_path: Path) -> None:
    page_of = HtmlPage("explorer.html", "Rows", "all rows", explorer_page())
    path = tmp_path / "explorer.html"
    path.write_text(render(page_of, [page_of]), encoding="utf-8")
    with opened(380) as page:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        page.select_option("#kind", "pay")
        page.select_option("#country", "Kenya")
        page.fill("#from", "2024")
        page.fill("#words", "remotasks scale")
        shown = page.locator("#rows tbody tr:not([hidden])")
        quotes = load("annotation_wages")
        wanted = quotes[
            (quotes["country"] == "KEN")
            & (quotes["year_last"] >= 2024)
            & quotes["employer"].str.contains("Remotasks")
        ]
        assert shown.count() == len(wanted) > 0
        assert page.inner_text("#shown").startswith(f"{len(wanted)} of ")
        page.click("button[type=reset]")
        page.wait_for_function("document.querySelectorAll('#rows tbody tr[hidden]').length === 0")
        page.select_option("#kind", "pay")
        page.click("#rows th:nth-child(6) button")
        values = page.evaluate(
            "[...document.querySelectorAll('#rows tbody tr:not([hidden])')].map(r => r.cells[5])"
            ".filter(c => c.dataset.unit === 'USD an hour').map(c => parseFloat(c.dataset.value))"
        )
        assert len(values) > 50
        assert values == sorted(values)
        assert page.get_attribute("#rows th:nth-child(6)", "aria-sort") == "ascending"


def test_a_list_is_filtered_by_words_and_what_is_linked_to_is_shown(tmp_path: Path) -> None:
    items = "".join(f'<li id="{word}">{word} of 1850</li>' for word in ("looms", "hands", "yards"))
    body = (
        f'<h1>List</h1>{filter_box("all", "Things with")}<ul class="ledger" id="all">{items}</ul>'
    )
    path = tmp_path / "why.html"
    page_of = HtmlPage("why.html", "List", "list", f"{body}{filter_script()}")
    path.write_text(render(page_of, [page_of]), encoding="utf-8")
    with opened(380) as page:
        page.goto(path.as_uri())
        assert page.get_by_label("Things with").is_visible()
        page.get_by_label("Things with").fill("1850 HAN")
        assert [item.inner_text() for item in page.locator("li:visible").all()] == ["hands of 1850"]
        assert page.inner_text("output") == "1 of 3"
        page.evaluate("location.hash = 'yards'")
        page.wait_for_function("!document.getElementById('yards').hidden")
        assert page.inner_text("output") == "3 of 3"


def test_without_a_script_a_list_is_whole_and_has_no_box() -> None:
    assert " hidden>" in filter_box("all", "Things with")
    assert not re.search(r"https?:|fetch|XMLHttpRequest|import\(", filter_script())
