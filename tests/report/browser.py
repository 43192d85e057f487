"""A page of Chromium with no network, for the tests that look at what a reader sees."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def opened(
    width: int, height: int = 900, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    """A page of so many pixels, in light or in dark."""
    with sync_playwright() as play, tempfile.TemporaryDirectory() as profile:
        context = play.chromium.launch_persistent_context(
            profile, executable_path=shutil.which("chromium"), headless=True, offline=True,
            args=FLAGS, viewport={"width": width, "height": height}, color_scheme=scheme,
        )  # fmt: skip
        yield context.new_page()
        context.close()
