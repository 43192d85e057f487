"""The report in a real browser with no network: nothing fails, math and figures are shown."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

# One worker builds the report that all these tests look at.
pytestmark = [pytest.mark.xdist_group("report"), pytest.mark.slow]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.mark.parametrize("width", [380, 1280])
def test_every_page_opens_offline_and_fits(report: Path, width: int) -> None:
    chromium = shutil.which("chromium")
    assert chromium is not None
    with sync_playwright() as play, tempfile.TemporaryDirectory() as profile:
        context = play.chromium.launch_persistent_context(
            profile, executable_path=chromium, headless=True, args=FLAGS, offline=True,
            viewport={"width": width, "height": 900},
        )  # fmt: skip
        requests: list[str] = []
        failed: list[str] = []
        context.on("request", lambda request: requests.append(request.url))
        context.on("requestfailed", lambda request: failed.append(request.url))
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        for path in sorted(report.glob("*.html")):
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
            for figure in page.query_selector_all("figure.paper svg"):
                box = figure.bounding_box()
                assert box is not None
                assert box["width"] > 200
                assert box["height"] > 60
            for formula in page.query_selector_all("math"):
                box = formula.bounding_box()
                assert box is not None
                assert box["width"] > 2
        context.close()
    assert failed == []
    assert errors == []
    assert all(url.startswith(("file:", "data:")) for url in requests)
