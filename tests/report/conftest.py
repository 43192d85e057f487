"""The whole report, built once for all tests that look at it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.report.build import build
from analysis.report.options import Options

collect_ignore = [] if shutil.which("chromium") else ["test_browser.py"]


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the report of all notebooks, from nothing; numbers held to results.lock."""
    root = tmp_path_factory.mktemp("report")
    build(Options(root / "reports", store=root / "cache"))
    return root / "reports"
