"""The whole report, built once for all tests that look at it; a small checkout to break."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from analysis.places import repository
from analysis.report import options
from analysis.report.build import pipeline as building
from analysis.report.build import staging
from analysis.report.build.pipeline import build
from analysis.report.options import Options
from analysis.report.runs import stamp

IN_A_BROWSER = ["test_accessibility.py", "test_browser.py", "test_injected.py", "test_print.py"]
collect_ignore = [] if shutil.which("chromium") else IN_A_BROWSER


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the report of all notebooks, from nothing; numbers held to results.lock."""
    root = tmp_path_factory.mktemp("report")
    build(Options(root / "reports", store=root / "cache"))
    return root / "reports"


@pytest.fixture(scope="session")
def mini() -> ModuleType:
    """The module that makes small checkouts."""
    place = importlib.util.spec_from_file_location("mini", Path(__file__).with_name("mini.py"))
    assert place
    assert place.loader
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def stand_in(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the package take a small checkout for its own."""
    for module in (options, staging, stamp):
        monkeypatch.setattr(module, "repository", lambda: root)
    monkeypatch.setenv("LABOUR_DATA", str(root / "data"))
    monkeypatch.chdir(root)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, mini: ModuleType) -> Path:
    """A small checkout whose report is built and accepted."""
    root = tmp_path_factory.mktemp("mini") / "checkout"
    mini.checkout(root, repository() / "data" / "sources.toml")
    with pytest.MonkeyPatch.context() as monkeypatch:
        stand_in(root, monkeypatch)
        building.build(mini.options(root, accept=True))
    return root


@pytest.fixture
def checkout(built_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout of a test's own, built and accepted; the current folder."""
    root = tmp_path / "checkout"
    shutil.copytree(built_once, root)
    stand_in(root, monkeypatch)
    return root
