"""A kernel is the same whatever the user has set up, and goes when the run goes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from analysis.errors import NotebookError, ReportError
from analysis.places import repository
from analysis.report import session
from analysis.report.runs import inside
from analysis.report.runs.hashes import notebook_digest
from analysis.report.runs.kernel import _framed, execute
from analysis.report.runs.notebook_source import NotebookSource

pytestmark = [pytest.mark.xdist_group("kernel"), pytest.mark.slow]


def write_notebook(path: Path, *sources: str, **metadata: object) -> Path:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    path.parent.mkdir(exist_ok=True, parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


def printed(run: Path) -> str:
    notebook = nbformat.read(run / "executed.ipynb", as_version=4)
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.outputs)


LOOKS = """import os, sys
print(len([1]), sorted(n for n in os.environ if n.startswith(("FOO", "PYTHON"))))
print(os.environ["TZ"], os.environ.get("OPENBLAS_CORETYPE"), os.path.basename(os.getcwd()))
print(os.path.isabs(os.environ["LABOUR_DATA"]), sys.flags.no_user_site)"""


def test_nothing_a_user_has_set_up_reaches_the_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    patched = "import builtins\nbuiltins.len = lambda x: 999\n"
    (startup / "00.py").write_text(patched)
    (tmp_path / "startup.py").write_text(patched)
    spec = {"argv": ["/bin/false", "{connection_file}"], "display_name": "x", "language": "python"}
    for folder in ("jupyter", "data"):
        kernel = tmp_path / folder / "kernels" / "python3"
        kernel.mkdir(parents=True)
        (kernel / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.chdir(repository())
    for name, value in (
        ("IPYTHONDIR", tmp_path / "ipython"), ("PYTHONSTARTUP", tmp_path / "startup.py"),
        ("JUPYTER_PATH", tmp_path / "jupyter"), ("JUPYTER_DATA_DIR", tmp_path / "data"),
        ("FOO", "444"), ("PYTHONWARNINGS", "ignore"), ("TZ", "Asia/Tokyo"),
        ("OPENBLAS_CORETYPE", "Haswell"), ("LABOUR_DATA", "data"),
        # A folder for temporary files whose path leaves no room for the name of a socket.
        ("TMPDIR", tmp_path / ("t" * (105 - len(str(tmp_path))))),
    ):  # fmt: skip
        monkeypatch.setenv(name, str(value))
    Path(os.environ["TMPDIR"]).mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    path = write_notebook(tmp_path / "notebooks" / "01_a.ipynb", LOOKS)
    execute([path], tmp_path / "runs")
    assert printed(tmp_path / "runs" / "01_a").splitlines() == [
        "1 ['PYTHONHASHSEED', 'PYTHONNOUSERSITE', 'PYTHONPATH', 'PYTHONUTF8']",
        "UTC Haswell notebooks",
        "True 1",
    ]
    record = json.loads((tmp_path / "runs" / "01_a" / "record.json").read_text())
    assert record["source"] == notebook_digest(path.read_bytes())
    assert not [name for name in record["files"] if not name.startswith("analysis/")]


def test_warnings_switched_off_in_a_cell_are_errors_again_in_the_next(tmp_path: Path) -> None:
    off = "import warnings\nwarnings.simplefilter('ignore')\nwarnings.warn('first')"
    path = write_notebook(tmp_path / "01_a.ipynb", off, "warnings.warn('second')")
    with pytest.raises(NotebookError, match=r"(?s)01_a\.ipynb, cell 2 failed:.*second"):
        execute([path], tmp_path / "runs")


def test_tags_of_a_cell_do_not_count(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "01_a.ipynb", "x = 1", "print(x)", "raise ValueError('stop')")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata["tags"] = ["skip-execution"]
    notebook.cells[2].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, path)
    with pytest.raises(NotebookError, match=r"(?s)cell 3 failed:.*stop"):
        execute([path], tmp_path / "runs")


def test_a_notebook_in_another_language_or_none_is_refused_in_a_line(tmp_path: Path) -> None:
    spec = {"display_name": "R", "language": "R", "name": "ir"}
    paths = [write_notebook(tmp_path / "01_r.ipynb", "x <- 1", kernelspec=spec)]
    for number, content in enumerate((b"", b"[]", b"{}", b"null", b"\xff\xfe", b'{"cells": 1}')):
        paths.append(tmp_path / f"1{number}_odd.ipynb")
        paths[-1].write_bytes(content)
    paths += [tmp_path / "02_folder.ipynb", tmp_path / "03_link.ipynb", tmp_path / "04_none.ipynb"]
    paths[-3].mkdir()
    paths[-2].symlink_to("nowhere")
    for path in paths:
        with pytest.raises(ReportError, match=rf"^{path.name}: [^\n]*$"):
            execute([path], tmp_path / "runs")


def test_what_runs_is_what_was_hashed_whatever_is_saved_meanwhile(tmp_path: Path) -> None:
    first = write_notebook(tmp_path / "01_a.ipynb", "print('old')")
    before = notebook_digest(first.read_bytes())
    second = tmp_path / "00_z.ipynb"
    saves = f"import nbformat as n\nb = n.read({str(first)!r}, 4)\n"
    saves += f"b.cells[0].source = \"print('new')\"\nn.write(b, {str(first)!r})"
    write_notebook(second, saves)
    execute([second, first], tmp_path / "runs", jobs=1)
    assert printed(tmp_path / "runs" / "01_a") == "old\n"
    record = json.loads((tmp_path / "runs" / "01_a" / "record.json").read_text())
    assert record["source"] == before != notebook_digest(first.read_bytes())


INTERRUPTED = """import sys
from pathlib import Path
from analysis.report.runs.kernel import execute
try:
    execute([Path(sys.argv[1])], Path(sys.argv[2]))
except KeyboardInterrupt:
    print("stopped")
"""
SLEEPS = """import os, signal, time
from pathlib import Path
signal.signal(signal.SIGINT, signal.SIG_IGN)
Path({mark!r}).write_text(str(os.getpid()))
time.sleep(120)"""


def test_an_interrupt_passes_as_one_and_leaves_no_kernel(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    path = write_notebook(tmp_path / "01_a.ipynb", SLEEPS.format(mark=str(mark)))
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(path), str(tmp_path / "runs")],
        cwd=repository(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    waited_for(lambda: mark.is_file() and mark.read_text() != "")
    kernel = int(mark.read_text())
    running.send_signal(signal.SIGINT)
    out, error = running.communicate(timeout=60)
    assert (out, error, running.returncode) == ("stopped\n", "", 0)
    waited_for(lambda: not Path(f"/proc/{kernel}").exists(), seconds=5)


def waited_for(true: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def test_the_folder_of_a_run_is_told_to_the_kernel_in_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A parent under zh_CN.GBK reads the bytes of this name as other characters than the kernel.
    folder = tmp_path / "räp"
    raw = os.fsencode(folder)
    monkeypatch.setattr("os.fsencode", lambda path: str(path).encode("gbk", "surrogateescape"))
    source = NotebookSource(Path("01_a.ipynb"), [], "digest")
    framed = _framed(source, Path(raw.decode("gbk", "surrogateescape")))
    monkeypatch.undo()
    assert framed.cells[-1].source.endswith(f"finish('{raw.hex()}')")
    told = []
    monkeypatch.setattr(session.Session, "dump", lambda self, folder: told.append(folder))
    inside.finish(raw.hex())
    assert told == [folder]
