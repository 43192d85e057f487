"""The chart in JupyterLab: a slider moved in a browser without a network moves the peak."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, Route, sync_playwright

from analysis.figures.moving.curve import BESSEN
from analysis.places import repository
from analysis.position.theory import turns
from tests.report.browser import FLAGS

pytestmark = pytest.mark.slow

CELLS = ("from analysis.figures.moving import curve_chart", "curve_chart()")
PATIENCE = 120_000
PEAK = """() => window.made.vgSpec.data
  .filter(item => (item.transform || []).some(step => step.as === "turn"))
  .flatMap(item => window.made.view.data(item.name))
  .filter(row => Math.abs(row.grows_there) < 1e-6).map(row => row.turn)"""


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """JupyterLab on a folder, at an address of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {f"JUPYTER_{name}": str(folder / name) for name in ("CONFIG_DIR", "DATA_DIR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--ip=127.0.0.1",
         "--allow-root", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}",
         "--LabApp.news_url=", "--ServerApp.allow_remote_access=False"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(folder),
             "PYTHONPATH": str(repository()), "IPYTHONDIR": str(folder / "ipython"), **settings},
    )  # fmt: skip
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "JupyterLab ended"
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("JupyterLab does not answer")


@contextmanager
def browser(address: str) -> Iterator[Page]:
    """A page that reaches JupyterLab and nothing else."""

    def pass_on(route: Route) -> None:
        here = route.request.url.startswith((address, "data:", "blob:", "about:"))
        route.continue_() if here else route.abort()

    with sync_playwright() as play, tempfile.TemporaryDirectory() as profile:
        context = play.chromium.launch_persistent_context(
            profile, executable_path=shutil.which("chromium"), headless=True, args=FLAGS,
            viewport={"width": 1280, "height": 1000},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        context.route("**/*", pass_on)
        yield context.new_page()
        context.close()


def test_the_chart_shows_in_jupyterlab_and_a_moved_slider_moves_the_peak(tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(text) for text in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, tmp_path / "curve.ipynb")
    with lab(tmp_path) as address, browser(address) as page:
        page.goto(f"{address}/lab/tree/curve.ipynb")
        # Cells that are run before there is a kernel are run by nobody.
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.locator(".jp-CodeCell .cm-content").first.click()
        for _ in CELLS:
            page.keyboard.press("Shift+Enter")
        frame = page.frame_locator("iframe[title='Chart with sliders']")
        slider = frame.locator("input[name=set_growth]")
        slider.wait_for()
        inside = next(item for item in page.frames if item.url == "about:srcdoc")
        inside.wait_for_function("window.made !== undefined")
        peak = turns(BESSEN).peak
        assert inside.evaluate(PEAK)[0] == pytest.approx(peak, rel=1e-6)
        slider.evaluate("input => { input.value = 0.01; input.dispatchEvent(new Event('input')); }")
        growth = float(slider.input_value())
        assert growth > 0
        inside.evaluate("async () => { await window.made.view.runAsync(); }")
        later = turns(replace(BESSEN, growth=growth)).peak
        assert later is not None
        assert peak is not None
        assert later > peak + 5
        assert inside.evaluate(PEAK)[0] == pytest.approx(later, rel=1e-6)
        assert frame.locator("#chart svg").count() == 1
